//! Offering one checkpoint to one witness, from whatever size the witness has seen.
//! Absent: when to offer, and what follows from the outcome.

use samen_audit::cosignature::{parse_lines, verify};
use samen_audit::note::{Note, NoteSignature};
use samen_audit::tree::consistency_proof;
use samen_audit::witness::AddCheckpoint;

use super::{Answer, Peer};
use crate::domain::refusal::Refusal;
use crate::service::evidence::StoreTiles;
use crate::service::exchange::Exchange;
use crate::service::fault::fault;
use crate::service::sequencer::Published;

/// How often a witness may say that it is elsewhere before its answers count as meaningless: another
/// process of the same exchange may have offered a checkpoint in between.
const TRIES: u32 = 4;

/// What came of an offer.
pub(super) enum Offered {
    /// The witness cosigned, at this second by its clock.
    Cosigned(NoteSignature, u64),
    /// It has cosigned a log of this many entries, more than there are.
    Ahead(u64),
    /// It has cosigned something that this log does not continue.
    OtherHistory(u64),
    /// It does not take the log's checkpoints.
    Refused(&'static str),
    /// No answer, or none that means anything: the reason.
    Unreachable(String),
}

/// Offers the checkpoint, starting from the size that the witness is believed to have seen.
pub(super) async fn offer(
    exchange: &Exchange,
    peer: &Peer,
    believed: u64,
    published: &Published,
) -> Offered {
    let size = published.size();
    let mut old_size = believed.min(size);
    for _ in 0..TRIES {
        let body = match request(exchange, old_size, published).await {
            Ok(body) => body,
            Err(refusal) => return Offered::Unreachable(refusal.to_string()),
        };
        match peer.ask.add_checkpoint(body).await {
            Ok(Answer::Cosigned(lines)) => return check(peer, published, &lines),
            Ok(Answer::Conflict(Some(seen))) if seen > size => return Offered::Ahead(seen),
            Ok(Answer::Conflict(Some(seen))) if seen != old_size => old_size = seen,
            // The sizes agree, so it is the roots that do not.
            Ok(Answer::Conflict(_) | Answer::BadProof) => return Offered::OtherHistory(old_size),
            Ok(Answer::Refused(why)) => return Offered::Refused(why),
            Err(unreachable) => return Offered::Unreachable(unreachable.0),
        }
    }
    Offered::Unreachable("it names another size at every question".into())
}

async fn request(
    exchange: &Exchange,
    old_size: u64,
    published: &Published,
) -> Result<String, Refusal> {
    let size = published.size();
    let proof = exchange
        .read(move |reader| {
            consistency_proof(old_size, size, &StoreTiles::new(reader)).map_err(|error| {
                let cause: &dyn std::error::Error = &error;
                tracing::error!(error = cause, "a consistency proof cannot be made");
                fault("a consistency proof cannot be made")
            })
        })
        .await?;
    Ok(AddCheckpoint { old_size, proof, note: published.checkpoint.clone() }.encode())
}

/// The cosignature counts only when it is the witness's own, over this very checkpoint.
fn check(peer: &Peer, published: &Published, lines: &str) -> Offered {
    let meaningless = || Offered::Unreachable("its cosignature does not verify".into());
    let (Ok(mut note), Ok(lines)) = (Note::parse(&published.checkpoint), parse_lines(lines)) else {
        return meaningless();
    };
    let own = lines
        .into_iter()
        .find(|line| line.name == peer.key.name() && line.key_id == peer.key.key_id());
    let Some(own) = own else {
        return meaningless();
    };
    note.add(own.clone());
    match verify(&note, std::slice::from_ref(&peer.key)).as_deref() {
        Ok([cosignature]) => Offered::Cosigned(own, cosignature.time_s),
        _ => meaningless(),
    }
}
