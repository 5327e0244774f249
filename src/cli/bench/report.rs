//! Printing a measurement: the machine first, then a line for each number of requests in flight.
//! Absent: arithmetic (`figures`).

use serde_json::json;

use crate::cli::failure::Failure;
use crate::cli::output::note;
use crate::cli::session::Session;

use super::figures::{Level, QUANTILES, Run, micros};
use super::floor::Floor;
use super::machine::Machine;
use super::place::Place;

/// What was measured so far.
pub(super) struct Report {
    machine: Machine,
    levels: Vec<Level>,
}

impl Report {
    /// Says on what is measured.
    ///
    /// # Errors
    /// [`Failure::Output`].
    pub(super) fn begin(place: &Place, session: &mut Session) -> Result<Self, Failure> {
        let machine = Machine::look(place.stage.directory());
        if machine.is_volatile() {
            note(
                "samen: the directory is kept in memory, so no write reaches a disk; name another with --dir",
            );
        }
        if !session.output.is_json() {
            session.output.line(machine.text())?;
        }
        Ok(Self { machine, levels: Vec::new() })
    }

    /// Takes up what was measured.
    pub(super) fn add(&mut self, level: Level) {
        self.levels.push(level);
    }

    /// Prints everything; refused records make it fail afterwards.
    ///
    /// # Errors
    /// [`Failure::Output`], or [`Failure::Partly`] when records were refused.
    pub(super) fn print(&self, floor: &Floor, session: &mut Session) -> Result<(), Failure> {
        if session.output.is_json() {
            let levels: Vec<_> = self.levels.iter().map(|level| level.json(floor)).collect();
            session.output.json(&json!({
                "machine": self.machine.json(),
                "signature_check_us": micros(floor.check),
                "disk_sync_us": micros(floor.sync),
                "levels": levels,
            }))?;
        } else {
            self.text(floor, session)?;
        }
        let refused = self.levels.iter().map(Level::refused).sum();
        let sent = |level: &Level| level.records.as_ref().map_or(0, |run| run.measured.accepted);
        let sent = self.levels.iter().map(sent).sum::<usize>() + refused;
        if refused == 0 { Ok(()) } else { Err(Failure::Partly { refused, sent, later: false }) }
    }

    fn text(&self, floor: &Floor, session: &mut Session) -> Result<(), Failure> {
        let mut rows = Vec::new();
        for level in &self.levels {
            if let Some(run) = &level.empty {
                rows.push(row("empty requests", level, run, None, None));
            }
            if let Some(run) = &level.records {
                rows.push(row("signed records", level, run, level.group, level.ratio(floor)));
            }
        }
        let times = QUANTILES.iter().map(|(name, _)| *name);
        let heading: Vec<&str> = ["", "in flight", "connections", "a second"]
            .into_iter()
            .chain(times)
            .chain(["server us", "client us", "a commit", "ratio"])
            .collect();
        let output = &mut session.output;
        output.table(&heading, &rows)?;
        output.line(format!(
            "times in ms, processor time in us a record; one signature check {:.1} us, one write to the disk {:.0} us",
            micros(floor.check),
            micros(floor.sync),
        ))?;
        for level in &self.levels {
            for (status, count) in level.records.iter().flat_map(|run| &run.measured.refused) {
                output.line(format!(
                    "{} in flight: {count} refused with status {status}",
                    level.in_flight
                ))?;
            }
            if let Some(ratio) = level.idle_ratio(floor) {
                output.line(format!(
                    "one record at a time: {ratio:.2} times one round trip, one signature check and one write"
                ))?;
            }
        }
        if self.levels.iter().any(|level| level.records.is_some()) {
            let verified: usize = self.levels.iter().map(|level| level.verified).sum();
            output.line("ratio: processor time of the server over one empty request and one signature check")?;
            output.line(format!("{verified} receipts taken at random were verified"))?;
        }
        Ok(())
    }
}

fn row(
    what: &str,
    level: &Level,
    run: &Run,
    group: Option<f64>,
    ratio: Option<f64>,
) -> Vec<String> {
    let shown = |value: Option<f64>, digits: usize| {
        value.map_or_else(|| "-".to_owned(), |value| format!("{value:.digits$}"))
    };
    let mut row = vec![
        what.to_owned(),
        level.in_flight.to_string(),
        level.connections.to_string(),
        format!("{:.0}", run.rate()),
    ];
    row.extend(QUANTILES.iter().map(|(_, at)| format!("{:.2}", run.ms(*at))));
    row.extend([
        shown(run.server_us(), 1),
        shown(run.client_us(), 1),
        shown(group, 1),
        shown(ratio, 2),
    ]);
    row
}
