//! Log indexes as a text of numbers and ranges, such as `3 17-20`: how entries name what was erased.
//! Absent: what the indexes stand for.

use std::fmt;

/// Indexes in ascending order, neighbors joined.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spans(Vec<(u64, u64)>);

impl Spans {
    /// From indexes in ascending order.
    pub(super) fn of(indexes: impl IntoIterator<Item = u64>) -> Self {
        let mut spans: Vec<(u64, u64)> = Vec::new();
        for index in indexes {
            match spans.last_mut() {
                Some((_, last)) if last.checked_add(1) == Some(index) => *last = index,
                _ => spans.push((index, index)),
            }
        }
        Self(spans)
    }

    /// The same indexes in parts of at most `most` numbers and ranges; nothing gives no part.
    pub(super) fn parts(&self, most: usize) -> Vec<Self> {
        self.0.chunks(most).map(|part| Self(part.to_vec())).collect()
    }

    /// From text; words that are no numbers are skipped.
    pub(super) fn parse(text: &str) -> Self {
        let span = |word: &str| {
            let (first, last) = word.split_once('-').unwrap_or((word, word));
            Some((first.parse().ok()?, last.parse().ok()?))
        };
        Self(text.split(' ').filter_map(span).collect())
    }

    /// Whether the index is one of them.
    pub(super) fn contains(&self, index: u64) -> bool {
        self.0.iter().any(|(first, last)| (*first..=*last).contains(&index))
    }
}

impl fmt::Display for Spans {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (first, last)) in self.0.iter().enumerate() {
            let space = if at == 0 { "" } else { " " };
            match first == last {
                true => write!(f, "{space}{first}")?,
                false => write!(f, "{space}{first}-{last}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbors_are_joined_and_come_back() {
        let spans = Spans::of([3, 17, 18, 19, 20, 22]);
        assert_eq!(spans.to_string(), "3 17-20 22");
        let again = Spans::parse(&format!("records {spans}"));
        assert_eq!(again, spans);
        let named: Vec<u64> = (0..30).filter(|index| again.contains(*index)).collect();
        assert_eq!(named, [3, 17, 18, 19, 20, 22]);
        assert_eq!(Spans::of([]).to_string(), "");
        let parts: Vec<String> = spans.parts(2).iter().map(ToString::to_string).collect();
        assert_eq!(parts, ["3 17-20", "22"]);
    }
}
