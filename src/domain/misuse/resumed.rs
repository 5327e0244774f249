//! A watch that begins with the lead against one that has seen everything: from there on both raise the same
//! flags. So do watches of some partners, each for its own. Absent: a store.

use std::collections::BTreeMap;

use super::tests::{
    Dice, HOUR_MS, History, MINUTE_MS, START_MS, flags_of, look, shows, sixty, who,
};
use super::*;

const TARGETS: u64 = 18;

/// Four people over months: now and then the same few plates in the same few words, alerts, refusals one after
/// the other, floods and odd hours, silence for weeks, and entries that come in up to a minute late.
fn busy(dice: &mut Dice, entries: u64) -> Vec<Seen> {
    let (mut at, mut refused) = (START_MS, 0);
    let mut alerts = [const { Vec::new() }; 2];
    (0..entries)
        .map(|index| {
            let day = at / MS_PER_DAY;
            at += match dice.below(600) {
                _ if day % 41 == 0 => dice.ms(8 * MINUTE_MS),
                0 => dice.ms(16 * MS_PER_DAY),
                1..60 => dice.ms(12 * HOUR_MS),
                _ => dice.ms(20 * MINUTE_MS),
            };
            // They work until noon, but for some nights.
            if at % MS_PER_DAY > 12 * HOUR_MS && day % 31 > 0 {
                at += MS_PER_DAY - at % MS_PER_DAY;
            }
            let late = if dice.below(5) == 0 { dice.ms(MINUTE_MS) } else { 0 };
            let partner = if refused > 0 { 0 } else { dice.below(2) };
            let who = who(partner, if refused > 0 { 0 } else { dice.below(2) });
            let alerts: &mut Vec<String> = &mut alerts[usize::try_from(partner).unwrap()];
            let target = format!("P{}", dice.below(TARGETS));
            refused = if dice.below(90) == 0 { 12 } else { refused - i32::from(refused > 0) };
            let kind = if refused > 0 { 0 } else { dice.below(12) };
            let (meter, deed) = match kind {
                0 => {
                    let over_limit = dice.below(4) == 0;
                    (Meter::Searches, Deed::Refused { over_limit, suppressed: dice.below(2) })
                }
                1 => {
                    let record = format!("R{index}");
                    alerts.push(record.clone());
                    let (plates, withdraws) = (vec![target], Vec::new());
                    let sent = Sent { record, is_alert: true, plates, withdraws };
                    (Meter::Submissions, Deed::Sent(sent))
                }
                2 => {
                    let withdraws = alerts.last().cloned().into_iter().collect();
                    let (record, plates) = (format!("R{index}"), Vec::new());
                    let sent = Sent { record, is_alert: false, plates, withdraws };
                    (Meter::Submissions, Deed::Sent(sent))
                }
                3 => (Meter::Deliveries, Deed::Other),
                n => {
                    let why = format!("Report {} about a car near the gate", n % 3);
                    let why = if n == 4 { "just checking".to_owned() } else { why };
                    (Meter::Searches, look(&target, &why))
                }
            };
            Seen { index, at: Timestamp::from_ms(at - late), who, meter, deed }
        })
        .collect()
}

/// What is raised by the entries from `place` on, having seen those from `from` on.
fn raised(seen: &[Seen], from: usize, place: usize) -> BTreeMap<Identity, Flag> {
    let mut watch = Watch::default();
    seen[from..place].iter().for_each(|seen| shows(&mut watch, seen));
    watch.take();
    seen[place..].iter().for_each(|seen| shows(&mut watch, seen));
    watch.take().into_iter().collect()
}

/// The first entry of the lead of the entry at `place`, by the newest time before it.
fn begins(seen: &[Seen], place: usize) -> usize {
    let newest = seen[..place].iter().map(|seen| seen.at).max().unwrap_or(seen[0].at);
    seen.iter().position(|seen| seen.at >= lead(newest)).unwrap_or_default()
}

fn assert_same(one: &BTreeMap<Identity, Flag>, other: &BTreeMap<Identity, Flag>) {
    let say = |flag: Option<&Flag>| {
        flag.map(|f| {
            format!("{} {:?} {} {:?}", f.sign.code(), f.person, f.measured.sentence, f.entries)
        })
    };
    for key in one.keys().chain(other.keys()) {
        assert_eq!(say(one.get(key)), say(other.get(key)));
    }
    assert!(one == other);
}

