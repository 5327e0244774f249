//! Outlines for maps out of GeoJSON (RFC 7946), as mapping agencies publish them: feature collections,
//! features and geometries. Properties are passed over, points and heights too. Absent: reading files.

use serde_json::Value;

use super::strict::parse_strict;
use crate::domain::geo::Point;

/// Collection, features, feature, geometry, geometries, coordinates and four levels of positions.
const DEPTH: usize = 16;

/// Why a text is no outline. Never carries the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidOutline {
    /// Not JSON.
    #[error("it is not one JSON text without repeated members, at most 16 deep")]
    Json,
    /// Not GeoJSON, or of another kind.
    #[error(
        "it is not GeoJSON: a FeatureCollection, Feature, GeometryCollection, Polygon, MultiPolygon, \
         LineString or MultiLineString"
    )]
    Form,
    /// Coordinates in meters of a national grid, for example.
    #[error("a position is not a longitude and a latitude in degrees (WGS 84, EPSG:4326)")]
    Position,
    /// Nothing to draw.
    #[error("there is no line and no polygon in it")]
    Empty,
}

/// The lines of a GeoJSON text: rings of polygons and lines.
///
/// # Errors
/// [`InvalidOutline`].
pub fn lines(text: &[u8]) -> Result<Vec<Vec<Point>>, InvalidOutline> {
    let value = parse_strict(text, DEPTH).map_err(|_| InvalidOutline::Json)?;
    let mut found = Vec::new();
    collect(&value, &mut found)?;
    if found.is_empty() { Err(InvalidOutline::Empty) } else { Ok(found) }
}

/// At most as deep as the JSON itself.
fn collect(value: &Value, found: &mut Vec<Vec<Point>>) -> Result<(), InvalidOutline> {
    let member = |name: &str| value.get(name).ok_or(InvalidOutline::Form);
    match member("type")?.as_str().ok_or(InvalidOutline::Form)? {
        "FeatureCollection" => each(member("features")?, &mut |one| collect(one, found)),
        "Feature" => match member("geometry")? {
            Value::Null => Ok(()),
            geometry => collect(geometry, found),
        },
        "GeometryCollection" => each(member("geometries")?, &mut |one| collect(one, found)),
        "Point" | "MultiPoint" => Ok(()),
        "LineString" => line(member("coordinates")?, found),
        "MultiLineString" | "Polygon" => each(member("coordinates")?, &mut |one| line(one, found)),
        "MultiPolygon" => {
            each(member("coordinates")?, &mut |polygon| each(polygon, &mut |one| line(one, found)))
        }
        _ => Err(InvalidOutline::Form),
    }
}

fn each(
    list: &Value,
    work: &mut dyn FnMut(&Value) -> Result<(), InvalidOutline>,
) -> Result<(), InvalidOutline> {
    list.as_array().ok_or(InvalidOutline::Form)?.iter().try_for_each(work)
}

fn line(positions: &Value, found: &mut Vec<Vec<Point>>) -> Result<(), InvalidOutline> {
    let positions = positions.as_array().ok_or(InvalidOutline::Form)?;
    let point = |position: &Value| {
        let degrees = |at: usize| position.get(at).and_then(Value::as_f64);
        let (lon, lat) = degrees(0).zip(degrees(1)).ok_or(InvalidOutline::Position)?;
        Point::new(lat, lon).map_err(|_| InvalidOutline::Position)
    };
    found.push(positions.iter().map(point).collect::<Result<_, _>>()?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_mapping_agencies_publish_is_read() {
        let text = br#"{"type":"FeatureCollection","name":"x","features":[
            {"type":"Feature","properties":{"naam":"Almelo"},"geometry":{"type":"MultiPolygon",
             "coordinates":[[[[6.6,52.3],[6.7,52.3,4.5],[6.7,52.4],[6.6,52.3]]]]}},
            {"type":"Feature","properties":null,"geometry":null},
            {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[6,52]}},
            {"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[6,52],[7,52]]}}]}"#;
        let lines = lines(text).unwrap();
        assert_eq!(lines.iter().map(Vec::len).collect::<Vec<_>>(), [4, 2]);
        assert_eq!((lines[0][1].lon(), lines[0][1].lat()), (6.7, 52.3));
    }

    #[test]
    fn anything_else_says_what_is_wrong() {
        let cases: [(&[u8], InvalidOutline); 6] = [
            (b"{", InvalidOutline::Json),
            (br#"{"type":"Topology"}"#, InvalidOutline::Form),
            (br#"{"type":"Polygon"}"#, InvalidOutline::Form),
            (br#"{"type":"LineString","coordinates":[[253000,481000]]}"#, InvalidOutline::Position),
            (br#"{"type":"LineString","coordinates":[[6]]}"#, InvalidOutline::Position),
            (br#"{"type":"FeatureCollection","features":[]}"#, InvalidOutline::Empty),
        ];
        for (text, wanted) in cases {
            assert_eq!(lines(text), Err(wanted));
        }
    }
}
