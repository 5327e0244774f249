//! `samen log continue`: a log that lost its newest part goes on under the origin of the configuration.
//! Absent: serving; and deciding that the newest database is lost, which only its operator can.

use ring::rand::SystemRandom;
use samen_audit::note::VerifierKey;

use super::config::Config;
use super::error::AppError;
use super::keys;
use crate::service::clock::{Clock, SystemClock};
use crate::service::continuation::{Continued, Future, Past, go_on};
use crate::store::Store;
use crate::vault::{MasterKey, Vault};

/// Writes the first entry under the new origin. Makes the new log key when there is none.
///
/// # Errors
/// [`AppError`].
pub fn continue_log(
    config: &Config,
    old_key: &VerifierKey,
    checkpoint: &str,
) -> Result<(Continued, VerifierKey), AppError> {
    continue_log_with(config, old_key, checkpoint, &SystemClock::new())
}

/// As [`continue_log`], with the time from another clock.
///
/// # Errors
/// As [`continue_log`].
pub fn continue_log_with(
    config: &Config,
    old_key: &VerifierKey,
    checkpoint: &str,
    clock: &dyn Clock,
) -> Result<(Continued, VerifierKey), AppError> {
    let rng = SystemRandom::new();
    if !config.log_key.exists() {
        keys::create(&config.log_key, &config.origin, &rng)?;
    }
    let (signer, log_key) = keys::load(&config.log_key, &config.origin)?;
    let master = MasterKey::from_file(&config.master_key).map_err(AppError::Vault)?;
    let vault = Vault::open(&config.keyring, &master).map_err(AppError::Vault)?;
    let store = Store::open(&config.data, std::sync::Arc::new(vault)).map_err(AppError::Store)?;
    let past = Past { key: old_key, checkpoint };
    let future = Future { signer: &signer, at: clock.now(), profile: config.profile, rng: &rng };
    let continued = go_on(&store, &config.data, &past, &future)?;
    Ok((continued, log_key))
}
