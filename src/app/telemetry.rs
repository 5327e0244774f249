//! The log of the process itself, to standard error. It says what the exchange does, never what a record
//! says or whom it is about. Absent: the audit log, which is evidence and lives in the store.

use tracing_subscriber::filter::LevelFilter;

use super::config::Logging;

/// Starts logging. A second call in one process changes nothing.
pub fn start(logging: Logging) {
    let base = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(LevelFilter::from_level(logging.level));
    // Only a subscriber that is there already makes this fail, and then that one stays.
    if logging.json {
        drop(base.json().try_init());
    } else {
        drop(base.with_ansi(false).try_init());
    }
}
