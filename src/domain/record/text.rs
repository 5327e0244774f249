//! Free text, numbers within bounds and telephone numbers, as members of a record. Text is sensitive:
//! its `Debug` is redacted. Absent: what a text says, and escaping for a page (`console`).

use crate::domain::sensitive::{Sensitive, redacted};

/// A text or number that a member does not take. Never carries the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not {0}")]
pub struct InvalidValue(pub &'static str);

/// Free text of 1 to `MAX` characters (Unicode scalar values), with line breaks when `LINES` is true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prose<const MAX: usize, const LINES: bool>(Sensitive<Box<str>>);

/// Free text that may have line breaks.
pub type Text<const MAX: usize> = Prose<MAX, true>;
/// Free text on one line.
pub type Line<const MAX: usize> = Prose<MAX, false>;

impl<const MAX: usize, const LINES: bool> Prose<MAX, LINES> {
    /// Parses a text; it is kept as it is, spaces included.
    ///
    /// # Errors
    /// [`InvalidValue`] when it is blank, too long, or has characters that hide or reorder what a
    /// reader sees.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let visible = |c: char| !hides(c) || (LINES && c == '\n');
        // A character takes at most four bytes, so the first test bounds the work of the second.
        let fits = text.len() <= MAX * 4
            && text.chars().count() <= MAX
            && !text.trim().is_empty()
            && text.chars().all(visible);
        if fits {
            Ok(Self(Sensitive::new(text.into())))
        } else {
            Err(InvalidValue("a visible text within its length"))
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.expose()
    }
}

/// Control characters, line separators, and marks that reorder text so that it reads as another
/// ("Trojan Source", CVE-2021-42574).
fn hides(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{200b}')
}

/// A whole number within bounds, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Whole<const MIN: u32, const MAX: u32>(u32);

impl<const MIN: u32, const MAX: u32> Whole<MIN, MAX> {
    /// Checks the bounds.
    ///
    /// # Errors
    /// [`InvalidValue`] outside of them.
    pub fn new(number: u32) -> Result<Self, InvalidValue> {
        if (MIN..=MAX).contains(&number) {
            Ok(Self(number))
        } else {
            Err(InvalidValue("a whole number within its bounds"))
        }
    }

    /// The number.
    pub fn get(self) -> u32 {
        self.0
    }
}

/// A range of whole numbers; [`Span::holds`] says whether it is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span<const MIN: u32, const MAX: u32> {
    /// The least.
    pub min: Whole<MIN, MAX>,
    /// The most.
    pub max: Whole<MIN, MAX>,
}

impl<const MIN: u32, const MAX: u32> Span<MIN, MAX> {
    /// Whether the least is not more than the most.
    pub fn holds(self) -> bool {
        self.min <= self.max
    }
}

/// A telephone number as dialed: digits with spaces, hyphens and brackets, perhaps a leading `+`.
/// Short numbers such as 112 are allowed.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(Sensitive<Box<str>>);

impl Phone {
    /// Parses a number of 3 to 20 characters with at least three digits.
    ///
    /// # Errors
    /// [`InvalidValue`] for anything else.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let number = text.strip_prefix('+').unwrap_or(text);
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        let dialed = |byte: u8| byte.is_ascii_digit() || matches!(byte, b' ' | b'-' | b'(' | b')');
        if text.len() <= 20 && digits >= 3 && number.bytes().all(dialed) {
            Ok(Self(Sensitive::new(text.into())))
        } else {
            Err(InvalidValue("a telephone number"))
        }
    }

    /// The number as written.
    pub fn as_str(&self) -> &str {
        self.0.expose()
    }
}

/// How to reach somebody by telephone: a desk or function, never a private person by name.
#[derive(Clone, PartialEq, Eq)]
pub struct Contact {
    /// The number.
    pub phone: Phone,
    /// Whom to ask for: a desk, function or pass number.
    pub ask_for: Option<Line<80>>,
}

/// A JSON Pointer (RFC 6901) to a member of the body, of at most 200 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BodyPointer(Box<str>);

impl BodyPointer {
    /// Parses a pointer such as `/body/person/behavior`. Every segment is a member name of the
    /// schemas' form or an index, so it can carry no content.
    ///
    /// # Errors
    /// [`InvalidValue`] for a pointer outside the body or of another form.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let named = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        let fits = text.len() <= 200
            && text.strip_prefix("/body/").is_some_and(|rest| {
                rest.split('/').all(|part| !part.is_empty() && part.bytes().all(named))
            });
        if fits { Ok(Self(text.into())) } else { Err(InvalidValue("a JSON pointer into the body")) }
    }

    /// The pointer.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

redacted!(Phone => "phone", Contact => "contact");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_hides_or_reorders_is_refused() {
        for bad in
            ["", "  ", "a\u{0}b", "a\u{202e}b", "a\u{1b}[2Jb", "a\u{2028}b", "a\rb", "a\u{feff}"]
        {
            assert!(Text::<20>::parse(bad).is_err(), "{bad:?}");
        }
        assert!(Text::<20>::parse("two\nlines").is_ok());
        assert!(Line::<20>::parse("two\nlines").is_err());
    }

    #[test]
    fn length_counts_characters_as_the_schema_does() {
        assert!(Line::<4>::parse("é€𝄞a").is_ok());
        assert!(Line::<4>::parse("é€𝄞ab").is_err());
    }

    #[test]
    fn debug_shows_no_text_and_no_number() {
        let contact = Contact {
            phone: Phone::parse("+31 53 482 0000").unwrap(),
            ask_for: Line::parse("desk").ok(),
        };
        let shown = format!("{contact:?} {:?} {:?}", contact.phone, contact.ask_for);
        assert!(!shown.contains("482") && !shown.contains("desk"), "{shown}");
    }

    #[test]
    fn telephone_numbers_are_as_dialed() {
        for good in ["112", "0900-8844", "+31 (0)88 123 45 67"] {
            assert!(Phone::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "12", "+", "call me", "112;ext=1", "0031 88 123 45 67 890 12"] {
            assert!(Phone::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn pointers_stay_in_the_body_and_carry_no_content() {
        assert!(BodyPointer::parse("/body/narrative/0/text").is_ok());
        for bad in ["", "/body", "/body/", "/issuer", "/body//a", "/body/AB-12-CD", "body/a"] {
            assert!(BodyPointer::parse(bad).is_err(), "{bad}");
        }
    }
}
