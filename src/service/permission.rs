//! One type per action, so that a function's signature names the permission it needs.
//! Absent: who has the permission (`domain::action`, `domain::decide`).

use crate::domain::action::Action;

/// A type that stands for one action.
pub trait Permission: Send + Sync + 'static {
    /// The action.
    const ACTION: Action;
}

macro_rules! permissions {
    ($($name:ident,)*) => {
        $(
            #[doc = concat!("Permission for [`Action::", stringify!($name), "`].")]
            #[derive(Debug)]
            pub struct $name;

            impl Permission for $name {
                const ACTION: Action = Action::$name;
            }
        )*
    };
}

permissions! {
    RecordSubmit, RecordOpen, RecordSearch, FeedFollow, AlertsRead, FollowUpRead, DeliveryAcknowledge,
    GrantPropose, GrantAccept, GrantRevoke, GrantRead, GrantPreview, SelfRead,
    PartnerAdmit, PartnerStanding, PartnerRead, PersonRegister, PersonStanding, PersonRead,
    CertificateRegister, CertificateWithdraw, CertificateRead, KeyRegister, KeyWithdraw, KeyRead,
    KeyRequest, KeyRequestRead, KeyApprove, KeyRefuse, SignerRead,
    AuditSearch, AuditOpen, AuditBundle, AuditFlags, AuditSample, AuditReview, AuditRecalls,
    AuditOverview, AuditSubject, AuditWitnesses, AuditClose,
    RecordHold, RecordRelease, RecordErase, EvidenceRead, ConsoleOpen, ContractRead,
}
