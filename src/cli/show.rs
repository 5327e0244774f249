//! How answers of an exchange look on a terminal: receipts, changes, records as text.
//! Absent: tables of one family only (beside their commands).

use samen_audit::jws::Jws;
use samen_audit::note::VerifierKey;
use samen_audit::receipt::Receipt;
use serde_json::Value;

use crate::client::Profile;
use crate::domain::lmc::Language;
use crate::domain::record::Envelope;
use crate::domain::record::render::{Wording, render};
use crate::domain::record::text::BodyPointer;
use crate::wire::api::registry::Changed;
use crate::wire::api::search::{About, DeliveryState};

use super::failure::Failure;
use super::hint;
use super::session::Session;

/// Prints what was changed in a register.
pub(crate) fn changed(changed: &Changed, what: &str, session: &mut Session) -> Result<(), Failure> {
    let Changed { subject, entry, .. } = changed;
    let text = if changed.proposed {
        format!(
            "proposed: {subject} (entry {entry}); it is done once another steward gives the same command"
        )
    } else {
        format!("{what}: {subject} (entry {entry})")
    };
    session.output.say(changed, &text)
}

/// The payload of a signed record as JSON.
pub(crate) fn payload(jws: &str) -> Result<Value, Failure> {
    let unreadable = || Failure::Verification("the record is not a readable JWS".to_owned());
    let jws = Jws::parse(jws.as_bytes()).map_err(|_| unreadable())?;
    serde_json::from_slice(jws.payload()).map_err(|_| unreadable())
}

/// A record as the text block that a control room pastes, followed by who is behind it.
pub(crate) fn record(jws: &str) -> Result<String, Failure> {
    let value = payload(jws)?;
    let bytes = value.to_string();
    Ok(match crate::wire::record::parse(bytes.as_bytes()) {
        Ok(record) => {
            let envelope = &record.envelope;
            let remarks: String = hint::remarks(&record, Language::En)
                .iter()
                .map(|line| format!("{line}\n"))
                .collect();
            format!(
                "{}\n{}{}-- {} {} (grant {}, purpose {}, until {})",
                render(&record, Wording::coded(Language::En)).trim_end(),
                remarks,
                weight(envelope),
                envelope.issuer,
                envelope.author,
                envelope.grant,
                envelope.purpose.code(),
                envelope.expires_at
            )
        }
        // A record of a later version: all that can be shown is what it says.
        Err(_) => serde_json::to_string_pretty(&value).unwrap_or(bytes),
    })
}

/// How sure the sender is, who the described person is to the case, what is opinion, and what may be done with
/// it: a line each, as far as it is said.
pub(crate) fn weight(envelope: &Envelope) -> String {
    let mut text = String::new();
    if let Some(grading) = &envelope.grading {
        let source = grading.source.get();
        let (information, sharing) = (grading.information.code(), grading.sharing.code());
        text.push_str(&format!("grading: {source} {information} {sharing}\n"));
    }
    if let Some(category) = envelope.subject_category {
        text.push_str(&format!("person: {}\n", category.code()));
    }
    if !envelope.opinions.is_empty() {
        let opinions: Vec<&str> = envelope.opinions.iter().map(BodyPointer::as_str).collect();
        text.push_str(&format!("OPINION, not fact: {}\n", opinions.join(", ")));
    }
    let handling = &envelope.handling;
    let onward = if handling.onward { "may be passed on" } else { "not to be passed on" };
    text.push_str(&format!("handling: {}, {onward}", handling.code.code()));
    for condition in &handling.conditions {
        text.push_str(&format!("; {}", condition.as_str().replace('\n', " / ")));
    }
    text.push('\n');
    text
}

/// One line about a record that is not opened.
pub(crate) fn about(about: &About) -> Vec<String> {
    let kind = match about.message.as_str() {
        "new" => about.record_type.clone(),
        message => format!("{} ({message})", about.record_type),
    };
    // An exercise never looks like the real thing.
    let kind = match about.status.as_str() {
        "actual" => kind,
        status => format!("{} {kind}", status.to_uppercase()),
    };
    vec![
        about.id.clone(),
        kind,
        about.issuer.clone(),
        about.purpose.clone(),
        about.issued_at.clone(),
    ]
}

/// How far a recipient has got, in words.
pub(crate) fn delivery(delivery: &DeliveryState) -> String {
    let DeliveryState { partner, state, deleted_at, late_since } = delivery;
    let at = deleted_at.as_ref().map(|at| format!(" at {at}")).unwrap_or_default();
    let late = late_since.as_ref().map(|since| format!(", LATE since {since}"));
    format!("{partner}: {state}{at}{}", late.unwrap_or_default())
}

/// Checks a receipt against the log key of the profile, where it has one.
///
/// # Errors
/// [`Failure::Verification`]: the exchange said yes and its evidence does not hold.
pub(crate) fn verify(receipt: &Receipt, jws: &[u8], profile: &Profile) -> Result<bool, Failure> {
    let Some(text) = &profile.log_key else {
        return Ok(false);
    };
    let key = VerifierKey::parse(text)
        .map_err(|_| Failure::usage("`log_key` in the client profile is not a verifier key"))?;
    match receipt.verify(&[key], Some(jws)) {
        Ok(_) => Ok(true),
        Err(error) => Err(Failure::Verification(format!(
            "the exchange accepted the record, but its receipt does not hold: {error}; \
             keep both and tell the data protection officer"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exercise_is_shouted() {
        let exercise = About {
            id: "0190163d-8694-739b-aea5-966c26f8ad91".into(),
            record_type: "alert".into(),
            status: "exercise".into(),
            message: "cancel".into(),
            issuer: "politie-twente".into(),
            purpose: "offences".into(),
            grant: "g1".into(),
            issued_at: "2026-11-22T21:00:00.000Z".into(),
            expires_at: "2026-11-23T21:00:00.000Z".into(),
        };
        assert_eq!(about(&exercise)[1], "EXERCISE alert (cancel)");
    }

    #[test]
    fn opinion_grading_and_handling_stand_beside_what_is_said() {
        let example = include_str!("../../schemas/examples/alert-person.json");
        let mut value: Value = serde_json::from_str(example).unwrap();
        value["assessment"] = serde_json::json!(["/body/person"]);
        value["handling"]["conditions"] = serde_json::json!(["ask\nfirst"]);
        let record = crate::wire::record::parse(value.to_string().as_bytes()).unwrap();
        let text = weight(&record.envelope);
        let starts: Vec<&str> =
            text.lines().map(|line| line.split(':').next().unwrap_or_default()).collect();
        assert_eq!(starts, ["grading", "person", "OPINION, not fact", "handling"], "{text}");
        assert!(text.contains("OPINION, not fact: /body/person\n"), "{text}");
        assert!(text.contains("not to be passed on; ask / first\n"), "{text}");
    }

    #[test]
    fn what_is_no_jws_does_not_verify() {
        let failure = payload("{}").unwrap_err();
        assert_eq!(failure.exit_code(), super::super::failure::VERIFICATION);
    }
}
