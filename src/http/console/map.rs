//! A map of an area and of a point as a drawing: its own projection, a scale bar and north, no tiles and no
//! server behind it. Absent: streets; coordinates stand beside it in words.

use askama::Template;

use super::texts::Words;
use crate::domain::geo::{Area, Point};

/// The drawing, in units of its own.
const WIDTH: f64 = 320.0;
const HEIGHT: f64 = 200.0;
const MARGIN: f64 = 22.0;
/// Meters of a degree of latitude, on a sphere of the mean radius of the earth (6,371,008.8 m).
const DEGREE_M: f64 = 111_195.0;
/// The scale bar is at most this part of the width.
const BAR: f64 = 0.35;
/// The least width and height of what is drawn, in meters: a point has some ground around it.
const LEAST_M: f64 = 200.0;

/// A map.
#[derive(Template)]
#[template(path = "map.html", config = "src/http/console/askama.toml")]
pub(super) struct Map {
    words: Words,
    /// Paths of the outlines.
    outlines: Vec<String>,
    circle: Option<(String, String, String)>,
    point: Option<(String, String)>,
    /// Length of the scale bar in units, and what it says.
    bar: String,
    bar_says: String,
}

/// From degrees to units: equal lengths in every direction around the middle, which holds well enough over
/// the 200 km that an area may have.
struct Projection {
    middle: (f64, f64),
    narrowing: f64,
    scale: f64,
}

impl Projection {
    /// Fits a box of degrees: south, west, north, east.
    fn fit((south, west, north, east): (f64, f64, f64, f64)) -> Self {
        let middle = (f64::midpoint(south, north), f64::midpoint(west, east));
        let narrowing = middle.0.to_radians().cos();
        let high = ((north - south) * DEGREE_M).max(LEAST_M);
        let wide = ((east - west) * DEGREE_M * narrowing).max(LEAST_M);
        let scale = ((WIDTH - 2.0 * MARGIN) / wide).min((HEIGHT - 2.0 * MARGIN) / high);
        Self { middle, narrowing, scale }
    }

    fn place(&self, point: Point) -> (f64, f64) {
        let east = (point.lon() - self.middle.1) * DEGREE_M * self.narrowing;
        let north = (point.lat() - self.middle.0) * DEGREE_M;
        (WIDTH / 2.0 + east * self.scale, HEIGHT / 2.0 - north * self.scale)
    }
}

/// The map of an area, of a point, or of both.
pub(super) fn map(area: Option<&Area>, point: Option<Point>, words: Words) -> Option<Map> {
    let projection = Projection::fit(bounds(area, point)?);
    let (length_m, bar_says) = bar(BAR * WIDTH / projection.scale);
    let circle = match area {
        Some(Area::Circle { center, radius_m }) => {
            let (x, y) = projection.place(*center);
            Some((unit(x), unit(y), unit(f64::from(*radius_m) * projection.scale)))
        }
        _ => None,
    };
    let rings = match area {
        Some(Area::Polygon(polygon)) => polygon.rings(),
        _ => &[],
    };
    Some(Map {
        words,
        outlines: rings.iter().map(|ring| outline(ring, &projection)).collect(),
        circle,
        point: point.map(|point| projection.place(point)).map(|(x, y)| (unit(x), unit(y))),
        bar: unit(length_m * projection.scale),
        bar_says,
    })
}

/// South, west, north, east of everything that is drawn.
fn bounds(area: Option<&Area>, point: Option<Point>) -> Option<(f64, f64, f64, f64)> {
    let mut corners: Vec<(f64, f64)> = point.iter().map(|p| (p.lat(), p.lon())).collect();
    match area {
        Some(Area::Circle { center, radius_m }) => {
            let north = f64::from(*radius_m) / DEGREE_M;
            let east = north / center.lat().to_radians().cos().max(0.01);
            corners.push((center.lat() - north, center.lon() - east));
            corners.push((center.lat() + north, center.lon() + east));
        }
        Some(Area::Polygon(polygon)) => {
            corners.extend(polygon.rings().iter().flatten().map(|p| (p.lat(), p.lon())));
        }
        None => {}
    }
    let (first, rest) = corners.split_first()?;
    let start = (first.0, first.1, first.0, first.1);
    Some(rest.iter().fold(start, |(south, west, north, east), (lat, lon)| {
        (south.min(*lat), west.min(*lon), north.max(*lat), east.max(*lon))
    }))
}

fn outline(ring: &[Point], projection: &Projection) -> String {
    let corners = ring.iter().map(|point| projection.place(*point));
    let corners: Vec<String> = corners.map(|(x, y)| format!("{} {}", unit(x), unit(y))).collect();
    format!("M{}Z", corners.join("L"))
}

/// The longest round length that is not longer: 1, 2 or 5 times a power of ten.
fn bar(longest_m: f64) -> (f64, String) {
    let power = 10_f64.powf(longest_m.max(1.0).log10().floor());
    let round = [5.0, 2.0, 1.0].into_iter().find(|times| times * power <= longest_m);
    let length = round.unwrap_or(1.0) * power;
    let says =
        if length < 1000.0 { format!("{length} m") } else { format!("{} km", length / 1000.0) };
    (length, says)
}

fn unit(number: f64) -> String {
    format!("{number:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lmc::Language;

    fn words() -> Words {
        Words(Language::En)
    }

    #[test]
    fn a_circle_fits_and_its_scale_is_round() {
        let center = Point::new(52.25, 6.84).unwrap();
        let area = Area::circle(center, 15_000).unwrap();
        let map = map(Some(&area), Some(center), words()).unwrap();
        let (x, y, radius) = map.circle.clone().unwrap();
        assert_eq!((x.as_str(), y.as_str()), ("160.0", "100.0"));
        let radius: f64 = radius.parse().unwrap();
        assert!((70.0..=HEIGHT / 2.0 - MARGIN + 0.5).contains(&radius), "{radius}");
        assert_eq!(map.bar_says, "20 km");
        assert!(map.render().unwrap().contains("<svg"));
    }

    #[test]
    fn north_is_up_and_east_is_right() {
        let south_west = Point::new(52.0, 6.0).unwrap();
        let north_east = Point::new(52.1, 6.2).unwrap();
        let projection = Projection::fit((52.0, 6.0, 52.1, 6.2));
        let (left, low) = projection.place(south_west);
        let (right, high) = projection.place(north_east);
        assert!(left < right && high < low);
        assert!(left >= MARGIN - 0.5 && right <= WIDTH - MARGIN + 0.5);
    }

    #[test]
    fn a_point_alone_has_ground_around_it_and_nothing_is_no_map() {
        let map_of = |point| map(None, point, words());
        assert!(map_of(None).is_none());
        assert_eq!(map_of(Point::new(52.0, 6.0).ok()).unwrap().bar_says, "100 m");
    }

    #[test]
    fn bars_are_round() {
        let cases =
            [(1.0, "1 m"), (4.9, "2 m"), (999.0, "500 m"), (1500.0, "1 km"), (70_000.0, "50 km")];
        for (longest, says) in cases {
            assert_eq!(bar(longest).1, says);
        }
    }
}
