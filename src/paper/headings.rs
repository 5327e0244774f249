//! The headings of the overview in the three languages of the alliance.
//! Absent: the keys of the rows, which are ids and codes.

/// A language of the headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    /// Dutch.
    Dutch,
    /// French.
    French,
    /// English.
    English,
}

impl Language {
    /// Every language.
    pub(super) const ALL: [Self; 3] = [Self::Dutch, Self::French, Self::English];

    /// The code of BCP 47.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Dutch => "nl",
            Self::French => "fr",
            Self::English => "en",
        }
    }

    /// The language with this code; English for another one.
    pub(super) fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|one| one.code() == code).unwrap_or(Self::English)
    }

    fn of(self, texts: [&'static str; 3]) -> &'static str {
        let [dutch, french, english] = texts;
        match self {
            Self::Dutch => dutch,
            Self::French => french,
            Self::English => english,
        }
    }
}

/// The heading of a table; its code when it is not known here.
pub(super) fn heading(table: &str, language: Language) -> &str {
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
    language.of(texts)
}

/// The title of the page.
pub(super) fn title(language: Language) -> &'static str {
    language.of([
        "Overzicht van de gegevensuitwisseling",
        "Aperçu de l’échange de données",
        "Overview of the exchange of data",
    ])
}

/// What stands before the partners.
pub(super) fn partners_word(language: Language) -> &'static str {
    language.of(["Partners", "Partenaires", "Partners"])
}

/// What stands before the number of entries.
pub(super) fn entries_word(language: Language) -> &'static str {
    language.of(["Regels van het logboek", "Lignes du journal", "Entries of the log"])
}

/// What stands in an empty table.
pub(super) fn none_word(language: Language) -> &'static str {
    language.of(["geen", "aucun", "none"])
}

/// The column of tables.
pub(super) fn table_word(language: Language) -> &'static str {
    language.of(["tabel", "tableau", "table"])
}

/// The column of keys.
pub(super) fn key_word(language: Language) -> &'static str {
    language.of(["waarvan", "objet", "of"])
}

/// The column of numbers.
pub(super) fn count_word(language: Language) -> &'static str {
    language.of(["aantal", "nombre", "count"])
}
