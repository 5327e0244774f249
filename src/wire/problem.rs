//! The table of problems: for every reason its status, title and advice, and the RFC 9457 document.
//! Absent: who was refused and why exactly; no text of a request or an internal error gets in here.

use serde::{Deserialize, Serialize};

use crate::domain::refusal::{Reason, Refusal};

/// The media type of a problem document.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// A problem document (RFC 9457), as sent and as read by the client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Problem {
    /// `urn:samen:problem:` and the slug of the reason: stable.
    #[serde(rename = "type")]
    pub type_uri: String,
    /// A short sentence for people.
    pub title: String,
    /// The HTTP status code.
    pub status: u16,
    /// What to do.
    pub detail: String,
    /// The member that it is about, as a JSON Pointer (RFC 6901).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub pointer: Option<String>,
    /// For what was erased: the index of the entry that records the erasure.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub erased_by: Option<u64>,
    /// Under which the exchange logged the request.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub request_id: Option<String>,
}

impl Problem {
    /// The document for a refusal.
    pub fn new(refusal: &Refusal, request_id: Option<&str>) -> Self {
        let row = row(refusal.reason);
        Self {
            type_uri: format!("urn:samen:problem:{}", refusal.reason.slug()),
            title: row.title.into(),
            status: row.status,
            detail: row.advice.into(),
            pointer: refusal.pointer.clone(),
            erased_by: refusal.erased_by,
            request_id: request_id.map(Into::into),
        }
    }

    /// The slug at the end of the type, such as `rate-limited`.
    pub fn slug(&self) -> &str {
        self.type_uri.rsplit(':').next().unwrap_or_default()
    }
}

/// What a reason means to the one who is refused.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The HTTP status code.
    pub status: u16,
    /// A short sentence.
    pub title: &'static str,
    /// What to do.
    pub advice: &'static str,
}

const fn say(status: u16, title: &'static str, advice: &'static str) -> Row {
    Row { status, title, advice }
}

