//! The process of a witness: its configuration, its founding, its listener. A witness needs no exchange
//! on its machine, and should run on another than the exchange that it watches.
//! Absent: what a witness cosigns.

pub mod config;
mod error;
mod found;
mod run;

use std::path::Path;

use samen_audit::cosignature::{WitnessKey, WitnessSigner};

use crate::service::witness::{Status, statuses};

pub use config::WitnessConfig;
pub use error::WitnessAppError;
pub use found::{FoundedWitness, found};
pub use run::{WitnessApplication, build, build_with};

/// How a witness stands towards every log, whether or not it is running.
///
/// # Errors
/// [`WitnessAppError`].
pub fn status(config: &WitnessConfig) -> Result<(WitnessKey, Vec<Status>), WitnessAppError> {
    let key = signer(&config.key, &config.name)?.key().clone();
    let statuses = statuses(&key, &config.logs, &config.state)?;
    Ok((key, statuses))
}

/// The key of a witness, out of its file.
fn signer(path: &Path, name: &str) -> Result<WitnessSigner, WitnessAppError> {
    let seed = super::keys::read_seed(path)?;
    WitnessSigner::from_seed(name, &seed).map_err(|_| WitnessAppError::Name)
}
