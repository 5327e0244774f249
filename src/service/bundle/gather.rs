//! What goes into a bundle beside the chosen entries: proofs, signed records, keys and grants.
//! Absent: the choice of entries, and the entry that the export itself leaves.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use samen_audit::bundle::{Erased, GrantClaim, KeyClaim, Line};
use samen_audit::hash::{Hash, sha256};
use samen_audit::jws::Jws;
use samen_audit::leaf::{Class, FieldId, LEAF_BYTES, Part};
use samen_audit::proof::TlogProof;
use samen_audit::receipt::Receipt;
use samen_audit::tree::{Tiles, inclusion_proof};

use super::choose::{Chosen, Entry, choose, choose_named};
use super::{BYTES, Question};
use crate::domain::id::RecordId;
use crate::domain::refusal::{Reason, Refusal};
use crate::service::directory::Directory;
use crate::service::evidence::StoreTiles;
use crate::service::fault::fault;
use crate::service::kept;
use crate::service::retention;
use crate::service::sequencer::Published;
use crate::service::stored::registered::{GrantRow, Kind};
use crate::service::witnesses::Shown;
use crate::store::{ReadError, Reader};

/// What is wanted, and of which state of the log.
pub(super) struct Wanted {
    pub(super) question: Question,
    /// The entries that may come into question, when they are named.
    pub(super) named: Option<BTreeSet<u64>>,
    pub(super) scope: Vec<String>,
    pub(super) withheld: Vec<FieldId>,
    pub(super) with_records: bool,
    pub(super) directory: Arc<Directory>,
    pub(super) newest: Arc<Published>,
    pub(super) shown: Shown,
}

/// The parts of a bundle.
pub(super) struct Gathered {
    pub(super) checkpoint: String,
    pub(super) entries: Vec<Line>,
    pub(super) records: Vec<Vec<u8>>,
    pub(super) record_ids: Vec<RecordId>,
    pub(super) keys: Vec<KeyClaim>,
    pub(super) grants: Vec<GrantClaim>,
}

/// Reads all of it. Blocks.
///
/// # Errors
/// [`Reason::BundleTooLarge`], or a fault of the store.
pub(super) fn gather(reader: &Reader, wanted: &Wanted) -> Result<Gathered, Refusal> {
    let size = wanted.newest.size();
    let mut chosen = match &wanted.named {
        Some(named) => choose_named(reader, &wanted.question, &wanted.scope, named)?,
        None => choose(reader, &wanted.question, &wanted.scope, size)?,
    };
    let (records, record_ids) = records(reader, wanted, &chosen)?;
    let grants = grants(reader, wanted, &chosen)?;
    let keys = keys(wanted, &records, &grants)?;
    let kids = keys.iter().map(|key| key.public.thumbprint());
    for subject in kids.chain(grants.iter().map(|grant| grant.id.clone())) {
        chosen.vouch(reader, &subject, &wanted.scope, size)?;
    }
    chosen.vouch_erasures(reader, &wanted.scope, size)?;
    // With cosignatures, unless an entry is too fresh for them.
    let last = chosen.entries.last_key_value().map_or(0, |(index, _)| *index);
    let (size, checkpoint) = match wanted.shown.published.size() {
        cosigned if last < cosigned => (cosigned, wanted.shown.note.clone()),
        _ => (size, wanted.newest.checkpoint.clone()),
    };
    let tiles = Remembered { tiles: StoreTiles::new(reader), last: RefCell::default() };
    let (mut entries, mut bytes) = (Vec::with_capacity(chosen.entries.len()), 0);
    for (index, entry) in &chosen.entries {
        let hashes = inclusion_proof(*index, size, &tiles).map_err(|error| {
            let cause: &dyn std::error::Error = &error;
            tracing::error!(error = cause, "a proof cannot be made");
            Reason::Internal
        })?;
        let proof =
            TlogProof { extra: None, index: *index, hashes, checkpoint: checkpoint.clone() };
        let line = line(reader, entry.as_ref(), proof, &wanted.withheld)?;
        bytes += line.encode().len();
        if bytes > BYTES {
            return Err(Reason::BundleTooLarge.into());
        }
        entries.push(line);
    }
    Ok(Gathered { checkpoint, entries, records, record_ids, keys, grants })
}

fn line(
    reader: &Reader,
    entry: Option<&Entry>,
    proof: TlogProof,
    withheld: &[FieldId],
) -> Result<Line, Refusal> {
    let Some(entry) = entry else {
        let leaf = reader.leaf(proof.index)?.ok_or(ReadError::Missing { table: "leaf" })?;
        let leaf = <[u8; LEAF_BYTES]>::try_from(leaf.as_ref())
            .map_err(|_| fault("a kept leaf has a wrong length"))?;
        let erased_by = retention::entry_erased_by(reader, proof.index)?;
        return Ok(Line::Erased(Erased { leaf, erased_by, proof }));
    };
    let shows = |field: &FieldId| entry.at_most.is_none_or(|fields| fields.contains(field));
    let hidden: Vec<FieldId> = entry
        .parts
        .iter()
        .map(Part::field)
        .filter(|field| withheld.contains(field) || !shows(field))
        .collect();
    let digest = entry.opened(FieldId::RECORD_SHA256).and_then(|digest| digest.try_into().ok());
    let receipt = Receipt {
        record: None,
        record_sha256: digest,
        leaf: entry.leaf.to_bytes(),
        fields: entry.parts.clone(),
        proof,
        witnesses_missing: Vec::new(),
    };
    Ok(Line::Shown(receipt.withhold(&hidden)))
}

