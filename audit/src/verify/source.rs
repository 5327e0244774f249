//! Where a log is read from: a directory or a URL, with the same paths below. Reads with a limit,
//! and tells what is absent from what cannot be reached.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use samen_audit::hash::Hash;
use samen_audit::note::MAX_NOTE_BYTES;
use samen_audit::tile::{TileLevel, TilePath, decode_entries, decode_hashes};
use samen_audit::tree::TILE_WIDTH;

use super::outcome::Stop;

/// Largest hash tile in bytes.
const MAX_HASH_TILE: u64 = 256 * 32;

/// Largest entries tile in bytes: 256 entries of 65,535 bytes with their lengths.
const MAX_ENTRY_TILE: u64 = 256 * (2 + 65_535);

/// How to reach a log over mutual TLS.
#[derive(clap::Args)]
pub(super) struct Identity {
    /// Certificate authority of the exchange (PEM); without it the public ones are trusted.
    #[arg(long, value_name = "FILE")]
    pub(super) ca: Option<PathBuf>,
    /// Own certificate (PEM), where the exchange demands one.
    #[arg(long, value_name = "FILE", requires = "key")]
    pub(super) cert: Option<PathBuf>,
    /// Private key of that certificate (PEM).
    #[arg(long, value_name = "FILE", requires = "cert")]
    pub(super) key: Option<PathBuf>,
}

/// Why a resource was not read.
pub(super) enum Missing {
    /// The place was reached and does not have it.
    Absent,
    /// The place has it, and it is larger than it can be.
    TooLarge,
    /// The place could not be reached; the reason.
    Unreachable(String),
}

/// A place where a log is published.
pub(super) enum Source {
    Directory(PathBuf),
    #[cfg(feature = "fetch")]
    Web(super::fetch::Web),
}

impl Source {
    /// A URL when it begins like one, else a directory.
    pub(super) fn open(place: &str, identity: &Identity) -> Result<Self, Stop> {
        if place.starts_with("https://") || place.starts_with("http://") {
            return open_web(place, identity);
        }
        if Path::new(place).is_dir() {
            Ok(Self::Directory(PathBuf::from(place)))
        } else {
            Err(Stop::Unreachable(format!("{place} is no directory and no URL")))
        }
    }

    /// The checkpoint as it stands now.
    pub(super) fn checkpoint(&self) -> Result<String, Stop> {
        let limit = u64::try_from(MAX_NOTE_BYTES).unwrap_or(u64::MAX);
        match self.get("checkpoint", limit) {
            Ok(bytes) => String::from_utf8(bytes)
                .map_err(|_| Stop::Failed("the checkpoint is not text".to_owned())),
            Err(Missing::Absent) => Err(Stop::Unreachable("no checkpoint there".to_owned())),
            Err(Missing::TooLarge) => Err(Stop::Failed("the checkpoint is too large".to_owned())),
            Err(Missing::Unreachable(reason)) => Err(Stop::Unreachable(reason)),
        }
    }

    /// The first `width` entries of entries tile `n`.
    pub(super) fn entries(&self, n: u64, width: u16) -> Result<Vec<Vec<u8>>, Stop> {
        let path = TilePath { level: TileLevel::Entries, n, width };
        self.tile(path, MAX_ENTRY_TILE, decode_entries)
    }

    /// The first `width` hashes of hash tile `n` of `level`.
    pub(super) fn hashes(&self, level: u8, n: u64, width: u16) -> Result<Vec<Hash>, Stop> {
        let path = TilePath { level: TileLevel::Hashes(level), n, width };
        self.tile(path, MAX_HASH_TILE, decode_hashes)
    }

    fn tile<T, E: std::error::Error>(
        &self,
        path: TilePath,
        limit: u64,
        decode: impl Fn(&[u8]) -> Result<Vec<T>, E>,
    ) -> Result<Vec<T>, Stop> {
        let full = TilePath { width: TILE_WIDTH, ..path };
        // A log may drop a partial tile once the full one is there, of which it is the beginning.
        let (got, bytes) = match self.get(&path.to_string(), limit) {
            Err(Missing::Absent) if path != full => (full, self.get(&full.to_string(), limit)),
            other => (path, other),
        };
        let bytes = bytes.map_err(|missing| match missing {
            Missing::Absent => Stop::Failed(format!("the log does not serve {path}")),
            Missing::TooLarge => Stop::Failed(format!("{got} is larger than a tile can be")),
            Missing::Unreachable(reason) => Stop::Unreachable(reason),
        })?;
        let mut parts = decode(&bytes).map_err(|error| Stop::Failed(format!("{got}: {error}")))?;
        if parts.len() != usize::from(got.width) {
            let count = parts.len();
            return Err(Stop::Failed(format!("{got} holds {count} and not {}", got.width)));
        }
        parts.truncate(usize::from(path.width));
        Ok(parts)
    }

    fn get(&self, path: &str, limit: u64) -> Result<Vec<u8>, Missing> {
        match self {
            Self::Directory(directory) => read_file(&directory.join(path), limit),
            #[cfg(feature = "fetch")]
            Self::Web(web) => web.get(path, limit),
        }
    }
}

fn read_file(path: &Path, limit: u64) -> Result<Vec<u8>, Missing> {
    let unreachable = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => Missing::Absent,
        _ => Missing::Unreachable(format!("cannot read {}: {error}", path.display())),
    };
    let file = std::fs::File::open(path).map_err(unreachable)?;
    let mut bytes = Vec::new();
    let read = file.take(limit + 1).read_to_end(&mut bytes).map_err(unreachable)?;
    if u64::try_from(read).is_ok_and(|read| read <= limit) {
        Ok(bytes)
    } else {
        Err(Missing::TooLarge)
    }
}

#[cfg(feature = "fetch")]
fn open_web(url: &str, identity: &Identity) -> Result<Source, Stop> {
    super::fetch::Web::open(url, identity).map(Source::Web)
}

#[cfg(not(feature = "fetch"))]
fn open_web(_url: &str, _identity: &Identity) -> Result<Source, Stop> {
    Err(Stop::Usage("built without `fetch`: give a directory".to_owned()))
}
