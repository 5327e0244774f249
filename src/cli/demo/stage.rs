//! The directory of the demonstration, built from nothing: certificates, signing keys, client profiles
//! and the configuration of the exchange. Absent: running it, and registering anybody.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use serde_json::{Map, Value};

use crate::client::{Client, ClientError, Profile, SignedRecord, Signer};
use crate::domain::party::Role;
use crate::pki::{Ca, practice_p12, write_private, write_public};

use super::super::failure::Failure;
use super::super::key::{Algorithm, generate};
use super::super::pki::{today, with_ending};
use super::super::session::now;
use super::cast::{FIRST_STEWARD, MEMBERS, Member, STEWARD};

/// The name of the exchange.
pub(crate) const EXCHANGE: &str = "twente.samen.example";
/// The password of every PKCS#12 bundle. Printed, because these certificates guard nothing real.
pub(crate) const PASSWORD: &str = "samen";
/// The file of the witness policy.
pub(crate) const POLICY: &str = "witnesses.policy";
/// Days that the certificates are valid.
const DAYS: u32 = 365;

/// The directory.
pub(crate) struct Stage {
    directory: PathBuf,
    listen: SocketAddr,
    operations: SocketAddr,
}

/// Somebody with a connection and a key.
pub(crate) struct Actor {
    /// Who.
    pub(crate) profile: Profile,
    /// The connection.
    pub(crate) client: Client,
    /// The key.
    pub(crate) signer: Signer,
}

impl Stage {
    /// A stage in a directory that is empty or not there yet.
    ///
    /// # Errors
    /// [`Failure::Usage`] when something is there: nothing is ever overwritten.
    pub(crate) fn new(directory: &Path, listen: SocketAddr) -> Result<Self, Failure> {
        let shown = directory.display();
        if directory.join("samen.toml").exists() {
            return Err(Failure::usage(format!(
                "{shown} holds an exchange already. Start it again with\n  \
                 samen serve --config {shown}/samen.toml\nor name another directory with --dir"
            )));
        }
        std::fs::create_dir_all(directory).map_err(Failure::writing(directory))?;
        let mut inside = std::fs::read_dir(directory).map_err(Failure::reading(directory))?;
        if inside.next().is_some() {
            return Err(Failure::usage(format!(
                "{shown} is not empty; name a directory that is, or that is not there yet"
            )));
        }
        let directory = directory.canonicalize().map_err(Failure::reading(directory))?;
        let listen = free(listen).map_err(|_| {
            Failure::usage(format!("{listen} is taken; name another address with --listen"))
        })?;
        let usual = SocketAddr::from(([127, 0, 0, 1], 9443));
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let operations = free(usual).or_else(|_| free(any)).map_err(Failure::Output)?;
        Ok(Self { directory, listen, operations })
    }

    /// The directory.
    pub(crate) fn directory(&self) -> &Path {
        &self.directory
    }