/// The signed records that came in with the chosen entries, and their ids.
fn records(
    reader: &Reader,
    wanted: &Wanted,
    chosen: &Chosen,
) -> Result<(Vec<Vec<u8>>, Vec<RecordId>), Refusal> {
    let (mut records, mut ids, mut bytes) = (Vec::new(), Vec::new(), 0);
    // Without its digest no entry would vouch for a record.
    if !wanted.with_records || wanted.withheld.contains(&FieldId::RECORD_SHA256) {
        return Ok((records, ids));
    }
    let accepting = [Class::Collection, Class::Alteration, Class::Disclosure];
    for (index, entry) in &chosen.entries {
        let Some(entry) = entry.as_ref().filter(|entry| accepting.contains(&entry.leaf.class))
        else {
            continue;
        };
        let Some(digest) = entry.opened(FieldId::RECORD_SHA256) else { continue };
        let signed = match reader.record(*index) {
            Ok(Some(signed)) => signed,
            // Erased with its day, or an entry about another document.
            Ok(None) | Err(ReadError::Erased) => continue,
            Err(error) => return Err(error.into()),
        };
        if sha256(&signed) != digest {
            return Err(fault("a kept record is not the one that its entry is about"));
        }
        bytes += signed.len();
        if bytes > BYTES {
            return Err(Reason::BundleTooLarge.into());
        }
        ids.push(kept::load(reader, *index)?.facts.id);
        records.push(signed.to_vec());
    }
    Ok((records, ids))
}

/// The grants that the chosen entries rest on, with every document about them.
fn grants(reader: &Reader, wanted: &Wanted, chosen: &Chosen) -> Result<Vec<GrantClaim>, Refusal> {
    let mut ids = BTreeSet::new();
    if !wanted.withheld.contains(&FieldId::GRANT) {
        let opened = chosen.entries.values().flatten().filter_map(|one| one.opened(FieldId::GRANT));
        ids.extend(opened.filter_map(|id| String::from_utf8(id.to_vec()).ok()));
    }
    let mut grants = Vec::with_capacity(ids.len());
    for id in ids {
        // A refused record may have named a grant that never was.
        let Some(row) = reader.standing(Kind::Grant.number(), id.as_bytes())? else { continue };
        let row = GrantRow::decode(&row).map_err(|_| fault("a kept grant cannot be read"))?;
        grants.push(GrantClaim {
            id,
            proposal: row.jws,
            acceptances: row.acceptances.into_iter().map(|(_, jws)| jws).collect(),
            revocations: row.revocation.into_iter().map(|(_, jws)| jws).collect(),
        });
    }
    Ok(grants)
}

/// The registrations of every key that signed one of the documents.
fn keys(
    wanted: &Wanted,
    records: &[Vec<u8>],
    grants: &[GrantClaim],
) -> Result<Vec<KeyClaim>, Refusal> {
    let granted = grants.iter().flat_map(|grant| {
        let consents = grant.acceptances.iter().chain(&grant.revocations);
        std::iter::once(&grant.proposal).chain(consents).map(String::as_bytes)
    });
    let mut keys = BTreeMap::new();
    for document in records.iter().map(Vec::as_slice).chain(granted) {
        let jws = Jws::parse(document).map_err(|_| fault("a kept document is no JWS"))?;
        let Some(key) = wanted.directory.key(jws.kid()) else {
            return Err(fault("a kept document is signed with a key that is not registered"));
        };
        let row = &key.row;
        keys.entry(row.id.to_string()).or_insert_with(|| KeyClaim {
            public: key.public.clone(),
            partner: row.partner.to_string(),
            person: row.person.to_string(),
            valid_from_ms: row.valid_from.as_unsigned_ms(),
            valid_until_ms: Some(row.valid_until.as_unsigned_ms()),
            withdrawn_at_ms: row.withdrawn_at.map(|at| at.as_unsigned_ms()),
        });
    }
    Ok(keys.into_values().collect())
}

/// Tiles that are read once for the many proofs of neighboring entries: the last one of each level.
struct Remembered<'a> {
    tiles: StoreTiles<'a>,
    last: RefCell<BTreeMap<u8, (u64, Vec<Hash>)>>,
}

impl Tiles for Remembered<'_> {
    type Error = ReadError;

    fn tile(&self, level: u8, n: u64, width: u16) -> Result<Vec<Hash>, ReadError> {
        if let Some((known, hashes)) = self.last.borrow().get(&level)
            && *known == n
            && hashes.len() == usize::from(width)
        {
            return Ok(hashes.clone());
        }
        let hashes = self.tiles.tile(level, n, width)?;
        self.last.borrow_mut().insert(level, (n, hashes.clone()));
        Ok(hashes)
    }
}
