//! What the exchange has registered about the one who asks, on the command line.
//! Absent: everybody else (`partner`, `person`, `certificate`, `key`).

use crate::wire::api::oneself::SelfAnswer;
use crate::wire::api::registry::KeyShown;

use super::failure::Failure;
use super::session::Session;

/// Asks and prints.
pub(crate) async fn run(session: &mut Session) -> Result<(), Failure> {
    let answer = session.connect()?.client.oneself().await?;
    session.output.say(&answer, &text(&answer))
}

fn text(answer: &SelfAnswer) -> String {
    let SelfAnswer { partner, person, certificate, limits, .. } = answer;
    let standing = |standing: &Option<String>| standing.clone().unwrap_or_default();
    let mut lines = vec![
        format!("exchange     {} ({})", answer.exchange, answer.profile),
        format!("partner      {} {}, {}", partner.kind, partner.id, standing(&partner.standing)),
        format!("person       {} {}, {}", person.role, person.id, standing(&person.standing)),
    ];
    if let Some(system) = &answer.asserted_by {
        lines.push(format!("asked by     {system}"));
    }
    if let Some(license) = &partner.license {
        lines.push(format!("license      {} until {}", license.number, license.valid_until));
    }
    if let Some(mark) = &partner.quality_mark {
        lines.push(format!("quality mark {} until {}", mark.name, mark.valid_until));
    }
    if let Some(screening) = &person.screening {
        lines.push(format!("screened     by {} until {}", screening.name, screening.valid_until));
    }
    lines.push(format!(
        "certificate  {} until {}",
        certificate.fingerprint, certificate.valid_until
    ));
    lines.extend(answer.keys.iter().map(key));
    if let (true, Some(until)) = (answer.on_trial, &partner.trial_until) {
        lines.push(format!("trial        until {until}, with half of the usual limits"));
    }
    lines.push(format!(
        "a minute     {} submissions, {} searches, {} deliveries, {} changes",
        limits.submissions, limits.searches, limits.deliveries, limits.administration
    ));
    lines.join("\n")
}

fn key(key: &KeyShown) -> String {
    match &key.withdrawn_at {
        Some(at) => format!("key          {} withdrawn {at}", key.kid),
        None => format!("key          {} until {}", key.kid, key.valid_until),
    }
}
