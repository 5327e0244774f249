//! Flags as kept, against flags told again from the entries; and what reading them costs.
//! Absent: the task of the watch and the wire, which have tests of their own (`tests/oversight`).

use std::collections::BTreeSet;

use super::recount::{compare, tell};
use super::{Period, shown};
use crate::domain::action::{Action, Meter};
use crate::domain::entry::{Entry, RequestIds, SentAs};
use crate::domain::id::{Fingerprint, PartnerId, PersonId, RecordId};
use crate::domain::misuse::tests::{self as history, History};
use crate::domain::misuse::{Deed, Flag, Seen, Sign};
use crate::domain::record::Status;
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;
use crate::domain::time::{MS_PER_DAY, Timestamp};
use crate::service::oversight::made_up::{self, DAY, Dice, Log, PARTNERS};
use crate::service::sequencer::put_flags;
use crate::service::watch::{Run, write};
use crate::vault::Bucket;

const HOUR_MS: i64 = 3_600_000;

fn sixty(_: &str, _: Meter, _: Timestamp) -> Option<u32> {
    Some(60)
}

fn names(partners: &[&str]) -> Vec<String> {
    partners.iter().map(ToString::to_string).collect()
}

/// Lets the watch see everything in groups of at most `group`, each stored as the writer does, and begins
/// it again behind each of the entries of `restarts`.
fn watch(log: &Log, partners: &[String], group: u64, restarts: &[u64]) {
    let (reader, mut restarts) = (log.store.reader(), restarts.iter().peekable());
    let mut run = Run::begin(reader).unwrap();
    while run.next() < log.size {
        let until = log.size.min(run.next() + group);
        let flags = run.step(reader, until, partners, &sixty).unwrap();
        let Some(place) = run.place() else { continue };
        let mut batch = log.store.batch();
        put_flags(&mut batch, &write(flags, place)).unwrap();
        log.store.commit_beside(log.size, batch).unwrap();
        if restarts.next_if(|at| **at < run.next()).is_some() {
            let was = run.next();
            run = Run::begin(reader).unwrap();
            assert!(run.next() < was);
        }
    }
    assert_eq!(restarts.next(), None);
}

fn kept(log: &Log, period: &Period) -> Vec<Flag> {
    let found = shown(log.store.reader(), period).unwrap();
    assert_eq!(found.left_out, 0);
    found.flags
}

fn all_of(partners: &[String]) -> Period {
    Period { partners: partners.to_vec(), from: Timestamp::from_ms(0), to: Timestamp::LAST }
}

/// A seeded history as a log: 100,000 entries of three months, with the records that they list.
fn seeded() -> (Log, Vec<Seen>, BTreeSet<(Sign, String, String)>) {
    let History { seen, planted, .. } = History::new();
    let mut log = Log::new();
    for group in seen.chunks(128) {
        let mut facts = Vec::new();
        let entries: Vec<Entry> = (0..)
            .zip(group)
            .map(|(place, seen)| {
                let entry = entered(seen);
                if let Deed::Sent(sent) = &seen.deed {
                    facts.push((place, id(&sent.record), row(sent, seen)));
                }
                entry
            })
            .collect();
        log.write_with(&entries, &facts);
    }
    (log, seen, planted)
}

/// The id of a record: its name in hexadecimal digits, cut.
fn id(name: &str) -> RecordId {
    let mut digits = samen_audit::text::hex(&samen_audit::hash::sha256(name.as_bytes()));
    digits.truncate(12);
    RecordId::parse(&format!("019ab3c0-0001-7c3e-8d21-{digits}")).unwrap()
}

fn row(sent: &crate::domain::misuse::Sent, seen: &Seen) -> Vec<u8> {
    let replaces: Vec<String> = sent.withdraws.iter().map(|name| id(name).to_string()).collect();
    let row = serde_json::json!({
        "v": 1, "id": id(&sent.record).to_string(), "t": "alert", "s": "actual",
        "m": if sent.is_alert { "new" } else { "cancel" }, "issuer": seen.who.partner,
        "purpose": "offences", "grant": "g-1", "issued": seen.at.as_ms(),
        "expires": seen.at.as_ms(), "plates": sent.plates, "replaces": replaces, "to": [],
    });
    serde_json::to_vec(&row).unwrap()
}

fn entered(seen: &Seen) -> Entry {
    let actor = crate::domain::entry::Actor {
        partner: PartnerId::parse(&seen.who.partner).unwrap(),
        person: PersonId::parse(&seen.who.person).unwrap(),
        certificate: Fingerprint::new([7; 32]),
        asserted_by: None,
    };
    let entry = |action| Entry::new(seen.at, action, Some(actor.clone()), RequestIds::default());
    match &seen.deed {
        Deed::LookedUp(look) => {
            let mut entry = entry(Action::RecordSearch);
            let asked = serde_json::json!({ "plate": look.targets[0] });
            entry.asked = Some(Sensitive::new(asked.to_string()));
            entry.justification = Some(Sensitive::new(look.justification.clone()));
            entry
        }
        Deed::Sent(sent) => {
            let mut entry = entry(Action::RecordSubmit);
            entry.records.push(id(&sent.record));
            entry.sent = Some(SentAs { status: Status::Actual, is_alert: sent.is_alert });
            entry.withdraws = !sent.withdraws.is_empty();
            entry.plates = sent.plates.iter().cloned().map(Sensitive::new).collect();
            entry
        }
        Deed::Refused { .. } => entry(Action::RecordSearch).refused(Refusal::new(Reason::NotFound)),
        Deed::Other => entry(Action::AlertsRead),
    }
}

