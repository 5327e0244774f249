//! The gate at the start: a log that was rolled back, changed, damaged or lost is not served, and never
//! begun anew. Absent: crashes (`process`).

use std::path::Path;

use samen::app::AppError;
use samen::service::recover::RecoverError;
use samen::store::StoreError;
use samen::vault::VaultError;

use crate::harness::World;

pub(crate) fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap() {
            let name = entry.unwrap().file_name();
            copy(&from.join(&name), &to.join(&name));
        }
    } else {
        std::fs::copy(from, to).unwrap();
    }
}

/// Puts a copy in the place of what is there.
pub(crate) fn replace(from: &Path, to: &Path) {
    if to.is_dir() {
        std::fs::remove_dir_all(to).unwrap();
    }
    copy(from, to);
}

async fn refused(world: &mut World) -> AppError {
    world.resume().await.expect_err("it must not start")
}

#[tokio::test]
async fn a_database_that_was_rolled_back_is_not_served() {
    let mut world = World::start().await;
    world.as_("pt-officer").sends(&world.alert()).await;
    world.stop().await;
    copy(&world.path("data"), &world.path("older"));
    world.resume().await.unwrap();
    world.as_("pt-officer").sends(&world.alert()).await;
    world.stop().await;
    copy(&world.path("data"), &world.path("newest"));
    replace(&world.path("older/db"), &world.path("data/db"));
    let error = refused(&mut world).await;
    let AppError::Recover(RecoverError::RolledBack { head, tip }) = error else {
        panic!("{error:?}")
    };
    assert!(head > tip);
    // With the newest database back, all goes on.
    replace(&world.path("newest/db"), &world.path("data/db"));
    world.resume().await.unwrap();
    world.as_("pt-officer").sends(&world.alert()).await;
    world.finish().await;
}

#[tokio::test]
async fn a_head_that_saw_another_history_is_not_served() {
    let (mut world, mut other) = (World::start().await, World::start().await);
    for world in [&world, &other] {
        world.as_("pt-officer").sends(&world.alert()).await;
    }
    world.stop().await;
    other.stop().await;
    copy(&world.path("data/head"), &world.path("head"));
    replace(&other.path("data/head"), &world.path("data/head"));
    let error = refused(&mut world).await;
    assert!(matches!(error, AppError::Recover(RecoverError::OtherHistory(_))), "{error:?}");
    replace(&world.path("head"), &world.path("data/head"));
    for mut world in [world, other] {
        world.resume().await.unwrap();
        world.finish().await;
    }
}

