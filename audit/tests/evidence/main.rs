//! Evidence as a whole: bundles made and checked, the tricks that an operator could try, and the
//! vectors from which others build their own verifiers. Everything is made from fixed seeds; no
//! network, no clock, no stored keys here.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod cast;
mod checks;
#[cfg(feature = "cli")]
mod command;
mod night;
mod scene;
#[cfg(feature = "cli")]
mod tricks;
mod vectors;
