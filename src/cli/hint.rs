//! A mild remark beside a plate that fits no series of its country: often a misread or a typing error, sometimes
//! a personalized or a diplomatic plate. Absent: refusing anything for it, and the series themselves (`domain::plate`).

use crate::domain::lmc::Language;
use crate::domain::plate::{Country, Hint, Normal, hint};
use crate::domain::record::Record;

/// The remark, where there is reason for one.
pub(crate) fn remark(country: Country, plate: &Normal, language: Language) -> Option<String> {
    let code = country.code();
    (hint(country, plate) == Hint::Unusual).then(|| match language {
        Language::Nl => format!("ongewoon voor {code}: leesfout?"),
        Language::Fr => format!("inhabituel pour {code} : mal lu ?"),
        Language::En => format!("unusual for {code}: misread?"),
    })
}

/// The remarks on the plates of a record, each behind its plate.
pub(crate) fn remarks(record: &Record, language: Language) -> Vec<String> {
    let remarks = record.plates().filter_map(|plate| {
        let remark = remark(plate.country(), plate.normal(), language)?;
        Some(format!("{}: {remark}", plate.normal().as_str()))
    });
    remarks.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plate_outside_the_known_series_is_remarked_on() {
        let said = |country, plate, language| {
            let country = Country::parse(country).unwrap();
            remark(country, &Normal::parse(plate).unwrap(), language)
        };
        assert_eq!(said("NL", "AB-12-CD", Language::En), None);
        assert_eq!(said("BE", "1-ABC-234", Language::Fr), None);
        // Nobody here knows the series of other countries.
        assert_eq!(said("DE", "AB-12-CD5", Language::Nl), None);
        assert_eq!(said("NL", "4K-18-TB", Language::Nl).unwrap(), "ongewoon voor NL: leesfout?");
        assert_eq!(said("BE", "JAN", Language::Fr).unwrap(), "inhabituel pour BE : mal lu ?");
        assert_eq!(said("NL", "4K18TB", Language::En).unwrap(), "unusual for NL: misread?");
    }
}
