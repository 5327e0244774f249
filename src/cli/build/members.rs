//! A JSON object under construction: members are set when there is something to say.
//! Absent: which members a record has.

use serde_json::{Map, Value};

use super::super::failure::Failure;

/// The members of an object.
#[derive(Clone, Debug, Default)]
pub(crate) struct Members(Map<String, Value>);

impl Members {
    /// Starts from members that are there already; what is set later wins.
    pub(crate) fn from_object(members: Map<String, Value>) -> Self {
        Self(members)
    }

    /// Starts from the object under a name, which is taken out.
    pub(crate) fn take(from: &mut Map<String, Value>, name: &str) -> Self {
        match from.remove(name) {
            Some(Value::Object(members)) => Self(members),
            _ => Self::default(),
        }
    }

    /// Sets a member when there is a value.
    pub(crate) fn set(&mut self, name: &str, value: Option<impl Into<Value>>) -> &mut Self {
        if let Some(value) = value {
            self.0.insert(name.to_owned(), value.into());
        }
        self
    }

    /// Sets a member when the flag was given.
    pub(crate) fn set_if(&mut self, name: &str, given: bool) -> &mut Self {
        self.set(name, given.then_some(true))
    }

    /// Sets a list when it has elements.
    pub(crate) fn set_list<T: Into<Value>>(&mut self, name: &str, list: Vec<T>) -> &mut Self {
        let list: Vec<Value> = list.into_iter().map(Into::into).collect();
        self.set(name, (!list.is_empty()).then_some(list))
    }

    /// Adds elements to a list, which may be there already.
    pub(crate) fn extend_list(&mut self, name: &str, more: Vec<Value>) -> &mut Self {
        let mut list = match self.0.remove(name) {
            Some(Value::Array(list)) => list,
            _ => Vec::new(),
        };
        list.extend(more);
        self.set_list(name, list)
    }

    /// Whether the member is there.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Refuses when a member is missing, naming the flag that sets it.
    ///
    /// # Errors
    /// [`Failure::Usage`].
    pub(crate) fn require(&self, needed: &[(&str, &str)]) -> Result<(), Failure> {
        let missing: Vec<_> =
            needed.iter().filter(|(name, _)| !self.has(name)).map(|(_, flag)| *flag).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let flags = missing.join(", ");
        Err(Failure::usage(format!("this record also needs {flags}, or a --file that says it")))
    }

    /// The object, when it has members.
    pub(crate) fn into_value(self) -> Option<Value> {
        (!self.0.is_empty()).then_some(Value::Object(self.0))
    }

    /// The object itself.
    pub(crate) fn into_object(self) -> Map<String, Value> {
        self.0
    }
}
