//! Going on under a new origin when the newest database is lost for good.
//! Absent: restoring a backup, which is copying files.

use samen::app::{AppError, continue_log_with};
use samen::service::continuation::ContinuationError;
use samen_audit::leaf::{FieldId, Part};
use samen_audit::note::VerifierKey;
use samen_audit::receipt::Receipt;

use super::{confirmed, log_key, set, write_policy};
use crate::harness::{Witness, World};
use crate::start::gate::{copy, replace};

fn go_on(world: &World, checkpoint: &str) -> Result<(Receipt, VerifierKey), AppError> {
    let clock = world.clock.as_ref();
    let (continued, key) = continue_log_with(&world.config(), &log_key(), checkpoint, clock)?;
    Ok((continued.receipt, key))
}

fn why(error: AppError) -> ContinuationError {
    match error {
        AppError::Continuation(why) => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_log_that_lost_its_newest_part_goes_on_and_says_what_was_lost() {
    let north = Witness::start("north", &log_key()).await;
    let mut world = World::start_after(|world| set(world, &[&north], "")).await;
    let first = world.as_("pt-officer").sends(&world.alert()).await;
    world.stop().await;
    copy(&world.path("data"), &world.path("backup"));
    world.resume().await.unwrap();
    world.as_("pt-officer").sends(&world.alert()).await;
    let policy = std::fs::read(world.path("witnesses.policy")).unwrap();
    let policy = samen_audit::policy::Policy::parse(&policy).unwrap();
    let last = confirmed(&world, &policy).await;
    world.stop().await;
    // With the old name, and with nothing lost, it refuses.
    let same = why(go_on(&world, &last).unwrap_err());
    assert!(matches!(same, ContinuationError::SameOrigin(_)), "{same:?}");
    world.configure(|text| {
        text.replace(
            "shard = \"test\"\nkey = \"keys/log.key\"",
            "shard = \"test-2\"\nkey = \"keys/log-2.key\"",
        )
    });
    let whole = why(go_on(&world, &last).unwrap_err());
    assert!(matches!(whole, ContinuationError::NothingLost(_)), "{whole:?}");
    // The newest database is gone; the backup is what there is.
    replace(&world.path("backup"), &world.path("data"));
    let (receipt, new_key) = go_on(&world, &last).unwrap();
    let shown = receipt.verify(std::slice::from_ref(&new_key), None).unwrap();
    let carried = receipt.fields.iter().find_map(|part| match part {
        Part::Opened(opening) if opening.field == FieldId::DETAIL => Some(opening.value.clone()),
        _ => None,
    });
    assert_eq!(carried.unwrap(), last.as_bytes(), "it carries the last checkpoint of the old log");
    assert_eq!(new_key.name(), "twente.samen.test/audit/test-2");
    assert!(
        shown.checkpoint.size
            < samen_audit::checkpoint::Checkpoint::verify(&last, &[log_key()]).unwrap().size
    );
    let again = why(go_on(&world, &last).unwrap_err());
    assert!(matches!(again, ContinuationError::Done), "{again:?}");
    // The witness takes the new origin as a new log; receipts of the old one still verify.
    north.memory.lock().unwrap().log_keys = vec![new_key.clone()];
    north.memory.lock().unwrap().seen = None;
    write_policy(&world, &[&north], &new_key.to_string());
    world.resume().await.unwrap();
    let record = world.as_("steward-1").get("/log/checkpoint").await;
    assert!(record.text().starts_with("twente.samen.test/audit/test-2\n"));
    assert!(first.verify(&[log_key()], None).is_ok());
    world.abandon().await;
}
