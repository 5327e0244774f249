//! Vectors of signed documents: JWS in both forms and with both kinds of key, and refused ones.

use samen_audit::jws::{Jws, PublicKey};
use samen_audit::text::base64url;
use serde_json::json;

use super::golden;
use crate::cast::{GUARD, OFFICER};

/// The P-256 key of RFC 7515, appendix A.3.
const P256: &str = r#"{"crv":"P-256","kty":"EC","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;

/// Signed with it once: an ECDSA signature is another one each time.
const P256_SIGNED: &str = "eyJhbGciOiJFUzI1NiIsImtpZCI6Im9LSXl3dkdVcFRWVHl4TVEzYndJSWVRVXVkZnJfQ2tMTWpDRTE5RUNELVUiLCJ0eXAiOiJzYW1lbi1yZWNvcmQranNvbiJ9.eyJhIjoxfQ.uLH_XJVVFXQ-RO4pTqRiamwvvqvSCPtLUQKznni0FcwFaFLGK8gflf23yeoSsZwUHUFwsZ342UVlAKKK-hb1tg";

#[test]
fn documents() {
    let (key, other) = (OFFICER.key(), GUARD.key());
    let jwk = key.public().to_jwk();
    let typ = "samen-record+json";
    let flat = key.sign_flattened(b"{\"a\":1}", typ).unwrap();
    let compact = key.sign_compact(b"{\"a\":1}", typ).unwrap();
    let parts: Vec<&str> = compact.split('.').collect();
    let kid = key.public().thumbprint();
    let under = |header: &str| OFFICER.sign_under(header, "{\"a\":1}");
    let plain = format!(r#"{{"alg":"EdDSA","kid":"{kid}","typ":"{typ}"}}"#);
    let cases = [
        ("flattened", flat.clone(), jwk.clone()),
        ("compact", compact.clone(), jwk.clone()),
        ("compact with a line break", format!("{compact}\n"), jwk.clone()),
        ("P-256", P256_SIGNED.to_owned(), P256.to_owned()),
        ("another key", compact.clone(), other.public().to_jwk()),
        ("a key of another kind", compact.clone(), P256.to_owned()),
        ("a changed payload", compact.replace(parts[1], "eyJhIjoyfQ"), jwk.clone()),
        ("more members", under(&plain.replacen('{', r#"{"iat":1,"#, 1)), jwk.clone()),
        ("the newer name", under(&plain.replace("EdDSA", "Ed25519")), jwk.clone()),
        ("no algorithm", under(&plain.replace("EdDSA", "none")), jwk.clone()),
        ("a key brought along", under(&plain.replacen('{', r#"{"jwk":{},"#, 1)), jwk.clone()),
        ("no kid", under(r#"{"alg":"EdDSA","typ":"samen-record+json"}"#), jwk.clone()),
        (
            "a critical extension",
            under(&format!(r#"{{"alg":"EdDSA","kid":"{kid}","typ":"{typ}","crit":["x"]}}"#)),
            jwk.clone(),
        ),
        (
            "a member twice",
            under(&format!(r#"{{"alg":"EdDSA","kid":"{kid}","kid":"{kid}","typ":"{typ}"}}"#)),
            jwk.clone(),
        ),
        ("an unprotected header", flat.replacen('{', r#"{"header":{},"#, 1), jwk.clone()),
        ("two signatures", r#"{"payload":"e30","signatures":[]}"#.to_owned(), jwk.clone()),
        ("padded", compact.replacen('.', "=.", 1), jwk),
    ];
    let cases = cases.map(|(name, jws, jwk)| {
        let public = PublicKey::parse(jwk.as_bytes()).unwrap();
        let parsed = Jws::parse(jws.as_bytes()).ok();
        let holds = parsed.as_ref().is_some_and(|jws| public.verify(jws).is_ok());
        let payload = parsed.filter(|_| holds).map(|jws| base64url(jws.payload()));
        json!({
            "name": name, "jws": jws, "jwk": jwk, "thumbprint": public.thumbprint(),
            "holds": holds, "payload": payload,
        })
    });
    golden("jws", "Signed documents: whether a signature holds for one key.", cases.into());
}
