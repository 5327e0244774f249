//! The exchange among its witnesses: cosigned checkpoints for everybody, a witness that is away, a quorum
//! that grows old. Absent: contradictions (`gate`).

use std::time::{Duration, Instant};

use samen_audit::checkpoint::Checkpoint;
use samen_audit::policy::Policy;
use samen_audit::proof::TlogProof;
use samen_audit::receipt::Receipt;

use super::{confirmed, witnessed};
use crate::harness::World;

async fn policy(world: &World) -> Policy {
    let served = world.as_("fbt-guard").get("/log/policy").await;
    assert_eq!(served.status, 200);
    Policy::parse(served.body.as_ref()).unwrap()
}

#[tokio::test]
async fn checkpoints_proofs_and_kept_receipts_bear_the_cosignatures() {
    let (mut world, mut north, mut south) = witnessed("").await;
    let policy = policy(&world).await;
    let alert = world.alert();
    let jws = world.as_("pt-officer").sign(&alert);
    let sent = world.as_("pt-officer").submit(&jws).await;
    let sent = Receipt::parse(&sent.body).unwrap();
    assert_eq!(sent.witnesses_missing, ["north", "south"], "nobody can have cosigned it yet");
    let note = confirmed(&world, &policy).await;
    world.ledger.saw(&note);
    assert_eq!(policy.check(&note).unwrap().cosigned.len(), 2);
    let index = sent.proof.index;
    let proof = world.as_("fbt-guard").get(&format!("/log/proof/{index}")).await;
    let proof = TlogProof::parse(proof.text()).unwrap();
    assert!(policy.check(&proof.checkpoint).is_ok(), "a proof of an entry that was confirmed");
    // The cosignatures are kept with the next group, and outlive the witnesses.
    world.as_("pt-officer").sends(&world.alert()).await;
    confirmed(&world, &policy).await;
    world.as_("pt-officer").sends(&world.alert()).await;
    north.leave().await;
    south.leave().await;
    world.restart().await;
    let again = world.as_("pt-officer").submit(&jws).await;
    assert_eq!(again.status, 200);
    let again = Receipt::parse(&again.body).unwrap();
    let judged = policy.judge(&again.proof.checkpoint).unwrap();
    assert!(judged.met, "the kept checkpoint lacks {:?}", judged.missing);
    assert!(again.witnesses_missing.is_empty());
    assert_eq!((again.leaf, again.fields), (sent.leaf, sent.fields));
    world.finish().await;
}

#[tokio::test]
async fn a_witness_that_is_away_stops_nothing_and_is_caught_up_with() {
    let (world, mut north, _south) = witnessed("").await;
    let policy = policy(&world).await;
    confirmed(&world, &policy).await;
    north.leave().await;
    world.as_("pt-officer").sends(&world.alert()).await;
    let patience = Instant::now() + Duration::from_secs(20);
    let metrics = loop {
        // Metrics leave no entry, so the witness that is there can catch up.
        let metrics = world.operation("/metrics").await;
        let behind = metrics.contains("samen_witness_behind_entries{witness=\"south\"} 0");
        if behind && metrics.contains("samen_witness_cosigned{witness=\"north\"} 0") {
            break metrics;
        }
        assert!(Instant::now() < patience, "{metrics}");
    };
    let report = super::looked_at(&world).await.granted();
    assert_eq!(report["witnesses"][0]["state"], "unreachable");
    assert_eq!(report["witnesses"][1]["behind"], 0);
    assert_eq!(report["witnesses"][1]["state"], "cosigned");
    assert!(report["witnesses"][0]["behind"].as_u64().unwrap() > 0);
    assert!(report["quorum_met_at"].is_string(), "it was met before");
    assert!(metrics.contains("samen_witness_cosigned{witness=\"south\"} 1"));
    let shown = world.as_("fbt-guard").get("/log/checkpoint").await;
    assert!(policy.judge(shown.text()).unwrap().missing.contains(&"north".to_owned()));
    north.come_back().await;
    let note = confirmed(&world, &policy).await;
    let size = Checkpoint::verify(&note, &[super::log_key()]).unwrap().size;
    assert_eq!(north.size(), size);
    world.finish().await;
}

#[tokio::test]
async fn records_are_not_shown_while_the_quorum_is_too_old() {
    let (world, mut north, mut south) = witnessed("stop_disclosures_after_s = 300").await;
    let policy = policy(&world).await;
    let alert = world.alert();
    world.as_("pt-officer").sends(&alert).await;
    confirmed(&world, &policy).await;
    world.as_("fbt-guard").open(alert.id()).await.granted();
    north.leave().await;
    south.leave().await;
    world.clock.advance_ms(301_000);
    world.as_("fbt-guard").open(alert.id()).await.refused("log-unwitnessed");
    world.as_("fbt-guard").get("/v1/alerts").await.refused("log-unwitnessed");
    // What comes in is still taken, and the officer can still look.
    world.as_("pt-officer").sends(&world.alert()).await;
    super::looked_at(&world).await.granted();
    north.come_back().await;
    south.come_back().await;
    confirmed(&world, &policy).await;
    world.as_("fbt-guard").open(alert.id()).await.granted();
    world.finish().await;
}
