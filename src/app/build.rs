//! Putting an exchange together from its configuration, ports bound first, and running it until told to
//! stop. Tests, the demo and the real process use the same two calls.
//! Absent: use cases.

mod hollow;

use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use actix_web::dev::Service as _;
use actix_web::{App, HttpServer, web};
use futures_util::TryFutureExt as _;
use ring::rand::SystemRandom;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::config::Config;
use super::error::AppError;
use super::{keys, logboek, outlines, reload, witnesses};
use crate::domain::action::Action;
use crate::domain::entry::{Entry, RequestIds};
use crate::http::stalled::Answers;
use crate::http::{operations, peer, routes, tls::Tls};
use crate::service::alerts::OpenReadings;
use crate::service::clock::{Clock, SystemClock};
use crate::service::door;
use crate::service::exchange::Exchange;
use crate::service::feed::{self, Feeds};
use crate::service::heartbeat::beat;
use crate::service::lapse::{self, Lapses};
use crate::service::limits::Limiter;
use crate::service::logboek as lines;
use crate::service::metrics::Metrics;
use crate::service::recover::recover;
use crate::service::retention;
use crate::service::revoked::Revoked;
use crate::service::sequencer::{self, Running, Start};
use crate::service::watch::{self as misuse, Watching};
use crate::service::witnesses::{Contested, Pigeonhole, first_contact, follow};
use crate::store::Store;
use crate::vault::{MasterKey, Vault};

pub use hollow::Hollow;

/// How long a client may take to send the head of its request.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// How long a connection without a request stays open.
const IDLE_TIME: Duration = Duration::from_secs(75);
/// How long a handshake may take.
const HANDSHAKE_TIME: Duration = Duration::from_secs(5);
/// Handshakes at once in one worker; past it new connections wait in the backlog.
const HANDSHAKES: usize = 64;
/// Connections at once in one worker.
const CONNECTIONS: usize = 12_000;
/// Seconds that open requests get to end when the exchange is told to stop.
const FAREWELL_S: u64 = 5;

pub(super) struct Parts {
    pub(super) exchange: Arc<Exchange>,
    pub(super) halted: watch::Receiver<bool>,
    pub(super) thread: std::thread::JoinHandle<()>,
}

/// An exchange with its ports bound, ready to run.
pub struct Application {
    config: Config,
    parts: Parts,
    tls: Arc<Tls>,
    listener: TcpListener,
    operations: TcpListener,
    address: SocketAddr,
    operations_address: SocketAddr,
}

/// Opens the store, verifies the log, binds the ports, and enters the start into the log.
///
/// # Errors
/// [`AppError`]; nothing is served then.
pub async fn build(config: Config) -> Result<Application, AppError> {
    build_with(config, Arc::new(SystemClock::new())).await
}

/// As [`build`], with the time from another clock.
///
/// # Errors
/// As [`build`].
pub async fn build_with(config: Config, clock: Arc<dyn Clock>) -> Result<Application, AppError> {
    let tls = Arc::new(Tls::load(&config.tls)?);
    let (listener, address) = bind(config.listen)?;
    let (operations, operations_address) = bind(config.operations)?;
    let opened = config.clone();
    let parts = tokio::task::spawn_blocking(move || {
        let master = MasterKey::from_file(&opened.master_key).map_err(AppError::Vault)?;
        let vault = Vault::open(&opened.keyring, &master).map_err(AppError::Vault)?;
        let store = Store::open(&opened.data, Arc::new(vault)).map_err(AppError::Store)?;
        assemble(&opened, store, clock)
    })
    .await
    .map_err(|_| AppError::Halted)??;
    parts.exchange.revoked.replace(tls.revoked());
    if let Err(error) = begin(&parts.exchange).await {
        close(parts).await;
        return Err(error);
    }
    Ok(Application { config, parts, tls, listener, operations, address, operations_address })
}

fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), AppError> {
    let fault = |source| AppError::Listen { address, source };
    let listener = TcpListener::bind(address).map_err(fault)?;
    let bound = listener.local_addr().map_err(fault)?;
    Ok((listener, bound))
}

/// Recovers the log from the store and starts its writer.
pub(super) fn assemble(
    config: &Config,
    store: Store,
    clock: Arc<dyn Clock>,
) -> Result<Parts, AppError> {
    let (signer, log_key) = keys::load(&config.log_key, &config.origin)?;
    let signer = Arc::new(signer);
    let cosigned = Pigeonhole::default();
    let witnesses = witnesses::load(config, &log_key, cosigned.clone())?;
    let logboek = logboek::load(config)?;
    let outlines = outlines::load(&config.outlines)?;
    let recovered = recover(store.reader(), &store.head().read(), &log_key, &config.origin)?;
    let metrics = Arc::new(Metrics::new());
    let Running { sequencer, directory, halted, thread } = sequencer::start(Start {
        store: store.clone(),
        edge: recovered.edge,
        checkpoint: recovered.checkpoint,
        time_ms: recovered.time_ms,
        cosigned,
        signer: signer.clone(),
        origin: config.origin.clone(),
        directory: recovered.directory,
        metrics: metrics.clone(),
    })
    .map_err(AppError::System)?;
    let exchange = Arc::new(Exchange {
        name: config.exchange.clone(),
        profile: config.profile,
        log_key: log_key.to_string(),
        log_signer: signer,
        limiter: Arc::new(Limiter::new(clock.clone(), config.limits)),
        clock,
        rng: Arc::new(SystemRandom::new()),
        store,
        directory,
        sequencer,
        witnesses,
        logboek,
        metrics,
        revoked: Revoked::default(),
        lapses: Lapses::default(),
        two_stewards: config.two_stewards,
        outlines,
        feeds: Feeds::default(),
        readings: OpenReadings::default(),
        watching: Watching::default(),
        retention: tokio::sync::Mutex::default(),
        suppressed: Mutex::default(),
    });
    Ok(Parts { exchange, halted, thread })
}

