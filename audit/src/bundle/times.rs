//! The checks about time: entries in the order of the log, and against checkpoints that witnesses
//! saw or the reader kept. Absent: any clock; every time here is somebody's statement.

use super::check::{Kept, Seen, Trust};
use super::verdict::{Report, Wrong};
use super::{Bundle, Line};
use crate::moment::rfc3339;

/// How far the times of entries may run backwards, or apart from a witness, in milliseconds: an
/// entry bears the moment at which its request began, and no request or cosignature takes longer.
pub const TOLERANCE_MS: u64 = 60_000;

impl Bundle {
    /// Opened times do not run backwards, and none is later than a moment at which the entry was
    /// known to exist.
    pub(super) fn check_order(&self, seen: &Seen, report: &mut Report) {
        let mut wrong = Wrong::default();
        let (mut shown, mut latest) = (0, None::<(u64, u64)>);
        for line in &self.entries {
            let Some(time) = line.opened_time_ms() else { continue };
            let index = line.index();
            shown += 1;
            if let Some((before, then)) = latest.filter(|(_, then)| is_before(time, *then)) {
                let (time, then) = (rfc3339(time), rfc3339(then));
                wrong.add(|| {
                    format!("entry {index} says {time}, and entry {before} before it says {then}")
                });
            }
            if latest.is_none_or(|(_, then)| time > then) {
                latest = Some((index, time));
            }
            let first_seen = seen.cosigned.iter().map(|(_, time_s)| time_s.saturating_mul(1000));
            let known = first_seen.chain([self.created_at_ms]).min().unwrap_or(time);
            if is_before(known, time) {
                let (time, known) = (rfc3339(time), rfc3339(known));
                wrong.add(|| format!("entry {index} says {time}, and was there at {known}"));
            }
        }
        let silent = self.entries.len() - shown;
        let rest = if silent == 0 { String::new() } else { format!("; {silent} show no time") };
        report.unless("order", wrong, format!("{shown} times run with the log{rest}"));
    }

    /// Against each checkpoint that the reader kept.
    pub(super) fn check_kept(&self, trust: &Trust, seen: &Seen, report: &mut Report) {
        if trust.kept.is_empty() {
            report.note("kept", "no checkpoint from before was given to compare with");
        }
        for kept in &trust.kept {
            match trust.judge(&kept.note) {
                Ok(then) => self.compare(kept, &then, seen, report),
                Err(reason) => report.fail("kept", format!("{}: {reason}", kept.name)),
            }
        }
    }

    fn compare(&self, kept: &Kept, then: &Seen, seen: &Seen, report: &mut Report) {
        let (name, size, head) = (&kept.name, then.head.size, &seen.head);
        let mut wrong = Wrong::default();
        if then.head.origin != head.origin {
            wrong.add(|| format!("{name} is of another log"));
        } else if size == head.size && then.head.root != head.root {
            wrong.add(|| format!("{name} has {size} entries too, and others: two histories"));
        } else if size > head.size && !self.is_older_than(then) {
            let now = head.size;
            wrong.add(|| {
                format!("{name} has {size} entries, and the bundle's log only {now}: rolled back")
            });
        }
        if let (true, Some(moment)) = (wrong.is_empty(), then.cosigned_at_ms()) {
            for line in &self.entries {
                self.check_against(line, size, moment, name, &mut wrong);
            }
        }
        let text = match then.cosigned_at_ms() {
            _ if size > head.size => format!("{name} is newer than the bundle"),
            _ if size == head.size => format!("{name} is the checkpoint of the bundle"),
            Some(moment) => format!(
                "{name}, cosigned at {}: no entry claims a time that belongs to the other side",
                rfc3339(moment)
            ),
            None => format!("{name}: no trusted witness says when it was, so no time is judged"),
        };
        report.unless("kept", wrong, text);
        if size < head.size {
            let text = format!(
                "{name}: that its {size} entries begin the log is for `samen-verify consistency`"
            );
            report.note("kept", text);
        }
    }

    /// Whether a trusted witness saw `then` clearly after this bundle was made.
    fn is_older_than(&self, then: &Seen) -> bool {
        let cosigned = then.cosigned.iter().map(|(_, time_s)| time_s.saturating_mul(1000)).min();
        cosigned.is_some_and(|moment| is_before(self.created_at_ms, moment))
    }

    /// An entry that was not there yet at `moment` cannot have happened before, and one that was
    /// there cannot have happened after.
    fn check_against(&self, line: &Line, size: u64, moment: u64, name: &str, wrong: &mut Wrong) {
        let Some(time) = line.opened_time_ms() else { return };
        let (index, is_new) = (line.index(), line.index() >= size);
        let told = |what: &str| {
            let (time, moment) = (rfc3339(time), rfc3339(moment));
            format!("entry {index} is {what}: it says {time}, and {name} was seen at {moment} ")
        };
        if is_new && is_before(time, moment) {
            wrong.add(|| told("backdated") + "without it");
        } else if !is_new && is_before(moment, time) {
            wrong.add(|| told("dated ahead") + "with it");
        }
    }
}

/// Whether one moment is before another by more than is tolerated.
fn is_before(moment_ms: u64, other_ms: u64) -> bool {
    moment_ms.saturating_add(TOLERANCE_MS) < other_ms
}
