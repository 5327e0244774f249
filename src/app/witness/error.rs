//! Why a witness does not start or stops, in words for its operator.
//! Absent: refusals of requests.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use crate::app::config::ConfigError;
use crate::app::keys::LogKeyError;
use crate::http::tls::TlsError;
use crate::service::witness::StateError;
use crate::store::WitnessFilesError;

/// Why a witness does not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum WitnessAppError {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The key.
    #[error("the key of the witness cannot be used")]
    Key(#[from] LogKeyError),
    /// The name.
    #[error(
        "a witness needs a name without spaces and plus signs that is an address of yours, such as \
         witness.example/firm"
    )]
    Name,
    /// What it cosigned before.
    #[error("the state of the witness cannot be used, so it does not start")]
    State(#[from] StateError),
    /// Files of a new witness.
    #[error("the state of the witness cannot be made")]
    Create(#[source] WitnessFilesError),
    /// There is a file where one was to be made.
    #[error("{} exists; nothing is overwritten, so choose another directory", .0.display())]
    Exists(PathBuf),
    /// A file cannot be written.
    #[error("cannot write {}", path.display())]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// TLS files.
    #[error("TLS cannot be set up")]
    Tls(#[from] TlsError),
    /// The address cannot be listened on.
    #[error("the witness cannot listen on {address}: is another one running there?")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A thread or listener of the system.
    #[error("the system refused something the witness needs")]
    System(#[source] io::Error),
    /// The state could not be written.
    #[error("the state could not be written, so the witness stopped; start it again to go on")]
    Halted,
}

impl WitnessAppError {
    /// Whether what the witness has to remember is gone or damaged.
    #[must_use]
    pub fn is_loss(&self) -> bool {
        use WitnessFilesError::{Damaged, Missing};
        matches!(self, Self::State(StateError::Files(Damaged(_) | Missing(_))))
    }
}
