//! A random choice that anybody can repeat from its seed. Every index gets a ticket,
//! SHA-256 of `samen-sample/v1`, a newline, the seed in UTF-8, a newline and the index in decimal; the
//! indexes with the smallest tickets are chosen. Absent: randomness; whoever picks the seed brings it.

use std::collections::BinaryHeap;

use samen_audit::hash::{Hash, sha256};
use samen_audit::text::hex;

/// Draws while the indexes come in; keeps no more than it chooses.
pub(super) struct Draw {
    seed: String,
    size: usize,
    /// The smallest tickets, the largest of them on top.
    smallest: BinaryHeap<(Hash, u64)>,
}

impl Draw {
    pub(super) fn new(seed: &str, size: usize) -> Self {
        Self { seed: seed.to_owned(), size, smallest: BinaryHeap::new() }
    }

    /// Offers an index of the population.
    pub(super) fn offer(&mut self, index: u64) {
        self.smallest.push((ticket(&self.seed, index), index));
        if self.smallest.len() > self.size {
            self.smallest.pop();
        }
    }

    /// The chosen indexes, ascending.
    pub(super) fn end(self) -> Vec<u64> {
        let mut chosen: Vec<u64> = self.smallest.into_iter().map(|(_, index)| index).collect();
        chosen.sort_unstable();
        chosen
    }
}

fn ticket(seed: &str, index: u64) -> Hash {
    sha256(format!("samen-sample/v1\n{seed}\n{index}").as_bytes())
}

/// What a population is known by: SHA-256 over its indexes in decimal, ascending, each with a newline, in
/// hexadecimal.
pub(super) fn population_sha256(indexes: &[u64]) -> String {
    let text: String = indexes.iter().map(|index| format!("{index}\n")).collect();
    hex(&sha256(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(seed: &str, size: usize) -> Vec<u64> {
        let mut draw = Draw::new(seed, size);
        (0..1000).for_each(|index| draw.offer(index));
        draw.end()
    }

    #[test]
    fn the_same_seed_chooses_the_same_and_another_one_others() {
        assert_eq!(
            draw("lotto 2026-11-21: 4 8 15 16 23 42", 20),
            draw("lotto 2026-11-21: 4 8 15 16 23 42", 20)
        );
        assert_ne!(draw("first seed", 20), draw("other seed", 20));
    }

    #[test]
    fn it_is_the_sorting_that_is_described() {
        let mut all: Vec<(Hash, u64)> =
            (0..1000).map(|index| (ticket("seed", index), index)).collect();
        all.sort_unstable();
        let mut wanted: Vec<u64> = all.iter().take(7).map(|(_, index)| *index).collect();
        wanted.sort_unstable();
        assert_eq!(draw("seed", 7), wanted);
        assert_eq!(draw("seed", 2000).len(), 1000);
        assert_eq!(hex(&ticket("seed", 7)), hex(&sha256(b"samen-sample/v1\nseed\n7")));
    }
}
