//! The few text encodings of the formats, each with one spelling only: base64, base64url, hex,
//! decimal. Nothing here is lenient: a second spelling of the same bytes is refused.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use crate::hash::Hash;

/// Standard base64 with padding (RFC 4648, section 4).
#[must_use]
pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Reads [`base64()`]; padding and zero trailing bits are demanded.
#[must_use]
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// Reads one hash in [`base64()`].
#[must_use]
pub fn hash_from_base64(text: &str) -> Option<Hash> {
    from_base64(text)?.try_into().ok()
}

/// base64url without padding (RFC 7515, section 2).
#[must_use]
pub fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads [`base64url`]; padding, line breaks and stray trailing bits are refused.
#[must_use]
pub fn from_base64url(text: &[u8]) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let digit =
        |nibble: u8| char::from(if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 });
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Reads [`hex`]; capitals and odd lengths are refused.
#[must_use]
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    let nibble = |c: &u8| match c {
        b'0'..=b'9' => Some(c - b'0'),
        b'a'..=b'f' => Some(c - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|[high, low]| Some(nibble(high)? << 4 | nibble(low)?)).collect()
}

/// Reads an ASCII decimal without sign or leading zeros.
#[must_use]
pub fn from_decimal(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|c| c.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_each() {
        assert_eq!(from_base64("AQ=="), Some(vec![1]));
        for other in ["AQ", "AR==", "AQ==\n", "AQ= =", "A-=="] {
            assert_eq!(from_base64(other), None, "{other:?}");
        }
        assert_eq!(from_base64url(b"AQ"), Some(vec![1]));
        for other in [&b"AQ=="[..], b"AR", b"AQ\n", b"A+"] {
            assert_eq!(from_base64url(other), None, "{other:?}");
        }
        assert_eq!(from_hex("0aff"), Some(vec![10, 255]));
        assert_eq!(hex(&[10, 255]), "0aff");
        for other in ["0AFF", "0af", "0x0a", " 0a"] {
            assert_eq!(from_hex(other), None, "{other:?}");
        }
        assert_eq!(from_decimal("0"), Some(0));
        assert_eq!(from_decimal("18446744073709551615"), Some(u64::MAX));
        for other in ["", "00", "01", "+1", "-1", "1 ", "18446744073709551616"] {
            assert_eq!(from_decimal(other), None, "{other:?}");
        }
    }
}
