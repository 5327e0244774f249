//! The command: founding, serving until a signal comes, the status, and what a person is told when it
//! does not start. Absent: the protocol.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;

use serde_json::Value;

use super::log::Log;
use super::site::{NAME, ORIGIN, Site, post};
use crate::harness::clock::HandClock;

/// A running `samen witness serve`.
pub(crate) struct Process {
    child: Child,
    // Held open, because a process that cannot print is not the one that is tested.
    _output: BufReader<ChildStdout>,
    pub(crate) address: SocketAddr,
}

fn command(verb: &str, config: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_samen"));
    command.args(["--json", "witness", verb, "--config"]).arg(config).stdin(Stdio::null());
    command
}

impl Process {
    /// Starts one and waits until it listens.
    pub(crate) fn serve(site: &Site) -> Self {
        let mut command = command("serve", &site.founded.config);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let Ok(said) = serde_json::from_str::<Value>(&line) else {
            let mut why = String::new();
            child.stderr.take().unwrap().read_to_string(&mut why).unwrap();
            panic!("it did not start: {why}");
        };
        assert_eq!(said["key"], site.founded.key);
        let address = said["address"].as_str().unwrap().parse().unwrap();
        Self { child, _output: output, address }
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
        self.child.stderr.take().unwrap().read_to_string(&mut logged).unwrap();
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

/// How a command that ends by itself ended, and what it printed.
fn run(verb: &str, config: &Path) -> (i32, Value) {
    let ended = command(verb, config).output().unwrap();
    let printed = if ended.status.success() { ended.stdout } else { ended.stderr };
    (ended.status.code().unwrap(), serde_json::from_slice(&printed).unwrap())
}

#[test]
fn it_is_founded_serves_and_tells_what_it_cosigned() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("w");
    let mut found = Command::new(env!("CARGO_BIN_EXE_samen"));
    found.args(["witness", "init", "--name", NAME, "--dir"]).arg(&place);
    let ended = found.output().unwrap();
    let told = String::from_utf8(ended.stdout).unwrap();
    assert!(told.contains(&format!("\n{NAME}+")) && told.contains("witness serve --config"));
    let again = found.output().unwrap();
    assert_eq!(again.status.code(), Some(1));
    let told = String::from_utf8(again.stderr).unwrap();
    assert!(told.contains("nothing is overwritten"), "{told}");
    let (code, nothing) = run("serve", &place.join("witness.toml"));
    assert_eq!(code, 2);
    assert!(nothing["error"].as_str().unwrap().contains("log"), "{nothing}");

    let site = Site::new(&[ORIGIN, "log.example/never"]);
    let witness = Process::serve(&site);
    let log = Log::new(ORIGIN);
    post(witness.address, "/add-checkpoint", log.request(0, 5).as_bytes()).lines();
    let fork = post(witness.address, "/add-checkpoint", log.fork().request(5, 5).as_bytes());
    assert_eq!(fork.status, 409);
    // It tells while it serves.
    let (code, status) = run("status", &site.founded.config);
    assert_eq!((code, &status["key"]), (0, &Value::from(site.founded.key.as_str())));
    let logs = status["logs"].as_array().unwrap();
    assert_eq!((&logs[0]["size"], &logs[0]["evidence"]), (&Value::from(5), &Value::from(1)));
    assert!(logs[0]["cosigned_at"].as_str().unwrap().ends_with('Z'));
    assert_eq!((&logs[1]["origin"], &logs[1]["size"]), (&"log.example/never".into(), &Value::Null));
    let (code, refusal) = run("serve", &site.founded.config);
    assert_eq!(code, 1);
    assert!(refusal["error"].as_str().unwrap().contains("in use by another process"));
    let logged = witness.terminate();
    assert!(logged.contains("TWO HISTORIES"), "{logged}");
}

#[test]
fn lost_state_is_told_with_the_way_on() {
    let site = Site::new(&[ORIGIN]);
    let witness = site.start(Arc::new(HandClock::new())).unwrap();
    witness.ask(&Log::new(ORIGIN).request(0, 5)).lines();
    witness.stop();
    std::fs::write(site.state().join("witness"), "?").unwrap();
    for verb in ["serve", "status"] {
        let (code, refusal) = run(verb, &site.founded.config);
        assert_eq!(code, 3);
        let told = refusal["error"].as_str().unwrap();
        assert!(told.contains("damaged") && told.contains("another name and key"), "{told}");
    }
    std::fs::remove_dir_all(site.state()).unwrap();
    let (code, refusal) = run("serve", &site.founded.config);
    assert_eq!(code, 3);
    assert!(refusal["error"].as_str().unwrap().contains("second history"));
}
