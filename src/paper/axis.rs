//! Where the lines of an axis of counts lie: at most six, at round whole numbers.
//! Absent: drawing them.

/// The most steps between the lines.
const STEPS: u64 = 5;

/// The values of the lines, from 0 to the first round number that is not below the largest count.
pub fn ticks(largest: u64) -> Vec<u64> {
    let step = step(largest.div_ceil(STEPS).max(1));
    let mut ticks = vec![0];
    let mut at = 0_u64;
    while at < largest.max(1) {
        at = at.saturating_add(step);
        ticks.push(at);
    }
    ticks
}

/// The smallest of 1, 2, 5 times a power of ten that is not smaller.
fn step(least: u64) -> u64 {
    let mut power = 1_u64;
    loop {
        for times in [1, 2, 5] {
            match power.checked_mul(times) {
                Some(step) if step >= least => return step,
                Some(_) => {}
                // Nothing round is left below the largest number.
                None => return least,
            }
        }
        power = power.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_lie_at_round_numbers_and_hold_the_largest() {
        assert_eq!(ticks(0), [0, 1]);
        assert_eq!(ticks(1), [0, 1]);
        assert_eq!(ticks(5), [0, 1, 2, 3, 4, 5]);
        assert_eq!(ticks(6), [0, 2, 4, 6]);
        assert_eq!(ticks(101), [0, 50, 100, 150]);
        assert_eq!(ticks(48_000), [0, 10_000, 20_000, 30_000, 40_000, 50_000]);
        for largest in [7, 99, 1_001, 65_536, u64::MAX] {
            let ticks = ticks(largest);
            assert!((2..=6).contains(&ticks.len()) && *ticks.last().unwrap() >= largest);
        }
    }
}
