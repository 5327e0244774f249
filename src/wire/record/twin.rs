//! How a member of a JSON document and a domain type become each other. A twin has the shape that
//! travels; reading it into the domain is where a value is refused, with its place.
//! Absent: the twins of records and components, each in its own file.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::id::{CaseNumber, ExchangeName, GrantId, PartnerId, PersonId, RecordId};
use crate::domain::plate::Country;
use crate::domain::record::at::At;
use crate::domain::record::code::Code;
use crate::domain::record::text::{BodyPointer, Phone, Prose, Span, Whole};
use crate::domain::record::vehicle::PartialPlate;
use crate::domain::refusal::Refusal;
use crate::domain::time::Timestamp;

/// A shape that travels and the domain type it stands for. Twins have no `Debug`: they hold content.
pub(super) trait Twin: Sized {
    /// What it stands for.
    type Domain;

    /// Reads it into the domain; `at` is where it stands in the document.
    fn read(self, at: &At<'_>) -> Result<Self::Domain, Refusal>;

    /// Makes the twin of a domain value.
    fn write(domain: &Self::Domain) -> Self;

    /// Whether the member is left out of the document.
    fn is_absent(&self) -> bool {
        false
    }
}

impl<T: Twin> Twin for Option<T> {
    type Domain = Option<T::Domain>;

    fn read(self, at: &At<'_>) -> Result<Self::Domain, Refusal> {
        self.map(|twin| twin.read(at)).transpose()
    }

    fn write(domain: &Self::Domain) -> Self {
        domain.as_ref().map(T::write)
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Twin> Twin for Vec<T> {
    type Domain = Vec<T::Domain>;

    fn read(self, at: &At<'_>) -> Result<Self::Domain, Refusal> {
        self.into_iter().enumerate().map(|(index, twin)| twin.read(&at.index(index))).collect()
    }

    fn write(domain: &Self::Domain) -> Self {
        domain.iter().map(T::write).collect()
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl Twin for bool {
    type Domain = Self;

    fn read(self, _: &At<'_>) -> Result<Self, Refusal> {
        Ok(self)
    }

    fn write(domain: &Self) -> Self {
        *domain
    }

    fn is_absent(&self) -> bool {
        !self
    }
}

/// A domain value that travels as one JSON string.
pub(super) trait Atom: Sized {
    fn from_text(text: &str) -> Option<Self>;
    fn to_text(&self) -> String;
}

impl<T: Code> Atom for T {
    fn from_text(text: &str) -> Option<Self> {
        T::from_code(text)
    }

    fn to_text(&self) -> String {
        self.code().to_owned()
    }
}

impl<const MAX: usize, const LINES: bool> Atom for Prose<MAX, LINES> {
    fn from_text(text: &str) -> Option<Self> {
        Self::parse(text).ok()
    }

    fn to_text(&self) -> String {
        self.as_str().to_owned()
    }
}

macro_rules! atoms {
    ($($type:ty => $text:ident,)*) => {$(
        impl Atom for $type {
            fn from_text(text: &str) -> Option<Self> {
                Self::parse(text).ok()
            }

            fn to_text(&self) -> String {
                self.$text().to_string()
            }
        }
    )*};
}

atoms! {
    BodyPointer => as_str,
    CaseNumber => as_str,
    Country => code,
    ExchangeName => as_str,
    GrantId => as_str,
    PartialPlate => as_str,
    PartnerId => as_str,
    PersonId => as_str,
    Phone => as_str,
    RecordId => to_string,
    Timestamp => to_string,
}

/// SHA-256 as 64 lower-case hexadecimal digits.
impl Atom for [u8; 32] {
    fn from_text(text: &str) -> Option<Self> {
        crate::domain::id::Fingerprint::parse(text).ok().map(|digest| *digest.as_bytes())
    }

    fn to_text(&self) -> String {
        crate::domain::id::Fingerprint::new(*self).to_string()
    }
}

/// A JSON string that stands for a `T`.
pub(super) struct Leaf<T>(String, PhantomData<T>);

impl<T: Atom> Twin for Leaf<T> {
    type Domain = T;

    fn read(self, at: &At<'_>) -> Result<T, Refusal> {
        T::from_text(&self.0).ok_or_else(|| at.invalid())
    }

    fn write(domain: &T) -> Self {
        Self(domain.to_text(), PhantomData)
    }
}

impl<T> Serialize for Leaf<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de, T> Deserialize<'de> for Leaf<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self(text, PhantomData))
    }
}

/// A JSON number without a fraction: `92` or `92.0`, which are one integer to JSON Schema.
#[derive(Clone, Copy, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(transparent)]
pub(super) struct Int(pub(super) u32);

impl<'de> Deserialize<'de> for Int {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IntVisitor)
    }
}

struct IntVisitor;

impl Visitor<'_> for IntVisitor {
    type Value = Int;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Int, E> {
        u32::try_from(number).map(Int).map_err(|_| E::custom("too large"))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Int, E> {
        u32::try_from(number).map(Int).map_err(|_| E::custom("out of range"))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Int, E> {
        // Through its digits, because no conversion between the two says whether it was exact.
        let whole = number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number);
        let digits = if whole { format!("{number:.0}") } else { String::new() };
        digits.parse().map(Int).map_err(|_| E::custom("not an integer"))
    }
}

/// A JSON integer within bounds.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Number<const MIN: u32, const MAX: u32>(Int);

impl<const MIN: u32, const MAX: u32> Twin for Number<MIN, MAX> {
    type Domain = Whole<MIN, MAX>;

