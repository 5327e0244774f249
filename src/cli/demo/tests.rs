//! Tests of what the demonstration does before anything runs: it never overwrites.
//! Absent: the night itself, which is played against a real exchange by the tests of the whole.

use std::net::SocketAddr;

use super::super::failure::USAGE;
use super::*;

fn any_port() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 0))
}

#[test]
fn a_directory_with_something_in_it_is_left_alone() {
    let directory = tempfile::tempdir().unwrap();
    assert!(Stage::new(&directory.path().join("new"), any_port()).is_ok());
    std::fs::write(directory.path().join("holiday.jpg"), "x").unwrap();
    let failure = Stage::new(directory.path(), any_port()).err().unwrap();
    assert_eq!(failure.exit_code(), USAGE);
    std::fs::write(directory.path().join("samen.toml"), "x").unwrap();
    let failure = Stage::new(directory.path(), any_port()).err().unwrap();
    assert!(failure.text().contains("samen serve --config"), "{}", failure.text());
}

#[test]
fn a_taken_port_is_named_with_what_to_do() {
    let taken = std::net::TcpListener::bind(any_port()).unwrap();
    let directory = tempfile::tempdir().unwrap();
    let listen = taken.local_addr().unwrap();
    let failure = Stage::new(&directory.path().join("new"), listen).err().unwrap();
    assert!(failure.text().contains("--listen"), "{}", failure.text());
}
