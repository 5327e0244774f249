//! The flags that every record has: on what ground, to whom, how long, how sure.
//! Absent: what follows from the signer and the moment (`client::signer`).

use std::path::PathBuf;

use clap::Args;
use serde_json::{Map, Value, json};

use crate::domain::id::{GrantId, RecordId};
use crate::domain::purpose::Purpose;
use crate::domain::record::grading::{HandlingCode, SubjectCategory};
use crate::domain::record::{RecordType, Status};
use crate::domain::time::Timestamp;

use super::super::args::{self, Around};
use super::super::failure::Failure;
use super::super::moment::{Span, span};
use super::super::session::read_object;
use super::members::Members;
use super::parts::circle;

/// The envelope. Purpose, grant, audience, handling and expiry are decisions: they have no default.
#[derive(Args)]
#[command(next_help_heading = "Envelope")]
pub(crate) struct EnvelopeArgs {
    /// Start from a record in JSON; flags change members of it.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// The one purpose it is shared for.
    #[arg(long, value_parser = args::code::<Purpose>())]
    purpose: Option<String>,
    /// The grant it rests on.
    #[arg(long, value_parser = args::grant)]
    grant: Option<GrantId>,
    /// Who receives it: a partner, repeated for more, or `all` under the grant.
    #[arg(long, value_name = "PARTNER")]
    to: Vec<String>,
    /// How long it may be used, such as 4h.
    #[arg(long, value_name = "SPAN", value_parser = span)]
    valid: Option<Span>,
    /// What receivers may do with it.
    #[arg(long, value_parser = args::code::<HandlingCode>())]
    handling: Option<String>,
    /// A condition in words; repeat for more.
    #[arg(long, value_name = "TEXT")]
    condition: Vec<String>,
    /// Receivers may pass it on.
    #[arg(long)]
    onward: bool,
    /// Your case or incident number.
    #[arg(long)]
    case: Option<String>,
    /// Actual unless it is an exercise or a test.
    #[arg(long, value_parser = args::code::<Status>())]
    status: Option<String>,
    /// Replace this record of yours.
    #[arg(long, value_name = "ID", value_parser = args::record)]
    update: Option<RecordId>,
    /// How sure you are, 3x5x2: source 1-3, information A-E, sharing P or C, such as 2BP.
    #[arg(long, value_parser = grading)]
    grading: Option<Grading>,
    /// What the person described is to the case.
    #[arg(long, value_parser = args::code::<SubjectCategory>())]
    subject: Option<String>,
    /// A member of the body that is opinion and not fact, such as /body/note; repeat for more.
    #[arg(long, value_name = "POINTER")]
    opinion: Vec<String>,
    /// Where it applies: degrees north, east, meters.
    #[arg(long, value_name = "LAT,LON,METERS", value_parser = args::around)]
    area: Option<Around>,
    /// Only receivers that work in this area.
    #[arg(long, value_name = "LAT,LON,METERS", value_parser = args::around)]
    audience_area: Option<Around>,
}

/// A 3x5x2 grading as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Grading {
    source: u8,
    information: char,
    sharing: char,
}

/// Parses `2BP`.
///
/// # Errors
/// A sentence for the one who typed it.
pub(crate) fn grading(text: &str) -> Result<Grading, String> {
    let mut signs = text.chars();
    match (signs.next(), signs.next(), signs.next(), signs.next()) {
        (
            Some(source @ '1'..='3'),
            Some(information @ 'A'..='E'),
            Some(sharing @ ('P' | 'C')),
            None,
        ) => {
            let source = if source == '1' {
                1
            } else if source == '2' {
                2
            } else {
                3
            };
            Ok(Grading { source, information, sharing })
        }
        _ => Err("give source 1-3, information A-E and sharing P or C, such as 2BP".to_owned()),
    }
}

/// A record under construction: its envelope, and the body that a file may have started.
pub(crate) struct Started {
    /// The envelope.
    pub(crate) envelope: Members,
    /// The body.
    pub(crate) body: Members,
}

impl EnvelopeArgs {
    /// Whether the record replaces another, so that its references name that one.
    pub(crate) fn is_update(&self) -> bool {
        self.update.is_some()
    }

    /// Starts a record of a type with what the flags say of the envelope.
    ///
    /// # Errors
    /// When the file cannot be used, or is a record of another type.
    pub(crate) fn start(self, kind: RecordType, now: Timestamp) -> Result<Started, Failure> {
        let mut base = match &self.file {
            Some(path) => read_object(path)?,
            None => Map::new(),
        };
        let named = base.entry("type").or_insert_with(|| kind.code().into());
        if named.as_str() != Some(kind.code()) {
            return Err(Failure::usage(format!("the file is not of type {}", kind.code())));
        }
        let body = Members::take(&mut base, "body");
        let mut handling = Members::take(&mut base, "handling");
        handling
            .set("code", self.handling)
            .set_list("conditions", self.condition)
            .set_if("onward", self.onward);
        let mut envelope = Members::from_object(base);
        if !envelope.has("references") {
            envelope.set("references", Some(json!([])));
        }
        envelope
            .set("purpose", self.purpose)
            .set("grant", self.grant.map(|grant| grant.to_string()))
            .set("audience", audience(self.to)?)
            .set("handling", handling.into_value())
            .set("expires_at", self.valid.map(|valid| valid.after(now).to_string()))
            .set("case", self.case)
            .set("status", self.status)
            .set("message", self.update.map(|_| "update"))
            .set("references", self.update.map(|id| json!([id.to_string()])))
            .set("grading", self.grading.map(Grading::value))
            .set("subject_category", self.subject)
            .set_list("assessment", self.opinion)
            .set("area", self.area.map(circle))
            .set("audience_area", self.audience_area.map(circle));
        envelope.require(&[
            ("purpose", "--purpose"),
            ("grant", "--grant"),
            ("audience", "--to"),
            ("handling", "--handling"),
            ("expires_at", "--valid"),
        ])?;
        Ok(Started { envelope, body })
    }
}

impl Started {
    /// Puts envelope and body together.
    pub(crate) fn finish(self) -> Map<String, Value> {
        let Self { mut envelope, body } = self;
        envelope.set("body", Some(body.into_object()));
        envelope.into_object()
    }

    /// Says which record this one answers.
    pub(crate) fn answer(&mut self, id: RecordId) {
        self.envelope.set("references", Some(json!([id.to_string()])));
    }
}

impl Grading {
    fn value(self) -> Value {
        json!({
            "source": self.source,
            "information": self.information.to_string(),
            "sharing": self.sharing.to_string(),
        })
    }
}

/// `all`, or partners; both together would say two things.
fn audience(to: Vec<String>) -> Result<Option<Value>, Failure> {
    match to.as_slice() {
        [] => Ok(None),
        [one] if one == "all" => Ok(Some("all".into())),
        partners if partners.iter().any(|partner| partner == "all") => {
            Err(Failure::usage("--to is either `all` or a list of partners"))
        }
        partners => {
            for partner in partners {
                args::partner(partner).map_err(|error| Failure::usage(format!("--to: {error}")))?;
            }
            Ok(Some(json!(partners)))
        }
    }
}