    fn read(self, at: &At<'_>) -> Result<Self::Domain, Refusal> {
        Whole::new(self.0.0).map_err(|_| at.invalid())
    }

    fn write(domain: &Self::Domain) -> Self {
        Self(Int(domain.get()))
    }
}

/// A range of integers.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Range<const MIN: u32, const MAX: u32> {
    min: Number<MIN, MAX>,
    max: Number<MIN, MAX>,
}

impl<const MIN: u32, const MAX: u32> Twin for Range<MIN, MAX> {
    type Domain = Span<MIN, MAX>;

    fn read(self, at: &At<'_>) -> Result<Self::Domain, Refusal> {
        let (min, max) = (self.min.read(&at.member("min"))?, self.max.read(&at.member("max"))?);
        Ok(Span { min, max })
    }

    fn write(domain: &Self::Domain) -> Self {
        Self { min: Number::write(&domain.min), max: Number::write(&domain.max) }
    }
}

/// Declares the twin of a domain struct, member by member: those it `needs` and those it `may` have.
/// A member whose JSON name is not its name in the domain says so with `as`.
macro_rules! twin {
    ($(#[$doc:meta])* $name:ident of $domain:ident
        needs { $($need:ident $(as $need_wire:literal)? : $need_twin:ty,)* }
        may { $($may:ident $(as $may_wire:literal)? : $may_twin:ty,)* }
    ) => {
        $(#[$doc])*
        #[derive(serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name {
            $($(#[serde(rename = $need_wire)])? $need: $need_twin,)*
            $(
                #[serde(default, skip_serializing_if = "Twin::is_absent" $(, rename = $may_wire)?)]
                $may: $may_twin,
            )*
        }

        impl Twin for $name {
            type Domain = $domain;

            fn read(self, at: &At<'_>) -> Result<$domain, Refusal> {
                Ok($domain {
                    $($need: self.$need.read(&at.member(twin!(@ $need $($need_wire)?)))?,)*
                    $($may: self.$may.read(&at.member(twin!(@ $may $($may_wire)?)))?,)*
                })
            }

            fn write(domain: &$domain) -> Self {
                Self {
                    $($need: Twin::write(&domain.$need),)*
                    $($may: Twin::write(&domain.$may),)*
                }
            }
        }
    };
    (@ $name:ident) => { stringify!($name) };
    (@ $name:ident $wire:literal) => { $wire };
}
pub(super) use twin;
