//! The OpenAPI document (3.1) of what programs call, made from the table of routes and the types of the API, and
//! kept current as `schemas/openapi.json`. `SAMEN_WRITE_GOLDEN=1` writes it anew.
//! Absent: pages of the console, and the schemas of records, which stand beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value, json};

use super::operations::{Answer, Body, Operation, operations};
use super::parts;
use crate::http::routes::table;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/openapi.json");
const ABOUT: &str = "Signed records between police and screened security firms. Every request comes over mutual TLS with a \
    registered certificate, and every answer that shows anything is in the evidence log before it leaves. Refusals are \
    problem documents (RFC 9457) whose types are stable: see `/v1/problems`. Unknown members of a request are refused; \
    answers may gain members. Records themselves are described by the schemas at `/v1/schemas/{name}`.";

/// The whole document.
fn document() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut generator = settings.into_generator();
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    let operations = operations();
    for row in table().iter().filter(|row| is_of_programs(row.path)) {
        let known = |one: &&Operation| one.method == row.method.as_str() && one.path == row.path;
        let operation = operations.iter().find(known);
        let operation = operation.unwrap_or_else(|| panic!("{} {}", row.method, row.path));
        let mut shown = described(operation, &mut generator);
        shown.insert("x-samen-action".into(), row.action.code().into());
        let method = operation.method.to_ascii_lowercase();
        paths.entry(row.path).or_default().insert(method, shown.into());
    }
    let problem = generator.subschema_for::<crate::wire::problem::Problem>();
    let mut schemas = generator.take_definitions(true);
    schemas.extend(parts::schemas());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "samen",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": { "name": "EUPL-1.2", "identifier": "EUPL-1.2" },
        },
        "servers": [{ "url": "https://{exchange}:{port}", "variables": {
            "exchange": { "default": "localhost" }, "port": { "default": "8443" },
        }}],
        "security": [{ "certificate": [] }],
        "paths": paths.into_iter().map(|(path, methods)| (plain(path), methods.into())).collect::<Map<_, _>>(),
        "components": {
            "schemas": schemas,
            "parameters": parts::parameters(),
            "headers": parts::headers(),
            "responses": { "Refused": {
                "description": "Refused, with a stable type and what to do. The refusal is in the log when the caller is known.",
                "content": { "application/problem+json": { "schema": problem } },
            }},
            "securitySchemes": { "certificate": {
                "type": "mutualTLS",
                "description": "A client certificate of a known CA, registered to an active person or system.",
            }},
        },
    })
}

fn is_of_programs(path: &str) -> bool {
    path.starts_with("/v1/") || path.starts_with("/log/")
}

/// A path as OpenAPI writes it: without the patterns of its parameters.
fn plain(path: &str) -> String {
    path.replace(":.*}", "}")
}

/// A name for programs that make clients: `post-keys-requests-approvals`.
fn name(operation: &Operation) -> String {
    let words = operation.path.split(['/', '.']).filter(|part| !part.is_empty() && *part != "v1");
    let words = words.filter(|part| !part.starts_with('{') && !part.ends_with('}'));
    let method = operation.method.to_ascii_lowercase();
    std::iter::once(method.as_str()).chain(words).collect::<Vec<_>>().join("-")
}

fn described(operation: &Operation, generator: &mut SchemaGenerator) -> Map<String, Value> {
    let mut shown = Map::new();
    shown.insert("operationId".into(), name(operation).into());
    shown.insert("summary".into(), operation.summary.into());
    let mut parameters: Vec<Value> = plain(operation.path)
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}').map(parts::in_path))
        .collect();
    let named = operation.parameters.iter().chain(&["ActingPerson", "TraceParent"]);
    parameters
        .extend(named.map(|name| json!({ "$ref": format!("#/components/parameters/{name}") })));
    shown.insert("parameters".into(), parameters.into());
    if let Some(content) = taken(&operation.body, generator) {
        shown.insert("requestBody".into(), json!({ "required": true, "content": content }));
    }
    let mut responses = Map::new();
    for answer in &operation.answers {
        responses.insert(answer.status.to_string(), answered(answer, generator));
    }
    responses.insert("default".into(), json!({ "$ref": "#/components/responses/Refused" }));
    shown.insert("responses".into(), responses.into());
    shown
}

fn taken(body: &Body, generator: &mut SchemaGenerator) -> Option<Value> {
    match body {
        Body::None => None,
        Body::Json(schema) => Some(json!({ "application/json": { "schema": schema(generator) } })),
        Body::Jose(what, payload) => {
            let payload = payload(generator);
            let compact = json!({ "type": "string", "description": what });
            Some(json!({
                "application/jose+json": { "schema": parts::named("Jws"), "x-payload-schema": payload },
                "application/jose": { "schema": compact, "x-payload-schema": payload },
            }))
        }
        Body::Lines => Some(json!({ "application/x-ndjson": { "schema": {
            "type": "string", "description": "One JWS a line, 500 at most.",
        }}})),
    }
}

fn answered(answer: &Answer, generator: &mut SchemaGenerator) -> Value {
    let mut media = Map::new();
    match &answer.lines {
        Some(line) => {
            media.insert("schema".into(), json!({ "type": "string" }));
            media.insert("x-line-schema".into(), line(generator).into());
        }
        None => {
            media.insert("schema".into(), (answer.schema)(generator).into());
        }
    }
    let content = answer.media_types.iter().map(|name| ((*name).to_owned(), media.clone().into()));
    json!({
        "description": answer.what,
        "headers": {
            "traceresponse": { "$ref": "#/components/headers/TraceResponse" },
            "RateLimit": { "$ref": "#/components/headers/RateLimit" },
            "RateLimit-Policy": { "$ref": "#/components/headers/RateLimitPolicy" },
        },
        "content": content.collect::<Map<_, _>>(),
    })
}

#[test]
fn the_document_is_current_and_knows_every_route() {
    let text = format!("{:#}\n", document());
    if std::env::var_os("SAMEN_WRITE_GOLDEN").is_some() {
        fs::write(FILE, &text).unwrap();
    }
    let kept = fs::read_to_string(FILE).unwrap_or_default();
    assert!(kept == text, "schemas/openapi.json is old: SAMEN_WRITE_GOLDEN=1 writes it anew");
    // And no operation without a route.
    let (rows, mut names) = (table(), BTreeSet::new());
    for one in operations() {
        assert!(names.insert(name(&one)), "{}", name(&one));
        let is_there = rows.iter().any(|row| row.method == one.method && row.path == one.path);
        assert!(is_there, "{} {}", one.method, one.path);
    }
}

#[test]
fn every_reference_leads_somewhere_and_everything_is_described() {
    let document = document();
    let mut references = BTreeSet::new();
    let mut waiting = vec![&document];
    while let Some(value) = waiting.pop() {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            references.insert(reference.trim_start_matches('#').to_owned());
        }
        match value {
            Value::Object(members) => waiting.extend(members.values()),
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    assert!(references.len() > 60, "{}", references.len());
    for reference in &references {
        assert!(document.pointer(reference).is_some(), "{reference}");
    }
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for (name, schema) in schemas {
        assert!(references.contains(&format!("/components/schemas/{name}")), "{name} is not used");
        for (member, told) in schema["properties"].as_object().into_iter().flatten() {
            let says = ["description", "$ref", "allOf"].iter().any(|key| told.get(key).is_some());
            assert!(says, "{name}.{member} says nothing");
        }
    }
}
