//! Who signed a record, found out here and not believed: the author's key by the thumbprint that the record
//! names, and the signature over its bytes. Absent: whether the key counted then, which the exchange judged, and
//! whether it is the person's: compare the thumbprint with one from a hand that you trust.

use samen_audit::jws::{Jws, PublicKey};

use super::failure::Failure;
use super::session::Connected;
use crate::domain::id::KeyId;
use crate::wire::api::registry::KeyShown;

/// Fetches the key that signed a record, and verifies the signature.
///
/// # Errors
/// [`Failure::Verification`] when anything does not fit, and failures of the request.
pub(super) async fn check(connected: &Connected, jws: &str) -> Result<KeyShown, Failure> {
    let broken = |why: &str| Failure::Verification(why.to_owned());
    let signed =
        Jws::parse(jws.as_bytes()).map_err(|_| broken("the record is not a readable JWS"))?;
    let kid = KeyId::parse(signed.kid()).map_err(|_| broken("the record names no key"))?;
    let key = connected.client.signer(&kid).await?.key;
    holds(&signed, jws, &key).map_err(broken)?;
    Ok(key)
}

/// Whether this key signed this record, and belongs to whom the record names as its author.
fn holds(signed: &Jws, jws: &str, key: &KeyShown) -> Result<(), &'static str> {
    let public = PublicKey::parse(key.jwk.to_string().as_bytes());
    let public = public.map_err(|_| "the author's key cannot be read")?;
    if public.thumbprint() != signed.kid() {
        return Err("the exchange shows another key than the one that the record names");
    }
    public.verify(signed).map_err(|_| "the signature of the record does not hold")?;
    let record = super::show::payload(jws).map_err(|_| "the record is not a readable JWS")?;
    if record["issuer"] != *key.partner || record["author"] != *key.person {
        return Err("the key belongs to somebody else than the author that the record names");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use ring::rand::SystemRandom;
    use samen_audit::jws::PrivateKey;
    use serde_json::json;

    use super::*;

    fn shown(key: &PrivateKey, partner: &str) -> KeyShown {
        KeyShown {
            kid: key.public().thumbprint(),
            partner: partner.into(),
            person: "pt-officer-1".into(),
            jwk: serde_json::from_str(&key.public().to_jwk()).unwrap(),
            valid_from: String::new(),
            valid_until: String::new(),
            withdrawn_at: None,
        }
    }

    #[test]
    fn only_the_authors_own_key_and_whole_text_hold() {
        let rng = SystemRandom::new();
        let [author, other] = [(); 2].map(|()| PrivateKey::generate(&rng).unwrap());
        let said =
            json!({ "issuer": "politie-twente", "author": "pt-officer-1", "text": "K-123-VG" });
        let jws = author.sign_flattened(said.to_string().as_bytes(), "samen-record+json").unwrap();
        let told =
            |jws: &str, key: &KeyShown| holds(&Jws::parse(jws.as_bytes()).unwrap(), jws, key);
        assert_eq!(told(&jws, &shown(&author, "politie-twente")), Ok(()));
        assert!(told(&jws, &shown(&other, "politie-twente")).is_err(), "another key");
        assert!(told(&jws, &shown(&author, "securion")).is_err(), "somebody else's key");
        let forged =
            other.sign_flattened(said.to_string().as_bytes(), "samen-record+json").unwrap();
        assert!(told(&forged, &shown(&author, "politie-twente")).is_err(), "another signature");
        // The signature of one text under another.
        let member = |jws: &str, name: &str| {
            serde_json::from_str::<serde_json::Value>(jws).unwrap()[name].clone()
        };
        let later = author.sign_flattened(b"{}", "samen-record+json").unwrap();
        let mut mixed: serde_json::Value = serde_json::from_str(&jws).unwrap();
        mixed["signature"] = member(&later, "signature");
        assert!(
            told(&mixed.to_string(), &shown(&author, "politie-twente")).is_err(),
            "another text"
        );
    }
}
