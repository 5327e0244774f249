//! Points and areas on the map, and whether they touch. Plain flat-earth arithmetic on a local
//! projection, good to well under a percent at the size of a police zone. Absent: map files, GeoJSON
//! text (`wire`), areas over the 180th meridian, and anything larger than a country.

use super::sensitive::redacted;

/// The most positions that all rings of one polygon have together: bounds the work of a comparison.
pub const MOST_VERTICES: usize = 200;
/// The largest radius of a circle, in meters.
pub const LARGEST_RADIUS_M: u32 = 200_000;
/// The largest extent of a polygon, in degrees of latitude or longitude.
pub const LARGEST_EXTENT_DEG: f64 = 20.0;
/// Meters in one degree of a great circle, on the mean earth radius (IUGG, 6371.0088 km).
const METERS_PER_DEGREE: f64 = 111_195.08;

/// Why coordinates are no point or area. Never carries the coordinates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidArea {
    /// Latitude or longitude is out of range, or not a number.
    #[error("not a latitude and longitude in degrees (WGS 84)")]
    Point,
    /// The radius is zero or too large.
    #[error("the radius is not between 1 and 200000 meters")]
    Radius,
    /// A ring has fewer than four positions or does not end where it began (RFC 7946, 3.1.6).
    #[error("a polygon ring has at least four positions and is closed")]
    Ring,
    /// Too many positions, or too large for flat arithmetic.
    #[error("the polygon has too many positions or is too large")]
    Extent,
}

/// A point in WGS 84, kept to seven decimals of a degree (about a centimeter).
#[derive(Clone, Copy, PartialEq)]
pub struct Point {
    lat: f64,
    lon: f64,
}

impl Point {
    /// From degrees.
    ///
    /// # Errors
    /// [`InvalidArea::Point`] unless the latitude is within ±90 and the longitude within ±180.
    pub fn new(lat: f64, lon: f64) -> Result<Self, InvalidArea> {
        if (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon) {
            let keep = |degrees: f64| (degrees * 1e7).round() / 1e7;
            Ok(Self { lat: keep(lat), lon: keep(lon) })
        } else {
            Err(InvalidArea::Point)
        }
    }

    /// Degrees north.
    pub fn lat(self) -> f64 {
        self.lat
    }

    /// Degrees east.
    pub fn lon(self) -> f64 {
        self.lon
    }

    /// Meters east and north of `origin`, on a projection around `origin`.
    fn meters_from(self, origin: Self) -> (f64, f64) {
        let scale = origin.lat.to_radians().cos();
        (
            (self.lon - origin.lon) * METERS_PER_DEGREE * scale,
            (self.lat - origin.lat) * METERS_PER_DEGREE,
        )
    }

    /// The distance to another point, in meters.
    pub fn distance_m(self, other: Self) -> f64 {
        let middle = Self { lat: f64::midpoint(self.lat, other.lat), lon: self.lon };
        let (x, y) = self.meters_from(middle);
        let (other_x, other_y) = other.meters_from(middle);
        (x - other_x).hypot(y - other_y)
    }
}

/// A circle or a polygon.
#[derive(Clone, PartialEq)]
pub enum Area {
    /// Everything within a radius.
    Circle {
        /// The middle.
        center: Point,
        /// The radius in meters, 1 to 200,000.
        radius_m: u32,
    },
    /// A polygon, made with [`Area::polygon`].
    Polygon(Polygon),
}

/// Closed rings: the outer one first, then its holes.
#[derive(Clone, PartialEq)]
pub struct Polygon(Vec<Vec<Point>>);

impl Polygon {
    /// The rings; each ends where it began.
    pub fn rings(&self) -> &[Vec<Point>] {
        &self.0
    }

    fn edges(&self) -> impl Iterator<Item = (Point, Point)> {
        self.0.iter().flat_map(|ring| ring.iter().copied().zip(ring.iter().copied().skip(1)))
    }

