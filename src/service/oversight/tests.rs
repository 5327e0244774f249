//! The indexes, marks and counts of a made-up log against its entries read one by one: both say the same.
//! Absent: records, so nothing here is listed or taken back; the tests over the wire do that.

use std::sync::Arc;

use super::flags::watch_over;
use super::overview::Question;
use super::pass::Pass;
use super::sample::looked_at;
use crate::domain::action::{Action, Meter};
use crate::domain::entry::{Actor, Entry, RequestIds, SentAs};
use crate::domain::id::{Fingerprint, GrantId, PartnerId, PersonId, RecordId};
use crate::domain::misuse::{LimitsNow, Watch};
use crate::domain::profile::Profile;
use crate::domain::purpose::Purpose;
use crate::domain::record::Status;
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;
use crate::domain::time::Timestamp;
use crate::service::directory::Directory;
use crate::service::door::{Kind, prepare, term};
use crate::service::tally::{self, Ledger};
use crate::store::{Head, MemoryDisk, Store, Tip};
use crate::vault::{Bucket, MasterKey, Vault};

const PARTNERS: [&str; 4] = ["politie-twente", "fair-beveiliging", "securion", "fg-twente"];

/// xorshift64*.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % sides
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[usize::try_from(self.below(list.len().try_into().unwrap())).unwrap()]
    }
}

struct Log {
    _folder: tempfile::TempDir,
    store: Store,
    ledger: Ledger,
    size: u64,
}

impl Log {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let master = MasterKey::create(&folder.path().join("master.key")).unwrap();
        let vault = Arc::new(Vault::create(&folder.path().join("keyring"), &master).unwrap());
        let head = Head::create(&folder.path().join("head")).unwrap();
        let store = Store::in_memory(&MemoryDisk::default(), vault, head);
        Self { _folder: folder, store, ledger: Ledger::default(), size: 0 }
    }

    /// One group of entries, as the writer stores it but for the tree.
    fn write(&mut self, entries: &[Entry]) {
        let rng = ring::rand::SystemRandom::new();
        let prepared: Vec<_> =
            entries.iter().map(|entry| prepare(entry, &rng, Profile::NL).unwrap()).collect();
        let mut buckets = vec![Bucket::Standing];
        buckets.extend(prepared.iter().map(|one| Bucket::Audit(one.month)));
        self.store.vault().ensure(&buckets).unwrap();
        let mut batch = self.store.batch();
        let counts = prepared.iter().map(|one| (one.month, one.counts.as_slice()));
        self.ledger.enter(self.store.reader(), &mut batch, self.size, counts).unwrap();
        let mut newest = 0;
        let first = self.size;
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

    fn pass(&self, period: (Timestamp, Timestamp)) -> Pass {
        let partners = PARTNERS.iter().map(ToString::to_string).collect();
        Pass::new(partners, None, period, self.size).unwrap()
    }

    fn question(&self, period: (Timestamp, Timestamp)) -> Question {
        Question {
            own: "fg-twente".into(),
            partners: PARTNERS.iter().map(ToString::to_string).collect(),
            period,
            directory: Arc::new(Directory::default()),
            below: self.size,
        }
    }
}

fn actor(partner: &str, person: u64) -> Actor {
    Actor {
        partner: PartnerId::parse(partner).unwrap(),
        person: PersonId::parse(&format!("person-{person}")).unwrap(),
        certificate: Fingerprint::new([7; 32]),
        asserted_by: None,
    }
}

