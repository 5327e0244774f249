//! The language of a page: asked for in the address, remembered in a cookie, or what the browser prefers.
//! Absent: the words (`texts`).

use crate::domain::lmc::Language;

/// Where nothing is asked for.
pub(super) const USUAL: Language = Language::Nl;

/// Its own name for itself.
pub(super) fn own_name(language: Language) -> &'static str {
    match language {
        Language::Nl => "Nederlands",
        Language::Fr => "Français",
        Language::En => "English",
    }
}

/// The language of a tag; regions and scripts do not matter.
pub(super) fn of_tag(text: &str) -> Option<Language> {
    let primary = text.split('-').next().unwrap_or_default();
    Language::from_code(&primary.to_ascii_lowercase())
}

/// What a browser prefers among the languages that there are, from its `Accept-Language` (RFC 9110,
/// section 12.5.4). Of equal weights the first one counts.
pub(super) fn preferred(header: &str) -> Option<Language> {
    let mut best: Option<(u32, Language)> = None;
    for range in header.split(',').take(20) {
        let (name, parameters) = range.split_once(';').unwrap_or((range, ""));
        let Some(language) = of_tag(name.trim()) else { continue };
        let weight = thousandths(parameters);
        if weight > 0 && best.is_none_or(|(heaviest, _)| weight > heaviest) {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
}

/// `q=0.8` as 800; 1000 when nothing is said, 0 when it cannot be read.
fn thousandths(parameters: &str) -> u32 {
    let Some(quality) = parameters.trim().strip_prefix("q=") else {
        return 1000;
    };
    let quality = quality.trim();
    let (whole, part) = quality.split_once('.').unwrap_or((quality, ""));
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    match (whole.parse::<u32>(), part.parse::<u32>()) {
        (Ok(0), Ok(part)) => part,
        (Ok(1), Ok(_)) => 1000,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_language_that_there_is_counts() {
        let cases = [
            ("fr-BE,nl;q=0.8", Some(Language::Fr)),
            ("de-DE,de;q=0.9,nl;q=0.5,en;q=0.4", Some(Language::Nl)),
            ("en;q=0.2, fr;q=0.9", Some(Language::Fr)),
            ("en;q=0, nl;q=0.001", Some(Language::Nl)),
            ("de", None),
            ("*", None),
            ("nl;q=nonsense", None),
            ("", None),
        ];
        for (header, wanted) in cases {
            assert_eq!(preferred(header), wanted, "{header}");
        }
    }
}
