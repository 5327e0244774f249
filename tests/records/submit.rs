//! Submitting: both forms of JWS, both algorithms, and what a repeat brings.
//! Absent: refusals of a record for what it says.

use samen::client::signer::RECORD_TYP;
use samen::client::transport::Protocol;

use crate::harness::World;

#[tokio::test]
async fn a_signed_record_is_accepted_in_both_forms_and_with_both_algorithms() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let flattened = officer.sign(&world.alert());
    assert_eq!(officer.submit(&flattened).await.status, 201);
    let compact = officer.identity.key.sign_compact(world.alert().bytes().as_bytes(), RECORD_TYP);
    assert_eq!(officer.submit(&compact.unwrap()).await.status, 201);
    // Systems sign with P-256.
    let system = world.as_("fbt-system");
    let incident = world.incident().by("fbt-system");
    assert_eq!(system.submit(&system.sign(&incident)).await.status, 201);
    world.finish().await;
}

#[tokio::test]
async fn the_same_bytes_again_bring_the_first_receipt_and_other_bytes_a_conflict() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let alert = world.alert();
    let jws = officer.sign(&alert);
    let first = officer.submit(&jws).await;
    officer.sends(&world.alert()).await;
    let again = officer.submit(&jws).await;
    assert_eq!((first.status, again.status), (201, 200), "{}", again.text());
    assert_eq!(first.body, again.body);
    let other = alert.set("/body/priority", 3.into());
    officer.tries(&other).await.refused_at("id-conflict", "/id");
    world.finish().await;
}

#[tokio::test]
async fn a_record_sent_over_many_connections_at_once_is_stored_once() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let jws = officer.sign(&world.alert());
    let sent = (0..12).map(|_| {
        let (caller, jws) = (world.caller(officer.identity.clone(), Protocol::Http1), jws.clone());
        async move { caller.submit(&jws).await }
    });
    let answers = futures_util::future::join_all(sent).await;
    let fresh = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!((fresh, answers.iter().filter(|answer| answer.status == 200).count()), (1, 11));
    assert!(answers.iter().all(|answer| answer.body == answers[0].body));
    world.finish().await;
}
