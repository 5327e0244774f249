//! A bundle as its files, and back. Everything that has to do with names, digests and limits is
//! here; nothing is verified but that the files are the ones that the manifest lists.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use super::claim::{read_grants, read_keys, write_grants, write_keys};
use super::member::Members;
use super::{Bundle, BundleError, Line, MAX_BYTES, MAX_ENTRIES, MAX_FILES, MAX_MANIFEST_BYTES};
use crate::hash::{Hash, sha256};
use crate::json;
use crate::leaf::FieldId;
use crate::moment::{from_rfc3339, rfc3339};
use crate::text::{from_hex, hex};

/// The form of bundles that this code writes and reads.
const VERSION: u64 = 1;

/// Nesting of a manifest: a question may nest as deep as a request to an exchange.
const MAX_DEPTH: usize = 16;

pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const CHECKPOINT: &str = "checkpoint";
pub(super) const POLICY: &str = "policy";
pub(super) const ENTRIES: &str = "entries.jsonl";
pub(super) const KEYS: &str = "keys.json";
pub(super) const GRANTS: &str = "grants.json";
const RECORD: &str = "a file in records/";

impl Bundle {
    /// The files of the bundle: path with `/`, and content. The manifest comes first.
    #[must_use]
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut lines = String::new();
        for line in &self.entries {
            lines.push_str(&line.encode());
            lines.push('\n');
        }
        let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::from([
            (CHECKPOINT.to_owned(), self.checkpoint.clone().into_bytes()),
            (POLICY.to_owned(), self.policy.clone().into_bytes()),
            (ENTRIES.to_owned(), lines.into_bytes()),
            (KEYS.to_owned(), write_keys(&self.keys).into_bytes()),
            (GRANTS.to_owned(), write_grants(&self.grants).into_bytes()),
        ]);
        files.extend(self.records.iter().map(|record| (record_path(record), record.clone())));
        let manifest = (MANIFEST.to_owned(), self.manifest(&files).into_bytes());
        std::iter::once(manifest).chain(files).collect()
    }

    /// Reads the files of a bundle, in any order: path with `/`, and content.
    ///
    /// # Errors
    /// A [`BundleError`] that names the file or the member that is wrong.
    pub fn parse(files: &[(String, Vec<u8>)]) -> Result<Self, BundleError> {
        if files.len() > MAX_FILES {
            return Err(BundleError::TooLarge("files"));
        }
        if files.iter().map(|(_, content)| content.len()).sum::<usize>() > MAX_BYTES {
            return Err(BundleError::TooLarge("bytes"));
        }
        let mut left: BTreeMap<&str, &[u8]> =
            files.iter().map(|(path, content)| (path.as_str(), content.as_slice())).collect();
        if left.len() != files.len() {
            return Err(BundleError::Path);
        }
        let mut take = |name: &'static str| left.remove(name).ok_or(BundleError::Missing(name));
        let manifest = Manifest::read(take(MANIFEST)?)?;
        let parts = [CHECKPOINT, POLICY, ENTRIES, KEYS, GRANTS].map(&mut take);
        let [checkpoint, policy, entries, keys, grants] = parts;
        let (checkpoint, policy, entries) = (checkpoint?, policy?, entries?);
        let (keys, grants) = (keys?, grants?);
        manifest.check(files)?;
        let records = left.into_iter().map(|(path, content)| {
            let named = path.strip_prefix("records/").and_then(|path| path.strip_suffix(".jws"));
            let digest = named.and_then(from_hex).ok_or(BundleError::Path)?;
            let is_own = digest == sha256(content);
            if is_own { Ok(content.to_vec()) } else { Err(BundleError::RecordName) }
        });
        Ok(Self {
            exchange: manifest.exchange,
            origin: manifest.origin,
            created_at_ms: manifest.created_at_ms,
            question: manifest.question,
            withheld: manifest.withheld,
            checkpoint: text(CHECKPOINT, checkpoint)?,
            policy: text(POLICY, policy)?,
            entries: read_lines(entries)?,
            records: records.collect::<Result<_, _>>()?,
            keys: read_keys(keys)?,
            grants: read_grants(grants)?,
        })
    }

    fn manifest(&self, files: &BTreeMap<String, Vec<u8>>) -> String {
        let names: Vec<String> = self.withheld.iter().map(ToString::to_string).collect();
        let mut out = format!(
            "{{\"version\":{VERSION},\n\"exchange\":{},\n\"origin\":{},\n\"created_at\":\"{}\",\n\
             \"question\":{},\n\"withheld\":{},\n\"files\":{{",
            Value::from(self.exchange.as_str()),
            Value::from(self.origin.as_str()),
            rfc3339(self.created_at_ms),
            self.question,
            Value::from(names),
        );
        for (at, (path, content)) in files.iter().enumerate() {
            out.push_str(if at == 0 { "\n" } else { ",\n" });
            let _ = write!(out, "\"{path}\":\"{}\"", hex(&sha256(content))); // Cannot fail.
        }
        out.push_str("}}\n");
        out
    }
}

