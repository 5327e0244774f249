//! A map of an area and of spots as a drawing: its own projection, a scale bar and north, no tiles and no
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

/// How large the disc with the number of a spot is.
const DISC: f64 = 8.0;
/// Outlines leave out what is nearer to the last corner than this: nobody sees it.
const FINEST: f64 = 0.7;

/// What a map shows.
pub(super) struct Scene<'a> {
    pub(super) area: Option<&'a Area>,
    pub(super) spots: &'a [Spot],
    /// What lies behind it.
    pub(super) outlines: &'a [Vec<Point>],
}

/// A point, with the number under which a list beside the map has it; empty for the only one.
pub(super) struct Spot {
    pub(super) point: Point,
    pub(super) label: String,
}

/// A map.
#[derive(Template)]
#[template(path = "map.html", config = "src/http/console/askama.toml")]
pub(super) struct Map {
    words: Words,
    /// The lines behind everything, as one path.
    background: String,
    /// Paths of the outlines.
    outlines: Vec<String>,
    circle: Option<(String, String, String)>,
    spots: Vec<Drawn>,
    /// Length of the scale bar in units, and what it says.
    bar: String,
    bar_says: String,
}

/// A spot in units: where it is, and where its number stands.
struct Drawn {
    x: String,
    y: String,
    label: String,
    label_x: String,
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

/// The map of an area, of spots, or of both; nothing when there is neither.
pub(super) fn map(scene: &Scene<'_>, words: Words) -> Option<Map> {
    let projection = Projection::fit(bounds(scene)?);
    let (length_m, bar_says) = bar(BAR * WIDTH / projection.scale);
    let circle = match scene.area {
        Some(Area::Circle { center, radius_m }) => {
            let (x, y) = projection.place(*center);
            Some((unit(x), unit(y), unit(f64::from(*radius_m) * projection.scale)))
        }
        _ => None,
    };
    let rings = match scene.area {
        Some(Area::Polygon(polygon)) => polygon.rings(),
        _ => &[],
    };
    Some(Map {
        words,
        background: scene.outlines.iter().map(|line| background(line, &projection)).collect(),
        outlines: rings.iter().map(|ring| outline(ring, &projection)).collect(),
        circle,
        spots: spots(scene.spots, &projection),
        bar: unit(length_m * projection.scale),
        bar_says,
    })
}

/// Numbers that would lie on each other stand beside each other, each with a line to its place.
fn spots(spots: &[Spot], projection: &Projection) -> Vec<Drawn> {
    let mut taken: Vec<(f64, f64)> = Vec::new();
    let mut drawn = Vec::new();
    for spot in spots {
        let (x, y) = projection.place(spot.point);
        let mut label_x = x;
        let lies_on = |at: f64, other: &(f64, f64)| {
            (at - other.0).abs() < 2.0 * DISC && (y - other.1).abs() < 2.0 * DISC
        };
        while taken.iter().any(|other| lies_on(label_x, other)) {
            label_x += 2.0 * DISC;
        }
        taken.push((label_x, y));
        let label = spot.label.clone();
        drawn.push(Drawn { x: unit(x), y: unit(y), label, label_x: unit(label_x) });
    }
    drawn
}

/// South, west, north, east of the area and the spots.
fn bounds(scene: &Scene<'_>) -> Option<(f64, f64, f64, f64)> {
    let points = scene.spots.iter().map(|spot| (spot.point.lat(), spot.point.lon()));
    let mut corners: Vec<(f64, f64)> = points.collect();
    match scene.area {
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

/// The pieces of a line that can lie in the picture, without corners that nobody sees.
fn background(line: &[Point], projection: &Projection) -> String {
    let (mut path, mut last, mut drawn) = (String::new(), None, false);
    for corner in line.iter().map(|point| projection.place(*point)) {
        let Some(before) = last.replace(corner) else { continue };
        let (before, after): ((f64, f64), (f64, f64)) = (before, corner);
        let outside = before.0.max(after.0) < 0.0
            || before.0.min(after.0) > WIDTH
            || before.1.max(after.1) < 0.0
            || before.1.min(after.1) > HEIGHT;
        if outside {
            drawn = false;
            continue;
        }
        if !drawn {
            path.push_str(&format!("M{} {}", unit(before.0), unit(before.1)));
            drawn = true;
        } else if (before.0 - after.0).hypot(before.1 - after.1) < FINEST {
            // The line goes on from the corner before.
            last = Some(before);
            continue;
        }
        path.push_str(&format!("L{} {}", unit(after.0), unit(after.1)));
    }
    path
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

    fn drawn(area: Option<&Area>, spots: &[Spot], outlines: &[Vec<Point>]) -> Option<Map> {
        map(&Scene { area, spots, outlines }, words())
    }

    fn spot(lat: f64, lon: f64, label: &str) -> Spot {
        Spot { point: Point::new(lat, lon).unwrap(), label: label.to_owned() }
    }

    #[test]
    fn a_circle_fits_and_its_scale_is_round() {
        let center = Point::new(52.25, 6.84).unwrap();
        let area = Area::circle(center, 15_000).unwrap();
        let map = drawn(Some(&area), &[spot(52.25, 6.84, "")], &[]).unwrap();
        let (x, y, radius) = map.circle.clone().unwrap();
        assert_eq!((x.as_str(), y.as_str()), ("160.0", "100.0"));
        let radius: f64 = radius.parse().unwrap();
        assert!((70.0..=HEIGHT / 2.0 - MARGIN + 0.5).contains(&radius), "{radius}");
        assert_eq!(map.bar_says, "20 km");
        assert!(map.render().unwrap().contains("<svg"));
    }

    #[test]
    fn every_number_can_be_read_also_where_spots_lie_on_each_other() {
        let spots = ["1", "2", "3"].map(|label| spot(52.25, 6.84, label));
        let map = drawn(None, &spots, &[]).unwrap();
        let at: Vec<f64> = map.spots.iter().map(|spot| spot.label_x.parse().unwrap()).collect();
        assert_eq!(at, [160.0, 176.0, 192.0]);
        assert!(map.spots.iter().all(|spot| spot.x == "160.0"));
        assert_eq!(map.render().unwrap().matches("<text class=\"number\"").count(), 3);
    }

    #[test]
    fn the_background_keeps_to_the_picture_and_to_what_one_sees() {
        let area = Area::circle(Point::new(52.25, 6.84).unwrap(), 1_000).unwrap();
        let at = |lat, lon| Point::new(lat, lon).unwrap();
        let far = vec![at(40.0, 0.0), at(40.1, 0.0)];
        let fine: Vec<Point> =
            (0..1_000).map(|step| at(52.25, 6.835 + f64::from(step) / 1e5)).collect();
        let map = drawn(Some(&area), &[], &[far, fine]).unwrap();
        let corners = map.background.matches('L').count();
        assert!((10..=200).contains(&corners), "{corners}");
        assert_eq!(map.background.matches('M').count(), 1);
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
        assert!(drawn(None, &[], &[]).is_none());
        assert_eq!(drawn(None, &[spot(52.0, 6.0, "")], &[]).unwrap().bar_says, "100 m");
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
