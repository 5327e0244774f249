//! The processing log of the configuration: where its collector is, what its answers mean, and which
//! activities the lines name. Absent: the lines, and when they are sent.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;

use super::config::{Config, ConfigError};
use crate::client::logboek::CollectorClient;
use crate::client::plain::{PlainError, PlainTls};
use crate::domain::action::Action;
use crate::service::logboek::{
    Activities, Collect, CollectFuture, Collected, Logboek, NotCollected, Place, PlaceError,
};

/// The longest URI of an activity in bytes.
const URI_BYTES: usize = 512;

/// The table `[logboek]` as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LogboekFile {
    endpoint: String,
    ca: Option<PathBuf>,
    state: PathBuf,
    required: bool,
    activity: String,
    #[serde(default)]
    activities: BTreeMap<String, String>,
}

/// Where the lines of the processing log go.
#[derive(Clone, Debug)]
pub struct LogboekSettings {
    /// The address of the collector, before `/v1/traces`.
    pub endpoint: String,
    /// The CA certificates of a collector behind `https`.
    pub ca: Option<PathBuf>,
    /// The file that says how far the lines have come.
    pub state: PathBuf,
    /// Whether records move only while the collector confirms.
    pub required: bool,
    /// The activity of every action that has none of its own.
    pub activity: String,
    /// Activities by action.
    pub activities: Vec<(Action, String)>,
}

/// Why the processing log cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum LogboekSetupError {
    /// The CA file cannot be read.
    #[error("{} cannot be read", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The collector cannot be reached like that.
    #[error("the collector cannot be asked")]
    Address(#[from] PlainError),
    /// How far the lines have come is not known.
    #[error("the state of the processing log cannot be used")]
    Place(#[from] PlaceError),
}

impl LogboekFile {
    /// As meant.
    ///
    /// # Errors
    /// [`ConfigError::Value`].
    pub(super) fn parse(
        self,
        at: &dyn Fn(&Path) -> PathBuf,
    ) -> Result<LogboekSettings, ConfigError> {
        let activities = self.activities.into_iter().map(|(code, uri)| {
            let action = Action::ALL.iter().find(|action| action.code() == code);
            let action = action.ok_or(ConfigError::Value {
                key: "logboek.activities",
                expected: "keyed by actions as the log names them, such as \"record.search\"",
            })?;
            Ok((*action, activity(uri, "logboek.activities")?))
        });
        Ok(LogboekSettings {
            activities: activities.collect::<Result<_, ConfigError>>()?,
            activity: activity(self.activity, "logboek.activity")?,
            endpoint: self.endpoint,
            ca: self.ca.as_deref().map(at),
            state: at(&self.state),
            required: self.required,
        })
    }
}

/// An absolute URI (RFC 3986), as far as it can be told by its looks.
fn activity(uri: String, key: &'static str) -> Result<String, ConfigError> {
    let plain = uri.bytes().all(|byte| byte.is_ascii_graphic()) && uri.len() <= URI_BYTES;
    let scheme = uri.split_once(':').is_some_and(|(scheme, rest)| {
        let letters = |b: u8| b.is_ascii_alphanumeric() || b"+-.".contains(&b);
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(letters)
            && !rest.is_empty()
    });
    if plain && scheme {
        return Ok(uri);
    }
    let expected = "an absolute URI, such as https://register.example/activities/1";
    Err(ConfigError::Value { key, expected })
}

/// Prepares the way to the collector, when there is one.
///
/// # Errors
/// [`LogboekSetupError`].
pub(super) fn load(config: &Config) -> Result<Logboek, LogboekSetupError> {
    let Some(settings) = &config.logboek else {
        return Ok(Logboek::off());
    };
    let read = |path: &PathBuf| {
        fs::read(path).map_err(|source| LogboekSetupError::Read { path: path.clone(), source })
    };
    let ca = settings.ca.as_ref().map(read).transpose()?;
    let client = CollectorClient::new(&settings.endpoint, PlainTls::from_pem(ca.as_deref())?)?;
    let place = Place::load(settings.state.clone(), &config.origin)?;
    let activities = Activities::new(settings.activity.clone(), settings.activities.clone());
    Ok(Logboek::new(Arc::new(Way(client)), activities, place, settings.required))
}

/// The collector over HTTP.
struct Way(CollectorClient);

impl Collect for Way {
    fn collect(&self, body: String) -> CollectFuture<'_> {
        Box::pin(async move {
            match self.0.export(body).await {
                Ok(rejected) => Ok(Collected { rejected }),
                Err(error) => Err(NotCollected(error.in_full())),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::config::EXAMPLE;

    fn parse(table: &str) -> Result<Config, ConfigError> {
        Config::parse(&format!("{EXAMPLE}\n{table}"), Path::new("samen.toml"))
    }

    #[test]
    fn the_table_of_the_example_is_one() {
        let lines = EXAMPLE.lines().skip_while(|line| *line != "# [logboek]");
        let lines =
            lines.take_while(|line| !line.is_empty()).map(|line| line.trim_start_matches("# "));
        let keys = lines.filter(|line| line.starts_with('[') || line.contains(" = "));
        let config = parse(&keys.collect::<Vec<_>>().join("\n")).unwrap();
        let settings = config.logboek.unwrap();
        assert!(!settings.required);
        assert_eq!(settings.activities.len(), 1);
    }

    #[test]
    fn activities_are_uris_of_actions_that_there_are() {
        let table = "[logboek]\nendpoint = \"http://[::1]:4318\"\nstate = \"s\"\nrequired = true\n";
        assert!(parse(&format!("{table}activity = \"urn:x:1\"")).is_ok());
        assert!(parse(&format!("{table}activity = \"reading\"")).is_err());
        let unknown = format!(
            "{table}activity = \"urn:x:1\"\nactivities = {{ \"record.eat\" = \"urn:x:2\" }}"
        );
        assert!(parse(&unknown).is_err());
    }
}
