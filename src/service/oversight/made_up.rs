//! A made-up log in a store in memory, entry by entry as the writer stores it, and what people do in it.
//! Absent: the tree, records unless a test gives them, and any test.

use std::sync::Arc;

use super::overview::Question;
use super::pass::Pass;
use crate::domain::action::Action;
use crate::domain::entry::{Actor, Entry, RequestIds, SentAs};
use crate::domain::id::{Fingerprint, GrantId, PartnerId, PersonId, RecordId};
use crate::domain::profile::Profile;
use crate::domain::purpose::Purpose;
use crate::domain::record::Status;
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;
use crate::domain::time::Timestamp;
use crate::service::directory::Directory;
use crate::service::door::{prepare, term};
use crate::service::tally::Ledger;
use crate::store::{Head, MemoryDisk, Store, Tip};
use crate::vault::{Bucket, MasterKey, Vault};

/// The day on which records are erased.
pub(super) const DAY: u32 = 30_000;

pub(super) const PARTNERS: [&str; 4] =
    ["politie-twente", "fair-beveiliging", "securion", "fg-twente"];

/// xorshift64*.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % sides
    }

    pub(super) fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[usize::try_from(self.below(list.len().try_into().unwrap())).unwrap()]
    }
}

pub(super) struct Log {
    _folder: tempfile::TempDir,
    pub(super) disk: MemoryDisk,
    pub(super) store: Store,
    pub(super) ledger: Ledger,
    pub(super) size: u64,
}

impl Log {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let master = MasterKey::create(&folder.path().join("master.key")).unwrap();
        let vault = Arc::new(Vault::create(&folder.path().join("keyring"), &master).unwrap());
        let head = Head::create(&folder.path().join("head")).unwrap();
        let disk = MemoryDisk::default();
        let store = Store::in_memory(&disk, vault, head);
        Self { _folder: folder, disk, store, ledger: Ledger::default(), size: 0 }
    }

    /// One group of entries, as the writer stores it but for the tree.
    pub(super) fn write(&mut self, entries: &[Entry]) {
        self.write_with(entries, &[]);
    }

    /// The same, with the facts of the records that some of the entries are about, by their place in the group.
    pub(super) fn write_with(&mut self, entries: &[Entry], facts: &[(u64, RecordId, Vec<u8>)]) {
        let rng = ring::rand::SystemRandom::new();
        let prepared: Vec<_> =
            entries.iter().map(|entry| prepare(entry, &rng, Profile::NL).unwrap()).collect();
        let mut buckets = vec![Bucket::Standing, Bucket::Records(DAY)];
        buckets.extend(prepared.iter().map(|one| Bucket::Audit(one.month)));
        self.store.vault().ensure(&buckets).unwrap();
        let mut batch = self.store.batch();
        let counts = prepared.iter().map(|one| (one.month, one.counts.as_slice()));
        self.ledger.enter(self.store.reader(), &mut batch, self.size, counts).unwrap();
        let mut newest = 0;
        let first = self.size;
        for (place, id, facts) in facts {
            let index = first + place;
            batch.put_record_meta(index, DAY, facts).unwrap();
            let kept = crate::store::RecordId { index, sha256: [0; 32], day: DAY };
            batch.put_record_id(&id.to_bytes(), &kept);
        }
        for one in &prepared {
            batch.put_leaf(self.size, &one.leaf).unwrap();
            batch.put_entry(self.size, one.month, &one.plain).unwrap();
            for (kind, found_by) in &one.terms {
                let mark = if *kind == term::PARTNER { &one.mark[..] } else { &[] };
                batch.put_marked_term(self.size, one.month, *kind, found_by, mark).unwrap();
            }
            if one.time_ms > newest {
                newest = one.time_ms;
                batch.put_entry_time(newest, self.size);
            }
            self.size += 1;
        }
        batch.put_tip(Tip { size: self.size, root: [0; 32], time_ms: newest });
        self.store.commit(first, batch).unwrap();
    }

    pub(super) fn pass(&self, period: (Timestamp, Timestamp)) -> Pass {
        let partners = PARTNERS.iter().map(ToString::to_string).collect();
        Pass::new(partners, None, period, self.size).unwrap()
    }

    pub(super) fn question(&self, period: (Timestamp, Timestamp)) -> Question {
        Question {
            own: "fg-twente".into(),
            partners: PARTNERS.iter().map(ToString::to_string).collect(),
            period,
            directory: Arc::new(Directory::default()),
            below: self.size,
        }
    }
}

