//! The twins of the components: plate, vehicle, person, place, grading.
//! Absent: which record has which, and the rules between members (`domain::record`).

use serde::{Deserialize, Serialize};

use super::geo::PointTwin;
use super::twin::{Leaf, Number, Range, Twin, twin};
use crate::domain::geo::LARGEST_RADIUS_M;
use crate::domain::plate::{Country, Plate};
use crate::domain::record::at::At;
use crate::domain::record::grading::SubjectCategory;
use crate::domain::record::grading::{Grading, Handling, HandlingCode, Information, Sharing};
use crate::domain::record::person::{Behavior, Build, Eyes, FacialHair, Garment, Glasses, Hair};
use crate::domain::record::person::{HairColor, HairLength, LastSeen, Layer, Person, WeaponKind};
use crate::domain::record::place::Place;
use crate::domain::record::text::{Contact, Line, Phone, Text};
use crate::domain::record::vehicle::{BodyStyle, Color, PartialPlate, Vehicle, VehicleKind};
use crate::domain::refusal::Refusal;
use crate::domain::time::Timestamp;

/// A whole plate.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlateTwin {
    country: String,
    text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    normal: Option<String>,
}

impl Twin for PlateTwin {
    type Domain = Plate;

    fn read(self, at: &At<'_>) -> Result<Plate, Refusal> {
        Plate::parse(&self.country, &self.text, self.normal.as_deref())
            .map_err(|wrong| at.member(wrong.member()).invalid())
    }

    fn write(domain: &Plate) -> Self {
        Self {
            country: domain.country().code().to_owned(),
            text: domain.text().to_owned(),
            normal: Some(domain.normal().as_str().to_owned()),
        }
    }
}

twin! {
    /// A vehicle.
    VehicleTwin of Vehicle
    needs {}
    may {
        kind: Option<Leaf<VehicleKind>>,
        make: Option<Leaf<Line<40>>>,
        model: Option<Leaf<Line<40>>>,
        colors: Vec<Leaf<Color>>,
        body: Option<Leaf<BodyStyle>>,
        marks: Vec<Leaf<Line<120>>>,
        occupants: Option<Number<0, 99>>,
        trailer: Option<bool>,
        partial_plate: Option<Leaf<PartialPlate>>,
    }
}

twin! {
    /// A place.
    PlaceTwin of Place
    needs {}
    may {
        street: Option<Leaf<Line<80>>>,
        number: Option<Leaf<Line<12>>>,
        postcode: Option<Leaf<Line<12>>>,
        town: Option<Leaf<Line<80>>>,
        country: Option<Leaf<Country>>,
        point: Option<PointTwin>,
        radius_m: Option<Number<1, LARGEST_RADIUS_M>>,
        description: Option<Leaf<Text<300>>>,
    }
}

twin! {
    /// Hair.
    HairTwin of Hair
    needs {}
    may {
        color: Option<Leaf<HairColor>>,
        length: Option<Leaf<HairLength>>,
    }
}

twin! {
    /// A garment.
    GarmentTwin of Garment
    needs {
        layer: Leaf<Layer>,
        item: Leaf<Line<60>>,
    }
    may {
        colors: Vec<Leaf<Color>>,
    }
}

twin! {
    /// Where and when last seen.
    LastSeenTwin of LastSeen
    needs {
        at: Leaf<Timestamp>,
    }
    may {
        place: Option<PlaceTwin>,
    }
}

twin! {
    /// A person.
    PersonTwin of Person
    needs {}
    may {
        count: Option<Number<1, 99>>,
        subject_category: Option<Leaf<SubjectCategory>>,
        age: Option<Range<0, 120>>,
        height_cm: Option<Range<50, 250>>,
        build: Option<Leaf<Build>>,
        hair: Option<HairTwin>,
        facial_hair: Option<Leaf<FacialHair>>,
        eyes: Option<Leaf<Eyes>>,
        glasses: Option<Leaf<Glasses>>,
        marks: Vec<Leaf<Line<120>>>,
        clothing: Vec<GarmentTwin>,
        carried: Vec<Leaf<Line<80>>>,
        speech: Option<Leaf<Line<120>>>,
        weapon: Option<Leaf<WeaponKind>>,
        behavior: Vec<Leaf<Behavior>>,
        last_seen: Option<LastSeenTwin>,
    }
}

twin! {
    /// Grading.
    GradingTwin of Grading
    needs {
        source: Number<1, 3>,
        information: Leaf<Information>,
        sharing: Leaf<Sharing>,
    }
    may {}
}

twin! {
    /// Handling.
    HandlingTwin of Handling
    needs {
        code: Leaf<HandlingCode>,
    }
    may {
        conditions: Vec<Leaf<Text<200>>>,
        onward: bool,
    }
}

twin! {
    /// A telephone contact.
    ContactTwin of Contact
    needs {
        phone: Leaf<Phone>,
    }
    may {
        ask_for: Option<Leaf<Line<80>>>,
    }
}
