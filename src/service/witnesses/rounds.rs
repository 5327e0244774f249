//! Rounds of offers: the newest checkpoint to every witness that is due, at most once a second. The first
//! round is part of the gate at the start. Absent: the dialogue with one witness (`offer`).

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use samen_audit::note::Note;

use super::contact::Outcome;
use super::offer::{Offered, offer};
use super::{Cosigned, Shown, Witnesses};
use crate::service::exchange::Exchange;
use crate::service::sequencer::Published;

/// Seconds after which a witness is asked again although nothing was added: its cosignature says that
/// the log is still the same at that time, and keeps the quorum fresh on a quiet night.
const REFRESH: u64 = 60;

/// A witness contradicts this log. The exchange must not go on as if nothing had happened.
#[derive(Debug, thiserror::Error)]
pub enum Contested {
    /// It has seen more than there is.
    #[error(
        "the witness {witness} has cosigned a log of {seen} entries and the database holds {tip}: the \
         database was rolled back or restored from an older copy. Put the newest database back; if it is \
         lost for good, go on under a new origin with `samen log continue`"
    )]
    Ahead {
        /// Its name in the policy.
        witness: String,
        /// Entries that it has seen.
        seen: u64,
        /// Entries that there are.
        tip: u64,
    },
    /// It has seen something else.
    #[error(
        "the witness {witness} has cosigned another history of the first {seen} entries: this database is \
         not the one that was running. Put the right database back; if it is lost for good, go on under a \
         new origin with `samen log continue`"
    )]
    OtherHistory {
        /// Its name in the policy.
        witness: String,
        /// Entries that it has seen.
        seen: u64,
    },
}

/// Compares the log with every witness that answers, before anything is served. Gives for each what the
/// entry of the start says about it.
///
/// # Errors
/// [`Contested`]; nothing may be served then.
pub async fn first_contact(exchange: &Exchange) -> Result<Vec<String>, Contested> {
    round(exchange, 0).await?;
    let witnesses = &exchange.witnesses;
    let state = witnesses.lock();
    let told =
        witnesses.peers.iter().zip(&state.contacts).map(|(peer, contact)| match contact.outcome {
            Outcome::Cosigned => format!("{}={}", peer.name, contact.size),
            other => format!("{}={}", peer.name, other.code()),
        });
    Ok(told.collect())
}

/// Offers checkpoints for as long as the exchange runs. Returns only when a witness that could not be
/// compared before contradicts the log.
pub async fn follow(exchange: Arc<Exchange>) -> Contested {
    let mut ticks = tokio::time::interval(Duration::from_secs(1));
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut second = 0;
    loop {
        ticks.tick().await;
        second += 1;
        if let Err(contested) = round(&exchange, second).await {
            return contested;
        }
    }
}

/// One round, if anybody is due.
async fn round(exchange: &Exchange, second: u64) -> Result<(), Contested> {
    let witnesses = &exchange.witnesses;
    let published = exchange.sequencer.published();
    if published.size() == 0 || witnesses.peers.is_empty() {
        return Ok(());
    }
    let due = due(witnesses, published.size(), second);
    let offers = due.iter().map(|(at, believed)| {
        let (published, peer) = (&published, &witnesses.peers[*at]);
        async move { (*at, offer(exchange, peer, *believed, published).await) }
    });
    let offered = join_all(offers).await;
    let (fresh, contested) = settle(exchange, &published, second, offered);
    show(exchange, published, fresh);
    witnesses.measure(exchange);
    contested.map_or(Ok(()), Err)
}

/// Who is asked now, and the size that each is believed to have seen.
fn due(witnesses: &Witnesses, size: u64, second: u64) -> Vec<(usize, u64)> {
    let state = witnesses.lock();
    let due = state.contacts.iter().enumerate().filter(|(_, contact)| {
        let behind = contact.outcome == Outcome::Cosigned && contact.size != size;
        behind || second >= contact.next
    });
    due.map(|(at, contact)| (at, contact.size)).collect()
}

/// Writes down what came of the offers. Gives the new cosignatures, and the contradiction of a witness
/// that is compared for the first time; later ones are alarms, because this process knows what it wrote.
fn settle(
    exchange: &Exchange,
    published: &Published,
    second: u64,
    offered: Vec<(usize, Offered)>,
) -> (Vec<samen_audit::note::NoteSignature>, Option<Contested>) {
    let witnesses = &exchange.witnesses;
    let mut state = witnesses.lock();
    let (mut fresh, mut contested) = (Vec::new(), None);
    for (at, offered) in offered {
        let (peer, contact) = (&witnesses.peers[at], &mut state.contacts[at]);
        let witness = peer.name.clone();
        let (outcome, dispute) = match offered {
            Offered::Cosigned(line, at_s) => {
                contact.cosigned(published.size(), at_s, exchange.clock.now(), second + REFRESH);
                fresh.push(line);
                continue;
            }
            Offered::Unreachable(why) => {
                if contact.outcome != Outcome::Unreachable {
                    tracing::warn!(witness, why, "a witness does not answer");
                }
                (Outcome::Unreachable, None)
            }
            Offered::Refused(why) => {
                tracing::error!(witness, why, "a witness does not take our checkpoints");
                (Outcome::Refused(why), None)
            }
            Offered::Ahead(seen) => {
                let tip = published.size();
                (Outcome::Contested, Some(Contested::Ahead { witness, seen, tip }))
            }
            Offered::OtherHistory(seen) => {
                (Outcome::Contested, Some(Contested::OtherHistory { witness, seen }))
            }
        };
        contact.failed(outcome, second);
        if let Some(dispute) = dispute {
            let cause: &dyn std::error::Error = &dispute;
            tracing::error!(error = cause, "a witness contradicts this log");
            if !contact.compared {
                contested = contested.or(Some(dispute));
            }
        }
    }
    (fresh, contested)
}

/// Shows the checkpoint with its cosignatures, and hands them to the writer to keep.
fn show(
    exchange: &Exchange,
    published: Arc<Published>,
    fresh: Vec<samen_audit::note::NoteSignature>,
) {
    let witnesses = &exchange.witnesses;
    let mut state = witnesses.lock();
    // A refreshed cosignature joins the others that are shown already.
    let base = match &state.shown {
        Some(shown) if shown.published.size() == published.size() => shown.note.clone(),
        _ => published.checkpoint.clone(),
    };
    let Ok(mut note) = Note::parse(&base) else {
        return;
    };
    let any = !fresh.is_empty();
    fresh.into_iter().for_each(|line| note.add(line));
    let note = note.encode();
    if any {
        let cosigned = Cosigned { size: published.size(), note: note.clone() };
        let mut waiting =
            witnesses.pigeonhole.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *waiting = Some(cosigned);
    }
    state.shown = Some(Shown { published, note });
}
