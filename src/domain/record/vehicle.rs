//! What a vehicle looks like. Absent: its whole plate (`plate`); a partial one lives here.

use super::at::At;
use super::code::codes;
use super::text::{InvalidValue, Line, Whole};
use crate::domain::plate::LONGEST_NORMAL;
use crate::domain::refusal::Refusal;
use crate::domain::sensitive::{Sensitive, redacted};

codes! {
    /// Kind of vehicle.
    VehicleKind {
        /// Passenger car.
        Car = "car",
        /// Delivery van.
        Van = "van",
        /// Truck.
        Truck = "truck",
        /// Bus or coach.
        Bus = "bus",
        /// Camper or caravan.
        Camper = "camper",
        /// Motorcycle.
        Motorcycle = "motorcycle",
        /// Moped or scooter.
        Moped = "moped",
        /// Bicycle, with or without a motor.
        Bicycle = "bicycle",
        /// Tractor or other machine.
        Tractor = "tractor",
        /// Trailer by itself.
        Trailer = "trailer",
        /// Boat.
        Boat = "boat",
        /// Anything else.
        Other = "other",
    }
    /// The colors of the Dutch vehicle register (RDW, "eerste kleur"), also used for clothing.
    Color {
        /// Beige.
        Beige = "beige",
        /// Black (zwart).
        Black = "black",
        /// Blue (blauw).
        Blue = "blue",
        /// Brown (bruin).
        Brown = "brown",
        /// Cream (creme).
        Cream = "cream",
        /// Gray (grijs).
        Gray = "gray",
        /// Green (groen).
        Green = "green",
        /// Orange (oranje).
        Orange = "orange",
        /// Pink (rose).
        Pink = "pink",
        /// Purple (paars).
        Purple = "purple",
        /// Red (rood).
        Red = "red",
        /// Several (diversen).
        Various = "various",
        /// White (wit).
        White = "white",
        /// Yellow (geel).
        Yellow = "yellow",
    }
    /// Shape of a car.
    BodyStyle {
        /// Hatchback.
        Hatchback = "hatchback",
        /// Sedan.
        Sedan = "sedan",
        /// Station wagon.
        StationWagon = "station_wagon",
        /// Sport utility or off-road.
        Suv = "suv",
        /// Multi-purpose.
        Mpv = "mpv",
        /// Coupe.
        Coupe = "coupe",
        /// Convertible.
        Convertible = "convertible",
        /// Pick-up.
        Pickup = "pickup",
        /// Panel van.
        PanelVan = "panel_van",
        /// Box body.
        Box = "box",
        /// Tipper or flatbed.
        Flatbed = "flatbed",
        /// Anything else.
        Other = "other",
    }
}

/// A plate of which not every character was read: `[A-Z0-9?]`, 2 to 10, with at least one `?` and at
/// least one character that was read. `?` stands for exactly one character.
#[derive(Clone, PartialEq, Eq)]
pub struct PartialPlate(Sensitive<Box<str>>);

impl PartialPlate {
    /// Parses a partial plate without separators.
    ///
    /// # Errors
    /// [`InvalidValue`] for anything else, a whole plate included.
    pub fn parse(text: &str) -> Result<Self, InvalidValue> {
        let read = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        let fits = (2..=LONGEST_NORMAL).contains(&text.len())
            && text.bytes().all(|byte| read(byte) || byte == b'?')
            && text.contains('?')
            && text.bytes().any(read);
        if fits {
            Ok(Self(Sensitive::new(text.into())))
        } else {
            Err(InvalidValue("a partial plate with `?` for what was not read"))
        }
    }

    /// The characters, `?` for each unknown one.
    pub fn as_str(&self) -> &str {
        self.0.expose()
    }
}

/// A description of one vehicle. At least one member is there.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Vehicle {
    /// Kind.
    pub kind: Option<VehicleKind>,
    /// Make, such as the brand on the hood.
    pub make: Option<Line<40>>,
    /// Model.
    pub model: Option<Line<40>>,
    /// Colors, the main one first; at most four.
    pub colors: Vec<Color>,
    /// Shape.
    pub body: Option<BodyStyle>,
    /// Damage, stickers, lettering and the like; at most ten.
    pub marks: Vec<Line<120>>,
    /// How many people are in it.
    pub occupants: Option<Whole<0, 99>>,
    /// Whether it pulls a trailer.
    pub trailer: Option<bool>,
    /// The plate as far as it was read.
    pub partial_plate: Option<PartialPlate>,
}

impl Vehicle {
    pub(super) fn check(&self, at: &At<'_>) -> Result<(), Refusal> {
        at.require(*self != Self::default())
    }
}

redacted!(PartialPlate => "partial plate", Vehicle => "vehicle");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partial_plate_is_partial() {
        for good in ["AB?2CD", "?1", "1ABC2??"] {
            assert!(PartialPlate::parse(good).is_ok(), "{good}");
        }
        for bad in ["AB12CD", "??", "?", "", "ab?2cd", "AB-?2-CD", "AB?2CDEFGHI"] {
            assert!(PartialPlate::parse(bad).is_err(), "{bad}");
        }
    }
}
