//! Certificates for development and for small alliances that have no CA of their own.
//! Absent: the recipe itself (`certs/`), and registering a certificate with an exchange.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::json;
use time::OffsetDateTime;
use zeroize::Zeroizing;

use crate::domain::id::Fingerprint;
use crate::pki::{self, Ca, Certificate, Issued, Revocation};

use super::failure::Failure;
use super::session::{Session, now, read_text};

/// The environment variable that holds the password of a PKCS#12 bundle, so that it does not stand in
/// the list of processes.
const PASSWORD: &str = "SAMEN_P12_PASSWORD";

/// Certificates.
#[derive(Subcommand)]
pub(crate) enum PkiCommand {
    /// Make a certificate authority: DIR/ca.pem and DIR/ca.key.pem.
    Ca {
        /// Its name.
        #[arg(long, default_value = "samen development CA")]
        name: String,
        /// Days that it is valid.
        #[arg(long, default_value_t = 1825)]
        days: u32,
        /// Where to put it.
        #[arg(long, value_name = "DIR", default_value = ".")]
        out: PathBuf,
    },
    /// Make a certificate for the exchange.
    Server {
        #[command(flatten)]
        by: Issuing,
        /// A DNS name or IP address of the exchange; repeat for more.
        #[arg(long = "name", value_name = "NAME", required = true)]
        names: Vec<String>,
    },
    /// Make a certificate for a person or system.
    Client {
        #[command(flatten)]
        by: Issuing,
        /// The pseudonym in the partner's register.
        #[arg(long)]
        common_name: String,
        /// The partner.
        #[arg(long)]
        organization: String,
        /// Also write a PKCS#12 bundle for browsers; its password comes from SAMEN_P12_PASSWORD.
        #[arg(long)]
        p12: bool,
    },
    /// Sign a certificate request: the key stays with whoever made it.
    SignCsr {
        /// The request, in PEM.
        request: PathBuf,
        #[command(flatten)]
        by: Issuing,
        /// The pseudonym in the partner's register.
        #[arg(long)]
        common_name: String,
        /// The partner.
        #[arg(long)]
        organization: String,
    },
    /// Bundle a certificate and its key for a browser; the password comes from SAMEN_P12_PASSWORD.
    P12 {
        /// The certificate, in PEM.
        #[arg(long)]
        certificate: PathBuf,
        /// Its private key, in PEM.
        #[arg(long)]
        key: PathBuf,
        /// The certificate of the CA, in PEM.
        #[arg(long)]
        ca: PathBuf,
        /// Where to put it.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Make a revocation list; certificates on the list in force stay on it.
    Crl {
        /// The directory of the CA.
        #[arg(long, value_name = "DIR", default_value = ".")]
        ca: PathBuf,
        /// A certificate to revoke; repeat for more.
        #[arg(long = "revoke", value_name = "FILE")]
        revoke: Vec<PathBuf>,
        /// Days until the next list is due; after that nobody gets in.
        #[arg(long, default_value_t = 30)]
        days: u32,
        /// The list, kept up to date.
        #[arg(long, value_name = "FILE", default_value = "crl.pem")]
        out: PathBuf,
    },
    /// Print the fingerprint that an exchange registers: SHA-256 of the certificate.
    Fingerprint {
        /// A certificate, in PEM.
        certificate: PathBuf,
    },
}

/// Which CA signs, for how long, and where the result goes.
#[derive(Args)]
pub(crate) struct Issuing {
    /// The directory with ca.pem and ca.key.pem.
    #[arg(long, value_name = "DIR", default_value = ".")]
    ca: PathBuf,
    /// Days that the certificate is valid.
    #[arg(long, default_value_t = 365)]
    days: u32,
    /// Path and name without ending: writes PREFIX.pem, PREFIX.key.pem and PREFIX.p12.
    #[arg(long, value_name = "PREFIX")]
    out: PathBuf,
}

/// Runs a command of this family.
pub(crate) fn run(command: PkiCommand, session: &mut Session) -> Result<(), Failure> {
    let today = today();
    match command {
        PkiCommand::Ca { name, days, out } => {
            let ca = Ca::create(&name, today, days)?;
            write_private(&out.join("ca.key.pem"), ca.key_pem().as_bytes())?;
            write_public(&out.join("ca.pem"), ca.cert_pem().as_bytes())?;
            made(ca.certificate(), &out.join("ca.pem"), session)
        }
        PkiCommand::Server { by, names } => {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let issued = by.load()?.server(&names, today, by.days)?;
            write_pair(&issued, &by.out)?;
            made(&issued.certificate, &with_ending(&by.out, "pem"), session)
        }
        PkiCommand::Client { by, common_name, organization, p12 } => {
            client(&by, &common_name, &organization, p12, session)
        }
        PkiCommand::SignCsr { request, by, common_name, organization } => {
            let request = read_text(&request)?;
            let ca = by.load()?;
            let signed = ca.sign_csr(&request, &common_name, &organization, today, by.days)?;
            let path = with_ending(&by.out, "pem");
            write_public(&path, signed.pem.as_bytes())?;
            made(&signed, &path, session)
        }
        PkiCommand::P12 { certificate, key, ca, out } => {
            let certificate = Certificate::load(&read_text(&certificate)?)?;
            let key = Zeroizing::new(read_text(&key)?);
            let ca = Certificate::load(&read_text(&ca)?)?;
            write_private(&out, &pki::p12(&certificate, &key, &ca, &password()?)?)?;
            made(&certificate, &out, session)
        }
        PkiCommand::Crl { ca, revoke, days, out } => crl(&ca, &revoke, days, &out, session),
        PkiCommand::Fingerprint { certificate } => {
            let certificate = Certificate::load(&read_text(&certificate)?)?;
            let print = fingerprint(&certificate);
            session.output.say(&json!({ "fingerprint": print }), &print)
        }
    }
}

fn client(
    by: &Issuing,
    common_name: &str,
    organization: &str,
    p12: bool,
    session: &mut Session,
) -> Result<(), Failure> {
    // Asked for first: without it nothing should be made.
    let password = p12.then(password).transpose()?;
    let ca = by.load()?;
    let issued = ca.client(common_name, organization, today(), by.days)?;
    write_pair(&issued, &by.out)?;
    if let Some(password) = password {
        write_private(&with_ending(&by.out, "p12"), &issued.p12(&password, &ca)?)?;
    }
    made(&issued.certificate, &with_ending(&by.out, "pem"), session)
}

fn crl(
    ca: &Path,
    revoke: &[PathBuf],
    days: u32,
    out: &Path,
    session: &mut Session,
) -> Result<(), Failure> {
    let today = today();
    let mut revoked = if out.exists() { pki::read_crl(&read_text(out)?)? } else { Vec::new() };
    for path in revoke {
        let serial = Certificate::load(&read_text(path)?)?.serial;
        if !revoked.iter().any(|earlier| earlier.serial == serial) {
            revoked.push(Revocation { serial, at: today });
        }
    }
    write_public(out, load_ca(ca)?.crl(&revoked, today, days)?.as_bytes())?;
    let text =
        format!("{}: {} revoked, next list due in {days} days", out.display(), revoked.len());
    session.output.say(&json!({ "file": out, "revoked": revoked.len() }), &text)
}

impl Issuing {
    fn load(&self) -> Result<Ca, Failure> {
        load_ca(&self.ca)
    }
}

fn load_ca(directory: &Path) -> Result<Ca, Failure> {
    let key = Zeroizing::new(read_text(&directory.join("ca.key.pem"))?);
    Ok(Ca::load(&read_text(&directory.join("ca.pem"))?, &key)?)
}

fn write_pair(issued: &Issued, prefix: &Path) -> Result<(), Failure> {
    write_private(&with_ending(prefix, "key.pem"), issued.key_pem.as_bytes())?;
    write_public(&with_ending(prefix, "pem"), issued.cert_pem().as_bytes())
}

/// Writes a secret; an older one is never overwritten.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    pki::write_private(path, bytes).map_err(Failure::writing(path))
}

