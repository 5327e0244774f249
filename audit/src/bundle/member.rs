//! The members of a JSON object, taken one by one, so that one is missed and none is left over.
//! Knows no file and no form.

use serde_json::{Map, Value};

/// The members of an object that were not taken yet. Every failure names the member.
pub(super) struct Members(Map<String, Value>);

impl Members {
    /// Of a value that has to be an object; `name` is what the object is called.
    pub(super) fn of(value: Value, name: &'static str) -> Result<Self, &'static str> {
        match value {
            Value::Object(members) => Ok(Self(members)),
            _ => Err(name),
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(super) fn value(&mut self, name: &'static str) -> Result<Value, &'static str> {
        self.0.remove(name).ok_or(name)
    }

    pub(super) fn text(&mut self, name: &'static str) -> Result<String, &'static str> {
        match self.value(name)? {
            Value::String(text) => Ok(text),
            _ => Err(name),
        }
    }

    pub(super) fn number(&mut self, name: &'static str) -> Result<u64, &'static str> {
        self.value(name)?.as_u64().ok_or(name)
    }

    pub(super) fn list(&mut self, name: &'static str) -> Result<Vec<Value>, &'static str> {
        match self.value(name)? {
            Value::Array(list) => Ok(list),
            _ => Err(name),
        }
    }

    pub(super) fn texts(&mut self, name: &'static str) -> Result<Vec<String>, &'static str> {
        let text = |value| match value {
            Value::String(text) => Ok(text),
            _ => Err(name),
        };
        self.list(name)?.into_iter().map(text).collect()
    }

    /// A text that `parse` has to accept.
    pub(super) fn parsed<T>(
        &mut self,
        name: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<T, &'static str> {
        parse(&self.text(name)?).ok_or(name)
    }

    /// The same, or `null`.
    pub(super) fn nullable<T>(
        &mut self,
        name: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, &'static str> {
        match self.value(name)? {
            Value::Null => Ok(None),
            Value::String(text) => parse(&text).map(Some).ok_or(name),
            _ => Err(name),
        }
    }

    /// Nothing may be left.
    pub(super) fn finish(self) -> Result<(), &'static str> {
        if self.0.is_empty() { Ok(()) } else { Err("(unknown)") }
    }
}
