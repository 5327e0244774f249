//! Signed documents made without the project's own signing code, as another language or an attacker
//! would make them: any header, any form, and a signature that is good for exactly those bytes.
//! Absent: documents that the project's own code makes.

use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair};
use samen_audit::text::{base64url, from_base64url};
use serde_json::{Value, json};

use super::stage::Identity;

/// The three parts of a JWS, in base64url.
pub(crate) struct Parts {
    pub(crate) protected: String,
    pub(crate) payload: String,
    pub(crate) signature: String,
}

/// The header that a record should have.
pub(crate) fn header(identity: &Identity) -> Value {
    let public = identity.key.public();
    json!({ "alg": public.alg(), "kid": public.thumbprint(), "typ": "samen-record+json" })
}

/// Signs any bytes under any header.
pub(crate) fn sign(identity: &Identity, header: &Value, payload: &[u8]) -> Parts {
    let jwk: Value = serde_json::from_str(&identity.key.to_jwk()).unwrap();
    let bytes = |member: &str| from_base64url(jwk[member].as_str().unwrap().as_bytes()).unwrap();
    let (protected, payload) = (base64url(header.to_string().as_bytes()), base64url(payload));
    let message = format!("{protected}.{payload}");
    let signature = if jwk["kty"] == "OKP" {
        let pair = Ed25519KeyPair::from_seed_unchecked(&bytes("d")).unwrap();
        pair.sign(message.as_bytes()).as_ref().to_vec()
    } else {
        let (rng, algorithm) = (SystemRandom::new(), &ECDSA_P256_SHA256_FIXED_SIGNING);
        let point = [vec![4], bytes("x"), bytes("y")].concat();
        let pair =
            EcdsaKeyPair::from_private_key_and_public_key(algorithm, &bytes("d"), &point, &rng);
        pair.unwrap().sign(&rng, message.as_bytes()).unwrap().as_ref().to_vec()
    };
    Parts { protected, payload, signature: base64url(&signature) }
}

impl Parts {
    /// As an object with exactly the three members.
    pub(crate) fn object(&self) -> Value {
        json!({
            "protected": self.protected,
            "payload": self.payload,
            "signature": self.signature,
        })
    }

    /// As flattened JSON.
    pub(crate) fn flattened(&self) -> String {
        self.object().to_string()
    }

    /// In compact form.
    pub(crate) fn compact(&self) -> String {
        format!("{}.{}.{}", self.protected, self.payload, self.signature)
    }
}
