//! JSON read strictly: one text in UTF-8, no member twice, no deeper than asked (RFC 8259, and I-JSON,
//! RFC 7493, 2.3). Absent: what the members mean (`schema`, `record`).

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::schema;
use crate::domain::record::at::At;
use crate::domain::refusal::{Reason, Refusal};

/// Parses one JSON text. An object or array in the outermost one is at depth 2.
///
/// # Errors
/// [`Reason::JsonMalformed`] for anything but one JSON text in UTF-8 without a byte order mark,
/// [`Reason::JsonDuplicateMember`] and [`Reason::JsonTooDeep`]. A pointer names only what the schemas
/// name: it stops before a member whose name the sender made up.
pub fn parse_strict(bytes: &[u8], max_depth: usize) -> Result<Value, Refusal> {
    let malformed = Refusal::from(Reason::JsonMalformed);
    let text = std::str::from_utf8(bytes).map_err(|_| malformed.clone())?;
    let refusal = RefCell::new(None);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let seed = Strict { left: max_depth, at: At::ROOT, refusal: &refusal };
    let value = seed.deserialize(&mut deserializer);
    // The parser's own error quotes the text, so it goes no further than here.
    let value = value.map_err(|_| refusal.take().unwrap_or_else(|| malformed.clone()))?;
    deserializer.end().map_err(|_| malformed)?;
    Ok(value)
}

/// Builds one value. `serde` errors carry only text, so the refusal itself is left in `refusal`.
#[derive(Clone, Copy)]
struct Strict<'a> {
    left: usize,
    at: At<'a>,
    refusal: &'a RefCell<Option<Refusal>>,
}

impl<'a> Strict<'a> {
    fn refuse<E: Error>(self, reason: Reason) -> E {
        let pointer = self.at.pointer_while(schema::names_member);
        self.refusal.replace(Some(Refusal::at(reason, pointer)));
        E::custom("refused")
    }

    fn deeper<E: Error>(self) -> Result<Self, E> {
        match self.left.checked_sub(1) {
            Some(left) => Ok(Self { left, ..self }),
            None => Err(self.refuse(Reason::JsonTooDeep)),
        }
    }

    fn inside<'b>(self, at: At<'b>) -> Strict<'b>
    where
        'a: 'b,
    {
        Strict { left: self.left, at, refusal: self.refusal }
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("not a number"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let here = self.deeper()?;
        let mut array = Vec::new();
        while let Some(value) =
            elements.next_element_seed(here.inside(here.at.index(array.len())))?
        {
            array.push(value);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let here = self.deeper()?;
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let inside = here.inside(here.at.member(&name));
            if object.contains_key(&name) {
                return Err(inside.refuse(Reason::JsonDuplicateMember));
            }
            let value = members.next_value_seed(inside)?;
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn refused(text: &[u8]) -> (Reason, Option<String>) {
        let refusal = parse_strict(text, 16).unwrap_err();
        (refusal.reason, refusal.pointer)
    }

    #[test]
    fn anything_but_one_json_text_in_utf8_is_malformed() {
        let malformed: [&[u8]; 14] = [
            b"",
            b" ",
            b"{",
            b"{} {}",
            b"{}x",
            b"[1,]",
            b"{\"a\":1,}",
            b"NaN",
            b"01",
            b"1e999",
            b"'a'",
            b"\"\\ud800\"",
            b"\xef\xbb\xbf{}",
            b"{\"a\":\"\xff\"}",
        ];
        for text in malformed {
            assert_eq!(refused(text), (Reason::JsonMalformed, None), "{text:?}");
        }
    }

    #[test]
    fn a_member_twice_is_refused_where_it_stands_even_in_another_spelling() {
        let twice = |text: &str| {
            let (reason, pointer) = refused(text.as_bytes());
            assert_eq!(reason, Reason::JsonDuplicateMember);
            pointer.unwrap()
        };
        assert_eq!(twice(r#"{"id":1,"id":1}"#), "/id");
        assert_eq!(twice(r#"{"id":1,"\u0069d":2}"#), "/id");
        assert_eq!(
            twice(r#"{"body":{"persons":[{},{"build":1,"build":1}]}}"#),
            "/body/persons/1/build"
        );
    }

    #[test]
    fn a_pointer_never_repeats_a_name_that_the_sender_made_up() {
        let text = br#"{"body":{"AB-12-CD":{"id":1,"id":1}}}"#;
        assert_eq!(refused(text), (Reason::JsonDuplicateMember, Some("/body".into())));
        let text = br#"{"body":{"jansen":1,"jansen":1}}"#;
        assert_eq!(refused(text), (Reason::JsonDuplicateMember, Some("/body".into())));
    }

    #[test]
    fn depth_is_counted_in_objects_and_arrays() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(parse_strict(nested(16).as_bytes(), 16).is_ok());
        assert_eq!(refused(nested(17).as_bytes()).0, Reason::JsonTooDeep);
        assert_eq!(refused("[".repeat(60_000).as_bytes()).0, Reason::JsonTooDeep);
        assert!(parse_strict(b"1", 0).is_ok());
    }

    #[test]
    fn numbers_are_kept_as_they_are() {
        let text = r#"[92.0,92,-1,18446744073709551615,1e3]"#;
        let value = parse_strict(text.as_bytes(), 2).unwrap();
        assert!(value[0].is_f64() && value[1].is_u64() && value[2].is_i64());
        assert_eq!(value[3], u64::MAX);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = parse_strict(&bytes, 16);
        }

        #[test]
        fn it_agrees_with_an_ordinary_parser(text in "[\\[\\]{}\",:0-9a-c ]{0,24}") {
            let ordinary: Result<Value, _> = serde_json::from_str(&text);
            match (parse_strict(text.as_bytes(), 100), ordinary) {
                (Ok(strict), Ok(ordinary)) => prop_assert_eq!(strict, ordinary),
                (Err(refusal), Ok(_)) => {
                    prop_assert_eq!(refusal.reason, Reason::JsonDuplicateMember);
                }
                (Ok(_), Err(_)) => prop_assert!(false, "accepted what is not JSON"),
                (Err(_), Err(_)) => {}
            }
        }
    }
}
