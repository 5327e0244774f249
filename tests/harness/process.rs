//! The real binary as a process of its own, serving one directory. Absent: its callers.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;

/// A running `samen serve`.
pub(crate) struct Process {
    child: Child,
    // Held open, because a process that cannot print is not the one that is tested.
    _output: BufReader<ChildStdout>,
    log: std::path::PathBuf,
    /// Where partners connect.
    pub(crate) url: String,
}

fn command(directory: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_samen"));
    command.arg("--json").arg("serve").arg("--config").arg(directory.join("samen.toml"));
    command.stdin(Stdio::null());
    command
}

impl Process {
    /// Starts one and waits until it listens.
    pub(crate) fn serve(directory: &Path) -> Self {
        let log = directory.join("stderr");
        let file = std::fs::OpenOptions::new().create(true).append(true).open(&log).unwrap();
        let child = command(directory).stdout(Stdio::piped()).stderr(file).spawn();
        let mut child = child.unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let said: Value = serde_json::from_str(&line).unwrap_or_else(|_| {
            panic!("it did not start: {}", std::fs::read_to_string(&log).unwrap())
        });
        let url = format!("https://{}", said["address"].as_str().unwrap());
        Self { child, _output: output, log, url }
    }

    /// Starts one that has to refuse. Gives what it said.
    pub(crate) fn fail(directory: &Path) -> String {
        let ended = command(directory).output().unwrap();
        assert!(!ended.status.success());
        String::from_utf8(ended.stderr).unwrap()
    }

    /// Asks it to read its TLS files again.
    pub(crate) fn hang_up(&self) {
        let ask = format!("kill -HUP {}", self.child.id());
        assert!(Command::new("sh").arg("-c").arg(ask).status().unwrap().success());
    }

    /// Stops it where it stands, as a machine that hangs; or lets it go on.
    pub(crate) fn pause(&self, paused: bool) {
        let ask = format!("kill -{} {}", if paused { "STOP" } else { "CONT" }, self.child.id());
        assert!(Command::new("sh").arg("-c").arg(ask).status().unwrap().success());
    }

    /// Ends it as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop; it has to end in order. Gives what it logged.
    pub(crate) fn terminate(mut self) -> String {
        let ask = format!("kill -TERM {}", self.child.id());
        assert!(Command::new("sh").arg("-c").arg(ask).status().unwrap().success());
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
        let mut logged = String::new();
        std::fs::File::open(&self.log).unwrap().read_to_string(&mut logged).unwrap();
        logged
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // A test that failed half-way leaves no process behind.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
