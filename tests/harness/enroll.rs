//! Enrolling the whole cast over the network with the typed client: the steward admits partners and
//! their administrators, these register their people, and grants are signed both ways.
//! Absent: people that only one test knows (`world`).

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use samen::client::{Client, Profile, Signer};
use samen::domain::id::{ExchangeName, GrantId, PartnerId, PersonId};
use samen::domain::party::Role;
use samen::service::clock::Clock;
use samen::wire::api::grant::{ACCEPTANCE_TYP, GRANT_TYP};
use samen_audit::jws::PrivateKey;

use super::cast::{
    EXCHANGE, FIRMS, HOUSES, MEMBERS, Member, OVERSIGHT, POLICE, STEWARD, administrator_of,
    grant_of, member_of,
};
use super::paperwork;
use super::stage::Identity;

/// One administrator at work.
struct Desk {
    member: Member,
    client: Client,
    signer: Signer,
}

/// Enrolls everybody. Returns how many entries the log has to have then, the founding and the start
/// included.
pub(crate) async fn enroll(
    identities: &HashMap<&'static str, Arc<Identity>>,
    directory: &Path,
    url: &str,
    clock: &dyn Clock,
) -> u64 {
    let desk = |id: &str| desk(&identities[id], directory, url);
    let steward = desk("steward-1");
    let mut entries = 2;
    for house in &HOUSES {
        steward.client.admit_partner(&paperwork::partner(house)).await.unwrap();
        let active = paperwork::standing(house.id, None, "active");
        steward.client.partner_standing(&active).await.unwrap();
        entries += 2;
    }
    let administrators: HashMap<_, _> = FIRMS
        .iter()
        .chain([&POLICE])
        .map(|partner| (*partner, desk(administrator_of(partner))))
        .collect();
    for member in MEMBERS.iter().filter(|member| member.partner != STEWARD) {
        let by_steward = member.role == Role::Administrator || member.partner == OVERSIGHT;
        let by = if by_steward { &steward } else { &administrators[member.partner] };
        let identity = &identities[member.id];
        by.client.register_person(&paperwork::person(member, paperwork::FAR)).await.unwrap();
        by.client.register_certificate(&paperwork::certificate(identity)).await.unwrap();
        by.client.register_key(&paperwork::key(identity, clock.now())).await.unwrap();
        entries += 3;
    }
    for (partner, desk) in &administrators {
        let to: &[&str] = if *partner == POLICE { &FIRMS } else { &[POLICE] };
        let grant = paperwork::document(paperwork::grant(&desk.member, to, clock.now()));
        let jws = desk.signer.document(&grant, GRANT_TYP).unwrap();
        desk.client.propose_grant(jws).await.unwrap();
        entries += 1;
        for party in to {
            accept(&administrators[party], &grant_of(partner), clock).await;
            entries += 2;
        }
    }
    entries
}

fn desk(identity: &Identity, directory: &Path, url: &str) -> Desk {
    let (id, partner) = (identity.member.id, identity.member.partner);
    let profile = Profile {
        url: url.into(),
        exchange: ExchangeName::parse(EXCHANGE).unwrap(),
        partner: PartnerId::parse(partner).unwrap(),
        person: PersonId::parse(id).unwrap(),
        ca: directory.join("certs/ca.pem"),
        certificate: directory.join(format!("certs/{id}.pem")),
        key: directory.join(format!("certs/{id}.key.pem")),
        signing_key: None,
        acting_person: None,
        server_name: None,
        log_key: None,
    };
    let key = PrivateKey::parse(identity.key.to_jwk().as_bytes()).unwrap();
    Desk {
        member: member_of(id),
        client: Client::new(&profile).unwrap(),
        signer: Signer::new(key, &profile),
    }
}

/// Reads the grant, then signs over the hash that is shown.
async fn accept(by: &Desk, id: &str, clock: &dyn Clock) {
    let listed = by.client.grants().await.unwrap().items;
    let shown = listed.iter().find(|shown| shown.grant.id == id).unwrap();
    let consent = paperwork::consent(shown, &by.member, clock.now(), None);
    let jws = by.signer.document(&consent, ACCEPTANCE_TYP).unwrap();
    by.client.accept_grant(&GrantId::parse(id).unwrap(), jws).await.unwrap();
}
