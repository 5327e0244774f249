//! The indexes, marks and counts of a made-up log against its entries read one by one: both say the same.
//! Absent: records, so nothing here is listed or taken back; the tests over the wire do that.

use super::made_up::{Dice, Log, actor, history};
use super::pass::Pass;
use super::sample::looked_at;
use crate::domain::action::{Action, Meter};
use crate::domain::entry::{Entry, RequestIds};
use crate::domain::id::{GrantId, PartnerId};
use crate::domain::misuse::in_order;
use crate::domain::profile::Profile;
use crate::domain::purpose::Purpose;
use crate::domain::time::Timestamp;
use crate::service::door::{Kind, prepare};
use crate::service::tally;
use crate::service::watch::{Sight, is_evidence};

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// Six a minute for everybody.
fn six(_: &str, _: Meter, _: Timestamp) -> Option<u32> {
    Some(6)
}

/// Every flag with what is said and shown of it.
fn flags(pass: &Pass, log: &Log, opens: impl Fn(Kind) -> bool) -> (Vec<String>, u64) {
    let (reader, mut sight) = (log.store.reader(), Sight::default());
    let read = pass
        .walk(reader, opens, |line, fields| {
            sight.show(reader, (line.index, line.partner, line.mark), fields, &six)
        })
        .unwrap();
    let mut flags: Vec<_> = sight.take().into_iter().map(|(_, flag)| flag).collect();
    flags.sort_by(in_order);
    let line = |flag: &crate::domain::misuse::Flag| {
        let about = (flag.sign.code(), &flag.partner, &flag.person, &flag.measured.sentence);
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
        let (raised, read) = flags(&pass, &log, is_evidence);
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
