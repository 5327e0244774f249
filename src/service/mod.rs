//! The use cases of the exchange, one file each, and the one door through which each of them makes its
//! entry durable before anything is accepted or shown. Absent: HTTP, status codes, and the database.

pub mod alerts;
pub mod audit;
pub mod batch;
pub mod bundle;
pub mod check;
pub mod clearance;
pub mod clock;
pub mod continuation;
pub mod cursor;
pub mod directory;
pub mod door;
pub mod evidence;
pub mod exchange;
pub mod fault;
pub mod feed;
pub mod grants;
pub mod heartbeat;
pub mod kept;
pub mod limits;
pub mod metrics;
pub mod open;
pub mod permission;
mod question;
pub mod recalls;
pub mod receipt;
pub mod recover;
pub mod refuse;
pub mod registry;
pub mod search;
pub mod sequencer;
pub mod stored;
pub mod submit;
pub mod witness;
pub mod witnesses;