    /// A path in the directory.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.directory.join(relative)
    }

    /// The address at which partners connect.
    pub(crate) fn url(&self) -> String {
        format!("https://{}", self.listen)
    }

    /// The address that people type: on this machine a name, as certificates have one.
    pub(crate) fn page(&self) -> String {
        match self.listen.ip().is_loopback() {
            true => format!("https://localhost:{}/", self.listen.port()),
            false => format!("{}/", self.url()),
        }
    }

    /// The address at which operations look.
    pub(crate) fn operations(&self) -> SocketAddr {
        self.operations
    }

    /// Makes certificates, keys and the configuration. Returns how many certificates.
    ///
    /// # Errors
    /// A file that cannot be written, or no random numbers.
    pub(crate) fn build(&self) -> Result<usize, Failure> {
        for name in ["certs", "keys", "clients"] {
            let path = self.path(name);
            std::fs::create_dir(&path).map_err(Failure::writing(&path))?;
        }
        let ca = Ca::create("samen demonstration CA", today(), DAYS)?;
        self.public("certs/ca.pem", ca.cert_pem())?;
        self.private("certs/ca.key.pem", ca.key_pem().as_bytes())?;
        self.public("certs/crl.pem", &ca.crl(&[], today(), DAYS)?)?;
        let host = self.listen.ip().to_string();
        let mut names = vec!["localhost", "127.0.0.1", "::1"];
        if !names.contains(&host.as_str()) {
            names.push(&host);
        }
        let server = ca.server(&names, today(), DAYS)?;
        self.public("certs/server.pem", server.cert_pem())?;
        self.private("certs/server.key.pem", server.key_pem.as_bytes())?;
        MEMBERS.iter().try_for_each(|member| self.member(member, &ca))?;
        self.public("samen.toml", &self.configuration())?;
        Ok(MEMBERS.len() + 1)
    }

    /// Makes the certificate and the key of somebody.
    ///
    /// # Errors
    /// As [`Stage::build`].
    pub(crate) fn member(&self, member: &Member, ca: &Ca) -> Result<(), Failure> {
        let (id, partner) = (member.id, member.partner);
        let issued = ca.client(id, partner, today(), DAYS)?;
        self.public(&format!("certs/{id}.pem"), issued.cert_pem())?;
        self.private(&format!("certs/{id}.key.pem"), issued.key_pem.as_bytes())?;
        let bundle =
            practice_p12(&issued.certificate, &issued.key_pem, ca.certificate(), PASSWORD)?;
        self.private(&format!("certs/{id}.p12"), &bundle)?;
        // Systems sign with P-256, as hardware modules do; people with Ed25519. Both are accepted.
        let kind = match member.role {
            Role::System => Algorithm::P256,
            _ => Algorithm::Ed25519,
        };
        self.private(&format!("keys/{id}.jwk"), generate(kind)?.to_jwk().as_bytes())
    }

    fn configuration(&self) -> String {
        let until = now().plus_days(DAYS);
        format!(
            "# The demonstration exchange. Start it with: samen serve --config samen.toml\n\
             exchange = \"{EXCHANGE}\"\nprofile = \"nl\"\nlisten = \"{}\"\noperations = \"{}\"\n\
             data = \"data\"\nworkers = 0\n\n\
             [log]\nshard = \"demo\"\nkey = \"keys/log.key\"\nheartbeat_s = 900\n\n\
             [vault]\nmaster_key = \"keys/master.key\"\nkeyring = \"keys/keyring\"\n\n\
             [tls]\nca = \"certs/ca.pem\"\ncrl = \"certs/crl.pem\"\n\
             certificate = \"certs/server.pem\"\nkey = \"certs/server.key.pem\"\n\n\
             [founding]\npartner = \"{STEWARD}\"\nname = \"Stichting Samen\"\n\
             person = \"{FIRST_STEWARD}\"\nscreening_authority = \"Politie Twente\"\n\
             screening_until = \"{until}\"\ncertificate = \"certs/{FIRST_STEWARD}.pem\"\n\n\
             [limits]\nsubmissions = 600\nsearches = 600\ndeliveries = 6000\nburst = 300\n\n\
             [logging]\nformat = \"text\"\nlevel = \"warn\"\n",
            self.listen, self.operations
        )
    }

    /// Writes everybody's client profile, now that the key of the log is known.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub(crate) fn profiles(&self, log_key: &str) -> Result<(), Failure> {
        for Member { id, partner, .. } in &MEMBERS {
            let text = format!(
                "url = \"{}\"\nexchange = \"{EXCHANGE}\"\npartner = \"{partner}\"\n\
                 person = \"{id}\"\nca = \"../certs/ca.pem\"\n\
                 certificate = \"../certs/{id}.pem\"\nkey = \"../certs/{id}.key.pem\"\n\
                 signing_key = \"../keys/{id}.jwk\"\nlog_key = \"{log_key}\"\n",
                self.url()
            );
            self.public(&format!("clients/{id}.toml"), &text)?;
        }
        self.public("log.vkey", &format!("{log_key}\n"))
    }

    /// Everybody's connection and key.
    ///
    /// # Errors
    /// A profile that cannot be used.
    pub(crate) fn actors(&self) -> Result<Actors, Failure> {
        let mut actors = HashMap::new();
        for member in &MEMBERS {
            let path = with_ending(&self.path("clients").join(member.id), "toml");
            let profile = Profile::load(&path)?;
            let (client, signer) = (Client::new(&profile)?, Signer::load(&profile)?);
            actors.insert(member.id, Actor { profile, client, signer });
        }
        Ok(Actors(actors))
    }

    /// Writes a file that anybody may read; nothing is ever overwritten.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub(crate) fn public(&self, relative: &str, text: &str) -> Result<(), Failure> {
        let path = self.path(relative);
        write_public(&path, text.as_bytes()).map_err(Failure::writing(&path))
    }

    fn private(&self, relative: &str, bytes: &[u8]) -> Result<(), Failure> {
        let path = self.path(relative);
        write_private(&path, bytes).map_err(Failure::writing(&path))
    }
}

/// An address that can be listened on; port 0 becomes a free one.
///
/// # Errors
/// When it is taken.
pub(crate) fn free(address: SocketAddr) -> std::io::Result<SocketAddr> {
    std::net::TcpListener::bind(address)?.local_addr()
}

/// Everybody, by pseudonym.
pub(crate) struct Actors(HashMap<&'static str, Actor>);

impl Actors {
    /// One of them.
    ///
    /// # Errors
    /// [`Failure::Step`] when the cast has nobody of that name.
    pub(crate) fn get(&self, id: &str) -> Result<&Actor, Failure> {
        self.0.get(id).ok_or_else(|| Failure::Step("nobody of that name takes part".into()))
    }
}

impl Actor {
    /// Signs a record.
    ///
    /// # Errors
    /// As the signer.
    pub(crate) fn sign(&self, record: Value) -> Result<SignedRecord, Failure> {
        let members = match record {
            Value::Object(members) => members,
            _ => Map::new(),
        };
        Ok(self.signer.record(members, now())?)
    }

    /// Sends a signed record and verifies its receipt. Returns the log index.
    ///
    /// # Errors
    /// A refusal, or a receipt that does not hold.
    pub(crate) async fn send(&self, signed: &SignedRecord) -> Result<u64, Failure> {
        let record = Bytes::from(signed.jws.clone());
        let answer = self.client.submit(record.clone()).await?;
        if !super::super::show::verify(&answer.receipt, &record, &self.profile)? {
            return Err(Failure::Step("there is no log key to check the receipt with".into()));
        }
        Ok(answer.receipt.proof.index)
    }
}

/// The slug of a refusal that should come; anything else is a step that did not behave.
///
/// # Errors
/// [`Failure::Step`] when the request was granted, or refused for another reason.
pub(crate) fn refused<T>(result: Result<T, ClientError>, slug: &str) -> Result<(), Failure> {
    match result {
        Ok(_) => Err(Failure::Step(format!("granted, and should have been refused as {slug}"))),
        Err(error) if error.slug() == Some(slug) => Ok(()),
        Err(error) => Err(Failure::Client(error)),
    }
}
