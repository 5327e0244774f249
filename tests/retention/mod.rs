//! Retention: erased in time, held, or erased early; and what a copy of the old files still tells.
//! Absent: keys and their file, which the vault's own tests take apart.

mod audit;
mod early;
mod hold;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use samen::store::{ReadError, Store};
use samen::vault::{MasterKey, Vault};
use samen_audit::bundle::{Bundle, Finding, Trust, holds};
use samen_audit::receipt::Receipt;
use serde_json::{Value, json};

use crate::harness::World;
use crate::harness::answer::Answer;
use crate::harness::caller::Caller;
use crate::harness::leaks::Search;

const DAY_MS: i64 = 86_400_000;
/// For which use of the log the orders are given.
const USE: &str = "criminal-proceedings";

/// Lets days go by, and waits until the exchange has erased what it has to, in `entries` entries.
async fn days(world: &World, days: i64, entries: u64) {
    let before = world.entries_made().await;
    world.clock.advance_ms(days * DAY_MS);
    let patience = Instant::now() + Duration::from_secs(20);
    while world.entries_made().await < before + entries {
        assert!(Instant::now() < patience, "nothing was erased");
        tokio::task::yield_now().await;
    }
}

fn why() -> Value {
    json!({ "use_code": "lawfulness", "justification": "Monthly check of who looked at what" })
}

/// An order of the data protection officer about a record.
async fn order(dpo: &Caller, path: &str, record: &str) -> Answer {
    let ground = "Case 2026-11 is before the court";
    dpo.post(
        &format!("/v1/audit/{path}"),
        json!({ "record": record, "use_code": USE, "ground": ground }),
    )
    .await
}

/// Opens a record until it is gone, and gives the entry that erased it: the key goes a moment after the
/// entry.
async fn gone(who: &Caller, record: &str) -> u64 {
    let patience = Instant::now() + Duration::from_secs(20);
    loop {
        let answer = who.open(record).await;
        if answer.status != 200 {
            return erased_by(&answer);
        }
        assert!(Instant::now() < patience, "the key is still there");
    }
}

/// The entry that a refusal names as the one that erased.
fn erased_by(answer: &Answer) -> u64 {
    answer.refused("erased");
    answer.problem().unwrap().erased_by.expect("it has to say by which entry")
}

/// The fields of an entry.
async fn fields(dpo: &Caller, index: u64) -> Value {
    let path = format!("/v1/audit/entries/{index}/open");
    let shown = dpo.post(&path, why()).await.granted();
    let evidence = Receipt::parse(shown["evidence"].to_string().as_bytes()).unwrap();
    dpo.ledger.saw(&evidence.proof.checkpoint);
    shown["fields"].clone()
}

/// What the checks of an exported bundle say, all of which hold.
fn verified(world: &World, answer: &Value) -> Vec<Finding> {
    let files = answer["files"].as_object().unwrap().iter();
    let files: Vec<(String, Vec<u8>)> = files
        .map(|(path, text)| (path.clone(), text.as_str().unwrap().as_bytes().to_vec()))
        .collect();
    let bundle = Bundle::parse(&files).unwrap();
    world.ledger.saw(&bundle.checkpoint);
    let findings = bundle.verify(&Trust::in_log(std::slice::from_ref(&world.ledger.log_key)));
    assert!(holds(&findings), "{findings:#?}");
    findings
}

/// A copy of the database of a stopped exchange.
fn copy(world: &World, name: &str) -> PathBuf {
    fn below(from: &Path, to: &Path) {
        std::fs::create_dir(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            let to = to.join(path.file_name().unwrap());
            if path.is_dir() {
                below(&path, &to);
            } else {
                std::fs::copy(&path, &to).unwrap();
            }
        }
    }
    let to = world.path(name);
    below(&world.path("data"), &to);
    to
}

