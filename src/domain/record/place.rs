//! A place where something was seen or happened. Absent: areas of an alert or an audience (`geo`),
//! and looking addresses up.

use super::at::At;
use super::text::{Line, Text, Whole};
use crate::domain::geo::{Area, LARGEST_RADIUS_M, Point};
use crate::domain::plate::Country;
use crate::domain::refusal::Refusal;
use crate::domain::sensitive::redacted;

/// The radius in meters that a point without one stands for.
const USUAL_RADIUS_M: u32 = 100;

/// A place by address, by point, in words, or any of these together.
#[derive(Clone, Default, PartialEq)]
pub struct Place {
    /// Street, road or square.
    pub street: Option<Line<80>>,
    /// House number with its addition, or a hectometer post.
    pub number: Option<Line<12>>,
    /// Postal code.
    pub postcode: Option<Line<12>>,
    /// Town.
    pub town: Option<Line<80>>,
    /// Country.
    pub country: Option<Country>,
    /// The point on the map.
    pub point: Option<Point>,
    /// How far around the point, in meters.
    pub radius_m: Option<Whole<1, LARGEST_RADIUS_M>>,
    /// In words.
    pub description: Option<Text<300>>,
}

impl Place {
    /// The circle around the point, where there is one; 100 meters unless said.
    pub fn area(&self) -> Option<Area> {
        let radius_m = self.radius_m.map_or(USUAL_RADIUS_M, Whole::get);
        self.point.and_then(|center| Area::circle(center, radius_m).ok())
    }

    pub(super) fn check(&self, at: &At<'_>) -> Result<(), Refusal> {
        let said = self.point.is_some()
            || self.street.is_some()
            || self.postcode.is_some()
            || self.town.is_some()
            || self.description.is_some();
        at.require(said)?;
        at.member("radius_m").require(self.radius_m.is_none() || self.point.is_some())
    }
}

redacted!(Place => "place");