#[test]
fn rows_are_what_the_entries_tell_in_a_hundred_thousand_whatever_the_restarts() {
    let (log, seen, planted) = seeded();
    let partners: Vec<String> = (0..history::PARTNERS).map(|n| format!("partner-{n}")).collect();
    watch(&log, &partners, 4096, &[30_000, 77_777]);
    let kept = kept(&log, &all_of(&partners));
    // A watch that was shown the history itself, without a store, tells the same.
    let mut whole = crate::domain::misuse::Watch::default();
    seen.iter().for_each(|seen| history::shows(&mut whole, seen));
    assert!(kept == history::flags_of(&mut whole));
    let found: BTreeSet<_> = kept
        .iter()
        .map(|flag| (flag.sign, flag.partner.clone(), flag.person.clone().unwrap_or_default()))
        .collect();
    let missed: Vec<_> = planted.difference(&found).collect();
    assert!(missed.is_empty(), "{missed:?}");
    // An officer of two partners, and five weeks of the middle told again from the entries.
    let from = seen[55_000].at;
    let period = Period {
        partners: names(&["partner-1", "partner-3"]),
        from,
        to: from.plus_ms(35 * MS_PER_DAY),
    };
    let told = tell(log.store.reader(), &period, log.size, &sixty).unwrap();
    let shown = shown(log.store.reader(), &period).unwrap().flags;
    let recount = compare(&shown, &told);
    assert!(recount.agrees && recount.untold == 0, "{:?}", recount.differences);
    assert!(shown.len() > 5 && shown.iter().all(|flag| period.partners.contains(&flag.partner)));
    let raw = log.disk.raw();
    for text in ["person-1", "person-7", "EX1GF", "SECRET", "Looked up the same"] {
        let is_there = raw.windows(text.len()).any(|part| part == text.as_bytes());
        assert!(!is_there, "{text}");
    }
}

/// Somebody refused five times, which is a flag, and a thousand ordinary fetches around it for each `more`.
fn refused_among(more: usize) -> (Log, Period) {
    let mut log = Log::new();
    let begins = Timestamp::parse("2027-01-05T08:00:00Z").unwrap();
    let entry = |at, action| {
        let someone = made_up::actor(PARTNERS[2], 1);
        Entry::new(at, action, Some(someone), RequestIds::default())
    };
    for round in 0..10_usize {
        let at = begins.plus_ms(i64::try_from(round).unwrap() * HOUR_MS * 12);
        for n in 0..more {
            let at = at.plus_ms(i64::try_from(n).unwrap() * 2000);
            log.write(&[entry(at, Action::AlertsRead), entry(at, Action::RecordSearch)]);
        }
        let at = at.plus_ms(HOUR_MS * 3);
        let refused = |n: i64| {
            let at = at.plus_ms(n * 1000);
            entry(at, Action::RecordSearch).refused(Refusal::new(Reason::NotFound))
        };
        log.write(&(0..5).map(refused).collect::<Vec<_>>());
    }
    watch(&log, &names(&PARTNERS), 1000, &[]);
    let to = begins.plus_ms(30 * MS_PER_DAY);
    (log, Period { partners: names(&PARTNERS), from: begins, to })
}

#[test]
fn a_question_reads_as_much_in_a_log_four_times_as_long() {
    let cost = |more: usize| {
        let (log, period) = refused_among(more);
        let before = log.disk.read();
        let flags = kept(&log, &period);
        let read = log.disk.read() - before;
        let before = log.disk.read();
        let told = tell(log.store.reader(), &period, log.size, &sixty).unwrap();
        assert!(compare(&flags, &told).agrees);
        (flags.len(), log.size, read, log.disk.read() - before)
    };
    let (one, four) = (cost(100), cost(400));
    println!(
        "flags, entries, rows read for the answer, rows read to tell it again: {one:?} {four:?}"
    );
    assert_eq!((one.0, four.0), (10, 10));
    assert!(four.1 > 3 * one.1);
    assert_eq!(one.2, four.2);
    // A row for each flag, and one place to look at for each partner and month.
    assert!(one.2 < 10 + 3 * 4, "{}", one.2);
    // Telling it from the entries costs what they are.
    assert!(four.3 > 2 * one.3 && one.3 > one.1);
}

