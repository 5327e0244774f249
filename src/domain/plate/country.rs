//! Countries by their two-letter codes. Absent: names of countries, and codes for vehicles that ISO
//! does not assign.

use std::fmt;

use super::InvalidPlate;

/// ISO 3166-1 alpha-2, officially assigned codes, in order.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ \
    BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE \
    DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR \
    GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP \
    KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT \
    MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW \
    PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG \
    TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// A country by its ISO 3166-1 alpha-2 code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

impl Country {
    /// The Netherlands.
    pub const NL: Self = Self(*b"NL");
    /// Belgium.
    pub const BE: Self = Self(*b"BE");

    /// Parses an assigned code in upper case.
    ///
    /// # Errors
    /// [`InvalidPlate::Country`] for anything else.
    pub fn parse(code: &str) -> Result<Self, InvalidPlate> {
        let bytes: [u8; 2] = code.as_bytes().try_into().map_err(|_| InvalidPlate::Country)?;
        if bytes.iter().all(u8::is_ascii_uppercase)
            && COUNTRIES.as_bytes().chunks(3).any(|listed| listed.starts_with(&bytes))
        {
            Ok(Self(bytes))
        } else {
            Err(InvalidPlate::Country)
        }
    }

    /// The code.
    pub fn code(&self) -> &str {
        // Two ASCII letters since `parse`, so the other arm is never taken.
        std::str::from_utf8(&self.0).unwrap_or("")
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_249_assigned_countries_are_there_once() {
        let codes: Vec<&str> = COUNTRIES.split_ascii_whitespace().collect();
        assert_eq!(codes.len(), 249);
        assert!(codes.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
