//! The exchange as its use cases see it: name, rules, clock, store, registry, writer and counters.
//! Absent: how it is put together and started (`app`).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use ring::rand::SecureRandom;
use samen_audit::note::NoteSigner;

use super::alerts::OpenReadings;
use super::clock::Clock;
use super::directory::DirectoryView;
use super::feed::Feeds;
use super::lapse::Lapses;
use super::limits::Limiter;
use super::logboek::Logboek;
use super::metrics::Metrics;
use super::revoked::Revoked;
use super::sequencer::Sequencer;
use super::watch::Watching;
use super::witnesses::Witnesses;
use crate::domain::entry::RequestIds;
use crate::domain::id::{ExchangeName, PartnerId};
use crate::domain::outline::Outlines;
use crate::domain::profile::Profile;
use crate::domain::refusal::{Reason, Refusal};
use crate::store::{Reader, Store};

/// Everything that a use case needs.
pub struct Exchange {
    /// Its name: what records are addressed to.
    pub name: ExchangeName,
    /// The jurisdiction.
    pub profile: Profile,
    /// The verifier key of its log, as text.
    pub log_key: String,
    /// What signs its checkpoints, and what it states about the alerts that it gives.
    pub log_signer: Arc<NoteSigner>,
    /// Where it reads the time.
    pub clock: Arc<dyn Clock>,
    /// Where it draws its secrets from.
    pub rng: Arc<dyn SecureRandom + Send + Sync>,
    /// What it keeps.
    pub store: Store,
    /// What is registered.
    pub directory: DirectoryView,
    /// The writer of the log.
    pub sequencer: Sequencer,
    /// Who else holds it to one history.
    pub witnesses: Witnesses,
    /// Where a line of every entry goes, when anywhere.
    pub logboek: Logboek,
    /// Whether it takes two stewards to make a partner active.
    pub two_stewards: bool,
    /// What maps draw in the background.
    pub outlines: Outlines,
    /// Which certificates their CA has revoked.
    pub revoked: Revoked,
    /// Where open feeds wait for what ends a standing without a request.
    pub lapses: Lapses,
    /// What partners may still do this minute.
    pub limiter: Arc<Limiter>,
    /// What it counts.
    pub metrics: Arc<Metrics>,
    /// The open feeds.
    pub feeds: Feeds,
    /// The readings of alerts that are being given.
    pub readings: OpenReadings,
    /// The watch for signs of misuse.
    pub watching: Watching,
    /// Held by whoever erases, holds or seals anew: one at a time, and never beside the sweep.
    pub retention: tokio::sync::Mutex<()>,
    /// Refusals of each partner that were answered but not entered, see `refuse`.
    pub suppressed: Mutex<HashMap<PartnerId, u64>>,
}

impl Exchange {
    /// Reads where blocking is allowed.
    ///
    /// # Errors
    /// What `reading` returns, or a fault of the store.
    pub async fn read<T, F>(&self, reading: F) -> Result<T, Refusal>
    where
        F: FnOnce(&Reader) -> Result<T, Refusal> + Send + 'static,
        T: Send + 'static,
    {
        self.store.read(reading).await
    }

    /// One random byte, for jitter; 0 when the system has no randomness to give.
    pub fn random_byte(&self) -> u8 {
        let mut byte = [0u8; 1];
        match self.rng.fill(&mut byte) {
            Ok(()) => byte[0],
            Err(_) => 0,
        }
    }

    /// A random value of 128 bits in hexadecimal digits.
    ///
    /// # Errors
    /// [`Reason::Internal`]: the system has no randomness to give.
    pub fn secret(&self) -> Result<String, Refusal> {
        let mut bytes = [0u8; 16];
        self.rng.fill(&mut bytes).map_err(|_| Reason::Internal)?;
        Ok(samen_audit::text::hex(&bytes))
    }

    /// The ids of a new request. Trace and parent come from a W3C `traceparent`, when it is well formed.
    pub fn request_ids(&self, traceparent: Option<&str>) -> RequestIds {
        let mut bytes = [0u8; 16];
        // Without randomness the id is zeros: the entry itself then fails to be prepared.
        self.rng.fill(&mut bytes).unwrap_or_default();
        let caller = traceparent.and_then(|header| {
            let mut parts = header.split('-');
            let (version, trace, span) = (parts.next()?, parts.next()?, parts.next());
            let id = |text: &str, length| {
                let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
                text.len() == length && text.bytes().all(hex) && text.bytes().any(|b| b != b'0')
            };
            let span = span.filter(|span| id(span, 16)).map(str::to_owned);
            (version == "00" && id(trace, 32)).then(|| (trace.to_owned(), span))
        });
        let (trace, parent) = caller.map_or((None, None), |(trace, span)| (Some(trace), span));
        RequestIds { request: samen_audit::text::hex(&bytes), trace, parent }
    }

    /// Counts a refusal that gets no entry of its own.
    pub fn suppress(&self, partner: &PartnerId) {
        let mut suppressed = self.suppressed.lock().unwrap_or_else(PoisonError::into_inner);
        *suppressed.entry(partner.clone()).or_default() += 1;
    }

    /// The refusals of a partner since the last call that got no entry of their own.
    pub fn take_suppressed(&self, partner: &PartnerId) -> u64 {
        let mut suppressed = self.suppressed.lock().unwrap_or_else(PoisonError::into_inner);
        suppressed.remove(partner).unwrap_or_default()
    }
}
