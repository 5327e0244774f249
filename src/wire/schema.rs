//! The JSON Schemas of records and components (2020-12), built into the program and compiled once.
//! Absent: the network: every reference is resolved among these files.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{PatternOptions, Registry, ValidationError, Validator};
use serde_json::Value;

use crate::domain::refusal::{Reason, Refusal};

/// Name and text of every schema.
const SCHEMAS: [(&str, &str); 14] = [
    ("alert", include_str!("../../schemas/alert.json")),
    ("area", include_str!("../../schemas/area.json")),
    ("cancellation", include_str!("../../schemas/cancellation.json")),
    ("envelope", include_str!("../../schemas/envelope.json")),
    ("grading", include_str!("../../schemas/grading.json")),
    ("handover", include_str!("../../schemas/handover.json")),
    ("incident", include_str!("../../schemas/incident.json")),
    ("outcome", include_str!("../../schemas/outcome.json")),
    ("person", include_str!("../../schemas/person.json")),
    ("place", include_str!("../../schemas/place.json")),
    ("plate", include_str!("../../schemas/plate.json")),
    ("receipt", include_str!("../../schemas/receipt.json")),
    ("sighting", include_str!("../../schemas/sighting.json")),
    ("vehicle", include_str!("../../schemas/vehicle.json")),
];

/// `None` only when a built-in file is no schema, which a test rules out.
static COMPILED: LazyLock<Option<Compiled>> = LazyLock::new(Compiled::new);

struct Compiled {
    validators: BTreeMap<&'static str, Validator>,
    members: BTreeSet<String>,
}

impl Compiled {
    fn new() -> Option<Self> {
        let parsed = SCHEMAS
            .iter()
            .map(|(name, text)| Some((*name, serde_json::from_str(text).ok()?)))
            .collect::<Option<Vec<(&str, Value)>>>()?;
        let mut registry = Registry::new();
        for (_, schema) in &parsed {
            registry = registry.add(schema.get("$id")?.as_str()?, schema.clone()).ok()?;
        }
        let registry = registry.prepare().ok()?;
        let mut validators = BTreeMap::new();
        let mut members = BTreeSet::new();
        for (name, schema) in &parsed {
            let options = jsonschema::options()
                .offline()
                .with_registry(&registry)
                // The engine without backtracking: no text takes longer than its length.
                .with_pattern_options(PatternOptions::regex());
            validators.insert(*name, options.build(schema).ok()?);
            collect_members(schema, &mut members);
        }
        Some(Self { validators, members })
    }
}

/// Collects the names of all members that a schema describes.
fn collect_members(schema: &Value, members: &mut BTreeSet<String>) {
    match schema {
        Value::Object(keywords) => {
            for (keyword, inner) in keywords {
                if keyword == "properties"
                    && let Value::Object(described) = inner
                {
                    members.extend(described.keys().cloned());
                }
                collect_members(inner, members);
            }
        }
        Value::Array(schemas) => schemas.iter().for_each(|inner| collect_members(inner, members)),
        _ => {}
    }
}

/// The names of the schemas, in alphabetical order.
pub fn names() -> impl Iterator<Item = &'static str> {
    SCHEMAS.iter().map(|(name, _)| *name)
}

/// The text of a schema, as published.
pub fn text(name: &str) -> Option<&'static str> {
    SCHEMAS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// Whether some schema has a member of this name, so that a pointer may repeat it.
pub(super) fn names_member(name: &str) -> bool {
    COMPILED.as_ref().is_some_and(|compiled| compiled.members.contains(name))
}

/// Checks that a document fits the schema with this name.
///
/// # Errors
/// [`Reason::SchemaViolation`] with the pointer of the first member that does not fit, or that is
/// missing; of the object around it for a member that should not be there.
/// [`Reason::Internal`] when there is no such schema.
pub fn validate(name: &str, document: &Value) -> Result<(), Refusal> {
    let compiled = COMPILED.as_ref().ok_or(Reason::Internal)?;
    let validator = compiled.validators.get(name).ok_or(Reason::Internal)?;
    validator.validate(document).map_err(|error| refusal(&error))
}

/// Takes the place out of an error and leaves the rest, which quotes the document.
fn refusal(error: &ValidationError<'_>) -> Refusal {
    let mut pointer = error.instance_path().as_str().to_owned();
    if let ValidationErrorKind::Required { property } = error.kind()
        && let Some(missing) = property.as_str()
    {
        pointer.push('/');
        pointer.push_str(missing);
    }
    Refusal::at(Reason::SchemaViolation, pointer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn pointer(name: &str, document: &Value) -> Option<String> {
        let refusal = validate(name, document).unwrap_err();
        assert_eq!(refusal.reason, Reason::SchemaViolation);
        refusal.pointer
    }

    #[test]
    fn all_schemas_compile_without_a_network() {
        assert!(Compiled::new().is_some());
        assert_eq!(names().count(), SCHEMAS.len());
    }

    #[test]
    fn a_refusal_points_at_what_is_wrong_and_never_repeats_a_stranger() {
        let plate = json!({"country": "NL", "text": "AB-12-CD"});
        assert_eq!(validate("plate", &plate), Ok(()));
        let missing = json!({"country": "NL"});
        assert_eq!(pointer("plate", &missing).as_deref(), Some("/text"));
        let wrong = json!({"country": "nl", "text": "AB-12-CD"});
        assert_eq!(pointer("plate", &wrong).as_deref(), Some("/country"));
        let unknown = json!({"country": "NL", "text": "AB-12-CD", "Jansen": 1});
        assert_eq!(pointer("plate", &unknown).as_deref(), Some(""));
    }

    #[test]
    fn every_string_and_array_is_bounded_and_every_object_closed() {
        fn walk(schema: &Value, path: &str) {
            if let Value::Object(keywords) = schema {
                let is = |kind: &str| match keywords.get("type") {
                    Some(Value::String(one)) => one == kind,
                    Some(Value::Array(several)) => several.iter().any(|one| one == kind),
                    _ => false,
                };
                let has = |keyword: &str| keywords.contains_key(keyword);
                assert!(!is("string") || has("maxLength"), "{path}");
                assert!(!is("array") || has("maxItems"), "{path}");
                // The body of a record is closed by the schema that `message` chooses.
                let open = is("object") && !has("additionalProperties");
                assert!(!open || path.ends_with("/properties/body"), "{path}");
                keywords.iter().for_each(|(name, inner)| walk(inner, &format!("{path}/{name}")));
            }
            if let Value::Array(schemas) = schema {
                schemas.iter().for_each(|inner| walk(inner, path));
            }
        }
        for (name, text) in SCHEMAS {
            walk(&serde_json::from_str(text).unwrap(), name);
        }
    }

    #[test]
    fn persons_have_no_member_for_special_categories() {
        let schema = text("person").unwrap();
        for word in ["ethnic", "race", "nation", "religion", "health", "name", "skin"] {
            let named = format!("\"{word}");
            assert!(!schema.to_lowercase().contains(&named), "{word}");
        }
    }
}
