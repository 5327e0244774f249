//! Enrolling the alliance over the network: the steward admits partners and their administrators, these
//! register their own people, and grants are proposed and accepted both ways.
//! Absent: the founding, which is done before the exchange listens.

use samen_audit::jws::PublicKey;
use serde_json::json;

use crate::client::Client;
use crate::domain::id::GrantId;
use crate::domain::party::{PartnerKind, Role, Standing};
use crate::wire::api::grant::{ACCEPTANCE_TYP, GRANT_TYP, GrantDocument};
use crate::wire::api::registry::{
    CertificateBody, KeyBody, LicenseBody, MarkBody, PartnerBody, PersonBody, StandingBody,
};

use super::super::failure::Failure;
use super::super::grant::{consent, shown};
use super::super::key::public_jwk;
use super::super::session::{now, read_text};
use super::cast::{
    FIRMS, FIRST_STEWARD, HOUSES, House, MEMBERS, Member, OVERSIGHT, POLICE, STEWARD, name, who,
};
use super::stage::{Actor, Actors, EXCHANGE, Stage};
use super::tell::Teller;

/// The grant under which the police share with the firms.
pub(crate) const POLICE_GRANT: &str = "twente-2026-politie";
/// How many requests a firm may have at once of each kind in this demonstration: what is usual. Three browsers
/// that open the console for the first time fetch forty files in a second, which count as well.
pub(crate) const BURST: u32 = 120;

/// The grant under which a firm shares with the police.
pub(crate) fn grant_of(firm: &str) -> String {
    format!("twente-2026-{firm}")
}

/// Enrolls everybody and puts the grants in force.
///
/// # Errors
/// The first refusal.
pub(crate) async fn enroll(
    stage: &Stage,
    actors: &Actors,
    teller: &mut Teller<'_>,
) -> Result<(), Failure> {
    let steward = &actors.get(FIRST_STEWARD)?.client;
    for house in &HOUSES {
        admit(steward, house, true).await?;
        activate(steward, house).await?;
    }
    teller.done(
        "partners admitted by the steward",
        "1 police force, 3 firms, 1 data protection officer",
    )?;
    let (mut people, mut systems) = (0, 0);
    for member in MEMBERS.iter().filter(|member| member.partner != STEWARD) {
        let by_steward = member.role == Role::Administrator || member.partner == OVERSIGHT;
        let by = if by_steward { steward } else { administrator(actors, member.partner)? };
        register(by, stage, actors, member).await?;
        if member.role == Role::System { systems += 1 } else { people += 1 }
    }
    let what = format!("{people} people and {systems} systems registered, by pseudonym");
    teller.done(&what, "each with a certificate and a signing key")?;
    grants(actors, teller).await
}

fn administrator<'a>(actors: &'a Actors, partner: &str) -> Result<&'a Client, Failure> {
    Ok(&actors.get(who(partner, Role::Administrator))?.client)
}

/// Admits a partner, or changes its particulars: a license that holds, or one that ran out.
///
/// # Errors
/// A refusal.
pub(crate) async fn admit(steward: &Client, house: &House, licensed: bool) -> Result<u64, Failure> {
    let until = if licensed { now().plus_days(300) } else { now().plus_ms(-86_400_000) };
    let firm = house.kind == PartnerKind::Firm;
    let body = PartnerBody {
        id: house.id.into(),
        name: house.name.into(),
        kind: house.kind.code().into(),
        standing: None,
        license: firm.then(|| LicenseBody {
            number: house.license.into(),
            category: house.license.trim_end_matches(char::is_numeric).into(),
            authority: "Justis".into(),
            territory: "NL".into(),
            valid_until: until.to_string(),
        }),
        quality_mark: firm.then(|| MarkBody {
            name: "Keurmerk Beveiliging".into(),
            valid_until: now().plus_days(300).to_string(),
        }),
        scope: match house.kind {
            PartnerKind::Oversight => {
                FIRMS.iter().chain([&POLICE]).map(|id| (*id).to_owned()).collect()
            }
            _ => Vec::new(),
        },
        trial_until: None,
        proposed_by: None,
    };
    Ok(steward.admit_partner(&body).await?.entry)
}

/// Makes an admitted partner active.
///
/// # Errors
/// A refusal.
pub(crate) async fn activate(steward: &Client, house: &House) -> Result<(), Failure> {
    let active = StandingBody {
        partner: house.id.into(),
        person: None,
        standing: Standing::Active.code().into(),
        reason: "Signed the agreement; license and quality mark seen".into(),
    };
    steward.partner_standing(&active).await?;
    Ok(())
}

