//! The outlines that maps draw, read once at the start: bounded files, and errors that say which and why.
//! Absent: drawing, and the form of the files (`wire::outline`).

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::domain::outline::{MOST_POSITIONS, Outlines};
use crate::wire::outline::{InvalidOutline, lines};

/// The most bytes of one file: a country's municipalities, simplified as for a screen, take about half of that.
const MOST_BYTES: u64 = 8 * 1024 * 1024;

/// The table of the configuration file about maps.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MapFile {
    outlines: Vec<PathBuf>,
}

impl MapFile {
    /// Its files.
    pub(super) fn parse(self, at: &dyn Fn(&Path) -> PathBuf) -> Vec<PathBuf> {
        self.outlines.iter().map(|path| at(path)).collect()
    }
}

/// Why the outlines cannot be drawn.
#[derive(Debug, thiserror::Error)]
pub enum OutlinesError {
    /// A file cannot be read.
    #[error("the file {} cannot be read", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A file is too large.
    #[error("the file {} is larger than 8 MiB: simplify it, a screen shows no more", .0.display())]
    Large(PathBuf),
    /// A file is no outline.
    #[error("the file {} cannot be drawn", path.display())]
    Form {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: InvalidOutline,
    },
    /// Too much to draw.
    #[error("the files have more than {MOST_POSITIONS} positions together: simplify them")]
    Positions,
}

/// Reads the outlines.
///
/// # Errors
/// [`OutlinesError`] for the first file that cannot be used.
pub(super) fn load(paths: &[PathBuf]) -> Result<Outlines, OutlinesError> {
    let mut all = Vec::new();
    for path in paths {
        let fault = |source| OutlinesError::Read { path: path.clone(), source };
        if std::fs::metadata(path).map_err(fault)?.len() > MOST_BYTES {
            return Err(OutlinesError::Large(path.clone()));
        }
        let text = std::fs::read(path).map_err(fault)?;
        let form = |source| OutlinesError::Form { path: path.clone(), source };
        all.extend(lines(&text).map_err(form)?);
    }
    Outlines::new(all).ok_or(OutlinesError::Positions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_cannot_be_used_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let line = |positions: usize| {
            let one = vec!["[6.8,52.2]"; positions].join(",");
            format!(r#"{{"type":"LineString","coordinates":[{one}]}}"#)
        };
        let good = write("good.geojson", &line(3));
        assert_eq!(load(std::slice::from_ref(&good)).unwrap().lines().len(), 1);
        assert_eq!(load(&[]).unwrap(), Outlines::default());
        let missing = folder.path().join("missing");
        let said = |paths: &[PathBuf]| load(paths).unwrap_err().to_string();
        assert!(said(&[good.clone(), missing]).ends_with("missing cannot be read"));
        assert!(said(&[write("bad", "{}")]).ends_with("bad cannot be drawn"));
        let half = write("half", &line(MOST_POSITIONS / 2 + 1));
        assert!(said(&[half.clone(), half]).contains("50000 positions"));
        let large = write("large", &" ".repeat(8 * 1024 * 1024 + 1));
        assert!(said(&[large]).contains("larger than 8 MiB"));
    }
}
