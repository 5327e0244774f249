//! Days and seconds since 1970-01-01 as a calendar date. No clock and no time zones: the log counts in UTC.

/// The date as `YYYY-MM-DD`.
pub(super) fn date(days_since_1970: u32) -> String {
    samen_audit::moment::date(u64::from(days_since_1970))
}

/// The moment as `YYYY-MM-DD hh:mm:ss UTC`.
pub(super) fn moment(seconds_since_1970: u64) -> String {
    let (days, second) = (seconds_since_1970 / 86_400, seconds_since_1970 % 86_400);
    let (hour, minute) = (second / 3_600, second / 60 % 60);
    let day = samen_audit::moment::date(days);
    format!("{day} {hour:02}:{minute:02}:{:02} UTC", second % 60)
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn known_moments() {
        assert_eq!(moment(0), "1970-01-01 00:00:00 UTC");
        assert_eq!(moment(1_679_315_147), "2023-03-20 12:25:47 UTC");
        assert!(moment(u64::MAX).ends_with(" 07:00:15 UTC"));
    }
}
