//! An entry of a bundle on one line, for people: what it says, what it withholds, what is gone.
//! Decides nothing.

use samen_audit::bundle::Line;
use samen_audit::leaf::{FieldId, Leaf, Opening, Part};
use samen_audit::moment::rfc3339;
use samen_audit::text::hex;

/// The class, and each field as `name=value`.
pub(super) fn describe(line: &Line) -> String {
    let class = Leaf::parse(line.leaf())
        .map_or_else(|_| "no samen leaf".to_owned(), |leaf| leaf.class.to_string());
    if let Line::Erased(erased) = line {
        return match erased.erased_by {
            Some(by) => format!("{class}, erased by entry {by}"),
            None => format!("{class}, erased on its day"),
        };
    }
    let fields: Vec<String> = line.parts().iter().map(field).collect();
    format!("{class}: {}", fields.join(", "))
}

fn field(part: &Part) -> String {
    match part {
        Part::Withheld { field, .. } => format!("{field} withheld"),
        Part::Opened(opening) => format!("{}={}", opening.field, value(opening)),
    }
}

/// The value as its field means it. Texts come from people, and a terminal obeys control characters.
fn value(opening: &Opening) -> String {
    let number = || <[u8; 8]>::try_from(opening.value.as_slice()).map(u64::from_be_bytes);
    match opening.field {
        FieldId::TIME => number().map_or_else(|_| "?".to_owned(), rfc3339),
        FieldId::SUPPRESSED => number().map_or_else(|_| "?".to_owned(), |count| count.to_string()),
        FieldId::CERTIFICATE | FieldId::RECORD_SHA256 | FieldId::PREVIOUS_ROOT => {
            hex(&opening.value)
        }
        _ => {
            let text = String::from_utf8_lossy(&opening.value);
            let plain = |c: char| if c.is_control() { '\u{fffd}' } else { c };
            format!("\"{}\"", text.chars().map(plain).collect::<String>())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_as_what_they_mean_and_tame() {
        let shown = |id, value: &[u8]| {
            field(&Part::Opened(Opening { field: id, salt: [0; 32], value: value.to_vec() }))
        };
        let time = shown(FieldId::TIME, &1_795_377_600_000u64.to_be_bytes());
        assert_eq!(time, "time=2026-11-22T20:00:00.000Z");
        assert_eq!(shown(FieldId::TIME, b"x"), "time=?");
        assert_eq!(shown(FieldId::CERTIFICATE, &[10, 255]), "certificate=0aff");
        assert_eq!(shown(FieldId::GIVEN, b"a\x1b[2Jb"), "given=\"a\u{fffd}[2Jb\"");
        let withheld = Part::Withheld { field: FieldId::PERSON, digest: [0; 32] };
        assert_eq!(field(&withheld), "person withheld");
    }
}
