//! How many entries went into one durable commit, read from the metrics of the exchange.
//! Absent: any other metric.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// How long the listener for operations may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// Entries and commits since the exchange started.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Groups {
    entries: f64,
    commits: f64,
}

impl Groups {
    /// Reads them; `None` when the listener does not answer as it should.
    pub(super) fn read(operations: SocketAddr) -> Option<Self> {
        let mut stream = TcpStream::connect_timeout(&operations, PATIENCE).ok()?;
        stream.set_read_timeout(Some(PATIENCE)).ok()?;
        stream.write_all(b"GET /metrics HTTP/1.0\r\n\r\n").ok()?;
        let mut text = String::new();
        stream.read_to_string(&mut text).ok()?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Option<Self> {
        let value = |name: &str| {
            let mut lines = text.lines();
            lines.find_map(|line| line.strip_prefix(name)?.trim().parse().ok())
        };
        Some(Self {
            entries: value("samen_commit_entries_sum ")?,
            commits: value("samen_commit_entries_count ")?,
        })
    }

    /// Entries in one commit since an earlier reading; `None` when there was none.
    pub(super) fn since(self, earlier: Self) -> Option<f64> {
        let commits = self.commits - earlier.commits;
        (commits > 0.0).then(|| (self.entries - earlier.entries) / commits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_average_is_that_of_the_time_between() {
        let text = |sum: u32, count: u32| {
            format!("x 1\nsamen_commit_entries_sum {sum}.0\nsamen_commit_entries_count {count}\n")
        };
        let (before, after) = (Groups::parse(&text(10, 10)), Groups::parse(&text(250, 14)));
        assert_eq!(after.zip(before).and_then(|(after, before)| after.since(before)), Some(60.0));
        assert_eq!(before.and_then(|same| same.since(same)), None);
    }
}
