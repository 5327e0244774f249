//! Reading a policy file, line by line and octet by octet: names are opaque, and nothing but the
//! words of the format has a meaning. Applies no policy.

use super::quorum::Rule;
use super::{
    MAX_EACH, MAX_POLICY_BYTES, Policy, PolicyError, PolicyErrorKind, PolicyLog, PolicyWitness,
};
use crate::note::NoteKey;
use crate::text::from_decimal;

/// Stands for no quorum, and can name nothing else.
const NONE: &[u8] = b"none";

/// Reads a policy file.
pub(super) fn parse(file: &[u8]) -> Result<Policy, PolicyError> {
    let whole = |kind| PolicyError { line: 0, kind };
    if file.len() > MAX_POLICY_BYTES {
        return Err(whole(PolicyErrorKind::TooLarge));
    }
    let mut reader = Reader::default();
    let mut rest = file;
    let mut number = 0;
    while !rest.is_empty() {
        number += 1;
        let at = |kind| PolicyError { line: number, kind };
        let end =
            rest.iter().position(|c| *c == b'\n').ok_or_else(|| at(PolicyErrorKind::CutOff))?;
        let (line, tail) = rest.split_at(end);
        reader.line(line).map_err(at)?;
        // The newline itself; it is there, since its position was found.
        rest = tail.get(1..).unwrap_or_default();
    }
    if !reader.has_quorum {
        return Err(whole(PolicyErrorKind::NoQuorum));
    }
    let Reader { logs, witnesses, rule, .. } = reader;
    Ok(Policy { logs, witnesses, rule, text: file.to_vec() })
}

/// What the lines so far have defined.
#[derive(Default)]
struct Reader {
    logs: Vec<PolicyLog>,
    witnesses: Vec<PolicyWitness>,
    rule: Rule,
    has_quorum: bool,
}

impl Reader {
    fn line(&mut self, line: &[u8]) -> Result<(), PolicyErrorKind> {
        if line.iter().any(|c| (*c < b' ' && *c != b'\t') || *c == 0x7f) {
            return Err(PolicyErrorKind::Control);
        }
        let is_space = |c: &u8| *c == b' ' || *c == b'\t';
        let items: Vec<&[u8]> = line.split(is_space).filter(|item| !item.is_empty()).collect();
        match items.as_slice() {
            [] => Ok(()),
            [first, ..] if first.starts_with(b"#") => Ok(()),
            [b"log", key, url @ ..] => self.log(key, url),
            [b"witness", name, key, url @ ..] => self.witness(name, key, url),
            [b"group", name, needed, members @ ..] => self.group(name, needed, members),
            [b"quorum", name] => self.quorum(name),
            [b"log" | b"witness" | b"group" | b"quorum", ..] => Err(PolicyErrorKind::Items),
            _ => Err(PolicyErrorKind::Keyword),
        }
    }

    fn log(&mut self, key: &[u8], url: &[&[u8]]) -> Result<(), PolicyErrorKind> {
        let (key, url) = (parse_key(key)?, parse_url(url)?);
        if self.logs.iter().any(|log| log.key.public() == key.public()) {
            return Err(PolicyErrorKind::DuplicateKey);
        }
        if self.logs.len() == MAX_EACH {
            return Err(PolicyErrorKind::TooMany);
        }
        self.logs.push(PolicyLog { key, url });
        Ok(())
    }

    fn witness(&mut self, name: &[u8], key: &[u8], url: &[&[u8]]) -> Result<(), PolicyErrorKind> {
        let (key, url) = (parse_key(key)?, parse_url(url)?);
        if self.witnesses.iter().any(|witness| witness.key.public() == key.public()) {
            return Err(PolicyErrorKind::DuplicateKey);
        }
        if self.witnesses.len() == MAX_EACH {
            return Err(PolicyErrorKind::TooMany);
        }
        self.check_new(name)?;
        self.rule.add_witness(name, self.witnesses.len());
        self.witnesses.push(PolicyWitness { name: printable(name), key, url });
        Ok(())
    }

    fn group(
        &mut self,
        name: &[u8],
        needed: &[u8],
        members: &[&[u8]],
    ) -> Result<(), PolicyErrorKind> {
        if members.is_empty() {
            return Err(PolicyErrorKind::Items);
        }
        let needed = parse_threshold(needed, members.len()).ok_or(PolicyErrorKind::Threshold)?;
        if self.rule.groups() == MAX_EACH {
            return Err(PolicyErrorKind::TooMany);
        }
        self.check_new(name)?;
        let mut places = Vec::new();
        for member in members {
            let place = self.rule.find(member).ok_or(PolicyErrorKind::UnknownName)?;
            // Each name once in all groups, so that no witness counts twice.
            if !self.rule.enlist(place) {
                return Err(PolicyErrorKind::MemberTwice);
            }
            places.push(place);
        }
        self.rule.add_group(name, needed, places);
        Ok(())
    }

    fn quorum(&mut self, name: &[u8]) -> Result<(), PolicyErrorKind> {
        if self.has_quorum {
            return Err(PolicyErrorKind::SecondQuorum);
        }
        self.rule.demand(match name {
            NONE => None,
            name => Some(self.rule.find(name).ok_or(PolicyErrorKind::UnknownName)?),
        });
        self.has_quorum = true;
        Ok(())
    }

    fn check_new(&self, name: &[u8]) -> Result<(), PolicyErrorKind> {
        if name == NONE || self.rule.find(name).is_some() {
            Err(PolicyErrorKind::NameTaken)
        } else {
            Ok(())
        }
    }
}

fn parse_key<const TYPE: u8>(item: &[u8]) -> Result<NoteKey<TYPE>, PolicyErrorKind> {
    let vkey = std::str::from_utf8(item);
    let vkey = vkey.map_err(|_| PolicyErrorKind::Key(crate::note::KeyError::Malformed))?;
    NoteKey::parse(vkey).map_err(PolicyErrorKind::Key)
}

fn parse_url(items: &[&[u8]]) -> Result<Option<String>, PolicyErrorKind> {
    match items {
        [] => Ok(None),
        [url] => Ok(Some(printable(url))),
        _ => Err(PolicyErrorKind::Items),
    }
}

/// How many of `members` a group needs.
fn parse_threshold(item: &[u8], members: usize) -> Option<usize> {
    match item {
        b"all" => Some(members),
        b"any" => Some(1),
        number => {
            let number = from_decimal(std::str::from_utf8(number).ok()?)?;
            usize::try_from(number).ok().filter(|k| (1..=members).contains(k))
        }
    }
}

fn printable(octets: &[u8]) -> String {
    String::from_utf8_lossy(octets).into_owned()
}