/// What somebody does at a moment. Some keep asking what they are refused.
fn deed(dice: &mut Dice, at: Timestamp) -> Entry {
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
fn row(dice: &mut Dice, at: Timestamp) -> Vec<Entry> {
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
fn history(log: &mut Log, dice: &mut Dice, from: Timestamp, entries: usize, step_ms: u64) {
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

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn limits() -> LimitsNow {
    let each = PARTNERS.iter().flat_map(|id| Meter::ALL.map(|meter| (*id, meter)));
    each.map(|(id, meter)| ((id.to_owned(), meter), 6)).collect()
}

/// Every flag with what is said and shown of it.
fn flags(pass: &Pass, log: &Log, opens: impl Fn(Kind) -> bool) -> (Vec<String>, u64) {
    let mut watch = Watch::new(pass.from, limits());
    let read = watch_over(pass, log.store.reader(), opens, &mut watch).unwrap();
    let flags = watch.end();
    let line = |flag: &crate::domain::misuse::Flag| {
        let about = (flag.sign.code(), &flag.partner, &flag.person, &flag.explanation);
        format!("{about:?} {:?} {}", flag.entries, flag.count)
    };
    (flags.iter().map(line).collect(), read)
}

#[test]
fn what_indexes_and_counts_say_is_what_the_entries_say() {
    let mut dice = Dice(0x5a3e_2026_1123_0001);
    let mut log = Log::new();
    // The history runs over the turn of the year.
    history(&mut log, &mut dice, at("2026-12-31T22:00:00Z"), 1500, 10_000);
    let (reader, mut rows) = (log.store.reader(), 0);
    for period in [
        (at("2026-12-31T22:30:00Z"), at("2027-01-01T00:00:00Z")),
        (at("2026-12-31T23:10:00.500Z"), at("2027-01-01T00:40:00Z")),
        (at("2027-01-01T00:00:00Z"), at("2027-02-01T00:00:00Z")),
        (at("2026-06-01T00:00:00Z"), at("2026-07-01T00:00:00Z")),
    ] {
        let pass = log.pass(period);
        let mut walked = Vec::new();
        let is_shown = |operation: &str| ["disclosure", "consultation"].contains(&operation);
        pass.walk(
            reader,
            |_| true,
            |line, fields| {
                let operation = &fields.unwrap()["operation"];
                walked.extend(Some(line.index).filter(|_| is_shown(operation)));
                Ok(())
            },
        )
        .unwrap();
        assert_eq!(looked_at(&pass, reader).unwrap(), walked);
        let (raised, read) = flags(&pass, &log, super::flags::is_evidence);
        assert_eq!((raised.clone(), read), flags(&pass, &log, |_| true));
        let busy = read > 0;
        assert_eq!(raised.iter().any(|flag| flag.contains("near-limit")), busy);
        rows += usize::from(raised.iter().any(|flag| flag.contains("refusals-in-a-row")));
    }
    assert!(rows >= 2);
    for month in [("2026-12-01", "2027-01-01"), ("2027-01-01", "2027-02-01")] {
        let period = [month.0, month.1].map(|day| at(&format!("{day}T00:00:00Z")));
        let (counted, recount) = log.question(period.into()).counted_twice(reader).unwrap();
        assert!(recount.agrees && recount.entries > 20, "{:?}", recount.differences);
        assert!(counted.whole.counts.len() > 10);
        assert_eq!(counted.by_month.len(), 1);
        assert_eq!(counted.by_month[0].counts, counted.whole.counts);
    }
    let both = (at("2026-12-01T00:00:00Z"), at("2027-02-01T00:00:00Z"));
    let both = log.question(both).counted(reader).unwrap();
    assert_eq!(both.by_month.len(), 2);
    for (key, count) in &both.whole.counts {
        let months = both.by_month.iter().map(|month| month.counts.get(key).unwrap_or(&0));
        assert_eq!(months.sum::<u64>(), *count, "{key:?}");
    }
}

#[test]
fn counts_go_on_where_they_were_and_a_changed_one_is_noticed() {
    let mut dice = Dice(0x5a3e_2026_1123_0002);
    let mut log = Log::new();
    let period = (at("2027-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"));
    history(&mut log, &mut dice, at("2027-01-31T23:00:00Z"), 300, 20_000);
    // As after a restart: everything is read from the store again.
    log.ledger.forget();
    history(&mut log, &mut dice, at("2027-02-01T03:00:00Z"), 300, 20_000);
    let reader = log.store.reader();
    assert_eq!(tally::begun(reader).unwrap(), Some(0));
    let (counted, recount) = log.question(period).counted_twice(reader).unwrap();
    assert_eq!(
        (recount.agrees, recount.entries, counted.whole.entries),
        (true, log.size, log.size)
    );
    // A look-up that is counted twice.
    let at = at("2027-02-01T09:00:00Z");
    let guard = actor("securion", 1);
    let entry = Entry::new(at, Action::RecordSearch, Some(guard), RequestIds::default());
    let more = prepare(&entry, &ring::rand::SystemRandom::new(), Profile::NL).unwrap().counts;
    let mut nowhere = log.store.batch();
    let more = std::iter::once((at.month(), more.as_slice()));
    log.ledger.enter(log.store.reader(), &mut nowhere, log.size, more).unwrap();
    log.write(&[entry]);
    let (_, recount) = log.question(period).counted_twice(log.store.reader()).unwrap();
    assert_eq!((recount.agrees, recount.entries, recount.differences.len()), (false, log.size, 1));
    let other = &recount.differences[0];
    assert_eq!(
        (other.table.as_str(), other.key.as_str()),
        ("consultations-by-partner", "securion")
    );
    assert_eq!(other.counted, other.recounted + 1);
}

#[test]
fn whoever_addresses_every_record_otherwise_is_counted_all_the_same() {
    let mut log = Log::new();
    let from = at("2027-01-02T00:00:00Z");
    let sent = |n: u16| {
        let at = from.plus_ms(i64::from(n));
        let someone = Some(actor("securion", 1));
        let mut entry = Entry::new(at, Action::RecordSubmit, someone, RequestIds::default());
        entry.purpose = Some(Purpose::Offences);
        entry.grant = Some(GrantId::parse("g-1").unwrap());
        let to = (0..13).filter(|bit| n >> bit & 1 == 1);
        let to = to.map(|bit| PartnerId::parse(&format!("partner-{bit}")).unwrap());
        entry.recipients = to.collect();
        entry
    };
    let entries: Vec<Entry> = (0..4200).map(sent).collect();
    for group in entries.chunks(128) {
        log.write(group);
    }
    let reader = log.store.reader();
    let month = (at("2027-01-01T00:00:00Z"), at("2027-02-01T00:00:00Z"));
    let (_, recount) = log.question(month).counted_twice(reader).unwrap();
    assert_eq!((recount.agrees, recount.entries), (true, 4200));
    // As many ways as are kept, and then one row for each grant and recipient.
    let rows = tally::sum(reader, from.month(), "securion").unwrap().counts.len();
    assert!((4097..4120).contains(&rows), "{rows}");
}
