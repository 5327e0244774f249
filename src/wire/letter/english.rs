//! The letter to a citizen in English, in plain words.
//! Absent: everything that is the same in every language.

use super::{EventFacts, RecordFacts, Words, listed};

pub(super) const WORDS: Words = Words {
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    of_code,
    why,
    record,
    event,
    nothing_told: "There is nothing that we can tell you now.",
    nothing_kept: "Nothing.",
    letter,
    aside,
};

fn of_code(code: &str) -> Option<&'static str> {
    Some(match code {
        "alert" => "a call to look out",
        "sighting" => "a report that something or somebody was seen",
        "incident" => "a report of an incident",
        "handover" => "a handover",
        "outcome" => "a message about what came of it",
        "receipt" => "a confirmation",
        "offences" => "preventing and investigating offences",
        "public-order" => "keeping public order",
        "assistance" => "helping those who need it",
        "supervision" => "seeing that rules are kept",
        "in-force" => "It still holds.",
        "updated" => "It was replaced by a newer version.",
        "recalled" => "It was taken back and no longer holds.",
        "expired" => "Its time is over. It no longer holds.",
        "record.submit" | "record.repeat" => "shared data",
        "record.open" => "looked at data",
        "record.search" => "searched in the data",
        "alerts.read" | "feed.follow" | "follow-up.read" => "received data",
        "delivery.acknowledge" => "confirmed that data was received or deleted",
        "record.hold" => "decided to keep data longer",
        "record.release" => "decided not to keep data any longer",
        "record.erase" | "retention.erase" => "erased data",
        "retention.reseal" => "protected data anew",
        "audit.subject" => "looked up what is known about you, to answer you",
        code if code.starts_with("audit.") => "checked whether the rules were kept",
        code if code.starts_with("record.") || code.starts_with("delivery.") => "used data",
        _ => return None,
    })
}

fn why(ground: &str) -> Option<&'static str> {
    Some(match ground {
        "led-15-1-a" => {
            "The reader named a case. Ask whether it still runs: telling may obstruct the investigation \
             (LED art. 15(1)(a), Wpg art. 27)."
        }
        "led-15-1-b" => {
            "Confidential while it holds: telling would prejudice the detection or investigation of \
             offences (LED art. 15(1)(b), Wpg art. 27)."
        }
        "led-15-1-c" => {
            "Confidential while it holds: telling would harm public security (LED art. 15(1)(c), Wpg \
             art. 27)."
        }
        _ => return None,
    })
}

fn record(facts: &RecordFacts<'_>) -> String {
    let RecordFacts { day, issuer, kind, purpose, state, recipients } = facts;
    let to = match listed(recipients, "and") {
        Some(partners) => format!(" with {partners}"),
        None => ", which nobody received".to_owned(),
    };
    format!("On {day} {issuer} shared {kind}{to}. The purpose: {purpose}. {state}")
}

fn event(facts: &EventFacts<'_>) -> String {
    let EventFacts { day, partner, deed, purpose, refused } = facts;
    let partner = partner.unwrap_or("the system itself");
    let purpose = purpose.map_or_else(String::new, |purpose| format!(" The purpose: {purpose}."));
    if *refused {
        return format!(
            "On {day} {partner} wanted to do something with the data. That was refused.{purpose}"
        );
    }
    format!("On {day} {partner} {deed}.{purpose}")
}

fn letter(told: &str) -> String {
    format!(
        "Dear Sir or Madam,\n\n\
         You asked us which data about you was used, by whom and why. This is what we can tell \
         you:\n\n{told}\n\
         Sometimes we cannot tell something yet, for example because an investigation is running.\n\n\
         Is something wrong? You can ask us to correct or erase your data. Do you not agree with this \
         letter? You can complain to the supervisory authority for data protection, or ask it to check \
         for you whether the rules were kept. You can also go to court.\n\n\
         Yours sincerely,\n\n\
         The data protection officer\n"
    )
}

fn aside(kept: &str) -> String {
    format!(
        "======== for the officer only: not part of the letter ========\n\n\
         This may be withheld, on the ground named. Move up what you decide to tell:\n\n{kept}"
    )
}
