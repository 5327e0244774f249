//! What a witness remembers: over a restart, over a kill at any moment, and after damage, which is
//! never answered by starting afresh. Absent: the wire.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use samen::app::witness::WitnessAppError;
use samen::service::witness::name_of;

use super::command::Process;
use super::log::{Log, cosigned_at};
use super::site::{ORIGIN, Site, try_exchange};
use crate::harness::clock::HandClock;

#[test]
fn a_restart_forgets_nothing_and_two_do_not_share_a_state() {
    let (site, clock) = (Site::new(&[ORIGIN]), Arc::new(HandClock::new()));
    let log = Log::new(ORIGIN);
    let witness = site.start(clock.clone()).unwrap();
    let lines = witness.ask(&log.request(0, 5)).lines();
    let Err(second) = site.start(clock.clone()) else { panic!("two witnesses on one state") };
    assert!(matches!(second, WitnessAppError::State(_)) && !second.is_loss());
    witness.stop();
    let witness = site.start(clock.clone()).unwrap();
    let latest = witness.get(&format!("/{}/checkpoint", name_of(ORIGIN))).body;
    assert_eq!(latest, format!("{}{lines}", log.note(5)));
    assert_eq!(witness.ask(&log.fork().request(5, 5)).status, 409);
    assert_eq!(witness.ask(&log.request(0, 9)).body, "5\n");
    witness.ask(&log.request(5, 9)).lines();
    witness.stop();
}

#[test]
fn a_damaged_or_missing_state_is_a_refusal_to_start() {
    let (site, clock) = (Site::new(&[ORIGIN]), Arc::new(HandClock::new()));
    let witness = site.start(clock.clone()).unwrap();
    witness.ask(&Log::new(ORIGIN).request(0, 5)).lines();
    witness.stop();
    let kept = site.state().join(name_of(ORIGIN));
    for path in [kept, site.state().join("witness")] {
        let good = fs::read(&path).unwrap();
        let mut flipped = good.clone();
        flipped[20] ^= 1;
        for bad in [Some(flipped), Some(good[..good.len() / 2].to_vec()), Some(vec![]), None] {
            match bad {
                Some(bytes) => fs::write(&path, bytes).unwrap(),
                None => fs::remove_file(&path).unwrap(),
            }
            let Err(refusal) = site.start(clock.clone()) else { panic!("{}", path.display()) };
            assert!(matches!(refusal, WitnessAppError::State(_)), "{refusal}");
        }
        fs::write(&path, good).unwrap();
    }
    site.start(clock.clone()).unwrap().stop();
    fs::rename(site.state(), site.folder().join("elsewhere")).unwrap();
    assert!(site.start(clock).is_err_and(|refusal| refusal.is_loss()));
}

#[test]
fn a_kill_at_any_moment_rolls_nothing_back() {
    let site = Site::new(&[ORIGIN]);
    let log = Log::new(ORIGIN);
    let acknowledged = AtomicU64::new(0);
    for round in 1..=6_u64 {
        let witness = Process::serve(&site);
        let address = witness.address;
        // Whatever was answered before is still there.
        let mut at = match ask(address, &log, 0, 0) {
            Ok(()) => 0,
            Err(held) => held.unwrap(),
        };
        assert!(at >= acknowledged.load(Ordering::Relaxed), "round {round}: back to {at}");
        let gone = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let asking = scope.spawn(|| {
                while !gone.load(Ordering::Relaxed) && at < 250 {
                    match ask(address, &log, at, at + 1) {
                        Ok(()) => {
                            at += 1;
                            acknowledged.store(at, Ordering::Relaxed);
                        }
                        Err(Some(held)) => panic!("the witness has {held}, not {at}"),
                        Err(None) => return,
                    }
                }
            });
            let until = round * 7;
            while acknowledged.load(Ordering::Relaxed) < until && !asking.is_finished() {
                std::thread::yield_now();
            }
            witness.kill();
            gone.store(true, Ordering::Relaxed);
        });
    }
    let witness = Process::serve(&site);
    let held = ask(witness.address, &log, 0, 250).unwrap_err().unwrap();
    assert!(held >= acknowledged.load(Ordering::Relaxed));
    assert!(ask(witness.address, &log, held, 250).is_ok());
    let kept = fs::read_to_string(site.state().join(name_of(ORIGIN))).unwrap();
    assert!(kept.starts_with(&log.note(250)));
    let lines = kept.strip_prefix(&log.note(250)).unwrap();
    assert!(cosigned_at(&log.note(250), lines, &site.key()) > 1_700_000_000);
    witness.terminate();
}

/// Whether it was cosigned; else the size that the witness has, or nothing when it is gone.
fn ask(address: std::net::SocketAddr, log: &Log, old: u64, new: u64) -> Result<(), Option<u64>> {
    let body = log.request(old, new);
    let head =
        format!("POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: {}\r\n", body.len());
    let Some(answer) = try_exchange(address, head.as_bytes(), body.as_bytes()) else {
        return Err(None);
    };
    match answer.status {
        200 => Ok(()),
        409 => Err(Some(answer.body.trim_end().parse().unwrap())),
        other => panic!("{other}: {}", answer.body),
    }
}
