//! The process: configuration, its own log, founding, and putting the rooms together.
//! Absent: use cases, routes, and what a person types.

mod build;
mod check;
pub mod config;
mod error;
mod found;
mod keys;
mod reload;
pub mod telemetry;

pub use build::{Application, Hollow, build, build_with};
pub use check::check;
pub use error::AppError;
pub use found::{Founded, found, found_with};
