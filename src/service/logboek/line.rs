//! One entry as one line: a span of OpenTelemetry in the JSON encoding of OTLP, with the attributes of
//! the standard Logboek Dataverwerkingen. It carries ids, times, the activity and the kind of operation.
//! Absent: persons, partners, plates, records, reasons and texts; whoever may know them finds the entry
//! by its trace id or index.

use std::collections::{BTreeMap, HashMap};

use samen_audit::hash::leaf_hash;
use samen_audit::text::hex;
use serde_json::{Value, json};

use crate::domain::action::Action;
use crate::domain::time::Timestamp;

/// `SPAN_KIND_SERVER` (opentelemetry-proto, `trace.proto`).
const SERVER: u8 = 2;
/// `STATUS_CODE_UNSET`: done without a fault of the exchange, refusals included.
const UNSET: u8 = 0;
/// `STATUS_CODE_ERROR`: a fault inside the exchange.
const ERROR: u8 = 2;
/// The refusal that stands for a fault inside the exchange.
const FAULT: &str = "internal";

/// Which processing activity of the controller's register an action belongs to.
#[derive(Clone, Debug)]
pub struct Activities {
    default: String,
    of: HashMap<&'static str, String>,
}

impl Activities {
    /// URIs by action, and the one of every other action.
    pub fn new(default: String, of: impl IntoIterator<Item = (Action, String)>) -> Self {
        let of = of.into_iter().map(|(action, uri)| (action.code(), uri)).collect();
        Self { default, of }
    }

    fn of(&self, action: &str) -> &str {
        self.of.get(action).unwrap_or(&self.default)
    }
}

/// An entry as far as its line needs it.
pub(super) struct Source<'a> {
    pub(super) index: u64,
    pub(super) leaf: &'a [u8],
    /// Its fields by name, as text.
    pub(super) fields: &'a BTreeMap<String, String>,
}

/// The span of an entry. Its ids follow from the entry, so that a line sent twice is the same line.
pub(super) fn span(entry: &Source<'_>, activities: &Activities) -> Value {
    let field = |name: &str| entry.fields.get(name).map(String::as_str);
    let action = field("action").unwrap_or_default();
    let digest = hex(&leaf_hash(entry.leaf));
    let (own_span, own_trace) = (digest.get(..16), digest.get(16..48));
    let trace = [field("trace_id"), field("request_id"), own_trace];
    let trace = trace.into_iter().flatten().find(|id| id.len() == 32).unwrap_or_default();
    let at = field("time").and_then(|time| Timestamp::parse(time).ok());
    let nanos = format!("{}000000", at.map(|at| at.as_unsigned_ms()).unwrap_or_default());
    let mut attributes = vec![
        text("dpl.core.processing_activity_id", activities.of(action)),
        text("samen.operation", field("operation").unwrap_or_default()),
        json!({ "key": "samen.log.index", "value": { "intValue": entry.index.to_string() } }),
    ];
    let parent = field("trace_parent").filter(|_| field("trace_id").is_some());
    attributes.extend(parent.map(|span| text("dpl.core.foreign_operation.span_id", span)));
    let code = if field("refusal") == Some(FAULT) { ERROR } else { UNSET };
    let mut span = json!({
        "traceId": trace,
        "spanId": own_span,
        "name": action,
        "kind": SERVER,
        "startTimeUnixNano": nanos,
        "endTimeUnixNano": nanos,
        "attributes": attributes,
        "status": { "code": code },
    });
    if let (Some(span), Some(parent)) = (span.as_object_mut(), parent) {
        span.insert("parentSpanId".to_owned(), parent.into());
    }
    span
}

/// The request that carries spans: `ExportTraceServiceRequest`.
pub(super) fn request(exchange: &str, origin: &str, spans: Vec<Value>) -> String {
    let resource = [
        text("service.name", "samen"),
        text("service.version", env!("CARGO_PKG_VERSION")),
        text("service.namespace", exchange),
        text("samen.log.origin", origin),
    ];
    let scope = json!({ "name": "samen.logboek", "version": env!("CARGO_PKG_VERSION") });
    json!({ "resourceSpans": [{
        "resource": { "attributes": resource },
        "scopeSpans": [{ "scope": scope, "spans": spans }],
    }] })
    .to_string()
}

fn text(key: &str, value: &str) -> Value {
    json!({ "key": key, "value": { "stringValue": value } })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn line(pairs: &[(&str, &str)]) -> Value {
        let of = [(Action::RecordOpen, "urn:register:reading".to_owned())];
        let activities = Activities::new("urn:register:other".to_owned(), of);
        span(&Source { index: 7, leaf: &[1; 52], fields: &fields(pairs) }, &activities)
    }

    #[test]
    fn a_line_has_ids_times_and_the_activity_and_nothing_of_who_or_what() {
        let shown = line(&[
            ("action", "record.open"),
            ("operation", "consultation"),
            ("time", "2026-11-22T20:00:00.250Z"),
            ("request_id", "000102030405060708090a0b0c0d0e0f"),
            ("partner", "secret-partner"),
            ("person", "secret-person"),
            ("asked", "secret-plate"),
            ("justification", "secret-words"),
            ("records", "secret-record"),
        ]);
        assert_eq!(shown["traceId"], "000102030405060708090a0b0c0d0e0f");
        assert_eq!(shown["startTimeUnixNano"], "1795377600250000000");
        assert_eq!(shown["attributes"][0]["key"], "dpl.core.processing_activity_id");
        assert_eq!(shown["attributes"][0]["value"]["stringValue"], "urn:register:reading");
        assert_eq!(shown["attributes"][2]["value"]["intValue"], "7");
        assert_eq!(shown["status"]["code"], 0);
        assert!(!shown.to_string().contains("secret"), "{shown}");
    }

    #[test]
    fn the_callers_span_is_the_parent_only_within_the_callers_trace() {
        let trace = ("trace_id", "0af7651916cd43dd8448eb211c80319c");
        let parent = ("trace_parent", "b7ad6b7169203331");
        let request = ("request_id", "000102030405060708090a0b0c0d0e0f");
        let joined = line(&[trace, parent, request]);
        assert_eq!(
            (&joined["traceId"], &joined["parentSpanId"]),
            (&json!(trace.1), &json!(parent.1))
        );
        let alone = line(&[parent, request]);
        assert!(alone.get("parentSpanId").is_none());
    }

    #[test]
    fn an_entry_of_nobodys_request_has_ids_of_its_own_that_stay_the_same() {
        let (one, two) = (line(&[]), line(&[]));
        assert_eq!(one, two);
        assert_eq!(one["traceId"].as_str().map(str::len), Some(32));
        assert_eq!(one["spanId"].as_str().map(str::len), Some(16));
    }

    #[test]
    fn only_a_fault_of_the_exchange_is_an_error() {
        assert_eq!(line(&[("refusal", "purpose-mismatch")])["status"]["code"], 0);
        assert_eq!(line(&[("refusal", "internal")])["status"]["code"], 2);
    }
}
