//! A collector of the processing log: keeps what it is sent, until the test makes it refuse, hang up or be
//! away. Absent: a disk, and any judgment of the lines.

use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use actix_web::dev::ServerHandle;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use serde_json::Value;
use tokio::sync::oneshot;

/// What a collector got.
#[derive(Default)]
pub(crate) struct Collection {
    /// The bodies of the requests that it confirmed, as they came.
    pub(crate) bodies: Vec<String>,
    /// Every header that came with a request.
    pub(crate) headers: Vec<String>,
    /// What it answers instead of confirming.
    pub(crate) refuses_with: Option<u16>,
    /// How often it refused.
    pub(crate) refused: usize,
}

/// A collector, running.
pub(crate) struct Collector {
    pub(crate) collection: Arc<Mutex<Collection>>,
    address: SocketAddr,
    handle: Option<ServerHandle>,
}

impl Collector {
    /// Starts a collector that confirms everything.
    pub(crate) async fn start() -> Self {
        let address = SocketAddr::from(([127, 0, 0, 1], 0));
        let mut collector = Self { collection: Arc::default(), address, handle: None };
        collector.come_back().await;
        collector
    }

    /// Listens, on the same port as before.
    pub(crate) async fn come_back(&mut self) {
        let listener = TcpListener::bind(self.address).unwrap();
        self.address = listener.local_addr().unwrap();
        let collection = web::Data::from(self.collection.clone());
        let (ready, running) = oneshot::channel();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let app = move || {
                    App::new()
                        .app_data(collection.clone())
                        .app_data(web::PayloadConfig::new(4 << 20))
                        .route("/v1/traces", web::post().to(take))
                };
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

    /// The table of the configuration that names it.
    pub(crate) fn table(&self, required: bool) -> String {
        format!(
            "\n[logboek]\nendpoint = \"http://{}\"\nstate = \"logboek.state\"\nrequired = {required}\n\
             activity = \"urn:register:activity:other\"\n\
             activities = {{ \"record.search\" = \"urn:register:activity:search\" }}\n",
            self.address
        )
    }

    /// The spans that it confirmed, in the order in which they came.
    pub(crate) fn spans(&self) -> Vec<Value> {
        let bodies: Vec<Value> = self.lock().bodies.iter().map(|body| read(body)).collect();
        bodies
            .iter()
            .flat_map(|body| body["resourceSpans"][0]["scopeSpans"][0]["spans"].as_array().unwrap())
            .cloned()
            .collect()
    }

    /// Waits until it has this many lines.
    pub(crate) async fn has(&self, lines: u64) {
        let lines = usize::try_from(lines).unwrap();
        let patience = Instant::now() + Duration::from_secs(20);
        while self.spans().len() < lines {
            let found = self.spans().len();
            assert!(Instant::now() < patience, "{found} of {lines} lines arrived");
            tokio::task::yield_now().await;
        }
    }

    pub(crate) fn lock(&self) -> std::sync::MutexGuard<'_, Collection> {
        self.collection.lock().unwrap()
    }
}

fn read(body: &str) -> Value {
    serde_json::from_str(body).unwrap()
}

async fn take(
    collection: web::Data<Mutex<Collection>>,
    request: HttpRequest,
    body: web::Bytes,
) -> HttpResponse {
    let mut collection = collection.lock().unwrap();
    collection.headers.extend(request.headers().keys().map(ToString::to_string));
    assert_eq!(request.headers().get("content-type").unwrap(), "application/json");
    match collection.refuses_with {
        Some(status) => {
            collection.refused += 1;
            HttpResponse::build(status.try_into().unwrap()).finish()
        }
        None => {
            collection.bodies.push(String::from_utf8(body.to_vec()).unwrap());
            HttpResponse::Ok().content_type("application/json").body("{}")
        }
    }
}
