//! What crosses the network, versioned: records, requests and answers as JSON, the schemas they have to
//! fit, the table of problems, and the letter to a citizen. Absent: decisions, storage and HTTP itself.

pub mod anpr;
pub mod api;
pub mod edge;
pub mod letter;
pub mod outline;
pub mod problem;
pub mod record;
pub mod schema;
pub mod strict;
