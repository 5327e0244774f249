//! Renewing TLS files while connections stay: at every SIGHUP, CA, revocation lists and server
//! certificate are read again. Whoever is on a list then has its next request refused and its feed cut. Absent: when an operator renews them.

use std::sync::Arc;

use tokio::signal::unix::{SignalKind, signal};

use crate::http::tls::{Tls, TlsReport};
use crate::service::exchange::Exchange;

/// Says whether revoked certificates are noticed: without a list nothing is.
pub(super) fn tell(report: &TlsReport) {
    match &report.crl {
        Some(lists) => {
            tracing::info!(lists = lists.lists, revoked = lists.revoked, "revocation is checked");
        }
        None => {
            tracing::warn!(
                "no revocation list is configured: revoked certificates are not noticed"
            );
        }
    }
}

/// Reads the files again at every SIGHUP, for ever. What cannot be read leaves the old ones in force.
pub(super) async fn on_hangup(tls: Arc<Tls>, exchange: Arc<Exchange>) {
    let Ok(mut hangup) = signal(SignalKind::hangup()) else {
        tracing::warn!("SIGHUP cannot be heard: TLS files are only read at the start");
        return std::future::pending().await;
    };
    while hangup.recv().await.is_some() {
        let again = tls.clone();
        match tokio::task::spawn_blocking(move || again.reload()).await {
            Ok(Ok(report)) => {
                exchange.revoked.replace(tls.revoked());
                tell(&report);
            }
            Ok(Err(error)) => {
                let cause: &dyn std::error::Error = &error;
                tracing::error!(error = cause, "TLS files were not reloaded; the old ones stay");
            }
            Err(_) => tracing::error!("TLS files were not reloaded; the old ones stay"),
        }
    }
}
