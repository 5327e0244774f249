//! Flags as rows of the store, and the row that says how far the watch has come.
//! Absent: when they are written (`follow`).

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use zeroize::Zeroizing;

use crate::domain::action::Meter;
use crate::domain::misuse::{Figure, Flag, Identity, Measured, Sign};
use crate::domain::time::{MS_PER_DAY, Timestamp, Week};
use crate::service::sequencer::{FlagsWrite, KeptFlag};
use crate::store::{ReadError, Reader};

/// The kind of these flags. Whoever changes what the signs are takes another: the watch then begins with the
/// oldest entry, and rows of the old kind are not read any more.
const KIND: u8 = 1;

/// The standing row with the place; fixed for ever.
const PLACE: u8 = 56;

/// First byte of a row.
const VERSION: u8 = 1;

/// Days before a week in which the oldest entry behind one of its flags can lie, and one more.
const BEFORE_DAYS: i64 = 7 + 1;

const DAMAGED: ReadError = ReadError::Damaged { table: "flag" };

/// How far the watch had come when it last stored anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::service) struct Place {
    /// The first entry that it had not seen.
    pub(super) next: u64,
    /// The newest time among those that it had seen.
    pub(super) at: Timestamp,
}

/// The place, once there is one.
pub(super) fn place(reader: &Reader) -> Result<Option<Place>, ReadError> {
    let Some(row) = reader.standing(PLACE, &[KIND])? else { return Ok(None) };
    let damaged = ReadError::Damaged { table: "standing" };
    let parse = |row: &[u8]| {
        let (next, at) = row.split_first_chunk()?;
        Some(Place { next: u64::from_be_bytes(*next), at: moment(at.try_into().ok()?)? })
    };
    parse(&row).map(Some).ok_or(damaged)
}

/// Everything to store when the watch is at `place`.
pub(in crate::service) fn write(flags: Vec<(Identity, Flag)>, place: Place) -> FlagsWrite {
    let at = place.at.as_unsigned_ms().to_be_bytes();
    FlagsWrite {
        kind: KIND,
        flags: flags.into_iter().map(|(identity, flag)| kept(&identity, &flag)).collect(),
        place_kind: PLACE,
        place: [place.next.to_be_bytes(), at].concat(),
    }
}

fn kept(identity: &Identity, flag: &Flag) -> KeptFlag {
    // Whatever stands in a flag goes when its oldest entry goes.
    let oldest = flag.first().map_or(flag.last_at, |(_, at)| at);
    KeptFlag {
        month: oldest.month(),
        partner: flag.partner.clone(),
        week: flag.week.0,
        identity: identity.as_bytes().to_vec(),
        plain: Zeroizing::new(encode(flag)),
    }
}

/// Hands over the flags of these partners with an entry in the period. Reads those of the weeks that the period
/// touches and of the one after it, whose entries may be a week older, and blocks.
///
/// # Errors
/// When the store fails or a row is damaged.
pub(in crate::service) fn found(
    reader: &Reader,
    partners: &[String],
    (from, to): (Timestamp, Timestamp),
    mut take: impl FnMut(Flag),
) -> Result<(), ReadError> {
    let weeks = Week::of(from).0..=Week::of(to).next().0;
    let oldest = Week::of(from).start().plus_ms(-BEFORE_DAYS * MS_PER_DAY);
    let months: RangeInclusive<u32> = oldest.month()..=to.month();
    for partner in partners {
        let of = (KIND, partner.as_bytes());
        reader.flags(of, months.clone(), weeks.clone(), |plain| {
            let flag = decode(plain).ok_or(DAMAGED)?;
            if flag.touches(from, to) {
                take(flag);
            }
            Ok::<_, ReadError>(())
        })?;
    }
    Ok(())
}

