//! The console: pages for people, on the same port and through the same desk and use cases as the API.
//! Absent: policy, storage, and anything that a page shows and the API would not: every page that shows
//! something leaves the entry of the action that it asks for.

pub mod assets;
pub mod board;
mod card;
pub mod deletions;
mod describe;
pub mod evidence;
pub mod follow;
pub mod home;
mod language;
pub mod lost;
mod map;
mod navigation;
pub mod oversight;
mod page;
pub mod police;
mod protect;
mod report;
pub mod reporting;
pub mod search;
mod signing;
pub mod steward;
mod texts;
mod thread;

pub use page::{Frame, Page};
