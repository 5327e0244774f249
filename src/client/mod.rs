//! The typed client of an exchange: one method a route, over mutual TLS, and what signs for it. The
//! command line, tests and measurements all come through here. Absent: printing, and the server.

pub mod alerts;
pub mod audit;
mod backoff;
pub mod copy;
pub mod error;
pub mod evidence;
pub mod exchange;
pub mod feed;
pub mod grants;
pub mod logboek;
pub mod oversight;
pub mod plain;
pub mod profile;
pub mod records;
pub mod registry;
mod retention;
pub mod signer;
pub mod sse;
pub mod tls;
pub mod transport;
pub mod witness;

pub use alerts::{AlertsAnswer, AlertsStream};
pub use backoff::Backoff;
pub use copy::{AlertsCopy, Change, Listed, Whose, Why};
pub use error::ClientError;
pub use exchange::{Client, OpenError};
pub use feed::{Feed, Sign, Told};
pub use profile::{Profile, ProfileError};
pub use records::{BatchAnswer, Submission};
pub use signer::{SignError, SignedRecord, Signer};
