//! Who and what is registered, held in memory as one immutable snapshot, and its replacement.
//! Absent: where it is stored (`stored`), how it changes (`registry`, `grants`), and every decision.

use std::collections::HashMap;
use std::sync::Arc;

use samen_audit::jws::PublicKey;
use tokio::sync::watch;

use crate::domain::decide::Grants;
use crate::domain::device::KeyRequest;
use crate::domain::id::{Fingerprint, GrantId, KeyId, PartnerId, PersonId};
use crate::domain::party::{Certificate, Partner, Person, SigningKey};
use crate::domain::time::Timestamp;
use crate::wire::api::grant::GrantDocument;

/// A registered key, ready to verify with.
#[derive(Debug)]
pub struct RegisteredKey {
    /// Its registration.
    pub row: SigningKey,
    /// The key itself.
    pub public: PublicKey,
}

/// A change that one steward wants and another has to confirm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The partner of the steward who wants it.
    pub partner: PartnerId,
    /// That steward.
    pub person: PersonId,
    /// SHA-256 over what exactly is wanted.
    pub digest: [u8; 32],
}

/// Everything that is registered, at one moment.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    partners: HashMap<PartnerId, Arc<Partner>>,
    numbers: HashMap<u32, PartnerId>,
    persons: HashMap<(PartnerId, PersonId), Arc<Person>>,
    certificates: HashMap<Fingerprint, Arc<Certificate>>,
    keys: HashMap<KeyId, Arc<RegisteredKey>>,
    key_requests: HashMap<KeyId, Arc<KeyRequest>>,
    grants: Grants,
    documents: HashMap<GrantId, Arc<GrantDocument>>,
    proposals: HashMap<String, Proposal>,
}

impl Directory {
    /// The partner with this id.
    pub fn partner(&self, id: &PartnerId) -> Option<&Arc<Partner>> {
        self.partners.get(id)
    }

    /// The partner with this number in the store.
    pub fn partner_by_number(&self, number: u32) -> Option<&Arc<Partner>> {
        self.numbers.get(&number).and_then(|id| self.partners.get(id))
    }

    /// Every partner, by id.
    pub fn partners(&self) -> Vec<&Arc<Partner>> {
        let mut all: Vec<_> = self.partners.values().collect();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all
    }

    /// A number that no partner has had.
    pub fn next_number(&self) -> u32 {
        self.numbers.keys().max().map_or(1, |highest| highest + 1)
    }

    /// The person with this id at this partner.
    pub fn person(&self, partner: &PartnerId, person: &PersonId) -> Option<&Arc<Person>> {
        self.persons.get(&(partner.clone(), person.clone()))
    }

    /// Every person, by partner and id.
    pub fn persons(&self) -> Vec<&Arc<Person>> {
        let mut all: Vec<_> = self.persons.values().collect();
        all.sort_by(|a, b| (&a.partner, &a.id).cmp(&(&b.partner, &b.id)));
        all
    }

    /// The certificate with this fingerprint.
    pub fn certificate(&self, fingerprint: &Fingerprint) -> Option<&Arc<Certificate>> {
        self.certificates.get(fingerprint)
    }

    /// Every certificate, by fingerprint.
    pub fn certificates(&self) -> Vec<&Arc<Certificate>> {
        let mut all: Vec<_> = self.certificates.values().collect();
        all.sort_by_key(|certificate| certificate.fingerprint);
        all
    }

    /// The key with this thumbprint.
    pub fn key(&self, id: &str) -> Option<&Arc<RegisteredKey>> {
        KeyId::parse(id).ok().and_then(|id| self.keys.get(&id))
    }

    /// The first last moment of a license, quality mark, screening or certificate that is not before `from`.
    pub fn next_lapse(&self, from: Timestamp) -> Option<Timestamp> {
        let partners = self.partners.values().flat_map(|partner| {
            let license = partner.license.as_ref().map(|license| license.valid_until);
            [license, partner.quality_mark.as_ref().map(|mark| mark.valid_until)]
        });
        let persons = self.persons.values();
        let persons = persons.map(|person| person.screening.as_ref().map(|held| held.valid_until));
        let moments = partners.chain(persons).flatten();
        let certificates = self.certificates.values().map(|certificate| certificate.valid_until);
        moments.chain(certificates).filter(|moment| *moment >= from).min()
    }

