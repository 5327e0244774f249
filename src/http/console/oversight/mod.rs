//! The pages of a data protection officer: why the log is read, said once a task, and the questions that go
//! with it, each asked through the use case of the API. Absent: the yearly overview and the health of the log,
//! and the scope of an officer, which the use cases keep.

pub mod attention;
pub mod entries;
pub mod flags;
pub mod orders;
pub mod recalls;
pub mod samples;
pub mod subject;
mod told;

use super::page::{Frame, Page, html};
use super::texts::Words;
use crate::domain::action::Action;
use crate::service::clearance::Clearance;
use crate::service::console;
use crate::service::permission::{ConsoleOpen, Permission};

/// A partner that a form offers: its id, and its name.
type Offered = (String, String);

/// The partners whose entries the officer sees.
fn offered<A: Permission>(clearance: &Clearance<A>) -> Vec<Offered> {
    let partners = console::overseen(clearance).into_iter();
    partners.map(|partner| (partner.id.to_string(), partner.name.clone())).collect()
}
