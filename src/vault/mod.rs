//! The vault: seals values at rest and forgets them by dropping keys.
//!
//! One random key per retention bucket lives in a keyring file outside the database, wrapped by a
//! master key. Dropping a bucket's key erases everything sealed under it, wherever copies of the
//! sealed bytes may still lie.
//!
//! Absent: any database, any notion of what the sealed bytes mean, clocks (which bucket a value
//! belongs to is an argument), key services, and the moving of values from one generation of a day to
//! the next (`service::retention`).

mod bucket;
mod durable;
mod error;
mod keyring;
mod master;
mod safe;
mod seal;

pub use bucket::Bucket;
pub use durable::{create_file, replace_file, sync_directory};
pub use error::{OpenError, VaultError};
pub use keyring::Keyring;
pub use master::MasterKey;
pub use safe::Vault;
pub use seal::{MAX_ROW_KEY, SEAL_OVERHEAD};
