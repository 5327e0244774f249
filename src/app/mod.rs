//! The process: configuration, its own log, founding, and putting the rooms together.
//! Absent: use cases, routes, and what a person types.

mod build;
mod check;
pub mod config;
mod continuation;
pub mod edge;
mod error;
mod found;
mod keys;
mod logboek;
mod outlines;
mod reload;
pub mod telemetry;
pub mod witness;
mod witnesses;

pub use build::{Application, Hollow, build, build_with};
pub use check::check;
pub use continuation::{continue_log, continue_log_with};
pub use error::AppError;
pub use found::{Founded, found, found_with};
pub use outlines::OutlinesError;
