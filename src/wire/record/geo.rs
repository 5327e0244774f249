//! Areas and points as GeoJSON (RFC 7946). Absent: geometry (`domain::geo`).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::twin::{Int, Twin};
use crate::domain::geo::{Area, InvalidArea, Point};
use crate::domain::record::at::At;
use crate::domain::refusal::{Reason, Refusal};

/// Longitude and latitude, in this order.
type Position = [f64; 2];

/// An area as it travels: a `Point` with `radius_m`, or a `Polygon`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "type", deny_unknown_fields)]
pub enum GeoJson {
    /// A circle.
    Point {
        /// The middle.
        coordinates: Position,
        /// Radius in meters.
        radius_m: Meters,
    },
    /// Closed rings, the outer one first.
    Polygon {
        /// The rings.
        coordinates: Vec<Vec<Position>>,
    },
}

/// Whole meters.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Meters(Int);

impl GeoJson {
    /// Reads it into the domain; `pointer` is where it stands in the document.
    ///
    /// # Errors
    /// [`Reason::RecordInvalid`] at `pointer` when it is no area.
    pub fn parse(&self, pointer: &str) -> Result<Area, Refusal> {
        self.area().map_err(|_| Refusal::at(Reason::RecordInvalid, pointer))
    }

    fn area(&self) -> Result<Area, InvalidArea> {
        match self {
            Self::Point { coordinates, radius_m } => {
                Area::circle(point(*coordinates)?, radius_m.0.0)
            }
            Self::Polygon { coordinates } => {
                let ring = |ring: &Vec<Position>| ring.iter().map(|at| point(*at)).collect();
                Area::polygon(coordinates.iter().map(ring).collect::<Result<_, _>>()?)
            }
        }
    }
}

fn point([lon, lat]: Position) -> Result<Point, InvalidArea> {
    Point::new(lat, lon)
}

fn position(point: &Point) -> Position {
    [point.lon(), point.lat()]
}

impl From<&Area> for GeoJson {
    fn from(area: &Area) -> Self {
        match area {
            Area::Circle { center, radius_m } => {
                Self::Point { coordinates: position(center), radius_m: Meters(Int(*radius_m)) }
            }
            Area::Polygon(polygon) => {
                let rings = polygon.rings().iter();
                let coordinates = rings.map(|ring| ring.iter().map(position).collect()).collect();
                Self::Polygon { coordinates }
            }
        }
    }
}

impl fmt::Debug for GeoJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("area (redacted)")
    }
}

impl Twin for GeoJson {
    type Domain = Area;

    fn read(self, at: &At<'_>) -> Result<Area, Refusal> {
        self.area().map_err(|_| at.invalid())
    }

    fn write(domain: &Area) -> Self {
        Self::from(domain)
    }
}

/// One point.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "type", deny_unknown_fields)]
pub(super) enum PointTwin {
    Point { coordinates: Position },
}

impl Twin for PointTwin {
    type Domain = Point;

    fn read(self, at: &At<'_>) -> Result<Point, Refusal> {
        let Self::Point { coordinates } = self;
        point(coordinates).map_err(|_| at.member("coordinates").invalid())
    }

    fn write(domain: &Point) -> Self {
        Self::Point { coordinates: position(domain) }
    }
}
