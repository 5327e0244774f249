//! What the program beside a plate reader does with what it knows: the sighting of a candidate, the
//! ground that it rests on, how far a clock may be off, and what the queue holds of it.
//! Absent: matching (`domain::edge`), keys and signatures, the connection, and any window.

mod clock;
mod draft;
mod ground;
mod queued;

pub use clock::{Drift, FAR_MS, NOTICED_MS};
pub use draft::{Camera, draft};
pub use ground::Ground;
pub use queued::Queued;
