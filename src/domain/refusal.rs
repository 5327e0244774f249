//! Every reason for which the exchange says no, one name each, so that callers, log and pages agree.
//! Absent: status codes and sentences (`wire::problem`), and any content of what was refused.

use std::fmt;

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $slug:literal,)*) => {
        /// Why a request or record was refused. The slug is stable: clients and the log rely on it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason {
            $($(#[$doc])* $name,)*
        }

        impl Reason {
            /// Every reason, in the order of the checks.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable name used in problem types, log entries and metrics.
            pub fn slug(self) -> &'static str {
                match self { $(Self::$name => $slug,)* }
            }
        }
    };
}

reasons! {
    /// The certificate chains to the CA but is registered to nobody here.
    CertificateUnregistered = "certificate-unregistered",
    /// The certificate was registered and has been withdrawn.
    CertificateWithdrawn = "certificate-withdrawn",
    /// The certificate ran out, perhaps after the connection was made.
    CertificateExpired = "certificate-expired",
    /// The partner is not active: applied, suspended or withdrawn.
    PartnerNotActive = "partner-not-active",
    /// The firm's license ran out.
    LicenseExpired = "license-expired",
    /// The firm's quality mark ran out.
    QualityMarkExpired = "quality-mark-expired",
    /// The person or system is not active.
    PersonNotActive = "person-not-active",
    /// The person's screening ran out.
    ScreeningExpired = "screening-expired",
    /// A system named a person who is not registered with its partner.
    ActingPersonUnknown = "acting-person-unknown",
    /// A person's certificate may not speak for another person.
    ActingPersonRefused = "acting-person-refused",
    /// Searching and opening is for people: a system has to name the person it acts for.
    PersonRequired = "person-required",
    /// This kind of partner or role does not have this action.
    ActionNotAllowed = "action-not-allowed",
    /// The partner is over its limit for this action.
    RateLimited = "rate-limited",
    /// The exchange cannot take more work at this moment.
    Overloaded = "overloaded",
    /// The log cannot be written, so nothing is accepted and nothing is shown.
    LogUnavailable = "log-unavailable",
    /// Too few witnesses have confirmed the log lately, so no record is shown.
    LogUnwitnessed = "log-unwitnessed",
    /// The processing log demands a confirmation and its collector gives none.
    LogboekUnavailable = "logboek-unavailable",
    /// There is nothing here, or nothing that this caller may know of.
    NotFound = "not-found",
    /// The path exists, the method does not.
    MethodNotAllowed = "method-not-allowed",
    /// Another site made the browser send this.
    CrossSite = "cross-site",
    /// The body is not of the media type that the route reads.
    ContentTypeUnsupported = "content-type-unsupported",
    /// The body is larger than the route reads.
    BodyTooLarge = "body-too-large",
    /// The body came too slowly, or not at all.
    BodyTimeout = "body-timeout",
    /// The request's own members are not as the route documents them.
    RequestInvalid = "request-invalid",
    /// The cursor was not made by this exchange for this caller.
    CursorInvalid = "cursor-invalid",
    /// Not a JWS of the accepted form (RFC 7515).
    JwsMalformed = "jws-malformed",
    /// A JWS header member that is refused, or a required one that is missing.
    JwsHeaderRefused = "jws-header-refused",
    /// No key is registered under this `kid`.
    KeyUnknown = "key-unknown",
    /// The key is not valid at this moment: not yet, no longer, or withdrawn.
    KeyNotValid = "key-not-valid",
    /// The key belongs to somebody other than the author.
    KeyNotAuthors = "key-not-authors",
    /// The author does not belong to the partner on the connection.
    AuthorNotOfPartner = "author-not-of-partner",
    /// The header names another algorithm than the registered key.
    AlgorithmMismatch = "algorithm-mismatch",
    /// The signature does not verify.
    SignatureInvalid = "signature-invalid",
    /// The payload is not one JSON text in UTF-8 (RFC 8259).
    JsonMalformed = "json-malformed",
    /// An object has the same member twice.
    JsonDuplicateMember = "json-duplicate-member",
    /// The JSON is nested deeper than 16 levels.
    JsonTooDeep = "json-too-deep",
    /// The record does not fit its JSON Schema.
    SchemaViolation = "schema-violation",
    /// The record fits its schema and still contradicts itself.
    RecordInvalid = "record-invalid",
    /// The record is meant for another exchange.
    ExchangeMismatch = "exchange-mismatch",
    /// `issued_at` is further from the clock of the exchange than this record may wait to be sent.
    ClockSkew = "clock-skew",
    /// The record has expired, or expires before it was issued.
    Expired = "expired",
    /// `expires_at` lies beyond the longest time for its type, purpose and grant.
    ExpiryBeyondCap = "expiry-beyond-cap",
    /// A reference points at nothing that this sender may know of.
    ReferenceUnknown = "reference-unknown",
    /// The referenced record is not the sender's to update, cancel or answer in this way.
    ReferenceNotAllowed = "reference-not-allowed",
    /// The grant does not exist, or the caller is not a party to it.
    GrantUnknown = "grant-unknown",
    /// The grant is not in force: not accepted by all, not yet valid, over, or revoked.
    GrantNotInForce = "grant-not-in-force",
    /// The grant was not given by or to this partner in this direction.
    GrantDirection = "grant-direction",
    /// The purpose is not in the grant.
    PurposeNotGranted = "purpose-not-granted",
    /// The record type or a component is not in the grant.
    DataNotGranted = "data-not-granted",
    /// The audience goes beyond the parties of the grant.
    AudienceNotGranted = "audience-not-granted",
    /// The record goes beyond the grant's conditions on handling, onward sharing or area.
    ConditionsNotMet = "conditions-not-met",
    /// The stated purpose is not the purpose of the record.
    PurposeMismatch = "purpose-mismatch",
    /// The reason needs a case number.
    CaseRequired = "case-required",
    /// The justification is too short, or only repeats the purpose.
    JustificationInsufficient = "justification-insufficient",
    /// Reading the audit log needs one of the four use codes.
    UseCodeRequired = "use-code-required",
    /// More fits the question than one bundle holds.
    BundleTooLarge = "bundle-too-large",
    /// More entries lie in the period than one question reads.
    PeriodTooLarge = "period-too-large",
    /// The record id is taken by other bytes.
    IdConflict = "id-conflict",
    /// What should be registered is registered already.
    AlreadyRegistered = "already-registered",
    /// The steward who proposed this cannot confirm it; another one has to.
    SecondStewardRequired = "second-steward-required",
    /// Somebody else has to decide about what one asked for oneself.
    OwnRequest = "own-request",
    /// The request was approved or refused before, or waited too long.
    RequestDecided = "request-decided",
    /// The person has as many open requests as it may have.
    TooManyOpen = "too-many-open",
    /// A person does this with its own certificate; no system does it in its name.
    OwnCertificateRequired = "own-certificate-required",
    /// The registry changed meanwhile; read it again and repeat.
    RegistryConflict = "registry-conflict",
    /// The sender recalled the record; recipients delete it and say so.
    Recalled = "recalled",
    /// The record is held, so it is not erased.
    RecordHeld = "record-held",
    /// The sender corrected the record: recipients use the newer version, delete this one and say so.
    Replaced = "replaced",
    /// What was asked for has been erased; the log names the entry.
    Erased = "erased",
    /// A fault inside the exchange. The cause is in its own log, not in the answer.
    Internal = "internal",
}

