//! Running an exchange, founding one, and reading its configuration.
//! Absent: what an exchange is made of (`app`).

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::app::config::Config;
use crate::app::{self, AppError, Founded};

use super::failure::Failure;
use super::session::Session;

/// Which exchange.
#[derive(Args)]
pub(crate) struct ServeArgs {
    /// Its configuration.
    #[arg(long, value_name = "FILE", default_value = "samen.toml")]
    config: PathBuf,
}

/// Runs the exchange until it is asked to stop.
pub(crate) async fn serve(args: ServeArgs, session: &mut Session) -> Result<(), Failure> {
    let config = Config::load(&args.config)?;
    app::telemetry::start(config.logging);
    small_pages();
    let application = app::build(config).await?;
    let (address, operations) = (application.address(), application.operations_address());
    let text = format!(
        "the exchange listens on https://{address}, operations on http://{operations}\n\
         log key: {}\nstop with Ctrl-C",
        application.log_key()
    );
    let facts = json!({
        "address": address.to_string(),
        "operations_address": operations.to_string(),
        "log_key": application.log_key(),
    });
    let stop = stopped();
    session.output.say(&facts, &text)?;
    Ok(application.run_until(stop).await?)
}

/// Asks the kernel for small pages from here on. The allocator asks for huge ones, and then a connection that uses a
/// few kilobytes here and there has all the two megabytes around them: measured, ten thousand idle listeners took
/// 32.6 KiB each with huge pages and 25.2 without, and no submission took longer.
fn small_pages() {
    if let Err(error) = rustix::thread::disable_transparent_huge_pages(true) {
        let cause: &dyn std::error::Error = &error;
        tracing::warn!(
            error = cause,
            "memory stays in huge pages; idle connections take more of it"
        );
    }
}

/// Founds the exchange of a configuration; nothing that exists is overwritten.
pub(crate) async fn init(args: ServeArgs, session: &mut Session) -> Result<(), Failure> {
    let founded = found(Config::load(&args.config)?).await?;
    let text = format!(
        "founded; the log key is\n{}\nGive it to every partner and to the data protection officer: \
         receipts and the log are checked with it.\n\
         Once it serves, people open https://<its name>:<its port>/ in a browser, with their certificate and its \
         key imported as a .p12 file (samen pki p12) and the CA as an authority.",
        founded.log_key
    );
    session.output.say(&json!({ "log_key": founded.log_key }), &text)
}

/// Founds an exchange. It waits for the disk, so it does so beside the threads that serve.
pub(crate) async fn found(config: Config) -> Result<Founded, Failure> {
    match tokio::task::spawn_blocking(move || app::found(&config)).await {
        Ok(founded) => Ok(founded?),
        Err(_) => Err(Failure::App(AppError::Founding)),
    }
}

/// Reads a configuration and the files that it names.
pub(crate) fn check_config(args: ServeArgs, session: &mut Session) -> Result<(), Failure> {
    app::check(&Config::load(&args.config)?)?;
    let text = format!("{} can be used", args.config.display());
    session.output.say(&json!({ "ok": true }), &text)
}

/// Ends when the process is asked to stop: Ctrl-C, or SIGTERM from a service manager. Both are heard
/// from the call on, not only from the first wait on.
pub(crate) fn stopped() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};
    let heard = signal(SignalKind::terminate()).ok().zip(signal(SignalKind::interrupt()).ok());
    async move {
        match heard {
            Some((mut terminate, mut interrupt)) => {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                }
            }
            // Without a signal handler the process still ends by a signal, only less gently.
            None => std::future::pending().await,
        }
    }
}
