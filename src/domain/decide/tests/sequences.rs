//! Long sequences of what can happen to a firm that reads: grants accepted, revoked and given anew,
//! standing changed, papers renewed, clocks moved. After every step the decision is compared with the
//! rule written a second time, and with a world in which nothing was ever restricted.
//! Absent: one restriction at a time (its parent).

use super::*;
use crate::domain::party::{License, QualityMark};

/// Days that a step may move the clock, or papers may still be valid for.
const DAYS: u32 = 12;

/// What can happen.
#[derive(Clone, Debug)]
enum Step {
    /// A party of a grant signs it.
    Accept { grant: usize, firm: bool },
    /// A party of a grant revokes it.
    Revoke { grant: usize },
    /// The same grant is proposed anew, for another purpose or the same.
    Propose { grant: usize, purpose: Purpose },
    /// The standing of the partner or of its person changes.
    Standing { person: bool, standing: Standing },
    /// A license, a quality mark or a screening is renewed until some days from now.
    Papers { which: u8, days: u32 },
    /// Time passes, in hours.
    Clock { hours: u32 },
}

fn purposes() -> impl Strategy<Value = Purpose> {
    prop::sample::select(vec![Purpose::Offences, Purpose::PublicOrder, Purpose::Supervision])
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let standing = prop::sample::select(vec![
        Standing::Applied,
        Standing::Active,
        Standing::Active,
        Standing::Suspended,
        Standing::Withdrawn,
    ]);
    let step = prop_oneof![
        (0..2usize, any::<bool>()).prop_map(|(grant, firm)| Step::Accept { grant, firm }),
        (0..2usize).prop_map(|grant| Step::Revoke { grant }),
        (0..2usize, purposes()).prop_map(|(grant, purpose)| Step::Propose { grant, purpose }),
        (any::<bool>(), standing)
            .prop_map(|(person, standing)| Step::Standing { person, standing }),
        (0..3u8, 0..DAYS).prop_map(|(which, days)| Step::Papers { which, days }),
        (0..72u32).prop_map(|hours| Step::Clock { hours }),
    ];
    prop::collection::vec(step, 0..40)
}

/// A firm, the two grants that it may read under, and the time.
struct Night {
    reader: Caller,
    grants: Grants,
    at: Timestamp,
}

impl Night {
    /// Everything in order.
    fn new() -> Self {
        let mut reader = caller("firm", Role::Guard);
        let until = now().plus_days(DAYS);
        let firm = Arc::make_mut(&mut reader.partner);
        firm.kind = PartnerKind::Firm;
        firm.license = Some(License {
            number: "ND-1".into(),
            category: "ND".into(),
            authority: "Justis".into(),
            territory: "NL".into(),
            valid_until: until,
        });
        firm.quality_mark = Some(QualityMark { name: "Keurmerk".into(), valid_until: until });
        Self { reader, grants: Self::both(), at: now() }
    }

    fn both() -> Grants {
        let one = grants(Restrictions::default()).into_values().next().unwrap();
        let name = |number: usize| GrantId::parse(&format!("g-{}", number + 1)).unwrap();
        (0..2)
            .map(|number| {
                let grant = Grant { id: name(number), ..Grant::clone(&one.grant) };
                (name(number), GrantState { grant: Arc::new(grant), ..one.clone() })
            })
            .collect()
    }

    fn state(&mut self, number: usize) -> &mut GrantState {
        self.grants.values_mut().nth(number).unwrap()
    }

    fn happen(&mut self, step: &Step) {
        let at = self.at;
        match *step {
            Step::Accept { grant, firm } => {
                let state = self.state(grant);
                let party = if firm { state.grant.to[0].clone() } else { state.grant.from.clone() };
                state.accepted.insert(party);
            }
            Step::Revoke { grant } => self.state(grant).revoked_at = Some(at),
            Step::Propose { grant, purpose } => {
                let state = self.state(grant);
                let anew = Grant {
                    purposes: vec![purpose],
                    valid_from: at,
                    valid_until: at.plus_days(DAYS / 2),
                    ..Grant::clone(&state.grant)
                };
                state.accepted = [anew.from.clone()].into();
                state.grant = Arc::new(anew);
                state.revoked_at = None;
            }
            Step::Standing { person: true, standing } => {
                Arc::make_mut(&mut self.reader.person).standing = standing;
            }
            Step::Standing { person: false, standing } => {
                Arc::make_mut(&mut self.reader.partner).standing = standing;
            }
            Step::Papers { which, days } => self.renew(which, at.plus_days(days)),
            Step::Clock { hours } => self.at = at.plus_ms(i64::from(hours) * 3_600_000),
        }
    }

