//! Registering client certificates with an exchange, and withdrawing them.
//! Absent: making them (`pki`).

use std::path::{Path, PathBuf};

use clap::Subcommand;

use crate::domain::id::{Fingerprint, PartnerId, PersonId};
use crate::pki::Certificate;
use crate::wire::api::registry::{CertificateBody, WithdrawalBody};

use super::args;
use super::failure::Failure;
use super::pki::fingerprint;
use super::session::{Session, read_text};
use super::show;

/// Registered client certificates.
#[derive(Subcommand)]
pub(crate) enum CertificateCommand {
    /// Register a certificate to a person or system.
    Register {
        /// The certificate, in PEM.
        file: PathBuf,
        /// Whose; your own partner when left out.
        #[arg(long, value_parser = args::partner)]
        partner: Option<PartnerId>,
        /// The person or system that holds it.
        #[arg(long, value_parser = args::person)]
        person: PersonId,
    },
    /// Withdraw a certificate: open connections with it stop being heard at once.
    Withdraw {
        /// Its fingerprint, or its file in PEM.
        certificate: String,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// List the registered certificates.
    List,
}

/// Runs a command of this family.
pub(crate) async fn run(command: CertificateCommand, session: &mut Session) -> Result<(), Failure> {
    match command {
        CertificateCommand::Register { file, partner, person } => {
            let connected = session.connect()?;
            let pem = Certificate::load(&read_text(&file)?)?.pem;
            let body = CertificateBody {
                partner: partner.unwrap_or(connected.profile.partner).to_string(),
                person: person.to_string(),
                pem,
            };
            let changed = connected.client.register_certificate(&body).await?;
            show::changed(&changed, "certificate registered", session)
        }
        CertificateCommand::Withdraw { certificate, reason } => {
            let print = named(&certificate)?;
            let withdrawal = WithdrawalBody { fingerprint: Some(print), kid: None, reason };
            let changed = session.connect()?.client.withdraw_certificate(&withdrawal).await?;
            show::changed(&changed, "certificate withdrawn", session)
        }
        CertificateCommand::List => list(session).await,
    }
}

/// A fingerprint as typed, or that of a file.
fn named(certificate: &str) -> Result<String, Failure> {
    if Fingerprint::parse(certificate).is_ok() {
        return Ok(certificate.to_owned());
    }
    let pem = read_text(Path::new(certificate))?;
    Ok(fingerprint(&Certificate::load(&pem)?))
}

async fn list(session: &mut Session) -> Result<(), Failure> {
    let listed = session.connect()?.client.certificates().await?;
    if session.output.is_json() {
        return session.output.json(&listed);
    }
    let rows: Vec<_> = listed
        .items
        .into_iter()
        .map(|held| {
            let state = held.withdrawn_at.map_or_else(String::new, |at| format!("withdrawn {at}"));
            vec![held.fingerprint, held.partner, held.person, held.valid_until, state]
        })
        .collect();
    session.output.table(&["fingerprint", "partner", "person", "valid until", ""], &rows)
}
