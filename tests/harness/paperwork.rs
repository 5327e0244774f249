//! What administrators send about partners, people, certificates, keys and grants.
//! Absent: sending it.

use ring::rand::SystemRandom;
use samen::domain::party::{PartnerKind, Role};
use samen::domain::time::Timestamp;
use samen::wire::api::device::{KeyRequestBody, PROOF_TYP, ProofDocument};
use samen::wire::api::grant::{ConsentDocument, GrantDocument, GrantShown};
use samen::wire::api::registry::{
    CertificateBody, KeyBody, LicenseBody, MarkBody, PartnerBody, PersonBody, StandingBody,
};
use samen_audit::jws::PrivateKey;
use serde_json::{Value, json};

use super::cast::{EXCHANGE, FIRMS, House, Member, POLICE, STEWARD, grant_of};
use super::stage::Identity;

/// A moment that no test reaches.
pub(crate) const FAR: &str = "2089-12-31T23:59:59Z";

/// A partner whose papers are in order.
pub(crate) fn partner(house: &House) -> PartnerBody {
    partner_until(house, FAR, FAR)
}

/// A partner whose license and quality mark run out.
pub(crate) fn partner_until(house: &House, license: &str, mark: &str) -> PartnerBody {
    let firm = house.kind == PartnerKind::Firm;
    let oversight = house.kind == PartnerKind::Oversight;
    let scope = FIRMS.iter().chain([&POLICE, &STEWARD]).map(|id| (*id).to_owned());
    PartnerBody {
        id: house.id.into(),
        name: house.name.into(),
        kind: house.kind.code().into(),
        standing: None,
        license: firm.then(|| LicenseBody {
            number: "ND9901".into(),
            category: "ND".into(),
            authority: "Justis".into(),
            territory: "NL".into(),
            valid_until: license.into(),
        }),
        quality_mark: firm
            .then(|| MarkBody { name: "Keurmerk Beveiliging".into(), valid_until: mark.into() }),
        scope: if oversight { scope.collect() } else { Vec::new() },
        trial_until: None,
        proposed_by: None,
    }
}

/// A change of standing of a partner, or of a person of it.
pub(crate) fn standing(partner: &str, person: Option<&str>, standing: &str) -> StandingBody {
    StandingBody {
        partner: partner.into(),
        person: person.map(Into::into),
        standing: standing.into(),
        reason: "Papers seen, decided by the board".into(),
    }
}

/// A person whose screening holds until a moment, or a system.
pub(crate) fn person(member: &Member, screened_until: &str) -> PersonBody {
    let screening = MarkBody { name: "Politie Oost".into(), valid_until: screened_until.into() };
    PersonBody {
        partner: member.partner.into(),
        id: member.id.into(),
        role: member.role.code().into(),
        standing: None,
        screening: (member.role != Role::System).then_some(screening),
        training: None,
    }
}

/// The certificate of somebody.
pub(crate) fn certificate(identity: &Identity) -> CertificateBody {
    CertificateBody {
        partner: identity.member.partner.into(),
        person: identity.member.id.into(),
        pem: identity.certificate_pem.clone(),
    }
}

/// The signing key of somebody, valid for 700 days.
pub(crate) fn key(identity: &Identity, now: Timestamp) -> KeyBody {
    KeyBody {
        partner: identity.member.partner.into(),
        person: identity.member.id.into(),
        jwk: serde_json::from_str(&identity.key.public().to_jwk()).unwrap(),
        valid_from: None,
        valid_until: now.plus_days(700).to_string(),
    }
}

/// What the new device of somebody sends to have its key registered.
pub(crate) fn device(member: &Member, now: Timestamp) -> KeyRequestBody {
    device_with(&PrivateKey::generate(&SystemRandom::new()).unwrap(), member, now)
}

/// What a device with this key sends.
pub(crate) fn device_with(key: &PrivateKey, member: &Member, now: Timestamp) -> KeyRequestBody {
    let proof = ProofDocument {
        exchange: EXCHANGE.into(),
        partner: member.partner.into(),
        person: member.id.into(),
        at: now.to_string(),
    };
    let proof = serde_json::to_vec(&proof).unwrap();
    KeyRequestBody {
        jwk: serde_json::from_str(&key.public().to_jwk()).unwrap(),
        device: "Phone of the night shift".into(),
        proof: key.sign_compact(&proof, PROOF_TYP).unwrap(),
    }
}

/// The grant of a partner to others, with wide limits.
pub(crate) fn grant(author: &Member, to: &[&str], now: Timestamp) -> Value {
    let types = if author.partner == POLICE {
        ["alert", "outcome", "handover", "receipt"]
    } else {
        ["sighting", "incident", "handover", "receipt"]
    };
    json!({
        "version": 1,
        "exchange": EXCHANGE,
        "id": grant_of(author.partner),
        "author": author.id,
        "issued_at": now.to_string(),
        "agreement": "Convenant Samen Alert 24/7 Twente",
        "interest": "Preventing and solving burglary on business parks",
        "alliance": "Samen Alert 24/7",
        "purposes": ["offences", "public-order"],
        "data": { "types": types, "components": ["plate", "vehicle", "person", "place"] },
        "conditions": { "handling": "H0", "retention_days": 28, "onward": false },
        "from": author.partner,
        "to": to,
        "valid_from": now.to_string(),
        "valid_until": FAR,
        "limits": wide_limits(),
    })
}

/// Limits that no test reaches by accident.
pub(crate) fn wide_limits() -> Value {
    json!({ "submissions": 100_000, "searches": 100_000, "deliveries": 100_000, "burst": 10_000 })
}

/// A grant document in its type.
pub(crate) fn document(grant: Value) -> GrantDocument {
    serde_json::from_value(grant).unwrap()
}

/// What a party signs about a grant: an acceptance, or with a reason a revocation.
pub(crate) fn consent(
    shown: &GrantShown,
    author: &Member,
    now: Timestamp,
    reason: Option<&str>,
) -> ConsentDocument {
    ConsentDocument {
        version: 1,
        exchange: EXCHANGE.into(),
        grant: shown.grant.id.clone(),
        grant_sha256: shown.sha256.clone(),
        partner: author.partner.into(),
        author: author.id.into(),
        issued_at: now.to_string(),
        reason: reason.map(Into::into),
    }
}
