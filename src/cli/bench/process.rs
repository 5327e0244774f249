//! Running `samen` itself as another process, so that its processor time is its own, and reading how much
//! of that a process has used. Absent: what the process does.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::cli::failure::Failure;

/// Milliseconds in one tick of /proc: `USER_HZ` is 100 on every Linux that this builds for (proc(5)).
const TICK_MS: u64 = 10;

/// A process that was started here and ends with this value.
pub(super) struct Process {
    child: Child,
    facts: Value,
    /// Kept open: a process whose output nobody can take might stop.
    _output: BufReader<ChildStdout>,
}

impl Process {
    /// Starts `samen --json ARGS --config FILE` and waits for the line that says it is ready.
    ///
    /// # Errors
    /// [`Failure::Step`] when it does not start or ends before it is ready; it says why by itself.
    pub(super) fn start(args: &[&str], config: &Path) -> Result<Self, Failure> {
        let program = std::env::current_exe().map_err(Failure::Output)?;
        let arguments = args.iter().map(OsStr::new);
        let mut child = Command::new(program)
            .arg("--json")
            .args(arguments)
            .arg("--config")
            .arg(config)
            .env_remove("SAMEN_AS")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|_| Failure::Step("the process to measure cannot be started".into()))?;
        let mut line = String::new();
        let output = child.stdout.take().map(BufReader::new);
        let read = output.and_then(|mut output| output.read_line(&mut line).ok().map(|_| output));
        match (read, serde_json::from_str(&line)) {
            (Some(output), Ok(facts)) => Ok(Self { child, facts, _output: output }),
            _ => {
                // It ended, or said something else: either way nothing can be measured.
                drop((child.kill(), child.wait()));
                Err(Failure::Step("the process to measure ended before it was ready".into()))
            }
        }
    }

    /// What it said when it was ready.
    pub(super) fn fact(&self, name: &str) -> &str {
        self.facts.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// Its process id.
    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Process {
    /// Ends it as by a power cut.
    pub(super) fn kill(&mut self) {
        drop((self.child.kill(), self.child.wait()));
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Nothing in it is needed any more.
        self.kill();
    }
}

/// How long the threads of a process have been ready to run and waited for a processor, all together; `None` where
/// /proc has none.
pub(super) fn waited(pid: u32) -> Option<Duration> {
    let mut all = Duration::ZERO;
    for task in std::fs::read_dir(format!("/proc/{pid}/task")).ok()?.flatten() {
        // A thread that ended meanwhile waits no more.
        let stat = std::fs::read_to_string(task.path().join("schedstat")).unwrap_or_default();
        let waited = stat.split(' ').nth(1).and_then(|waited| waited.parse().ok());
        all += Duration::from_nanos(waited.unwrap_or_default());
    }
    Some(all)
}

/// Processor time that a process has used in all its threads, to 10 ms; `None` where /proc has none.
pub(super) fn cpu(pid: u32) -> Option<Duration> {
    ticks(&std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
}

/// Bytes of memory that a process has in use; `None` where /proc has none.
pub(super) fn memory(pid: u32) -> Option<u64> {
    counted(&std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?, "VmRSS:")
}

/// The most bytes of memory that a process has had in use; `None` where /proc has none.
pub(super) fn peak(pid: u32) -> Option<u64> {
    counted(&std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?, "VmHWM:")
}

fn counted(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

/// `utime` and `stime`, the 14th and 15th field; the second, a name, may contain anything.
fn ticks(stat: &str) -> Option<Duration> {
    let (_, after_name) = stat.rsplit_once(") ")?;
    let mut fields = after_name.split(' ').skip(11);
    let mut next = || fields.next()?.parse::<u64>().ok();
    let (user, system) = (next()?, next()?);
    Some(Duration::from_millis((user + system) * TICK_MS))
}

/// Processor time of the calling thread, to the nanosecond; `None` where /proc has none.
pub(super) fn thread_cpu() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(stat.split(' ').next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_read_behind_a_name_with_anything_in_it() {
        let stat = "7 (a) b (c) S 1 7 7 0 -1 4194304 100 0 0 0 250 50 0 0 20 0 1 0 9 9 9";
        assert_eq!(ticks(stat), Some(Duration::from_secs(3)));
        assert_eq!(ticks("7 (a) S 1"), None);
        assert_eq!(counted("Name:\tx\nVmRSS:\t    2048 kB\n", "VmRSS:"), Some(2 << 20));
    }
}
