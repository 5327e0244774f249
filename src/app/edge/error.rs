//! Why the program beside a plate reader does not start or stops, in words for its keeper.
//! Absent: refusals of sightings, which are shown while it runs.

use std::io;
use std::path::PathBuf;

use crate::app::config::ConfigError;
use crate::client::copy::CopyError;
use crate::client::{OpenError, ProfileError, SignError};
use crate::http::edge::{NotOpened, WeakToken};
use crate::store::QueueError;
use crate::vault::VaultError;

/// Why the program does not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum EdgeError {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The client profile.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// Certificates or address.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The key of the log, without which no list can be checked.
    #[error(transparent)]
    Copy(#[from] CopyError),
    /// The signing key.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// The key that seals, or the keyring.
    #[error("what seals the queue cannot be used")]
    Vault(#[from] VaultError),
    /// The queue.
    #[error("the queue cannot be used")]
    Queue(#[from] QueueError),
    /// One of two things that belong together is gone.
    #[error(
        "{} is missing, and what it belongs to is there: put it back, or remove {} as well and lose \
         the sightings that wait in it", missing.display(), there.display()
    )]
    Half {
        /// What is missing.
        missing: PathBuf,
        /// What is there.
        there: PathBuf,
    },
    /// A directory that cannot be made.
    #[error("cannot make {}", path.display())]
    Create {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The token file.
    #[error("cannot read the token {}", path.display())]
    TokenFile {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The token.
    #[error("the token of the port cannot be used")]
    Token(#[from] WeakToken),
    /// The port.
    #[error("the port cannot be opened")]
    Port(#[from] NotOpened),
    /// Something of the system.
    #[error("the system refused something the program needs")]
    System(#[source] io::Error),
    /// One of its tasks ended by a fault.
    #[error("a part of the program ended by a fault; start it again")]
    Halted,
}
