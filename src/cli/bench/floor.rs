//! What a record costs at the very least beside its way over the network: one signature check and one write
//! to the disk, each measured alone. Absent: the way over the network (`bearings`).

use std::fs::OpenOptions;
use std::hint::black_box;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use samen_audit::jws::Jws;
use serde_json::{Map, Value};

use crate::cli::failure::Failure;
use crate::cli::session::now;
use crate::client::Signer;

use super::place::Place;
use super::process::thread_cpu;

/// Signature checks between two looks at the clock, and how often: the least disturbed counts.
const CHECKS: u32 = 500;
const ROUNDS: usize = 10;
/// Writes to the disk; the one in the middle counts.
const WRITES: usize = 200;
/// Bytes of a write: a page, as a small group of records takes.
const PAGE: usize = 4096;

/// The least a record costs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Floor {
    /// One signature check on one core.
    pub(super) check: Duration,
    /// One `fdatasync` after a page was appended.
    pub(super) sync: Duration,
}

/// Measures both.
///
/// # Errors
/// A draft that cannot be signed, or a directory that cannot be written.
pub(super) fn measure(
    signer: &Signer,
    place: &Place,
    draft: &Map<String, Value>,
) -> Result<Floor, Failure> {
    let path = place.stage.path("sync.probe");
    let sync = sync(&path).map_err(Failure::writing(&path))?;
    Ok(Floor { check: check(signer, draft)?, sync })
}

fn check(signer: &Signer, draft: &Map<String, Value>) -> Result<Duration, Failure> {
    let record = signer.record(draft.clone(), now())?;
    let unusable = || Failure::Step("a record signed here does not verify".into());
    let jws = Jws::parse(record.jws.as_bytes()).map_err(|_| unusable())?;
    let mut best = Duration::MAX;
    for _ in 0..ROUNDS {
        let (clock, began) = (thread_cpu(), Instant::now());
        for _ in 0..CHECKS {
            signer.public().verify(black_box(&jws)).map_err(|_| unusable())?;
        }
        // Time of this thread alone, where the system tells: others share the core.
        let used = match (clock, thread_cpu()) {
            (Some(before), Some(after)) => after.saturating_sub(before),
            _ => began.elapsed(),
        };
        best = best.min(used / CHECKS);
    }
    Ok(best)
}

fn sync(path: &Path) -> std::io::Result<Duration> {
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    let page = [0x5a; PAGE];
    let mut times = Vec::with_capacity(WRITES);
    for _ in 0..WRITES {
        file.write_all(&page)?;
        let began = Instant::now();
        file.sync_data()?;
        times.push(began.elapsed());
    }
    std::fs::remove_file(path)?;
    times.sort_unstable();
    Ok(times.get(WRITES / 2).copied().unwrap_or_default())
}
