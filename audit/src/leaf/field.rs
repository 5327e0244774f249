//! The numbers and names of the fields that an entry can have. What a value means is said here;
//! nothing here reads one.

use std::fmt;

/// Number of a field of an entry. A number is never used again for another meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId(pub u16);

/// Declares each field once: constant, number, name, and what its value is.
macro_rules! fields {
    ($($constant:ident = $number:literal, $name:literal, $doc:literal;)*) => {
        impl FieldId {
            $(#[doc = $doc] pub const $constant: Self = Self($number);)*

            /// Every known field, ascending.
            pub const ALL: &'static [Self] = &[$(Self::$constant),*];

            /// The name in receipts and on screens; `None` for a number of a later version.
            #[must_use]
            pub const fn name(self) -> Option<&'static str> {
                match self.0 {
                    $($number => Some($name),)*
                    _ => None,
                }
            }

            /// The known field with this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|field| field.name() == Some(name))
            }
        }
    };
}

fields! {
    TIME = 1, "time", "When it happened: milliseconds since 1970-01-01 UTC, u64 big-endian.";
    OPERATION = 2, "operation", "Kind of processing, the class as text.";
    ACTION = 3, "action", "What the caller did.";
    PARTNER = 4, "partner", "Partner of the caller.";
    PERSON = 5, "person", "Person or system of the caller, a pseudonym.";
    CERTIFICATE = 6, "certificate", "SHA-256 of the client certificate, 32 bytes.";
    RECORDS = 7, "records", "Ids of the records concerned, separated by a space.";
    PURPOSE = 8, "purpose", "Purpose code.";
    GRANT = 9, "grant", "Id of the grant that it rests on.";
    CASE = 10, "case", "Case number.";
    REASON = 11, "reason", "Coded reason.";
    JUSTIFICATION = 12, "justification", "Why, in the caller's words.";
    ASKED = 13, "asked", "What was asked.";
    GIVEN = 14, "given", "What was shown.";
    RECIPIENTS = 15, "recipients", "Partners that receive it, separated by a space.";
    REQUEST_ID = 16, "request_id", "Id of the request.";
    TRACE_ID = 17, "trace_id", "Id of the trace that the request belongs to.";
    POLICY_VERSION = 18, "policy_version", "Version of the rules that decided.";
    RECORD_SHA256 = 19, "record_sha256", "SHA-256 of the signed record as received, 32 bytes.";
    REFUSAL = 20, "refusal", "Slug of the problem that a refused caller was told.";
    POINTER = 21, "pointer", "JSON pointer of the member at fault.";
    ASSERTED_BY = 22, "asserted_by", "Who vouches for what was said.";
    USE_CODE = 23, "use_code", "Why the audit data were used.";
    SUBJECT = 24, "subject", "What was administered, or whom it concerns.";
    DETAIL = 25, "detail", "Further text.";
    SUPPRESSED = 26, "suppressed", "Events not logged one by one, u64 big-endian.";
    PREVIOUS_ROOT = 27, "previous_root", "Root before this start, 32 bytes.";
    BUILD = 28, "build", "Build of the exchange.";
    EXCHANGE = 29, "exchange", "Name of the exchange.";
    TRACE_PARENT = 30, "trace_parent", "Span of the caller in that trace.";
}

impl fmt::Display for FieldId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "field-{}", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_ascend_without_gaps_and_names_are_unique() {
        let numbers: Vec<u16> = FieldId::ALL.iter().map(|field| field.0).collect();
        assert_eq!(numbers, (1..=30).collect::<Vec<u16>>());
        let names: std::collections::BTreeSet<String> =
            FieldId::ALL.iter().map(ToString::to_string).collect();
        assert_eq!(names.len(), FieldId::ALL.len());
        assert_eq!(FieldId(31).to_string(), "field-31");
    }
}
