//! Grants on the command line: proposing, accepting and revoking with one's own signature.
//! Absent: what a grant allows (`domain::decide`).

use std::path::PathBuf;

use clap::Subcommand;

use crate::client::{Client, Signer};
use crate::domain::id::GrantId;
use crate::wire::api::grant::{
    ACCEPTANCE_TYP, ConsentDocument, GRANT_TYP, GrantDocument, GrantShown, REVOCATION_TYP,
};

use super::args;
use super::failure::Failure;
use super::preview;
use super::session::{Session, now, read_document};
use super::show;

/// Grants.
#[derive(Subcommand)]
pub(crate) enum GrantCommand {
    /// Sign and propose a grant that is written in a file. Its `version`, `exchange`, `author`, `from`
    /// and `issued_at` follow from the profile and may be left out.
    Propose {
        /// JSON or TOML.
        file: PathBuf,
        /// Print the grant as it would be signed, and stop.
        #[arg(long)]
        print: bool,
    },
    /// Accept a grant for your partner. Read it first with `samen grant list --json`.
    Accept {
        /// Its id.
        #[arg(value_parser = args::grant)]
        id: GrantId,
        /// The SHA-256 that you were shown; a grant with another one is not accepted.
        #[arg(long, value_name = "HEX")]
        sha256: Option<String>,
    },
    /// Revoke a grant for your partner: it ends at once, for everybody.
    Revoke {
        /// Its id.
        #[arg(value_parser = args::grant)]
        id: GrantId,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// List the grants to which your partner is a party.
    List,
    /// Show who would receive a record, under which grant and for how long, before you sign it.
    Preview(preview::PreviewArgs),
}

/// Runs a command of this family.
pub(crate) async fn run(command: GrantCommand, session: &mut Session) -> Result<(), Failure> {
    match command {
        GrantCommand::Propose { file, print } => propose(&file, print, session).await,
        GrantCommand::Accept { id, sha256 } => {
            let (client, signer) = (session.connect()?.client, session.signer()?);
            let shown = shown(&client, &id).await?;
            if sha256.is_some_and(|expected| expected != shown.sha256) {
                return Err(Failure::Verification(
                    "the grant is not the one with that SHA-256; nothing was signed".to_owned(),
                ));
            }
            let consent = consent(&shown, &signer, None);
            let jws = signer.document(&consent, ACCEPTANCE_TYP)?;
            let changed = client.accept_grant(&id, jws).await?;
            show::changed(&changed, "grant accepted", session)
        }
        GrantCommand::Revoke { id, reason } => {
            let (client, signer) = (session.connect()?.client, session.signer()?);
            let shown = shown(&client, &id).await?;
            let jws = signer.document(&consent(&shown, &signer, Some(reason)), REVOCATION_TYP)?;
            let changed = client.revoke_grant(&id, jws).await?;
            show::changed(&changed, "grant revoked", session)
        }
        GrantCommand::List => list(session).await,
        GrantCommand::Preview(args) => preview::run(args, session).await,
    }
}

async fn propose(
    file: &std::path::Path,
    print: bool,
    session: &mut Session,
) -> Result<(), Failure> {
    let signer = session.signer()?;
    let mut draft: serde_json::Map<String, serde_json::Value> = read_document(file)?;
    let mut fill = |member: &str, value: serde_json::Value| {
        draft.entry(member).or_insert(value);
    };
    fill("version", 1.into());
    fill("exchange", signer.exchange().as_str().into());
    fill("author", signer.author().as_str().into());
    fill("from", signer.partner().as_str().into());
    fill("issued_at", now().to_string().into());
    let document: GrantDocument = serde_json::from_value(draft.into())
        .map_err(|error| Failure::usage(format!("{}: {error}", file.display())))?;
    document.parse()?;
    if print {
        return session.output.json(&document);
    }
    let jws = signer.document(&document, GRANT_TYP)?;
    let changed = session.connect()?.client.propose_grant(jws).await?;
    show::changed(&changed, "grant proposed", session)
}

/// The grant as the exchange shows it: what is signed names its hash.
pub(crate) async fn shown(client: &Client, id: &GrantId) -> Result<GrantShown, Failure> {
    let listed = client.grants().await?;
    let found = listed.items.into_iter().find(|shown| shown.grant.id == id.as_str());
    found.ok_or_else(|| Failure::usage("your partner is a party to no such grant"))
}

/// What a party signs about a grant.
pub(crate) fn consent(
    shown: &GrantShown,
    signer: &Signer,
    reason: Option<String>,
) -> ConsentDocument {
    ConsentDocument {
        version: 1,
        exchange: signer.exchange().to_string(),
        grant: shown.grant.id.clone(),
        grant_sha256: shown.sha256.clone(),
        partner: signer.partner().to_string(),
        author: signer.author().to_string(),
        issued_at: now().to_string(),
        reason,
    }
}

async fn list(session: &mut Session) -> Result<(), Failure> {
    let listed = session.connect()?.client.grants().await?;
    if session.output.is_json() {
        return session.output.json(&listed);
    }
    let rows: Vec<_> = listed
        .items
        .into_iter()
        .map(|shown| {
            let state = match (&shown.revoked_at, shown.in_force) {
                (Some(at), _) => format!("revoked {at}"),
                (None, true) => "in force".to_owned(),
                (None, false) => format!("accepted by {}", shown.accepted.join(", ")),
            };
            let grant = shown.grant;
            let sharing = format!("{} -> {}", grant.from, grant.to.join(", "));
            vec![
                grant.id,
                sharing,
                grant.purposes.join(", "),
                grant.valid_until,
                state,
                shown.sha256,
            ]
        })
        .collect();
    session.output.table(&["id", "who", "purposes", "until", "state", "sha256"], &rows)
}