/// Writes something public, whole.
pub(crate) fn write_public(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    pki::write_public(path, bytes).map_err(Failure::writing(path))
}

/// The path with an ending after its whole name, dots included: a pseudonym may have some.
pub(crate) fn with_ending(prefix: &Path, ending: &str) -> PathBuf {
    let mut path = prefix.as_os_str().to_owned();
    path.push(".");
    path.push(ending);
    path.into()
}

/// What an exchange registers of a certificate.
pub(crate) fn fingerprint(certificate: &Certificate) -> String {
    Fingerprint::new(certificate.fingerprint()).to_string()
}

/// The first moment of new certificates.
pub(crate) fn today() -> OffsetDateTime {
    let seconds = now().as_seconds();
    OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

fn password() -> Result<Zeroizing<String>, Failure> {
    std::env::var(PASSWORD).map(Zeroizing::new).map_err(|_| {
        Failure::usage(format!("put the password of the bundle in the environment as {PASSWORD}"))
    })
}

fn made(certificate: &Certificate, path: &Path, session: &mut Session) -> Result<(), Failure> {
    let print = fingerprint(certificate);
    let text = format!("{}\nfingerprint {print}", path.display());
    session.output.say(&json!({ "file": path, "fingerprint": print }), &text)
}

#[cfg(test)]
mod tests {
    use super::super::output::{Collected, Output};
    use super::*;

    #[test]
    fn endings_keep_the_dots_of_a_pseudonym() {
        let path = with_ending(Path::new("certs/j.1042"), "key.pem");
        assert_eq!(path, Path::new("certs/j.1042.key.pem"));
    }

    #[test]
    fn a_ca_signs_a_client_and_never_overwrites_its_key() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().to_path_buf();
        let sink = Collected::default();
        let mut session = Session::new(Output::into_sink(Box::new(sink.clone()), true), None);
        let ca = || PkiCommand::Ca { name: "test CA".into(), days: 2, out: out.clone() };
        run(ca(), &mut session).unwrap();
        let client = PkiCommand::Client {
            by: Issuing { ca: out.clone(), days: 1, out: out.join("guard") },
            common_name: "PAS-1042".into(),
            organization: "securion".into(),
            p12: false,
        };
        run(client, &mut session).unwrap();
        let certificate = Certificate::load(&read_text(&out.join("guard.pem")).unwrap()).unwrap();
        assert!(sink.text().contains(&fingerprint(&certificate)));
        assert!(matches!(run(ca(), &mut session), Err(Failure::File { .. })));
    }
}
