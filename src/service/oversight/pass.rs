//! One bounded pass over the entries of a period that lie in an officer's scope, found by the index of each
//! partner: its cost grows with their entries, not with the log. Absent: what is made of them.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::domain::refusal::{Reason, Refusal};
use crate::domain::time::Timestamp;
use crate::service::door::term;
use crate::service::question::{Question, in_scope, load};
use crate::store::{Direction, ReadError, Reader};
use crate::wire::api::audit::AuditQuery;

/// The most entries of one pass; past it the officer asks for a shorter period. Not timed yet on a log with
/// as many.
pub(super) const LOOKED_AT: usize = 200_000;

/// A period of the log, of some partners.
pub(super) struct Pass {
    partners: Vec<String>,
    question: Question,
    below: u64,
}

/// The fields of an entry by name.
pub(super) type Fields = BTreeMap<String, String>;

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
        let (from, to) = (Some(from.to_string()), Some(to.to_string()));
        let query = AuditQuery { from, to, ..AuditQuery::default() };
        let partners = match partner {
            Some(wanted) => scope.into_iter().filter(|id| id == wanted).collect(),
            None => scope,
        };
        Ok(Self { partners, question: Question::parse(&query)?, below })
    }

    /// Where in the log the entries of the period lie.
    ///
    /// # Errors
    /// When the store fails.
    pub(super) fn range(&self, reader: &Reader) -> Result<Range<u64>, ReadError> {
        self.question.range(reader, self.below)
    }

    /// Hands over every entry, oldest first, and says how many there were. Erased ones are left out:
    /// nobody can say whose they were. Blocks.
    ///
    /// # Errors
    /// [`Reason::PeriodTooLarge`], what `take` returns, or a fault of the store.
    pub(super) fn walk(
        &self,
        reader: &Reader,
        mut take: impl FnMut(u64, &Fields) -> Result<(), Refusal>,
    ) -> Result<u64, Refusal> {
        let range = self.range(reader)?;
        let mut indexes: Vec<u64> = Vec::new();
        for partner in &self.partners {
            let (partner, range) = (partner.as_bytes(), range.clone());
            let most = LOOKED_AT + 1 - indexes.len();
            let all = Direction::Ascending;
            indexes.extend(reader.find_entries(term::PARTNER, partner, range, all, most)?);
            if indexes.len() > LOOKED_AT {
                return Err(Reason::PeriodTooLarge.into());
            }
        }
        indexes.sort_unstable();
        let mut count = 0;
        for index in indexes {
            let Some(fields) = load(reader, index)? else { continue };
            if in_scope(&fields, &self.partners) && self.question.fits(&fields) {
                count += 1;
                take(index, &fields)?;
            }
        }
        Ok(count)
    }
}
