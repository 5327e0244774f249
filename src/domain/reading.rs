//! Why somebody wants to read: purpose, coded reason, case and justification; and why the audit log is
//! read. Nothing here has a default. Absent: whether the reader may (`decide`).

use super::id::CaseNumber;
use super::purpose::Purpose;
use super::refusal::{Reason, Refusal};
use super::sensitive::Sensitive;

/// The fewest characters of a justification.
const JUSTIFICATION_SHORTEST: usize = 10;
/// The most characters of a justification.
const JUSTIFICATION_LONGEST: usize = 500;

/// The coded reason for a search or an opened record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReasonCode {
    /// Following up an alert in force.
    AlertFollowUp,
    /// An incident that is going on; needs its number.
    Incident,
    /// An investigation; needs its number.
    Investigation,
    /// Taking over or handing over work.
    Handover,
    /// Checking what one's own partner sent.
    OwnRecord,
}

impl ReasonCode {
    /// Every reason code.
    pub const ALL: [Self; 5] =
        [Self::AlertFollowUp, Self::Incident, Self::Investigation, Self::Handover, Self::OwnRecord];

    /// The code on the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::AlertFollowUp => "alert-follow-up",
            Self::Incident => "incident",
            Self::Investigation => "investigation",
            Self::Handover => "handover",
            Self::OwnRecord => "own-record",
        }
    }

    /// The reason with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// Whether the reason means nothing without a case number.
    pub fn needs_case(self) -> bool {
        matches!(self, Self::Incident | Self::Investigation)
    }
}

/// Why a reader wants to read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The purpose.
    pub purpose: Purpose,
    /// The coded reason.
    pub reason: ReasonCode,
    /// The case, where the reason needs one or the reader has one.
    pub case: Option<CaseNumber>,
    /// The justification in the reader's own words.
    pub justification: Sensitive<String>,
}

impl Reading {
    /// Judges whether the parts say enough together.
    ///
    /// # Errors
    /// [`Reason::CaseRequired`] or [`Reason::JustificationInsufficient`], with the member.
    pub fn new(
        purpose: Purpose,
        reason: ReasonCode,
        case: Option<CaseNumber>,
        justification: &str,
    ) -> Result<Self, Refusal> {
        if reason.needs_case() && case.is_none() {
            return Err(Refusal::at(Reason::CaseRequired, "/case"));
        }
        let justification = justify(justification, &[purpose.code(), reason.code()])?;
        Ok(Self { purpose, reason, case, justification })
    }
}

/// A justification that says more than what is stated as a code beside it.
///
/// # Errors
/// [`Reason::JustificationInsufficient`]: too short, too long, or only the codes or one character over
/// and over.
pub fn justify(text: &str, codes: &[&str]) -> Result<Sensitive<String>, Refusal> {
    let text = text.trim();
    let length = text.chars().count();
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let mut rest = letters(text);
    for code in codes {
        rest = rest.replace(&letters(code), "");
    }
    let distinct: std::collections::BTreeSet<char> = rest.chars().collect();
    let fits = (JUSTIFICATION_SHORTEST..=JUSTIFICATION_LONGEST).contains(&length);
    if fits && distinct.len() >= 4 {
        Ok(Sensitive::new(text.to_owned()))
    } else {
        Err(Refusal::at(Reason::JustificationInsufficient, "/justification"))
    }
}

/// Why the audit log is read (LED art. 25(2), Wpg art. 32a).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UseCode {
    /// Verifying that processing is lawful.
    Lawfulness,
    /// Self-monitoring, disciplinary proceedings included.
    SelfMonitoring,
    /// Guarding integrity and security.
    IntegritySecurity,
    /// Criminal proceedings.
    CriminalProceedings,
}

impl UseCode {
    /// Every use code.
    pub const ALL: [Self; 4] = [
        Self::Lawfulness,
        Self::SelfMonitoring,
        Self::IntegritySecurity,
        Self::CriminalProceedings,
    ];

    /// The code on the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Lawfulness => "lawfulness",
            Self::SelfMonitoring => "self-monitoring",
            Self::IntegritySecurity => "integrity-security",
            Self::CriminalProceedings => "criminal-proceedings",
        }
    }

    /// The use with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|use_code| use_code.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(case: Option<&str>, justification: &str) -> Result<Reading, Reason> {
        let case = case.map(|case| CaseNumber::parse(case).unwrap());
        Reading::new(Purpose::PublicOrder, ReasonCode::Incident, case, justification)
            .map_err(|refusal| refusal.reason)
    }

    #[test]
    fn a_justification_says_more_than_the_purpose() {
        assert!(reading(Some("2026-1"), "car seen at the station, caller waits").is_ok());
        for empty in
            ["", "because", "public order", "Public-Order incident", "..........", "aaaaaaaaaaaa"]
        {
            let got = reading(Some("2026-1"), empty).map(|_| ());
            assert_eq!(got, Err(Reason::JustificationInsufficient), "{empty}");
        }
    }

    #[test]
    fn an_incident_needs_its_number() {
        let got = reading(None, "car seen at the station").map(|_| ());
        assert_eq!(got, Err(Reason::CaseRequired));
    }
}
