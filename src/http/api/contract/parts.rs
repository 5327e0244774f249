//! Parts of the OpenAPI document that no type of the API has: receipts, signed documents, parameters, headers.
//! Absent: operations.

use schemars::Schema;
use serde_json::{Map, Value, json};

/// A reference to a schema of the document.
pub(super) fn named(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// The same where a generator is asked.
pub(super) fn reference(name: &str) -> Schema {
    Schema::new_ref(format!("#/components/schemas/{name}"))
}

fn text(what: &str) -> Value {
    json!({ "type": "string", "description": what })
}

fn field() -> Value {
    json!({
        "type": "object",
        "description": "A field of the entry: opened with its salt, or withheld behind its digest.",
        "required": ["id", "name"],
        "properties": {
            "id": { "type": "integer", "description": "Its number in the leaf." },
            "name": text("Its name."),
            "salt": text("Its salt, base64."),
            "value": text("Its value, base64."),
            "digest": text("The digest of a field that is withheld, base64."),
        },
    })
}

/// Schemas that are written by hand.
pub(super) fn schemas() -> Map<String, Value> {
    let receipt = json!({
        "type": "object",
        "description": "Proof that a record was accepted. `samen-verify receipt` checks it without the exchange.",
        "required": ["version", "leaf", "fields", "proof"],
        "properties": {
            "version": { "const": 1, "description": "The form of receipts." },
            "record": text("The id of the record."),
            "record_sha256": text("SHA-256 of the signed bytes, hexadecimal."),
            "leaf": text("The leaf that stands in the log, base64."),
            "fields": {
                "type": "array", "items": named("ReceiptField"), "description": "The fields of the entry.",
            },
            "witnesses_missing": {
                "type": "array", "items": { "type": "string" },
                "description": "Witnesses that have not cosigned yet.",
            },
            "proof": text("A C2SP tlog-proof: index, inclusion proof and signed checkpoint."),
        },
    });
    let line = json!({
        "type": "object",
        "description": "What became of one record of a batch.",
        "required": ["status"],
        "properties": {
            "status": { "type": "integer", "description": "As if it had been sent alone." },
            "receipt": named("SubmissionReceipt"),
            "problem": named("Problem"),
        },
    });
    let jws = json!({
        "type": "object",
        "description": "A JWS in flattened JSON form (RFC 7515, section 7.2.2) with protected members only.",
        "required": ["payload", "protected", "signature"],
        "properties": {
            "payload": text("The document, base64url."),
            "protected": text("The header: alg, kid and typ, base64url."),
            "signature": text("The signature, base64url."),
        },
    });
    let all = [
        ("ReceiptField", field()),
        ("SubmissionReceipt", receipt),
        ("BatchLine", line),
        ("Jws", jws),
    ];
    all.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect()
}

/// A parameter in a path.
pub(super) fn in_path(name: &str) -> Value {
    let (schema, what) = match name {
        "index" => (json!({ "type": "integer", "minimum": 0 }), "Place in the log."),
        "kid" => (
            json!({ "type": "string" }),
            "The thumbprint of a key (RFC 7638), as in the header of a record.",
        ),
        "id" => (json!({ "type": "string" }), "The id."),
        "name" => (
            json!({ "type": "string" }),
            "A record type or component, such as `alert`, or `openapi`.",
        ),
        _ => (json!({ "type": "string" }), "As C2SP tlog-tiles names tiles."),
    };
    json!({ "name": name, "in": "path", "required": true, "schema": schema, "description": what })
}

/// Parameters that operations refer to.
pub(super) fn parameters() -> Value {
    let one = |name: &str, place: &str, schema: Value, what: &str| json!({ "name": name, "in": place, "schema": schema, "description": what });
    let text = || json!({ "type": "string" });
    let status = json!({ "enum": ["actual", "exercise", "test"], "default": "actual" });
    json!({
        "ActingPerson": one("Samen-Acting-Person", "header", text(),
            "The person for whom a system acts. Required of a system where a person has to answer for it."),
        "TraceParent": one("traceparent", "header", text(), "The caller's own trace (W3C Trace Context)."),
        "LastEventId": one("Last-Event-ID", "header", json!({ "type": "integer", "minimum": 0 }),
            "The last index that was received; the feed goes on behind it."),
        "Status": one("status", "query", status, "What is meant, exercises, or tests: never together."),
        "Since": one("since", "query", json!({ "type": "integer", "minimum": 0, "default": 0 }),
            "The revision that the receiver has."),
        "Partner": one("partner", "query", text(), "Those of one partner."),
        "State": one("state", "query", json!({ "enum": ["open", "approved", "refused", "expired"] }),
            "Those in one state."),
    })
}

/// Headers of answers.
pub(super) fn headers() -> Value {
    let text = |what: &str| json!({ "schema": { "type": "string" }, "description": what });
    json!({
        "TraceResponse": text("The trace under which the evidence log knows the request (W3C Trace Context)."),
        "RateLimit": text("What is left of the partner's budget (draft-ietf-httpapi-ratelimit-headers)."),
        "RateLimitPolicy": text("The partner's budget a minute."),
    })
}
