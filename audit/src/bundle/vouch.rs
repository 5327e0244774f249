//! The checks of what the exchange says of keys and grants: which entries of the log vouch for a
//! key, and whether the parties of a grant signed it. A claim that nothing vouches for is told.

use std::collections::{BTreeMap, BTreeSet};

use super::documents::Document;
use super::verdict::{Indexes, Report, Wrong};
use super::{Bundle, GrantClaim, Line};
use crate::hash::{Hash, sha256};
use crate::leaf::{Class, FieldId, Leaf};
use crate::moment;
use crate::text::hex;

const GRANT_TYP: &str = "samen-grant+json";
const ACCEPTANCE_TYP: &str = "samen-grant-acceptance+json";
const REVOCATION_TYP: &str = "samen-grant-revocation+json";

/// The action of an entry that withdraws a key.
const WITHDRAWAL: &str = "key.withdraw";

/// How far the clock of a signer may be off, in milliseconds: what an exchange accepts.
const CLOCKS_DIFFER_MS: u64 = 5 * 60 * 1000;

impl GrantClaim {
    /// The digests of its signed documents, as entries commit to them.
    pub(super) fn digests(&self) -> impl Iterator<Item = Hash> {
        let consents = self.acceptances.iter().chain(&self.revocations);
        std::iter::once(&self.proposal).chain(consents).map(|jws| sha256(jws.as_bytes()))
    }
}

impl Bundle {
    /// Says which keys an entry of the log vouches for. A withdrawal that the log has and the claim
    /// has not is a lie.
    pub(super) fn check_keys(&self, report: &mut Report) {
        let named = self.entries_by_subject(Class::Key);
        let mut wrong = Wrong::default();
        let mut vouched = 0;
        for key in &self.keys {
            let lines = named.get(key.public.thumbprint().as_str());
            let (gone, registered): (Vec<&&Line>, Vec<_>) =
                lines.into_iter().flatten().partition(|line| action(line) == Some(WITHDRAWAL));
            vouched += usize::from(!registered.is_empty());
            if let (Some(line), None) = (gone.first(), key.withdrawn_at_ms) {
                let index = line.index();
                wrong.add(|| {
                    format!("a key was withdrawn by entry {index}, and keys.json hides it")
                });
            }
        }
        let (count, unvouched) = (self.keys.len(), self.keys.len() - vouched);
        report.unless(
            "keys",
            wrong,
            format!("{vouched} of {count} are registered by an entry shown"),
        );
        if unvouched > 0 {
            let text = format!(
                "{unvouched} are the exchange's word: compare their thumbprints with their owners"
            );
            report.note("keys", text);
        }
    }

    /// Every document of a grant verifies with a key of the party that it speaks for.
    pub(super) fn check_grants(&self, report: &mut Report) {
        let mut wrong = Wrong::default();
        for grant in &self.grants {
            if let Err(reason) = self.verify_grant(grant) {
                wrong.add(|| format!("a grant does not hold: {reason}"));
            }
        }
        let count = self.grants.len();
        report.unless("grants", wrong, format!("{count} are signed by their parties"));
        let known: BTreeSet<&str> = self.grants.iter().map(|grant| grant.id.as_str()).collect();
        let absent = |line: &&Line| {
            line.opened_text(FieldId::GRANT).is_some_and(|grant| !known.contains(grant))
        };
        let absent: Vec<u64> = self.entries.iter().filter(absent).map(Line::index).collect();
        if !absent.is_empty() {
            report.note("grants", format!("absent: the grants of {}", Indexes(&absent)));
        }
        let outside: Vec<u64> =
            self.entries.iter().filter(|line| self.is_outside(line)).map(Line::index).collect();
        if !outside.is_empty() {
            report
                .note("grants", format!("outside the time of their grant: {}", Indexes(&outside)));
        }
    }

