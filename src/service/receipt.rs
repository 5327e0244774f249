//! The receipt of a durable entry: the leaf, its fields opened, and the proof that the log holds it.
//! Absent: signing, which the checkpoint in the proof already carries.

use samen_audit::leaf::{FieldId, LEAF_BYTES, Part};
use samen_audit::proof::TlogProof;
use samen_audit::receipt::Receipt;
use samen_audit::tree::inclusion_proof;

use super::door::{Entered, open_fields};
use super::evidence::StoreTiles;
use super::exchange::Exchange;
use super::fault::fault;
use super::sequencer::Committed;
use crate::domain::id::RecordId;
use crate::domain::refusal::{Reason, Refusal};
use crate::store::{ReadError, Reader};

/// The receipt of the entry at `index` for this record, as it was first given: with the checkpoint of
/// the group that the entry was committed in.
///
/// # Errors
/// [`Reason::Erased`] when the entry's key is gone, [`Reason::Internal`] for a fault below.
pub async fn load(exchange: &Exchange, id: RecordId, index: u64) -> Result<Receipt, Refusal> {
    let receipt = exchange.read(move |reader| read(reader, Some(id), index, None)).await?;
    Ok(name_missing(exchange, receipt))
}

/// The evidence for the entry at `index`, every field opened: under the checkpoint that is shown, with its
/// cosignatures, or under the newest one for an entry that is too fresh for that.
///
/// # Errors
/// As [`load`].
pub async fn evidence(exchange: &Exchange, index: u64) -> Result<Receipt, Refusal> {
    let newest = exchange.sequencer.published();
    let shown = exchange.witnesses.shown(&newest);
    let now = match shown.published.size() {
        size if index < size => (size, shown.note),
        _ => (newest.size(), newest.checkpoint.clone()),
    };
    let receipt = exchange.read(move |reader| read(reader, None, index, Some(now))).await?;
    Ok(name_missing(exchange, receipt))
}

/// Says which witnesses have not cosigned the checkpoint yet.
fn name_missing(exchange: &Exchange, receipt: Receipt) -> Receipt {
    let witnesses_missing = exchange.witnesses.missing_on(&receipt.proof.checkpoint);
    Receipt { witnesses_missing, ..receipt }
}

/// The receipt of an entry that was just made durable, from memory alone.
///
/// # Errors
/// [`Reason::Internal`] when the entry is no longer at the edge of the tree.
pub fn fresh(exchange: &Exchange, entered: Entered, id: RecordId) -> Result<Receipt, Refusal> {
    let Entered { committed, leaf, parts } = entered;
    let Committed { index, published } = committed;
    let hashes = published
        .edge
        .inclusion_proof(index)
        .ok_or_else(|| fault("a fresh entry is not at the edge of the tree"))?;
    let receipt = assemble(index, &leaf, parts, hashes, published.checkpoint.clone(), Some(id))?;
    Ok(name_missing(exchange, receipt))
}

fn read(
    reader: &Reader,
    id: Option<RecordId>,
    index: u64,
    checkpoint: Option<(u64, String)>,
) -> Result<Receipt, Refusal> {
    let missing = |table| Refusal::from(ReadError::Missing { table });
    let (size, checkpoint) = match checkpoint {
        Some(known) => known,
        None => reader.checkpoint_at_or_after(index + 1)?.ok_or_else(|| missing("checkpoint"))?,
    };
    let leaf = reader.leaf(index)?.ok_or_else(|| missing("leaf"))?;
    let plain = reader.entry(index)?.ok_or_else(|| missing("entry"))?;
    let parts = open_fields(&plain).map_err(|_| fault("a kept entry cannot be read"))?;
    let tiles = StoreTiles::new(reader);
    let hashes = inclusion_proof(index, size, &tiles).map_err(|error| {
        let cause: &dyn std::error::Error = &error;
        tracing::error!(error = cause, "a proof cannot be made");
        Reason::Internal
    })?;
    assemble(index, &leaf, parts, hashes, checkpoint, id)
}

fn assemble(
    index: u64,
    leaf: &[u8],
    parts: Vec<Part>,
    hashes: Vec<samen_audit::hash::Hash>,
    checkpoint: String,
    id: Option<RecordId>,
) -> Result<Receipt, Refusal> {
    let leaf =
        <[u8; LEAF_BYTES]>::try_from(leaf).map_err(|_| fault("a kept leaf has a wrong length"))?;
    let record_sha256 = parts.iter().find_map(|part| match part {
        Part::Opened(opening) if opening.field == FieldId::RECORD_SHA256 => {
            opening.value.as_slice().try_into().ok()
        }
        Part::Opened(_) | Part::Withheld { .. } => None,
    });
    let proof = TlogProof { extra: None, index, hashes, checkpoint };
    let record = id.map(|id| id.to_string());
    let witnesses_missing = Vec::new();
    Ok(Receipt { record, record_sha256, leaf, fields: parts, proof, witnesses_missing })
}
