//! Tiles as C2SP `tlog-tiles` publishes them: their paths and their bytes. Reads and writes no
//! file; knows no tree.

use std::fmt;
use std::str::FromStr;

use crate::hash::Hash;
use crate::text::from_decimal;
use crate::tree::TILE_WIDTH;

/// Highest tile level that the format allows.
const MAX_LEVEL: u64 = 63;

/// What a tile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TileLevel {
    /// Hashes of this tile level, 0..=63.
    Hashes(u8),
    /// The entries themselves.
    Entries,
}

/// Where a tile is published: `tile/<L>/<N>[.p/<W>]` or `tile/entries/<N>[.p/<W>]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TilePath {
    /// Hashes of a level, or entries.
    pub level: TileLevel,
    /// Number of the tile within its level.
    pub n: u64,
    /// Hashes or entries in it, 1..=256; 256 is a full tile.
    pub width: u16,
}

/// Why tile bytes or a tile path were refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TileError {
    /// Not the path of a tile in its one spelling.
    Path,
    /// An entry is longer than the 65,535 bytes that a bundle can say.
    EntryTooLong,
    /// More than 256 entries.
    TooManyEntries,
    /// The bytes end in the middle of an entry.
    Truncated,
    /// A hash tile is not a whole number of hashes, or holds more than 256.
    HashBytes,
}

impl fmt::Display for TileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Path => "not a tile path",
            Self::EntryTooLong => "an entry is longer than 65535 bytes",
            Self::TooManyEntries => "a tile holds more than 256 entries",
            Self::Truncated => "the tile ends in the middle of an entry",
            Self::HashBytes => "a hash tile is not a whole number of at most 256 hashes",
        })
    }
}

impl std::error::Error for TileError {}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.level {
            TileLevel::Hashes(level) => write!(f, "tile/{level}/")?,
            TileLevel::Entries => f.write_str("tile/entries/")?,
        }
        let digits = self.n.to_string();
        let padded = format!("{:0>1$}", digits, digits.len().div_ceil(3) * 3);
        let (head, tail) = padded.split_at(padded.len() - 3);
        for (at, digit) in head.chars().enumerate() {
            if at % 3 == 0 {
                f.write_str("x")?;
            }
            write!(f, "{digit}")?;
            if at % 3 == 2 {
                f.write_str("/")?;
            }
        }
        f.write_str(tail)?;
        if self.width < TILE_WIDTH {
            write!(f, ".p/{}", self.width)?;
        }
        Ok(())
    }
}

impl FromStr for TilePath {
    type Err = TileError;

    fn from_str(path: &str) -> Result<Self, TileError> {
        let parsed = parse_loosely(path).ok_or(TileError::Path)?;
        // Writing it again catches every other spelling of the same tile.
        if parsed.to_string() == path { Ok(parsed) } else { Err(TileError::Path) }
    }
}

impl TilePath {
    /// Parses a path in its one spelling; the same as `str::parse`.
    ///
    /// # Errors
    /// [`TileError::Path`].
    pub fn parse(path: &str) -> Result<Self, TileError> {
        path.parse()
    }
}

fn parse_loosely(path: &str) -> Option<TilePath> {
    let (level, rest) = path.strip_prefix("tile/")?.split_once('/')?;
    let level = match level {
        "entries" => TileLevel::Entries,
        number => TileLevel::Hashes(
            from_decimal(number).filter(|l| *l <= MAX_LEVEL).and_then(|l| l.try_into().ok())?,
        ),
    };
    let (number, width) = match rest.split_once(".p/") {
        None => (rest, TILE_WIDTH),
        Some((number, width)) => {
            let width = u16::try_from(from_decimal(width)?).ok()?;
            (number, Some(width).filter(|w| (1..TILE_WIDTH).contains(w))?)
        }
    };
    let mut n: u64 = 0;
    for group in number.split('/') {
        let digits = group.strip_prefix('x').unwrap_or(group);
        if digits.len() != 3 || !digits.bytes().all(|c| c.is_ascii_digit()) {
            return None;
        }
        n = n.checked_mul(1000)?.checked_add(digits.parse().ok()?)?;
    }
    Some(TilePath { level, n, width })
}