fn record_path(record: &[u8]) -> String {
    format!("records/{}.jws", hex(&sha256(record)))
}

fn text(name: &'static str, content: &[u8]) -> Result<String, BundleError> {
    String::from_utf8(content.to_vec()).map_err(|_| BundleError::NotText(name))
}

/// The lines of `entries.jsonl`: each ends in a newline, and the entries ascend.
fn read_lines(content: &[u8]) -> Result<Vec<Line>, BundleError> {
    let mut lines: Vec<Line> = Vec::new();
    for (number, line) in (1..).zip(content.split_inclusive(|byte| *byte == b'\n')) {
        if lines.len() == MAX_ENTRIES {
            return Err(BundleError::TooLarge("entries"));
        }
        let line = line.strip_suffix(b"\n").ok_or(BundleError::Erased(number, "(newline)"))?;
        let line = Line::parse(line, number)?;
        if lines.last().is_some_and(|before| before.index() >= line.index()) {
            return Err(BundleError::Unordered(number));
        }
        lines.push(line);
    }
    Ok(lines)
}

/// The manifest as read.
struct Manifest {
    exchange: String,
    origin: String,
    created_at_ms: u64,
    question: Value,
    withheld: Vec<FieldId>,
    files: BTreeMap<String, Hash>,
}

impl Manifest {
    fn read(content: &[u8]) -> Result<Self, BundleError> {
        if content.len() > MAX_MANIFEST_BYTES {
            return Err(BundleError::TooLarge("bytes in its manifest"));
        }
        let value =
            json::parse(content, MAX_DEPTH).map_err(|error| BundleError::Json(MANIFEST, error))?;
        let wrong = |member| BundleError::Member(MANIFEST, member);
        let mut members = Members::of(value, "version").map_err(wrong)?;
        if members.number("version").map_err(wrong)? != VERSION {
            return Err(BundleError::Version(MANIFEST));
        }
        Self::from_members(members).map_err(wrong)
    }

    fn from_members(mut members: Members) -> Result<Self, &'static str> {
        let names = members.texts("withheld")?;
        let withheld: Option<Vec<FieldId>> =
            names.iter().map(|name| FieldId::from_name(name)).collect();
        let withheld = withheld.filter(|ids| ids.is_sorted_by(|a, b| a < b)).ok_or("withheld")?;
        let Value::Object(listed) = members.value("files")? else {
            return Err("files");
        };
        let digest = |value: Value| from_hex(value.as_str()?)?.try_into().ok();
        let files = listed.into_iter().map(|(path, value)| Some((path, digest(value)?)));
        let manifest = Self {
            exchange: members.text("exchange")?,
            origin: members.text("origin")?,
            created_at_ms: members.parsed("created_at", from_rfc3339)?,
            question: members.value("question")?,
            withheld,
            files: files.collect::<Option<_>>().ok_or("files")?,
        };
        if !manifest.question.is_object() {
            return Err("question");
        }
        members.finish().map(|()| manifest)
    }

    /// The files are exactly those listed, each with its digest.
    fn check(&self, files: &[(String, Vec<u8>)]) -> Result<(), BundleError> {
        if self.files.len() + 1 != files.len() {
            return Err(BundleError::Listed);
        }
        for (path, content) in files.iter().filter(|(path, _)| path != MANIFEST) {
            let listed = self.files.get(path).ok_or(BundleError::Listed)?;
            if *listed != sha256(content) {
                let known = [CHECKPOINT, POLICY, ENTRIES, KEYS, GRANTS];
                let name = known.into_iter().find(|name| name == path).unwrap_or(RECORD);
                return Err(BundleError::Digest(name));
            }
        }
        Ok(())
    }
}
