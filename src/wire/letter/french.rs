//! The letter to a citizen in French, in plain words.
//! Absent: everything that is the same in every language.

use super::{EventFacts, RecordFacts, Words, listed};

pub(super) const WORDS: Words = Words {
    months: [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    of_code,
    why,
    record,
    event,
    nothing_told: "Nous ne pouvons rien vous dire pour le moment.",
    nothing_kept: "Rien.",
    letter,
    aside,
};

fn of_code(code: &str) -> Option<&'static str> {
    Some(match code {
        "alert" => "un appel à la vigilance",
        "sighting" => "un signalement de quelque chose ou de quelqu’un qui a été vu",
        "incident" => "un rapport d’incident",
        "handover" => "une remise",
        "outcome" => "un message sur la suite donnée",
        "receipt" => "une confirmation",
        "offences" => "prévenir et rechercher des infractions",
        "public-order" => "maintenir l’ordre public",
        "assistance" => "aider ceux qui en ont besoin",
        "supervision" => "veiller au respect des règles",
        "in-force" => "Cela est encore valable.",
        "updated" => "Cela a été remplacé par une nouvelle version.",
        "recalled" => "Cela a été retiré et n’est plus valable.",
        "expired" => "Le délai est passé. Cela n’est plus valable.",
        "record.submit" | "record.repeat" => "a communiqué des données",
        "record.open" => "a consulté des données",
        "record.search" => "a cherché dans les données",
        "alerts.read" | "feed.follow" | "follow-up.read" => "a reçu des données",
        "delivery.acknowledge" => "a confirmé que des données ont été reçues ou effacées",
        "record.hold" => "a décidé de garder des données plus longtemps",
        "record.release" => "a décidé de ne plus garder des données",
        "record.erase" | "retention.erase" => "a effacé des données",
        "retention.reseal" => "a protégé des données de nouveau",
        "audit.subject" => "a cherché ce qui est connu de vous, pour vous répondre",
        code if code.starts_with("audit.") => "a contrôlé si les règles ont été respectées",
        code if code.starts_with("record.") || code.starts_with("delivery.") => {
            "a utilisé des données"
        }
        _ => return None,
    })
}

fn why(ground: &str) -> Option<&'static str> {
    Some(match ground {
        "led-15-1-a" => {
            "Le lecteur a cité une affaire. Demandez si elle est encore en cours : répondre peut gêner \
             l’enquête (directive 2016/680, art. 15, par. 1, a)."
        }
        "led-15-1-b" => {
            "Confidentiel tant que cela est valable : répondre peut nuire à la recherche d’infractions \
             (directive 2016/680, art. 15, par. 1, b)."
        }
        "led-15-1-c" => {
            "Confidentiel tant que cela est valable : répondre peut nuire à la sécurité publique \
             (directive 2016/680, art. 15, par. 1, c)."
        }
        _ => return None,
    })
}

fn record(facts: &RecordFacts<'_>) -> String {
    let RecordFacts { day, issuer, kind, purpose, state, recipients } = facts;
    let to = match listed(recipients, "et") {
        Some(partners) => format!(" à {partners}"),
        None => ", que personne n’a reçu".to_owned(),
    };
    format!("Le {day}, {issuer} a communiqué {kind}{to}. Le but : {purpose}. {state}")
}

fn event(facts: &EventFacts<'_>) -> String {
    let EventFacts { day, partner, deed, purpose, refused } = facts;
    let partner = partner.unwrap_or("le système lui-même");
    let purpose = purpose.map_or_else(String::new, |purpose| format!(" Le but : {purpose}."));
    if *refused {
        return format!(
            "Le {day}, {partner} a voulu faire quelque chose avec les données. Cela a été refusé.{purpose}"
        );
    }
    format!("Le {day}, {partner} {deed}.{purpose}")
}

fn letter(told: &str) -> String {
    format!(
        "Madame, Monsieur,\n\n\
         Vous nous avez demandé quelles données vous concernant ont été utilisées, par qui et pourquoi. \
         Voici ce que nous pouvons vous dire :\n\n{told}\n\
         Parfois, nous ne pouvons pas encore tout dire, par exemple parce qu’une enquête est en cours.\n\n\
         Quelque chose n’est pas correct ? Vous pouvez nous demander de corriger ou d’effacer vos données. \
         Vous n’êtes pas d’accord avec cette lettre ? Vous pouvez introduire une plainte auprès de \
         l’autorité de contrôle, ou lui demander de vérifier pour vous si les règles ont été \
         respectées. Vous pouvez aussi aller devant le juge.\n\n\
         Cordialement,\n\n\
         Le délégué à la protection des données\n"
    )
}

fn aside(kept: &str) -> String {
    format!(
        "======== pour le délégué seul : ne fait pas partie de la lettre ========\n\n\
         Ceci peut être refusé, pour le motif indiqué. Déplacez plus haut ce que vous décidez de \
         dire :\n\n{kept}"
    )
}
