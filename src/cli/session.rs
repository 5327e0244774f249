//! What every command has at hand: the output, the client profile, the clock, and files.
//! Absent: what any one command does with them.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::client::{Client, Profile, Signer};
use crate::domain::time::Timestamp;

use super::failure::Failure;
use super::output::Output;

/// Most bytes read from a file or standard input: 500 records of 64 KiB, signed, fit.
const MAX_INPUT: u64 = 64 * 1024 * 1024;

/// Deepest nesting of a document that is signed: what an exchange takes of a record.
pub(crate) const MAX_DEPTH: usize = 16;

/// One run of one command.
pub(crate) struct Session {
    /// Where it prints.
    pub(crate) output: Output,
    profile: Option<PathBuf>,
}

/// A client and who it speaks for.
pub(crate) struct Connected {
    /// The profile.
    pub(crate) profile: Profile,
    /// The client.
    pub(crate) client: Client,
}

impl Session {
    /// A session that prints to `output` as the holder of the profile in a file.
    pub(crate) fn new(output: Output, profile: Option<PathBuf>) -> Self {
        Self { output, profile }
    }

    /// Whether a client profile was named.
    pub(crate) fn is_somebody(&self) -> bool {
        self.profile.is_some()
    }

    /// The client profile.
    ///
    /// # Errors
    /// When none was named, or it cannot be used.
    pub(crate) fn profile(&self) -> Result<Profile, Failure> {
        let path = self.profile.as_deref().ok_or_else(|| {
            Failure::usage("who are you? Name a client profile with --as FILE, or set SAMEN_AS")
        })?;
        Ok(Profile::load(path)?)
    }

    /// A client with the certificate of the profile.
    ///
    /// # Errors
    /// As [`Session::profile`], and when a certificate cannot be used.
    pub(crate) fn connect(&self) -> Result<Connected, Failure> {
        let profile = self.profile()?;
        let mut client = Client::new(&profile)?;
        // Set by whatever runs the command as part of something larger (OpenTelemetry's environment carrier).
        if let Ok(traceparent) = std::env::var("TRACEPARENT") {
            client = client.within(&traceparent);
        }
        Ok(Connected { profile, client })
    }

    /// What signs in the name of the profile.
    ///
    /// # Errors
    /// As [`Session::profile`], and when the key cannot be used.
    pub(crate) fn signer(&self) -> Result<Signer, Failure> {
        Ok(Signer::load(&self.profile()?)?)
    }
}

/// The present, by the clock of this machine.
pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_ms(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Reads a file; `-` is standard input.
///
/// # Errors
/// [`Failure::File`], also when it is larger than any input of this program.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let fail = || Failure::reading(path);
    let mut bytes = Vec::new();
    let count = if path == Path::new("-") {
        std::io::stdin().lock().take(MAX_INPUT + 1).read_to_end(&mut bytes)
    } else {
        let file = std::fs::File::open(path).map_err(fail())?;
        file.take(MAX_INPUT + 1).read_to_end(&mut bytes)
    };
    let count = count.map_err(fail())?;
    if u64::try_from(count).unwrap_or(u64::MAX) > MAX_INPUT {
        return Err(fail()(std::io::ErrorKind::FileTooLarge.into()));
    }
    Ok(bytes)
}

/// Reads a file of text.
///
/// # Errors
/// As [`read`], and when it is not UTF-8.
pub(crate) fn read_text(path: &Path) -> Result<String, Failure> {
    String::from_utf8(read(path)?)
        .map_err(|_| Failure::usage(format!("{} is not text in UTF-8", path.display())))
}

/// Reads a document written as TOML when the file is named `.toml`, else as JSON.
///
/// # Errors
/// As [`read_text`], and when the document has another shape.
pub(crate) fn read_document<T: DeserializeOwned>(path: &Path) -> Result<T, Failure> {
    let text = read_text(path)?;
    let wrong = |why: String| Failure::usage(format!("{}: {why}", path.display()));
    if path.extension().is_some_and(|extension| extension == "toml") {
        toml::from_str(&text).map_err(|error: toml::de::Error| wrong(error.message().to_owned()))
    } else {
        serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))
    }
}

/// Reads a JSON object, such as a record that is not signed yet.
///
/// # Errors
/// As [`read`], and the refusal that an exchange would give for it.
pub(crate) fn read_object(path: &Path) -> Result<Map<String, Value>, Failure> {
    let bytes = read(path)?;
    let value = crate::wire::strict::parse_strict(&bytes, MAX_DEPTH)?;
    match value {
        Value::Object(members) => Ok(members),
        _ => Err(Failure::usage(format!("{} is not a JSON object", path.display()))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::output::Collected;
    use super::*;

    #[test]
    fn without_a_profile_the_command_says_how_to_name_one() {
        let output = Output::into_sink(Box::new(Collected::default()), false);
        let failure = Session::new(output, None).profile().unwrap_err();
        assert_eq!(failure.exit_code(), super::super::failure::USAGE);
        assert!(failure.text().contains("--as"));
    }

    #[test]
    fn a_file_that_is_not_there_is_named() {
        let failure = read(Path::new("/nowhere/record.json")).unwrap_err();
        assert!(failure.text().contains("/nowhere/record.json"));
    }
}
