//! Offline proofs (C2SP `tlog-proof`): an index, an inclusion path and the checkpoint that it leads
//! to, in one text. Reading one verifies nothing.

use std::fmt::{self, Write as _};

use crate::hash::Hash;
use crate::text;

/// First line of every proof.
const HEADER: &str = "c2sp.org/tlog-proof@v1";

/// A tree of 2^64 leaves has no path longer than this.
const MAX_HASHES: usize = 64;

/// Largest proof that is looked at, in bytes: a signed note, 64 hashes and as much of extra data.
pub const MAX_PROOF_BYTES: usize = 2 * crate::note::MAX_NOTE_BYTES;

/// A proof that an entry stands in a log, not verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlogProof {
    /// Opaque data that nothing authenticates.
    pub extra: Option<Vec<u8>>,
    /// Index of the entry, from 0.
    pub index: u64,
    /// Inclusion path from the leaf's sibling up.
    pub hashes: Vec<Hash>,
    /// The signed checkpoint, verbatim.
    pub checkpoint: String,
}

/// Why a proof text was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TlogProofError {
    /// The text is larger than any proof can be.
    TooLarge,
    /// Not a version 1 proof.
    Header,
    /// The `extra` line is not base64.
    Extra,
    /// The `index` line is missing or not a decimal number.
    Index,
    /// A line of the path is not a hash, or there are more than 64.
    Hashes,
    /// No blank line and checkpoint after the path.
    Checkpoint,
}

impl fmt::Display for TlogProofError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLarge => "the proof is too large",
            Self::Header => "not a c2sp.org/tlog-proof@v1 proof",
            Self::Extra => "the extra line of the proof is not base64",
            Self::Index => "the index line of the proof is missing or not a number",
            Self::Hashes => "the path of the proof is not at most 64 base64 hashes",
            Self::Checkpoint => "the proof does not end in a checkpoint",
        })
    }
}

impl std::error::Error for TlogProofError {}

impl TlogProof {
    /// The proof as text.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut out = format!("{HEADER}\n");
        if let Some(extra) = &self.extra {
            let _ = writeln!(out, "extra {}", text::base64(extra)); // Writing to a string cannot fail.
        }
        let _ = writeln!(out, "index {}", self.index);
        for hash in &self.hashes {
            out.push_str(&text::base64(hash));
            out.push('\n');
        }
        out.push('\n');
        out.push_str(&self.checkpoint);
        out
    }

    /// Reads a proof.
    ///
    /// # Errors
    /// A [`TlogProofError`] that names the part that is wrong.
    pub fn parse(proof: &str) -> Result<Self, TlogProofError> {
        if proof.len() > MAX_PROOF_BYTES {
            return Err(TlogProofError::TooLarge);
        }
        let body = proof
            .strip_prefix(HEADER)
            .and_then(|rest| rest.strip_prefix('\n'))
            .ok_or(TlogProofError::Header)?;
        // The first blank line ends the path; the checkpoint has one of its own.
        let (lines, checkpoint) = body.split_once("\n\n").ok_or(TlogProofError::Checkpoint)?;
        if checkpoint.is_empty() {
            return Err(TlogProofError::Checkpoint);
        }
        let mut lines = lines.split('\n').peekable();
        let extra = match lines.next_if(|line| line.starts_with("extra ")) {
            None => None,
            Some(line) => Some(parse_extra(line).ok_or(TlogProofError::Extra)?),
        };
        let index = lines
            .next()
            .and_then(|line| line.strip_prefix("index "))
            .and_then(text::from_decimal)
            .ok_or(TlogProofError::Index)?;
        let mut hashes = Vec::new();
        for line in lines {
            let hash = text::hash_from_base64(line).filter(|_| hashes.len() < MAX_HASHES);
            hashes.push(hash.ok_or(TlogProofError::Hashes)?);
        }
        Ok(Self { extra, index, hashes, checkpoint: checkpoint.to_owned() })
    }
}

fn parse_extra(line: &str) -> Option<Vec<u8>> {
    text::from_base64(line.strip_prefix("extra ")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proof() -> TlogProof {
        TlogProof {
            extra: Some(vec![1, 2, 3]),
            index: 73_894,
            hashes: vec![[1; 32], [2; 32]],
            checkpoint: "a\n1\nroot\n\n\u{2014} a sig\n".to_owned(),
        }
    }

    #[test]
    fn reads_back_with_and_without_its_optional_parts() {
        let bare = TlogProof { extra: None, index: 0, hashes: vec![], ..proof() };
        let empty_extra = TlogProof { extra: Some(vec![]), ..proof() };
        for whole in [proof(), bare, empty_extra] {
            assert_eq!(TlogProof::parse(&whole.encode()), Ok(whole));
        }
        assert!(proof().encode().starts_with("c2sp.org/tlog-proof@v1\nextra AQID\nindex 73894\n"));
    }

    #[test]
    fn every_part_is_strict() {
        let good = proof().encode();
        let many = TlogProof { hashes: vec![[0; 32]; 65], ..proof() }.encode();
        for (bad, error) in [
            (String::new(), TlogProofError::Header),
            (good.replace("@v1", "@v2"), TlogProofError::Header),
            (good.replace("@v1\n", "@v1\r\n"), TlogProofError::Header),
            (good.replace("AQID", "AQI"), TlogProofError::Extra),
            (good.replace("index 73894", "index 073894"), TlogProofError::Index),
            (good.replace("index 73894\n", ""), TlogProofError::Index),
            (good.replacen("AQEB", "AQE", 1), TlogProofError::Hashes),
            (many, TlogProofError::Hashes),
            (good[..good.len() - 30].replace("\n\n", "\n"), TlogProofError::Checkpoint),
            ("x".repeat(MAX_PROOF_BYTES + 1), TlogProofError::TooLarge),
        ] {
            assert_eq!(TlogProof::parse(&bad), Err(error));
        }
    }
}