#[test]
fn an_erased_month_takes_its_flags_along() {
    let mut log = Log::new();
    let mut dice = Dice(0x5a3e_2026_1128_0003);
    let turn = Timestamp::parse("2027-01-01T00:00:00Z").unwrap();
    made_up::history(&mut log, &mut dice, turn.plus_ms(-3 * HOUR_MS), 1500, 15_000);
    let partners = names(&PARTNERS);
    watch(&log, &partners, 37, &[100, 700, 1100, 1400]);
    let (month, all) = (turn.month(), all_of(&partners));
    let before = kept(&log, &all);
    let is_older = |flag: &&Flag| flag.first().unwrap().1 < turn;
    assert!(before.iter().any(|flag| is_older(&flag)));
    log.store.vault().drop_bucket(Bucket::Audit(month - 1)).unwrap();
    let after = kept(&log, &all);
    let left: Vec<Flag> = before.iter().filter(|flag| !is_older(flag)).cloned().collect();
    assert!(!left.is_empty() && left.len() < before.len());
    assert!(after == left);
    // The lead is gone, so they cannot be told again; nor does a watch that begins again bring them back.
    let period = Period { from: turn.plus_ms(HOUR_MS), ..all.clone() };
    let refused = tell(log.store.reader(), &period, log.size, &sixty).map(|_| ()).unwrap_err();
    assert_eq!(refused.reason, Reason::Erased);
    watch(&log, &partners, 37, &[]);
    assert!(kept(&log, &all) == left);
    let only = Period { partners: names(&["securion"]), ..all };
    assert!(kept(&log, &only).iter().all(|flag| flag.partner == "securion"));
}

#[test]
fn a_flag_that_is_kept_otherwise_is_noticed() {
    let (log, period) = refused_among(10);
    let told = tell(log.store.reader(), &period, log.size, &sixty).unwrap();
    let mut flags = kept(&log, &period);
    let what = |flags: &[Flag]| -> Vec<String> {
        compare(flags, &told).differences.into_iter().map(|one| one.what).collect()
    };
    assert_eq!(what(&flags), [""; 0]);
    let taken = flags.remove(4);
    assert_eq!(what(&flags), ["missing"]);
    let mut other = taken.clone();
    other.count += 1;
    flags.push(other);
    assert_eq!(what(&flags), ["otherwise"]);
    flags.pop();
    flags.extend([taken.clone(), taken]);
    assert_eq!(what(&flags), ["otherwise"]);
    flags.pop();
    let mut person = flags[0].clone();
    person.person = Some("person-9".into());
    flags.push(person);
    assert_eq!(what(&flags), ["unfounded"]);
}

#[test]
fn what_rests_on_an_erased_record_is_not_called_unfounded() {
    let mut log = Log::new();
    let begins = Timestamp::parse("2027-01-05T08:00:00Z").unwrap();
    let officer = |at, action| {
        Entry::new(at, action, Some(made_up::actor(PARTNERS[0], 1)), RequestIds::default())
    };
    let sent = crate::domain::misuse::Sent {
        record: "alert".into(),
        is_alert: true,
        plates: vec!["XB123K".into()],
        withdraws: Vec::new(),
    };
    let who = crate::domain::misuse::Who { partner: PARTNERS[0].into(), person: "person-1".into() };
    let listed = Seen {
        index: 0,
        at: begins,
        who: who.clone(),
        meter: Meter::Submissions,
        deed: Deed::Sent(sent.clone()),
    };
    let mut submit = officer(begins, Action::RecordSubmit);
    submit.records.push(id("alert"));
    submit.sent = Some(SentAs { status: Status::Actual, is_alert: true });
    submit.plates.push(Sensitive::new("XB123K".into()));
    log.write_with(&[submit], &[(0, id("alert"), row(&sent, &listed))]);
    for n in 1..5 {
        let mut search = officer(begins.plus_ms(n * HOUR_MS), Action::RecordSearch);
        search.asked = Some(Sensitive::new("{\"plate\":\"XB123K\"}".into()));
        search.justification = Some(Sensitive::new(format!("Report {n} about the gate")));
        log.write(&[search]);
    }
    let partners = names(&PARTNERS);
    watch(&log, &partners, 2, &[3]);
    let period = Period { partners, from: begins, to: begins.plus_ms(MS_PER_DAY) };
    let flags = kept(&log, &period);
    assert_eq!(flags.iter().map(|flag| flag.sign).collect::<Vec<_>>(), [Sign::OwnAlert]);
    let recount = || {
        let told = tell(log.store.reader(), &period, log.size, &sixty).unwrap();
        compare(&kept(&log, &period), &told)
    };
    let (before, reader) = (recount(), log.store.reader());
    assert!(before.agrees && (before.flags, before.untold) == (1, 0));
    log.store.vault().drop_bucket(Bucket::Records(DAY)).unwrap();
    assert!(reader.record_meta(0).is_err());
    let after = recount();
    assert!(after.agrees && (after.flags, after.untold) == (0, 1));
}
