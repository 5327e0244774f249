//! Registering persons and systems of a partner and changing their standing: the work of a steward, or
//! of the partner's own administrator. Absent: their certificates and keys (`certificate`, `key`).

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::domain::id::{PartnerId, PersonId};
use crate::domain::party::{Role, Standing};
use crate::wire::api::registry::{MarkBody, PersonBody, StandingBody};

use super::args;
use super::failure::Failure;
use super::moment::{Span, span};
use super::session::{Session, now, read_document};
use super::show;

/// Persons and systems.
#[derive(Subcommand)]
pub(crate) enum PersonCommand {
    /// Register a person or system, or change its particulars.
    Register(Box<RegisterArgs>),
    /// Change how a person or system stands.
    Standing {
        /// The person or system.
        #[arg(value_parser = args::person)]
        person: PersonId,
        /// How it stands from now on.
        #[arg(value_parser = args::one_of(Standing::ALL.iter().map(|standing| standing.code())))]
        standing: String,
        /// Whose; your own partner when left out.
        #[arg(long, value_parser = args::partner)]
        partner: Option<PartnerId>,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// List persons and systems.
    List {
        /// Of this partner only.
        #[arg(long, value_parser = args::partner)]
        partner: Option<PartnerId>,
    },
}

/// A person or system.
#[derive(Args)]
pub(crate) struct RegisterArgs {
    /// All of it from a file, JSON or TOML.
    #[arg(long, conflicts_with_all = ["id", "role"])]
    file: Option<PathBuf>,
    /// Whose; your own partner when left out.
    #[arg(long, value_parser = args::partner)]
    partner: Option<PartnerId>,
    /// A pseudonym in the partner's register, such as a pass number; never a name.
    #[arg(long, value_parser = args::person, required_unless_present = "file")]
    id: Option<PersonId>,
    /// What it does.
    #[arg(
        long,
        required_unless_present = "file",
        value_parser = args::one_of(Role::ALL.iter().map(|role| role.code()))
    )]
    role: Option<String>,
    /// Who screened the person; a system has no screening.
    #[arg(long, requires = "screening_valid")]
    screening: Option<String>,
    /// For how long the screening is still valid, such as 365d.
    #[arg(long, value_parser = span)]
    screening_valid: Option<Span>,
    /// The last training.
    #[arg(long)]
    training: Option<String>,
}

/// Runs a command of this family.
pub(crate) async fn run(command: PersonCommand, session: &mut Session) -> Result<(), Failure> {
    match command {
        PersonCommand::Register(args) => {
            let connected = session.connect()?;
            let person = args.body(&connected.profile.partner)?;
            let changed = connected.client.register_person(&person).await?;
            show::changed(&changed, "person registered", session)
        }
        PersonCommand::Standing { person, standing, partner, reason } => {
            let connected = session.connect()?;
            let change = StandingBody {
                partner: partner.unwrap_or(connected.profile.partner).to_string(),
                person: Some(person.to_string()),
                standing,
                reason,
            };
            let changed = connected.client.person_standing(&change).await?;
            show::changed(&changed, "standing changed", session)
        }
        PersonCommand::List { partner } => list(partner.as_ref(), session).await,
    }
}

impl RegisterArgs {
    fn body(self, own: &PartnerId) -> Result<PersonBody, Failure> {
        if let Some(path) = &self.file {
            return read_document(path);
        }
        let now = now();
        let until = self.screening_valid.map_or(now, |span| span.after(now));
        Ok(PersonBody {
            partner: self.partner.as_ref().unwrap_or(own).to_string(),
            id: self.id.map(|id| id.to_string()).unwrap_or_default(),
            role: self.role.unwrap_or_default(),
            standing: None,
            screening: self.screening.map(|name| MarkBody { name, valid_until: until.to_string() }),
            training: self.training,
        })
    }
}

async fn list(partner: Option<&PartnerId>, session: &mut Session) -> Result<(), Failure> {
    let listed = session.connect()?.client.persons(partner).await?;
    if session.output.is_json() {
        return session.output.json(&listed);
    }
    let rows: Vec<_> = listed
        .items
        .into_iter()
        .map(|person| {
            let screening = person.screening.map_or_else(String::new, |held| held.valid_until);
            let standing = person.standing.unwrap_or_default();
            vec![person.partner, person.id, person.role, standing, screening]
        })
        .collect();
    session.output.table(&["partner", "person", "role", "standing", "screened until"], &rows)
}
