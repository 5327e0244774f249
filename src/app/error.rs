//! Why an exchange does not start or stops, in words for its operator.
//! Absent: refusals of requests.

use std::path::PathBuf;

use super::keys::LogKeyError;
use super::logboek::LogboekSetupError;
use super::outlines::OutlinesError;
use super::witnesses::WitnessSetupError;
use crate::http::tls::TlsError;
use crate::service::continuation::ContinuationError;
use crate::service::recover::RecoverError;
use crate::service::witnesses::Contested;
use crate::store::StoreError;
use crate::vault::VaultError;

/// Why an exchange does not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The log key.
    #[error("the log key cannot be used")]
    LogKey(#[from] LogKeyError),
    /// The master key or the keyring.
    #[error("the vault cannot be used")]
    Vault(#[source] VaultError),
    /// The database or its head file.
    #[error("the store cannot be used")]
    Store(#[source] StoreError),
    /// The stored log does not hold together.
    #[error("the stored log does not hold together, so nothing is served")]
    Recover(#[from] RecoverError),
    /// The log does not go on under a new origin.
    #[error("the log does not go on under a new origin")]
    Continuation(#[from] ContinuationError),
    /// A witness has seen another log.
    #[error("a witness contradicts this log, so nothing is served")]
    Contested(#[from] Contested),
    /// The witness policy.
    #[error("the witnesses cannot be set up")]
    Witnesses(#[from] WitnessSetupError),
    /// The processing log.
    #[error("the processing log (`[logboek]`) cannot be set up")]
    Logboek(#[from] LogboekSetupError),
    /// The outlines of maps.
    #[error("the outlines of maps (`[map]`) cannot be set up")]
    Outlines(#[from] OutlinesError),
    /// TLS files.
    #[error("TLS cannot be set up")]
    Tls(#[from] TlsError),
    /// An address cannot be listened on.
    #[error("the exchange cannot listen on {address}: is another one running there?")]
    Listen {
        /// The address.
        address: std::net::SocketAddr,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A thread or listener of the system.
    #[error("the system refused something the exchange needs")]
    System(#[source] std::io::Error),
    /// The first steward's certificate cannot be read.
    #[error("the founding certificate {} cannot be read", path.display())]
    Certificate {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The first steward's certificate is none.
    #[error("the founding certificate {} is not one certificate in PEM", .0.display())]
    NoCertificate(PathBuf),
    /// The first entries could not be written.
    #[error("the first entry of the log could not be written")]
    Founding,
    /// The log stopped.
    #[error("the log could not be written, so the exchange stopped; start it again to recover")]
    Halted,
}