/// The row of a reason. No wildcard: a new reason does not compile until it has a row.
#[rustfmt::skip] // one row a reason reads as the table it is
pub fn row(reason: Reason) -> Row {
    use Reason as R;
    match reason {
        R::CertificateUnregistered => say(403, "This certificate is not registered here.", "Ask your partner's administrator or the steward to register its fingerprint."),
        R::CertificateWithdrawn => say(403, "This certificate has been withdrawn.", "Use a current certificate, or ask the steward why."),
        R::CertificateExpired => say(403, "This certificate is outside its validity.", "Renew the certificate and have it registered."),
        R::PartnerNotActive => say(403, "Your partner is not active on this exchange.", "Ask the steward about the standing of your organization."),
        R::LicenseExpired => say(403, "Your firm's license has run out.", "Have the steward register the renewed license."),
        R::QualityMarkExpired => say(403, "Your firm's quality mark has run out.", "Have the steward register the renewed quality mark."),
        R::PersonNotActive => say(403, "You are not active on this exchange.", "Ask your partner's administrator."),
        R::ScreeningExpired => say(403, "Your screening has run out.", "Ask your partner's administrator to register the renewed screening."),
        R::ActingPersonUnknown => say(403, "The person named is not registered with this partner.", "Name a registered person of the same partner in Samen-Acting-Person."),
        R::ActingPersonRefused => say(403, "A person's certificate speaks for that person only.", "Leave Samen-Acting-Person out, or use a system's certificate."),
        R::PersonRequired => say(403, "A system may not do this by itself.", "Name the person for whom the system acts in Samen-Acting-Person."),
        R::ActionNotAllowed => say(403, "Your role does not have this action.", "Ask somebody whose role has it."),
        R::RateLimited => say(429, "Your partner is at its limit for this.", "Wait for the time in Retry-After and send less at a time."),
        R::Overloaded => say(503, "The exchange cannot take more at this moment.", "Wait for the time in Retry-After and send the same again."),
        R::LogUnavailable => say(503, "The log cannot be written, so nothing is accepted or shown.", "Send the same again later; the operator has been told."),
        R::LogUnwitnessed => say(503, "Too few witnesses have confirmed the log lately, so no record is shown.", "Try again in a moment. The data protection officer sees which witness is missing."),
        R::LogboekUnavailable => say(503, "The processing log does not confirm, so nothing is accepted or shown.", "Wait for the time in Retry-After and send the same again; the operator has been told."),
        R::NotFound => say(404, "There is nothing here for you.", "Check the id. What you may not know of looks the same as what is not there."),
        R::MethodNotAllowed => say(405, "This path does not have that method.", "See the list of routes in the documentation."),
        R::CrossSite => say(403, "This request does not come from a page of this exchange.", "Open the page here and do it there again. If you did not ask for anything, another site tried to do it in your name: tell your administrator."),
        R::ContentTypeUnsupported => say(415, "This route does not read that media type.", "Set Content-Type as documented for the route."),
        R::BodyTooLarge => say(413, "The body is too large.", "A record holds at most 64 KiB as signed; a batch at most 500 records."),
        R::BodyTimeout => say(408, "The body did not arrive in time.", "Send it again over a better connection."),
        R::RequestInvalid => say(400, "The request is not as documented.", "Correct the member that pointer names."),
        R::CursorInvalid => say(400, "This cursor does not fit this question.", "Repeat the question without a cursor."),
        R::JwsMalformed => say(400, "This is not a JWS in flattened JSON or compact form with one signature.", "Sign the record with a JOSE library and send its output unchanged."),
        R::JwsHeaderRefused => say(400, "The JWS header has a member that is refused, or lacks a required one.", "Send alg, kid and typ, all protected, and nothing that points to a key."),
        R::KeyUnknown => say(403, "No key is registered under this kid.", "Register the public key, and set kid to its RFC 7638 thumbprint."),
        R::KeyNotValid => say(403, "The key is not valid at this moment.", "Register a new key, or ask why this one was withdrawn."),
        R::KeyNotAuthors => say(403, "The key belongs to somebody other than the author.", "Sign with the author's own key."),
        R::AuthorNotOfPartner => say(403, "Issuer or author is not who is on the connection.", "Send the record over the connection of its own issuer and author."),
        R::AlgorithmMismatch => say(400, "The header names another algorithm than the registered key has.", "Set alg to EdDSA for Ed25519 keys and to ES256 for P-256 keys."),
        R::SignatureInvalid => say(400, "The signature does not verify.", "Sign the exact bytes that you send."),
        R::JsonMalformed => say(400, "This is not one JSON text in UTF-8.", "Check the encoding and the syntax."),
        R::JsonDuplicateMember => say(400, "An object has the same member twice.", "Send every member once."),
        R::JsonTooDeep => say(400, "The JSON is nested too deeply.", "Nest at most 16 levels."),
        R::SchemaViolation => say(422, "The record does not fit its schema.", "Compare the member that pointer names with the schema."),
        R::RecordInvalid => say(422, "The record contradicts itself.", "Correct the member that pointer names."),
        R::ExchangeMismatch => say(422, "The record is meant for another exchange.", "Set exchange to the name of this exchange and sign again."),
        R::ClockSkew => say(422, "issued_at is too far from the time of the exchange.", "Set the clock right; five minutes either way are allowed, and 72 hours until a new sighting or incident is sent."),
        R::Expired => say(422, "The record has expired.", "Send a new record with a later expires_at."),
        R::ExpiryBeyondCap => say(422, "The record would live too long.", "Choose an earlier expires_at; the grant and the profile set the longest."),
        R::ReferenceUnknown => say(422, "A referenced record is not known to you.", "Check the id in references."),
        R::ReferenceNotAllowed => say(422, "That record is not yours to update, cancel or answer like this.", "Refer to a record that you sent, or that was disclosed to you."),
        R::GrantUnknown => say(403, "You are not a party to such a grant.", "Check the grant id."),
        R::GrantNotInForce => say(403, "The grant is not in force.", "Check acceptances, validity and revocation with the other parties."),
        R::GrantDirection => say(403, "The grant does not allow sharing in this direction.", "Use a grant that your partner gave."),
        R::PurposeNotGranted => say(403, "The purpose is not in the grant.", "Use a purpose of the grant, or do not share this."),
        R::DataNotGranted => say(403, "The record type or a component is not in the grant.", "Leave out what the grant does not have."),
        R::AudienceNotGranted => say(403, "The audience goes beyond the grant.", "Address parties of the grant only."),
        R::ConditionsNotMet => say(403, "The record goes beyond the conditions of the grant.", "Correct the member that pointer names."),
        R::PurposeMismatch => say(403, "Your purpose is not the purpose of the record.", "A record may only be read for the purpose it was shared for."),
        R::CaseRequired => say(422, "This reason needs a case number.", "Give the number of the case or incident."),
        R::JustificationInsufficient => say(422, "The justification does not say enough.", "Say in your own words, in at least 10 characters, why you need this now."),
        R::UseCodeRequired => say(422, "Reading the audit log needs a use code.", "State lawfulness, self-monitoring, integrity-security or criminal-proceedings."),
        R::BundleTooLarge => say(422, "More fits this question than one bundle holds.", "Narrow the period, or ask about one record, plate or person, and make several bundles."),
        R::PeriodTooLarge => say(422, "More entries lie in this period than one question reads.", "Narrow the period, or ask about one partner at a time."),
        R::IdConflict => say(409, "This id is taken by another record.", "Choose a new UUID, or send the first bytes unchanged to get their receipt again."),
        R::AlreadyRegistered => say(409, "This is registered already.", "Read the register before you change it."),
        R::SecondStewardRequired => say(409, "You have proposed this yourself.", "Have another steward send the same request."),
        R::OwnRequest => say(403, "You have asked for this yourself.", "Have another administrator of your partner, or the steward, decide about it."),
        R::RequestDecided => say(409, "This request is decided already, or has waited too long.", "Read the requests again; a device that still needs its key asks anew."),
        R::TooManyOpen => say(409, "You have too many open requests.", "Have them approved or refused first, or wait until they run out."),
        R::OwnCertificateRequired => say(403, "You do this with your own certificate only.", "Connect with the certificate of the person; a system cannot do this in somebody's name."),
        R::RegistryConflict => say(409, "The register changed at the same moment.", "Read it again and repeat."),
        R::Recalled => say(410, "The sender has recalled this record.", "Delete every copy, and send a receipt that says deleted."),
        R::RecordHeld => say(409, "This record is under a legal hold.", "Release the hold first, or wait for its end."),
        R::Replaced => say(410, "The sender has corrected this record.", "Use the version that came after it, delete every copy of this one, and send a receipt that says deleted."),
        R::Erased => say(410, "This has been erased.", "The log names the entry that erased it."),
        R::Internal => say(500, "Something went wrong inside the exchange.", "Try again; if it stays, give the operator the request id."),
    }
}

