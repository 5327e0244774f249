//! The configuration of the program beside a plate reader, as written and as meant. `example.toml` beside
//! this file documents every key. Absent: who it is towards the exchange (the client profile).

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::app::config::{ConfigError, form, read};
use crate::domain::edge::Rules;
use crate::domain::id::GrantId;
use crate::domain::matcher::Differences;
use crate::domain::record::sighting::{Heading, Match};
use crate::domain::record::text::Line;
use crate::domain::record::{HandlingCode, Status};
use crate::service::edge::{Camera, Ground};
use crate::store::QueueLimits;

/// A documented configuration file.
pub const EXAMPLE: &str = include_str!("example.toml");

const MS_PER_MINUTE: i64 = 60_000;
const MS_PER_HOUR: i64 = 60 * MS_PER_MINUTE;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    state: PathBuf,
    master_key: PathBuf,
    status: String,
    grant: String,
    handling: String,
    valid_hours: u32,
    unconfirmed: Vec<String>,
    pass_minutes: u32,
    answer_minutes: u32,
    stale_hours: u32,
    two_differences: bool,
    queue_items: usize,
    queue_bytes: u64,
    port: Option<PortFile>,
    #[serde(default, rename = "camera")]
    cameras: Vec<CameraFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PortFile {
    listen: SocketAddr,
    token: Option<PathBuf>,
    #[serde(default)]
    other_machines: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CameraFile {
    id: String,
    street: Option<String>,
    number: Option<String>,
    postcode: Option<String>,
    town: Option<String>,
    country: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    radius_m: Option<u32>,
    description: Option<String>,
    heading: Option<String>,
}

/// Where readers post.
#[derive(Clone, Debug)]
pub struct Port {
    /// The address.
    pub listen: SocketAddr,
    /// The file of the token.
    pub token: Option<PathBuf>,
    /// Whether other machines may connect.
    pub other_machines: bool,
}

/// The configuration of the program beside a plate reader.
#[derive(Clone, Debug)]
pub struct EdgeConfig {
    /// The directory of what it keeps.
    pub state: PathBuf,
    /// The file of the key that seals it.
    pub master_key: PathBuf,
    /// Which alerts.
    pub status: Status,
    /// On what ground sightings leave.
    pub ground: Ground,
    /// How passes and candidates are counted.
    pub rules: Rules,
    /// The age after which a list is matched no more, in milliseconds.
    pub stale_ms: i64,
    /// How much may wait.
    pub limits: QueueLimits,
    /// Where readers post, when they do.
    pub port: Option<Port>,
    /// The cameras by their names.
    pub cameras: BTreeMap<String, Camera>,
}

impl EdgeConfig {
    /// Reads a configuration file. Paths in it are relative to it.
    ///
    /// # Errors
    /// [`ConfigError`].
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        Self::parse(&read(path)?, path)
    }

    /// Parses the text of a configuration file that stands at `path`.
    ///
    /// # Errors
    /// [`ConfigError`].
    pub fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let file: File = form(text, path)?;
        let base = path.parent().unwrap_or_else(|| Path::new(""));
        let ground = ground(&file)?;
        let minutes = |key, minutes: u32, most| match minutes {
            1.. if minutes <= most => Ok(i64::from(minutes) * MS_PER_MINUTE),
            _ => Err(value(key, "a number of minutes from 1 to 1440")),
        };
        let rules = Rules {
            pass_ms: minutes("pass_minutes", file.pass_minutes, 1440)?,
            answer_ms: minutes("answer_minutes", file.answer_minutes, 1440)?,
            differences: if file.two_differences { Differences::Two } else { Differences::One },
        };
        if !(1..=168).contains(&file.stale_hours) {
            return Err(value("stale_hours", "a number of hours from 1 to 168"));
        }
        if file.queue_items == 0 || file.queue_bytes < 1_000_000 {
            return Err(value("queue_items", "at least 1, and queue_bytes at least 1000000"));
        }
        let mut cameras = BTreeMap::new();
        for camera in file.cameras {
            let id = camera.id.clone();
            if Line::<64>::parse(&id).is_err()
                || cameras.insert(id, parse_camera(camera)?).is_some()
            {
                return Err(value("camera.id", "another name of at most 64 characters for each"));
            }
        }
        Ok(Self {
            state: base.join(&file.state),
            master_key: base.join(&file.master_key),
            status: Status::from_code(&file.status)
                .ok_or_else(|| value("status", "actual, exercise or test"))?,
            ground,
            rules,
            stale_ms: i64::from(file.stale_hours) * MS_PER_HOUR,
            limits: QueueLimits { items: file.queue_items, bytes: file.queue_bytes },
            port: file.port.map(|port| Port {
                listen: port.listen,
                token: port.token.map(|token| base.join(token)),
                other_machines: port.other_machines,
            }),
            cameras,
        })
    }
}

