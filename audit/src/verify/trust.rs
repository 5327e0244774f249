//! Whom a person trusts, as the command line says it: log keys alone, or a policy with witnesses.
//! Reads the policy file; decides nothing that the library does not decide.

use std::path::PathBuf;

use samen_audit::note::VerifierKey;
use samen_audit::policy::{JudgeError, Judged, MAX_POLICY_BYTES, Policy};

use super::date::moment;
use super::file;
use super::outcome::{Outcome, Stop, chain};

/// One of the two must be given.
#[derive(clap::Args)]
#[group(required = true, multiple = false)]
pub(super) struct Trust {
    /// Key of the log, as its operator published it; may be given more than once.
    #[arg(long = "log-key", value_name = "VKEY")]
    log_keys: Vec<VerifierKey>,
    /// Policy file: which logs, and which witnesses must have cosigned.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
}

/// Trust, read.
pub(super) struct Trusted {
    log_keys: Vec<VerifierKey>,
    policy: Option<Policy>,
}

impl Trust {
    pub(super) fn read(&self) -> Result<Trusted, Stop> {
        let Some(path) = &self.policy else {
            return Ok(Trusted { log_keys: self.log_keys.clone(), policy: None });
        };
        let name = path.display();
        let policy = Policy::parse(&file::read(path, MAX_POLICY_BYTES)?)
            .map_err(|error| Stop::Usage(format!("{name}: {}", chain(&error))))?;
        if policy.logs().is_empty() {
            return Err(Stop::Usage(format!("{name} names no log: add a line `log <vkey>`")));
        }
        Ok(Trusted { log_keys: policy.log_keys(), policy: Some(policy) })
    }
}

impl Trusted {
    pub(super) fn log_keys(&self) -> &[VerifierKey] {
        &self.log_keys
    }

    pub(super) fn policy(&self) -> Option<&Policy> {
        self.policy.as_ref()
    }

    pub(super) fn has_policy(&self) -> bool {
        self.policy.is_some()
    }

    /// With a policy, makes the check `witnesses`: who cosigned this checkpoint when, who did not,
    /// and whether that is the quorum. Without one, nothing.
    pub(super) fn check_witnesses(
        &self,
        signed_note: &str,
        outcome: &mut Outcome,
    ) -> Result<Option<Judged>, Stop> {
        let Some(policy) = &self.policy else { return Ok(None) };
        let judged = match policy.judge(signed_note) {
            Ok(judged) => judged,
            Err(error) => return Err(outcome.fail("witnesses", chain(&error))),
        };
        if !judged.met {
            let reason = format!("{}; {}", JudgeError::NoQuorum, describe(&judged));
            return Err(outcome.fail("witnesses", reason));
        }
        outcome.ok("witnesses", format!("the quorum holds; {}", describe(&judged)));
        Ok(Some(judged))
    }
}

fn describe(judged: &Judged) -> String {
    let cosigned: Vec<String> = judged
        .cosigned
        .iter()
        .map(|(name, time_s)| format!("{name} ({})", moment(*time_s)))
        .collect();
    format!("cosigned by: {}; missing: {}", list(&cosigned), list(&judged.missing))
}

fn list(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
