//! What the exchange counts about itself for its operator. No label says who or what: only actions,
//! outcomes and sizes. Absent: the listener that shows them (`http`).

use std::sync::atomic::AtomicU64;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;
use samen_audit::leaf::Class;

use crate::domain::record::{RecordType, Status};
use crate::domain::time::Timestamp;

/// Labels of an answered request.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Answered {
    /// The action.
    pub action: &'static str,
    /// `ok`, or the slug of the refusal.
    pub outcome: &'static str,
}

/// The class of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct OfClass {
    /// Its name.
    pub class: &'static str,
}

/// Records of one type and status: what is meant, exercises and tests are counted apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct OfRecord {
    /// The type.
    pub kind: &'static str,
    /// The status.
    pub status: &'static str,
}

/// A witness.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct OfWitness {
    /// Its name in the policy.
    pub witness: String,
}

/// The counters.
pub struct Metrics {
    registry: Registry,
    answered: Family<Answered, Counter>,
    groups: Histogram,
    entries: Gauge<u64, AtomicU64>,
    records: Family<OfRecord, Counter>,
    followers: Gauge,
    stalled: Counter,
    given: Counter,
    unknown: Counter,
    classes: Family<OfClass, Counter>,
    witnesses: Family<OfWitness, Gauge>,
    behind: Family<OfWitness, Gauge<u64, AtomicU64>>,
    cosigned_at: Family<OfWitness, Gauge<u64, AtomicU64>>,
    quorum_at: Gauge<u64, AtomicU64>,
    logboek_answers: Gauge,
    logboek_behind: Gauge<u64, AtomicU64>,
    logboek_rejected: Counter,
    watch_behind: Gauge<u64, AtomicU64>,
}

