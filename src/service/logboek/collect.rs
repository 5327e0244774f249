//! What is asked of a collector, as it matters to the exchange.
//! Absent: addresses, status codes and connections.

use std::pin::Pin;

/// What a collector did with the lines that it was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Collected {
    /// Lines that it will never take, by its own word; all others it has.
    pub rejected: u64,
}

/// The collector did not confirm.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the collector does not confirm: {0}")]
pub struct NotCollected(pub String);

/// The answer, later.
pub type CollectFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Collected, NotCollected>> + Send + 'a>>;

/// A way to a collector.
pub trait Collect: Send + Sync {
    /// Sends lines: an `ExportTraceServiceRequest` in the JSON encoding of OTLP.
    fn collect(&self, body: String) -> CollectFuture<'_>;
}
