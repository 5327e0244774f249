//! Every answer of the API, and every request that was granted, held against the OpenAPI document of the exchange.
//! Absent: pages of the console.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

use bytes::Bytes;
use hyper::Method;
use jsonschema::{Registry, Validator};
use serde_json::{Value, json};

use super::answer::Answer;

const DOCUMENT: &str = include_str!("../../schemas/openapi.json");
const ID: &str = "urn:samen:openapi";

static CONTRACT: LazyLock<Contract> = LazyLock::new(|| {
    let document: Value = serde_json::from_str(DOCUMENT).unwrap();
    let registry = Registry::new().add(ID, document.clone()).unwrap().prepare().unwrap();
    Contract { document, registry, validators: Mutex::default() }
});

struct Contract {
    document: Value,
    registry: Registry<'static>,
    /// By the JSON Pointer of the schema.
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

/// Fails the test when an answer, or a request that was granted, is not as documented.
#[track_caller]
pub(crate) fn holds(method: &Method, path: &str, request: &Bytes, answer: &Answer) {
    let path = path.split('?').next().unwrap_or_default();
    let Some(operation) = CONTRACT.operation(method, path) else { return };
    let media_type = answer.header("content-type").unwrap_or_default();
    if answer.status >= 400 {
        assert_eq!(media_type, "application/problem+json", "{method} {path}");
        let schema = "/components/responses/Refused/content/application~1problem+json/schema";
        return CONTRACT.fits(schema, &answer.body, &format!("{method} {path}"));
    }
    let said = format!("{operation}/responses/{}/content/{}", answer.status, escaped(media_type));
    let content = CONTRACT.document.pointer(&said);
    let content = content.unwrap_or_else(|| panic!("{said} is not documented"));
    let place = format!("the answer to {method} {path}");
    let is_packed = answer.header("content-encoding").is_some();
    if content.get("x-line-schema").is_some() && !is_packed {
        let lines = answer.body.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        lines.for_each(|line| CONTRACT.fits(&format!("{said}/x-line-schema"), line, &place));
    } else if media_type == "application/json" && !answer.body.is_empty() {
        let document = content["schema"] != json!({ "type": "string" });
        if document {
            CONTRACT.fits(&format!("{said}/schema"), &answer.body, &place);
        }
    }
    let asked = format!("{operation}/requestBody/content/application~1json/schema");
    if CONTRACT.document.pointer(&asked).is_some() {
        CONTRACT.fits(&asked, request, &format!("the request {method} {path}"));
    }
}

impl Contract {
    /// The JSON Pointer of an operation.
    fn operation(&self, method: &Method, path: &str) -> Option<String> {
        let fits = |known: &&String| {
            let (mut known, mut asked) = (known.split('/'), path.split('/'));
            loop {
                match (known.next(), asked.next()) {
                    (None, None) => return true,
                    // What a tile is called has slashes.
                    (Some("{path}"), Some(_)) => return true,
                    (Some(part), Some(asked)) if part == asked || part.starts_with('{') => {}
                    _ => return false,
                }
            }
        };
        let paths = self.document["paths"].as_object().unwrap();
        let method = method.as_str().to_ascii_lowercase();
        // A name stands before a parameter: `/v1/keys/requests` is no key.
        let mut known: Vec<_> = paths.keys().filter(fits).collect();
        known.sort_by_key(|path| path.matches('{').count());
        let known = known.into_iter().find(|path| paths[*path].get(&method).is_some())?;
        Some(format!("/paths/{}/{method}", escaped(known)))
    }

    #[track_caller]
    fn fits(&self, schema: &str, document: &[u8], place: &str) {
        let document: Value = serde_json::from_slice(document).unwrap();
        if let Err(error) = self.validator(schema).validate(&document) {
            panic!("{place} is not as documented at {}: {}", error.instance_path(), error.masked());
        }
    }

    fn validator(&self, schema: &str) -> Arc<Validator> {
        let made = || {
            let fragment = schema.replace('{', "%7B").replace('}', "%7D");
            let wanted = json!({ "$ref": format!("{ID}#{fragment}") });
            let options = jsonschema::options().offline().with_registry(&self.registry);
            Arc::new(options.build(&wanted).unwrap())
        };
        self.validators.lock().unwrap().entry(schema.to_owned()).or_insert_with(made).clone()
    }
}

/// A name as it stands in a JSON Pointer (RFC 6901).
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
