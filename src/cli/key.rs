//! Signing keys: making them, showing their public half, and registering them with an exchange.
//! Absent: signing (`client::signer`).

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use ring::rand::SystemRandom;
use samen_audit::jws::{PrivateKey, PublicKey};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::client::signer::load_key;
use crate::domain::id::{PartnerId, PersonId};
use crate::wire::api::registry::{KeyBody, WithdrawalBody};

use super::args;
use super::device;
use super::failure::Failure;
use super::moment::{Span, span};
use super::pki::write_private;
use super::session::{Session, now, read_text};
use super::show;

/// Kinds of key.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Algorithm {
    /// Ed25519: `EdDSA` on records.
    Ed25519,
    /// P-256: `ES256` on records, for smart cards and older systems.
    P256,
}

/// Signing keys.
#[derive(Subcommand)]
pub(crate) enum KeyCommand {
    /// Make a private key in a file that only you can read.
    Generate {
        /// Where to put it.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Which kind.
        #[arg(long, value_enum, default_value = "ed25519")]
        algorithm: Algorithm,
    },
    /// Print the public half of a private key: what others may have.
    Show {
        /// A private JWK.
        file: PathBuf,
    },
    /// Register a key with the exchange. Only its public half is sent.
    Register {
        /// A public or private JWK.
        file: PathBuf,
        /// Whose; your own partner when left out.
        #[arg(long, value_parser = args::partner)]
        partner: Option<PartnerId>,
        /// The person or system that signs with it.
        #[arg(long, value_parser = args::person)]
        person: PersonId,
        /// For how long, such as 365d.
        #[arg(long, value_parser = span)]
        valid: Span,
    },
    /// Withdraw a key: nothing signed with it is accepted any more.
    Withdraw {
        /// Its thumbprint, which may begin with a hyphen.
        #[arg(allow_hyphen_values = true)]
        kid: String,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// List the registered keys.
    List,
    /// Ask for the key of your own device; your administrator approves it.
    Request(device::RequestArgs),
    /// List the keys that were asked for.
    Requests(device::RequestsArgs),
    /// Approve the key of somebody's device.
    Approve(device::ApproveArgs),
    /// Refuse the key of somebody's device.
    Refuse(device::RefuseArgs),
}

/// Runs a command of this family.
pub(crate) async fn run(command: KeyCommand, session: &mut Session) -> Result<(), Failure> {
    match command {
        KeyCommand::Generate { out, algorithm } => {
            let key = generate(algorithm)?;
            write_private(&out, Zeroizing::new(key.to_jwk()).as_bytes())?;
            let kid = key.public().thumbprint();
            let text = format!("{}\nkid {kid}", out.display());
            session.output.say(&json!({ "file": out, "kid": kid }), &text)
        }
        KeyCommand::Show { file } => {
            let key = load_key(&file)?;
            let jwk: Value = public_jwk(key.public())?;
            session.output.json(&jwk)
        }
        KeyCommand::Register { file, partner, person, valid } => {
            let connected = session.connect()?;
            let text = Zeroizing::new(read_text(&file)?);
            let key = public_half(&text).ok_or_else(|| {
                Failure::usage(format!("{} is not a JWK of kind Ed25519 or P-256", file.display()))
            })?;
            let body = KeyBody {
                partner: partner.unwrap_or(connected.profile.partner).to_string(),
                person: person.to_string(),
                jwk: public_jwk(&key)?,
                valid_from: None,
                valid_until: valid.after(now()).to_string(),
            };
            let changed = connected.client.register_key(&body).await?;
            show::changed(&changed, "key registered", session)
        }
        KeyCommand::Withdraw { kid, reason } => {
            let withdrawal = WithdrawalBody { fingerprint: None, kid: Some(kid), reason };
            let changed = session.connect()?.client.withdraw_key(&withdrawal).await?;
            show::changed(&changed, "key withdrawn", session)
        }
        KeyCommand::List => list(session).await,
        KeyCommand::Request(args) => device::request(args, session).await,
        KeyCommand::Requests(args) => device::requests(args, session).await,
        KeyCommand::Approve(args) => device::approve(args, session).await,
        KeyCommand::Refuse(args) => device::refuse(args, session).await,
    }
}

async fn list(session: &mut Session) -> Result<(), Failure> {
    let listed = session.connect()?.client.keys().await?;
    if session.output.is_json() {
        return session.output.json(&listed);
    }
    let rows: Vec<_> = listed
        .items
        .into_iter()
        .map(|key| {
            let state = key.withdrawn_at.map_or_else(String::new, |at| format!("withdrawn {at}"));
            vec![key.kid, key.partner, key.person, key.valid_until, state]
        })
        .collect();
    session.output.table(&["kid", "partner", "person", "valid until", ""], &rows)
}

/// Makes a key from the randomness of the system.
pub(crate) fn generate(algorithm: Algorithm) -> Result<PrivateKey, Failure> {
    let random = SystemRandom::new();
    let key = match algorithm {
        Algorithm::Ed25519 => PrivateKey::generate(&random),
        Algorithm::P256 => PrivateKey::generate_p256(&random),
    };
    key.map_err(|_| Failure::usage("the operating system gave no random numbers; try again"))
}

/// The public key as a JSON object.
pub(crate) fn public_jwk(key: &PublicKey) -> Result<Value, Failure> {
    serde_json::from_str(&key.to_jwk()).map_err(|error| Failure::usage(error.to_string()))
}

fn public_half(jwk: &str) -> Option<PublicKey> {
    match PrivateKey::parse(jwk.as_bytes()) {
        Ok(private) => Some(private.public().clone()),
        Err(_) => PublicKey::parse(jwk.as_bytes()).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registering_a_private_key_sends_only_its_public_half() {
        for algorithm in [Algorithm::Ed25519, Algorithm::P256] {
            let key = generate(algorithm).unwrap();
            let public = public_half(&key.to_jwk()).unwrap();
            assert_eq!(public.thumbprint(), key.public().thumbprint());
            let sent = public_jwk(&public).unwrap();
            assert!(sent.get("d").is_none());
            assert!(public_half(&sent.to_string()).is_some());
        }
        assert!(public_half("{}").is_none());
    }
}
