//! Evidence that needs no trust in the exchange: witnesses, the gate they keep, heartbeats, and going on
//! after a loss. Absent: the witness's own side (`witness`), and checking of files (`samen-audit`).

mod continuation;
mod gate;
mod heartbeat;
mod witnesses;

use samen_audit::policy::Policy;
use serde_json::json;

use crate::harness::answer::Answer;
use crate::harness::stage::Stage;
use crate::harness::{Witness, World};

/// The key of every exchange of the harness.
fn log_key() -> samen_audit::note::VerifierKey {
    Stage::shared().log_key.parse().unwrap()
}

/// Two witnesses, and an exchange that needs both.
async fn witnessed(settings: &str) -> (World, Witness, Witness) {
    let (north, south) =
        (Witness::start("north", &log_key()).await, Witness::start("south", &log_key()).await);
    let world = World::start_after(|world| set(world, &[&north, &south], settings)).await;
    (world, north, south)
}

/// Writes the policy and names it in the configuration.
fn set(world: &World, witnesses: &[&Witness], settings: &str) {
    write_policy(world, witnesses, &log_key().to_string());
    world.configure(|text| {
        format!("{text}\n[witnesses]\npolicy = \"witnesses.policy\"\n{settings}\n")
    });
}

fn write_policy(world: &World, witnesses: &[&Witness], log_key: &str) {
    let lines: String = witnesses.iter().map(|witness| witness.line()).collect();
    let names: Vec<&str> = witnesses.iter().map(|witness| witness.name).collect();
    let policy = format!(
        "log {log_key}\n{lines}group all-of-them all {}\nquorum all-of-them\n",
        names.join(" ")
    );
    std::fs::write(world.path("witnesses.policy"), policy).unwrap();
}

/// Waits until the checkpoint that is shown has every entry made so far and the quorum's cosignatures.
async fn confirmed(world: &World, policy: &Policy) -> String {
    let caller = world.as_("steward-1");
    let patience = std::time::Instant::now() + std::time::Duration::from_secs(20);
    loop {
        let note = caller.get("/log/checkpoint").await.text().to_owned();
        let judged = policy.judge(&note).unwrap();
        if judged.met && judged.checkpoint.size == world.entries_made().await {
            return note;
        }
        assert!(
            std::time::Instant::now() < patience,
            "no quorum: {:?} are missing",
            judged.missing
        );
    }
}

/// How the witnesses stand, as the officer is told.
async fn looked_at(world: &World) -> Answer {
    let why = json!({
        "use_code": "integrity-security", "justification": "Who else confirms this log",
    });
    world.as_("fg-1").post("/v1/audit/witnesses", why).await
}
