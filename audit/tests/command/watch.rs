//! The command from cron: what it keeps, and each way in which a log can betray its past.

use std::time::{SystemTime, UNIX_EPOCH};

use samen_audit::note::NoteSigner;

use crate::stage::{Log, Place, cosigned, policy, run, vkey};

fn watch(place: &Place, more: &[&str]) -> (i32, String) {
    let (log, state) = (place.path("log"), place.path("state"));
    run(&[&["watch", &log, "--state", &state], more].concat())
}

fn watch_by_key(place: &Place) -> (i32, String) {
    watch(place, &["--log-key", &vkey()])
}

/// A log of `size` entries that begins otherwise than [`Log::of`].
fn forked(size: u32) -> Log {
    let mut log = Log::default();
    (0..size).for_each(|n| log.append(n.to_le_bytes().repeat(2)));
    log
}

#[test]
fn a_log_that_only_grows_is_followed() {
    let place = Place::new();
    for (size, said) in [
        (0, "first run"),
        (200, "200 entries more, and the first 0 are those of last time"),
        (200, "the same 200 entries"),
        (256, "56 entries more"),
        (700, "444 entries more"),
    ] {
        let log = Log::of(size);
        place.publish(&log);
        let (code, text) = watch_by_key(&place);
        assert_eq!(code, 0, "{text}");
        assert!(text.contains(said), "{text}");
        assert_eq!(place.read("state"), Some(log.checkpoint()));
        assert_eq!(place.names(), ["log", "state"], "nothing else is left behind");
    }
}

#[test]
fn a_broken_past_is_an_alarm_with_evidence() {
    let place = Place::new();
    let last = Log::of(300);
    place.publish(&last);
    assert_eq!(watch_by_key(&place).0, 0);
    for (log, said, file) in [
        (Log::of(299), "ALARM: rolled back: the log had 300 entries and has 299", "state.alarm"),
        (forked(300), "ALARM: two histories", "state.alarm.2"),
        (forked(400), "ALARM: two histories", "state.alarm.3"),
        // The same again is the same evidence.
        (forked(300), "ALARM: two histories", "state.alarm.2"),
    ] {
        place.publish(&log);
        let (code, text) = watch_by_key(&place);
        assert_eq!(code, 3, "{text}");
        assert!(text.contains(said) && text.contains("the log signed both"), "{text}");
        assert_eq!(place.read(file), Some(log.checkpoint()));
        assert_eq!(place.read("state"), Some(last.checkpoint()), "the state stays");
    }
    // Once the log is itself again, so is the watch.
    place.publish(&Log::of(301));
    assert_eq!(watch_by_key(&place).0, 0);
}

#[test]
fn a_truncated_tail_and_withheld_tiles_are_alarms() {
    let place = Place::new();
    place.publish(&Log::of(300));
    assert_eq!(watch_by_key(&place).0, 0);
    let at = place.publish(&Log::of(600));
    std::fs::remove_file(format!("{at}/tile/0/002.p/88")).unwrap();
    let (code, text) = watch_by_key(&place);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("ALARM: the log does not serve tile/0/002.p/88"), "{text}");
    place.publish(&Log::of(600));
    std::fs::write(format!("{at}/tile/1/000.p/2"), [0; 64]).unwrap();
    let (code, text) = watch_by_key(&place);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("do not lead to the root"), "{text}");
    assert_eq!(place.read("state"), Some(Log::of(300).checkpoint()));
}

#[test]
fn what_is_not_signed_or_not_there_changes_nothing() {
    let place = Place::new();
    let (code, text) = watch_by_key(&place);
    assert_eq!(code, 75, "{text}");
    assert_eq!(place.names(), [""; 0]);
    let at = place.publish(&Log::of(300));
    let other = NoteSigner::from_seed("nl.example/audit/2026", &[9; 32]).unwrap().verifier();
    let (code, text) = watch(&place, &["--log-key", &other.to_string()]);
    assert_eq!(code, 3, "{text}");
    assert_eq!(place.names(), ["log"]);
    assert_eq!(watch_by_key(&place).0, 0);
    std::fs::remove_file(format!("{at}/checkpoint")).unwrap();
    assert_eq!(watch_by_key(&place).0, 75);
    std::fs::write(format!("{at}/checkpoint"), [0xff]).unwrap();
    let (code, text) = watch_by_key(&place);
    assert_eq!(code, 3);
    assert!(text.contains("FAIL  checkpoint    the checkpoint is not text"), "{text}");
    let (code, text) = {
        place.publish(&Log::of(300));
        place.file("state", "scribbled over");
        watch_by_key(&place)
    };
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("FAIL  state"), "{text}");
    assert_eq!(place.read("state").as_deref(), Some("scribbled over"));
}

fn now_s() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

#[test]
fn a_quorum_may_be_demanded_and_be_fresh() {
    let place = Place::new();
    let file = place.file("policy", policy());
    let publish = |size: u32, by: &[(&str, u64)]| {
        let log = Log::of(size);
        let at = place.publish(&log);
        let note = cosigned(&log.checkpoint(), by);
        std::fs::write(format!("{at}/checkpoint"), &note).unwrap();
        note
    };
    let trust = ["--policy", &file, "--max-age", "3600"];
    // The first run takes nothing on trust that the policy does not allow.
    publish(20, &[("firm", now_s())]);
    assert_eq!(watch(&place, &trust).0, 3);
    assert_eq!(place.read("state"), None);
    let first = publish(20, &[("firm", now_s()), ("police", now_s() - 10)]);
    let (code, text) = watch(&place, &trust);
    assert_eq!(code, 0, "{text}");
    assert_eq!(place.read("state"), Some(first));
    // One clock that is ahead does not make an old quorum young.
    publish(30, &[("firm", now_s() + 99_999), ("police", now_s() - 4000)]);
    let (code, text) = watch(&place, &trust);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("FAIL  freshness     ALARM: the quorum cosigned last at"), "{text}");
    // Late witnesses are an alarm, but history goes on from what the log was seen to sign.
    let lone = publish(40, &[("abroad", now_s())]);
    let (code, text) = watch(&place, &trust);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("ok    history") && text.contains("FAIL  witnesses"), "{text}");
    assert_eq!(place.read("state"), Some(lone));
    assert_eq!(place.names(), ["log", "policy", "state"]);
    assert_eq!(watch(&place, &["--log-key", &vkey(), "--max-age", "5"]).0, 2);
}
