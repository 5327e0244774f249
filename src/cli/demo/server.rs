//! Running the exchange of the demonstration in threads of its own, as `samen serve` does in a process.
//! Absent: what the exchange does.

use std::thread::JoinHandle;

use tokio::sync::oneshot;

use crate::app;
use crate::app::config::Config;

use super::super::failure::Failure;

/// A running exchange.
pub(crate) struct Running {
    stop: oneshot::Sender<()>,
    gone: oneshot::Receiver<()>,
    thread: JoinHandle<Result<(), Failure>>,
}

/// Starts the exchange and waits until it listens.
///
/// # Errors
/// Why it does not start.
pub(crate) async fn start(config: Config) -> Result<Running, Failure> {
    let (stop, stopped) = oneshot::channel();
    let (ready, listening) = oneshot::channel();
    let (alive, gone) = oneshot::channel();
    let thread = std::thread::spawn(move || {
        let ended = run(config, ready, stopped);
        // Dropping this is what tells that the exchange ended.
        drop::<oneshot::Sender<()>>(alive);
        ended
    });
    match listening.await {
        Ok(()) => Ok(Running { stop, gone, thread }),
        Err(_) => Err(ended(thread).err().unwrap_or_else(unexpected)),
    }
}

fn run(
    config: Config,
    ready: oneshot::Sender<()>,
    stopped: oneshot::Receiver<()>,
) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(Failure::Output)?.block_on(async {
        let application = app::build(config).await?;
        // The ports are bound already, so a client that connects now waits and is served.
        if ready.send(()).is_err() {
            return Ok(());
        }
        let stop = async {
            // A sender that is gone means that the demonstration ended, however it did.
            let _ = stopped.await;
        };
        Ok(application.run_until(stop).await?)
    })
}

impl Running {
    /// Lets the exchange end in order.
    ///
    /// # Errors
    /// Why it did not.
    pub(crate) async fn stop(self) -> Result<(), Failure> {
        // When nobody listens, it has ended already, and joining says why.
        let _ = self.stop.send(());
        let thread = self.thread;
        tokio::task::spawn_blocking(move || ended(thread)).await.map_err(|_| unexpected())?
    }

    /// Waits until it has ended by itself, which it should not.
    pub(crate) async fn gone(&mut self) {
        // Nothing is ever sent: the error says that the other side is gone.
        let _ = (&mut self.gone).await;
    }
}

fn ended(thread: JoinHandle<Result<(), Failure>>) -> Result<(), Failure> {
    thread.join().map_err(|_| unexpected())?
}

fn unexpected() -> Failure {
    Failure::Step("the exchange ended unexpectedly".into())
}