async fn register(
    by: &Client,
    stage: &Stage,
    actors: &Actors,
    member: &Member,
) -> Result<(), Failure> {
    let pem = read_text(&stage.path(&format!("certs/{}.pem", member.id)))?;
    introduce(by, member, pem, actors.get(member.id)?.signer.public()).await
}

/// Registers a person or system with its certificate and its key.
///
/// # Errors
/// The first refusal.
pub(crate) async fn introduce(
    by: &Client,
    member: &Member,
    pem: String,
    key: &PublicKey,
) -> Result<(), Failure> {
    let (partner, person) = (member.partner.to_owned(), member.id.to_owned());
    let until = now().plus_days(300).to_string();
    let screening = MarkBody { name: "Politie Oost-Nederland".into(), valid_until: until.clone() };
    let body = PersonBody {
        partner: partner.clone(),
        id: person.clone(),
        role: member.role.code().into(),
        standing: None,
        screening: (member.role != Role::System).then_some(screening),
        training: None,
    };
    by.register_person(&body).await?;
    let certificate = CertificateBody { partner: partner.clone(), person: person.clone(), pem };
    by.register_certificate(&certificate).await?;
    let jwk = public_jwk(key)?;
    let key = KeyBody { partner, person, jwk, valid_from: None, valid_until: until };
    by.register_key(&key).await?;
    Ok(())
}

async fn grants(actors: &Actors, teller: &mut Teller<'_>) -> Result<(), Failure> {
    let police = actors.get(who(POLICE, Role::Administrator))?;
    let to_firms =
        document(police, POLICE_GRANT, &["alert", "outcome", "handover", "receipt"], &FIRMS)?;
    propose(police, &to_firms).await?;
    for firm in FIRMS {
        accept(actors.get(who(firm, Role::Administrator))?, POLICE_GRANT).await?;
    }
    teller.done(
        "police grant: alerts and outcomes to 3 firms (Wpg art. 20)",
        "signed by all 4 parties, in force",
    )?;
    for firm in FIRMS {
        let administrator = actors.get(who(firm, Role::Administrator))?;
        let types = ["sighting", "incident", "handover", "receipt"];
        let grant = document(administrator, &grant_of(firm), &types, &[POLICE])?;
        propose(administrator, &grant).await?;
        accept(police, &grant_of(firm)).await?;
    }
    let firms: Vec<_> = FIRMS.iter().map(|firm| name(firm)).collect();
    teller.done("the other way: reports of each firm to the police", &firms.join(", "))
}

/// A grant of this partner, with the limits of the demonstration.
///
/// # Errors
/// Never, but for a defect here.
pub(crate) fn document(
    by: &Actor,
    id: &str,
    types: &[&str],
    to: &[&str],
) -> Result<GrantDocument, Failure> {
    let now = now();
    let document = json!({
        "version": 1,
        "exchange": EXCHANGE,
        "id": id,
        "author": by.signer.author().as_str(),
        "issued_at": now.to_string(),
        "agreement": "Convenant Samen Alert 24/7 Twente",
        "interest": "Preventing and solving burglary and robbery on business parks in Twente",
        "alliance": "Samen Alert 24/7",
        "purposes": ["offences", "public-order"],
        "data": { "types": types, "components": ["plate", "vehicle", "person", "place"] },
        "conditions": { "handling": "H0", "retention_days": 28, "onward": false },
        "from": by.signer.partner().as_str(),
        "to": to,
        "valid_from": now.to_string(),
        "valid_until": now.plus_days(200).to_string(),
        "limits": { "submissions": 60, "searches": 60, "deliveries": 600, "burst": BURST },
    });
    serde_json::from_value(document).map_err(|error| Failure::Step(error.to_string()))
}

/// Signs and proposes a grant.
///
/// # Errors
/// A refusal.
pub(crate) async fn propose(by: &Actor, grant: &GrantDocument) -> Result<(), Failure> {
    let jws = by.signer.document(grant, GRANT_TYP)?;
    by.client.propose_grant(jws).await?;
    Ok(())
}

/// Accepts a grant in the name of a party to it.
///
/// # Errors
/// A refusal.
pub(crate) async fn accept(by: &Actor, id: &str) -> Result<(), Failure> {
    let id = GrantId::parse(id).map_err(|error| Failure::Step(error.to_string()))?;
    let shown = shown(&by.client, &id).await?;
    let jws = by.signer.document(&consent(&shown, &by.signer, None), ACCEPTANCE_TYP)?;
    by.client.accept_grant(&id, jws).await?;
    Ok(())
}
