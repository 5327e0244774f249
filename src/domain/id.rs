//! The identifiers that partners, people and records go by, each its own type.
//! Absent: how they travel or are stored (`wire`, `store`) and whether they are registered (`directory`).

use std::fmt;

/// A value that cannot be an identifier of the kind asked for. Never carries the value itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {0}")]
pub struct InvalidId(pub &'static str);

/// Letters, digits and inner `-`, `.`, `_`; starts and ends with a letter or digit.
fn is_slug(text: &str, longest: usize, upper: bool) -> bool {
    let edge = |byte: u8| {
        byte.is_ascii_digit() || byte.is_ascii_lowercase() || (upper && byte.is_ascii_uppercase())
    };
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else {
        return false;
    };
    bytes.len() <= longest
        && edge(*first)
        && edge(*last)
        && bytes.iter().all(|byte| edge(*byte) || matches!(byte, b'-' | b'.' | b'_'))
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $what:literal, $longest:literal, $upper:literal, $debug:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// Parses the identifier.
            ///
            /// # Errors
            /// [`InvalidId`] when it is empty, too long or has a character outside the set.
            pub fn parse(text: &str) -> Result<Self, InvalidId> {
                if is_slug(text, $longest, $upper) { Ok(Self(text.into())) } else { Err(InvalidId($what)) }
            }

            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                if $debug { f.write_str(&self.0) } else { f.write_str(concat!($what, " (redacted)")) }
            }
        }
    };
}

text_id! {
    /// A partner of the exchange, such as `politie-twente`: lower case, at most 63 characters.
    PartnerId, "partner id", 63, false, true
}
text_id! {
    /// A person or a system in its partner's own register, such as a pass number: a pseudonym, at
    /// most 63 characters. `Debug` does not print it, because it points at one human being.
    PersonId, "person id", 63, true, false
}
text_id! {
    /// A disclosure decision (Wpg 20(2)): at most 63 characters.
    GrantId, "grant id", 63, true, true
}
text_id! {
    /// The name of an exchange, such as `twente.samen.example`: lower case, at most 127 characters.
    ExchangeName, "exchange name", 127, false, true
}

/// A case or incident number of the issuer: 1 to 64 visible ASCII characters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseNumber(Box<str>);

impl CaseNumber {
    /// Parses a case number.
    ///
    /// # Errors
    /// [`InvalidId`] when it is empty, longer than 64 bytes or not visible ASCII.
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        let fits =
            (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        if fits { Ok(Self(text.into())) } else { Err(InvalidId("case number")) }
    }

    /// The case number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("case number (redacted)")
    }
}

/// The UUID of a record, chosen by its author (RFC 9562; version 7 keeps the store fast).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId(u128);

impl RecordId {
    /// From the sixteen bytes of the UUID.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(u128::from_be_bytes(bytes))
    }

    /// The sixteen bytes of the UUID.
    pub fn to_bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }

    /// Parses the lower-case hyphenated form only, so that one record has one spelling.
    ///
    /// # Errors
    /// [`InvalidId`] for any other form, and for the nil UUID.
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        let wrong = InvalidId("record id");
        if text.len() != 36 {
            return Err(wrong);
        }
        let mut value: u128 = 0;
        for (at, byte) in text.bytes().enumerate() {
            let digit = match (at, byte) {
                (8 | 13 | 18 | 23, b'-') => continue,
                (8 | 13 | 18 | 23, _) => return Err(wrong),
                (_, b'0'..=b'9') => byte - b'0',
                (_, b'a'..=b'f') => byte - b'a' + 10,
                _ => return Err(wrong),
            };
            value = (value << 4) | u128::from(digit);
        }
        if value == 0 { Err(wrong) } else { Ok(Self(value)) }
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let v = self.0;
        write!(
            f,
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            v >> 96,
            (v >> 80) & 0xffff,
            (v >> 64) & 0xffff,
            (v >> 48) & 0xffff,
            v & 0xffff_ffff_ffff
        )
    }
}

impl fmt::Debug for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// SHA-256 of a client certificate in DER: what the exchange registers and compares.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// From the digest itself.
    pub fn new(digest: [u8; 32]) -> Self {
        Self(digest)
    }

    /// The digest.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Parses 64 lower-case hexadecimal digits.
    ///
    /// # Errors
    /// [`InvalidId`] for anything else.
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        let wrong = InvalidId("certificate fingerprint");
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return Err(wrong);
        }
        let mut out = [0u8; 32];
        for (byte, pair) in out.iter_mut().zip(digits.chunks_exact(2)) {
            for digit in pair {
                let value = match digit {
                    b'0'..=b'9' => digit - b'0',
                    b'a'..=b'f' => digit - b'a' + 10,
                    _ => return Err(wrong),
                };
                *byte = (*byte << 4) | value;
            }
        }
        Ok(Self(out))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The RFC 7638 thumbprint of a signing key: 43 characters of base64url.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct KeyId(Box<str>);

impl KeyId {
    /// Parses a thumbprint.
    ///
    /// # Errors
    /// [`InvalidId`] when it is not 43 characters of base64url.
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        let fits = text.len() == 43
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        if fits { Ok(Self(text.into())) } else { Err(InvalidId("key id")) }
    }

    /// The thumbprint as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn record_id_has_one_spelling() {
        let text = "0190163d-8694-739b-aea5-966c26f8ad91";
        assert_eq!(RecordId::parse(text).unwrap().to_string(), text);
        assert!(RecordId::parse(&text.to_uppercase()).is_err());
        assert!(RecordId::parse(&text.replace('-', "")).is_err());
        assert!(RecordId::parse("00000000-0000-0000-0000-000000000000").is_err());
    }

    #[test]
    fn slugs_refuse_what_could_hide_in_a_path_or_a_log_line() {
        for bad in ["", "-a", "a-", "a b", "a/b", "A", "é", "a\n"] {
            assert!(PartnerId::parse(bad).is_err(), "{bad:?}");
        }
        assert!(PartnerId::parse("politie-twente").is_ok());
        assert!(PersonId::parse("PAS-1042").is_ok());
    }

    #[test]
    fn a_person_id_never_shows_in_debug() {
        assert!(!format!("{:?}", PersonId::parse("PAS-1042").unwrap()).contains("1042"));
    }

    #[test]
    fn fingerprints_round_trip() {
        let print = Fingerprint::new([0xab; 32]);
        assert_eq!(Fingerprint::parse(&print.to_string()).unwrap(), print);
        assert!(Fingerprint::parse(&print.to_string().to_uppercase()).is_err());
    }
}
