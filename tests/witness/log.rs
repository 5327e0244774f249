//! A log of somebody else, of less than 256 leaves, that can tell several histories.
//! Absent: anything that an exchange logs.

use samen_audit::checkpoint::Checkpoint;
use samen_audit::cosignature::{self, WitnessKey};
use samen_audit::hash::{Hash, leaf_hash};
use samen_audit::note::{Note, NoteSigner};
use samen_audit::tree::{Tiles, consistency_proof, root};
use samen_audit::witness::AddCheckpoint;

/// The log.
pub(crate) struct Log {
    pub(crate) signer: NoteSigner,
    history: u8,
}

impl Tiles for Log {
    type Error = std::convert::Infallible;

    fn tile(&self, _: u8, _: u64, width: u16) -> Result<Vec<Hash>, Self::Error> {
        let leaf = |n: u16| leaf_hash(&[&n.to_be_bytes()[..], &[self.history]].concat());
        Ok((0..width).map(leaf).collect())
    }
}

impl Log {
    pub(crate) fn new(origin: &str) -> Self {
        Self { signer: NoteSigner::from_seed(origin, &[5; 32]).unwrap(), history: 0 }
    }

    /// The same log, and the same key, telling something else.
    pub(crate) fn fork(&self) -> Self {
        Self { history: self.history + 1, ..Self::new(self.signer.name()) }
    }

    /// The signed checkpoint of so many leaves.
    pub(crate) fn note(&self, size: u64) -> String {
        let root = root(size, self).unwrap();
        Checkpoint { origin: self.signer.name().to_owned(), size, root }.sign(&self.signer)
    }

    /// The request to cosign `new` leaves after `old`.
    pub(crate) fn request(&self, old: u64, new: u64) -> String {
        let proof = consistency_proof(old, new, self).unwrap_or_default();
        AddCheckpoint { old_size: old, proof, note: self.note(new) }.encode()
    }
}

/// The time of the one good cosignature among `lines` over a signed checkpoint.
pub(crate) fn cosigned_at(note: &str, lines: &str, key: &WitnessKey) -> u64 {
    let mut note = Note::parse(note).unwrap();
    for line in cosignature::parse_lines(lines).unwrap() {
        note.add(line);
    }
    let found = cosignature::verify(&note, std::slice::from_ref(key)).unwrap();
    assert_eq!(found.len(), 1, "{lines}");
    found[0].time_s
}
