//! What every test stands on: a founded exchange with everybody enrolled, callers whose every request
//! is written down, and a judgment at the end. Absent: tests of behavior.

pub(crate) mod answer;
pub(crate) mod caller;
pub(crate) mod cast;
pub(crate) mod clock;
pub(crate) mod collector;
mod contract;
pub(crate) mod draft;
mod enroll;
pub(crate) mod evidence;
pub(crate) mod feed;
pub(crate) mod handmade;
mod joining;
pub(crate) mod leaks;
pub(crate) mod ledger;
mod neighbor;
pub(crate) mod paperwork;
pub(crate) mod process;
pub(crate) mod server;
pub(crate) mod stage;
mod traces;
pub(crate) mod witness;
pub(crate) mod world;

pub(crate) use collector::Collector;
pub(crate) use draft::Draft;
pub(crate) use feed::Given;
pub(crate) use witness::Witness;
pub(crate) use world::World;
