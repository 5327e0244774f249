//! Runs the body `reading` on whatever libFuzzer comes up with. The body itself is with the tests.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| samen_fuzz::run("reading", bytes));