fn ground(file: &File) -> Result<Ground, ConfigError> {
    let grant = GrantId::parse(&file.grant).map_err(|_| value("grant", "the id of a grant"))?;
    let handling = HandlingCode::from_code(&file.handling)
        .filter(|code| *code != HandlingCode::H3)
        .ok_or_else(|| value("handling", "H0, H1 or H2"))?;
    if !(1..=24 * 30).contains(&file.valid_hours) {
        return Err(value("valid_hours", "a number of hours from 1 to 720"));
    }
    let grades = file.unconfirmed.iter().map(|code| Match::from_code(code));
    let wanted = grades.collect::<Option<Vec<_>>>();
    let wanted =
        wanted.ok_or_else(|| value("unconfirmed", "a list of exact and ocr_equivalent"))?;
    let life_ms = i64::from(file.valid_hours) * MS_PER_HOUR;
    Ok(Ground::new(grant, handling.code(), life_ms, wanted))
}

fn parse_camera(file: CameraFile) -> Result<Camera, ConfigError> {
    let mut place = Map::new();
    let texts = [
        ("street", file.street),
        ("number", file.number),
        ("postcode", file.postcode),
        ("town", file.town),
        ("country", file.country),
        ("description", file.description),
    ];
    for (member, text) in texts {
        if let Some(text) = text {
            place.insert(member.to_owned(), Value::from(text));
        }
    }
    match (file.lat, file.lon) {
        (Some(lat), Some(lon)) => {
            let point = json!({ "type": "Point", "coordinates": [lon, lat] });
            place.insert("point".to_owned(), point);
        }
        (None, None) => {}
        _ => return Err(value("camera.lat", "together with camera.lon")),
    }
    if let Some(radius_m) = file.radius_m {
        place.insert("radius_m".to_owned(), radius_m.into());
    }
    if place.keys().all(|member| member == "country" || member == "number") {
        return Err(value("camera", "a place: a town, a street, a postcode, a point or words"));
    }
    if file.heading.as_deref().is_some_and(|code| Heading::from_code(code).is_none()) {
        return Err(value("camera.heading", "n, ne, e, se, s, sw, w or nw"));
    }
    Ok(Camera { place: Value::Object(place), heading: file.heading })
}

fn value(key: &'static str, expected: &'static str) -> ConfigError {
    ConfigError::Value { key, expected }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<EdgeConfig, ConfigError> {
        EdgeConfig::parse(text, Path::new("/etc/samen/edge.toml"))
    }

    #[test]
    fn the_example_is_a_configuration_with_and_without_its_port() {
        let config = parse(EXAMPLE).unwrap();
        assert_eq!(config.state, Path::new("/etc/samen/edge"));
        assert!(config.port.is_none() && config.ground.unconfirmed().is_empty());
        assert_eq!(config.cameras["gate-3"].place["town"], "Hengelo");
        let all = EXAMPLE.replace("\n# [port", "\n[port").replace("\n# listen", "\nlisten");
        let all = all.replace("\n# token", "\ntoken").replace("\n# other", "\nother");
        let port = parse(&all).unwrap().port.unwrap();
        assert_eq!(port.token.unwrap(), Path::new("/etc/samen/port.token"));
    }

    #[test]
    fn what_means_nothing_is_refused() {
        for (from, to) in [
            ("status = \"actual\"", "status = \"real\""),
            ("handling = \"H1\"", "handling = \"H3\""),
            ("unconfirmed = []", "unconfirmed = [\"all\"]"),
            ("pass_minutes = 5", "pass_minutes = 0"),
            ("answer_minutes = 10", "answer_minutes = 2000"),
            ("stale_hours = 24", "stale_hours = 1000"),
            ("valid_hours = 96", "valid_hours = 0"),
            ("queue_items = 5000", "queue_items = 0"),
            ("lat = 52.2466", ""),
            ("# heading = \"e\"", "heading = \"up\""),
            ("id = \"gate-3\"", "id = \"\""),
        ] {
            assert!(EXAMPLE.contains(from), "{from}");
            let refused = parse(&EXAMPLE.replace(from, to));
            assert!(matches!(refused, Err(ConfigError::Value { .. })), "{to}");
        }
        let twice = format!("{EXAMPLE}\n[[camera]]\nid = \"gate-3\"\ntown = \"Almelo\"\n");
        assert!(matches!(parse(&twice), Err(ConfigError::Value { .. })));
        let unknown = parse(&EXAMPLE.replace("stale_hours", "stale_days"));
        assert!(matches!(unknown, Err(ConfigError::Form { .. })));
    }
}