    /// Counts how often a ray to the east crosses an edge: an odd number is inside, holes included.
    fn contains(&self, point: Point) -> bool {
        let crossings = self.edges().filter(|(a, b)| {
            (a.lat > point.lat) != (b.lat > point.lat)
                && point.lon < (b.lon - a.lon) * (point.lat - a.lat) / (b.lat - a.lat) + a.lon
        });
        crossings.count() % 2 == 1
    }

    fn first(&self) -> Option<Point> {
        self.0.first().and_then(|ring| ring.first()).copied()
    }
}

impl Area {
    /// A circle.
    ///
    /// # Errors
    /// [`InvalidArea::Radius`] when the radius is zero or over [`LARGEST_RADIUS_M`].
    pub fn circle(center: Point, radius_m: u32) -> Result<Self, InvalidArea> {
        if (1..=LARGEST_RADIUS_M).contains(&radius_m) {
            Ok(Self::Circle { center, radius_m })
        } else {
            Err(InvalidArea::Radius)
        }
    }

    /// A polygon of closed rings, the outer one first (RFC 7946, 3.1.6).
    ///
    /// # Errors
    /// [`InvalidArea::Ring`] for an open or too short ring, [`InvalidArea::Extent`] for more than
    /// [`MOST_VERTICES`] positions or more than [`LARGEST_EXTENT_DEG`] degrees either way.
    pub fn polygon(rings: Vec<Vec<Point>>) -> Result<Self, InvalidArea> {
        let closed = |ring: &Vec<Point>| ring.len() >= 4 && ring.first() == ring.last();
        if rings.is_empty() || !rings.iter().all(closed) {
            return Err(InvalidArea::Ring);
        }
        let extent = |degrees: fn(Point) -> f64| {
            let all = rings.iter().flatten().map(|point| degrees(*point));
            let (low, high) =
                all.fold((f64::MAX, f64::MIN), |(low, high), at| (low.min(at), high.max(at)));
            high - low
        };
        let vertices: usize = rings.iter().map(Vec::len).sum();
        if vertices > MOST_VERTICES
            || extent(Point::lat) > LARGEST_EXTENT_DEG
            || extent(Point::lon) > LARGEST_EXTENT_DEG
        {
            return Err(InvalidArea::Extent);
        }
        Ok(Self::Polygon(Polygon(rings)))
    }

    /// Whether the point lies inside.
    pub fn contains(&self, point: Point) -> bool {
        match self {
            Self::Circle { center, radius_m } => center.distance_m(point) <= f64::from(*radius_m),
            Self::Polygon(polygon) => polygon.contains(point),
        }
    }

    /// Whether the two areas have a point in common. At most 200 by 200 edges are compared.
    pub fn touches(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Circle { center: a, radius_m: ra },
                Self::Circle { center: b, radius_m: rb },
            ) => a.distance_m(*b) <= f64::from(*ra) + f64::from(*rb),
            (Self::Circle { center, radius_m }, Self::Polygon(polygon))
            | (Self::Polygon(polygon), Self::Circle { center, radius_m }) => {
                polygon.contains(*center)
                    || polygon
                        .edges()
                        .any(|(a, b)| distance_to_edge_m(*center, a, b) <= f64::from(*radius_m))
            }
            (Self::Polygon(a), Self::Polygon(b)) => {
                a.first().is_some_and(|point| b.contains(point))
                    || b.first().is_some_and(|point| a.contains(point))
                    || a.edges().any(|one| b.edges().any(|two| edges_cross(one, two)))
            }
        }
    }
}

