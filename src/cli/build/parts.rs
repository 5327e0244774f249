//! The components that several records share: plate, vehicle, person, place, telephone.
//! Absent: which record may have which.

use clap::Args;
use serde_json::{Value, json};

use crate::domain::record::person::{
    Behavior, Build, Eyes, FacialHair, Glasses, HairColor, HairLength, Layer, WeaponKind,
};
use crate::domain::record::vehicle::{BodyStyle, Color, VehicleKind};

use super::super::args::{self, Around, Position, TypedPlate};
use super::members::Members;

/// A vehicle.
#[derive(Args)]
#[command(next_help_heading = "Vehicle")]
pub(crate) struct VehicleArgs {
    /// The plate, such as XB-123-K, or with its country BE:1-ABC-123.
    #[arg(long, value_parser = args::plate)]
    plate: Option<TypedPlate>,
    /// The plate as far as it was read, with ? for each character that was not, such as XB1??K.
    #[arg(long, value_name = "PLATE")]
    partial_plate: Option<String>,
    /// Kind of vehicle.
    #[arg(long, value_name = "KIND", value_parser = args::code::<VehicleKind>())]
    vehicle: Option<String>,
    /// Make.
    #[arg(long)]
    make: Option<String>,
    /// Model.
    #[arg(long)]
    model: Option<String>,
    /// Color, the main one first; repeat for more.
    #[arg(long, value_parser = args::code::<Color>())]
    color: Vec<String>,
    /// Shape.
    #[arg(long, value_parser = args::code::<BodyStyle>())]
    shape: Option<String>,
    /// Damage, stickers, lettering; repeat for more.
    #[arg(long, value_name = "TEXT")]
    vehicle_mark: Vec<String>,
    /// How many people are in it.
    #[arg(long)]
    occupants: Option<u32>,
    /// It pulls a trailer.
    #[arg(long)]
    trailer: bool,
}

impl VehicleArgs {
    /// The plate and the vehicle, as far as something was said.
    pub(crate) fn values(self) -> (Option<Value>, Option<Value>) {
        let mut vehicle = Members::default();
        vehicle
            .set("kind", self.vehicle)
            .set("make", self.make)
            .set("model", self.model)
            .set_list("colors", self.color)
            .set("body", self.shape)
            .set_list("marks", self.vehicle_mark)
            .set("occupants", self.occupants)
            .set_if("trailer", self.trailer)
            .set("partial_plate", self.partial_plate);
        let plate = self.plate.map(|plate| json!({ "country": plate.country, "text": plate.text }));
        (plate, vehicle.into_value())
    }
}

/// What a person looks like. There is no flag for ethnicity, nationality, religion or health, on purpose.
#[derive(Args)]
#[command(next_help_heading = "Person")]
pub(crate) struct PersonArgs {
    /// How many people this describes.
    #[arg(long, value_name = "COUNT")]
    people: Option<u32>,
    /// Age as it seems, such as 30-40.
    #[arg(long, value_name = "YEARS", value_parser = range)]
    age: Option<Range>,
    /// Height as it seems, in centimeters, such as 175-185.
    #[arg(long, value_name = "CM", value_parser = range)]
    height: Option<Range>,
    /// Build.
    #[arg(long, value_parser = args::code::<Build>())]
    build: Option<String>,
    /// Color of the hair.
    #[arg(long, value_parser = args::code::<HairColor>())]
    hair: Option<String>,
    /// Length of the hair.
    #[arg(long, value_parser = args::code::<HairLength>())]
    hair_length: Option<String>,
    /// Facial hair.
    #[arg(long, value_parser = args::code::<FacialHair>())]
    facial_hair: Option<String>,
    /// Color of the eyes.
    #[arg(long, value_parser = args::code::<Eyes>())]
    eyes: Option<String>,
    /// Glasses.
    #[arg(long, value_parser = args::code::<Glasses>())]
    glasses: Option<String>,
    /// A tattoo, scar and the like; repeat for more.
    #[arg(long, value_name = "TEXT")]
    mark: Vec<String>,
    /// A garment: layer, what, colors, such as outer:jacket:black,gray; repeat for more.
    #[arg(long, value_name = "LAYER:ITEM[:COLORS]", value_parser = garment)]
    wears: Vec<Value>,
    /// Something carried; repeat for more.
    #[arg(long, value_name = "TEXT")]
    carries: Vec<String>,
    /// How the person speaks.
    #[arg(long)]
    speech: Option<String>,
    /// Weapon that was seen on the person.
    #[arg(long, value_parser = args::code::<WeaponKind>())]
    armed_with: Option<String>,
    /// Behavior; repeat for more.
    #[arg(long, value_parser = args::code::<Behavior>())]
    behavior: Vec<String>,
}

