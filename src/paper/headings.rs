//! The headings of the overview in the three languages of the alliance.
//! Absent: the names of the rows, which are ids and codes.

use crate::domain::lmc::Language;

fn of(language: Language, texts: [&'static str; 3]) -> &'static str {
    let [dutch, french, english] = texts;
    match language {
        Language::Nl => dutch,
        Language::Fr => french,
        Language::En => english,
    }
}

/// The heading of a table; its code when it is not known here.
pub fn heading(table: &str, language: Language) -> &str {
    let texts = match table {
        "disclosures-by-purpose" => {
            ["Verstrekkingen naar doel", "Communications par finalité", "Disclosures by purpose"]
        }
        "disclosures-by-grant" => [
            "Verstrekkingen naar verstrekkingsbesluit",
            "Communications par décision",
            "Disclosures by grant",
        ],
        "disclosures-by-partner" => [
            "Verstrekkingen door partner",
            "Communications par partenaire",
            "Disclosures by partner",
        ],
        "disclosures-by-recipient" => [
            "Verstrekkingen naar ontvanger",
            "Communications par destinataire",
            "Disclosures by recipient",
        ],
        "consultations-by-partner" => [
            "Raadplegingen door partner",
            "Consultations par partenaire",
            "Consultations by partner",
        ],
        "exercises-and-tests" => {
            ["Oefeningen en tests", "Exercices et tests", "Exercises and tests"]
        }
        "recalls" => [
            "Intrekkingen en verwijdering",
            "Rappels et suppression",
            "Recalls and their completion",
        ],
        "corrections" => [
            "Correcties en verwijdering",
            "Corrections et suppression",
            "Corrections and their completion",
        ],
        "refusals-by-reason" => ["Weigeringen naar reden", "Refus par motif", "Refusals by reason"],
        "erasures" => ["Vernietigingen", "Effacements", "Erasures"],
        "readings-by-officer" => [
            "Inzagen door de functionaris",
            "Consultations par le délégué",
            "Readings by the data protection officer",
        ],
        _ => return table,
    };
    of(language, texts)
}

/// The title of the page.
pub fn title(language: Language) -> &'static str {
    of(
        language,
        [
            "Overzicht van de gegevensuitwisseling",
            "Aperçu de l’échange de données",
            "Overview of the exchange of data",
        ],
    )
}

/// What stands before the partners.
pub fn partners_word(language: Language) -> &'static str {
    of(language, ["Partners", "Partenaires", "Partners"])
}

/// What stands before the number of entries.
pub fn entries_word(language: Language) -> &'static str {
    of(language, ["Regels van het logboek", "Lignes du journal", "Entries of the log"])
}

/// What stands in an empty table.
pub fn none_word(language: Language) -> &'static str {
    of(language, ["geen", "aucun", "none"])
}

/// The column of tables.
pub fn table_word(language: Language) -> &'static str {
    of(language, ["tabel", "tableau", "table"])
}

/// The column of keys.
pub fn key_word(language: Language) -> &'static str {
    of(language, ["waarvan", "objet", "of"])
}

/// The column of numbers.
pub fn count_word(language: Language) -> &'static str {
    of(language, ["aantal", "nombre", "count"])
}

/// The row and column of sums.
pub fn sum_word(language: Language) -> &'static str {
    of(language, ["samen", "total", "total"])
}

/// What those are called together that a chart has no pattern left for.
pub fn others_word(language: Language) -> &'static str {
    of(language, ["overige samen", "les autres", "all others"])
}

/// What a chart over time shows: the heading of its table, month by month.
pub fn by_month(table: &str, language: Language) -> String {
    let heading = heading(table, language);
    let months = of(language, ["per maand", "par mois", "by month"]);
    format!("{heading}, {months}")
}

/// The short name of a month such as `2026-01`; the month itself when it is none.
pub fn month(month: &str, language: Language) -> &str {
    let number = month.rsplit('-').next().and_then(|number| number.parse::<usize>().ok());
    let names = match language {
        Language::Nl => {
            ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
        }
        Language::Fr => [
            "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.",
            "nov.", "déc.",
        ],
        Language::En => {
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        }
    };
    let name = number.and_then(|number| names.get(number.checked_sub(1)?).copied());
    name.unwrap_or(month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_have_names_and_others_stay() {
        assert_eq!(month("2026-03", Language::Nl), "mrt");
        assert_eq!(month("2026-12", Language::Fr), "déc.");
        for other in ["2026-00", "2026-13", "later", ""] {
            assert_eq!(month(other, Language::En), other);
        }
        assert_eq!(
            by_month("disclosures-by-purpose", Language::Nl),
            "Verstrekkingen naar doel, per maand"
        );
    }
}
