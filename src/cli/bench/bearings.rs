//! A hollow exchange beside the real one: empty requests over the same TLS, in the same run.
//! Absent: records.

use std::sync::Arc;
use std::time::Duration;

use crate::cli::failure::Failure;
use crate::client::Profile;

use super::Shape;
use super::figures::Run;
use super::load;
use super::pace::Pace;
use super::place::Place;
use super::process::Process;
use super::work::Work;

/// A running hollow exchange.
pub(super) struct Bearings {
    process: Process,
    profile: Profile,
    shape: Shape,
}

impl Bearings {
    /// Starts it with the certificates of a place; the holder of the profile sends.
    ///
    /// # Errors
    /// Why it does not start.
    pub(super) fn take(place: &Place, profile: &Profile, shape: &Shape) -> Result<Self, Failure> {
        let process = Process::start(&["bench", "hollow"], &place.configuration())?;
        let url = format!("https://{}", process.fact("address"));
        let profile = Profile { url, ..profile.clone() };
        Ok(Self { process, profile, shape: shape.clone() })
    }

    /// Sends empty requests for so long.
    ///
    /// # Errors
    /// A request without an answer.
    pub(super) async fn empty(&self, in_flight: u16, time: Duration) -> Result<Run, Failure> {
        let connections = self.shape.connections(in_flight);
        let opened = load::connect(&self.profile, self.shape.protocol(), connections).await?;
        let work = Arc::new(Work::Empty(usize::MAX));
        let what = format!("{in_flight} in flight: empty requests");
        let run = async {
            let pace = Pace::start(usize::MAX, Some(time), None);
            load::run(&opened, in_flight, &work, pace, &what).await
        };
        Run::of(Some(self.process.id()), run).await
    }
}