/// The last part of the gate: every witness that answers agrees with the log. Then the start is entered.
async fn begin(exchange: &Exchange) -> Result<(), AppError> {
    let told = first_contact(exchange).await?;
    enter_start(exchange, &told).await
}

/// Lets go of everything, so that the store is closed when this returns.
async fn close(parts: Parts) {
    let Parts { exchange, thread, .. } = parts;
    drop(exchange);
    // Joining waits until everything handed in is durable; the queue is short.
    tokio::task::spawn_blocking(move || thread.join()).await.ok();
}

/// Every start leaves an entry with the root before it and what the witnesses had seen.
async fn enter_start(exchange: &Exchange, witnesses: &[String]) -> Result<(), AppError> {
    let published = exchange.sequencer.published();
    let mut entry =
        Entry::new(exchange.clock.now(), Action::ExchangeOpen, None, RequestIds::default());
    entry.previous_root = Some(published.edge.root());
    let build = concat!("samen ", env!("CARGO_PKG_VERSION"));
    entry.given = Some(match witnesses {
        [] => format!("{build}; no witnesses"),
        _ => format!("{build}; witnesses: {}", witnesses.join(" ")),
    });
    door::note(exchange, &entry).await.map_err(|_| AppError::Halted)?;
    Ok(())
}

impl Application {
    /// Where partners connect.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where operations look.
    pub fn operations_address(&self) -> SocketAddr {
        self.operations_address
    }

    /// The verifier key of the log.
    pub fn log_key(&self) -> &str {
        &self.parts.exchange.log_key
    }

    /// Serves until `stop` is done or the log stops, lets open requests end, and closes the store.
    ///
    /// # Errors
    /// [`AppError::Halted`] when the log stopped; [`AppError::System`].
    pub async fn run_until(self, stop: impl Future<Output = ()>) -> Result<(), AppError> {
        let Self { config, parts, tls, listener, operations, .. } = self;
        let Parts { exchange, halted, .. } = &parts;
        let (halted, data) = (halted.clone(), web::Data::from(exchange.clone()));
        let served = data.clone();
        let answers = Answers::default();
        let given = answers.clone();
        let mut server = HttpServer::new(move || {
            let answers = given.clone();
            App::new()
                .app_data(served.clone())
                .wrap_fn(move |request, service| {
                    let answers = answers.clone();
                    service.call(request).map_ok(move |response| answers.watch(response))
                })
                .configure(routes::configure)
        })
        .on_connect(peer::on_connect(config.stalled))
        .tcp_nodelay(true)
        .client_request_timeout(HEAD_TIME)
        .keep_alive(IDLE_TIME)
        .tls_handshake_timeout(HANDSHAKE_TIME)
        .max_connection_rate(HANDSHAKES)
        .max_connections(CONNECTIONS)
        .shutdown_timeout(FAREWELL_S)
        .disable_signals();
        if config.workers > 0 {
            server = server.workers(config.workers);
        }
        let server = server
            .listen_rustls_0_23(listener, tls.server_config())
            .map_err(AppError::System)?
            .run();
        let watched =
            operations::serve(operations, data, halted.clone()).map_err(AppError::System)?;
        reload::tell(&tls.report());
        let mut beside = JoinSet::new();
        beside.spawn(reload::on_hangup(tls, exchange.clone()));
        beside.spawn(answers.end_stalled(config.stalled));
        beside.spawn(lapse::announce(exchange.clone()));
        beside.spawn(beat(exchange.clone(), config.heartbeat_ms));
        beside.spawn(retention::keep(exchange.clone()));
        beside.spawn(lines::follow(exchange.clone()));
        beside.spawn(misuse::follow(exchange.clone()));
        beside.spawn(feed::carry(exchange.clone()));
        beside.spawn(feed::cut(exchange.clone()));
        let witnessed = follow(exchange.clone());
        let ended = serve(server, watched, halted, witnessed, stop).await;
        beside.shutdown().await;
        close(parts).await;
        ended
    }
}

async fn serve(
    server: actix_web::dev::Server,
    watched: actix_web::dev::Server,
    mut halted: watch::Receiver<bool>,
    witnessed: impl Future<Output = Contested>,
    stop: impl Future<Output = ()>,
) -> Result<(), AppError> {
    let (handle, watched_handle) = (server.handle(), watched.handle());
    let (server, watched) = (tokio::spawn(server), tokio::spawn(watched));
    let ended = tokio::select! {
        () = stop => Ok(()),
        _ = halted.wait_for(|halted| *halted) => Err(AppError::Halted),
        // A witness that was out of reach at the start has come back and has seen another log.
        contested = witnessed => Err(AppError::Contested(contested)),
    };
    handle.stop(ended.is_ok()).await;
    watched_handle.stop(false).await;
    drop((server.await, watched.await));
    ended
}
