//! Running the exchange of the demonstration and its witnesses in threads of their own, as `samen serve`
//! and `samen witness serve` do in processes. Absent: what they do.

use std::pin::Pin;
use std::thread::JoinHandle;

use tokio::sync::oneshot;

use crate::app;
use crate::app::config::Config;
use crate::app::witness::{self, WitnessConfig};

use super::super::failure::Failure;

/// A running exchange or witness.
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
    running(async |ready, stop| {
        let application = app::build(config).await?;
        // The ports are bound already, so a client that connects now waits and is served.
        ready.send(()).map_err(|()| unexpected())?;
        Ok(application.run_until(stop).await?)
    })
    .await
}

/// Starts a witness and waits until it listens.
///
/// # Errors
/// Why it does not start.
pub(crate) async fn start_witness(config: WitnessConfig) -> Result<Running, Failure> {
    running(async |ready, stop| {
        let application = witness::build(config)?;
        ready.send(()).map_err(|()| unexpected())?;
        Ok(application.run_until(stop).await?)
    })
    .await
}

/// Runs something on threads of its own until it is told to stop, and waits until it is ready.
async fn running<F>(run: F) -> Result<Running, Failure>
where
    F: AsyncFnOnce(oneshot::Sender<()>, Stop) -> Result<(), Failure> + Send + 'static,
{
    let (stop, stopped) = oneshot::channel();
    let (ready, listening) = oneshot::channel();
    let (alive, gone) = oneshot::channel();
    let thread = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        let stop: Stop = Box::pin(async {
            // A sender that is gone means that the demonstration ended, however it did.
            let _ = stopped.await;
        });
        let ended = match runtime {
            Ok(runtime) => runtime.block_on(run(ready, stop)),
            Err(source) => Err(Failure::Output(source)),
        };
        // Dropping this is what tells that it ended.
        drop::<oneshot::Sender<()>>(alive);
        ended
    });
    match listening.await {
        Ok(()) => Ok(Running { stop, gone, thread }),
        Err(_) => Err(ended(thread).err().unwrap_or_else(unexpected)),
    }
}

/// Done when it is time to stop.
type Stop = Pin<Box<dyn Future<Output = ()>>>;

impl Running {
    /// Lets it end in order.
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
    Failure::Step("the exchange or a witness ended unexpectedly".into())
}
