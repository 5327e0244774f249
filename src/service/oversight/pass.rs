//! The entries of a period that lie in an officer's scope, found by the index of each partner and told apart
//! by the marks beside it: only those are opened that are needed. Absent: what is made of them.

use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

use crate::domain::refusal::{Reason, Refusal};
use crate::domain::time::Timestamp;
use crate::service::door::{Kind, Mark, term};
use crate::service::question::{Question, in_scope, load};
use crate::store::{ReadError, Reader};
use crate::wire::api::audit::AuditQuery;

/// The most entries that one question opens; past it the officer asks for a shorter period. Opened one by one:
/// an unoptimized build took 0.13 to 0.17 ms each, beside other work.
const OPENED: usize = 200_000;

/// The most index rows that one question reads, some 40 bytes of memory each; past it the officer asks for a
/// shorter period. The same build took 3 to 6 microseconds each.
const LINES: usize = 1_000_000;

/// A period of the log, of some partners.
pub(super) struct Pass {
    partners: Vec<String>,
    question: Question,
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
    below: u64,
}

/// The fields of an entry by name.
pub(super) type Fields = BTreeMap<String, String>;

/// An index row.
pub(super) struct Line<'a> {
    /// Where the entry lies.
    pub(super) index: u64,
    /// Whose it is.
    pub(super) partner: &'a str,
    /// What stands beside it; nothing for an entry made before there were marks.
    pub(super) mark: Option<Mark>,
}

impl Pass {
    /// The entries among the first `below` of one partner, or of all in the scope. A partner outside the
    /// scope has none.
    ///
    /// # Errors
    /// [`Reason::RequestInvalid`] when the period or the partner cannot be read.
    pub(super) fn new(
        scope: Vec<String>,
        partner: Option<&String>,
        (from, to): (Timestamp, Timestamp),
        below: u64,
    ) -> Result<Self, Refusal> {
        let period = (Some(from.to_string()), Some(to.to_string()));
        let query = AuditQuery { from: period.0, to: period.1, ..AuditQuery::default() };
        let mut partners: Vec<String> = match partner {
            Some(wanted) => scope.into_iter().filter(|id| id == wanted).collect(),
            None => scope,
        };
        partners.sort_unstable();
        partners.dedup();
        Ok(Self { partners, question: Question::parse(&query)?, from, to, below })
    }

    /// Where in the log the entries of the period lie.
    ///
    /// # Errors
    /// When the store fails.
    pub(super) fn range(&self, reader: &Reader) -> Result<Range<u64>, ReadError> {
        self.question.range(reader, self.below)
    }

    /// The months that the period touches.
    pub(super) fn months(&self) -> RangeInclusive<u32> {
        self.from.month()..=self.to.plus_ms(-1).month()
    }

    /// The index rows of the period, oldest first. Erased entries have none: nobody can say whose they were.
    /// Opens no entry, and blocks.
    ///
    /// # Errors
    /// [`Reason::PeriodTooLarge`], or a fault of the store.
    pub(super) fn lines(&self, reader: &Reader) -> Result<Vec<Line<'_>>, Refusal> {
        let range = self.range(reader)?;
        let mut lines: Vec<Line<'_>> = Vec::new();
        for partner in &self.partners {
            let (term, range) = ((term::PARTNER, partner.as_bytes()), range.clone());
            let most = LINES + 1 - lines.len();
            for (index, mark) in reader.marked_entries(term, self.months(), range, most)? {
                let mark = Mark::parse(&mark);
                if mark.is_none_or(|mark| mark.at >= self.from && mark.at < self.to) {
                    lines.push(Line { index, partner, mark });
                }
            }
            if lines.len() > LINES {
                return Err(Reason::PeriodTooLarge.into());
            }
        }
        lines.sort_unstable_by_key(|line| line.index);
        Ok(lines)
    }

    /// The entry of an index row, when it is of the period and in scope.
    ///
    /// # Errors
    /// A fault of the store.
    pub(super) fn open(&self, reader: &Reader, index: u64) -> Result<Option<Fields>, Refusal> {
        let fields = load(reader, index)?;
        Ok(fields.filter(|fields| in_scope(fields, &self.partners) && self.question.fits(fields)))
    }

    /// Whether an entry is of the period, whoever's it is.
    ///
    /// # Errors
    /// A fault of the store.
    pub(super) fn is_of_period(&self, reader: &Reader, index: u64) -> Result<bool, Refusal> {
        Ok(load(reader, index)?.is_some_and(|fields| self.question.fits(&fields)))
    }

    /// Opens the entries whose mark is `wanted`, and those without one; hands over every row, oldest first,
    /// with the entry where it was opened. Says how many there were. Blocks.
    ///
    /// # Errors
    /// [`Reason::PeriodTooLarge`], what `take` returns, or a fault of the store.
    pub(super) fn walk(
        &self,
        reader: &Reader,
        wanted: impl Fn(Kind) -> bool,
        mut take: impl FnMut(&Line<'_>, Option<&Fields>) -> Result<(), Refusal>,
    ) -> Result<u64, Refusal> {
        let lines = self.lines(reader)?;
        let is_wanted = |line: &Line<'_>| line.mark.is_none_or(|mark| wanted(mark.kind));
        if lines.iter().filter(|line| is_wanted(line)).count() > OPENED {
            return Err(Reason::PeriodTooLarge.into());
        }
        let mut count = 0;
        for line in &lines {
            if !is_wanted(line) {
                take(line, None)?;
            } else if let Some(fields) = self.open(reader, line.index)? {
                take(line, Some(&fields))?;
            } else {
                continue;
            }
            count += 1;
        }
        Ok(count)
    }
}
