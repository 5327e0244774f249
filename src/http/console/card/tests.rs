//! Cards of real records, and of one that is written by an enemy. Absent: who may see them.

use askama::Template as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::*;
use crate::domain::lmc::Language;

const HOSTILE: &str =
    "<script>alert(1)</script><img src=x onerror=alert(2)>\"' onclick=x {{7*7}} &lt;b&gt;";

fn about(payload: &Value) -> About {
    let text = |member: &str| payload[member].as_str().unwrap().to_owned();
    About {
        id: text("id"),
        record_type: text("type"),
        status: text("status"),
        message: text("message"),
        issuer: text("issuer"),
        purpose: text("purpose"),
        grant: text("grant"),
        issued_at: text("issued_at"),
        expires_at: text("expires_at"),
    }
}

/// The card of a payload as if it had been accepted; its signature was looked at then.
fn rendered(payload: &Value, language: Language) -> String {
    let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let header = json!({ "alg": "EdDSA", "kid": "x".repeat(43), "typ": "samen-record+json" });
    let jws = format!(
        "{}.{}.{}",
        part(header.to_string().as_bytes()),
        part(payload.to_string().as_bytes()),
        part(&[0; 64])
    );
    let words = Words(language);
    card((7, &about(payload), &jws), &Directory::default(), words, true).render().unwrap()
}

fn example(name: &str) -> Value {
    let path = format!("{}/schemas/examples/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn an_alert_says_what_to_do_in_the_language_of_the_page() {
    let alert = example("alert");
    let html = rendered(&alert, Language::Nl);
    for shown in [
        "EO-812-U",
        "Bel direct de meldkamer",
        "Vluchtgevaarlijk",
        "inschatting, geen feit",
        "Bestelbus",
        "class=\"plate nl\"",
        "data-sighting=",
    ] {
        assert!(html.contains(shown), "{shown} is missing in {html}");
    }
    assert!(!html.contains("unreal"));
    assert!(rendered(&alert, Language::Fr).contains("Appelez immédiatement la centrale"));
}

#[test]
fn every_type_of_record_has_a_card() {
    for name in ["alert-person", "sighting", "sighting-anpr", "incident", "handover", "outcome"] {
        let html = rendered(&example(name), Language::En);
        assert!(html.contains("<dt>") && !html.contains("newer version"), "{name}: {html}");
    }
}

#[test]
fn an_exercise_does_not_look_like_the_real_thing() {
    let mut alert = example("alert");
    alert["status"] = json!("exercise");
    let html = rendered(&alert, Language::Nl);
    assert!(html.contains("class=\"card unreal\"") && html.contains("OEFENING"), "{html}");
}

/// Puts markup into every text of the record where its schema lets it stand.
fn poison(payload: &Value) -> Value {
    fn texts(value: &Value, at: &str, found: &mut Vec<String>) {
        match value {
            Value::String(_) => found.push(at.to_owned()),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .for_each(|(index, item)| texts(item, &format!("{at}/{index}"), found)),
            Value::Object(members) => {
                members.iter().for_each(|(name, item)| texts(item, &format!("{at}/{name}"), found));
            }
            _ => {}
        }
    }
    let mut places = Vec::new();
    texts(payload, "", &mut places);
    let mut poisoned = payload.clone();
    for place in places {
        for length in [HOSTILE.len(), 60, 40, 20, 12] {
            let mut tried = poisoned.clone();
            let text: String = HOSTILE.chars().take(length).collect();
            *tried.pointer_mut(&place).unwrap() = json!(text);
            if crate::wire::record::parse(tried.to_string().as_bytes()).is_ok() {
                poisoned = tried;
                break;
            }
        }
    }
    poisoned
}

#[test]
fn markup_in_every_text_of_a_record_renders_as_text() {
    for name in
        ["alert", "alert-person", "sighting", "sighting-anpr", "incident", "handover", "outcome"]
    {
        let poisoned = poison(&example(name));
        let count = poisoned.to_string().matches("<script>").count();
        assert!(count > 0, "{name}: nothing could be poisoned");
        let html = rendered(&poisoned, Language::En);
        assert!(html.contains("&#60;script&#62;"), "{name}: {html}");
        for open in ["<script", "<img", "<b>", "</script"] {
            assert!(!html.contains(open), "{name} lets {open} through: {html}");
        }
        // No quote of the enemy ends an attribute.
        assert!(!html.contains("\"' onclick"), "{name}: {html}");
    }
}
