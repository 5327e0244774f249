//! An exchange running in threads of its own, as in a process of its own.
//! Absent: its files.

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use samen::app::config::Config;
use samen::app::{AppError, build_with};
use samen::service::clock::Clock;
use tokio::sync::oneshot;

/// States of a connection that the exchange still holds (`include/net/tcp_states.h` of Linux).
const ESTABLISHED: &str = "01";
const CLOSE_WAIT: &str = "08";

/// A running exchange.
pub(crate) struct Server {
    stop: oneshot::Sender<()>,
    thread: JoinHandle<Result<(), AppError>>,
    /// Where partners connect.
    pub(crate) url: String,
    /// Where operations look.
    pub(crate) operations: String,
}

impl Server {
    /// Starts an exchange and waits until it listens.
    pub(crate) async fn start(config: Config, clock: Arc<dyn Clock>) -> Result<Self, AppError> {
        let (stop, stopped) = oneshot::channel::<()>();
        let (ready, listening) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async {
                let application = build_with(config, clock).await?;
                let address = application.address().to_string();
                let operations = application.operations_address().to_string();
                ready.send((address, operations)).unwrap();
                application.run_until(async { drop(stopped.await) }).await
            })
        });
        match listening.await {
            Ok((address, operations)) => {
                Ok(Self { stop, thread, url: format!("https://{address}"), operations })
            }
            Err(_) => Err(thread.join().unwrap().expect_err("it has to listen or say why not")),
        }
    }

    /// Lets it end in order. Callers should have hung up: it waits a second or more for one who has not.
    pub(crate) async fn stop(self) {
        self.notice().await;
        let Self { stop, thread, .. } = self;
        drop(stop);
        let ended = tokio::task::spawn_blocking(move || thread.join().unwrap()).await;
        ended.unwrap().unwrap();
    }

    /// Waits until it ends by itself, and gives the reason.
    pub(crate) async fn ended(self) -> AppError {
        let Self { stop, thread, .. } = self;
        let ended = tokio::task::spawn_blocking(move || thread.join().unwrap()).await.unwrap();
        drop(stop);
        ended.expect_err("nobody told it to stop")
    }

    /// Waits until the exchange has noticed that its callers have hung up. Where the system does not
    /// list its connections, nothing is waited for, and the end takes a second longer.
    async fn notice(&self) {
        let port: u16 = self.url.rsplit(':').next().unwrap().parse().unwrap();
        let ending = format!(":{port:04X}");
        let patience = Instant::now() + Duration::from_secs(2);
        while Instant::now() < patience {
            let listed = std::fs::read_to_string("/proc/net/tcp").unwrap_or_default();
            let open = listed.lines().any(|line| {
                let mut columns = line.split_whitespace().skip(1);
                let (local, state) = (columns.next(), columns.nth(1));
                local.is_some_and(|local| local.ends_with(&ending))
                    && matches!(state, Some(ESTABLISHED | CLOSE_WAIT))
            });
            if !open {
                return;
            }
            tokio::task::yield_now().await;
        }
    }
}
