//! Registry and grants as the store keeps them, and the directory read back from it at start.
//! Absent: changes.

use std::collections::BTreeSet;
use std::sync::Arc;

use samen_audit::hash::sha256;
use samen_audit::jws::{Jws, PublicKey};
use samen_audit::text::{from_hex, hex};
use serde::{Deserialize, Serialize};

use crate::domain::device::KeyRequest;
use crate::domain::grant::GrantState;
use crate::domain::id::{PartnerId, PersonId};
use crate::domain::party::{Certificate, Partner, Person, SigningKey, Standing};
use crate::domain::time::Timestamp;
use crate::service::directory::{Directory, Proposal, RegisteredKey};
use crate::wire::api::device::KeyRequestShown;
use crate::wire::api::grant::GrantDocument;
use crate::wire::api::registry::{CertificateShown, KeyShown, PartnerBody, PersonBody};

/// Which kind of registration a row holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A partner.
    Partner,
    /// A person or system.
    Person,
    /// A certificate.
    Certificate,
    /// A signing key.
    Key,
    /// A grant with what its parties said.
    Grant,
    /// The key of a device that somebody asked for.
    KeyRequest,
    /// A change that waits for a second steward.
    Proposal,
}

impl Kind {
    /// Every kind, in the order in which they are read.
    pub const ALL: [Self; 7] = [
        Self::Partner,
        Self::Person,
        Self::Certificate,
        Self::Key,
        Self::Grant,
        Self::KeyRequest,
        Self::Proposal,
    ];

    /// Its number in the store; fixed for ever.
    pub fn number(self) -> u8 {
        match self {
            Self::Partner => 1,
            Self::Person => 2,
            Self::Certificate => 3,
            Self::Key => 4,
            Self::Grant => 5,
            Self::KeyRequest => 6,
            Self::Proposal => 7,
        }
    }
}

/// One row to write.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its kind.
    pub kind: Kind,
    /// Its key: an id, or ids joined by a zero byte.
    pub key: Vec<u8>,
    /// Its content.
    pub content: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct PartnerRow {
    v: u8,
    number: u32,
    partner: PartnerBody,
}

/// A proposal as kept; nobody wants it any more when there is no `by`.
#[derive(Serialize, Deserialize)]
struct ProposalRow {
    v: u8,
    about: String,
    /// Partner, steward, and SHA-256 in hexadecimal of what is wanted.
    by: Option<(String, String, String)>,
}

/// A grant as kept: every signed document byte for byte.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct GrantRow {
    v: u8,
    /// The JWS of the grant.
    pub jws: String,
    /// Who accepted, with the JWS of each acceptance.
    pub acceptances: Vec<(String, String)>,
    /// When it was revoked, and the JWS of the revocation.
    pub revocation: Option<(String, String)>,
}

/// A registration that cannot be read back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a stored registration of kind {0} cannot be read")]
pub struct UnreadableRegistration(u8);

fn json<T: Serialize>(value: &T) -> Vec<u8> {
    // Rows of plain strings and numbers always serialize.
    serde_json::to_vec(value).unwrap_or_default()
}

/// The row of a partner.
pub fn partner_row(partner: &Partner) -> Row {
    let row = PartnerRow { v: 1, number: partner.number, partner: partner.into() };
    Row { kind: Kind::Partner, key: partner.id.as_str().into(), content: json(&row) }
}

/// The row of a person.
pub fn person_row(person: &Person) -> Row {
    let key = [person.partner.as_str().as_bytes(), b"\0", person.id.as_str().as_bytes()].concat();
    Row { kind: Kind::Person, key, content: json(&PersonBody::from(person)) }
}

/// The row of a certificate.
pub fn certificate_row(certificate: &Certificate) -> Row {
    let key = certificate.fingerprint.as_bytes().to_vec();
    Row { kind: Kind::Certificate, key, content: json(&CertificateShown::from(certificate)) }
}

/// The row of a signing key.
pub fn key_row(key: &SigningKey) -> Row {
    Row { kind: Kind::Key, key: key.id.as_str().into(), content: json(&KeyShown::from(key)) }
}

/// The row of a request for a key. The state in it is what it was then, and is worked out anew when read.
pub fn key_request_row(request: &KeyRequest) -> Row {
    let content = json(&KeyRequestShown::new(request, request.asked_at));
    Row { kind: Kind::KeyRequest, key: request.id.as_str().into(), content }
}