    /// Every key, by thumbprint.
    pub fn keys(&self) -> Vec<&Arc<RegisteredKey>> {
        let mut all: Vec<_> = self.keys.values().collect();
        all.sort_by(|a, b| a.row.id.cmp(&b.row.id));
        all
    }

    /// The request for the key with this thumbprint.
    pub fn key_request(&self, id: &str) -> Option<&Arc<KeyRequest>> {
        KeyId::parse(id).ok().and_then(|id| self.key_requests.get(&id))
    }

    /// Every request for the key of a device, oldest first.
    pub fn key_requests(&self) -> Vec<&Arc<KeyRequest>> {
        let mut all: Vec<_> = self.key_requests.values().collect();
        all.sort_by(|a, b| (a.asked_at, &a.id).cmp(&(b.asked_at, &b.id)));
        all
    }

    /// The grants.
    pub fn grants(&self) -> &Grants {
        &self.grants
    }

    /// A grant as it was signed.
    pub fn grant_document(&self, id: &GrantId) -> Option<&Arc<GrantDocument>> {
        self.documents.get(id)
    }

    /// What is proposed about something.
    pub fn proposal(&self, about: &str) -> Option<&Proposal> {
        self.proposals.get(about)
    }

    /// Every proposal with what it is about, in that order.
    pub fn proposals(&self) -> Vec<(&str, &Proposal)> {
        let mut all: Vec<_> =
            self.proposals.iter().map(|(about, proposal)| (about.as_str(), proposal)).collect();
        all.sort_by_key(|(about, _)| *about);
        all
    }

    /// Adds, replaces or takes away a proposal.
    pub fn put_proposal(&mut self, about: String, proposal: Option<Proposal>) {
        match proposal {
            Some(proposal) => self.proposals.insert(about, proposal),
            None => self.proposals.remove(&about),
        };
    }

    /// Adds or replaces a partner.
    pub fn put_partner(&mut self, partner: Partner) {
        self.numbers.insert(partner.number, partner.id.clone());
        self.partners.insert(partner.id.clone(), Arc::new(partner));
    }

    /// Adds or replaces a person.
    pub fn put_person(&mut self, person: Person) {
        self.persons.insert((person.partner.clone(), person.id.clone()), Arc::new(person));
    }

    /// Adds or replaces a certificate.
    pub fn put_certificate(&mut self, certificate: Certificate) {
        self.certificates.insert(certificate.fingerprint, Arc::new(certificate));
    }

    /// Adds or replaces a key.
    pub fn put_key(&mut self, key: RegisteredKey) {
        self.keys.insert(key.row.id.clone(), Arc::new(key));
    }

    /// Adds or replaces a request for a key.
    pub fn put_key_request(&mut self, request: KeyRequest) {
        self.key_requests.insert(request.id.clone(), Arc::new(request));
    }

    /// Adds or replaces a grant.
    pub fn put_grant(
        &mut self,
        state: crate::domain::grant::GrantState,
        document: Arc<GrantDocument>,
    ) {
        let id = state.grant.id.clone();
        self.documents.insert(id.clone(), document);
        self.grants.insert(id, state);
    }
}

/// The present snapshot, and notice of the next one.
#[derive(Clone)]
pub struct DirectoryView(watch::Receiver<Arc<Directory>>);

impl DirectoryView {
    /// A view on what the sender publishes.
    pub fn new(receiver: watch::Receiver<Arc<Directory>>) -> Self {
        Self(receiver)
    }

    /// The present snapshot.
    pub fn now(&self) -> Arc<Directory> {
        self.0.borrow().clone()
    }

    /// Waits until something changes; returns at once when it has since the last call.
    pub async fn changed(&mut self) {
        if self.0.changed().await.is_err() {
            // The sequencer is gone, and with it every change: the process is stopping.
            std::future::pending::<()>().await;
        }
    }
}
