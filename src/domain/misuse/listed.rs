//! Alerts and those who listed them: withdrawn right after a search for them, or looked up again and again
//! by their own author. Absent: alerts that are older than a month.

use std::collections::HashMap;

use super::measured::many;
use super::{Flag, LookUp, Measured, Raised, Recent, Seen, Sent, Sign, Who};
use crate::domain::time::{Day, MS_PER_DAY, Timestamp};

/// How soon after the own partner's search a withdrawal is right after it: half an hour is enough to read
/// what a listing brought in and to take it back.
const RIGHT_AFTER_MS: i64 = 30 * 60_000;

/// How long an alert may have stood, to be one that was listed only for the answer: a shift. One that
/// stood longer was most likely wanted.
const SHORT_LIVED_MS: i64 = 8 * 3_600_000;

/// How long an alert is remembered: alerts live for days, seldom for weeks.
const REMEMBERED_MS: i64 = 30 * MS_PER_DAY;

/// Look-ups of an own alert in a week that are looked at. The reason `own-record` is there to check what
/// one sent; who states another reason follows the alert as if it were somebody else's.
const OWN_LOOKS: usize = 3;

#[derive(Default)]
pub(super) struct Listings {
    alerts: HashMap<String, Alert>,
    by_plate: HashMap<String, Vec<String>>,
    /// The last search of a partner for a plate.
    searched: HashMap<(String, String), (Timestamp, u64)>,
    own: HashMap<(Who, String), Recent<()>>,
    swept: Option<Day>,
}

struct Alert {
    author: Who,
    at: Timestamp,
    index: u64,
    plates: Vec<String>,
}

impl Listings {
    pub(super) fn looked_up(&mut self, seen: &Seen, look: &LookUp, raised: &mut Raised) {
        self.sweep(seen.at);
        for target in &look.targets {
            if look.is_search {
                let key = (seen.who.partner.clone(), target.clone());
                self.searched.insert(key, (seen.at, seen.index));
            }
            let listed = self.by_plate.get(target).into_iter().flatten();
            let own = listed.filter_map(|id| self.alerts.get(id).map(|alert| (id, alert))).any(
                |(_, alert)| alert.author == seen.who && seen.at.since(alert.at) <= REMEMBERED_MS,
            );
            if own && !look.as_own_record {
                let recent = self.own.entry((seen.who.clone(), target.clone())).or_default();
                recent.add(seen, ());
                if recent.done.len() >= OWN_LOOKS {
                    let half = recent.this_week().count() >= OWN_LOOKS.div_ceil(2);
                    recent.flag(Sign::OwnAlert, (&seen.who, target), half, raised, |count| {
                        let sentence = format!(
                            "Looked up the plate of an alert of their own {count} times for another \
                             reason than own-record; {OWN_LOOKS} within seven days raise this."
                        );
                        Measured::said(sentence).with("times", count).with("raises", OWN_LOOKS)
                    });
                }
            }
        }
    }

    pub(super) fn sent(&mut self, seen: &Seen, sent: &Sent, raised: &mut Raised) {
        self.sweep(seen.at);
        for id in &sent.withdraws {
            let alert = self.alerts.get(id);
            if let Some(flag) = alert.and_then(|alert| self.withdrawn(seen, alert)) {
                raised.put(&seen.index.to_string(), &flag);
            }
        }
        if sent.is_alert {
            let (at, index, plates) = (seen.at, seen.index, sent.plates.clone());
            for plate in &plates {
                self.by_plate.entry(plate.clone()).or_default().push(sent.record.clone());
            }
            let alert = Alert { author: seen.who.clone(), at, index, plates };
            self.alerts.insert(sent.record.clone(), alert);
        }
    }

    fn withdrawn(&self, seen: &Seen, alert: &Alert) -> Option<Flag> {
        let stood = seen.at.since(alert.at);
        if stood > SHORT_LIVED_MS {
            return None;
        }
        let search = alert.plates.iter().find_map(|plate| {
            let key = (seen.who.partner.clone(), plate.clone());
            let (at, index) = self.searched.get(&key)?;
            let after = seen.at.since(*at);
            (*at >= alert.at && after <= RIGHT_AFTER_MS).then_some((*at, *index, after))
        });
        let (searched_at, searched, after) = search?;
        let mut flag = Flag::new(Sign::WithdrawnAfterSearch, &seen.who, seen.at);
        flag.add(alert.index, alert.at);
        flag.add(searched, searched_at);
        flag.add(seen.index, seen.at);
        // What came in late may lie after the withdrawal by the clock.
        let [stood, after] = [stood, after].map(|ms| ms.max(0).unsigned_abs() / 60_000);
        let (soon, short) = (RIGHT_AFTER_MS / 60_000, SHORT_LIVED_MS / 3_600_000);
        let sentence = format!(
            "Withdrew an alert after {}, {} after the own partner searched for its plate; {soon} minutes or \
             less after an alert of {short} hours or less raise this.",
            many(stood, "minute"),
            many(after, "minute"),
        );
        flag.measured = Measured::said(sentence)
            .with("stood_minutes", stood)
            .with("after_minutes", after)
            .with("raises_minutes", soon)
            .with("raises_hours", short);
        Some(flag)
    }

    /// Lets go of what has not counted for a day, so that it makes no difference when this is called.
    fn sweep(&mut self, now: Timestamp) {
        if self.swept == Some(now.day()) {
            return;
        }
        self.swept = Some(now.day());
        self.alerts.retain(|_, alert| now.since(alert.at) <= REMEMBERED_MS + MS_PER_DAY);
        let alerts = &self.alerts;
        self.by_plate.retain(|_, ids| {
            ids.retain(|id| alerts.contains_key(id));
            !ids.is_empty()
        });
        self.searched.retain(|_, (at, _)| now.since(*at) <= RIGHT_AFTER_MS + MS_PER_DAY);
        self.own.retain(|_, recent| !recent.is_over(now));
    }
}
