//! The flattened JSON serialization (RFC 7515, section 7.2.2), read without copying. Only the
//! three members that a record needs; every other one is refused by name.

use super::JwsError;

/// The members of a flattened JWS, still in base64url.
pub(super) struct Parts<'a> {
    pub(super) payload: &'a [u8],
    pub(super) protected: &'a [u8],
    pub(super) signature: &'a [u8],
}

/// Reads an object of exactly `payload`, `protected` and `signature`, all strings. Their alphabet
/// needs no escapes, so that a text with a backslash is refused rather than decoded.
pub(super) fn read(bytes: &[u8]) -> Result<Parts<'_>, JwsError> {
    let (mut payload, mut protected, mut signature) = (None, None, None);
    let mut rest = Cursor(bytes);
    rest.demand(b'{')?;
    loop {
        let slot = match rest.string()? {
            b"payload" => &mut payload,
            b"protected" => &mut protected,
            b"signature" => &mut signature,
            b"header" => return Err(JwsError::HeaderRefused("header")),
            b"signatures" => {
                return Err(JwsError::Malformed("the general serialization is not accepted"));
            }
            _ => return Err(JwsError::Malformed("an unknown member")),
        };
        rest.demand(b':')?;
        if slot.replace(rest.string()?).is_some() {
            return Err(JwsError::Malformed("a member twice"));
        }
        match rest.next()? {
            b',' => {}
            b'}' => break,
            _ => return Err(JwsError::Malformed("not a JSON object")),
        }
    }
    if !rest.0.trim_ascii_start().is_empty() {
        return Err(JwsError::Malformed("text after the JSON object"));
    }
    match (payload, protected, signature) {
        (Some(payload), Some(protected), Some(signature)) => {
            Ok(Parts { payload, protected, signature })
        }
        _ => Err(JwsError::Malformed("payload, protected or signature is missing")),
    }
}

struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn next(&mut self) -> Result<u8, JwsError> {
        let space = |c: &u8| matches!(c, b' ' | b'\t' | b'\r' | b'\n');
        let start = self.0.iter().position(|c| !space(c)).unwrap_or(self.0.len());
        match self.0[start..].split_first() {
            Some((first, rest)) => {
                self.0 = rest;
                Ok(*first)
            }
            None => Err(JwsError::Malformed("the JSON object ends early")),
        }
    }

    fn demand(&mut self, byte: u8) -> Result<(), JwsError> {
        if self.next()? == byte { Ok(()) } else { Err(JwsError::Malformed("not a JSON object")) }
    }

    fn string(&mut self) -> Result<&'a [u8], JwsError> {
        if self.next()? != b'"' {
            return Err(JwsError::Malformed("a member is not a string"));
        }
        let stop = |c: &u8| *c == b'"' || *c == b'\\' || *c < b' ';
        match self.0.iter().position(stop) {
            Some(end) if self.0[end] == b'"' => {
                let (content, rest) = (&self.0[..end], &self.0[end + 1..]);
                self.0 = rest;
                Ok(content)
            }
            _ => Err(JwsError::Malformed("a string with an escape or without an end")),
        }
    }
}
