//! Who somebody is towards an exchange: a small TOML file that names the exchange, the certificate and
//! the signing key. Absent: the keys themselves, which stay in files of their own.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::domain::id::{ExchangeName, PartnerId, PersonId};

/// What a client profile says, checked, with every path made absolute or relative to the caller.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Where the exchange listens, such as `https://127.0.0.1:8443`.
    pub url: String,
    /// The name of the exchange, which every record carries.
    pub exchange: ExchangeName,
    /// The partner.
    pub partner: PartnerId,
    /// The person or system that holds the certificate.
    pub person: PersonId,
    /// The CA that signed the certificate of the exchange, in PEM.
    pub ca: PathBuf,
    /// The client certificate, in PEM.
    pub certificate: PathBuf,
    /// Its private key, in PEM.
    pub key: PathBuf,
    /// The signing key, a private JWK; left out by those who only read.
    pub signing_key: Option<PathBuf>,
    /// The person that a system acts for.
    pub acting_person: Option<PersonId>,
    /// The name in the certificate of the exchange, when it is not the host in `url`.
    pub server_name: Option<String>,
    /// The verifier key of the log, with which receipts are checked when it is given.
    pub log_key: Option<String>,
}

/// Why a profile cannot be used. Names the file and the member, never the value.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// The file cannot be read.
    #[error("cannot read the client profile {path}; check the path given with --as or SAMEN_AS")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The file is not a client profile.
    #[error("{path} is not a client profile: {reason}")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong, without the values in the file.
        reason: String,
    },
    /// One member does not hold what it should.
    #[error("{path}: `{member}` has to be {wanted}")]
    Member {
        /// The file.
        path: PathBuf,
        /// The member.
        member: &'static str,
        /// What it should be.
        wanted: &'static str,
    },
}

/// The file as written; a member that is not known here is refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    url: String,
    exchange: String,
    partner: String,
    person: String,
    ca: PathBuf,
    certificate: PathBuf,
    key: PathBuf,
    signing_key: Option<PathBuf>,
    acting_person: Option<String>,
    server_name: Option<String>,
    log_key: Option<String>,
}

impl Profile {
    /// Reads a profile. Relative paths in it start at the directory of the file.
    ///
    /// # Errors
    /// [`ProfileError`] that names the file and the member.
    pub fn load(path: &Path) -> Result<Self, ProfileError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ProfileError::Unreadable { path: path.to_path_buf(), source })?;
        Self::parse(&text, path)
    }

    /// Parses the text of the profile at `path`.
    ///
    /// # Errors
    /// [`ProfileError::Malformed`] or [`ProfileError::Member`].
    pub fn parse(text: &str, path: &Path) -> Result<Self, ProfileError> {
        let written: Written = toml::from_str(text).map_err(|error: toml::de::Error| {
            ProfileError::Malformed { path: path.to_path_buf(), reason: error.message().to_owned() }
        })?;
        let wrong =
            |member, wanted| ProfileError::Member { path: path.to_path_buf(), member, wanted };
        if !written.url.starts_with("https://") {
            return Err(wrong("url", "an address that starts with https://"));
        }
        let person = |text: &str, member| {
            PersonId::parse(text).map_err(|_| wrong(member, "the id in the partner's register"))
        };
        let acting_person = match &written.acting_person {
            Some(text) => Some(person(text, "acting_person")?),
            None => None,
        };
        let base = path.parent().unwrap_or_else(|| Path::new(""));
        Ok(Self {
            exchange: ExchangeName::parse(&written.exchange)
                .map_err(|_| wrong("exchange", "the name of the exchange"))?,
            partner: PartnerId::parse(&written.partner)
                .map_err(|_| wrong("partner", "a partner id such as politie-twente"))?,
            person: person(&written.person, "person")?,
            acting_person,
            ca: base.join(written.ca),
            certificate: base.join(written.certificate),
            key: base.join(written.key),
            signing_key: written.signing_key.map(|key| base.join(key)),
            url: written.url,
            server_name: written.server_name,
            log_key: written.log_key,
        })
    }

    /// Whose name stands under what is sent: the person acted for, else the holder of the certificate.
    pub fn author(&self) -> &PersonId {
        self.acting_person.as_ref().unwrap_or(&self.person)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        url = "https://127.0.0.1:8443"
        exchange = "twente.samen.example"
        partner = "securion"
        person = "PAS-1042"
        ca = "../certs/ca.pem"
        certificate = "/etc/samen/guard.pem"
        key = "guard.key.pem"
        signing_key = "guard.jwk"
    "#;

    fn parse(text: &str) -> Result<Profile, ProfileError> {
        Profile::parse(text, Path::new("clients/guard.toml"))
    }

    #[test]
    fn paths_start_at_the_file() {
        let profile = parse(GOOD).unwrap();
        assert_eq!(profile.ca, Path::new("clients/../certs/ca.pem"));
        assert_eq!(profile.certificate, Path::new("/etc/samen/guard.pem"));
        assert_eq!(profile.author(), &profile.person);
    }

    #[test]
    fn the_person_acted_for_is_the_author() {
        let profile = parse(&format!("{GOOD}\nacting_person = \"PAS-7\"")).unwrap();
        assert_eq!(profile.author().as_str(), "PAS-7");
    }

    #[test]
    fn an_unknown_member_is_refused_and_named() {
        let error = parse(&format!("{GOOD}\npasword = \"x\"")).unwrap_err();
        assert!(error.to_string().contains("pasword"), "{error}");
    }

    #[test]
    fn a_wrong_value_is_named_and_not_repeated() {
        for (from, to, member) in [
            ("https://", "http://", "url"),
            ("\"securion\"", "\"Secret Firm\"", "partner"),
            ("PAS-1042", "P 1042", "person"),
            ("twente.samen", "Twente Samen", "exchange"),
        ] {
            let text = parse(&GOOD.replace(from, to)).unwrap_err().to_string();
            assert!(text.contains(member), "{text}");
            assert!(!text.contains("Secret") && !text.contains("1042"), "{text}");
        }
    }

    #[test]
    fn a_missing_file_says_where_to_look() {
        let error = Profile::load(Path::new("/nowhere/at/all.toml")).unwrap_err();
        assert!(error.to_string().contains("--as"), "{error}");
    }
}
