//! Lines that a map draws so that people know where they are: borders of districts, rivers, roads.
//! Absent: who belongs where; nothing is decided by them.

use super::geo::Point;

/// The most positions of all lines together: what a browser still draws at once, and a few megabytes.
pub const MOST_POSITIONS: usize = 50_000;

/// Lines on a map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outlines(Vec<Vec<Point>>);

impl Outlines {
    /// From lines; nothing when they have more than [`MOST_POSITIONS`] positions together.
    pub fn new(lines: Vec<Vec<Point>>) -> Option<Self> {
        let positions: usize = lines.iter().map(Vec::len).sum();
        (positions <= MOST_POSITIONS).then_some(Self(lines))
    }

    /// The lines.
    pub fn lines(&self) -> &[Vec<Point>] {
        &self.0
    }
}