/// The bytes of an entries tile: each entry after its length as big-endian u16.
///
/// # Errors
/// When an entry is too long or there are more than 256.
pub fn encode_entries<'a>(
    entries: impl IntoIterator<Item = &'a [u8]>,
) -> Result<Vec<u8>, TileError> {
    let mut out = Vec::new();
    for (count, entry) in entries.into_iter().enumerate() {
        if count == usize::from(TILE_WIDTH) {
            return Err(TileError::TooManyEntries);
        }
        let length = u16::try_from(entry.len()).map_err(|_| TileError::EntryTooLong)?;
        out.extend_from_slice(&length.to_be_bytes());
        out.extend_from_slice(entry);
    }
    Ok(out)
}

/// The entries of an entries tile.
///
/// # Errors
/// When the bytes end within an entry or hold more than 256.
pub fn decode_entries(bytes: &[u8]) -> Result<Vec<Vec<u8>>, TileError> {
    let mut entries = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        if entries.len() == usize::from(TILE_WIDTH) {
            return Err(TileError::TooManyEntries);
        }
        let (length, tail) = rest.split_first_chunk::<2>().ok_or(TileError::Truncated)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (entry, tail) = tail.split_at_checked(length).ok_or(TileError::Truncated)?;
        entries.push(entry.to_vec());
        rest = tail;
    }
    Ok(entries)
}

/// The bytes of a hash tile.
#[must_use]
pub fn encode_hashes(hashes: &[Hash]) -> Vec<u8> {
    hashes.concat()
}

/// The hashes of a hash tile.
///
/// # Errors
/// When the bytes are not a whole number of hashes, or more than 256.
pub fn decode_hashes(bytes: &[u8]) -> Result<Vec<Hash>, TileError> {
    match bytes.as_chunks::<32>() {
        (hashes, []) if hashes.len() <= usize::from(TILE_WIDTH) => Ok(hashes.to_vec()),
        _ => Err(TileError::HashBytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_paths() {
        for (path, level, n, width) in [
            ("tile/0/x001/x234/067", TileLevel::Hashes(0), 1_234_067, 256),
            ("tile/0/x001/x234/067.p/5", TileLevel::Hashes(0), 1_234_067, 5),
            ("tile/63/000", TileLevel::Hashes(63), 0, 256),
            ("tile/entries/x999/000.p/255", TileLevel::Entries, 999_000, 255),
            ("tile/1/x018/x446/x744/x073/x709/x551/615", TileLevel::Hashes(1), u64::MAX, 256),
        ] {
            let tile = TilePath { level, n, width };
            assert_eq!(TilePath::parse(path), Ok(tile));
            assert_eq!(tile.to_string(), path);
        }
    }

    #[test]
    fn other_spellings_are_refused() {
        for path in [
            "",
            "tile",
            "tile/",
            "tile/0",
            "tile/0/",
            "/tile/0/000",
            "tile/00/000",
            "tile/64/000",
            "tile/-1/000",
            "tile/0/0",
            "tile/0/0000",
            "tile/0/x000",
            "tile/0/x000/001",
            "tile/0/001/002",
            "tile/0/x001/x002",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/05",
            "tile/0/000.p/",
            "tile/0/000.p",
            "tile/0/000/",
            "tile/0/00a",
            "tile/0/+01",
            "tile/entries/000.p/1.p/1",
            "tile/data/000",
            "tile/0/../000",
            "tile/1/x018/x446/x744/x073/x709/x551/616",
            "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
        ] {
            assert_eq!(TilePath::parse(path), Err(TileError::Path), "{path}");
        }
    }

    #[test]
    fn entries_round_trip_and_refuse_damage() {
        let entries: Vec<Vec<u8>> = vec![vec![], vec![1], vec![2; 300]];
        let bytes = encode_entries(entries.iter().map(Vec::as_slice)).unwrap();
        assert_eq!(decode_entries(&bytes), Ok(entries));
        assert_eq!(decode_entries(&bytes[..bytes.len() - 1]), Err(TileError::Truncated));
        assert_eq!(decode_entries(&[0]), Err(TileError::Truncated));
        assert_eq!(decode_entries(&[0; 2 * 257]), Err(TileError::TooManyEntries));
        assert_eq!(encode_entries(vec![&[][..]; 257]), Err(TileError::TooManyEntries));
        assert_eq!(encode_entries([&vec![0; 65_536][..]]), Err(TileError::EntryTooLong));
    }

    #[test]
    fn hash_tiles_are_whole() {
        assert_eq!(decode_hashes(&encode_hashes(&[[1; 32], [2; 32]])), Ok(vec![[1; 32], [2; 32]]));
        assert_eq!(decode_hashes(&[0; 33]), Err(TileError::HashBytes));
        assert_eq!(decode_hashes(&[0; 257 * 32]), Err(TileError::HashBytes));
    }
}
