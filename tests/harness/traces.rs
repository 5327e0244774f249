//! What the process logs while the tests run, kept so that each test can look for its own words in it.
//! Absent: any judgment of them.

use std::io::Write;
use std::sync::{Mutex, Once};

static KEPT: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Keeper;

impl Write for Keeper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        KEPT.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Starts keeping, at the most talkative level that a configuration has. Gives the place from which on
/// a test has to look.
pub(crate) fn start() -> usize {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        let kept = tracing_subscriber::fmt().with_writer(|| Keeper).with_ansi(false);
        kept.with_max_level(tracing::Level::DEBUG).init();
    });
    KEPT.lock().unwrap().len()
}

/// Everything that was logged from that place on.
pub(crate) fn since(place: usize) -> Vec<u8> {
    KEPT.lock().unwrap()[place..].to_vec()
}