#[tokio::test]
async fn a_log_that_is_lost_is_not_begun_anew() {
    let mut world = World::start().await;
    world.stop().await;
    for lost in ["data", "data/db", "data/head", "keys/keyring", "keys/master.key", "keys/log.key"]
    {
        std::fs::rename(world.path(lost), world.path("aside")).unwrap();
        let error = refused(&mut world).await;
        let missing = matches!(
            error,
            AppError::Store(StoreError::Missing { .. } | StoreError::Head(_))
                | AppError::Vault(_)
                | AppError::LogKey(_)
        );
        assert!(missing, "{lost}: {error:?}");
        assert!(!world.path(lost).exists(), "{lost} was made anew");
        std::fs::rename(world.path("aside"), world.path(lost)).unwrap();
    }
    world.resume().await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn another_key_opens_nothing_and_a_readable_one_is_not_used() {
    use std::os::unix::fs::PermissionsExt;
    let mut world = World::start().await;
    world.stop().await;
    for (name, bytes) in [("keys/master.key", true), ("keys/log.key", false)] {
        copy(&world.path(name), &world.path("aside"));
        let mut key = std::fs::read(world.path(name)).unwrap();
        key[0] = if key[0] == b'A' { b'B' } else { b'A' };
        std::fs::write(world.path(name), &key).unwrap();
        let error = refused(&mut world).await;
        let other = match &error {
            AppError::Vault(_) => bytes,
            AppError::Recover(RecoverError::Checkpoint) => !bytes,
            _ => false,
        };
        assert!(other, "{name}: {error:?}");
        replace(&world.path("aside"), &world.path(name));
        std::fs::set_permissions(world.path(name), PermissionsExt::from_mode(0o644)).unwrap();
        let error = refused(&mut world).await;
        let open = matches!(
            error,
            AppError::Vault(VaultError::MasterExposed { .. }) | AppError::LogKey(_)
        );
        assert!(open, "{name}: {error:?}");
        std::fs::set_permissions(world.path(name), PermissionsExt::from_mode(0o600)).unwrap();
    }
    world.resume().await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn one_database_has_one_exchange() {
    let world = World::start().await;
    let error = world.second().await.expect_err("it must not start");
    assert!(matches!(error, AppError::Store(StoreError::InUse { .. })), "{error:?}");
    world.as_("pt-officer").sends(&world.alert()).await;
    world.finish().await;
}

#[tokio::test]
async fn every_start_says_what_the_log_was_before_it() {
    let mut world = World::start().await;
    world.as_("pt-officer").sends(&world.alert()).await;
    let before = world.as_("steward-1").get("/log/checkpoint").await;
    let root = before.text().lines().nth(2).unwrap().to_owned();
    let root = samen_audit::text::hex(&samen_audit::text::from_base64(&root).unwrap());
    world.restart().await;
    let size: u64 = before.text().lines().nth(1).unwrap().parse().unwrap();
    let path = format!("/v1/audit/entries/{size}/open");
    let why = serde_json::json!({ "use_code": "lawfulness", "justification": "Who started it" });
    let shown = world.as_("fg-1").post(&path, why).await.granted();
    assert_eq!(shown["fields"]["action"], "exchange.open");
    assert_eq!(shown["fields"]["previous_root"], root);
    world.finish().await;
}

/// Puts a file with other bytes in the place of one, tries to start, and puts the right one back. When it
/// starts all the same, nothing that it serves may be wrong.
async fn damage(world: &mut World, file: &str, damage: impl FnOnce(&mut Vec<u8>)) -> bool {
    copy(&world.path("data"), &world.path("whole"));
    let mut bytes = std::fs::read(world.path(file)).unwrap();
    damage(&mut bytes);
    std::fs::write(world.path(file), bytes).unwrap();
    let refused = match world.resume().await {
        Err(AppError::Store(_) | AppError::Recover(_)) => true,
        Err(error) => panic!("{error:?}"),
        Ok(()) => {
            world.as_("pt-officer").sends(&world.alert()).await;
            let seen = world.ledger.checkpoints();
            let steward = world.as_("steward-1");
            crate::harness::evidence::read(&steward, &world.ledger.log_key, &seen).await;
            drop(steward);
            world.stop().await;
            false
        }
    };
    if refused {
        replace(&world.path("whole"), &world.path("data"));
    }
    std::fs::remove_dir_all(world.path("whole")).unwrap();
    refused
}

#[tokio::test]
async fn a_truncated_or_damaged_file_is_refused_or_harmless_and_never_a_wrong_log() {
    let mut world = World::start().await;
    for _ in 0..8 {
        world.as_("pt-officer").sends(&world.alert()).await;
    }
    world.stop().await;
    let length = std::fs::metadata(world.path("data/db/db")).unwrap().len();
    let length = usize::try_from(length).unwrap();
    let mut refused = 0;
    for eighth in 0..8 {
        let cut = length * eighth / 8;
        refused += u32::from(damage(&mut world, "data/db/db", |bytes| bytes.truncate(cut)).await);
        let at = length * eighth / 8 + 1000;
        refused += u32::from(damage(&mut world, "data/db/db", |bytes| bytes[at] ^= 0x10).await);
    }
    assert!(refused >= 4, "only {refused} of 16 were noticed");
    for at in [0, 20, 40, 70] {
        // One slot of two is enough; without either the exchange does not start.
        damage(&mut world, "data/head", |bytes| bytes[at] ^= 1).await;
        let both = |bytes: &mut Vec<u8>| {
            bytes[at] ^= 1;
            bytes[4096 + at] ^= 1;
        };
        assert!(damage(&mut world, "data/head", both).await, "byte {at} of both slots");
    }
    world.resume().await.unwrap();
    world.finish().await;
}
