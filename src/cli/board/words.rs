//! The words of the board in the three languages that guards read.
//! Absent: descriptions of persons, whose codes the record's own text brings.

use crate::domain::lmc::Language;
use crate::domain::record::Status;
use crate::domain::record::alert::{AlertAction, AlertReason, Warning};
use crate::domain::record::vehicle::{Color, VehicleKind};

/// One thing in Dutch, French and English.
pub(super) type Words = [&'static str; 3];

/// The one of a language.
pub(super) fn say(words: Words, language: Language) -> &'static str {
    let [nl, fr, en] = words;
    match language {
        Language::Nl => nl,
        Language::Fr => fr,
        Language::En => en,
    }
}

pub(super) const CONNECTED: Words = ["VERBONDEN", "CONNECTÉ", "CONNECTED"];
pub(super) const LAST_SIGN: Words =
    ["laatste teken van leven", "dernier signe de vie", "last sign of life"];
pub(super) const CONNECTING: Words = ["VERBINDEN...", "CONNEXION...", "CONNECTING..."];
pub(super) const NOT_CONNECTED: Words = ["NIET VERBONDEN", "NON CONNECTÉ", "NOT CONNECTED"];
pub(super) const SINCE: Words = ["sinds", "depuis", "since"];
pub(super) const MAY_BE_OLD: Words = [
    "dit bord kan verouderd zijn",
    "ce tableau peut être dépassé",
    "this board may be out of date",
];
pub(super) const AGO_BEFORE: Words = ["", "il y a ", ""];
pub(super) const AGO_BEHIND: Words = [" geleden", "", " ago"];
pub(super) const LEFT: Words = ["nog", "encore", "still"];
pub(super) const HOURS: Words = ["u", "h", "h"];
pub(super) const DAYS: Words = ["d", "j", "d"];
pub(super) const IN_FORCE: Words = ["van kracht", "en vigueur", "in force"];
pub(super) const UNCHECKED: Words = [
    "; niet gecontroleerd of er een ontbreekt: zet log_key in het profiel",
    "; non contrôlé s’il en manque : mettez log_key dans le profil",
    "; not checked whether one is missing: put log_key into the profile",
];
pub(super) const NOTHING: Words =
    ["Er is niets van kracht.", "Rien n’est en vigueur.", "Nothing is in force."];
pub(super) const EXERCISE_BOARD: Words = [
    "OEFENING - DIT IS NIET ECHT - OEFENING",
    "EXERCICE - CECI N’EST PAS RÉEL - EXERCICE",
    "EXERCISE - THIS IS NOT REAL - EXERCISE",
];
pub(super) const TEST_BOARD: Words = [
    "TEST - DIT IS NIET ECHT - TEST",
    "TEST - CECI N’EST PAS RÉEL - TEST",
    "TEST - THIS IS NOT REAL - TEST",
];
pub(super) const UPDATED: Words = ["GEWIJZIGD", "MODIFIÉ", "UPDATED"];
pub(super) const UNTIL: Words = ["tot", "jusqu’à", "until"];
pub(super) const CALL: Words = ["bel", "appelez", "call"];
pub(super) const OPINION: Words = ["een mening", "une opinion", "an opinion"];
pub(super) const PERSON: Words = ["persoon", "personne", "person"];
pub(super) const VEHICLE: Words = ["voertuig", "véhicule", "vehicle"];
pub(super) const SEEN: Words = ["het laatst gezien", "vu la dernière fois", "last seen"];
pub(super) const AREA: Words = ["gebied", "zone", "area"];
pub(super) const AROUND: Words = ["rond", "autour de", "around"];
pub(super) const KEYS: Words = [
    "pijltjes: kiezen   enter: alles   q: stoppen",
    "flèches : choisir   entrée : tout   q : quitter",
    "arrows: choose   enter: everything   q: quit",
];
pub(super) const BACK: Words = ["esc: terug", "esc : retour", "esc: back"];
pub(super) const CAME: Words = ["nieuw", "nouveau", "new"];
pub(super) const RECALLED: Words = ["INGETROKKEN", "RETIRÉ", "RECALLED"];
pub(super) const RAN_OUT: Words = ["tijd voorbij", "délai écoulé", "time is over"];
pub(super) const GONE: Words = ["niet meer van kracht", "plus en vigueur", "no longer in force"];
pub(super) const OTHER_RECORD: Words = [
    "ander bericht, zie samen open",
    "autre message, voir samen open",
    "another record, see samen open",
];
pub(super) const UNREADABLE: Words = [
    "een bericht kan niet worden gelezen: is dit programma te oud?",
    "un message est illisible : ce programme est-il trop ancien ?",
    "a record cannot be read: is this program too old?",
];
pub(super) const NOTIFY_FAILED: Words =
    ["de melding aan --notify mislukte", "l’avis à --notify a échoué", "--notify failed"];

/// Whether it is meant; nothing for what is.
pub(super) fn status(status: Status) -> Option<Words> {
    match status {
        Status::Actual => None,
        Status::Exercise => Some(["OEFENING", "EXERCICE", "EXERCISE"]),
        Status::Test => Some(["TEST", "TEST", "TEST"]),
    }
}

/// How urgent it is, 1 to 5.
pub(super) fn priority(priority: u32) -> Words {
    match priority {
        1 => ["ZEER DRINGEND", "TRÈS URGENT", "VERY URGENT"],
        2 => ["DRINGEND", "URGENT", "URGENT"],
        3 => ["gewoon", "normal", "normal"],
        4 => ["laag", "bas", "low"],
        _ => ["ter informatie", "pour information", "for information"],
    }
}

