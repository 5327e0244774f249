//! What partners get to see: records opened one by one, searches, the live feed, the alerts in force.
//! Absent: the log (`oversight`).

mod alerts;
mod answers;
mod copy;
mod cursor;
mod deliveries;
mod exercises;
mod feed;
mod giving;
mod open;
mod recall;
mod search;
mod stalled;
