//! What can go wrong in the store. Each call has its own error type, so that callers match on
//! what can really happen to them.
//!
//! Absent: status codes, stored contents, keys and terms. Paths are shown, because they are the
//! operator's own settings.

use super::head::WAY_ON;
use std::io;
use std::path::PathBuf;

use super::head::HeadError;
use crate::vault::VaultError;

/// The engine itself failed. Final: what was in flight may or may not be stored.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// A call of the engine or of the operating system failed.
    #[error("the database engine failed")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The engine panicked.
    #[error("the database engine panicked")]
    Panicked,
    /// A failure before this one stopped the engine; restart the process.
    #[error("the database engine stopped after an earlier failure")]
    Stopped,
    /// The row that guards commits is not of a known form.
    #[error("the tip row is damaged")]
    TipDamaged,
    /// A row that a commit builds upon is not of a known form.
    #[error("a row to be extended is damaged")]
    RowDamaged,
}

/// Why a store could not be created or opened.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process has it open.
    #[error("the store {} is in use by another process", path.display())]
    InUse {
        /// The store's directory.
        path: PathBuf,
    },
    /// The disk is nearly full; opening the database then would damage it.
    #[error(
        "the disk of {} has {free_mib} MiB left and the database needs {needed_mib} MiB to open: \
         make room, then start again",
        path.display()
    )]
    NoRoom {
        /// The database's directory.
        path: PathBuf,
        /// What is free.
        free_mib: u64,
        /// What has to be free.
        needed_mib: u64,
    },
    /// There is one already.
    #[error("there is a store in {} already", path.display())]
    Exists {
        /// The store's directory.
        path: PathBuf,
    },
    /// There is none, or a part of it is gone. Never answered by making a fresh one.
    #[error(
        "the store in {} is missing or incomplete ({missing} is not there). A log that existed is never begun \
         anew. {}. Only a creation that was interrupted is removed and done again",
        path.display(), WAY_ON
    )]
    Missing {
        /// The store's directory.
        path: PathBuf,
        /// What was looked for.
        missing: &'static str,
    },
    /// It was written by another version of this program.
    #[error("the store in {} has format {found}, this program reads format {known}", path.display())]
    Format {
        /// The store's directory.
        path: PathBuf,
        /// The format it has.
        found: u8,
        /// The format this program reads.
        known: u8,
    },
    /// The engine panicked while opening, as it does on some damaged files.
    #[error("opening the store panicked: its files are damaged")]
    Panicked,
    /// The engine did not finish opening in time.
    #[error("opening the store took more than {seconds} s")]
    TimedOut {
        /// The limit that passed.
        seconds: u64,
    },
    /// A value went to a file that the engine never makes durable.
    #[error("the engine keeps values outside its log; refusing to call them durable")]
    Blobs,
    /// A file operation failed.
    #[error("cannot {verb} {}", path.display())]
    File {
        /// What was tried.
        verb: &'static str,
        /// On which file or directory.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The engine refused.
    #[error("the store cannot be opened")]
    Engine(#[source] EngineError),
    /// The head file refused.
    #[error("the head file cannot be used")]
    Head(#[source] HeadError),
}

/// Why a read gave no value.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The value existed, and the key it was sealed under is gone.
    #[error("the value was erased")]
    Erased,
    /// A row's bytes are not what was written.
    #[error("a row of table {table} is damaged")]
    Damaged {
        /// The table's name.
        table: &'static str,
    },
    /// A row that must exist does not.
    #[error("a row of table {table} is missing")]
    Missing {
        /// The table's name.
        table: &'static str,
    },
    /// The engine failed.
    #[error("the store cannot be read")]
    Engine(#[source] EngineError),
    /// The task that read was ended from outside or panicked.
    #[error("the reading task did not finish")]
    TaskLost,
}

/// Why a row could not be put into a batch. Nothing was stored.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// The vault would not seal, mostly because the bucket was not ensured before.
    #[error("a value cannot be sealed")]
    Vault(#[source] VaultError),
    /// A value is larger than its table takes.
    #[error("a value of {length} bytes is too large for table {table}")]
    TooLarge {
        /// The table's name.
        table: &'static str,
        /// The value's length in bytes.
        length: usize,
    },
}

/// Why a commit did not happen.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Somebody else moved the tip. Nothing was stored.
    #[error("the log has {found} entries where {expected} were expected")]
    Moved {
        /// The size the caller built upon.
        expected: u64,
        /// The size the log has.
        found: u64,
    },
    /// The batch has no tip, or one that does not grow the log. Nothing was stored.
    #[error("the batch does not move the tip forward")]
    NoProgress,
    /// A value is larger than the engine keeps safely. Nothing was stored.
    #[error("the batch holds a value of more than {} bytes", super::MAX_VALUE)]
    TooLarge,
    /// Whether the batch is stored is not known. Final: stop the process, and recover at start.
    #[error("the outcome of the commit is unknown")]
    Unknown(#[source] EngineError),
    /// The engine stopped after an earlier failure. Nothing of this batch was stored.
    #[error("the store stopped after an earlier failure")]
    Stopped,
}
