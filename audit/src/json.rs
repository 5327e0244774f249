//! JSON as evidence needs it: no member twice (also under another spelling of its name) and no
//! deep nesting, then `serde_json`. No schema and no types of any record.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde_json::Value;

/// Why a text is not acceptable JSON. Echoes nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonError {
    /// Not JSON in UTF-8.
    Syntax,
    /// An object names a member twice.
    DuplicateMember,
    /// Arrays and objects are nested deeper than allowed.
    TooDeep,
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Syntax => "not JSON in UTF-8",
            Self::DuplicateMember => "an object names a member twice",
            Self::TooDeep => "arrays and objects are nested too deep",
        })
    }
}

impl std::error::Error for JsonError {}

/// Parses JSON in which no object names a member twice and nesting is at most `max_depth` (a
/// scalar has depth 0, `[]` depth 1). Time and memory grow with the length of the text only.
///
/// # Errors
/// A [`JsonError`].
pub fn parse(bytes: &[u8], max_depth: usize) -> Result<Value, JsonError> {
    let text = std::str::from_utf8(bytes).map_err(|_| JsonError::Syntax)?;
    check_members(text, max_depth)?;
    serde_json::from_str(text).map_err(|_| JsonError::Syntax)
}

/// Walks the text once, without recursion, looking at strings and brackets only. What is not JSON
/// may pass: the parser behind refuses it.
fn check_members(text: &str, max_depth: usize) -> Result<(), JsonError> {
    // One set of names for each open object, `None` for an array.
    let mut open: Vec<Option<BTreeSet<Cow<'_, str>>>> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'{' | b'[' => {
                if open.len() >= max_depth {
                    return Err(JsonError::TooDeep);
                }
                open.push((*byte == b'{').then(BTreeSet::new));
            }
            b'}' | b']' => {
                open.pop();
            }
            b'"' => {
                let end = string_end(bytes, at).ok_or(JsonError::Syntax)?;
                let follows = bytes[end..].iter().find(|c| !c.is_ascii_whitespace());
                if follows == Some(&b':')
                    && let Some(Some(names)) = open.last_mut()
                    && !names.insert(unescape(&text[at - 1..end])?)
                {
                    return Err(JsonError::DuplicateMember);
                }
                at = end;
            }
            _ => {}
        }
    }
    Ok(())
}

/// The position after the closing quote of the string whose content begins at `at`.
fn string_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut escaped = false;
    for (offset, byte) in bytes.get(at..)?.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(at + offset + 1),
            _ => {}
        }
    }
    None
}

/// The content of a quoted string, so that `"a"` and `"\u0061"` are the same name.
fn unescape(quoted: &str) -> Result<Cow<'_, str>, JsonError> {
    if quoted.contains('\\') {
        serde_json::from_str(quoted).map(Cow::Owned).map_err(|_| JsonError::Syntax)
    } else {
        Ok(Cow::Borrowed(&quoted[1..quoted.len() - 1]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duplicate_members_are_found_in_every_spelling_and_place() {
        for bad in [
            r#"{"a":1,"a":2}"#,
            r#"{"a":1,"\u0061":2}"#,
            r#"{"a":1 , "a" : 2}"#,
            "{\"a\":1,\"a\"\n\t:2}",
            r#"[{"b":{"a":[],"c":{},"a":1}}]"#,
            r#"{"\"":1,"\u0022":2}"#,
            r#"{"":1,"":2}"#,
        ] {
            assert_eq!(parse(bad.as_bytes(), 8), Err(JsonError::DuplicateMember), "{bad}");
        }
        for good in [
            r#"{"a":"a","b":["a","a"],"c":{"a":{"a":1}}}"#,
            r#"{"a":"\"a\":","b":"{\"a\":1,\"a\":2}"}"#,
            r#"[{"a":1},{"a":1}]"#,
            r#""a""#,
        ] {
            assert!(parse(good.as_bytes(), 8).is_ok(), "{good}");
        }
    }

    #[test]
    fn depth_is_bounded_without_recursion() {
        assert!(parse(b"[[1]]", 2).is_ok());
        assert_eq!(parse(b"[[[1]]]", 2), Err(JsonError::TooDeep));
        assert_eq!(parse("[".repeat(1_000_000).as_bytes(), 16), Err(JsonError::TooDeep));
        assert_eq!(parse(b"[\"[[[[\"]", 1), Ok(serde_json::json!(["[[[["])));
    }

    #[test]
    fn other_text_is_refused() {
        for bad in [&b""[..], b"{", b"\"", b"\"\\", b"{\"a\":1}x", b"\xff", b"{\"a\\x\":1}", b"NaN"]
        {
            assert_eq!(parse(bad, 8), Err(JsonError::Syntax));
        }
    }
}
