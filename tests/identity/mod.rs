//! Who is on the connection, and whether that one may do anything at this moment.
//! Absent: what for (`rules`).

mod acting;
mod certificates;
mod live;
mod oneself;
mod standing;
