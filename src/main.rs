//! The one binary: `samen`. Absent: everything but the allocator and the way in.

use std::process::ExitCode;

/// Committing a record allocates many short-lived pieces in the database; measured there, this allocator
/// takes a third less processor time than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    samen::cli::main()
}
