//! Checking the whole log from outside: with the program `samen-verify` when it was built too, else with
//! the same library. Absent: trust in the exchange; only the key of the log is taken from it beforehand.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use samen_audit::checkpoint::Checkpoint;
use samen_audit::edge::Edge;
use samen_audit::hash::leaf_hash;
use samen_audit::note::VerifierKey;
use samen_audit::tile::{TileLevel, TilePath, decode_entries, decode_hashes};

use crate::client::Client;

use super::super::failure::Failure;
use super::stage::{Actor, POLICY, Stage};
use super::tell::Teller;

/// Entries in a full tile (C2SP tlog-tiles).
const TILE: u64 = 256;

/// Checks the log as the data protection officer.
///
/// # Errors
/// [`Failure::Verification`] when anything does not follow from the entries.
pub(crate) async fn log(
    stage: &Stage,
    officer: &Actor,
    log_key: &str,
    teller: &mut Teller<'_>,
) -> Result<(), Failure> {
    match beside("samen-verify") {
        Some(program) => {
            let output = run(program, stage, officer).await?;
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            if !output.status.success() {
                let errors = String::from_utf8_lossy(&output.stderr);
                return Err(Failure::Verification(format!("samen-verify: {text}{errors}")));
            }
            teller.done("DPO checks the whole log with samen-verify", "it holds")?;
            text.lines().try_for_each(|line| teller.aside(line))
        }
        None => {
            let size = derive(&officer.client, log_key).await?;
            let detail = format!("{size} entries lead to the signed root");
            teller.done("DPO checks the whole log (library of samen-verify)", &detail)
        }
    }
}

/// A program in the directory of this one.
pub(crate) fn beside(name: &str) -> Option<PathBuf> {
    let own = std::env::current_exe().ok()?;
    let program = own.parent()?.join(name);
    program.is_file().then_some(program)
}

async fn run(program: PathBuf, stage: &Stage, officer: &Actor) -> Result<Output, Failure> {
    let mut command = Command::new(&program);
    command.arg("log").arg(stage.url()).arg("--policy").arg(stage.path(POLICY));
    for (flag, path) in identity(officer) {
        command.arg(flag).arg(path);
    }
    let output = tokio::task::spawn_blocking(move || command.output()).await;
    let output = output.map_err(|_| Failure::Step("samen-verify was interrupted".into()))?;
    output.map_err(Failure::reading(&program))
}

/// The flags that say who asks.
fn identity(officer: &Actor) -> [(&'static str, &Path); 3] {
    let profile = &officer.profile;
    [("--ca", &profile.ca), ("--cert", &profile.certificate), ("--key", &profile.key)]
}

/// Derives the tree from the entries and compares it with the hash tiles and the signed root.
async fn derive(client: &Client, log_key: &str) -> Result<u64, Failure> {
    let fails = |why: &str| Failure::Verification(format!("the log does not hold: {why}"));
    let key = VerifierKey::parse(log_key).map_err(|_| fails("its key is not a verifier key"))?;
    let head = Checkpoint::verify(&client.checkpoint().await?, &[key])
        .map_err(|_| fails("the checkpoint is not signed by it"))?;
    let mut edge = Edge::new();
    while edge.size() < head.size {
        let n = edge.size() / TILE;
        let width = u16::try_from((head.size - edge.size()).min(TILE))
            .map_err(|_| fails("a tile is too wide"))?;
        let tile = |level| TilePath { level, n, width };
        let entries = client.tile(&tile(TileLevel::Entries)).await?;
        let entries =
            decode_entries(&entries).map_err(|_| fails("an entries tile is malformed"))?;
        let hashes = client.tile(&tile(TileLevel::Hashes(0))).await?;
        let hashes = decode_hashes(&hashes).map_err(|_| fails("a hash tile is malformed"))?;
        if entries.len() != usize::from(width) || hashes.len() != entries.len() {
            return Err(fails("a tile is not as wide as the checkpoint says"));
        }
        for (entry, hash) in entries.iter().zip(&hashes) {
            if leaf_hash(entry) != *hash {
                return Err(fails("a hash does not follow from its entry"));
            }
            edge.append(*hash);
        }
    }
    if edge.root() == head.root {
        Ok(head.size)
    } else {
        Err(fails("the entries do not lead to the signed root"))
    }
}
