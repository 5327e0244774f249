//! Whatever bytes a plate reader, a person or a disk brings: a value or an error, no panic, no hang. The fuzz targets
//! run the same bodies for longer. Absent: evidence, which `samen-audit` tests in the same way.

mod bodies;
mod samples;

use bodies::{BODIES, written};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestRunner;
use samen::client::copy::Restoring;
use samen::wire::anpr::{Form, line, openalpr, plate_recognizer};

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
    for (name, body) in BODIES {
        samples::samples(name).iter().for_each(|sample| body(sample));
    }
    let documents = samples::samples("reading");
    let readable =
        |one: &Vec<u8>| line(one).is_ok() || openalpr(one).is_ok() || plate_recognizer(one).is_ok();
    assert!(documents[..8].iter().all(readable));
    let read = line(&documents[0]).unwrap();
    assert_eq!(line(written(&read).to_string().as_bytes()).unwrap(), read);
    for sample in samples::samples("form") {
        let document = Form::new(bodies::FORM).unwrap().feed(&sample).unwrap();
        assert!(plate_recognizer(&document.unwrap()).is_ok());
    }
    let kept = &samples::samples("alerts")[1..];
    for (sample, held) in kept.iter().zip([1, 1]) {
        let mut restoring = Restoring::new(bodies::whose());
        sample.split(|byte| *byte == b'\n').for_each(|part| restoring.take(part).unwrap());
        assert_eq!(restoring.finish().len(), held);
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
    for (name, body) in BODIES {
        let samples = samples::samples(name);
        let mut runner = TestRunner::new(ProptestConfig {
            cases: 1000,
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
    for (name, body) in BODIES {
        for sample in samples::samples(name) {
            (0..sample.len()).step_by(3).for_each(|end| body(&sample[..end]));
        }
    }
}
