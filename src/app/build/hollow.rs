//! A listener with the door of an exchange and nothing behind it: the same TLS, the same HTTP settings,
//! every request answered with 204. What it costs is what no exchange can go below.
//! Absent: everything that an exchange does.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use actix_web::{App, HttpResponse, HttpServer, web};

use super::{
    CONNECTIONS, Config, FAREWELL_S, HANDSHAKE_TIME, HANDSHAKES, HEAD_TIME, IDLE_TIME, Tls, bind,
    peer,
};
use crate::app::AppError;

/// A hollow exchange with its port bound.
pub struct Hollow {
    listener: TcpListener,
    address: SocketAddr,
    tls: Tls,
    workers: usize,
    stalled: Duration,
}

impl Hollow {
    /// Binds a free port beside the address of the exchange, with its TLS files.
    ///
    /// # Errors
    /// [`AppError::Tls`] or [`AppError::Listen`].
    pub fn bind(config: &Config) -> Result<Self, AppError> {
        let tls = Tls::load(&config.tls)?;
        let (listener, address) = bind(SocketAddr::new(config.listen.ip(), 0))?;
        Ok(Self { listener, address, tls, workers: config.workers, stalled: config.stalled })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `stop` is done.
    ///
    /// # Errors
    /// [`AppError::System`] when the listener cannot be used.
    pub async fn run_until(self, stop: impl Future<Output = ()>) -> Result<(), AppError> {
        let nothing = || async { HttpResponse::NoContent().finish() };
        let mut server = HttpServer::new(move || App::new().default_service(web::to(nothing)))
            .on_connect(peer::on_connect(self.stalled))
            .tcp_nodelay(true)
            .client_request_timeout(HEAD_TIME)
            .keep_alive(IDLE_TIME)
            .tls_handshake_timeout(HANDSHAKE_TIME)
            .max_connection_rate(HANDSHAKES)
            .max_connections(CONNECTIONS)
            .shutdown_timeout(FAREWELL_S)
            .disable_signals();
        if self.workers > 0 {
            server = server.workers(self.workers);
        }
        let server = server
            .listen_rustls_0_23(self.listener, self.tls.server_config())
            .map_err(AppError::System)?
            .run();
        let handle = server.handle();
        let server = tokio::spawn(server);
        stop.await;
        handle.stop(false).await;
        server.await.map_err(|_| AppError::Halted)?.map_err(AppError::System)
    }
}
