//! Where a measurement happens: a directory with a CA, certificates and keys of the demonstration's
//! alliance, and an exchange of its own in a process beside this one.
//! Absent: what is measured, and an exchange that runs already.

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::app::config::Config;
use crate::cli::demo::cast::{OPERATOR, POLICE, SECURION, who};
use crate::cli::demo::enroll::{accept, document, enroll, propose};
use crate::cli::demo::stage::{Actor, Actors, Stage};
use crate::cli::demo::tell::Teller;
use crate::cli::failure::Failure;
use crate::cli::output::Output;
use crate::cli::serve;
use crate::cli::session::now;
use crate::domain::party::Role;
use crate::wire::api::grant::LimitsDocument;

use super::process::Process;

/// The grant under which the measured records are sent.
pub(super) const GRANT: &str = "bench-2026";
/// As many a minute as a grant can give: limits are not what is measured.
pub(super) const PER_MINUTE: u32 = 10_000_000;

/// A directory that goes when the measurement ends, unless it was asked for.
pub(super) struct Place {
    /// What is in it.
    pub(super) stage: Stage,
    is_kept: bool,
}

impl Place {
    /// Builds a directory: certificates, keys, profiles and configuration, but no database yet.
    ///
    /// # Errors
    /// A directory that is not empty, or cannot be written.
    pub(super) fn build(directory: Option<PathBuf>) -> Result<Self, Failure> {
        let is_kept = directory.is_some();
        let name = format!("samen-bench-{}-{}", std::process::id(), now().as_ms());
        let directory = directory.unwrap_or_else(|| std::env::temp_dir().join(name));
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let place = Self { stage: Stage::new(&directory, any)?, is_kept };
        place.stage.build()?;
        // Without a log key until there is a log.
        place.stage.profiles("")?;
        Ok(place)
    }

    /// The configuration of the exchange.
    pub(super) fn configuration(&self) -> PathBuf {
        self.stage.path("samen.toml")
    }

    /// Founds the exchange, starts it in a process of its own, and enrolls the alliance with a grant that
    /// limits nothing.
    ///
    /// # Errors
    /// Whatever does not behave.
    pub(super) async fn serve(&self) -> Result<Process, Failure> {
        let founded = serve::found(Config::load(&self.configuration())?).await?;
        self.stage.profiles(&founded.log_key)?;
        let process = Process::start(&["serve"], &self.configuration())?;
        let actors = self.stage.actors()?;
        let mut silence = Output::into_sink(Box::new(std::io::sink()), false);
        enroll(&self.stage, &actors, &mut Teller::new(&mut silence)).await?;
        let firm = actors.get(who(SECURION, Role::Administrator))?;
        let mut grant = document(firm, GRANT, &["sighting"], &[POLICE])?;
        grant.limits = LimitsDocument {
            submissions: PER_MINUTE,
            searches: PER_MINUTE,
            deliveries: PER_MINUTE,
            burst: PER_MINUTE,
        };
        propose(firm, &grant).await?;
        accept(actors.get(who(POLICE, Role::Administrator))?, GRANT).await?;
        Ok(process)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if !self.is_kept {
            // What cannot be removed stays in the temporary directory, where it does no harm.
            drop(std::fs::remove_dir_all(self.stage.directory()));
        }
    }
}

/// Who sends: an operator, who signs with Ed25519, or a system, which signs with P-256.
///
/// # Errors
/// Never, as long as the cast has both.
pub(super) fn member(actors: &Actors, es256: bool) -> Result<&Actor, Failure> {
    actors.get(if es256 { who(SECURION, Role::System) } else { OPERATOR })
}
