//! Private keys as JWK, and signing. Used by senders, tests and the demonstration; an exchange
//! holds none. The memory of a key is not wiped: a sender keeps its key for as long as it runs.

use std::fmt;

use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _,
};

use super::public::{JwkError, Kind, PublicKey, bytes_of, read_object};
use super::{JwsError, Unsigned};
use crate::text::base64url;

/// A private key that signs records.
pub struct PrivateKey {
    /// Ed25519 seed or P-256 scalar: the member `d`.
    secret: [u8; 32],
    public: PublicKey,
    pair: Pair,
}

enum Pair {
    Ed25519(Ed25519KeyPair),
    P256(EcdsaKeyPair),
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrivateKey").field("public", &self.public).finish_non_exhaustive()
    }
}

impl PrivateKey {
    /// Reads a private JWK, Ed25519 or P-256.
    ///
    /// # Errors
    /// A [`JwkError`]; [`JwkError::NotAPair`] when the halves do not belong together.
    pub fn parse(jwk: &[u8]) -> Result<Self, JwkError> {
        let members = read_object(jwk)?;
        let public = PublicKey::from_members(&members)?;
        if !members.contains_key("d") {
            return Err(JwkError::NotAPair);
        }
        Self::from_halves(bytes_of(&members, "d")?, public)
    }

    /// Makes an Ed25519 key.
    ///
    /// # Errors
    /// [`JwkError::Randomness`].
    pub fn generate(rng: &dyn SecureRandom) -> Result<Self, JwkError> {
        let mut secret = [0; 32];
        rng.fill(&mut secret).map_err(|_| JwkError::Randomness)?;
        let pair = Ed25519KeyPair::from_seed_unchecked(&secret).map_err(|_| JwkError::NotAPair)?;
        let x = pair.public_key().as_ref().try_into().map_err(|_| JwkError::NotAPair)?;
        Ok(Self { secret, public: PublicKey(Kind::Ed25519(x)), pair: Pair::Ed25519(pair) })
    }

    /// Makes a P-256 key, for senders whose hardware knows no Ed25519.
    ///
    /// # Errors
    /// [`JwkError::Randomness`].
    pub fn generate_p256(rng: &dyn SecureRandom) -> Result<Self, JwkError> {
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, rng)
            .map_err(|_| JwkError::Randomness)?;
        // ring always writes the same layout: 36 bytes of prefix, the scalar, 5 bytes, the point.
        // Wrong halves would be found out when they are put together below.
        let part = |range: std::ops::Range<usize>| -> Result<[u8; 32], JwkError> {
            let bytes = document.as_ref().get(range).ok_or(JwkError::NotAPair)?;
            bytes.try_into().map_err(|_| JwkError::NotAPair)
        };
        let public = PublicKey(Kind::P256 { x: part(74..106)?, y: part(106..138)? });
        Self::from_halves(part(36..68)?, public)
    }

    fn from_halves(secret: [u8; 32], public: PublicKey) -> Result<Self, JwkError> {
        let point = public.point();
        let pair = match public.0 {
            Kind::Ed25519(_) => Ed25519KeyPair::from_seed_and_public_key(&secret, &point)
                .map(Pair::Ed25519)
                .map_err(|_| JwkError::NotAPair)?,
            Kind::P256 { .. } => EcdsaKeyPair::from_private_key_and_public_key(
                &ECDSA_P256_SHA256_FIXED_SIGNING,
                &secret,
                &point,
                &SystemRandom::new(),
            )
            .map(Pair::P256)
            .map_err(|_| JwkError::NotAPair)?,
        };
        Ok(Self { secret, public, pair })
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The private key as JWK text. Keep it in a file that nobody else can read.
    #[must_use]
    pub fn to_jwk(&self) -> String {
        // The public text ends in a brace; `d` goes before it.
        let public = self.public.to_jwk();
        let open = public.strip_suffix('}').unwrap_or(&public);
        format!(r#"{open},"d":"{}"}}"#, base64url(&self.secret))
    }

    /// Signs `payload` as flattened JSON. The header holds `alg`, `kid` (thumbprint) and `typ`.
    ///
    /// # Errors
    /// [`JwsError::CannotSign`] when the system gives no randomness (P-256 only).
    pub fn sign_flattened(&self, payload: &[u8], typ: &str) -> Result<String, JwsError> {
        let unsigned = self.unsigned(payload, typ);
        Ok(unsigned.flattened(&self.sign_bytes(unsigned.signing_input().as_bytes())?))
    }

    /// Signs `payload` in compact form.
    ///
    /// # Errors
    /// [`JwsError::CannotSign`] when the system gives no randomness (P-256 only).
    pub fn sign_compact(&self, payload: &[u8], typ: &str) -> Result<String, JwsError> {
        let unsigned = self.unsigned(payload, typ);
        Ok(unsigned.compact(&self.sign_bytes(unsigned.signing_input().as_bytes())?))
    }

    fn unsigned(&self, payload: &[u8], typ: &str) -> Unsigned {
        Unsigned::new(self.public.alg(), &self.public.thumbprint(), typ, payload)
    }

    fn sign_bytes(&self, message: &[u8]) -> Result<Vec<u8>, JwsError> {
        match &self.pair {
            Pair::Ed25519(pair) => Ok(pair.sign(message).as_ref().to_vec()),
            // The nonce of ECDSA gives the key away when it repeats, so no caller may supply it.
            Pair::P256(pair) => pair
                .sign(&SystemRandom::new(), message)
                .map(|signature| signature.as_ref().to_vec())
                .map_err(|_| JwsError::CannotSign),
        }
    }
}