/// The documentation of all problems, in the order of the checks, as kept in `schemas/problems.md`.
pub fn markdown() -> String {
    let mut text = String::from(
        "# Problems\n\nEvery refusal is an RFC 9457 document with one of these types. The types are stable.\n\
         Generated from the table in `src/wire/problem.rs`; a test fails when it is stale.\n\n\
         | type | status | meaning | what to do |\n|---|---|---|---|\n",
    );
    for reason in Reason::ALL {
        let row = row(*reason);
        text.push_str(&format!(
            "| `urn:samen:problem:{}` | {} | {} | {} |\n",
            reason.slug(),
            row.status,
            row.title,
            row.advice
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_its_own_slug_and_an_error_status() {
        let slugs: std::collections::BTreeSet<_> = Reason::ALL.iter().map(|r| r.slug()).collect();
        assert_eq!(slugs.len(), Reason::ALL.len());
        assert!(Reason::ALL.iter().all(|reason| (400..600).contains(&row(*reason).status)));
    }

    #[test]
    fn the_documentation_is_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/problems.md");
        if std::env::var_os("SAMEN_WRITE_GOLDEN").is_some() {
            std::fs::write(path, markdown()).unwrap();
        }
        assert_eq!(
            std::fs::read_to_string(path).unwrap(),
            markdown(),
            "run with SAMEN_WRITE_GOLDEN=1"
        );
    }
}
