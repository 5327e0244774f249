//! The console: pages for people, on the same port and through the same desk and use cases as the API.
//! Absent: policy, storage, and anything that a page shows and the API would not: every page that shows
//! something leaves the entry of the action that it asks for.

pub mod assets;
pub mod board;
mod card;
mod describe;
pub mod evidence;
pub mod home;
mod language;
mod map;
mod navigation;
mod page;
mod protect;
mod report;
pub mod reporting;
pub mod search;
mod signing;
mod texts;

pub use page::{Frame, Page};
