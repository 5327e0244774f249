//! `--notify`: a command of the one who runs the board, told of each new alert on its standard input. One at
//! a time, for a limited time, never through a shell, and with nothing about the alert in its arguments,
//! which every user of the machine could read. Absent: what the command does.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

/// How long a command may take.
const LIMIT: Duration = Duration::from_secs(10);
/// How often it is looked at whether it has ended.
const LOOK: Duration = Duration::from_millis(20);
/// Alerts that may wait for the command before they are left out.
const WAITING: usize = 16;

/// Where alerts are handed in.
pub(super) struct Notifier(SyncSender<Zeroizing<Vec<u8>>>);

impl Notifier {
    /// Starts the thread that runs `command`; it ends with this. `failed` is told why one was not notified.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(super) fn start(
        command: PathBuf,
        failed: impl Fn(String) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (sender, receiver) = sync_channel::<Zeroizing<Vec<u8>>>(WAITING);
        std::thread::Builder::new().name("notify".into()).spawn(move || {
            for record in receiver {
                if let Err(why) = run(&command, record, LIMIT) {
                    failed(why);
                }
            }
        })?;
        Ok(Self(sender))
    }

    /// Hands a record in.
    ///
    /// # Errors
    /// When too many wait.
    pub(super) fn tell(&self, record: Vec<u8>) -> Result<(), String> {
        self.0.try_send(Zeroizing::new(record)).map_err(|error| match error {
            TrySendError::Full(_) => format!("more than {WAITING} alerts wait"),
            TrySendError::Disconnected(_) => "it is not running".to_owned(),
        })
    }
}

/// Runs the command once with the record on its standard input.
fn run(command: &PathBuf, record: Zeroizing<Vec<u8>>, limit: Duration) -> Result<(), String> {
    let mut child = Command::new(command)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| error.to_string())?;
    let input = child.stdin.take();
    // Beside the waiting: a command that does not read would hold up the writer for ever.
    let writer = std::thread::spawn(move || {
        if let Some(mut input) = input {
            // A command that does not want it all is free not to.
            input.write_all(&record).unwrap_or_default();
        }
    });
    let ended = wait(&mut child, limit);
    // With the process its end of the pipe is gone, and with that the writer, unless a process of its own
    // keeps it open; that one is left alone.
    drop(writer);
    match ended {
        Ok(Some(status)) if status.success() => Ok(()),
        Ok(Some(status)) => Err(status.to_string()),
        Ok(None) => Err(format!("stopped after {} s", limit.as_secs())),
        Err(error) => Err(error.to_string()),
    }
}

/// Waits for the end; after the limit it is killed, and there is no status.
fn wait(child: &mut Child, limit: Duration) -> std::io::Result<Option<ExitStatus>> {
    let began = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if began.elapsed() >= limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(LOOK);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run_with(command: &str, record: &[u8]) -> Result<(), String> {
        run(&PathBuf::from(command), Zeroizing::new(record.to_vec()), Duration::from_secs(10))
    }

    #[test]
    fn a_command_is_told_and_its_failure_is_noticed() {
        assert_eq!(run_with("cat", b"{}"), Ok(()));
        // It reads nothing, however much is offered.
        assert_eq!(run_with("true", &vec![b'x'; 1 << 20]), Ok(()));
        assert!(run_with("false", b"{}").is_err());
        assert!(run_with("/nowhere/command", b"{}").is_err());
        // Not through a shell: this is the name of a program, and there is none.
        assert!(run_with("true; true", b"{}").is_err());
    }

    #[test]
    fn a_command_that_does_not_end_is_stopped() {
        let mut child = Command::new("cat").stdin(Stdio::piped()).spawn().unwrap();
        assert_eq!(wait(&mut child, Duration::ZERO).unwrap(), None);
        assert!(child.try_wait().unwrap().is_some());
    }
}
