//! Demo.
use clap::Args;
use super::failure::Failure;
use super::session::Session;
/// Demo.
#[derive(Args)]
pub(crate) struct DemoArgs {}
/// Demo.
pub(crate) async fn run(_args: DemoArgs, _session: &mut Session) -> Result<(), Failure> { Ok(()) }
