//! The checks of signed records: each is the one that an entry commits to, and was signed by the
//! person or system that the entry names, with a key that counted then. Whether the key is really
//! theirs is for `vouch`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::verdict::{Report, Wrong};
use super::{Bundle, KeyClaim, Line};
use crate::hash::{Hash, sha256};
use crate::json;
use crate::jws::Jws;
use crate::leaf::{Class, FieldId, Leaf};
use crate::text::hex;

/// `typ` of the JWS of a record.
const RECORD_TYP: &str = "samen-record+json";

/// Nesting that a signed document may have; deeper ones are not accepted by any exchange.
const MAX_DOCUMENT_DEPTH: usize = 16;

impl Bundle {
    /// Every record has its entry, and every entry about a document has the document.
    pub(super) fn check_records(&self, report: &mut Report) {
        let entries = self.entries_by_digest();
        let held: BTreeSet<Hash> = self.records.iter().map(|record| sha256(record)).collect();
        let mut wrong = Wrong::default();
        for digest in held.iter().filter(|digest| !entries.contains_key(*digest)) {
            wrong.add(|| format!("{}: no entry shows that it was accepted", short(digest)));
        }
        let count = held.len();
        report.unless(
            "records",
            wrong,
            format!("{count} are the ones that their entries commit to"),
        );
        let granted: BTreeSet<Hash> =
            self.grants.iter().flat_map(super::GrantClaim::digests).collect();
        let absent: Vec<u64> = entries
            .iter()
            .filter(|(digest, _)| !held.contains(*digest) && !granted.contains(*digest))
            .flat_map(|(_, lines)| lines.iter().map(|line| line.index()))
            .collect();
        let mut count = absent.len();
        for index in absent {
            if let Some(by) = self.record_erased_by(index) {
                count -= 1;
                report
                    .note("records", format!("the record of entry {index}: erased by entry {by}"));
            }
        }
        if count > 0 {
            report.note("records", format!("absent: the documents of {count} other entries"));
        }
    }

    /// Every record verifies with the key that it names, and that key was its author's then.
    pub(super) fn check_signatures(&self, report: &mut Report) {
        let entries = self.entries_by_digest();
        let mut wrong = Wrong::default();
        let (mut carried, mut silent) = (0, 0);
        for record in &self.records {
            let digest = sha256(record);
            let signed = match self.verify_record(record) {
                Ok(signed) => signed,
                Err(reason) => {
                    wrong.add(|| format!("{}: {reason}", short(&digest)));
                    continue;
                }
            };
            for line in entries.get(&digest).into_iter().flatten() {
                match signed.compare(line) {
                    Ok(Compared { is_carried, is_silent }) => {
                        carried += usize::from(is_carried);
                        silent += usize::from(is_silent);
                    }
                    Err(reason) => wrong.add(|| format!("{}: {reason}", short(&digest))),
                }
            }
        }
        let count = self.records.len();
        let mut text = format!("{count} records verify with keys that counted when they came in");
        if carried > 0 {
            text += &format!("; {carried} brought in by another of the same partner");
        }
        if silent > 0 {
            text +=
                &format!("; {silent} not judged whole, since their entries withhold when or whose");
        }
        report.unless("signatures", wrong, text);
    }

    /// The key with this thumbprint.
    pub(super) fn key(&self, kid: &str) -> Option<&KeyClaim> {
        self.keys.iter().find(|key| key.public.thumbprint() == kid)
    }

    /// The entries by which a document was accepted, by the digest that they show.
    fn entries_by_digest(&self) -> BTreeMap<Hash, Vec<&Line>> {
        let mut out: BTreeMap<Hash, Vec<&Line>> = BTreeMap::new();
        for line in self.entries.iter().filter(|line| accepts(line)) {
            let digest =
                line.opened(FieldId::RECORD_SHA256).and_then(|digest| digest.try_into().ok());
            if let Some(digest) = digest {
                out.entry(digest).or_default().push(line);
            }
        }
        out
    }

    fn verify_record(&self, record: &[u8]) -> Result<Signed<'_>, &'static str> {
        let document = Document::read(record, RECORD_TYP)?;
        let key = self.key(document.jws.kid()).ok_or("its key is not in keys.json")?;
        key.public.verify(&document.jws).map_err(|_| "its signature does not verify")?;
        if document.text("issuer") != Some(&key.partner)
            || document.text("author") != Some(&key.person)
        {
            return Err("it is signed with the key of somebody else than its author");
        }
        if document.text("exchange") != Some(&self.exchange) {
            return Err("it is meant for another exchange");
        }
        Ok(Signed { key, id: document.text("id").map(str::to_owned) })
    }
}

/// Whether the entry is one by which a document was accepted; a refused one has a digest too.
fn accepts(line: &Line) -> bool {
    let accepting = [Class::Collection, Class::Alteration, Class::Disclosure, Class::Grant];
    Leaf::parse(line.leaf()).is_ok_and(|leaf| accepting.contains(&leaf.class))
}

/// What a record is called: the beginning of its file name.
fn short(digest: &Hash) -> String {
    let name: String = hex(digest).chars().take(12).collect();
    format!("record {name}...")
}

/// A record whose signature verified.
struct Signed<'a> {
    key: &'a KeyClaim,
    id: Option<String>,
}

struct Compared {
    /// Another person or system of the author's partner brought it in.
    is_carried: bool,
    /// The entry withholds when, or whose.
    is_silent: bool,
}

impl Signed<'_> {
    /// The entry is about this record, by its author's partner, while the key counted.
    fn compare(&self, line: &Line) -> Result<Compared, String> {
        let index = line.index();
        let time = line.opened_time_ms();
        if time.is_some_and(|time| !self.key.is_valid_at(time)) {
            return Err(format!("its key did not count at the time of entry {index}"));
        }
        let partner = line.opened_text(FieldId::PARTNER);
        if partner.is_some_and(|partner| partner != self.key.partner) {
            return Err(format!("entry {index} is of another partner than its author's"));
        }
        let ids = line.opened_text(FieldId::RECORDS);
        let is_named = |ids: &str| ids.split(' ').any(|id| Some(id) == self.id.as_deref());
        if ids.is_some_and(|ids| !is_named(ids)) {
            return Err(format!("entry {index} is about a record with another id"));
        }
        let person = line.opened_text(FieldId::PERSON);
        let is_carried = person.is_some_and(|person| person != self.key.person);
        Ok(Compared { is_carried, is_silent: time.is_none() || partner.is_none() })
    }
}

/// A signed document with its payload, not verified.
pub(super) struct Document {
    pub(super) jws: Jws,
    payload: serde_json::Map<String, Value>,
}

impl Document {
    pub(super) fn read(bytes: &[u8], typ: &str) -> Result<Self, &'static str> {
        let jws = Jws::parse(bytes).map_err(|_| "it is not a JWS")?;
        if jws.typ() != typ {
            return Err("it is a signed document of another type");
        }
        match json::parse(jws.payload(), MAX_DOCUMENT_DEPTH) {
            Ok(Value::Object(payload)) => Ok(Self { jws, payload }),
            _ => Err("what is signed is not a JSON object"),
        }
    }

    pub(super) fn text(&self, member: &str) -> Option<&str> {
        self.payload.get(member)?.as_str()
    }

    pub(super) fn texts(&self, member: &str) -> Vec<&str> {
        let list = self.payload.get(member).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).collect()
    }
}
