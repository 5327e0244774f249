//! The tables of the overview, filled from counts. Absent: where the counts come from.

use std::collections::BTreeMap;

use samen_audit::hash::Hash;

use crate::domain::action::{Action, Operation};
use crate::service::tally::What;
use crate::wire::api::oversight::{CountRow, OverviewSeries, OverviewTable, SeriesRow};

/// The tables, in the order in which they are shown.
pub(super) mod table {
    pub(super) const DISCLOSED_BY_PURPOSE: &str = "disclosures-by-purpose";
    pub(super) const DISCLOSED_BY_GRANT: &str = "disclosures-by-grant";
    pub(super) const DISCLOSED_BY_PARTNER: &str = "disclosures-by-partner";
    pub(super) const DISCLOSED_TO: &str = "disclosures-by-recipient";
    pub(super) const LOOKED_UP: &str = "consultations-by-partner";
    pub(super) const EXERCISES: &str = "exercises-and-tests";
    pub(in crate::service::oversight::overview) const RECALLS: &str = "recalls";
    pub(in crate::service::oversight::overview) const CORRECTIONS: &str = "corrections";
    pub(super) const REFUSALS: &str = "refusals-by-reason";
    pub(super) const ERASURES: &str = "erasures";
    pub(super) const READINGS: &str = "readings-by-officer";
    pub(super) const ALL: [&str; 11] = [
        DISCLOSED_BY_PURPOSE,
        DISCLOSED_BY_GRANT,
        DISCLOSED_BY_PARTNER,
        DISCLOSED_TO,
        LOOKED_UP,
        EXERCISES,
        RECALLS,
        CORRECTIONS,
        REFUSALS,
        ERASURES,
        READINGS,
    ];
}

/// Recalls and corrections are told from their index, as a whole; every other table month by month.
const WHOLE: [&str; 2] = [table::RECALLS, table::CORRECTIONS];

/// The key of refusals that were answered and have no entry.
const WITHOUT_ENTRY: &str = "rate-limited, without an entry";

/// The numbers of an overview by table and key.
pub(in crate::service::oversight) struct Numbers {
    own: String,
    /// How many entries they are of.
    pub(in crate::service::oversight) entries: u64,
    pub(in crate::service::oversight) counts: BTreeMap<(&'static str, String), u64>,
}

impl Numbers {
    /// For an officer of this office.
    pub(super) fn new(own: &str) -> Self {
        Self { own: own.to_owned(), entries: 0, counts: BTreeMap::new() }
    }

    pub(super) fn add(&mut self, table: &'static str, key: &str, by: u64) {
        let count = self.counts.entry((table, key.to_owned())).or_default();
        *count = count.saturating_add(by);
    }

    /// Adds `count` times what a partner did. Another office's readings of the log are consultations.
    pub(super) fn take(
        &mut self,
        partner: &str,
        what: &What,
        count: u64,
        recipients: &BTreeMap<Hash, Vec<String>>,
    ) {
        if what.is_entry() {
            self.entries = self.entries.saturating_add(count);
        }
        match what {
            What::Sent(purpose, grant, digest) => {
                self.disclosed(partner, purpose, grant, count);
                for recipient in recipients.get(digest).into_iter().flatten() {
                    self.add(table::DISCLOSED_TO, recipient, count);
                }
            }
            What::SentApart(purpose, grant) => self.disclosed(partner, purpose, grant, count),
            What::To(recipient) => self.add(table::DISCLOSED_TO, recipient, count),
            What::Practice => self.add(table::EXERCISES, partner, count),
            What::LookedUp => self.add(table::LOOKED_UP, partner, count),
            What::Reading(action) if partner == self.own => {
                self.add(table::READINGS, action, count);
            }
            What::Reading(action) if looks_up(action) => self.add(table::LOOKED_UP, partner, count),
            What::Refused(reason) => self.add(table::REFUSALS, reason, count),
            What::Suppressed => self.add(table::REFUSALS, WITHOUT_ENTRY, count),
            What::Erased => self.add(table::ERASURES, "erasures", count),
            What::Reading(_) | What::Other => {}
        }
    }

    fn disclosed(&mut self, partner: &str, purpose: &str, grant: &str, count: u64) {
        self.add(table::DISCLOSED_BY_PURPOSE, purpose, count);
        self.add(table::DISCLOSED_BY_GRANT, grant, count);
        self.add(table::DISCLOSED_BY_PARTNER, partner, count);
    }

    /// Adds the numbers of another month.
    pub(super) fn add_all(&mut self, month: &Self) {
        self.entries = self.entries.saturating_add(month.entries);
        for ((table, key), count) in &month.counts {
            self.add(table, key, *count);
        }
    }

    /// Month by month, the same tables and rows that these numbers are the sum of.
    pub(super) fn series(&self, months: &[Self]) -> Vec<OverviewSeries> {
        let of = |table: &'static str| {
            let keys = self.counts.keys().filter(|(of, _)| *of == table);
            let row = |key: &(&'static str, String)| {
                let counts = months.iter().map(|month| month.counts.get(key).copied());
                SeriesRow {
                    key: key.1.clone(),
                    counts: counts.map(Option::unwrap_or_default).collect(),
                }
            };
            OverviewSeries { table: table.to_owned(), rows: keys.map(row).collect() }
        };
        table::ALL.into_iter().filter(|table| !WHOLE.contains(table)).map(of).collect()
    }

    /// As they are shown.
    pub(super) fn tables(&self) -> Vec<OverviewTable> {
        let of = |table: &'static str| {
            let rows = self.counts.iter().filter(|((of, _), _)| *of == table);
            let row = |((_, key), count): (&(_, String), &u64)| CountRow {
                key: key.clone(),
                count: *count,
            };
            OverviewTable { table: table.to_owned(), rows: rows.map(row).collect() }
        };
        table::ALL.into_iter().map(of).collect()
    }
}

fn looks_up(action: &str) -> bool {
    let known = Action::ALL.iter().find(|known| known.code() == action);
    known.is_some_and(|known| known.operation() == Operation::Consultation)
}
