//! The pages on which a data protection officer reads the yearly overview, checks the log, and takes evidence
//! away. Absent: the questions themselves (`service`), and checking, which the browser and `samen-verify` do.

pub mod bundle;
pub mod health;
pub mod overview;
