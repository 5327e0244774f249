//! A collector of the processing log: keeps what it is sent, until the test makes it refuse, hang up or be
//! away. Absent: a disk, and any judgment of the lines.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use actix_web::web::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::Value;

use super::neighbor::Neighbor;

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
    neighbor: Neighbor,
}

impl Collector {
    /// Starts a collector that confirms everything.
    pub(crate) async fn start() -> Self {
        let mut collector = Self { collection: Arc::default(), neighbor: Neighbor::new() };
        collector.come_back().await;
        collector
    }

    /// Listens, on the same port as before.
    pub(crate) async fn come_back(&mut self) {
        let collection = web::Data::from(self.collection.clone());
        let configure = move |config: &mut ServiceConfig| {
            config
                .app_data(collection.clone())
                .app_data(web::PayloadConfig::new(4 << 20))
                .route("/v1/traces", web::post().to(take));
        };
        self.neighbor.come_back(configure).await;
    }

    /// Is out of reach from now on.
    pub(crate) async fn leave(&mut self) {
        self.neighbor.leave().await;
    }

    /// The table of the configuration that names it.
    pub(crate) fn table(&self, required: bool) -> String {
        format!(
            "\n[logboek]\nendpoint = \"http://{}\"\nstate = \"logboek.state\"\nrequired = {required}\n\
             activity = \"urn:register:activity:other\"\n\
             activities = {{ \"record.search\" = \"urn:register:activity:search\" }}\n",
            self.neighbor.address()
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