impl PersonArgs {
    /// The person, as far as something was said.
    pub(crate) fn value(self) -> Option<Value> {
        let mut hair = Members::default();
        hair.set("color", self.hair).set("length", self.hair_length);
        let mut person = Members::default();
        person
            .set("count", self.people)
            .set("age", self.age.map(Range::value))
            .set("height_cm", self.height.map(Range::value))
            .set("build", self.build)
            .set("hair", hair.into_value())
            .set("facial_hair", self.facial_hair)
            .set("eyes", self.eyes)
            .set("glasses", self.glasses)
            .set_list("marks", self.mark)
            .set_list("clothing", self.wears)
            .set_list("carried", self.carries)
            .set("speech", self.speech)
            .set("weapon", self.armed_with)
            .set_list("behavior", self.behavior);
        person.into_value()
    }
}

/// A place.
#[derive(Args)]
#[command(next_help_heading = "Place")]
pub(crate) struct PlaceArgs {
    /// Street, road or square.
    #[arg(long)]
    street: Option<String>,
    /// House number, or a hectometer post.
    #[arg(long)]
    number: Option<String>,
    /// Postal code.
    #[arg(long)]
    postcode: Option<String>,
    /// Town.
    #[arg(long)]
    town: Option<String>,
    /// Point on the map: degrees north, east.
    #[arg(long, value_name = "LAT,LON", value_parser = args::position)]
    point: Option<Position>,
    /// How far around the point, in meters.
    #[arg(long, value_name = "METERS", requires = "point")]
    within: Option<u32>,
    /// The place in words.
    #[arg(long = "where", value_name = "TEXT")]
    in_words: Option<String>,
}

impl PlaceArgs {
    /// The place, as far as something was said.
    pub(crate) fn value(self) -> Option<Value> {
        let mut place = Members::default();
        place
            .set("street", self.street)
            .set("number", self.number)
            .set("postcode", self.postcode)
            .set("town", self.town)
            .set("point", self.point.map(point))
            .set("radius_m", self.within)
            .set("description", self.in_words);
        place.into_value()
    }
}

/// Whom to call.
pub(crate) fn contact(phone: Option<String>, ask_for: Option<String>) -> Option<Value> {
    let mut contact = Members::default();
    contact.set("phone", phone).set("ask_for", ask_for);
    contact.into_value()
}

/// A GeoJSON point (RFC 7946: longitude first).
fn point(position: Position) -> Value {
    json!({ "type": "Point", "coordinates": [position.lon, position.lat] })
}

/// A GeoJSON point with a radius.
pub(crate) fn circle(around: Around) -> Value {
    let Position { lat, lon } = around.center;
    json!({ "type": "Point", "coordinates": [lon, lat], "radius_m": around.radius_m })
}

/// A range of whole numbers as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    min: u32,
    max: u32,
}

impl Range {
    fn value(self) -> Value {
        json!({ "min": self.min, "max": self.max })
    }
}

/// Parses `30-40`, or `35` for exactly that.
///
/// # Errors
/// A sentence for the one who typed it.
pub(crate) fn range(text: &str) -> Result<Range, String> {
    let (min, max) = text.split_once('-').unwrap_or((text, text));
    match (min.trim().parse(), max.trim().parse()) {
        (Ok(min), Ok(max)) if min <= max => Ok(Range { min, max }),
        _ => Err("give a number or a range, such as 30-40".to_owned()),
    }
}

/// Parses `outer:jacket:black,gray`.
///
/// # Errors
/// A sentence for the one who typed it.
pub(crate) fn garment(text: &str) -> Result<Value, String> {
    let mut parts = text.splitn(3, ':');
    let (layer, item, colors) = (parts.next(), parts.next(), parts.next());
    let layer = layer.filter(|layer| Layer::from_code(layer).is_some());
    let item = item.filter(|item| !item.trim().is_empty());
    let (Some(layer), Some(item)) = (layer, item) else {
        return Err(
            "give a layer (head, face, outer, upper, lower, feet, hands) and an item, such \
                    as outer:jacket:black"
                .to_owned(),
        );
    };
    let mut garment = Members::default();
    garment.set("layer", Some(layer)).set("item", Some(item));
    let colors: Vec<&str> = colors.map(|list| list.split(',').collect()).unwrap_or_default();
    if let Some(wrong) = colors.iter().position(|color| Color::from_code(color).is_none()) {
        return Err(format!("color {} is not one of the list; see --color", wrong + 1));
    }
    garment.set_list("colors", colors);
    Ok(garment.into_value().unwrap_or_default())
}