    fn renew(&mut self, which: u8, until: Timestamp) {
        let partner = Arc::make_mut(&mut self.reader.partner);
        match which {
            0 => partner.license.as_mut().unwrap().valid_until = until,
            1 => partner.quality_mark.as_mut().unwrap().valid_until = until,
            _ => {
                let screening = Screening { authority: "Justis".into(), valid_until: until };
                Arc::make_mut(&mut self.reader.person).screening = Some(screening);
            }
        }
    }

    fn may(&self, facts: &Facts, purpose: Purpose) -> bool {
        let subject = Subject::Kept(facts);
        let decision =
            decide(&self.reader, Action::RecordOpen, subject, Some(purpose), &self.grants, self.at);
        reason(&decision).is_none()
    }

    /// The rule in other words: everything has to hold at this very moment.
    fn ought(&self, facts: &Facts, purpose: Purpose) -> bool {
        let (partner, person) = (&self.reader.partner, &self.reader.person);
        let standing = [partner.standing, person.standing] == [Standing::Active; 2];
        let papers = [
            partner.license.as_ref().map(|license| license.valid_until),
            partner.quality_mark.as_ref().map(|mark| mark.valid_until),
            person.screening.as_ref().map(|screening| screening.valid_until),
        ];
        let state = &self.grants[&facts.grant];
        let signed = state.accepted.len() == 2 && state.revoked_at.is_none();
        let period = state.grant.valid_from..=state.grant.valid_until;
        standing
            && papers.iter().all(|until| until.is_some_and(|until| self.at <= until))
            && signed
            && period.contains(&self.at)
            && state.grant.purposes == [facts.purpose]
            && purpose == facts.purpose
            && self.at <= facts.expires_at
    }
}

/// A record of the police under one of the grants.
fn record(number: usize, purpose: Purpose, days: u32) -> Facts {
    let grant = GrantId::parse(&format!("g-{}", number + 1)).unwrap();
    Facts { grant, purpose, expires_at: now().plus_days(days), ..facts() }
}

proptest! {
    #[test]
    fn no_sequence_lets_a_reader_see_more_than_the_rules_of_that_moment(
        steps in steps(),
        number in 0..2usize,
        purpose in purposes(),
        stated in purposes(),
        days in 0..DAYS,
    ) {
        let facts = record(number, purpose, days);
        let mut night = Night::new();
        for step in &steps {
            night.happen(step);
            prop_assert_eq!(night.may(&facts, stated), night.ought(&facts, stated), "{:?}", step);
        }
    }

    #[test]
    fn whatever_happened_nobody_sees_more_than_where_nothing_ever_did(
        steps in steps(),
        purpose in purposes(),
        stated in purposes(),
    ) {
        let facts = record(0, purpose, DAYS);
        let mut night = Night::new();
        for step in &steps {
            night.happen(step);
            // The same moment, with every paper in order and a grant for everything, signed by all.
            let mut free = Night { at: night.at, ..Night::new() };
            (0..3).for_each(|which| free.renew(which, night.at.plus_days(1)));
            let state = free.state(0);
            let all = vec![Purpose::Offences, Purpose::PublicOrder, Purpose::Supervision];
            let valid_until = night.at.plus_days(1);
            let wide = Grant { purposes: all, valid_until, ..Grant::clone(&state.grant) };
            state.grant = Arc::new(wide);
            prop_assert!(!night.may(&facts, stated) || free.may(&facts, stated), "{:?}", step);
        }
    }
}
