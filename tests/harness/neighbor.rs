//! A plain web server of the harness that the exchange talks to: it leaves, and comes back on its port.
//! Absent: what it says.

use std::net::{SocketAddr, TcpListener};

use actix_web::dev::ServerHandle;
use actix_web::web::ServiceConfig;
use actix_web::{App, HttpServer};
use tokio::sync::oneshot;

/// A server with an address of its own.
pub(crate) struct Neighbor {
    address: SocketAddr,
    handle: Option<ServerHandle>,
}

impl Neighbor {
    /// One that does not listen yet.
    pub(crate) fn new() -> Self {
        Self { address: SocketAddr::from(([127, 0, 0, 1], 0)), handle: None }
    }

    /// Where it listens, or listened last.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Listens, on the same port as before.
    pub(crate) async fn come_back(
        &mut self,
        configure: impl Fn(&mut ServiceConfig) + Clone + Send + 'static,
    ) {
        let listener = TcpListener::bind(self.address).unwrap();
        self.address = listener.local_addr().unwrap();
        let (ready, running) = oneshot::channel();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let app = move || App::new().configure(configure.clone());
                let server = HttpServer::new(app).workers(1).disable_signals();
                let server = server.listen(listener).unwrap().run();
                drop(ready.send(server.handle()));
                server.await.unwrap();
            });
        });
        self.handle = Some(running.await.unwrap());
    }

    /// Is out of reach from now on.
    pub(crate) async fn leave(&mut self) {
        if let Some(handle) = self.handle.take() {
            handle.stop(false).await;
        }
    }
}
