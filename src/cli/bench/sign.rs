//! The records of a measurement: a sighting of about 1 KB, signed as often as needed before the clock runs.
//! Absent: sending them.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use serde_json::{Map, Value, json};

use crate::cli::failure::Failure;
use crate::cli::session::now;
use crate::client::Signer;

use super::progress;

/// Fewest records that are worth another thread.
const SHARE: usize = 1000;
/// How often the bar moves.
const TICK: Duration = Duration::from_millis(200);

/// A sighting by somebody behind a camera, under a grant, for everybody whom the grant names.
pub(super) fn draft(grant: &str) -> Map<String, Value> {
    let moment = now();
    let seen = moment.plus_ms(-60_000).to_string();
    let draft = json!({
        "type": "sighting",
        "expires_at": moment.plus_ms(24 * 3_600_000).to_string(),
        "references": [],
        "purpose": "offences",
        "grant": grant,
        "case": "BENCH-2026-000001",
        "audience": "all",
        "handling": { "code": "H0", "conditions": [], "onward": false },
        "grading": { "source": 1, "information": "A", "sharing": "P" },
        "body": {
            "spontaneous": true,
            "kind": "seen",
            "first_seen": seen,
            "last_seen": seen,
            "place": { "street": "Diamantstraat", "town": "Hengelo", "country": "NL",
                "point": { "type": "Point", "coordinates": [6.7682, 52.2466] } },
            "direction": { "heading": "e", "toward": "A35" },
            "method": "cctv",
            "camera": "gate-3",
            "read_text": "R-808-XB",
            "confidence_percent": 97,
            "plate": { "country": "NL", "text": "R-808-XB" },
            "vehicle": { "kind": "van", "make": "Volkswagen", "model": "Transporter",
                "colors": ["white"] },
            "note": "Made by a measurement. It stands for what is seen on the camera at a gate, reported with \
                the place, the time and the vehicle as read.",
        },
    });
    match draft {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// Signs so many copies of a draft, each with an id and a moment of its own, in the order of their ids.
///
/// # Errors
/// A draft that the exchange would refuse, or a key that does not sign.
pub(super) fn sign(
    signer: &Signer,
    draft: &Map<String, Value>,
    count: usize,
) -> Result<Vec<Bytes>, Failure> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = cores.min(count.div_ceil(SHARE)).max(1);
    let done = AtomicU64::new(0);
    let bar = progress::bar(u64::try_from(count).unwrap_or(u64::MAX), "signing records beforehand");
    let mut signed = std::thread::scope(|scope| {
        let share = |at: usize| count / threads + usize::from(at < count % threads);
        let work: Vec<_> = (0..threads)
            .map(|at| {
                scope.spawn({
                    let done = &done;
                    move || some(signer, draft, share(at), done)
                })
            })
            .collect();
        while !work.iter().all(std::thread::ScopedJoinHandle::is_finished) {
            bar.set_position(done.load(Ordering::Relaxed));
            std::thread::sleep(TICK);
        }
        let mut all = Vec::with_capacity(count);
        for thread in work {
            let lost = |_| Failure::Step("a thread that signs ended unexpectedly".into());
            all.extend(thread.join().map_err(lost)??);
        }
        Ok::<_, Failure>(all)
    })?;
    bar.finish_and_clear();
    // Ids in the order of time are what real senders bring, and what keeps the database fast.
    signed.sort_by_key(|(id, _)| *id);
    Ok(signed.into_iter().map(|(_, record)| record).collect())
}

fn some(
    signer: &Signer,
    draft: &Map<String, Value>,
    count: usize,
    done: &AtomicU64,
) -> Result<Vec<([u8; 16], Bytes)>, Failure> {
    let mut signed = Vec::with_capacity(count);
    for _ in 0..count {
        let record = signer.record(draft.clone(), now())?;
        signed.push((record.id.to_bytes(), Bytes::from(record.jws)));
        done.fetch_add(1, Ordering::Relaxed);
    }
    Ok(signed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_draft_is_about_a_kilobyte() {
        let bytes = serde_json::to_vec(&draft("a-grant")).unwrap().len();
        assert!((800..1200).contains(&bytes), "{bytes}");
    }
}
