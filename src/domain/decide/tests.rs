//! The decision under every kind of restriction. Absent: records with persons in them, whose own rules
//! are tested where they are parsed.

mod sequences;

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::domain::grant::{Conditions, Limits};
use crate::domain::id::ExchangeName;
use crate::domain::party::{PartnerKind, Screening, Standing};
use crate::domain::record::answer::{Outcome, OutcomeCode};
use crate::domain::record::grading::Handling;
use crate::domain::record::{Body, Component, Envelope, HandlingCode};

fn now() -> Timestamp {
    Timestamp::parse("2026-11-22T21:00:00Z").unwrap()
}

fn partner(id: &str, kind: PartnerKind) -> Arc<Partner> {
    Arc::new(Partner {
        id: PartnerId::parse(id).unwrap(),
        number: 1,
        name: id.into(),
        kind,
        standing: Standing::Active,
        license: None,
        quality_mark: None,
        scope: vec![],
        trial_until: None,
        proposed_by: None,
    })
}

fn caller(id: &str, role: Role) -> Caller {
    let partner = partner(id, PartnerKind::Police);
    let person = Person {
        partner: partner.id.clone(),
        id: PersonId::parse("P-1").unwrap(),
        role,
        standing: Standing::Active,
        screening: Some(Screening { authority: "AIVD".into(), valid_until: now().plus_days(9) }),
        training: None,
    };
    let certificate = Fingerprint::new([7; 32]);
    Caller { partner, person: Arc::new(person), certificate, asserted_by: None }
}

/// What makes the grant and the standing stricter, one switch each.
#[derive(Clone, Copy, Debug, Default)]
struct Restrictions {
    revoked: bool,
    over: bool,
    not_accepted: bool,
    other_purpose: bool,
    other_type: bool,
    shorter_life: bool,
    stricter_handling: bool,
    other_giver: bool,
    suspended: bool,
    unscreened: bool,
}

impl Restrictions {
    fn from_bits(bits: u16) -> Self {
        let on = |bit: u16| bits >> bit & 1 == 1;
        Self {
            revoked: on(0),
            over: on(1),
            not_accepted: on(2),
            other_purpose: on(3),
            other_type: on(4),
            shorter_life: on(5),
            stricter_handling: on(6),
            other_giver: on(7),
            suspended: on(8),
            unscreened: on(9),
        }
    }
}

fn grants(strict: Restrictions) -> Grants {
    let (police, firm) = (PartnerId::parse("politie").unwrap(), PartnerId::parse("firm").unwrap());
    let (from, to) = if strict.other_giver { (&firm, &police) } else { (&police, &firm) };
    let grant = Grant {
        id: GrantId::parse("g-1").unwrap(),
        agreement: "Convenant".into(),
        interest: "Veiligheid".into(),
        alliance: "Samen".into(),
        purposes: vec![if strict.other_purpose { Purpose::Supervision } else { Purpose::Offences }],
        types: vec![if strict.other_type { RecordType::Alert } else { RecordType::Outcome }],
        components: Component::ALL.to_vec(),
        conditions: Conditions {
            handling: if strict.stricter_handling { HandlingCode::H3 } else { HandlingCode::H0 },
            retention_days: if strict.shorter_life { 1 } else { 30 },
            onward: false,
            area: None,
            unconfirmed: vec![],
        },
        from: from.clone(),
        to: vec![to.clone()],
        valid_from: now().plus_ms(-1000),
        valid_until: if strict.over { now().plus_ms(-1) } else { now().plus_days(9) },
        limits: Limits { submissions: 9, searches: 9, deliveries: 9, burst: 9 },
    };
    let mut accepted = std::collections::BTreeSet::from([from.clone()]);
    if !strict.not_accepted {
        accepted.insert(to.clone());
    }
    let revoked_at = strict.revoked.then(now);
    let state = GrantState { grant: Arc::new(grant), digest: [0; 32], accepted, revoked_at };
    Grants::from([(state.grant.id.clone(), state)])
}