impl Metrics {
    /// All at zero.
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("samen");
        let metrics = Self {
            answered: Family::default(),
            groups: Histogram::new(exponential_buckets(1.0, 2.0, 8)),
            entries: Gauge::default(),
            records: Family::default(),
            followers: Gauge::default(),
            stalled: Counter::default(),
            given: Counter::default(),
            unknown: Counter::default(),
            classes: Family::default(),
            witnesses: Family::default(),
            behind: Family::default(),
            cosigned_at: Family::default(),
            quorum_at: Gauge::default(),
            logboek_answers: Gauge::default(),
            logboek_behind: Gauge::default(),
            logboek_rejected: Counter::default(),
            watch_behind: Gauge::default(),
            registry: Registry::default(),
        };
        registry.register("requests", "Requests answered", metrics.answered.clone());
        registry.register(
            "commit_entries",
            "Entries in one durable commit",
            metrics.groups.clone(),
        );
        registry.register("log_entries", "Entries in the log", metrics.entries.clone());
        registry.register("records", "Records accepted", metrics.records.clone());
        registry.register("feed_followers", "Open feeds", metrics.followers.clone());
        registry.register(
            "answers_stalled",
            "Answers, feeds among them, that ended while their reader took nothing",
            metrics.stalled.clone(),
        );
        registry.register(
            "alerts_given",
            "Alerts in force that were read to be given in an answer",
            metrics.given.clone(),
        );
        registry.register(
            "unregistered_certificates",
            "Requests over certificates that are registered to nobody",
            metrics.unknown.clone(),
        );
        registry.register(
            "entries_made",
            "Entries made durable since the start, by class",
            metrics.classes.clone(),
        );
        registry.register(
            "watch_behind_entries",
            "Entries that the watch for signs of misuse has not seen yet",
            metrics.watch_behind.clone(),
        );
        metrics.register_witnesses(&mut registry);
        metrics.register_logboek(&mut registry);
        Self { registry, ..metrics }
    }

    fn register_witnesses(&self, registry: &mut Registry) {
        registry.register(
            "witness_cosigned",
            "1 while the witness answered the last offer with its cosignature",
            self.witnesses.clone(),
        );
        registry.register(
            "witness_behind_entries",
            "Entries that the witness has not cosigned yet",
            self.behind.clone(),
        );
        registry.register(
            "witness_cosigned_at_seconds",
            "When the witness cosigned last, by its own clock, since 1970",
            self.cosigned_at.clone(),
        );
        registry.register(
            "witness_quorum_at_seconds",
            "Since when enough witnesses were heard of, since 1970",
            self.quorum_at.clone(),
        );
    }

    fn register_logboek(&self, registry: &mut Registry) {
        registry.register(
            "logboek_answers",
            "1 while the collector of the processing log confirms what it is sent",
            self.logboek_answers.clone(),
        );
        registry.register(
            "logboek_behind_entries",
            "Entries whose lines the collector has not confirmed yet",
            self.logboek_behind.clone(),
        );
        registry.register(
            "logboek_rejected",
            "Lines that the collector said it will never take",
            self.logboek_rejected.clone(),
        );
    }

    /// A group with leaves of these classes is durable; the log now has `size`.
    pub fn committed(&self, classes: &[Class], size: u64) {
        self.groups.observe(u32::try_from(classes.len()).map(f64::from).unwrap_or(f64::MAX));
        self.entries.set(size);
        for class in classes {
            self.classes.get_or_create(&OfClass { class: class.name() }).inc();
        }
    }

    /// Entries made durable since the start, for the classes that there were.
    pub fn made(&self) -> Vec<(Class, u64)> {
        let count =
            |class: Class| self.classes.get_or_create(&OfClass { class: class.name() }).get();
        Class::ALL.into_iter().map(|class| (class, count(class))).filter(|(_, n)| *n > 0).collect()
    }

    /// How a witness stands after a round of offers.
    pub fn witness(&self, name: &str, cosigned: bool, behind: u64, cosigned_at_s: u64) {
        let of = OfWitness { witness: name.to_owned() };
        self.witnesses.get_or_create(&of).set(i64::from(cosigned));
        self.behind.get_or_create(&of).set(behind);
        self.cosigned_at.get_or_create(&of).set(cosigned_at_s);
    }

    /// Since when enough witnesses were heard of.
    pub fn quorum(&self, met_at: Timestamp) {
        self.quorum_at.set(met_at.as_unsigned_ms() / 1000);
    }

    /// Whether the collector of the processing log confirmed what it was sent last.
    pub fn logboek_answers(&self, answers: bool) {
        self.logboek_answers.set(i64::from(answers));
    }

    /// Entries whose lines are not confirmed yet.
    pub fn logboek_behind(&self, entries: u64) {
        self.logboek_behind.set(entries);
    }

    /// Lines that the collector will never take.
    pub fn logboek_rejected(&self, lines: u64) {
        self.logboek_rejected.inc_by(lines);
    }

    /// Entries that the watch for signs of misuse has not seen yet.
    pub fn watch_behind(&self, entries: u64) {
        self.watch_behind.set(entries);
    }

    /// A request was answered.
    pub fn answered(&self, action: &'static str, outcome: &'static str) {
        self.answered.get_or_create(&Answered { action, outcome }).inc();
    }

    /// A record was accepted.
    pub fn accepted(&self, kind: RecordType, status: Status) {
        let of = OfRecord { kind: kind.code(), status: status.code() };
        self.records.get_or_create(&of).inc();
    }

    /// A request came over a certificate that is registered to nobody.
    pub fn unknown_certificate(&self) {
        self.unknown.inc();
    }

    /// A feed was opened.
    pub fn follower_came(&self) {
        self.followers.inc();
    }

    /// A feed was closed.
    pub fn follower_went(&self) {
        self.followers.dec();
    }

    /// An answer ended while its reader took nothing of it.
    pub fn answer_stalled(&self) {
        self.stalled.inc();
    }

    /// So many alerts in force were read to be given in an answer.
    pub fn gave_alerts(&self, count: u64) {
        self.given.inc_by(count);
    }

    /// Everything in the OpenMetrics text format.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        encode(&mut text, &self.registry).unwrap_or_default();
        text
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}
