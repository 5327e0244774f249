//! Looking over a configuration without starting anything: the files it names, as far as they can be
//! read without touching the store. Absent: the store itself, which only a start may open.

use super::config::Config;
use super::error::AppError;
use super::found::first_steward;
use super::{keys, outlines, witnesses};
use crate::http::tls::Tls;
use crate::service::witnesses::Pigeonhole;
use crate::vault::MasterKey;

/// Reads every file that a start, or before it the founding, would read.
///
/// # Errors
/// [`AppError`] for the first file that cannot be used.
pub fn check(config: &Config) -> Result<(), AppError> {
    Tls::load(&config.tls)?;
    outlines::load(&config.outlines)?;
    if config.data.exists() {
        let (_, log_key) = keys::load(&config.log_key, &config.origin)?;
        witnesses::load(config, &log_key, Pigeonhole::default())?;
        MasterKey::from_file(&config.master_key).map_err(AppError::Vault)?;
    } else {
        first_steward(config)?;
    }
    Ok(())
}
