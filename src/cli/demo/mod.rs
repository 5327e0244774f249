//! `samen demo`: builds an alliance in a directory from nothing and plays a realistic night over real
//! mutual TLS with the real client. Any step that does not behave ends it.
//! Absent: anything that only a demonstration could do; every step is a request that others can make.

mod around;
pub(super) mod cast;
pub(super) mod enroll;
mod listen;
mod night;
mod oversight;
mod refusals;
mod reports;
mod server;
pub(super) mod stage;
pub(super) mod tell;
mod verify;
mod witnesses;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::app::config::Config;
use crate::domain::id::RecordId;

use super::failure::Failure;
use super::serve::{found, stopped};
use super::session::{Session, now};
use cast::{FAIR, MEMBERS, POLICE, RJ, SECURION};
use listen::Listeners;
use server::Running;
use stage::Stage;
use tell::Teller;

/// Where, and how long.
#[derive(Args)]
pub(crate) struct DemoArgs {
    /// The directory to build; a fresh temporary one when left out.
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Play and end: exit code 0 when every step behaved, else 1.
    #[arg(long)]
    once: bool,
    /// Where the exchange listens; port 0 picks a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8443")]
    listen: SocketAddr,
}

/// Plays the demonstration.
pub(crate) async fn run(args: DemoArgs, session: &mut Session) -> Result<(), Failure> {
    let directory = args.dir.unwrap_or_else(fresh);
    let stage = Stage::new(&directory, args.listen)?;
    let mut teller = Teller::new(&mut session.output);
    match play(&stage, args.once, &mut teller).await {
        Ok(()) => Ok(()),
        Err(failure) if failure.is_closed_pipe() => Err(failure),
        Err(failure) => {
            teller.failed(&failure)?;
            Err(Failure::Step("the demonstration did not behave".into()))
        }
    }
}

/// A directory that nobody else has.
fn fresh() -> PathBuf {
    std::env::temp_dir().join(format!("samen-demo-{}-{}", std::process::id(), now().as_ms()))
}

async fn play(stage: &Stage, once: bool, teller: &mut Teller<'_>) -> Result<(), Failure> {
    teller.chapter(&format!("Building {}", stage.directory().display()))?;
    let certificates = stage.build()?;
    let what =
        format!("development CA, {certificates} certificates, {} signing keys", MEMBERS.len());
    teller.done(&what, &format!("PEM and .p12 (password {})", stage::PASSWORD))?;
    let config = Config::load(&stage.path("samen.toml"))?;
    // To standard error, and only what goes wrong inside the exchange.
    crate::app::telemetry::start(config.logging);
    let log_key = found(config.clone()).await?.log_key;
    stage.profiles(&log_key)?;
    let witnesses = witnesses::start(stage, &log_key).await?;
    teller.done("two witnesses, of the police and of a firm", "each with a key of its own")?;
    let config = Config::load(&stage.path("samen.toml"))?;
    let mut running = server::start(config).await?;
    teller.done("exchange founded and serving", &stage.url())?;
    teller.facts(
        &json!({ "directory": stage.directory(), "url": stage.url(), "log_key": log_key }),
    )?;
    let told = tell(stage, &log_key, &mut running, once, teller).await;
    let ended = running.stop().await;
    for witness in witnesses {
        witness.stop().await?;
    }
    told.and(ended)?;
    if once {
        teller.done("exchange stopped in order", "")?;
        let again = format!("samen serve --config {}/samen.toml", stage.directory().display());
        teller.plain(&format!(
            "\nall {} steps behaved; the same exchange again: {again}",
            teller.steps()
        ))?;
    }
    Ok(())
}

/// Everything that happens while the exchange runs.
async fn tell(
    stage: &Stage,
    log_key: &str,
    running: &mut Running,
    once: bool,
    teller: &mut Teller<'_>,
) -> Result<(), Failure> {
    let alert = story(stage, log_key, teller).await?;
    if once {
        return Ok(());
    }
    around::show(stage, alert, teller)?;
    tokio::select! {
        () = stopped() => Ok(()),
        () = running.gone() => Err(Failure::Step("the exchange ended by itself".into())),
    }
}

async fn story(stage: &Stage, log_key: &str, teller: &mut Teller<'_>) -> Result<RecordId, Failure> {
    let actors = stage.actors()?;
    teller.chapter("The alliance enrolls")?;
    enroll::enroll(stage, &actors, teller).await?;
    let mut listeners = Listeners::open(&actors, &[POLICE, FAIR, SECURION, RJ]).await?;
    teller
        .done("every partner's system follows its live feed", "4 streams of server-sent events")?;
    teller.chapter("The night")?;
    let alert = night::play(&actors, &mut listeners, teller).await?;
    teller.chapter("Who breaks a rule is refused")?;
    refusals::play(&actors, &mut listeners, alert, teller).await?;
    teller.chapter("The data protection officer looks back")?;
    oversight::play(stage, &actors, log_key, teller).await?;
    Ok(alert)
}

#[cfg(test)]
mod tests;