/// A refusal: the reason, and the member it is about as a JSON Pointer (RFC 6901) where one can be
/// named. Pointers name members of the schema, never values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub reason: Reason,
    /// The member, from the root of the document that was sent.
    pub pointer: Option<String>,
    /// Milliseconds to wait before the same request may succeed.
    pub retry_after_ms: Option<u64>,
    /// The index of the entry that records the erasure, for what was erased.
    pub erased_by: Option<u64>,
}

impl Refusal {
    /// A refusal of the whole.
    pub fn new(reason: Reason) -> Self {
        Self { reason, pointer: None, retry_after_ms: None, erased_by: None }
    }

    /// A refusal because of one member.
    pub fn at(reason: Reason, pointer: impl Into<String>) -> Self {
        Self { pointer: Some(pointer.into()), ..Self::new(reason) }
    }

    /// What was asked for has been erased; `by` is the entry that says so, where it is known.
    pub fn erased(by: Option<u64>) -> Self {
        Self { erased_by: by, ..Self::new(Reason::Erased) }
    }

    /// A refusal that says when to come back.
    pub fn later(reason: Reason, retry_after_ms: u64) -> Self {
        Self { retry_after_ms: Some(retry_after_ms), ..Self::new(reason) }
    }
}

impl From<Reason> for Refusal {
    fn from(reason: Reason) -> Self {
        Self::new(reason)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.pointer {
            Some(pointer) => write!(f, "{} at {pointer}", self.reason.slug()),
            None => f.write_str(self.reason.slug()),
        }
    }
}

impl std::error::Error for Refusal {}
