//! An exchange running in threads of its own, as in a process of its own.
//! Absent: its files.

use std::sync::Arc;
use std::thread::JoinHandle;

use samen::app::config::Config;
use samen::app::{AppError, build_with};
use samen::service::clock::Clock;
use tokio::sync::oneshot;

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
            Ok((address, operations)) => Ok(Self {
                stop,
                thread,
                url: format!("https://{address}"),
                operations,
            }),
            Err(_) => Err(thread.join().unwrap().expect_err("it has to listen or say why not")),
        }
    }

    /// Lets it end in order.
    pub(crate) async fn stop(self) {
        let Self { stop, thread, .. } = self;
        drop(stop);
        let ended = tokio::task::spawn_blocking(move || thread.join().unwrap()).await;
        ended.unwrap().unwrap();
    }
}
