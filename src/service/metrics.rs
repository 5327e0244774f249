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

/// Labels of an answered request.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Answered {
    /// The action.
    pub action: &'static str,
    /// `ok`, or the slug of the refusal.
    pub outcome: &'static str,
}

/// The counters.
pub struct Metrics {
    registry: Registry,
    answered: Family<Answered, Counter>,
    groups: Histogram,
    entries: Gauge<u64, AtomicU64>,
    followers: Gauge,
    unknown: Counter,
}

impl Metrics {
    /// All at zero.
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("samen");
        let metrics = Self {
            answered: Family::default(),
            groups: Histogram::new(exponential_buckets(1.0, 2.0, 8)),
            entries: Gauge::default(),
            followers: Gauge::default(),
            unknown: Counter::default(),
            registry: Registry::default(),
        };
        registry.register("requests", "Requests answered", metrics.answered.clone());
        registry.register(
            "commit_entries",
            "Entries in one durable commit",
            metrics.groups.clone(),
        );
        registry.register("log_entries", "Entries in the log", metrics.entries.clone());
        registry.register("feed_followers", "Open feeds", metrics.followers.clone());
        registry.register(
            "unregistered_certificates",
            "Requests over certificates that are registered to nobody",
            metrics.unknown.clone(),
        );
        Self { registry, ..metrics }
    }

    /// A group of this many entries is durable; the log now has `size`.
    pub fn committed(&self, entries: usize, size: u64) {
        self.groups.observe(u32::try_from(entries).map(f64::from).unwrap_or(f64::MAX));
        self.entries.set(size);
    }

    /// A request was answered.
    pub fn answered(&self, action: &'static str, outcome: &'static str) {
        self.answered.get_or_create(&Answered { action, outcome }).inc();
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
