//! The surface as a whole: routes, methods, media types, headers, versions of HTTP, and who gets how
//! far on each route. Absent: what the routes do.

mod http;
mod matrix;
mod operations;
mod routes;
mod walk;
