//! The listeners of a measurement: firms beyond the cast of the demonstration, each with a system, and a grant
//! under which the police send alerts to all of them. Absent: their connections (`listen`).

use crate::cli::demo::cast::{FIRST_STEWARD, House, Member, POLICE, who};
use crate::cli::demo::enroll::{accept, activate, admit, document, introduce, propose};
use crate::cli::demo::stage::{Actor, Actors};
use crate::cli::failure::Failure;
use crate::cli::session::read_text;
use crate::client::{Client, Profile, Signer};
use crate::domain::id::{PartnerId, PersonId};
use crate::domain::party::{PartnerKind, Role};
use crate::pki::Ca;
use crate::wire::api::grant::LimitsDocument;

use super::place::{PER_MINUTE, Place};

/// The grant under which the alerts are sent.
pub(super) const GRANT: &str = "bench-alerts-2026";

/// A firm with its administrator and the system that listens.
struct Firm {
    house: House,
    administrator: Member,
    system: Member,
}

const fn firm(id: &'static str, administrator: &'static str, system: &'static str) -> Firm {
    Firm {
        house: House { id, name: "Measured", kind: PartnerKind::Firm, license: "ND9910" },
        administrator: Member { id: administrator, partner: id, role: Role::Administrator },
        system: Member { id: system, partner: id, role: Role::System },
    }
}

/// As many as it takes for the largest crowd: a partner may have two thousand feeds.
const FIRMS: [Firm; 8] = [
    firm("bench-a", "bench-a-admin", "bench-a-system"),
    firm("bench-b", "bench-b-admin", "bench-b-system"),
    firm("bench-c", "bench-c-admin", "bench-c-system"),
    firm("bench-d", "bench-d-admin", "bench-d-system"),
    firm("bench-e", "bench-e-admin", "bench-e-system"),
    firm("bench-f", "bench-f-admin", "bench-f-system"),
    firm("bench-g", "bench-g-admin", "bench-g-system"),
    firm("bench-h", "bench-h-admin", "bench-h-system"),
];

/// Enrolls the firms, and gives the profiles of their systems.
///
/// # Errors
/// Whatever does not behave.
pub(super) async fn enroll(place: &Place, actors: &Actors) -> Result<Vec<Profile>, Failure> {
    let stage = &place.stage;
    let read = |name: &str| read_text(&stage.path(name));
    let ca = Ca::load(&read("certs/ca.pem")?, &read("certs/ca.key.pem")?)?;
    let steward = actors.get(FIRST_STEWARD)?;
    let police = actors.get(who(POLICE, Role::Administrator))?;
    let houses: Vec<&str> = FIRMS.iter().map(|firm| firm.house.id).collect();
    let mut grant = document(police, GRANT, &["alert"], &houses)?;
    grant.limits = LimitsDocument {
        submissions: PER_MINUTE,
        searches: PER_MINUTE,
        deliveries: PER_MINUTE,
        burst: PER_MINUTE,
    };
    let (mut administrators, mut systems) = (Vec::new(), Vec::new());
    for Firm { house, administrator, system } in &FIRMS {
        admit(&steward.client, house, true).await?;
        activate(&steward.client, house).await?;
        let first = actor(place, &police.profile, &ca, administrator)?;
        register(&steward.client, &first, administrator).await?;
        let second = actor(place, &police.profile, &ca, system)?;
        register(&first.client, &second, system).await?;
        administrators.push(first);
        systems.push(second.profile);
    }
    propose(police, &grant).await?;
    for administrator in &administrators {
        accept(administrator, GRANT).await?;
    }
    Ok(systems)
}

async fn register(by: &Client, actor: &Actor, member: &Member) -> Result<(), Failure> {
    let pem = read_text(&actor.profile.certificate)?;
    introduce(by, member, pem, actor.signer.public()).await
}

/// Somebody new, towards the same exchange as another.
fn actor(place: &Place, like: &Profile, ca: &Ca, member: &Member) -> Result<Actor, Failure> {
    place.stage.member(member, ca)?;
    let step = |_| Failure::Step("a name of the measurement is no id".into());
    let at = |name: String| place.stage.path(&name);
    let profile = Profile {
        partner: PartnerId::parse(member.partner).map_err(step)?,
        person: PersonId::parse(member.id).map_err(step)?,
        certificate: at(format!("certs/{}.pem", member.id)),
        key: at(format!("certs/{}.key.pem", member.id)),
        signing_key: Some(at(format!("keys/{}.jwk", member.id))),
        ..like.clone()
    };
    let (client, signer) = (Client::new(&profile)?, Signer::load(&profile)?);
    Ok(Actor { profile, client, signer })
}
