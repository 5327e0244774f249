//! What one entry adds to, and the text under which a count is kept. Absent: adding.

use samen_audit::hash::{Hash, sha256};
use samen_audit::leaf::Class;
use samen_audit::text::{from_hex, hex};

use crate::domain::action::{Action, Operation};
use crate::domain::entry::Entry;
use crate::domain::record::Status;

/// What is counted of a partner. An entry of a partner adds one to exactly one of those that
/// [`What::is_entry`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A record that is meant, by purpose, grant and the digest of its recipients; their number grows with
    /// the ways in which a partner addresses its records.
    Sent(String, String, Hash),
    /// The same, with its recipients counted each by itself: how a partner goes on that has too many ways.
    SentApart(String, String),
    /// A record that went to this partner, sent apart.
    To(String),
    /// An exercise or test.
    Practice,
    /// A consultation.
    LookedUp,
    /// A reading of the log, by action.
    Reading(String),
    /// A refusal, by reason.
    Refused(String),
    /// Refusals without an entry.
    Suppressed,
    /// Any other entry.
    Other,
    /// An erasure, of the exchange as a whole.
    Erased,
}

impl What {
    /// As kept. No part of it has a space.
    pub fn text(&self) -> String {
        match self {
            Self::Sent(purpose, grant, digest) => format!("sent {purpose} {grant} {}", hex(digest)),
            Self::SentApart(purpose, grant) => format!("sent {purpose} {grant}"),
            Self::To(partner) => format!("to {partner}"),
            Self::Practice => "practice".into(),
            Self::LookedUp => "looked-up".into(),
            Self::Reading(action) => format!("reading {action}"),
            Self::Refused(reason) => format!("refused {reason}"),
            Self::Suppressed => "suppressed".into(),
            Self::Other => "other".into(),
            Self::Erased => "erased".into(),
        }
    }

    /// Read back; nothing for a text of a later version.
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split(' ').collect();
        Some(match parts.as_slice() {
            ["sent", purpose, grant, digest] => {
                let digest = from_hex(digest)?.try_into().ok()?;
                Self::Sent((*purpose).into(), (*grant).into(), digest)
            }
            ["sent", purpose, grant] => Self::SentApart((*purpose).into(), (*grant).into()),
            ["to", partner] => Self::To((*partner).into()),
            ["practice"] => Self::Practice,
            ["looked-up"] => Self::LookedUp,
            ["reading", action] => Self::Reading((*action).into()),
            ["refused", reason] => Self::Refused((*reason).into()),
            ["suppressed"] => Self::Suppressed,
            ["other"] => Self::Other,
            ["erased"] => Self::Erased,
            _ => return None,
        })
    }

    /// Whether each one of it stands for one entry of the partner.
    pub fn is_entry(&self) -> bool {
        !matches!(self, Self::To(_) | Self::Suppressed | Self::Erased)
    }
}

/// One count that an entry adds to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// Of which partner; empty for the exchange itself.
    pub partner: String,
    /// Of what.
    pub what: What,
    /// The same as kept: written where the entry is prepared, and not by the writer.
    pub text: String,
    /// By how much.
    pub by: u64,
    /// The recipients, their ids joined by spaces, where `what` names their digest.
    pub recipients: String,
}

impl Count {
    fn one(partner: &str, what: What) -> Self {
        let (partner, text, recipients) = (partner.to_owned(), what.text(), String::new());
        Self { partner, what, text, by: 1, recipients }
    }

    /// The same, with each recipient by itself.
    pub fn apart(&self) -> Vec<Self> {
        let What::Sent(purpose, grant, _) = &self.what else {
            return vec![self.clone()];
        };
        let sent = What::SentApart(purpose.clone(), grant.clone());
        let to = self.recipients.split(' ').filter(|id| !id.is_empty());
        let whats = std::iter::once(sent).chain(to.map(|id| What::To(id.to_owned())));
        whats.map(|what| Self::one(&self.partner, what)).collect()
    }
}

/// What an entry with a leaf of this class adds to.
pub fn counts(entry: &Entry, class: Class) -> Vec<Count> {
    let mut counts = Vec::with_capacity(1);
    if matches!(class, Class::Erase | Class::Erasure) {
        counts.push(Count::one("", What::Erased));
    }
    let Some(actor) = &entry.actor else { return counts };
    let partner = actor.partner.as_str();
    if let Some(refusal) = &entry.refusal {
        counts.push(Count::one(partner, What::Refused(refusal.reason.slug().to_owned())));
        if entry.suppressed > 0 {
            let by = entry.suppressed;
            counts.push(Count { by, ..Count::one(partner, What::Suppressed) });
        }
        return counts;
    }
    if entry.action == Action::RecordSubmit {
        counts.push(sent(entry, partner));
        return counts;
    }
    let what = if entry.action.code().starts_with(READING) {
        What::Reading(entry.action.code().to_owned())
    } else if entry.operation == Operation::Consultation {
        What::LookedUp
    } else {
        What::Other
    };
    counts.push(Count::one(partner, what));
    counts
}

/// How the actions of an officer on the log begin.
pub(in crate::service) const READING: &str = "audit.";

fn sent(entry: &Entry, partner: &str) -> Count {
    if entry.sent.is_some_and(|sent| sent.status != Status::Actual) {
        return Count::one(partner, What::Practice);
    }
    let ids: Vec<&str> = entry.recipients.iter().map(|id| id.as_str()).collect();
    let recipients = ids.join(" ");
    let purpose = entry.purpose.map(|purpose| purpose.code()).unwrap_or(NONE);
    let grant = entry.grant.as_ref().map_or(NONE, |grant| grant.as_str());
    let digest = sha256(recipients.as_bytes());
    let what = What::Sent(purpose.to_owned(), grant.to_owned(), digest);
    Count { recipients, ..Count::one(partner, what) }
}

/// Stands for what an entry does not say.
const NONE: &str = "-";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_comes_back_and_others_are_nothing() {
        let text = |text: &str| text.to_owned();
        let all = [
            What::Sent(text("offences"), text("g-1"), sha256(b"a b")),
            What::SentApart(text("offences"), text("g-1")),
            What::To(text("securion")),
            What::Practice,
            What::LookedUp,
            What::Reading(text("audit.open")),
            What::Refused(text("not-found")),
            What::Suppressed,
            What::Other,
            What::Erased,
        ];
        for what in all {
            assert_eq!(What::parse(&what.text()), Some(what));
        }
        for other in ["", "sent", "sent a b c", "sent a b c d", "practice 1", "later"] {
            assert_eq!(What::parse(other), None, "{other}");
        }
    }

    #[test]
    fn recipients_apart_are_one_each() {
        let what = What::Sent("offences".into(), "g-1".into(), sha256(b"a b"));
        let count = Count { recipients: "a b".into(), ..Count::one("police", what) };
        let whats: Vec<String> = count.apart().iter().map(|one| one.what.text()).collect();
        assert_eq!(whats, ["sent offences g-1", "to a", "to b"]);
        assert!(count.apart().iter().all(|one| one.by == 1 && one.partner == "police"));
        assert_eq!(count.apart().iter().filter(|one| one.what.is_entry()).count(), 1);
    }
}
