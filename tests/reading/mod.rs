//! What partners get to see: records opened one by one, searches, the live feed, the alerts in force.
//! Absent: the log (`oversight`).

mod alerts;
mod cursor;
mod deliveries;
mod exercises;
mod feed;
mod open;
mod recall;
mod search;
