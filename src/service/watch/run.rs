//! The watch on its way through the log, group by group: which entries it is shown, and from where on what it
//! raises is new. Absent: waiting, and the writer (`follow`).

use std::ops::{Range, RangeInclusive};

use super::rows::{Place, place};
use super::sight::{Sight, is_evidence};
use crate::domain::misuse::{Flag, Identity, LimitAt, lead};
use crate::domain::refusal::Refusal;
use crate::domain::time::Timestamp;
use crate::service::door::{Mark, term};
use crate::service::question::load;
use crate::store::{ReadError, Reader};
use crate::vault::Bucket;

/// Entries in one group: bounds the memory, and what is done at a stretch.
pub(super) const GROUP: u64 = 4096;

/// The watch, and how far it has come.
pub(in crate::service) struct Run {
    sight: Sight,
    next: u64,
    at: Option<Timestamp>,
    /// What is raised by earlier entries is stored.
    stored: Option<Place>,
}

impl Run {
    /// Where the watch has to begin to go on from its place. Blocks.
    ///
    /// # Errors
    /// When the store fails or a row is damaged.
    pub(in crate::service) fn begin(reader: &Reader) -> Result<Self, ReadError> {
        let (stored, mut next) = (place(reader)?, 0);
        if let Some(place) = stored {
            let begins = reader.first_index_at(lead(place.at).as_unsigned_ms())?;
            next = begins.unwrap_or(place.next).min(place.next);
        }
        Ok(Self { sight: Sight::default(), next, at: None, stored })
    }

    /// The first entry that it has not seen.
    pub(in crate::service) fn next(&self) -> u64 {
        self.next
    }

    /// How far it has come; nothing before it has seen an entry of anybody. While it sees again what it saw
    /// before, its place is the one where that ends.
    pub(in crate::service) fn place(&self) -> Option<Place> {
        let own = self.at.map(|at| Place { next: self.next, at });
        self.stored.filter(|stored| self.next < stored.next).or(own)
    }

    /// Looks at the next group of the first `until` entries, of all `partners`, and gives what is raised. Blocks.
    ///
    /// # Errors
    /// A fault of the store; the watch may have seen a part of the group then, and has to begin again.
    pub(in crate::service) fn step(
        &mut self,
        reader: &Reader,
        until: u64,
        partners: &[String],
        limit: &LimitAt<'_>,
    ) -> Result<Vec<(Identity, Flag)>, Refusal> {
        let known = self.stored.map(|stored| stored.next).filter(|end| self.next < *end);
        let until = known.unwrap_or(until).min(self.next.saturating_add(GROUP));
        let group = self.next..until;
        let (mut lines, months) = (Vec::new(), months(reader, &group)?);
        for partner in partners {
            let (of, months) = ((term::PARTNER, partner.as_bytes()), months.clone());
            let most = usize::try_from(GROUP).unwrap_or(usize::MAX);
            for (index, mark) in reader.marked_entries(of, months, group.clone(), most)? {
                lines.push((index, partner.as_str(), Mark::parse(&mark)));
            }
        }
        lines.sort_unstable_by_key(|(index, ..)| *index);
        for line in lines {
            let (index, _, mark) = line;
            let fields = match mark {
                Some(mark) if !is_evidence(mark.kind) => None,
                // What was erased since is not seen.
                _ => match load(reader, index)? {
                    Some(fields) => Some(fields),
                    None => continue,
                },
            };
            let time = fields.as_ref().and_then(|fields| fields.get("time"));
            let time = time.and_then(|time| Timestamp::parse(time).ok());
            self.at = self.at.max(mark.map(|mark| mark.at).or(time));
            self.sight.show(reader, line, fields.as_ref(), limit)?;
        }
        self.next = group.end;
        let raised = self.sight.take();
        Ok(if known.is_some() { Vec::new() } else { raised })
    }
}

/// The months of the entries in a range. At the turn of a month entries of the one before still come in.
fn months(reader: &Reader, range: &Range<u64>) -> Result<RangeInclusive<u32>, ReadError> {
    let month = |index| match reader.entry_bucket(index)? {
        Some(Bucket::Audit(month)) => Ok(month),
        _ => Err(ReadError::Missing { table: "entry" }),
    };
    let (first, last) = (month(range.start)?, month(range.end.saturating_sub(1))?);
    Ok(first.min(last).saturating_sub(1)..=first.max(last).saturating_add(1))
}