/// What a guard is asked to do.
pub(super) fn action(action: AlertAction) -> Words {
    match action {
        AlertAction::SilentObserve => [
            "KIJK ONOPVALLEND en meld het",
            "OBSERVEZ DISCRÈTEMENT et signalez",
            "WATCH UNNOTICED and report",
        ],
        AlertAction::ObserveReport => {
            ["KIJK en meld het", "OBSERVEZ et signalez", "WATCH and report"]
        }
        AlertAction::CallControlRoom => [
            "BEL METEEN de meldkamer",
            "APPELEZ TOUT DE SUITE la salle de contrôle",
            "CALL the control room AT ONCE",
        ],
        AlertAction::DoNotApproach => [
            "BLIJF WEG, bel de meldkamer",
            "N’APPROCHEZ PAS, appelez la salle de contrôle",
            "KEEP AWAY, call the control room",
        ],
    }
}

/// A danger.
pub(super) fn warning(warning: Warning) -> Words {
    match warning {
        Warning::Armed => ["GEWAPEND", "ARMÉ", "ARMED"],
        Warning::Firearm => ["VUURWAPEN", "ARME À FEU", "FIREARM"],
        Warning::Violent => ["GEWELDDADIG", "VIOLENT", "VIOLENT"],
        Warning::EscapeRisk => ["VLUCHTGEVAAR", "RISQUE DE FUITE", "MAY FLEE"],
        Warning::DangerousDriving => {
            ["GEVAARLIJK RIJGEDRAG", "CONDUITE DANGEREUSE", "DANGEROUS DRIVING"]
        }
        Warning::Group => ["MEERDERE PERSONEN", "PLUSIEURS PERSONNES", "SEVERAL PEOPLE"],
        Warning::Dog => ["GEVAARLIJKE HOND", "CHIEN DANGEREUX", "DANGEROUS DOG"],
        Warning::Explosives => ["EXPLOSIEVEN", "EXPLOSIFS", "EXPLOSIVES"],
    }
}

/// Why somebody or something is looked for.
pub(super) fn reason(reason: AlertReason) -> Words {
    match reason {
        AlertReason::Wanted => ["gezocht", "recherché", "wanted"],
        AlertReason::StolenVehicle => ["gestolen voertuig", "véhicule volé", "stolen vehicle"],
        AlertReason::FalsePlates => ["valse kentekenplaten", "fausses plaques", "false plates"],
        AlertReason::Burglary => ["inbraak", "cambriolage", "burglary"],
        AlertReason::Theft => ["diefstal", "vol", "theft"],
        AlertReason::Robbery => ["overval of straatroof", "vol avec violence", "robbery"],
        AlertReason::Violence => {
            ["geweld of bedreiging", "violence ou menace", "violence or threat"]
        }
        AlertReason::Arson => ["brandstichting of explosie", "incendie ou explosion", "arson"],
        AlertReason::Drugs => ["handel in drugs", "trafic de drogue", "dealing in drugs"],
        AlertReason::Disorder => ["verstoring van de orde", "trouble de l’ordre", "disorder"],
        AlertReason::Missing => ["vermist", "disparu", "missing"],
        AlertReason::Ban => ["verboden te zijn op deze plek", "interdit de lieu", "banned here"],
        AlertReason::Other => ["anders", "autre", "other"],
    }
}

/// A kind of vehicle.
pub(super) fn vehicle(kind: VehicleKind) -> Words {
    match kind {
        VehicleKind::Car => ["auto", "voiture", "car"],
        VehicleKind::Van => ["busje", "camionnette", "van"],
        VehicleKind::Truck => ["vrachtwagen", "camion", "truck"],
        VehicleKind::Bus => ["bus", "bus", "bus"],
        VehicleKind::Camper => ["camper", "camping-car", "camper"],
        VehicleKind::Motorcycle => ["motor", "moto", "motorcycle"],
        VehicleKind::Moped => ["brommer", "cyclomoteur", "moped"],
        VehicleKind::Bicycle => ["fiets", "vélo", "bicycle"],
        VehicleKind::Tractor => ["trekker", "tracteur", "tractor"],
        VehicleKind::Trailer => ["aanhanger", "remorque", "trailer"],
        VehicleKind::Boat => ["boot", "bateau", "boat"],
        VehicleKind::Other => ["ander voertuig", "autre véhicule", "other vehicle"],
    }
}

/// A color.
pub(super) fn color(color: Color) -> Words {
    match color {
        Color::Beige => ["beige", "beige", "beige"],
        Color::Black => ["zwart", "noir", "black"],
        Color::Blue => ["blauw", "bleu", "blue"],
        Color::Brown => ["bruin", "brun", "brown"],
        Color::Cream => ["crème", "crème", "cream"],
        Color::Gray => ["grijs", "gris", "gray"],
        Color::Green => ["groen", "vert", "green"],
        Color::Orange => ["oranje", "orange", "orange"],
        Color::Pink => ["roze", "rose", "pink"],
        Color::Purple => ["paars", "violet", "purple"],
        Color::Red => ["rood", "rouge", "red"],
        Color::Various => ["meerdere kleuren", "plusieurs couleurs", "various colors"],
        Color::White => ["wit", "blanc", "white"],
        Color::Yellow => ["geel", "jaune", "yellow"],
    }
}