/// Version, week, count, last time, number of entries, each with its index and time; then sign, partner, person,
/// sentence and figures, with a zero byte between them. Rows from before there were figures end with the sentence.
fn encode(flag: &Flag) -> Vec<u8> {
    let entries = flag.entries.len();
    let mut row = vec![VERSION];
    row.extend_from_slice(&flag.week.0.to_be_bytes());
    row.extend_from_slice(&flag.count.to_be_bytes());
    row.extend_from_slice(&flag.last_at.as_unsigned_ms().to_be_bytes());
    row.extend_from_slice(&u16::try_from(entries).unwrap_or(u16::MAX).to_be_bytes());
    for (index, at) in &flag.entries {
        row.extend_from_slice(&index.to_be_bytes());
        row.extend_from_slice(&at.as_unsigned_ms().to_be_bytes());
    }
    let person = flag.person.as_deref().unwrap_or_default();
    let Measured { sentence, figures } = &flag.measured;
    let figures = text(figures);
    let texts = [flag.sign.code(), &flag.partner, person, sentence, &figures].join("\0");
    row.extend_from_slice(texts.as_bytes());
    row
}

fn decode(row: &[u8]) -> Option<Flag> {
    let (&[VERSION], row) = row.split_first_chunk()? else { return None };
    let (week, row) = row.split_first_chunk()?;
    let (count, row) = row.split_first_chunk()?;
    let (last_at, row) = row.split_first_chunk()?;
    let (number, mut row) = row.split_first_chunk()?;
    let mut entries = Vec::new();
    for _ in 0..u16::from_be_bytes(*number) {
        let (index, rest) = row.split_first_chunk()?;
        let (at, rest) = rest.split_first_chunk()?;
        entries.push((u64::from_be_bytes(*index), moment(*at)?));
        row = rest;
    }
    let mut texts = str::from_utf8(row).ok()?.splitn(5, '\0').map(str::to_owned);
    let (sign, partner) = (Sign::from_code(&texts.next()?)?, texts.next()?);
    Some(Flag {
        sign,
        partner,
        person: texts.next().filter(|person| !person.is_empty()),
        measured: Measured {
            sentence: texts.next()?,
            figures: texts.next().map(|text| figures(&text)).unwrap_or_default(),
        },
        week: Week(u32::from_be_bytes(*week)),
        entries,
        count: u64::from_be_bytes(*count),
        last_at: moment(*last_at)?,
    })
}

/// `name=value`, with a space between them.
fn text(figures: &BTreeMap<String, Figure>) -> String {
    let figure = |(name, figure): (&String, &Figure)| match figure {
        Figure::Number(number) => format!("{name}={number}"),
        Figure::Meter(meter) => format!("{name}={}", meter.code()),
    };
    figures.iter().map(figure).collect::<Vec<_>>().join(" ")
}

/// Read back; none when one of them is of a later version, for the sentence says them all.
fn figures(text: &str) -> BTreeMap<String, Figure> {
    let figure = |part: &str| {
        let (name, value) = part.split_once('=')?;
        let meter = || Meter::ALL.into_iter().find(|meter| meter.code() == value);
        let number = value.parse().ok().map(Figure::Number);
        Some((name.to_owned(), number.or_else(|| meter().map(Figure::Meter))?))
    };
    text.split(' ').map(figure).collect::<Option<_>>().unwrap_or_default()
}

fn moment(ms: [u8; 8]) -> Option<Timestamp> {
    i64::try_from(u64::from_be_bytes(ms)).ok().map(Timestamp::from_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_keeps_its_figures_and_one_from_before_has_the_sentence() {
        let at = Timestamp::from_ms(1_795_000_000_000);
        let number = |name: &str, number| (name.to_owned(), Figure::Number(number));
        let mut flag = Flag {
            sign: Sign::NearLimit,
            partner: "securion".into(),
            person: None,
            week: Week::of(at),
            measured: Measured {
                sentence: "Used much.".into(),
                figures: [number("limit", 60), ("meter".into(), Figure::Meter(Meter::Searches))]
                    .into(),
            },
            entries: vec![(7, at)],
            count: 1,
            last_at: at,
        };
        let row = encode(&flag);
        assert!(decode(&row).is_some_and(|read| read == flag));
        let before = row.strip_suffix(b"\0limit=60 meter=searches").unwrap();
        flag.measured.figures.clear();
        assert!(decode(before).is_some_and(|read| read == flag));
        let later = [before, b"\0limit=60 moon=full"].concat();
        assert!(decode(&later).is_some_and(|read| read == flag));
    }
}
