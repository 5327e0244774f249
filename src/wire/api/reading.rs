//! Why somebody reads, as stated in the body of a search or an opened record.
//! Absent: any default; a missing member is refused.

use serde::{Deserialize, Serialize};

use crate::domain::id::CaseNumber;
use crate::domain::purpose::Purpose;
use crate::domain::reading::{Reading, ReasonCode};
use crate::domain::refusal::{Reason, Refusal};

/// Purpose, reason, case and justification.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadingBody {
    /// A purpose code.
    pub purpose: String,
    /// A reason code.
    pub reason: String,
    /// The case number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// The reader's own words, 10 to 500 characters.
    pub justification: String,
}

impl ReadingBody {
    /// Parses into the domain.
    ///
    /// # Errors
    /// A refusal that names the member.
    pub fn parse(&self) -> Result<Reading, Refusal> {
        let invalid = |pointer: &str| Refusal::at(Reason::RequestInvalid, pointer);
        let purpose = Purpose::from_code(&self.purpose).ok_or_else(|| invalid("/purpose"))?;
        let reason = ReasonCode::from_code(&self.reason).ok_or_else(|| invalid("/reason"))?;
        let case = match &self.case {
            Some(case) => Some(CaseNumber::parse(case).map_err(|_| invalid("/case"))?),
            None => None,
        };
        Reading::new(purpose, reason, case, &self.justification)
    }
}