#[test]
fn a_watch_that_begins_with_the_lead_raises_what_one_that_saw_everything_raises() {
    let mut by_sign: BTreeMap<&str, usize> = BTreeMap::new();
    let mut cut = 0;
    for round in 0..6 {
        let mut dice = Dice(0x5a3e_2026_1128_0001 + round);
        let seen = busy(&mut dice, 6000);
        for _ in 0..6 {
            let place = usize::try_from(dice.below(6000)).unwrap();
            let begins = begins(&seen, place);
            let whole = raised(&seen, 0, place);
            assert_same(&whole, &raised(&seen, begins, place));
            cut += usize::from(begins > 0);
            for flag in whole.values() {
                *by_sign.entry(flag.sign.code()).or_default() += 1;
            }
        }
    }
    // Nothing was compared with nothing.
    assert!(cut > 24, "{cut}");
    assert_eq!(by_sign.len(), Sign::ALL.len(), "{by_sign:?}");
}

#[test]
fn in_the_seeded_history_too_wherever_it_begins() {
    let seen = History::new().seen;
    for place in [65_000, 80_000, 99_000] {
        let begins = begins(&seen, place);
        assert!(begins > 2_000);
        let whole = raised(&seen, 0, place);
        assert!(!whole.is_empty());
        assert_same(&whole, &raised(&seen, begins, place));
    }
}

#[test]
fn groups_add_up_and_partners_do_not_touch_each_other() {
    let mut dice = Dice(0x5a3e_2026_1128_0002);
    let seen = busy(&mut dice, 6000);
    let whole = raised(&seen, 0, 0);
    let (mut watch, mut parts) = (Watch::default(), BTreeMap::new());
    for group in seen.chunks(37) {
        group.iter().for_each(|seen| shows(&mut watch, seen));
        parts.extend(watch.take());
    }
    assert_same(&whole, &parts);
    let mut apart = BTreeMap::new();
    for partner in ["partner-0", "partner-1"] {
        let own: Vec<Seen> =
            seen.iter().filter(|seen| seen.who.partner == partner).cloned().collect();
        apart.extend(raised(&own, 0, 0));
    }
    assert_same(&whole, &apart);
}

#[test]
fn a_flag_belongs_to_one_week_and_the_next_may_begin_with_what_is_remembered() {
    let me = who(1, 1);
    let monday = Week::of(Timestamp::from_ms(START_MS)).next().start();
    let mut watch = Watch::default();
    // Two a day from the Wednesday before until the Tuesday after.
    for n in 0..14_u64 {
        let ms = i64::try_from(n).unwrap() * 12 * HOUR_MS - 5 * MS_PER_DAY;
        let deed = look("XB123K", &format!("Report {n} about the van at the gate"));
        let (at, who) = (monday.plus_ms(ms), me.clone());
        let seen = Seen { index: n, at, who, meter: Meter::Searches, deed };
        watch.see(&seen, &sixty);
    }
    let flags = flags_of(&mut watch);
    let told: Vec<_> =
        flags.iter().map(|flag| (flag.week, flag.first().unwrap().0, flag.count)).collect();
    let week = Week::of(monday);
    // Ten until Sunday; in the new week, once half of what raises it was done there, all that is remembered.
    assert_eq!(told, [(Week(week.0 - 1), 0, 10), (week, 0, 14)]);
    // A period sees a flag by its entries.
    let after = monday.plus_ms(MS_PER_DAY * 5);
    let before = monday.plus_ms(-MS_PER_DAY * 6);
    assert!(flags.iter().all(|flag| flag.touches(monday.plus_ms(-HOUR_MS * 12), monday)));
    assert!(!flags[0].touches(monday, after) && flags[1].touches(monday, after));
    let gap = (monday.plus_ms(-HOUR_MS * 11), monday.plus_ms(-HOUR_MS));
    assert!(flags.iter().all(|flag| !flag.touches(gap.0, gap.1)));
    assert!(flags.iter().all(|flag| !flag.touches(before, monday.plus_ms(-MS_PER_DAY * 5))));
}