    fn verify_grant(&self, grant: &GrantClaim) -> Result<(), &'static str> {
        let proposal = self.verify_document(grant.proposal.as_bytes(), GRANT_TYP, "from")?;
        if proposal.text("id") != Some(&grant.id) {
            return Err("what was proposed has another id");
        }
        let digest = hex(&sha256(grant.proposal.as_bytes()));
        let consents = grant.acceptances.iter().map(|jws| (jws, ACCEPTANCE_TYP));
        for (jws, typ) in consents.chain(grant.revocations.iter().map(|jws| (jws, REVOCATION_TYP)))
        {
            let consent = self.verify_document(jws.as_bytes(), typ, "partner")?;
            let is_of_this = consent.text("grant") == Some(&grant.id)
                && consent.text("grant_sha256") == Some(&digest);
            if !is_of_this {
                return Err("a consent is about another grant");
            }
            let partner = consent.text("partner").unwrap_or_default();
            if proposal.text("from") != Some(partner) && !proposal.texts("to").contains(&partner) {
                return Err("a consent is by a stranger to it");
            }
        }
        Ok(())
    }

    /// A document about a grant, signed with a key of the partner that `party` names.
    fn verify_document(
        &self,
        jws: &[u8],
        typ: &str,
        party: &str,
    ) -> Result<Document, &'static str> {
        let document = Document::read(jws, typ)?;
        let key = self.key(document.jws.kid()).ok_or("a key of it is not in keys.json")?;
        key.public.verify(&document.jws).map_err(|_| "a signature does not verify")?;
        if document.text(party) != Some(&key.partner)
            || document.text("author") != Some(&key.person)
        {
            return Err("it is signed with the key of somebody else");
        }
        if document.text("exchange") != Some(&self.exchange) {
            return Err("it is meant for another exchange");
        }
        let issued = document.text("issued_at").and_then(moment::read).ok_or("it has no time")?;
        let early = issued.saturating_add(CLOCKS_DIFFER_MS);
        let late = issued.saturating_sub(CLOCKS_DIFFER_MS);
        if [issued, early, late].into_iter().any(|moment| key.is_valid_at(moment)) {
            Ok(document)
        } else {
            Err("a key did not count when it was signed")
        }
    }

    /// Whether an entry rests on a grant that the bundle shows to be over, revoked or not begun.
    fn is_outside(&self, line: &Line) -> bool {
        let resting = [Class::Collection, Class::Disclosure, Class::Consultation];
        let rests = Leaf::parse(line.leaf()).is_ok_and(|leaf| resting.contains(&leaf.class));
        let (Some(id), Some(time), true) =
            (line.opened_text(FieldId::GRANT), line.opened_time_ms(), rests)
        else {
            return false;
        };
        let Some(grant) = self.grants.iter().find(|grant| grant.id == id) else {
            return false;
        };
        let read = |jws: &str, typ| Document::read(jws.as_bytes(), typ).ok();
        let Some(proposal) = read(&grant.proposal, GRANT_TYP) else {
            return false;
        };
        let moment = |document: &Document, member| document.text(member).and_then(moment::read);
        let from = moment(&proposal, "valid_from").unwrap_or(0);
        let until = moment(&proposal, "valid_until").unwrap_or(u64::MAX);
        let accepted: Vec<Document> =
            grant.acceptances.iter().filter_map(|jws| read(jws, ACCEPTANCE_TYP)).collect();
        let has_accepted =
            |party: &str| accepted.iter().any(|document| document.text("partner") == Some(party));
        let revoked = grant.revocations.iter().any(|jws| {
            let at = read(jws, REVOCATION_TYP).and_then(|document| moment(&document, "issued_at"));
            at.is_some_and(|at| at.saturating_add(CLOCKS_DIFFER_MS) < time)
        });
        let by_all = proposal.texts("to").into_iter().all(has_accepted);
        revoked || !by_all || !(from..=until).contains(&time)
    }

    /// The entries of a class by what they say that they administer.
    fn entries_by_subject(&self, class: Class) -> BTreeMap<&str, Vec<&Line>> {
        let mut out: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
        for line in &self.entries {
            let is_of_class = Leaf::parse(line.leaf()).is_ok_and(|leaf| leaf.class == class);
            if let (true, Some(subject)) = (is_of_class, line.opened_text(FieldId::SUBJECT)) {
                out.entry(subject).or_default().push(line);
            }
        }
        out
    }
}

fn action(line: &Line) -> Option<&str> {
    line.opened_text(FieldId::ACTION)
}
