//! The witnesses of the demonstration: one of the police, one of a firm, each founded like any other.
//! Absent: what they cosign; and machines of their own, which real ones have.

use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use samen_audit::policy::Policy;

use crate::app::witness::{self, WitnessConfig};
use crate::client::Client;
use crate::wire::api::audit::WitnessesRequest;

use super::super::failure::Failure;
use super::server::{Running, start_witness};
use super::stage::{POLICY, Stage, free};
use super::tell::Teller;

/// Directory, name in the policy, and name of the key.
const WITNESSES: [(&str, &str, &str); 2] = [
    ("witness-police", "politie-twente", "witness.politie-twente.example"),
    ("witness-firm", "fair-bewaking", "witness.fair-bewaking.example"),
];
/// How long the witnesses may take: offers go out once a second.
const PATIENCE: Duration = Duration::from_secs(20);

/// Founds and starts the witnesses, and names them in the policy and the configuration.
///
/// # Errors
/// Why one does not start.
pub(crate) async fn start(stage: &Stage, log_key: &str) -> Result<Vec<Running>, Failure> {
    let origin = log_key.split('+').next().unwrap_or_default();
    let mut policy = format!(
        "# Who confirms the log of this exchange. Partners check receipts with this file.\nlog {log_key}\n"
    );
    let mut running = Vec::new();
    for (directory, name, key_name) in WITNESSES {
        let address = free(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0));
        let address = address.map_err(Failure::Output)?;
        let founded = witness::found(&stage.path(directory), key_name, Some(address))?;
        let shown = &founded.config;
        let mut config = std::fs::read_to_string(shown).map_err(Failure::reading(shown))?;
        // Writing to a string cannot fail.
        let _ = write!(config, "\n[[log]]\norigin = \"{origin}\"\nkeys = [\"{log_key}\"]\n");
        std::fs::write(shown, config).map_err(Failure::writing(shown))?;
        running.push(start_witness(WitnessConfig::load(shown)?).await?);
        let _ = writeln!(policy, "witness {name} {} http://{address}", founded.key);
    }
    let names = WITNESSES.map(|(_, name, _)| name).join(" ");
    let _ = write!(policy, "group both all {names}\nquorum both\n");
    stage.public(POLICY, &policy)?;
    let path = stage.path("samen.toml");
    let mut config = std::fs::read_to_string(&path).map_err(Failure::reading(&path))?;
    let _ = write!(config, "\n[witnesses]\npolicy = \"{POLICY}\"\n");
    std::fs::write(&path, config).map_err(Failure::writing(&path))?;
    Ok(running)
}

/// Waits until both have cosigned what happened so far, and tells it as the officer sees it. Gives the policy
/// that says so.
///
/// # Errors
/// When they do not, or the exchange says otherwise.
pub(crate) async fn confirmed(
    stage: &Stage,
    client: &Client,
    teller: &mut Teller<'_>,
) -> Result<Policy, Failure> {
    let path = stage.path(POLICY);
    let policy = std::fs::read(&path).map_err(Failure::reading(&path))?;
    let fails = |why: String| Failure::Verification(format!("the witnesses: {why}"));
    let policy = Policy::parse(&policy).map_err(|error| fails(error.to_string()))?;
    if policy.encode() != client.policy().await? {
        return Err(fails("the exchange serves another policy".into()));
    }
    let request = WitnessesRequest {
        use_code: "integrity-security".into(),
        justification: "Who confirms the log of this night".into(),
    };
    let report = client.audit_witnesses(&request).await?;
    let began = Instant::now();
    loop {
        let note = client.checkpoint().await?;
        let judged = policy.judge(&note).map_err(|error| fails(error.to_string()))?;
        if judged.met && judged.checkpoint.size > report.size {
            let names: Vec<&str> = judged.cosigned.iter().map(|(name, _)| name.as_str()).collect();
            let what = format!("{} confirm the log", names.join(" and "));
            teller.done(&what, &format!("{} entries", judged.checkpoint.size))?;
            return Ok(policy);
        }
        if began.elapsed() > PATIENCE {
            return Err(fails("they have not confirmed the log in time".into()));
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
