//! The process beside a plate reader: its configuration, its parts, and how they are put together.
//! Absent: standard input and output, and what a candidate is.

pub mod config;
mod desk;
mod error;
mod follow;
mod input;
mod keep;
mod run;
mod send;

pub use config::EdgeConfig;
pub use error::EdgeError;
pub use input::{Input, NotTaken, Reply, Taken};
pub use run::{EdgeApplication, build, build_with, refused};
