//! What the store keeps for the services, as versioned JSON inside sealed rows.
//! Absent: the sealing and the tables (`store`).

pub mod facts;
pub mod listing;
pub mod registered;
