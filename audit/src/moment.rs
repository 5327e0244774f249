//! Moments as text: RFC 3339 in UTC, from and to milliseconds since 1970-01-01. No clock, no time
//! zones, no leap seconds.

/// Milliseconds in a day of UTC.
pub const MS_PER_DAY: u64 = 86_400_000;

/// The moment as RFC 3339 in UTC with milliseconds, such as `2026-11-22T21:04:05.678Z`.
#[must_use]
pub fn rfc3339(ms_since_1970: u64) -> String {
    let (days, ms) = (ms_since_1970 / MS_PER_DAY, ms_since_1970 % MS_PER_DAY);
    let (seconds, ms) = (ms / 1000, ms % 1000);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{}T{hour:02}:{minute:02}:{second:02}.{ms:03}Z", date(days))
}

/// Reads the one spelling that [`rfc3339`] writes, up to the year 9999.
#[must_use]
pub fn from_rfc3339(text: &str) -> Option<u64> {
    let ms = read(text)?;
    (rfc3339(ms) == text).then_some(ms)
}

/// Reads RFC 3339 as partners write it: any number of digits of a second, which are cut to
/// milliseconds, and a zero offset in any spelling.
#[must_use]
pub fn read(text: &str) -> Option<u64> {
    let (day, clock) = (text.get(..10)?, text.get(11..)?);
    if !matches!(text.as_bytes().get(10), Some(b'T' | b't')) {
        return None;
    }
    let clock = ["Z", "z", "+00:00", "-00:00"].iter().find_map(|zero| clock.strip_suffix(zero))?;
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let [year, month, day] = numbers(day, '-', [4, 2, 2])?;
    let [hour, minute, second] = numbers(clock, ':', [2, 2, 2])?;
    if fraction.is_empty() || !fraction.bytes().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let ms: u64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    let in_range = year >= 1970 && hour < 24 && minute < 60 && second < 60;
    let days = days(year, month, day).filter(|_| in_range)?;
    Some(days * MS_PER_DAY + (hour * 3600 + minute * 60 + second) * 1000 + ms)
}

/// The day as `YYYY-MM-DD` in the Gregorian calendar.
#[must_use]
pub fn date(days_since_1970: u64) -> String {
    // Counted from 0000-03-01, so that the leap day ends its year (a 400-year era is 146,097 days).
    let days = days_since_1970.saturating_add(719_468);
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Days from 1970-01-01; `None` for a day that the calendar does not have.
fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let shifted = year - u64::from(month <= 2);
    let month_from_march = (month + 9) % 12;
    let (era, year_of_era) = (shifted / 400, shifted % 400);
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    let days = (era * 146_097 + day_of_era).checked_sub(719_468)?;
    // The 31st of a short month would come out as a day of the next one.
    (date(days) == format!("{year:04}-{month:02}-{day:02}")).then_some(days)
}

/// Three numbers of fixed widths with a sign between.
fn numbers(text: &str, between: char, widths: [usize; 3]) -> Option<[u64; 3]> {
    let mut parts = text.split(between);
    let mut out = [0; 3];
    for (slot, width) in out.iter_mut().zip(widths) {
        let part = parts.next()?;
        if part.len() != width || !part.bytes().all(|c| c.is_ascii_digit()) {
            return None;
        }
        *slot = part.parse().ok()?;
    }
    parts.next().is_none().then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days() {
        for (days, expected) in [
            (0, "1970-01-01"),
            (58, "1970-02-28"),
            (789, "1972-02-29"),
            (11_016, "2000-02-29"),
            (20_779, "2026-11-22"),
            (47_540, "2100-02-28"),
            (47_541, "2100-03-01"),
        ] {
            assert_eq!(date(days), expected);
            assert_eq!(from_rfc3339(&format!("{expected}T00:00:00.000Z")), Some(days * MS_PER_DAY));
        }
    }

    #[test]
    fn every_day_of_a_long_time_reads_back() {
        for day in (0..2_932_896).step_by(37) {
            let ms = day * MS_PER_DAY + 86_399_999;
            assert_eq!(from_rfc3339(&rfc3339(ms)), Some(ms));
        }
        assert_eq!(rfc3339(253_402_300_799_999), "9999-12-31T23:59:59.999Z");
        assert!(rfc3339(u64::MAX).ends_with('Z'));
    }

    #[test]
    fn other_spellings_and_impossible_days() {
        let ms = 1_795_381_445_670;
        assert_eq!(rfc3339(ms), "2026-11-22T21:04:05.670Z");
        for same in ["2026-11-22T21:04:05.67Z", "2026-11-22t21:04:05.670999z"] {
            assert_eq!((read(same), from_rfc3339(same)), (Some(ms), None), "{same}");
        }
        assert_eq!(read("2026-11-22T21:04:05+00:00"), Some(ms - 670));
        for bad in [
            "",
            "2026-11-22",
            "2026-11-22 21:04:05Z",
            "2026-11-22T21:04:05",
            "2026-11-22T21:04:05+01:00",
            "2026-11-22T21:04:05.Z",
            "2026-11-22T21:04:60Z",
            "2026-11-22T24:00:00Z",
            "2026-02-29T00:00:00Z",
            "2026-04-31T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "1969-12-31T23:59:59Z",
            "+026-11-22T21:04:05Z",
            "2026-11-22T2\u{e9}:04:05Z",
            "\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}T21:04:05Z",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
