//! The key of a device that waits for approval: who asks, how long that holds, and who may decide.
//! Absent: proof that the device holds the key (`service::registry::devices`), and approved keys (`party`).

use super::decide::Caller;
use super::id::{KeyId, PartnerId, PersonId};
use super::record::code::codes;
use super::refusal::Reason;
use super::sensitive::Sensitive;
use super::time::Timestamp;

/// Days after which nobody can approve a request any more: whoever approves should still know of the
/// phone that its owner spoke about.
pub const OPEN_DAYS: u32 = 7;
/// Requests that one person may have open: a phone, a tablet and a desk, each once more by mistake.
pub const OPEN_AT_MOST: usize = 5;
/// The longest validity of the key of a device. A browser keeps it in a profile on disk, where whoever
/// steals the machine may get at it: a loss that nobody reports ends within a quarter of a year.
pub const KEY_DAYS: u32 = 90;
/// The most characters of the name of a device.
const NAME_LENGTH: usize = 64;

codes! {
    /// What became of a request.
    Verdict {
        /// The key is registered.
        Approved = "approved",
        /// The key is not registered.
        Refused = "refused",
    }
}

/// What somebody decided about a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// What.
    pub verdict: Verdict,
    /// Whose partner decided.
    pub partner: PartnerId,
    /// Who decided.
    pub person: PersonId,
    /// When.
    pub at: Timestamp,
    /// Why, for a refusal.
    pub reason: Option<Sensitive<String>>,
}

/// A request to have the public key of a device registered for the person that asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRequest {
    /// The RFC 7638 thumbprint of the key.
    pub id: KeyId,
    /// Whose register the person is in.
    pub partner: PartnerId,
    /// Who asks, and will sign with it.
    pub person: PersonId,
    /// What the person calls the device.
    pub device: Sensitive<String>,
    /// The public key as a canonical JWK (RFC 7517) without `alg`, `key_ops`, `ext` and `use`.
    pub jwk: String,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// What was decided.
    pub decided: Option<Decided>,
}

impl KeyRequest {
    /// The last moment at which it can be decided.
    pub fn expires_at(&self) -> Timestamp {
        self.asked_at.plus_days(OPEN_DAYS)
    }

    /// Whether it can be decided now.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.decided.is_none() && now <= self.expires_at()
    }

    /// Whether this person asked.
    pub fn is_by(&self, partner: &PartnerId, person: &PersonId) -> bool {
        self.partner == *partner && self.person == *person
    }

    /// How it stands: `open`, `approved`, `refused` or `expired`.
    pub fn state(&self, now: Timestamp) -> &'static str {
        match &self.decided {
            Some(decided) => decided.verdict.code(),
            None if self.is_open(now) => "open",
            None => "expired",
        }
    }

    /// Whether somebody who administers the partner may decide about it now. Nobody decides about the own
    /// device: a stolen certificate of an administrator would then bring a key of its own.
    ///
    /// # Errors
    /// The reason why not.
    pub fn may_decide(&self, caller: &Caller, now: Timestamp) -> Result<(), Reason> {
        by_itself(caller)?;
        if self.is_by(&caller.partner.id, &caller.person.id) {
            return Err(Reason::OwnRequest);
        }
        if self.is_open(now) { Ok(()) } else { Err(Reason::RequestDecided) }
    }
}

/// A machine that says for whom it acts neither asks for a key in that name nor approves one: it would
/// make itself somebody who signs.
///
/// # Errors
/// [`Reason::OwnCertificateRequired`].
pub fn by_itself(caller: &Caller) -> Result<(), Reason> {
    if caller.asserted_by.is_none() { Ok(()) } else { Err(Reason::OwnCertificateRequired) }
}

/// The name of a device as its owner writes it: 1 to 64 characters, none of them a control character.
pub fn device_name(text: &str) -> Option<Sensitive<String>> {
    let fits =
        (1..=NAME_LENGTH).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    fits.then(|| Sensitive::new(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_open_for_a_week_and_until_it_is_decided() {
        let now = Timestamp::from_seconds(1_800_000_000);
        let partner = PartnerId::parse("securion").unwrap();
        let person = PersonId::parse("PAS-1").unwrap();
        let mut request = KeyRequest {
            id: KeyId::parse(&"a".repeat(43)).unwrap(),
            partner: partner.clone(),
            person: person.clone(),
            device: device_name("Phone of the night shift").unwrap(),
            jwk: "{}".into(),
            asked_at: now,
            decided: None,
        };
        assert_eq!(request.state(now.plus_days(7)), "open");
        assert_eq!(request.state(now.plus_days(7).plus_ms(1)), "expired");
        let reason = None;
        request.decided =
            Some(Decided { verdict: Verdict::Refused, partner, person, at: now, reason });
        assert_eq!(request.state(now.plus_days(9)), "refused");
        assert!(!request.is_open(now));
        assert!(!format!("{request:?}").contains("night shift"));
    }

    #[test]
    fn a_device_has_a_short_name_on_one_line() {
        assert!(device_name("").is_none());
        assert!(device_name(&"a".repeat(65)).is_none());
        assert!(device_name("phone\nsecond line").is_none());
        assert!(device_name("Téléphone de garde").is_some());
    }
}
