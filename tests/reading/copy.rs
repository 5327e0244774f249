//! A receiver's own copy of the alerts in force, kept current by the typed client.
//! Absent: what makes it up to date (`alerts`).

use samen::client::copy::{AlertsCopy, CopyError, RefreshError, Restoring};
use samen::client::{Client, Profile};
use samen::domain::id::{ExchangeName, PartnerId, PersonId};
use serde_json::{Value, json};

use super::alerts::whose;
use crate::harness::World;
use crate::harness::caller::Caller;
use crate::harness::cast::EXCHANGE;
use crate::harness::ledger::Said;
use crate::harness::stage::Stage;

/// The typed client of somebody, over files as a person has them.
fn client(world: &World, caller: &Caller) -> Client {
    let write = |name: &str, text: &str| {
        let path = world.path(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let identity = &caller.identity;
    let profile = Profile {
        url: world.url().to_owned(),
        exchange: ExchangeName::parse(EXCHANGE).unwrap(),
        partner: PartnerId::parse(caller.member().partner).unwrap(),
        person: PersonId::parse(caller.member().id).unwrap(),
        ca: write("copy-ca.pem", Stage::shared().ca.cert_pem()),
        certificate: write("copy.pem", &identity.certificate_pem),
        key: write("copy.key.pem", &identity.certificate_key_pem),
        signing_key: None,
        acting_person: None,
        server_name: None,
        log_key: Some(caller.ledger.log_key.to_string()),
    };
    Client::new(&profile).unwrap()
}

/// A copy as it comes out of what was saved of it, with another value in its head.
fn restored(caller: &Caller, copy: &AlertsCopy, (member, value): (&str, Value)) -> AlertsCopy {
    let mut restoring = Restoring::new(whose(caller));
    for (at, part) in copy.snapshot().parts().enumerate() {
        let mut part: Value = serde_json::from_slice(&part).unwrap();
        if at == 0 {
            part["head"][member] = value.clone();
        }
        restoring.take(part.to_string().as_bytes()).unwrap();
    }
    restoring.finish()
}

#[tokio::test]
async fn a_copy_goes_on_only_with_the_log_that_it_knows() {
    let world = World::start().await;
    let guard = world.as_("fbt-guard");
    let client = client(&world, &guard);
    let read = || {
        let (partner, person) = (guard.member().partner.into(), guard.member().id.into());
        let said = Said { action: "alerts.read".into(), partner, person, ..Said::default() };
        world.ledger.expect(said);
    };
    let mut copy = AlertsCopy::new(whose(&guard));
    for count in 0..3 {
        read();
        let refreshed = client.refresh(&mut copy, world.now()).await.unwrap();
        assert_eq!((refreshed.changes.len(), copy.len()), (count.min(1), count));
        world.as_("pt-officer").sends(&world.alert()).await;
    }
    // As if the exchange had shown another history before.
    let other_root = json!(samen_audit::text::base64(&[7; 32]));
    let mut other = restored(&guard, &copy, ("root", other_root));
    read();
    let error = client.refresh(&mut other, world.now()).await.unwrap_err();
    assert!(matches!(error, RefreshError::Copy(CopyError::Forked)), "{error:?}");
    assert_eq!((other.revision(), other.len()), (copy.revision(), 2));
    // And as if it had lost what it had signed.
    let mut later = restored(&guard, &copy, ("revision", json!(copy.revision() + 1_000)));
    let error = client.refresh(&mut later, world.now()).await.unwrap_err();
    assert!(matches!(error, RefreshError::Copy(CopyError::TurnedBack { .. })), "{error:?}");
    let (partner, person) = (guard.member().partner.into(), guard.member().id.into());
    let (refusal, pointer) = ("request-invalid".into(), "/since".into());
    let action = "alerts.read".into();
    world.ledger.expect(Said { action, partner, person, refusal, pointer, ..Said::default() });
    world.finish().await;
}

#[tokio::test]
async fn a_saved_copy_and_what_changed_since_are_the_copy() {
    let world = World::start().await;
    let (guard, officer) = (world.as_("fbt-guard"), world.as_("pt-officer"));
    let client = client(&world, &guard);
    let read = || {
        let (partner, person) = (guard.member().partner.into(), guard.member().id.into());
        let said = Said { action: "alerts.read".into(), partner, person, ..Said::default() };
        world.ledger.expect(said);
    };
    let first = world.alert();
    for alert in [&first, &world.alert(), &world.alert()] {
        officer.sends(alert).await;
    }
    let mut copy = AlertsCopy::new(whose(&guard));
    read();
    client.refresh(&mut copy, world.now()).await.unwrap();
    let mut parts: Vec<_> = copy.snapshot().parts().collect();
    officer.sends(&world.recall(first.id())).await;
    officer.sends(&world.alert()).await;
    read();
    let refreshed = client.refresh(&mut copy, world.now()).await.unwrap();
    assert_eq!(refreshed.changes.len(), 2);
    parts.extend(copy.saved_changes(&refreshed.changes));
    let restore = |parts: &[zeroize::Zeroizing<Vec<u8>>]| {
        let mut restoring = Restoring::new(whose(&guard));
        parts.iter().try_for_each(|part| restoring.take(part)).map(|()| restoring.finish())
    };
    let same = restore(&parts).unwrap();
    assert_eq!((same.revision(), same.as_of()), (copy.revision(), copy.as_of()));
    let texts = |copy: &AlertsCopy| -> Vec<_> { copy.alerts().map(|one| one.jws()).collect() };
    assert_eq!((texts(&same), same.len()), (texts(&copy), 3));
    // Nobody else takes it for theirs, and half of one is none.
    let mut theirs = Restoring::new(whose(&world.as_("sec-operator")));
    assert!(matches!(theirs.take(&parts[0]), Err(CopyError::Saved)));
    assert!(matches!(restore(&parts[1..]), Err(CopyError::Saved)));
    world.finish().await;
}
