//! What a caller can do, who has each action by kind and role, and under which operation it is logged.
//! Absent: whether this caller may do it to this record now (`decide`), and paths and methods (`http`).

use super::party::{PartnerKind, Role};

/// The operation under which an entry is logged: the six of LED art. 25(1), and two of the exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// Data came in.
    Collection,
    /// Data was changed.
    Alteration,
    /// Data was looked at.
    Consultation,
    /// Data was given to others.
    Disclosure,
    /// Data was combined with other data.
    Combination,
    /// Data was erased.
    Erasure,
    /// Parties, persons, certificates, keys or grants were administered.
    Administration,
    /// A request was refused.
    Refusal,
}

impl Operation {
    /// Every operation.
    pub const ALL: [Self; 8] = [
        Self::Collection,
        Self::Alteration,
        Self::Consultation,
        Self::Disclosure,
        Self::Combination,
        Self::Erasure,
        Self::Administration,
        Self::Refusal,
    ];

    /// The name in log entries.
    pub fn code(self) -> &'static str {
        match self {
            Self::Collection => "collection",
            Self::Alteration => "alteration",
            Self::Consultation => "consultation",
            Self::Disclosure => "disclosure",
            Self::Combination => "combination",
            Self::Erasure => "erasure",
            Self::Administration => "administration",
            Self::Refusal => "refusal",
        }
    }
}

/// The budget of a partner that a request spends from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meter {
    /// Records and signed receipts coming in.
    Submissions,
    /// Searches, opened records and questions to the audit log.
    Searches,
    /// Feeds, snapshots and evidence going out.
    Deliveries,
    /// Grants, partners, persons, certificates and keys.
    Administration,
    /// Entries about refusals over one of the other limits.
    Refusals,
    /// Files and documents that are the same for everybody.
    Contract,
}

impl Meter {
    /// The meters whose limits belong to a partner.
    pub const ALL: [Self; 4] =
        [Self::Submissions, Self::Searches, Self::Deliveries, Self::Administration];

    /// The name in the `RateLimit-Policy` header.
    pub fn code(self) -> &'static str {
        match self {
            Self::Submissions => "submissions",
            Self::Searches => "searches",
            Self::Deliveries => "deliveries",
            Self::Administration => "administration",
            Self::Refusals => "refusals",
            Self::Contract => "contract",
        }
    }
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $operation:ident, $meter:ident;)*) => {
        /// Everything that a caller can ask the exchange to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $($(#[$doc])* $name,)* }

        impl Action {
            /// Every action.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name in log entries, metrics and refusals.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The operation under which a granted request is logged.
            pub fn operation(self) -> Operation {
                match self { $(Self::$name => Operation::$operation,)* }
            }

            /// The budget that a request spends from.
            pub fn meter(self) -> Meter {
                match self { $(Self::$name => Meter::$meter,)* }
            }
        }
    };
}

