//! Where in a document a check stands: a path that becomes a JSON Pointer (RFC 6901) only when
//! something is refused. Absent: following pointers into documents (`wire`).

use std::fmt;

use crate::domain::refusal::{Reason, Refusal};

/// A place in a document, linked to the place around it, so that a good record allocates nothing.
#[derive(Clone, Copy)]
pub struct At<'a> {
    around: Option<&'a Self>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Root,
    Member(&'a str),
    Index(usize),
}

impl At<'static> {
    /// The whole document.
    pub const ROOT: Self = Self { around: None, step: Step::Root };
}

impl At<'_> {
    /// A member of the object that stands here.
    pub fn member<'b>(&'b self, name: &'b str) -> At<'b> {
        At { around: Some(self), step: Step::Member(name) }
    }

    /// An element of the array that stands here, counted from 0.
    pub fn index(&self, index: usize) -> At<'_> {
        At { around: Some(self), step: Step::Index(index) }
    }

    /// The pointer as far as every member's name is `known`: it stops before a name that the sender
    /// made up, because such a name may tell something itself.
    pub fn pointer_while(&self, known: fn(&str) -> bool) -> String {
        match self.trusted(known) {
            Ok(()) => self.to_string(),
            Err(stranger) => stranger.around.map_or_else(String::new, At::to_string),
        }
    }

    /// The outermost stranger on the way here.
    fn trusted(&self, known: fn(&str) -> bool) -> Result<(), At<'_>> {
        self.around.map_or(Ok(()), |around| around.trusted(known))?;
        match self.step {
            Step::Member(name) if !known(name) => Err(*self),
            _ => Ok(()),
        }
    }

    /// The refusal of a record that contradicts itself in this place.
    pub fn invalid(&self) -> Refusal {
        Refusal::at(Reason::RecordInvalid, self.to_string())
    }

    /// Refuses unless the record holds together in this place.
    ///
    /// # Errors
    /// [`Reason::RecordInvalid`] with this place when `holds` is false.
    pub fn require(&self, holds: bool) -> Result<(), Refusal> {
        if holds { Ok(()) } else { Err(self.invalid()) }
    }
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(around) = self.around {
            around.fmt(f)?;
        }
        match self.step {
            Step::Root => Ok(()),
            Step::Index(index) => write!(f, "/{index}"),
            Step::Member(name) if name.contains(['~', '/']) => {
                write!(f, "/{}", name.replace('~', "~0").replace('/', "~1"))
            }
            Step::Member(name) => write!(f, "/{name}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_are_escaped_and_the_root_is_empty() {
        assert_eq!(At::ROOT.to_string(), "");
        let (body, marks) = (At::ROOT.member("body"), "a/b~c");
        let marks = body.member(marks);
        assert_eq!(marks.index(3).to_string(), "/body/a~1b~0c/3");
    }
}
