//! A wrapper for what must not end up in a log: its `Debug` says "redacted" and nothing else.
//! Absent: hiding it from whoever asks with `expose`, and wiping memory (`vault`).

use std::fmt;

/// Content about people, places or cases. Reading it takes a visible call.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sensitive<T>(T);

impl<T> Sensitive<T> {
    /// Wraps the content.
    pub fn new(content: T) -> Self {
        Self(content)
    }

    /// The content.
    pub fn expose(&self) -> &T {
        &self.0
    }

    /// The content itself, no longer wrapped.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Sensitive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("redacted")
    }
}

/// Gives types with sensitive members a `Debug` that prints only what kind of thing they are.
macro_rules! redacted {
    ($($type:ty => $what:literal),* $(,)?) => {
        $(impl ::std::fmt::Debug for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(concat!($what, " (redacted)"))
            }
        })*
    };
}
pub(crate) use redacted;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing_of_the_content() {
        let hidden = Sensitive::new("AB12CD");
        assert_eq!(format!("{:?}", Some(&hidden)), "Some(redacted)");
        assert_eq!(*hidden.expose(), "AB12CD");
    }
}