actions! {
    /// Submit one signed record.
    RecordSubmit = "record.submit", Disclosure, Submissions;
    /// Send the same bytes again and get the first receipt again.
    RecordRepeat = "record.repeat", Consultation, Submissions;
    /// Open one record.
    RecordOpen = "record.open", Consultation, Searches;
    /// Search among the records that one's partner sent or received.
    RecordSearch = "record.search", Consultation, Searches;
    /// Follow the live feed.
    FeedFollow = "feed.follow", Consultation, Deliveries;
    /// See reports beside the alert that they answer, and what became of one's own records.
    FollowUpRead = "follow-up.read", Consultation, Deliveries;
    /// Fetch the alerts in force.
    AlertsRead = "alerts.read", Consultation, Deliveries;
    /// Say with a signed receipt how far one has got.
    DeliveryAcknowledge = "delivery.acknowledge", Collection, Submissions;
    /// Propose a grant.
    GrantPropose = "grant.propose", Administration, Administration;
    /// Accept a grant on behalf of a party.
    GrantAccept = "grant.accept", Administration, Administration;
    /// Revoke a grant on behalf of a party.
    GrantRevoke = "grant.revoke", Administration, Administration;
    /// Read the grants that one is a party to.
    GrantRead = "grant.read", Consultation, Administration;
    /// Admit a partner or change its particulars.
    PartnerAdmit = "partner.admit", Administration, Administration;
    /// Change the standing of a partner.
    PartnerStanding = "partner.standing", Administration, Administration;
    /// See who would receive a record, before it is sent.
    GrantPreview = "grant.preview", Consultation, Administration;
    /// Read the partners.
    PartnerRead = "partner.read", Consultation, Administration;
    /// Register a person or system, or change its particulars.
    PersonRegister = "person.register", Administration, Administration;
    /// Change the standing of a person or system.
    PersonStanding = "person.standing", Administration, Administration;
    /// Read the persons and systems.
    PersonRead = "person.read", Consultation, Administration;
    /// Register a client certificate.
    CertificateRegister = "certificate.register", Administration, Administration;
    /// Withdraw a client certificate.
    CertificateWithdraw = "certificate.withdraw", Administration, Administration;
    /// Read the registered certificates.
    CertificateRead = "certificate.read", Consultation, Administration;
    /// Register a signing key.
    KeyRegister = "key.register", Administration, Administration;
    /// Withdraw a signing key.
    KeyWithdraw = "key.withdraw", Administration, Administration;
    /// Read the registered signing keys.
    KeyRead = "key.read", Consultation, Administration;
    /// Read the public key of whoever signed a record.
    SignerRead = "signer.read", Consultation, Deliveries;
    /// Ask to have the key of one's own device registered.
    KeyRequest = "key.request", Administration, Administration;
    /// Read which devices wait for approval.
    KeyRequestRead = "key.requests", Consultation, Administration;
    /// Approve the key of a device, which registers it.
    KeyApprove = "key.approve", Administration, Administration;
    /// Refuse the key of a device.
    KeyRefuse = "key.refuse", Administration, Administration;
    /// Read what the exchange has registered about oneself.
    SelfRead = "self.read", Consultation, Administration;
    /// Search the audit log.
    AuditSearch = "audit.search", Consultation, Searches;
    /// Open one entry of the audit log.
    AuditOpen = "audit.open", Consultation, Searches;
    /// Take an evidence bundle out of the audit log.
    AuditBundle = "audit.bundle", Consultation, Searches;
    /// Have signs of misuse computed from the audit log.
    AuditFlags = "audit.flags", Consultation, Searches;
    /// Count a year of the audit log.
    AuditOverview = "audit.overview", Consultation, Searches;
    /// Collect what concerns one citizen.
    AuditSubject = "audit.subject", Consultation, Searches;
    /// Draw a random sample of entries, or see how far its review has come.
    AuditSample = "audit.sample", Consultation, Searches;
    /// Say what was found about an entry.
    AuditReview = "audit.review", Administration, Administration;
    /// Read how far recalls and corrections have got.
    AuditRecalls = "audit.recalls", Consultation, Searches;
    /// Read how the witnesses stand.
    AuditWitnesses = "audit.witnesses", Consultation, Searches;
    /// Keep a record beyond its retention for a while.
    RecordHold = "record.hold", Administration, Administration;
    /// End such a hold.
    RecordRelease = "record.release", Administration, Administration;
    /// Erase a record before its retention has ended.
    RecordErase = "record.erase", Erasure, Administration;
    /// Say that the audit of a period is done, so that its entries may be erased in their time.
    AuditClose = "audit.close", Administration, Administration;
    /// The exchange itself erases what has been kept long enough; nobody asks for this.
    RetentionErase = "retention.erase", Erasure, Administration;
    /// The exchange itself seals records under another key, because what shared theirs is erased;
    /// nobody asks for this.
    RetentionReseal = "retention.reseal", Alteration, Administration;
    /// The exchange itself started; nobody asks for this.
    ExchangeOpen = "exchange.open", Administration, Administration;
    /// The exchange itself says that it is there while nothing happens; nobody asks for this.
    ExchangeHeartbeat = "exchange.heartbeat", Administration, Administration;
    /// The log goes on under a new origin after its newest part was lost; nobody asks for this.
    LogContinue = "log.continue", Administration, Administration;
    /// Fetch checkpoints, tiles and proofs, which carry no content.
    EvidenceRead = "evidence.read", Consultation, Deliveries;
    /// Open a page of the console that shows no records.
    ConsoleOpen = "console.open", Consultation, Deliveries;
    /// Fetch schemas, the table of problems, and the files of the console.
    ContractRead = "contract.read", Consultation, Contract;
}

