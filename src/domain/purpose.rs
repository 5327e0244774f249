//! The purposes for which a record may be shared and read (doelbinding), and the legal articles they
//! stand on. Absent: which purposes a grant allows (`grant`) and the labels of a jurisdiction (`profile`).

/// A purpose of the disclosure of police data to a partnership (Wpg art. 20(1), letters a to d).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// Preventing and investigating criminal offences (letter a).
    Offences,
    /// Maintaining public order (letter b).
    PublicOrder,
    /// Giving assistance to those who need it (letter c).
    Assistance,
    /// Supervising compliance with rules (letter d).
    Supervision,
}

impl Purpose {
    /// All purposes, in the order of the article.
    pub const ALL: [Self; 4] =
        [Self::Offences, Self::PublicOrder, Self::Assistance, Self::Supervision];

    /// The code on the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Offences => "offences",
            Self::PublicOrder => "public-order",
            Self::Assistance => "assistance",
            Self::Supervision => "supervision",
        }
    }

    /// The purpose with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.code() == code)
    }

    /// The IRI of the W3C Data Privacy Vocabulary that says the same.
    pub fn dpv_iri(self) -> &'static str {
        match self {
            Self::Offences => "https://w3id.org/dpv/sector/law#CriminalLawEnforcement",
            Self::PublicOrder | Self::Assistance => {
                "https://w3id.org/dpv#ProtectionOfPublicSecurity"
            }
            Self::Supervision => "https://w3id.org/dpv#LegalCompliance",
        }
    }
}