fn outcome() -> Record {
    let id = |text| RecordId::parse(text).unwrap();
    let envelope = Envelope {
        id: id("0190163d-8694-739b-aea5-966c26f8ad91"),
        exchange: ExchangeName::parse("test.example").unwrap(),
        issuer: PartnerId::parse("politie").unwrap(),
        author: PersonId::parse("P-1").unwrap(),
        issued_at: now(),
        expires_at: now().plus_days(5),
        status: Status::Actual,
        message: Message::New,
        references: vec![id("0190163d-8694-739b-aea5-966c26f8ad92")],
        purpose: Purpose::Offences,
        grant: GrantId::parse("g-1").unwrap(),
        case: None,
        audience: Audience::All,
        audience_area: None,
        handling: Handling { code: HandlingCode::H1, conditions: vec![], onward: false },
        grading: None,
        subject_category: None,
        opinions: vec![],
        area: None,
    };
    Record::new(envelope, Body::Outcome(Outcome { code: OutcomeCode::Confirmed, text: None }))
        .unwrap()
}

fn send(strict: Restrictions) -> Decision {
    let mut caller = caller("politie", Role::Officer);
    if strict.suspended {
        Arc::make_mut(&mut caller.partner).standing = Standing::Suspended;
    }
    if strict.unscreened {
        Arc::make_mut(&mut caller.person).screening = None;
    }
    let record = outcome();
    let grants = grants(strict);
    decide(
        &caller,
        Action::RecordSubmit,
        Subject::Sent(&record),
        Some(Purpose::Offences),
        &grants,
        now(),
    )
}

fn facts() -> Facts {
    let record = outcome();
    Facts {
        id: record.id(),
        record_type: record.record_type(),
        status: Status::Actual,
        message: Message::New,
        issuer: record.envelope.issuer.clone(),
        purpose: record.envelope.purpose,
        grant: record.envelope.grant.clone(),
        issued_at: record.envelope.issued_at,
        expires_at: record.envelope.expires_at,
    }
}

fn reason(decision: &Decision) -> Option<Reason> {
    match decision {
        Decision::Allow { .. } => None,
        Decision::Deny(refusal) => Some(refusal.reason),
    }
}

#[test]
fn what_the_grant_says_may_be_sent_and_nothing_else() {
    assert_eq!(reason(&send(Restrictions::default())), None);
    let cases = [
        (0, Reason::GrantNotInForce),
        (1, Reason::GrantNotInForce),
        (2, Reason::GrantNotInForce),
        (3, Reason::PurposeNotGranted),
        (4, Reason::DataNotGranted),
        (5, Reason::ExpiryBeyondCap),
        (6, Reason::ConditionsNotMet),
        (7, Reason::GrantDirection),
        (8, Reason::PartnerNotActive),
        (9, Reason::ScreeningExpired),
    ];
    for (bit, expected) in cases {
        let strict = Restrictions::from_bits(1 << bit);
        assert_eq!(reason(&send(strict)), Some(expected), "{strict:?}");
    }
}

#[test]
fn a_recipient_reads_for_the_same_purpose_only_and_not_after_the_end() {
    let firm = caller("firm", Role::Officer);
    let read = |purpose, at: Timestamp| {
        let facts = facts();
        let grants = grants(Restrictions::default());
        reason(&decide(
            &firm,
            Action::RecordOpen,
            Subject::Kept(&facts),
            Some(purpose),
            &grants,
            at,
        ))
    };
    assert_eq!(read(Purpose::Offences, now()), None);
    assert_eq!(read(Purpose::PublicOrder, now()), Some(Reason::PurposeMismatch));
    assert_eq!(read(Purpose::Offences, now().plus_days(6)), Some(Reason::NotFound));
}

#[test]
fn a_stranger_learns_nothing_of_a_grant() {
    let stranger = caller("other", Role::Officer);
    let facts = facts();
    let grants = grants(Restrictions::default());
    let decision = decide(
        &stranger,
        Action::RecordOpen,
        Subject::Kept(&facts),
        Some(Purpose::Offences),
        &grants,
        now(),
    );
    assert_eq!(reason(&decision), Some(Reason::GrantUnknown));
}

#[test]
fn a_system_neither_searches_nor_opens_by_itself() {
    let system = caller("politie", Role::System);
    for action in [Action::RecordSearch, Action::RecordOpen, Action::AuditSearch] {
        let decision = decide(
            &system,
            action,
            Subject::Nothing,
            Some(Purpose::Offences),
            &Grants::new(),
            now(),
        );
        assert_eq!(reason(&decision), Some(Reason::PersonRequired));
    }
}

proptest! {
    /// Adding restrictions to any set of them never turns a refusal into leave.
    #[test]
    fn a_restriction_never_allows_more(some in 0u16..1024, more in 0u16..1024) {
        let before = send(Restrictions::from_bits(some));
        let after = send(Restrictions::from_bits(some | more));
        if reason(&before).is_some() {
            prop_assert!(reason(&after).is_some());
        }
    }
}
