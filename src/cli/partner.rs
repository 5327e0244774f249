//! Admitting partners and changing their standing: the work of a steward.
//! Absent: their persons (`person`).

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::domain::id::PartnerId;
use crate::domain::party::{PartnerKind, Standing};
use crate::wire::api::registry::{LicenseBody, MarkBody, PartnerBody, StandingBody};

use super::args;
use super::failure::Failure;
use super::moment::{Span, span};
use super::session::{Session, now, read_document};
use super::show;

/// Partners.
#[derive(Subcommand)]
pub(crate) enum PartnerCommand {
    /// Admit a partner, or change its particulars. A new one stands as applied.
    Admit(Box<AdmitArgs>),
    /// Change how a partner stands; a suspension cuts its open connections at once. Where the exchange is set
    /// so, active takes two stewards: each gives this command.
    Standing {
        /// The partner.
        #[arg(value_parser = args::partner)]
        partner: PartnerId,
        /// How it stands from now on.
        #[arg(value_parser = args::one_of(Standing::ALL.iter().map(|standing| standing.code())))]
        standing: String,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// List the partners.
    List,
}

/// A partner.
#[derive(Args)]
pub(crate) struct AdmitArgs {
    /// All of it from a file, JSON or TOML.
    #[arg(long, conflicts_with_all = ["id", "name", "kind"])]
    file: Option<PathBuf>,
    /// Its id, such as politie-twente.
    #[arg(long, value_parser = args::partner, required_unless_present = "file")]
    id: Option<PartnerId>,
    /// Its name as people write it.
    #[arg(long, required_unless_present = "file")]
    name: Option<String>,
    /// What it is.
    #[arg(
        long,
        required_unless_present = "file",
        value_parser = args::one_of(PartnerKind::ALL.iter().map(|kind| kind.code()))
    )]
    kind: Option<String>,
    /// For a firm: the number of its license, such as ND1234.
    #[arg(long, requires_all = ["license_category", "license_authority", "license_valid"])]
    license: Option<String>,
    /// The category of the license, such as ND.
    #[arg(long)]
    license_category: Option<String>,
    /// Who gave the license.
    #[arg(long)]
    license_authority: Option<String>,
    /// Where the license holds.
    #[arg(long, default_value = "NL")]
    license_territory: String,
    /// For how long the license is still valid, such as 365d.
    #[arg(long, value_parser = span)]
    license_valid: Option<Span>,
    /// For a firm: its quality mark.
    #[arg(long, requires = "quality_mark_valid")]
    quality_mark: Option<String>,
    /// For how long the quality mark is still valid.
    #[arg(long, value_parser = span)]
    quality_mark_valid: Option<Span>,
    /// A trial period with half of the usual limits, such as 30d. Left out, a known partner keeps its own.
    #[arg(long, value_parser = span)]
    trial: Option<Span>,
    /// End the trial period of a known partner now. Where the exchange is set so, it takes two stewards to end
    /// or shorten one; they give the same particulars, best from one `--file` with a `trial_until`.
    #[arg(long, conflicts_with_all = ["trial", "file"])]
    end_trial: bool,
    /// For oversight: a partner that it watches; repeat for more.
    #[arg(long, value_parser = args::partner)]
    scope: Vec<PartnerId>,
}

/// Runs a command of this family.
pub(crate) async fn run(command: PartnerCommand, session: &mut Session) -> Result<(), Failure> {
    match command {
        PartnerCommand::Admit(args) => {
            let partner = args.body()?;
            let changed = session.connect()?.client.admit_partner(&partner).await?;
            show::changed(&changed, "partner admitted", session)
        }
        PartnerCommand::Standing { partner, standing, reason } => {
            let change =
                StandingBody { partner: partner.to_string(), person: None, standing, reason };
            let changed = session.connect()?.client.partner_standing(&change).await?;
            show::changed(&changed, "standing changed", session)
        }
        PartnerCommand::List => list(session).await,
    }
}

impl AdmitArgs {
    fn body(self) -> Result<PartnerBody, Failure> {
        if let Some(path) = &self.file {
            return read_document(path);
        }
        let now = now();
        let until = |span: Option<Span>| span.map_or(now, |span| span.after(now)).to_string();
        Ok(PartnerBody {
            id: self.id.map(|id| id.to_string()).unwrap_or_default(),
            name: self.name.unwrap_or_default(),
            kind: self.kind.unwrap_or_default(),
            standing: None,
            license: self.license.map(|number| LicenseBody {
                number,
                category: self.license_category.unwrap_or_default(),
                authority: self.license_authority.unwrap_or_default(),
                territory: self.license_territory,
                valid_until: until(self.license_valid),
            }),
            quality_mark: self
                .quality_mark
                .map(|name| MarkBody { name, valid_until: until(self.quality_mark_valid) }),
            scope: self.scope.iter().map(ToString::to_string).collect(),
            trial_until: match self.trial {
                Some(trial) => Some(trial.after(now).to_string()),
                None => self.end_trial.then(|| now.to_string()),
            },
            proposed_by: None,
        })
    }
}

async fn list(session: &mut Session) -> Result<(), Failure> {
    let listed = session.connect()?.client.partners().await?;
    if session.output.is_json() {
        return session.output.json(&listed);
    }
    let rows: Vec<_> = listed
        .items
        .into_iter()
        .map(|partner| {
            let license = partner.license.map_or_else(String::new, |license| {
                format!("{} until {}", license.number, license.valid_until)
            });
            let standing = partner.standing.unwrap_or_default();
            let standing = match partner.proposed_by {
                Some(steward) => format!("{standing}, active proposed by {steward}"),
                None => standing,
            };
            let trial = partner.trial_until.unwrap_or_default();
            vec![partner.id, partner.name, partner.kind, standing, license, trial]
        })
        .collect();
    session.output.table(&["id", "name", "kind", "standing", "license", "trial until"], &rows)
}
