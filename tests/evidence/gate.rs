//! Witnesses at the gate: a database that was put back, with its head file, is found out by those who saw
//! more. Absent: what the head file finds out alone (`start`).

use samen::app::AppError;
use samen::service::witnesses::Contested;

use super::{log_key, set, witnessed};
use crate::harness::{Witness, World};

use crate::start::gate::{copy, replace};

async fn refused(world: &mut World) -> Contested {
    match world.resume().await.expect_err("it must not start") {
        AppError::Contested(contested) => contested,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_snapshot_that_was_put_back_whole_is_not_served() {
    let (mut world, _north, south) = witnessed("").await;
    world.as_("pt-officer").sends(&world.alert()).await;
    world.stop().await;
    copy(&world.path("data"), &world.path("older"));
    world.resume().await.unwrap();
    world.as_("pt-officer").sends(&world.alert()).await;
    world.stop().await;
    copy(&world.path("data"), &world.path("newest"));
    replace(&world.path("older"), &world.path("data"));
    let Contested::Ahead { seen, tip, .. } = refused(&mut world).await else { panic!() };
    assert!(seen > tip);
    assert_eq!(seen, south.size());
    replace(&world.path("newest"), &world.path("data"));
    world.resume().await.unwrap();
    world.as_("pt-officer").sends(&world.alert()).await;
    world.finish().await;
}

#[tokio::test]
async fn a_log_with_another_past_is_not_served() {
    let (mut world, north, _south) = witnessed("").await;
    world.as_("pt-officer").sends(&world.alert()).await;
    world.stop().await;
    let honest = north.memory.lock().unwrap().seen.unwrap();
    north.memory.lock().unwrap().seen.as_mut().unwrap().root = [9; 32];
    let Contested::OtherHistory { witness, seen } = refused(&mut world).await else { panic!() };
    assert_eq!((witness.as_str(), seen), ("north", honest.size));
    assert!(north.memory.lock().unwrap().answers.contains(&"bad-proof"));
    north.memory.lock().unwrap().seen = Some(honest);
    world.resume().await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn a_witness_that_comes_back_with_another_past_stops_the_exchange() {
    let mut north = Witness::start("north", &log_key()).await;
    let mut world = World::start_after(|world| set(world, &[&north], "")).await;
    world.stop().await;
    let honest = north.memory.lock().unwrap().seen.unwrap();
    north.leave().await;
    world.resume().await.unwrap();
    world.as_("pt-officer").sends(&world.alert()).await;
    north.memory.lock().unwrap().seen.as_mut().unwrap().root = [9; 32];
    north.come_back().await;
    let ended = world.ended().await;
    assert!(matches!(ended, AppError::Contested(Contested::OtherHistory { .. })), "{ended:?}");
    north.memory.lock().unwrap().seen = Some(honest);
    world.resume().await.unwrap();
    world.as_("pt-officer").sends(&world.alert()).await;
    world.finish().await;
}

#[tokio::test]
async fn a_witness_that_does_not_know_the_log_is_reported_and_not_feared() {
    let north = Witness::start("north", &log_key()).await;
    north.memory.lock().unwrap().log_keys.clear();
    let world = World::start_after(|world| set(world, &[&north], "")).await;
    let report = super::looked_at(&world).await.granted();
    assert_eq!(report["witnesses"][0]["state"], "refused");
    assert!(report["quorum_met_at"].is_null());
    world.finish().await;
}

#[tokio::test]
async fn a_policy_that_does_not_name_the_log_is_refused() {
    let north = Witness::start("north", &log_key()).await;
    let mut world = World::start_after(|world| set(world, &[&north], "")).await;
    world.stop().await;
    let other = samen_audit::note::NoteSigner::from_seed("other.example/log", &[1; 32]).unwrap();
    super::write_policy(&world, &[&north], &other.verifier().to_string());
    let error = world.resume().await.expect_err("it must not start");
    assert!(matches!(error, AppError::Witnesses(_)), "{error:?}");
    super::write_policy(&world, &[&north], &log_key().to_string());
    world.resume().await.unwrap();
    world.finish().await;
}
