//! Moments and days as the exchange counts them: milliseconds of UTC.
//! Absent: any clock. Whoever needs the present is handed it.

use std::fmt;

use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

/// Milliseconds in a day of UTC.
pub const MS_PER_DAY: i64 = 86_400_000;
/// How far the clocks of partners, cameras and the exchange may differ, in milliseconds: five minutes.
pub const CLOCKS_DIFFER_MS: i64 = 5 * 60 * 1000;
/// How long what was observed may wait for a connection before it is sent, in milliseconds: 72 hours, from
/// the evening before a weekend until the working day on which somebody mends the line.
pub const OBSERVED_WAITS_MS: i64 = 72 * 60 * 60 * 1000;

/// A moment in UTC with millisecond resolution, from 1970 up to the year 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// A text that is not an RFC 3339 moment in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an RFC 3339 time in UTC, such as 2026-11-22T21:04:05Z")]
pub struct InvalidTimestamp;

impl Timestamp {
    /// The last moment that can be written: 9999-12-31T23:59:59.999Z.
    pub const LAST: Self = Self(253_402_300_799_999);

    /// From milliseconds since 1970-01-01T00:00:00Z; clamped to the range of the type.
    pub fn from_ms(ms: i64) -> Self {
        Self(ms.clamp(0, Self::LAST.0))
    }

    /// From whole seconds since 1970-01-01T00:00:00Z.
    pub fn from_seconds(seconds: i64) -> Self {
        Self::from_ms(seconds.saturating_mul(1000))
    }

    /// Milliseconds since 1970-01-01T00:00:00Z; never negative.
    pub fn as_ms(self) -> i64 {
        self.0
    }

    /// The same as an unsigned number, as stored and committed.
    pub fn as_unsigned_ms(self) -> u64 {
        self.0.unsigned_abs()
    }

    /// Whole seconds since 1970-01-01T00:00:00Z.
    pub fn as_seconds(self) -> i64 {
        self.0 / 1000
    }

    /// Parses RFC 3339 with the offset `Z` (or a zero offset).
    ///
    /// # Errors
    /// [`InvalidTimestamp`] for another form, another offset or a year before 1970.
    pub fn parse(text: &str) -> Result<Self, InvalidTimestamp> {
        let moment = OffsetDateTime::parse(text, &Rfc3339).map_err(|_| InvalidTimestamp)?;
        if moment.offset() != UtcOffset::UTC {
            return Err(InvalidTimestamp);
        }
        let ms = i64::try_from(moment.unix_timestamp_nanos() / 1_000_000)
            .map_err(|_| InvalidTimestamp)?;
        if (0..=Self::LAST.0).contains(&ms) { Ok(Self(ms)) } else { Err(InvalidTimestamp) }
    }

    /// This moment moved by a number of milliseconds, held inside the range of the type.
    #[must_use]
    pub fn plus_ms(self, ms: i64) -> Self {
        Self::from_ms(self.0.saturating_add(ms))
    }

    /// This moment moved by a number of days.
    #[must_use]
    pub fn plus_days(self, days: u32) -> Self {
        self.plus_ms(i64::from(days).saturating_mul(MS_PER_DAY))
    }

    /// Milliseconds from `earlier` until this moment; negative when it is later.
    pub fn since(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }

    /// The day it falls on.
    pub fn day(self) -> Day {
        Day(u32::try_from(self.0 / MS_PER_DAY).unwrap_or(u32::MAX))
    }

    /// The calendar month it falls in, counted from year 0: `year * 12 + (month - 1)`.
    pub fn month(self) -> u32 {
        let Ok(moment) = OffsetDateTime::from_unix_timestamp(self.as_seconds()) else {
            return 0;
        };
        let year = u32::try_from(moment.year()).unwrap_or(0);
        year * 12 + u32::from(u8::from(moment.month())) - 1
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanos = i128::from(self.0) * 1_000_000;
        let moment = OffsetDateTime::from_unix_timestamp_nanos(nanos).map_err(|_| fmt::Error)?;
        let (date, clock) = (moment.date(), moment.time());
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
            date.year(),
            u8::from(date.month()),
            date.day(),
            clock.hour(),
            clock.minute(),
            clock.second(),
            clock.millisecond()
        )
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A day of UTC, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub u32);

impl Day {
    /// The first moment of the day.
    pub fn start(self) -> Timestamp {
        Timestamp::from_ms(i64::from(self.0) * MS_PER_DAY)
    }
}

/// A calendar week of UTC, from Monday on, counted from the one in which 1970 began (a Thursday).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week(pub u32);

impl Week {
    /// The days of the first week that lie before 1970.
    const BEFORE: u32 = 3;

    /// The week that a moment falls in.
    pub fn of(at: Timestamp) -> Self {
        Self((at.day().0 + Self::BEFORE) / 7)
    }

    /// The first moment of the week, or of 1970.
    pub fn start(self) -> Timestamp {
        Day(self.0.saturating_mul(7).saturating_sub(Self::BEFORE)).start()
    }

    /// The week after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// The first day after the calendar month counted as in [`Timestamp::month`].
pub fn day_after_month(month: u32) -> Day {
    let next = month + 1;
    let year = i32::try_from(next / 12).unwrap_or(9999);
    let number = u8::try_from(next % 12 + 1).unwrap_or(1);
    let date = time::Month::try_from(number)
        .and_then(|month| time::Date::from_calendar_date(year, month, 1));
    match date {
        Ok(date) => Timestamp::from_seconds(date.midnight().assume_utc().unix_timestamp()).day(),
        Err(_) => Timestamp::LAST.day(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_what_it_reads() {
        let moment = Timestamp::parse("2026-11-22T21:04:05.678Z").unwrap();
        assert_eq!(moment.to_string(), "2026-11-22T21:04:05.678Z");
        assert_eq!(
            Timestamp::parse("2026-11-22T21:04:05Z").unwrap().to_string(),
            "2026-11-22T21:04:05.000Z"
        );
    }

    #[test]
    fn refuses_local_times_and_the_past_before_counting() {
        for bad in
            ["2026-11-22T21:04:05", "2026-11-22T21:04:05+01:00", "1969-12-31T23:59:59Z", "now", ""]
        {
            assert!(Timestamp::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn weeks_begin_on_mondays() {
        let at = |text| Timestamp::parse(text).unwrap();
        let monday = at("2026-11-23T00:00:00Z");
        let week = Week::of(monday);
        assert_eq!(week.start(), monday);
        assert_eq!(Week::of(at("2026-11-29T23:59:59.999Z")), week);
        assert_eq!(Week::of(monday.plus_ms(-1)).next(), week);
        assert_eq!((Week::of(Timestamp::from_ms(0)), Week(0).start().as_ms()), (Week(0), 0));
        assert_eq!(Week(1).start(), at("1970-01-05T00:00:00Z"));
    }

    #[test]
    fn months_end_on_the_first_of_the_next() {
        let december = Timestamp::parse("2026-12-31T23:59:59Z").unwrap();
        assert_eq!(december.month(), 2026 * 12 + 11);
        assert_eq!(
            day_after_month(december.month()).start().to_string(),
            "2027-01-01T00:00:00.000Z"
        );
    }
}