pub(super) fn actor(partner: &str, person: u64) -> Actor {
    Actor {
        partner: PartnerId::parse(partner).unwrap(),
        person: PersonId::parse(&format!("person-{person}")).unwrap(),
        certificate: Fingerprint::new([7; 32]),
        asserted_by: None,
    }
}

/// What somebody does at a moment. Some keep asking what they are refused.
pub(super) fn deed(dice: &mut Dice, at: Timestamp) -> Entry {
    let partner = dice.of(&PARTNERS);
    let action = dice.of(&[
        Action::RecordSearch,
        Action::RecordSearch,
        Action::RecordOpen,
        Action::AlertsRead,
        Action::RecordSubmit,
        Action::RecordSubmit,
        Action::DeliveryAcknowledge,
        Action::GrantAccept,
        Action::AuditSearch,
        Action::AuditReview,
    ]);
    let someone = actor(partner, dice.below(3));
    let mut entry = Entry::new(at, action, Some(someone), RequestIds::default());
    entry.justification = Some(Sensitive::new(format!("Report {} at the gate", dice.below(9))));
    match action {
        Action::RecordSearch => {
            let asked = format!("{{\"plate\":\"AB12{}C\"}}", dice.below(10));
            entry.asked = Some(Sensitive::new(asked));
        }
        Action::RecordOpen => {
            let id = format!("019ab3c0-0001-7c3e-8d21-5f0a6b1c9e0{}", dice.below(10));
            entry.records.push(RecordId::parse(&id).unwrap());
        }
        Action::RecordSubmit => {
            entry.purpose = Some(dice.of(&[Purpose::Offences, Purpose::Assistance]));
            entry.grant = Some(GrantId::parse(dice.of(&["g-1", "g-2"])).unwrap());
            let to = PARTNERS.iter().filter(|_| dice.below(2) == 0);
            entry.recipients = to.map(|id| PartnerId::parse(id).unwrap()).collect();
            entry.sent = Some(SentAs { status: Status::Actual, is_alert: false });
        }
        _ => {}
    }
    match dice.below(6) {
        0 => entry.refused(Refusal::new(dice.of(&[Reason::NotFound, Reason::PurposeMismatch]))),
        1 if dice.below(4) == 0 => {
            entry.suppressed = dice.below(3);
            entry.refused(Refusal::new(Reason::RateLimited))
        }
        _ => entry,
    }
}

/// One person is refused again and again, in every other row with something granted in between.
pub(super) fn row(dice: &mut Dice, at: Timestamp) -> Vec<Entry> {
    let (someone, broken) = (actor(dice.of(&PARTNERS), dice.below(3)), dice.below(2) == 0);
    let entry = |n: i64| {
        let (at, someone) = (at.plus_ms(n * 500), Some(someone.clone()));
        if broken && n == 4 {
            return Entry::new(at, Action::AlertsRead, someone, RequestIds::default());
        }
        let entry = Entry::new(at, Action::RecordSearch, someone, RequestIds::default());
        entry.refused(Refusal::new(Reason::NotFound))
    };
    (0..8).map(entry).collect()
}

/// Entries in groups, some of them begun before their predecessors.
pub(super) fn history(
    log: &mut Log,
    dice: &mut Dice,
    from: Timestamp,
    entries: usize,
    step_ms: u64,
) {
    let (mut at, mut written) = (from, 0);
    while written < entries {
        let group = usize::try_from(1 + dice.below(40)).unwrap().min(entries - written);
        let group: Vec<Entry> = (0..group)
            .map(|_| {
                at = at.plus_ms(i64::try_from(dice.below(step_ms)).unwrap());
                let earlier = i64::try_from(dice.below(30_000)).unwrap();
                let begun = if dice.below(5) == 0 { at.plus_ms(-earlier) } else { at };
                deed(dice, begun)
            })
            .collect();
        log.write(&group);
        written += group.len();
        if dice.below(4) == 0 {
            at = at.plus_ms(1000);
            log.write(&row(dice, at));
            at = at.plus_ms(4000);
        }
    }
}
