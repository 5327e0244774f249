//! What can go wrong in the vault, in words an operator can act on.
//!
//! Absent: contents of any kind. Paths are shown, because they are the operator's own settings;
//! keys, row keys and sealed bytes never are.

use std::io;
use std::path::PathBuf;

use super::Bucket;

/// A failure of the master key, the keyring or of sealing.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The master key file is absent or cannot be read.
    #[error("the master key file {} cannot be read", path.display())]
    MasterUnreadable {
        /// The file as configured.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Others than its owner may use the master key file.
    #[error(
        "the master key file {} has mode {mode:03o}, so that others may use it; run: chmod 600 {}",
        path.display(), path.display()
    )]
    MasterExposed {
        /// The file as configured.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The master key file holds something else than a key.
    #[error("the master key file {} holds neither 32 raw bytes nor their base64", path.display())]
    MasterMalformed {
        /// The file as configured.
        path: PathBuf,
    },
    /// The master key file could not be created; an existing one is never overwritten.
    #[error("the master key file {} cannot be created", path.display())]
    MasterNotCreated {
        /// The file as configured.
        path: PathBuf,
        /// Why; `AlreadyExists` when there is one.
        source: io::Error,
    },
    /// A credential name that is not a bare file name.
    #[error("the name of the master key credential must be a bare file name")]
    CredentialName,
    /// The keyring file does not exist.
    #[error(
        "the keyring {} is missing; without it nothing in the store can be read: \
         restore it from its own backup",
        path.display()
    )]
    KeyringMissing {
        /// The file as configured.
        path: PathBuf,
    },
    /// The keyring file could not be read, created or replaced.
    #[error("the keyring {} cannot be {verb}", path.display())]
    KeyringFile {
        /// The file as configured.
        path: PathBuf,
        /// `read`, `created` or `replaced`.
        verb: &'static str,
        /// Why.
        source: io::Error,
    },
    /// The keyring does not open under this master key.
    #[error("the keyring {} is damaged, or belongs to another master key", path.display())]
    KeyringRefused {
        /// The file as configured.
        path: PathBuf,
    },
    /// The bucket never had a key, or its key was dropped.
    #[error("there is no key for {0:?}")]
    NoKey(Bucket),
    /// A day has no room for another generation of keys.
    #[error("the records of this day were sealed anew too often; wait for their erase day")]
    NoGeneration,
    /// The bucket was erased, and an erased bucket never comes back.
    #[error("{0:?} was erased and takes no new values")]
    AlreadyErased(Bucket),
    /// The standing bucket is never dropped.
    #[error("the standing bucket is never erased")]
    StandingIsKept,
    /// A row key is longer than the vault binds to a value.
    #[error("a row key of {0} bytes is too long to seal under")]
    RowKeyTooLong(usize),
    /// The random generator or the cipher refused.
    #[error("the cryptographic library refused")]
    Crypto,
}

/// Why a sealed value does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Its bucket has no key any more.
    #[error("the value was erased")]
    Erased,
    /// Its bytes are not what was sealed under this table and row key.
    #[error("the sealed value is damaged")]
    Damaged,
}
