//! Closed lists of words that travel as codes, each declared once with its spelling.
//! Absent: labels in a language (pages bring them), and codes that are not of records.

use crate::domain::lmc::LmcCode;
use crate::domain::purpose::Purpose;

/// A closed list of codes.
pub trait Code: Copy + 'static {
    /// Every member, in the order of declaration.
    const ALL: &'static [Self];

    /// The spelling that travels.
    fn code(self) -> &'static str;

    /// The member with this spelling.
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|member| member.code() == code)
    }
}

/// Declares an enum whose members travel as codes.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident { $($(#[$member_doc:meta])* $member:ident = $code:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$member_doc])* $member,)*
        }

        impl $name {
            /// Every member, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$member,)*];

            /// The spelling that travels.
            pub fn code(self) -> &'static str {
                match self { $(Self::$member => $code,)* }
            }

            /// The member with this spelling.
            pub fn from_code(code: &str) -> Option<Self> {
                <Self as $crate::domain::record::code::Code>::from_code(code)
            }
        }

        impl $crate::domain::record::code::Code for $name {
            const ALL: &'static [Self] = $name::ALL;

            fn code(self) -> &'static str {
                $name::code(self)
            }
        }
    )*};
}
pub(crate) use codes;

// `Self::ALL` and `Self::code` below are the type's own, which come before those of the trait.
impl Code for Purpose {
    const ALL: &'static [Self] = &Self::ALL;

    fn code(self) -> &'static str {
        Self::code(self)
    }
}

impl Code for LmcCode {
    const ALL: &'static [Self] = Self::ALL;

    fn code(self) -> &'static str {
        Self::code(self)
    }
}
