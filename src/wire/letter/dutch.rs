//! The letter to a citizen in Dutch, at the level that most adults read.
//! Absent: everything that is the same in every language.

use super::{EventFacts, RecordFacts, Words, listed};

pub(super) const WORDS: Words = Words {
    months: [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    of_code,
    why,
    record,
    event,
    nothing_told: "Wij kunnen u nu niets vertellen.",
    nothing_kept: "Niets.",
    letter,
    aside,
};

fn of_code(code: &str) -> Option<&'static str> {
    Some(match code {
        "alert" => "een oproep om uit te kijken",
        "sighting" => "een melding dat er iets of iemand is gezien",
        "incident" => "een melding van een voorval",
        "handover" => "een overdracht",
        "outcome" => "een bericht over de afloop",
        "receipt" => "een bevestiging",
        "offences" => "strafbare feiten voorkomen en opsporen",
        "public-order" => "de openbare orde bewaren",
        "assistance" => "hulp geven aan wie die nodig heeft",
        "supervision" => "toezien op het naleven van regels",
        "in-force" => "Dit geldt nu nog.",
        "updated" => "Dit is vervangen door een nieuwe versie.",
        "recalled" => "Dit is ingetrokken en geldt niet meer.",
        "expired" => "De tijd hiervoor is voorbij. Dit geldt niet meer.",
        "record.submit" | "record.repeat" => "gegevens gedeeld",
        "record.open" => "gegevens bekeken",
        "record.search" => "gezocht in de gegevens",
        "alerts.read" | "feed.follow" | "follow-up.read" => "gegevens ontvangen",
        "delivery.acknowledge" => "bevestigd dat gegevens zijn ontvangen of gewist",
        "record.hold" => "besloten om gegevens langer te bewaren",
        "record.release" => "besloten om gegevens niet langer te bewaren",
        "record.erase" | "retention.erase" => "gegevens gewist",
        "retention.reseal" => "gegevens opnieuw beveiligd",
        "audit.subject" => "opgezocht wat er over u bekend is, om u te antwoorden",
        code if code.starts_with("audit.") => "gecontroleerd of alles volgens de regels ging",
        code if code.starts_with("record.") || code.starts_with("delivery.") => "gegevens gebruikt",
        _ => return None,
    })
}

fn why(ground: &str) -> Option<&'static str> {
    Some(match ground {
        "led-15-1-a" => {
            "De lezer noemde een zaak. Vraag na of die nog loopt: vertellen kan het onderzoek hinderen \
             (richtlijn 2016/680 art. 15 lid 1 onder a, Wpg art. 27)."
        }
        "led-15-1-b" => {
            "Vertrouwelijk zolang dit geldt: vertellen kan het opsporen van strafbare feiten schaden \
             (richtlijn 2016/680 art. 15 lid 1 onder b, Wpg art. 27)."
        }
        "led-15-1-c" => {
            "Vertrouwelijk zolang dit geldt: vertellen kan de openbare veiligheid schaden (richtlijn \
             2016/680 art. 15 lid 1 onder c, Wpg art. 27)."
        }
        _ => return None,
    })
}

fn record(facts: &RecordFacts<'_>) -> String {
    let RecordFacts { day, issuer, kind, purpose, state, recipients } = facts;
    let to = match listed(recipients, "en") {
        Some(partners) => format!(" met {partners}"),
        None => ", maar niemand heeft dit gekregen".to_owned(),
    };
    format!("Op {day} deelde {issuer} {kind}{to}. Het doel was: {purpose}. {state}")
}

fn event(facts: &EventFacts<'_>) -> String {
    let EventFacts { day, partner, deed, purpose, refused } = facts;
    let partner = partner.unwrap_or("het systeem zelf");
    let purpose = purpose.map_or_else(String::new, |purpose| format!(" Het doel was: {purpose}."));
    if *refused {
        return format!(
            "Op {day} wilde {partner} iets met de gegevens doen. Dat is geweigerd.{purpose}"
        );
    }
    format!("Op {day} heeft {partner} {deed}.{purpose}")
}

fn letter(told: &str) -> String {
    format!(
        "Geachte heer of mevrouw,\n\n\
         U vroeg ons welke gegevens over u zijn gebruikt, door wie en waarom. Dit kunnen wij u \
         vertellen:\n\n{told}\n\
         Soms mogen wij iets nog niet vertellen. Bijvoorbeeld omdat er een onderzoek loopt.\n\n\
         Klopt er iets niet? Dan kunt u ons vragen om uw gegevens te verbeteren of te wissen. Bent u het \
         niet eens met deze brief? Dan kunt u een klacht indienen bij de toezichthouder voor de \
         privacy. U kunt de toezichthouder ook vragen om voor u te controleren of alles volgens de \
         regels is gegaan. En u kunt naar de rechter gaan.\n\n\
         Met vriendelijke groet,\n\n\
         De functionaris voor gegevensbescherming\n"
    )
}

fn aside(kept: &str) -> String {
    format!(
        "======== alleen voor de functionaris: hoort niet bij de brief ========\n\n\
         Dit mag worden achtergehouden, op de grond die erbij staat. Zet naar boven wat u besluit te \
         vertellen:\n\n{kept}"
    )
}
