//! Moments and spans of time as a person types them: `2026-11-22T21:00:00Z`, `now`, `90m`, `4h`, `30d`.
//! Absent: the clock.

use crate::domain::time::Timestamp;

/// A span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    ms: i64,
}

impl Span {
    /// The moment this long after another.
    pub(crate) fn after(self, moment: Timestamp) -> Timestamp {
        moment.plus_ms(self.ms)
    }
}

/// A moment as typed: exact, or so long ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// An exact moment.
    At(Timestamp),
    /// So long before now.
    Ago(Span),
}

impl Moment {
    /// The moment, seen from now.
    pub(crate) fn resolve(self, now: Timestamp) -> Timestamp {
        match self {
            Self::At(moment) => moment,
            Self::Ago(span) => now.plus_ms(-span.ms),
        }
    }
}

/// Parses `30s`, `90m`, `4h`, `7d`.
///
/// # Errors
/// A sentence for the one who typed it.
pub(crate) fn span(text: &str) -> Result<Span, String> {
    let wrong = || "give a number and s, m, h or d, such as 90m, 4h or 30d".to_owned();
    let unit = text.chars().next_back().ok_or_else(wrong)?;
    let unit_ms: i64 = match unit {
        's' => 1_000,
        'm' => 60_000,
        'h' => 3_600_000,
        'd' => 86_400_000,
        _ => return Err(wrong()),
    };
    let number: u32 = text[..text.len() - 1].parse().map_err(|_| wrong())?;
    let ms = i64::from(number).checked_mul(unit_ms).ok_or_else(wrong)?;
    if ms == 0 { Err(wrong()) } else { Ok(Span { ms }) }
}

/// Parses a moment: RFC 3339 UTC, `now`, or so long ago (`10m`).
///
/// # Errors
/// A sentence for the one who typed it.
pub(crate) fn moment(text: &str) -> Result<Moment, String> {
    if text == "now" {
        return Ok(Moment::Ago(Span { ms: 0 }));
    }
    if let Ok(exact) = Timestamp::parse(text) {
        return Ok(Moment::At(exact));
    }
    span(text).map(Moment::Ago).map_err(|_| {
        "give a time such as 2026-11-22T21:04:05Z, `now`, or how long ago, such as 10m".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_have_a_unit() {
        let start = Timestamp::from_seconds(1_000);
        assert_eq!(span("2h").unwrap().after(start), Timestamp::from_seconds(8_200));
        for bad in ["", "4", "h", "-4h", "4w", "0d", "4é", "99999999999d"] {
            assert!(span(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn moments_are_exact_or_ago() {
        let now = Timestamp::from_seconds(10_000);
        assert_eq!(moment("now").unwrap().resolve(now), now);
        assert_eq!(moment("10m").unwrap().resolve(now), Timestamp::from_seconds(9_400));
        let exact = moment("2026-11-22T21:04:05Z").unwrap().resolve(now);
        assert_eq!(exact.to_string(), "2026-11-22T21:04:05.000Z");
        assert!(moment("yesterday").is_err());
    }
}
