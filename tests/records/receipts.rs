//! What a receipt is worth: it verifies without the exchange, and no changed bit of record, proof or
//! checkpoint passes. Absent: the formats themselves, which the evidence package tests.

use samen_audit::receipt::Receipt;

use crate::harness::World;

#[tokio::test]
async fn no_flipped_bit_of_receipt_or_record_passes() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let jws = officer.sign(&world.alert());
    let text = officer.submit(&jws).await.body.to_vec();
    let keys = [world.ledger.log_key.clone()];
    let holds = |receipt: &[u8], record: &[u8]| {
        Receipt::parse(receipt).is_ok_and(|it| it.verify(&keys, Some(record)).is_ok())
    };
    assert!(holds(&text, jws.as_bytes()));
    let flipped = |bytes: &[u8], at: usize| {
        let mut bytes = bytes.to_vec();
        bytes[at] ^= 1 << (at % 8);
        bytes
    };
    for at in 0..text.len() {
        assert!(!holds(&flipped(&text, at), jws.as_bytes()), "byte {at} of the receipt");
    }
    for at in 0..jws.len() {
        assert!(!holds(&text, &flipped(jws.as_bytes(), at)), "byte {at} of the record");
    }
    world.finish().await;
}

#[tokio::test]
async fn a_receipt_is_for_one_record_and_one_log() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let (one, other) = (officer.sign(&world.alert()), officer.sign(&world.alert()));
    let receipt = Receipt::parse(&officer.submit(&one).await.body).unwrap();
    officer.submit(&other).await;
    let key = &world.ledger.log_key;
    assert!(receipt.verify(std::slice::from_ref(key), Some(other.as_bytes())).is_err());
    let stranger = samen_audit::note::NoteSigner::from_seed(key.name(), &[7; 32]).unwrap();
    assert!(
        receipt.verify(std::slice::from_ref(&stranger.verifier()), Some(one.as_bytes())).is_err()
    );
    world.finish().await;
}

#[tokio::test]
async fn a_receipt_says_who_sent_what_to_whom_on_what_ground() {
    let world = World::start().await;
    let guard = world.as_("fbt-guard");
    let incident = world.incident();
    let receipt = guard.sends(&incident).await;
    let verified = receipt.verify(std::slice::from_ref(&world.ledger.log_key), None).unwrap();
    use samen_audit::leaf::FieldId;
    for (field, value) in [
        (FieldId::PARTNER, "fair-bewaking-twente"),
        (FieldId::PERSON, "fbt-guard"),
        (FieldId::ACTION, "record.submit"),
        (FieldId::PURPOSE, "offences"),
        (FieldId::GRANT, "twente-fair-bewaking-twente"),
        (FieldId::RECIPIENTS, "politie-twente"),
        (FieldId::RECORDS, incident.id()),
    ] {
        assert_eq!(verified.opened(field), Some(value.as_bytes()), "{field}");
    }
    world.finish().await;
}