/// The distance from a point to the nearest point of an edge, in meters.
fn distance_to_edge_m(point: Point, a: Point, b: Point) -> f64 {
    let (ax, ay) = a.meters_from(point);
    let (bx, by) = b.meters_from(point);
    let (dx, dy) = (bx - ax, by - ay);
    let length_squared = dx * dx + dy * dy;
    let along = if length_squared > 0.0 {
        (-(ax * dx + ay * dy) / length_squared).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (ax + along * dx).hypot(ay + along * dy)
}

/// Whether two edges have a point in common, by the side on which each leaves the other's ends.
fn edges_cross(one: (Point, Point), two: (Point, Point)) -> bool {
    let side = |(a, b): (Point, Point), c: Point| {
        (b.lon - a.lon) * (c.lat - a.lat) - (b.lat - a.lat) * (c.lon - a.lon)
    };
    let apart = |edge, (c, d): (Point, Point)| side(edge, c) * side(edge, d) > 0.0;
    let beside = |low: fn(Point) -> f64| {
        low(one.0).max(low(one.1)) < low(two.0).min(low(two.1))
            || low(two.0).max(low(two.1)) < low(one.0).min(low(one.1))
    };
    !beside(Point::lat) && !beside(Point::lon) && !apart(one, two) && !apart(two, one)
}

redacted!(Point => "point", Area => "area", Polygon => "polygon");

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lat: f64, lon: f64) -> Point {
        Point::new(lat, lon).unwrap()
    }

    fn square(lat: f64, lon: f64, side: f64) -> Vec<Point> {
        [(0.0, 0.0), (0.0, side), (side, side), (side, 0.0), (0.0, 0.0)]
            .map(|(up, right)| at(lat + up, lon + right))
            .to_vec()
    }

    fn polygon(ring: Vec<Point>) -> Area {
        Area::polygon(vec![ring]).unwrap()
    }

    #[test]
    fn distances_are_right_within_half_a_percent() {
        // Enschede to Almelo, about 21.8 km along the great circle.
        let distance = at(52.2215, 6.8937).distance_m(at(52.3567, 6.6625));
        assert!((21_700.0..=21_950.0).contains(&distance), "{distance}");
    }

    #[test]
    fn points_off_the_globe_are_refused() {
        for (lat, lon) in [(90.1, 0.0), (0.0, -180.5), (f64::NAN, 0.0), (0.0, f64::INFINITY)] {
            assert_eq!(Point::new(lat, lon), Err(InvalidArea::Point));
        }
    }

    #[test]
    fn circles_touch_when_their_radii_reach() {
        let enschede = Area::circle(at(52.2215, 6.8937), 15_000).unwrap();
        let almelo = |radius_m| Area::circle(at(52.3567, 6.6625), radius_m).unwrap();
        assert!(enschede.touches(&almelo(8_000)));
        assert!(!enschede.touches(&almelo(5_000)));
    }

    #[test]
    fn a_hole_is_outside() {
        let area = Area::polygon(vec![square(52.0, 6.0, 1.0), square(52.4, 6.4, 0.2)]).unwrap();
        assert!(area.contains(at(52.1, 6.1)));
        assert!(!area.contains(at(52.5, 6.5)));
        assert!(!area.touches(&Area::circle(at(52.5, 6.5), 100).unwrap()));
        assert!(area.touches(&Area::circle(at(52.5, 6.5), 12_000).unwrap()));
    }

    #[test]
    fn polygons_touch_when_they_overlap_contain_or_cross() {
        let big = polygon(square(52.0, 6.0, 1.0));
        assert!(big.touches(&polygon(square(52.4, 6.4, 0.1))));
        assert!(polygon(square(52.4, 6.4, 0.1)).touches(&big));
        assert!(big.touches(&polygon(square(52.9, 6.9, 1.0))));
        assert!(!big.touches(&polygon(square(53.1, 6.0, 0.5))));
        let bar = polygon(vec![
            at(52.4, 5.5),
            at(52.4, 7.5),
            at(52.6, 7.5),
            at(52.6, 5.5),
            at(52.4, 5.5),
        ]);
        assert!(big.touches(&bar), "edges cross, no corner inside the other");
    }

    #[test]
    fn polygons_that_cost_too_much_or_do_not_close_are_refused() {
        let mut open = square(52.0, 6.0, 1.0);
        open.pop();
        assert_eq!(Area::polygon(vec![open]), Err(InvalidArea::Ring));
        assert_eq!(Area::polygon(vec![]), Err(InvalidArea::Ring));
        assert_eq!(Area::polygon(vec![square(0.0, 0.0, 21.0)]), Err(InvalidArea::Extent));
        assert_eq!(Area::polygon(vec![square(52.0, 6.0, 1.0); 41]), Err(InvalidArea::Extent));
        assert_eq!(Area::circle(at(52.0, 6.0), 0), Err(InvalidArea::Radius));
    }
}
