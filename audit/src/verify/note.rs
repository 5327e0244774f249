//! `samen-verify note`: who signed a note, and what it says. Shows no text that nobody vouches for.

use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;

use samen_audit::cosignature::{self, WitnessKey};
use samen_audit::note::{KeyError, MAX_NOTE_BYTES, Note, NoteError, VerifierKey};
use samen_audit::text::hex;

use super::date::moment;
use super::file;
use super::outcome::{Outcome, Stop, chain};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The signed note, for example a checkpoint.
    file: PathBuf,
    /// Key of a log or of a witness; may be given more than once.
    #[arg(long = "key", value_name = "VKEY", required = true)]
    keys: Vec<Key>,
    /// Say it as JSON.
    #[arg(long)]
    json: bool,
}

/// A key of either kind; its signature type says which.
#[derive(Clone)]
enum Key {
    Signs(VerifierKey),
    Cosigns(WitnessKey),
}

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(vkey: &str) -> Result<Self, KeyError> {
        match VerifierKey::parse(vkey) {
            Err(KeyError::Type) => WitnessKey::parse(vkey).map(Self::Cosigns),
            other => other.map(Self::Signs),
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let mut outcome = Outcome::default();
    let stop = check(arguments, &mut outcome).err();
    outcome.finish(stop, arguments.json)
}

fn check(arguments: &Arguments, outcome: &mut Outcome) -> Result<(), Stop> {
    let (mut signs, mut cosigns) = (Vec::new(), Vec::new());
    for key in &arguments.keys {
        match key {
            Key::Signs(key) => signs.push(key.clone()),
            Key::Cosigns(key) => cosigns.push(key.clone()),
        }
    }
    let text = file::read_text(&arguments.file, MAX_NOTE_BYTES)?;
    let note = outcome.check("note", Note::parse(&text), |note| {
        format!("well formed, {} signature lines", note.signatures.len())
    })?;
    let signers = match note.verify(&signs) {
        Ok(verified) => verified.signers().to_vec(),
        Err(NoteError::NotSigned) => Vec::new(),
        Err(error) => return Err(outcome.fail("signature", chain(&error))),
    };
    let cosigners = match cosignature::verify(&note, &cosigns) {
        Ok(cosigners) => cosigners,
        Err(error) => return Err(outcome.fail("cosignature", chain(&error))),
    };
    if signers.is_empty() && cosigners.is_empty() {
        return Err(outcome.fail("signature", "none of the given keys signed".to_owned()));
    }
    for key in &signers {
        outcome.ok("signature", key.name());
    }
    for one in &cosigners {
        outcome.ok("cosignature", format!("{}, at {}", one.key.name(), moment(one.time_s)));
    }
    for line in &note.signatures {
        let is = |name: &str, id: [u8; 4]| line.name == name && line.key_id == id;
        let known = signers.iter().any(|key| is(key.name(), key.key_id()))
            || cosigners.iter().any(|one| is(one.key.name(), one.key.key_id()));
        if !known {
            let text = format!("{}+{}: passed over", printable(&line.name), hex(&line.key_id));
            outcome.note("unknown key", text);
        }
    }
    for line in note.text.lines() {
        outcome.note("text", printable(line));
    }
    Ok(())
}

/// The line with anything that could steer a terminal written out.
fn printable(line: &str) -> String {
    let mut out = String::new();
    for c in line.chars() {
        if c.is_control() { out.extend(c.escape_default()) } else { out.push(c) }
    }
    out
}
