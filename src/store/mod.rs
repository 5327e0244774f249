//! The store: everything that is kept, in typed tables over one replaceable engine.
//!
//! Everything about a person or a vehicle enters sealed (`vault`); what stands readable in the
//! engine is numbers, hashes, times, the log's public parts and blind index tags.
//!
//! Absent: the meaning of any stored byte (no domain or wire type is named here), the order of
//! signing and publishing, recovery against witnesses, erasure schedules, and clocks. Only
//! `engine` names a database.

mod batch;
mod chunk;
mod edge;
mod engine;
mod error;
mod head;
mod key;
mod merge;
mod open;
mod read_log;
mod read_records;
mod reader;
mod run;
mod table;
#[cfg(test)]
mod tests;
mod witness;

pub use batch::{Batch, FlagRow, RecordId, Tip};
pub use edge::{EdgeQueue, QueueError, QueueLimits, Waiting};
pub use engine::{Bytes, Direction, MAX_VALUE};
#[cfg(test)]
pub use engine::{Fault, MemoryDisk};
pub use error::{BatchError, CommitError, EngineError, ReadError, StoreError};
pub use head::{EMPTY_ROOT, Head, HeadError, HeadState, MAX_NOTE};
pub use open::Store;
pub use reader::{Reader, StandingRow};
pub use witness::{WitnessEvidence, WitnessFiles, WitnessFilesError, WitnessNotes};
