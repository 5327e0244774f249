//! Keys of devices on the command line: asked for by their person, approved or refused by an administrator.
//! Absent: keys that an administrator registers by itself (`key`).

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::client::Signer;
use crate::client::signer::load_key;
use crate::domain::id::KeyId;
use crate::wire::api::device::{
    ApprovalBody, KeyRequestBody, KeyRequestShown, PROOF_TYP, ProofDocument, RefusalBody,
};

use super::failure::Failure;
use super::key::public_jwk;
use super::moment::{Span, span};
use super::session::{Session, now};
use super::show;

/// Asking for the key of one's own device.
#[derive(Args)]
pub(crate) struct RequestArgs {
    /// The private JWK of the device; only its public half is sent.
    file: PathBuf,
    /// What you call the device, so that your administrator knows it: 1 to 64 characters.
    #[arg(long)]
    device: String,
}

/// Listing requests.
#[derive(Args)]
pub(crate) struct RequestsArgs {
    /// Only those that stand so.
    #[arg(long, value_enum)]
    state: Option<State>,
}

/// Approving a request.
#[derive(Args)]
pub(crate) struct ApproveArgs {
    /// The thumbprint of the key. Compare it with the one on the device.
    #[arg(value_parser = kid, allow_hyphen_values = true)]
    kid: KeyId,
    /// For how long, such as 30d; 90 days at most, and when left out.
    #[arg(long, value_parser = span)]
    valid: Option<Span>,
}

/// Refusing a request.
#[derive(Args)]
pub(crate) struct RefuseArgs {
    /// The thumbprint of the key.
    #[arg(value_parser = kid, allow_hyphen_values = true)]
    kid: KeyId,
    /// Why; whoever asked will read it.
    #[arg(long)]
    reason: String,
}

/// How a request stands.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum State {
    /// Nobody has decided yet.
    Open,
    /// The key is registered.
    Approved,
    /// The key is not registered.
    Refused,
    /// Nobody decided in time.
    Expired,
}

impl State {
    fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Expired => "expired",
        }
    }
}

/// Asks for the key of a device.
pub(crate) async fn request(args: RequestArgs, session: &mut Session) -> Result<(), Failure> {
    let connected = session.connect()?;
    let signer = Signer::new(load_key(&args.file)?, &connected.profile);
    let proof = ProofDocument {
        exchange: signer.exchange().to_string(),
        partner: signer.partner().to_string(),
        person: signer.author().to_string(),
        at: now().to_string(),
    };
    let body = KeyRequestBody {
        jwk: public_jwk(signer.public())?,
        device: args.device,
        proof: signer.document(&proof, PROOF_TYP)?,
    };
    let changed = connected.client.request_key(&body).await?;
    show::changed(&changed, "key asked for, waiting for your administrator", session)
}

/// Lists the requests.
pub(crate) async fn requests(args: RequestsArgs, session: &mut Session) -> Result<(), Failure> {
    let listed = session.connect()?.client.key_requests(args.state.map(State::code)).await?;
    if session.output.is_json() {
        return session.output.json(&listed);
    }
    let rows: Vec<_> = listed.items.into_iter().map(row).collect();
    session.output.table(&["kid", "person", "device", "asked", "state"], &rows)
}

fn row(request: KeyRequestShown) -> Vec<String> {
    let state = match &request.decided {
        Some(decided) => {
            let why = decided.reason.as_ref().map(|reason| format!(": {reason}"));
            format!("{} by {}{}", request.state, decided.person, why.unwrap_or_default())
        }
        None => format!("{} until {}", request.state, request.expires_at),
    };
    let who = format!("{} {}", request.partner, request.person);
    vec![request.kid, who, request.device, request.asked_at, state]
}

/// Approves a request.
pub(crate) async fn approve(args: ApproveArgs, session: &mut Session) -> Result<(), Failure> {
    let valid_until = args.valid.map(|valid| valid.after(now()).to_string());
    let client = session.connect()?.client;
    let changed = client.approve_key(&args.kid, &ApprovalBody { valid_until }).await?;
    show::changed(&changed, "key registered", session)
}

/// Refuses a request.
pub(crate) async fn refuse(args: RefuseArgs, session: &mut Session) -> Result<(), Failure> {
    let client = session.connect()?.client;
    let changed = client.refuse_key(&args.kid, &RefusalBody { reason: args.reason }).await?;
    show::changed(&changed, "key refused", session)
}

fn kid(text: &str) -> Result<KeyId, String> {
    KeyId::parse(text).map_err(|_| "a thumbprint: 43 letters, digits, - and _".to_owned())
}
