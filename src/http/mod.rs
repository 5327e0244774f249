//! The surface: TLS, connections, routes, bodies and answers. Handlers are short: read, call, render.
//! Absent: policy, storage, and any decision who may do what.

pub mod api;
pub mod body;
pub mod console;
pub mod desk;
pub mod edge;
pub mod operations;
pub mod peer;
pub mod problem;
pub mod routes;
pub mod stalled;
pub mod tls;
pub mod witness;
