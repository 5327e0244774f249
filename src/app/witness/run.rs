//! Putting a witness together from its configuration, the port bound first, and running it until told
//! to stop. Tests and the real process use the same two calls.
//! Absent: routes, and what is cosigned.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use super::{WitnessAppError, WitnessConfig, signer};
use crate::app::config::ConfigError;
use crate::http::tls;
use crate::http::witness::serve;
use crate::service::clock::{Clock, SystemClock};
use crate::service::witness::Witness;

/// A witness with its port bound and its state verified, ready to run.
pub struct WitnessApplication {
    witness: Arc<Witness>,
    listener: TcpListener,
    address: SocketAddr,
    tls: Option<rustls::ServerConfig>,
    prefix: String,
}

/// Verifies the state and binds the port.
///
/// # Errors
/// [`WitnessAppError`]; nothing is cosigned then.
pub fn build(config: WitnessConfig) -> Result<WitnessApplication, WitnessAppError> {
    build_with(config, Arc::new(SystemClock::new()))
}

/// As [`build`], with the time from another clock.
///
/// # Errors
/// As [`build`].
pub fn build_with(
    config: WitnessConfig,
    clock: Arc<dyn Clock>,
) -> Result<WitnessApplication, WitnessAppError> {
    if config.logs.is_empty() {
        return Err(ConfigError::Value { key: "log", expected: "there at least once" }.into());
    }
    let tls = config.tls.as_ref().map(|pair| tls::without_clients(&pair.certificate, &pair.key));
    let tls = tls.transpose()?;
    let signer = signer(&config.key, &config.name)?;
    let address = config.listen;
    let fault = |source| WitnessAppError::Listen { address, source };
    let listener = TcpListener::bind(address).map_err(fault)?;
    let address = listener.local_addr().map_err(fault)?;
    let witness = Arc::new(Witness::open(signer, config.logs, &config.state, clock)?);
    Ok(WitnessApplication { witness, listener, address, tls, prefix: config.prefix })
}

impl WitnessApplication {
    /// Where logs connect.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address that a log is given: scheme, host, port and prefix.
    pub fn url(&self) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://{}{}", self.address, self.prefix)
    }

    /// The verifier key.
    pub fn key(&self) -> String {
        self.witness.key()
    }

    /// Serves until `stop` is done or the state cannot be written, and lets open requests end.
    ///
    /// # Errors
    /// [`WitnessAppError::Halted`] when the state could not be written; [`WitnessAppError::System`].
    pub async fn run_until(self, stop: impl Future<Output = ()>) -> Result<(), WitnessAppError> {
        let Self { witness, listener, tls, prefix, .. } = self;
        let mut halted = witness.halted();
        let server = serve(listener, tls, &prefix, witness).map_err(WitnessAppError::System)?;
        let handle = server.handle();
        let server = tokio::spawn(server);
        let ended = tokio::select! {
            () = stop => Ok(()),
            _ = halted.wait_for(|halted| *halted) => Err(WitnessAppError::Halted),
        };
        handle.stop(true).await;
        drop(server.await);
        ended
    }
}
