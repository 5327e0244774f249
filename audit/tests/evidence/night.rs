//! The story that the tests tell: a key is registered, a grant agreed, an alert sent, opened,
//! searched for; an entry is erased, and one has had its day.

use samen_audit::bundle::{Bundle, GrantClaim, Line};
use samen_audit::hash::sha256;
use samen_audit::leaf::{Class, FieldId};
use samen_audit::text::hex;
use serde_json::json;

use super::cast::{Author, CHIEF, EXCHANGE, GUARD, OFFICER, OWNER};
use super::scene::Scene;

const RECORD_ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";
pub(crate) const GRANT_ID: &str = "grant-7";

/// Entries of the story by what they are.
pub(crate) mod at {
    pub(crate) const KEY: u64 = 1;
    pub(crate) const PROPOSAL: u64 = 2;
    pub(crate) const ACCEPTANCE: u64 = 3;
    pub(crate) const ALERT: u64 = 4;
    pub(crate) const OPENED: u64 = 5;
    pub(crate) const SEARCHED: u64 = 6;
    pub(crate) const ERASED: u64 = 7;
    pub(crate) const OLD: u64 = 8;
    pub(crate) const ERASURE: u64 = 9;
}

/// The log of the night and the documents that it commits to.
pub(crate) struct Night {
    pub(crate) scene: Scene,
    pub(crate) record: String,
    pub(crate) grant: GrantClaim,
}

fn grant() -> GrantClaim {
    let proposal = json!({
        "version": 1, "exchange": EXCHANGE, "id": GRANT_ID, "author": CHIEF.person,
        "issued_at": "2026-11-22T20:00:02Z", "from": "politie", "to": ["firm"],
        "valid_from": "2026-11-22T00:00:00Z", "valid_until": "2026-12-22T00:00:00Z",
    });
    let proposal = CHIEF.sign(&proposal.to_string(), "samen-grant+json");
    let acceptance = json!({
        "version": 1, "exchange": EXCHANGE, "grant": GRANT_ID,
        "grant_sha256": hex(&sha256(proposal.as_bytes())), "partner": "firm",
        "author": OWNER.person, "issued_at": "2026-11-22T20:00:03Z",
    });
    let acceptance = OWNER.sign(&acceptance.to_string(), "samen-grant-acceptance+json");
    let (acceptances, revocations) = (vec![acceptance], Vec::new());
    GrantClaim { id: GRANT_ID.to_owned(), proposal, acceptances, revocations }
}

fn record() -> String {
    let payload = json!({
        "type": "alert", "version": 1, "id": RECORD_ID, "exchange": EXCHANGE,
        "issuer": OFFICER.partner, "author": OFFICER.person, "grant": GRANT_ID,
        "body": { "plate": { "country": "NL", "text": "12-ABC-3" } },
    });
    OFFICER.sign(&payload.to_string(), "samen-record+json")
}

impl Night {
    pub(crate) fn new() -> Self {
        let (record, grant) = (record(), grant());
        let mut scene = Scene::default();
        scene.log(Class::Open, 0, &[(FieldId::ACTION, b"exchange.open")]);
        let kid = OFFICER.kid();
        let key = [(FieldId::ACTION, &b"key.register"[..]), (FieldId::SUBJECT, kid.as_bytes())];
        scene.log(Class::Key, 1, &by(&CHIEF, &key));
        let consent = |action: &'static str, jws: &str| {
            vec![
                (FieldId::ACTION, action.as_bytes().to_vec()),
                (FieldId::GRANT, GRANT_ID.as_bytes().to_vec()),
                (FieldId::SUBJECT, GRANT_ID.as_bytes().to_vec()),
                (FieldId::RECORD_SHA256, sha256(jws.as_bytes()).to_vec()),
            ]
        };
        let (proposed, accepted) = (
            consent("grant.propose", &grant.proposal),
            consent("grant.accept", &grant.acceptances[0]),
        );
        scene.log(Class::Grant, 2, &by(&CHIEF, &borrowed(&proposed)));
        scene.log(Class::Grant, 3, &by(&OWNER, &borrowed(&accepted)));
        let digest = sha256(record.as_bytes());
        let alert = [
            (FieldId::ACTION, &b"record.submit"[..]),
            (FieldId::RECORDS, RECORD_ID.as_bytes()),
            (FieldId::GRANT, GRANT_ID.as_bytes()),
            (FieldId::RECIPIENTS, b"firm"),
            (FieldId::RECORD_SHA256, &digest),
        ];
        scene.log(Class::Disclosure, 60, &by(&OFFICER, &alert));
        let opened = [
            (FieldId::ACTION, &b"record.open"[..]),
            (FieldId::RECORDS, RECORD_ID.as_bytes()),
            (FieldId::GRANT, GRANT_ID.as_bytes()),
            (FieldId::JUSTIFICATION, b"Van seen on the premises"),
        ];
        scene.log(Class::Consultation, 120, &by(&GUARD, &opened));
        let searched = [
            (FieldId::ACTION, &b"record.search"[..]),
            (FieldId::ASKED, br#"{"plate":"XX-99-XX"}"#),
            (FieldId::GIVEN, b"nothing found"),
        ];
        scene.log(Class::Consultation, 180, &by(&GUARD, &searched));
        scene.log(Class::Consultation, 240, &by(&GUARD, &searched));
        let old = scene.log(Class::Consultation, 300, &by(&GUARD, &searched));
        // Its day was yesterday: 2026-11-21.
        scene = scene
            .rewritten(|entries| entries[usize::try_from(old).unwrap()].leaf.erase_day = 20_778);
        let erasure = [(FieldId::ACTION, &b"erase"[..]), (FieldId::GIVEN, b"entries 7")];
        scene.log(Class::Erase, 360, &by(&CHIEF, &erasure));
        for n in 0..20 {
            scene.log(Class::Heartbeat, 400 + n, &[(FieldId::ACTION, b"heartbeat")]);
        }
        Self { scene, record, grant }
    }

    /// A bundle of everything that the night has to show, under this checkpoint.
    pub(crate) fn bundle(&self, withheld: &[FieldId], checkpoint: &str) -> Bundle {
        let shown = [at::KEY, at::PROPOSAL, at::ACCEPTANCE, at::ALERT, at::OPENED, at::SEARCHED];
        let mut bundle = self.scene.bundle(&shown, withheld, checkpoint);
        bundle.entries.extend([
            self.scene.gone(at::ERASED, Some(at::ERASURE), checkpoint),
            self.scene.gone(at::OLD, None, checkpoint),
            self.scene.line(at::ERASURE, withheld, checkpoint),
        ]);
        bundle.records = vec![self.record.clone().into_bytes()];
        bundle.keys = [OFFICER, CHIEF, OWNER].iter().map(Author::claim).collect();
        bundle.grants = vec![self.grant.clone()];
        bundle
    }

    /// The line of an entry in a bundle, to be changed.
    pub(crate) fn line_of(bundle: &mut Bundle, index: u64) -> &mut Line {
        bundle.entries.iter_mut().find(|line| line.index() == index).unwrap()
    }
}

fn by<'a>(author: &'a Author, fields: &[(FieldId, &'a [u8])]) -> Vec<(FieldId, &'a [u8])> {
    let own = [
        (FieldId::PARTNER, author.partner.as_bytes()),
        (FieldId::PERSON, author.person.as_bytes()),
    ];
    own.into_iter().chain(fields.iter().copied()).collect()
}

fn borrowed(fields: &[(FieldId, Vec<u8>)]) -> Vec<(FieldId, &[u8])> {
    fields.iter().map(|(id, value)| (*id, value.as_slice())).collect()
}
