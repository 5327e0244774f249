//! The part of the Dutch national control-room classification (LMC, Landelijke Meldingsclassificatie)
//! that guards and police share: codes with labels in three languages, and the keywords of
//! characteristics. Absent: the text block itself (`record::render`).

/// A language of the labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Dutch.
    Nl,
    /// French.
    Fr,
    /// English.
    En,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 3] = [Self::Nl, Self::Fr, Self::En];

    /// The code of BCP 47.
    pub fn code(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// The language with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }
}

macro_rules! lmc {
    ($($name:ident $code:literal $nl:literal $fr:literal $en:literal;)*) => {
        /// A classification of an incident by the control room.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum LmcCode {
            $(#[doc = $en] $name,)*
        }

        impl LmcCode {
            /// Every code that the exchange carries.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code as the control room writes it.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// What it means, in words.
            pub fn label(self, language: Language) -> &'static str {
                let (nl, fr, en) = match self { $(Self::$name => ($nl, $fr, $en),)* };
                match language {
                    Language::Nl => nl,
                    Language::Fr => fr,
                    Language::En => en,
                }
            }
        }
    };
}

lmc! {
    SensingAnprHit "alseah" "ANPR-hit (sensing)" "Détection LAPI" "Sensing or ANPR hit";
    AlarmBurglary "alpaib" "Particulier alarm inbraak" "Alarme privée intrusion" "Private alarm, burglary";
    AlarmRobbery "alpaov" "Particulier alarm overval" "Alarme privée hold-up" "Private alarm, robbery";
    AlarmPerson "alpaps" "Particulier alarm persoon" "Alarme privée personne" "Private alarm, person";
    BurglaryBusiness "bzibbi" "Inbraak bedrijf of instelling" "Cambriolage entreprise" "Burglary, business";
    BurglaryHome "bzibwn" "Inbraak woning" "Cambriolage habitation" "Burglary, home";
    BurglaryVehicle "bzibvo" "Inbraak voertuig" "Vol dans véhicule" "Burglary, vehicle";
    ShopTheft "bzdswk" "Winkeldiefstal" "Vol à l'étalage" "Theft from a shop";
    VehicleTheft "bzdsvo" "Diefstal voertuig" "Vol de véhicule" "Theft of a vehicle";
    RobberyBusiness "bzovbi" "Overval bedrijf of instelling" "Hold-up entreprise" "Robbery, business";
    DamageBuilding "bzvngb" "Vernieling gebouw" "Dégradation de bâtiment" "Damage to a building";
    DamageGoods "bzvngd" "Vernieling goederen" "Dégradation de biens" "Damage to goods";
    DamageVehicle "bzvnvo" "Vernieling voertuig" "Dégradation de véhicule" "Damage to a vehicle";
    UnauthorizedEntry "voatob" "Onbevoegde aanwezig" "Présence non autorisée" "Unauthorized entry";
    Trespass "voatvb" "Verboden toegang" "Entrée interdite" "Trespass";
    Guarding "vobev" "Bewaking en beveiliging" "Surveillance et protection" "Guarding";
    SuspiciousPerson "vovsps" "Verdacht persoon" "Personne suspecte" "Suspicious person";
    SuspiciousVehicle "vovsvv" "Verdacht voertuig" "Véhicule suspect" "Suspicious vehicle";
    SuspiciousBuilding "vovsgb" "Verdachte situatie gebouw" "Bâtiment suspect" "Suspicious situation at a building";
    SuspiciousParcel "vovspv" "Verdacht pakket of voorwerp" "Colis ou objet suspect" "Suspicious parcel or object";
    Threat "vogwbd" "Bedreiging" "Menaces" "Threat";
    Assault "vogwmh" "Mishandeling" "Coups et blessures" "Assault";
    Stabbing "vogwst" "Steekpartij" "Agression à l'arme blanche" "Stabbing";
    Shooting "vogwsi" "Schietpartij" "Fusillade" "Shooting";
    DrugDealing "vodzdl" "Dealen van drugs" "Trafic de stupéfiants" "Drug dealing";
}

/// A code that is not carried by the exchange. Never carries the text itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an LMC code that this exchange carries")]
pub struct UnknownLmc;

impl LmcCode {
    /// Parses a code, in lower case as the control rooms write it.
    ///
    /// # Errors
    /// [`UnknownLmc`] for a code outside the table.
    pub fn parse(code: &str) -> Result<Self, UnknownLmc> {
        Self::ALL.iter().copied().find(|known| known.code() == code).ok_or(UnknownLmc)
    }
}

/// A characteristic of an incident that the control room has a keyword for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Characteristic {
    /// License plate (kenteken).
    Plate,
    /// Description of a person (signalement).
    Description,
    /// The list behind an ANPR hit.
    AnprList,
    /// Kind of vehicle (voertuigsoort).
    VehicleKind,
    /// Kind of weapon (wapensoort).
    WeaponKind,
    /// Number of offenders (daders).
    Offenders,
    /// Caught in the act (heterdaad).
    CaughtInAct,
    /// The camera can be watched live.
    LiveView,
    /// The key holder is on the way (sleutelhouder komt).
    KeyHolderComing,
}

impl Characteristic {
    /// Every characteristic.
    pub const ALL: &'static [Self] = &[
        Self::Plate,
        Self::Description,
        Self::AnprList,
        Self::VehicleKind,
        Self::WeaponKind,
        Self::Offenders,
        Self::CaughtInAct,
        Self::LiveView,
        Self::KeyHolderComing,
    ];

    /// The keyword of the control room.
    pub fn keyword(self) -> &'static str {
        match self {
            Self::Plate => "kentk",
            Self::Description => "signp",
            Self::AnprList => "anpr",
            Self::VehicleKind => "vosrt",
            Self::WeaponKind => "wpsrt",
            Self::Offenders => "ddrs",
            Self::CaughtInAct => "htd",
            Self::LiveView => "lview",
            Self::KeyHolderComing => "slhk",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_distinct_and_read_back() {
        let codes: BTreeSet<&str> = LmcCode::ALL.iter().map(|code| code.code()).collect();
        assert_eq!(codes.len(), LmcCode::ALL.len());
        for code in LmcCode::ALL {
            assert_eq!(LmcCode::parse(code.code()), Ok(*code));
            for language in [Language::Nl, Language::Fr, Language::En] {
                assert!(!code.label(language).is_empty());
            }
        }
    }

    #[test]
    fn unknown_codes_are_refused() {
        for bad in ["", "bzibxx", "BZIBWN", "bzibwn ", "alseah\n"] {
            assert_eq!(LmcCode::parse(bad), Err(UnknownLmc), "{bad:?}");
        }
    }

    #[test]
    fn keywords_are_distinct() {
        let words: BTreeSet<&str> = Characteristic::ALL.iter().map(|c| c.keyword()).collect();
        assert_eq!(words.len(), Characteristic::ALL.len());
    }
}
