//! Whatever bytes come in, every parser answers with a value or an error: no panic, no hang. What
//! is read is written again and must come out the same, so that nothing has two spellings. The fuzz
//! targets run the same bodies for longer.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "any_bytes/bodies.rs"]
mod bodies;
#[expect(dead_code, reason = "the evidence tests use more of it")]
#[path = "evidence/cast.rs"]
mod cast;
#[expect(dead_code, reason = "the evidence tests use more of it")]
#[path = "evidence/night.rs"]
mod night;
#[path = "any_bytes/samples.rs"]
mod samples;
#[path = "evidence/scene.rs"]
mod scene;

use bodies::{BODIES, Body};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestRunner;
use samen_audit::bundle::Bundle;
use samen_audit::checkpoint::Checkpoint;
use samen_audit::policy::Policy;
use samen_audit::receipt::Receipt;
use samen_audit::snapshot::SnapshotReader;
use samen_audit::witness::AddCheckpoint;

/// A body, and what it takes.
struct Subject {
    name: &'static str,
    body: Body,
    samples: Vec<Vec<u8>>,
}

fn subjects() -> Vec<Subject> {
    let subject = |(name, body)| Subject { name, body, samples: samples::samples(name) };
    BODIES.into_iter().map(subject).collect()
}

/// A change to a sample: where, what, and how many bytes.
type Edit = (Index, u8, u8, u8);

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    prop::collection::vec((any::<Index>(), 0..7u8, any::<u8>(), 1..40u8), 0..5)
}

fn damaged(sample: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut bytes = sample.to_vec();
    for (place, kind, byte, length) in edits {
        if bytes.is_empty() {
            bytes.push(*byte);
        }
        let at = place.index(bytes.len());
        let end = bytes.len().min(at + usize::from(*length));
        match kind {
            0 => bytes[at] = *byte,
            1 => bytes[at] ^= 1 << (byte % 8),
            2 => bytes.insert(at, *byte),
            3 => bytes.truncate(at),
            4 => drop(bytes.drain(at..end)),
            5 => drop(bytes.splice(at..at, bytes[at..end].to_vec()).count()),
            // Digits, quotes and separators get further than other bytes do.
            _ => bytes[at] = b"0129\"\\ \n+=,:{}[]"[usize::from(byte % 16)],
        }
    }
    bytes
}

#[test]
fn samples_are_good_to_begin_with() {
    for subject in subjects() {
        assert!(!subject.samples.is_empty(), "{}", subject.name);
        subject.samples.iter().for_each(|sample| (subject.body)(sample));
    }
    let signed = String::from_utf8(samples::samples("checkpoint").swap_remove(0)).unwrap();
    assert!(Checkpoint::verify(&signed, &[bodies::log_key()]).is_ok());
    assert!(samples::samples("policy").iter().all(|one| Policy::parse(one).is_ok()));
    assert!(samples::samples("receipt").iter().all(|one| Receipt::parse(one).is_ok()));
    assert!(
        samples::samples("add_checkpoint")[..3].iter().all(|o| AddCheckpoint::parse(o).is_ok())
    );
    for sample in &samples::samples("snapshot")[..2] {
        let mut reader = SnapshotReader::new(&[cast::log_signer().verifier()]);
        sample.split(|byte| *byte == b'\n').for_each(|line| assert!(reader.take(line).is_ok()));
        assert!(reader.finish().is_ok());
    }
    for sample in samples::samples("bundle") {
        let files = bodies::with_manifest(&sample);
        assert!(Bundle::parse(&files).is_ok());
    }
}

#[test]
fn noise() {
    let mut runner = TestRunner::deterministic();
    let bytes = prop::collection::vec(any::<u8>(), 0..600);
    let outcome = runner.run(&(bytes, "\\PC{0,200}"), |(bytes, text)| {
        for (_, body) in BODIES {
            body(&bytes);
            body(text.as_bytes());
        }
        Ok(())
    });
    assert!(outcome.is_ok(), "{outcome:?}");
}

#[test]
fn damaged_samples() {
    for Subject { name, body, samples } in subjects() {
        // A bundle is a hundred times as long as the others, and takes as long.
        let cases = if name == "bundle" { 300 } else { 2000 };
        let mut runner = TestRunner::new(ProptestConfig {
            cases,
            failure_persistence: None,
            ..ProptestConfig::default()
        });
        let outcome = runner.run(&(any::<Index>(), edits()), |(which, edits)| {
            body(&damaged(&samples[which.index(samples.len())], &edits));
            Ok(())
        });
        assert!(outcome.is_ok(), "{name}: {outcome:?}");
    }
}

#[test]
fn samples_cut_off_anywhere() {
    for subject in subjects().iter().filter(|subject| subject.name != "bundle") {
        for sample in &subject.samples {
            (0..sample.len()).step_by(3).for_each(|end| (subject.body)(&sample[..end]));
        }
    }
}