impl Action {
    /// Whether a person or system of this kind of partner in this role has the action at all.
    pub fn is_open_to(self, kind: PartnerKind, role: Role) -> bool {
        let exchanges = matches!(kind, PartnerKind::Police | PartnerKind::Firm);
        let works = exchanges && role.works_with_records();
        let administers = exchanges && role == Role::Administrator;
        let steward = kind == PartnerKind::Steward && role == Role::Steward;
        let officer = kind == PartnerKind::Oversight && role == Role::DataProtectionOfficer;
        match self {
            Self::RecordSubmit
            | Self::RecordRepeat
            | Self::FeedFollow
            | Self::AlertsRead
            | Self::DeliveryAcknowledge
            | Self::GrantPreview => works || (exchanges && role == Role::System),
            Self::RecordOpen | Self::RecordSearch | Self::FollowUpRead => works,
            Self::SignerRead => works || officer || (exchanges && role == Role::System),
            Self::GrantPropose | Self::GrantAccept | Self::GrantRevoke => administers,
            Self::GrantRead => exchanges || kind == PartnerKind::Oversight,
            Self::PartnerAdmit | Self::PartnerStanding => steward,
            Self::PartnerRead => kind == PartnerKind::Steward || role == Role::Administrator,
            Self::PersonRegister
            | Self::PersonStanding
            | Self::PersonRead
            | Self::CertificateRegister
            | Self::CertificateWithdraw
            | Self::CertificateRead
            | Self::KeyRegister
            | Self::KeyWithdraw
            | Self::KeyRead
            | Self::KeyApprove
            | Self::KeyRefuse => steward || administers,
            Self::KeyRequest | Self::KeyRequestRead => role != Role::System,
            Self::AuditSearch
            | Self::AuditOpen
            | Self::AuditBundle
            | Self::AuditFlags
            | Self::AuditSubject
            | Self::AuditOverview
            | Self::AuditSample
            | Self::AuditReview
            | Self::AuditRecalls
            | Self::AuditWitnesses
            | Self::RecordHold
            | Self::RecordRelease
            | Self::RecordErase
            | Self::AuditClose => officer,
            Self::RetentionErase | Self::RetentionReseal => false,
            Self::ExchangeOpen | Self::ExchangeHeartbeat | Self::LogContinue => false,
            Self::ConsoleOpen => role != Role::System,
            Self::SelfRead | Self::EvidenceRead | Self::ContractRead => true,
        }
    }

    /// Whether a granted request shows records to somebody who did not send them.
    pub fn discloses(self) -> bool {
        matches!(
            self,
            Self::RecordOpen
                | Self::RecordSearch
                | Self::FeedFollow
                | Self::AlertsRead
                | Self::FollowUpRead
        )
    }

    /// Whether records come in or are shown by it; overseeing and administering do not.
    pub fn moves_records(self) -> bool {
        self.discloses()
            || matches!(self, Self::RecordSubmit | Self::RecordRepeat | Self::DeliveryAcknowledge)
    }

    /// Whether a system may do it only when it names the person that it acts for.
    pub fn needs_person(self) -> bool {
        matches!(
            self,
            Self::RecordOpen
                | Self::RecordSearch
                | Self::FollowUpRead
                | Self::RecordHold
                | Self::RecordRelease
                | Self::RecordErase
                | Self::AuditClose
                | Self::AuditSearch
                | Self::AuditOpen
                | Self::AuditBundle
                | Self::AuditFlags
                | Self::AuditSubject
                | Self::AuditOverview
                | Self::AuditSample
                | Self::AuditReview
                | Self::AuditRecalls
                | Self::AuditWitnesses
        )
    }
}