/// A copy of the database, opened with the keys that there are now.
fn opened(world: &World, copy: &Path) -> Store {
    let config = world.config();
    let master = MasterKey::from_file(&config.master_key).unwrap();
    let vault = Vault::open(&config.keyring, &master).unwrap();
    Store::open(copy, Arc::new(vault)).unwrap()
}

fn is_erased(store: &Store, index: u64) -> bool {
    let reader = store.reader();
    let gone = [reader.record(index), reader.record_meta(index)];
    gone.iter().all(|gone| matches!(gone, Err(ReadError::Erased)))
}

#[tokio::test]
async fn what_was_kept_long_enough_is_erased_by_an_entry_that_is_found_from_it() {
    let mut world = World::start().await;
    let alert = world.alert();
    let jws = world.as_("pt-officer").sign(&alert);
    let answer = world.as_("pt-officer").submit(&jws).await;
    let receipt = Receipt::parse(&answer.body).unwrap();
    let index = receipt.proof.index;
    world.stop().await;
    let earlier = copy(&world, "earlier");
    assert!(!is_erased(&opened(&world, &earlier), index));
    world.resume().await.unwrap();
    days(&world, 9, 1).await;
    let by = gone(&world.as_("pt-officer"), alert.id()).await;
    let entry = fields(&world.as_("fg-1"), by).await;
    assert_eq!(entry["action"], "retention.erase");
    assert_eq!(entry["operation"], "erasure");
    assert_eq!(entry["given"], format!("records {index}"));
    assert_eq!(entry["subject"], "records 2026-11-29");
    assert_eq!(entry["reason"], "retention-ended");
    assert_eq!(entry["detail"], "approved by profile nl");
    assert!(entry.get("partner").is_none() && entry.get("records").is_none());
    // A restart erases nothing twice.
    let before = world.entries_made().await;
    world.restart().await;
    assert_eq!(erased_by(&world.as_("pt-officer").open(alert.id()).await), by);
    // The start, the refusal, and nothing else.
    assert_eq!(world.entries_made().await, before + 2);
    // The old receipt still verifies, and so does the evidence for the entry by which it came in.
    receipt.verify(std::slice::from_ref(&world.ledger.log_key), Some(jws.as_bytes())).unwrap();
    assert_eq!(fields(&world.as_("fg-1"), index).await["action"], "record.submit");
    world.stop().await;
    assert!(is_erased(&opened(&world, &earlier), index));
    Search::new(&world.ledger.marks()).assert_absent_below(&earlier);
    world.resume().await.unwrap();
    world.finish().await;
}

#[tokio::test]
async fn a_key_that_could_not_be_dropped_goes_at_the_next_start_without_a_second_entry() {
    let mut world = World::start().await;
    let alert = world.alert();
    let index = world.as_("pt-officer").sends(&alert).await.proof.index;
    // Without its directory the keyring cannot be replaced.
    let keyring = world.config().keyring;
    let (keys, away) = (keyring.parent().unwrap(), world.path("away"));
    std::fs::rename(keys, &away).unwrap();
    days(&world, 9, 1).await;
    std::fs::rename(&away, keys).unwrap();
    let made = world.entries_made().await;
    world.restart().await;
    let patience = Instant::now() + Duration::from_secs(20);
    let mut refused = 0;
    let by = loop {
        // Its entry is there, so it is not shown to an order any more, whether or not the key is gone.
        let answer = order(&world.as_("fg-1"), "erasures", alert.id()).await;
        refused += 1;
        let by = erased_by(&answer);
        let opened = world.as_("pt-officer").open(alert.id()).await;
        refused += 1;
        if opened.status != 200 {
            break by;
        }
        assert!(Instant::now() < patience, "the key is still there");
    };
    assert_eq!(by, made - 1);
    assert_eq!(world.entries_made().await, made + 1 + refused);
    world.stop().await;
    assert!(is_erased(&world.store(), index));
    world.resume().await.unwrap();
    world.finish().await;
}
