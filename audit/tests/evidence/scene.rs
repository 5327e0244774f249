//! A log in memory whose entries are known with their keys, so that bundles can be made of it and
//! it can be published (`tricks`). What happened is told in `night`.

use samen_audit::bundle::{Bundle, Erased, Line};
use samen_audit::checkpoint::Checkpoint;
use samen_audit::edge::Edge;
use samen_audit::hash::{Hash, leaf_hash, sha256};
use samen_audit::leaf::{Class, EntryFields, FieldId, Leaf, commit, open};
use samen_audit::note::Note;
use samen_audit::proof::TlogProof;
use samen_audit::receipt::Receipt;
use serde_json::json;

use super::cast::{EVENING_MS, EXCHANGE, ORIGIN, log_signer, policy, witnesses};

/// An entry with the key that opens it.
#[derive(Clone)]
pub(crate) struct Logged {
    pub(crate) leaf: Leaf,
    pub(crate) k: [u8; 32],
    pub(crate) fields: EntryFields,
}

/// A log, oldest entry first.
#[derive(Clone, Default)]
pub(crate) struct Scene {
    pub(crate) entries: Vec<Logged>,
    pub(crate) edge: Edge,
    pub(crate) rows: Vec<Vec<Hash>>,
}

impl Scene {
    /// Appends an entry of `class` that happened `at_s` seconds after the evening began.
    pub(crate) fn log(&mut self, class: Class, at_s: u64, fields: &[(FieldId, &[u8])]) -> u64 {
        let time = (EVENING_MS + at_s * 1000).to_be_bytes();
        let all = fields.iter().copied().chain([(FieldId::TIME, &time[..])]);
        let fields = EntryFields::from_unordered(all.map(|(id, value)| (id, value.to_vec())));
        let index = self.edge.size();
        let k = sha256(&[b"key of entry ", &index.to_be_bytes()[..]].concat());
        let fields = fields.unwrap();
        let leaf = Leaf { class, erase_day: 22_615, commit: commit(&k, &fields) };
        self.push(Logged { leaf, k, fields });
        index
    }

    pub(crate) fn push(&mut self, logged: Logged) {
        let hash = leaf_hash(&logged.leaf.to_bytes());
        self.rows.resize(4, Vec::new());
        self.rows[0].push(hash);
        for node in self.edge.append(hash) {
            self.rows[usize::from(node.level)].push(node.hash);
        }
        self.entries.push(logged);
    }

    /// The same log with `change` made to its list of entries, signed by the same key: what an
    /// operator with the key can make.
    pub(crate) fn rewritten(&self, change: impl FnOnce(&mut Vec<Logged>)) -> Self {
        let mut entries = self.entries.clone();
        change(&mut entries);
        let mut scene = Self::default();
        entries.into_iter().for_each(|logged| scene.push(logged));
        scene
    }

    pub(crate) fn head(&self) -> Checkpoint {
        Checkpoint { origin: ORIGIN.to_owned(), size: self.edge.size(), root: self.edge.root() }
    }

    /// The checkpoint without witnesses.
    pub(crate) fn checkpoint(&self) -> String {
        self.head().sign(&log_signer())
    }

    /// The checkpoint, cosigned by both witnesses `at_s` seconds after the evening began.
    pub(crate) fn cosigned(&self, at_s: u64) -> String {
        let mut note = Note::parse(&self.checkpoint()).unwrap();
        for witness in witnesses() {
            note.add(witness.cosign(&self.head().to_text(), EVENING_MS / 1000 + at_s));
        }
        note.encode()
    }

    /// The entry at `index` with all fields but `withheld`, under `checkpoint`.
    pub(crate) fn line(&self, index: u64, withheld: &[FieldId], checkpoint: &str) -> Line {
        let logged = &self.entries[usize::try_from(index).unwrap()];
        let shown: Vec<FieldId> = logged.fields.iter().map(|(id, _)| id).collect();
        let shown: Vec<FieldId> = shown.into_iter().filter(|id| !withheld.contains(id)).collect();
        let digest = logged.fields.get(FieldId::RECORD_SHA256);
        let digest = digest.filter(|_| shown.contains(&FieldId::RECORD_SHA256));
        Line::Shown(Receipt {
            record: None,
            record_sha256: digest.map(|digest| digest.try_into().unwrap()),
            leaf: logged.leaf.to_bytes(),
            fields: open(&logged.k, &logged.fields, &shown),
            proof: self.proof(index, checkpoint),
            witnesses_missing: Vec::new(),
        })
    }

    /// The entry at `index` as one whose key is gone.
    pub(crate) fn gone(&self, index: u64, erased_by: Option<u64>, checkpoint: &str) -> Line {
        let leaf = self.entries[usize::try_from(index).unwrap()].leaf.to_bytes();
        Line::Erased(Erased { leaf, erased_by, proof: self.proof(index, checkpoint) })
    }

    fn proof(&self, index: u64, checkpoint: &str) -> TlogProof {
        let hashes = self.edge.inclusion_proof(index).unwrap();
        TlogProof { extra: None, index, hashes, checkpoint: checkpoint.to_owned() }
    }

    /// A bundle of these entries, made an hour after the evening began; without documents.
    pub(crate) fn bundle(&self, indexes: &[u64], withheld: &[FieldId], checkpoint: &str) -> Bundle {
        Bundle {
            exchange: EXCHANGE.to_owned(),
            origin: ORIGIN.to_owned(),
            created_at_ms: EVENING_MS + 3_600_000,
            question: json!({ "query": { "partner": "firm" } }),
            withheld: withheld.to_vec(),
            checkpoint: checkpoint.to_owned(),
            policy: policy("all"),
            entries: indexes.iter().map(|at| self.line(*at, withheld, checkpoint)).collect(),
            records: Vec::new(),
            keys: Vec::new(),
            grants: Vec::new(),
        }
    }
}