/// The row of a proposal, or of its end.
pub fn proposal_row(about: &str, proposal: Option<&Proposal>) -> Row {
    let by = proposal.map(|proposal| {
        (proposal.partner.to_string(), proposal.person.to_string(), hex(&proposal.digest))
    });
    let row = ProposalRow { v: 1, about: about.to_owned(), by };
    Row { kind: Kind::Proposal, key: about.into(), content: json(&row) }
}

impl ProposalRow {
    fn parse(&self) -> Option<Option<Proposal>> {
        let Some((partner, person, digest)) = &self.by else {
            return Some(None);
        };
        Some(Some(Proposal {
            partner: PartnerId::parse(partner).ok()?,
            person: PersonId::parse(person).ok()?,
            digest: from_hex(digest)?.try_into().ok()?,
        }))
    }
}

impl GrantRow {
    /// A grant as just proposed.
    pub fn new(jws: String) -> Self {
        Self { v: 1, jws, acceptances: Vec::new(), revocation: None }
    }

    /// As a row to write.
    pub fn row(&self, id: &str) -> Row {
        Row { kind: Kind::Grant, key: id.into(), content: json(self) }
    }

    /// From the content of a row.
    ///
    /// # Errors
    /// [`UnreadableRegistration`].
    pub fn decode(content: &[u8]) -> Result<Self, UnreadableRegistration> {
        serde_json::from_slice(content).map_err(|_| UnreadableRegistration(Kind::Grant.number()))
    }

    /// The state of the grant and the document as signed.
    pub fn state(&self) -> Option<(GrantState, Arc<GrantDocument>)> {
        let jws = Jws::parse(self.jws.as_bytes()).ok()?;
        let document: GrantDocument = serde_json::from_slice(jws.payload()).ok()?;
        let grant = document.parse().ok()?;
        let mut accepted: BTreeSet<PartnerId> = BTreeSet::from([grant.from.clone()]);
        for (partner, _) in &self.acceptances {
            accepted.insert(PartnerId::parse(partner).ok()?);
        }
        let revoked_at = match &self.revocation {
            Some((at, _)) => Some(Timestamp::parse(at).ok()?),
            None => None,
        };
        let digest = sha256(self.jws.as_bytes());
        let state = GrantState { grant: Arc::new(grant), digest, accepted, revoked_at };
        Some((state, Arc::new(document)))
    }
}

/// Puts one stored row into the directory.
///
/// # Errors
/// [`UnreadableRegistration`].
pub fn restore(
    directory: &mut Directory,
    kind: Kind,
    content: &[u8],
) -> Result<(), UnreadableRegistration> {
    let restored = match kind {
        Kind::Partner => serde_json::from_slice::<PartnerRow>(content).ok().and_then(|row| {
            let standing = standing(row.partner.standing.as_deref())?;
            directory.put_partner(row.partner.parse(row.number, standing).ok()?);
            Some(())
        }),
        Kind::Person => serde_json::from_slice::<PersonBody>(content).ok().and_then(|row| {
            directory.put_person(row.parse(standing(row.standing.as_deref())?).ok()?);
            Some(())
        }),
        Kind::Certificate => serde_json::from_slice::<CertificateShown>(content)
            .ok()
            .and_then(|row| row.parse().ok())
            .map(|certificate| directory.put_certificate(certificate)),
        Kind::Key => serde_json::from_slice::<KeyShown>(content).ok().and_then(|shown| {
            let row = shown.parse().ok()?;
            let public = PublicKey::parse(row.jwk.as_bytes()).ok()?;
            directory.put_key(RegisteredKey { row, public });
            Some(())
        }),
        Kind::Grant => GrantRow::decode(content).ok().and_then(|row| {
            let (state, document) = row.state()?;
            directory.put_grant(state, document);
            Some(())
        }),
        Kind::KeyRequest => serde_json::from_slice::<KeyRequestShown>(content)
            .ok()
            .and_then(|shown| shown.parse().ok())
            .map(|request| directory.put_key_request(request)),
        Kind::Proposal => serde_json::from_slice::<ProposalRow>(content).ok().and_then(|row| {
            directory.put_proposal(row.about.clone(), row.parse()?);
            Some(())
        }),
    };
    restored.ok_or_else(|| UnreadableRegistration(kind.number()))
}

fn standing(code: Option<&str>) -> Option<Standing> {
    code.and_then(Standing::from_code)
}
