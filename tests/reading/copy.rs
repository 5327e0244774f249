//! A receiver's own copy of the alerts in force, kept current by the typed client.
//! Absent: what makes it up to date (`alerts`).

use samen::client::copy::{AlertsCopy, CopyError, RefreshError};
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
    let mut saved: Value = serde_json::from_slice(&copy.export()).unwrap();
    saved["root"] = json!(samen_audit::text::base64(&[7; 32]));
    let bytes = saved.to_string();
    let mut other = AlertsCopy::import(whose(&guard), bytes.as_bytes()).unwrap();
    read();
    let error = client.refresh(&mut other, world.now()).await.unwrap_err();
    assert!(matches!(error, RefreshError::Copy(CopyError::Forked)), "{error:?}");
    assert_eq!((other.revision(), other.len()), (copy.revision(), 2));
    // And as if it had lost what it had signed.
    saved["revision"] = json!(copy.revision() + 1_000);
    let bytes = saved.to_string();
    let mut later = AlertsCopy::import(whose(&guard), bytes.as_bytes()).unwrap();
    let error = client.refresh(&mut later, world.now()).await.unwrap_err();
    assert!(matches!(error, RefreshError::Copy(CopyError::TurnedBack { .. })), "{error:?}");
    let (partner, person) = (guard.member().partner.into(), guard.member().id.into());
    let (refusal, pointer) = ("request-invalid".into(), "/since".into());
    let action = "alerts.read".into();
    world.ledger.expect(Said { action, partner, person, refusal, pointer, ..Said::default() });
    world.finish().await;
}
