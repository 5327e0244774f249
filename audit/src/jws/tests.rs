//! Published vectors, round trips and refusals of the JWS room. No keys are stored but those that
//! the RFCs print.

use ring::rand::SystemRandom;

use super::*;

/// RFC 8037, appendix A.1: an Ed25519 key, which is also key 1 of RFC 8032.
const RFC8037_JWK: &str = r#"{"kty":"OKP","crv":"Ed25519",
    "d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
    "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

/// RFC 7515, appendix A.3: a P-256 key and a compact JWS (with a header that names no `kid`).
const RFC7515_JWK: &str = r#"{"kty":"EC","crv":"P-256",
    "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    "d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}"#;
const RFC7515_INPUT: &str = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQ\
    ogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
const RFC7515_SIGNATURE: &str =
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

const TYP: &str = "samen-record+json";

fn ed25519() -> PrivateKey {
    PrivateKey::parse(RFC8037_JWK.as_bytes()).unwrap()
}

fn p256() -> PrivateKey {
    PrivateKey::parse(RFC7515_JWK.as_bytes()).unwrap()
}

fn flattened(header: &str) -> String {
    let protected = base64url(header.as_bytes());
    format!(r#"{{"payload":"e30","protected":"{protected}","signature":"AAAA"}}"#)
}

#[test]
fn rfc8037_thumbprint_and_signature() {
    let key = ed25519();
    assert_eq!(key.public().thumbprint(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    let input = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
    let signature = "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt\
        9g7sVvpAr_MuM0KAg";
    let signature = from_base64url(signature.as_bytes()).unwrap();
    assert_eq!(key.public().verify_bytes(input.as_bytes(), &signature), Ok(()));
}

#[test]
fn rfc7515_p256_signature_is_raw() {
    let key = p256();
    let signature = from_base64url(RFC7515_SIGNATURE.as_bytes()).unwrap();
    assert_eq!(key.public().verify_bytes(RFC7515_INPUT.as_bytes(), &signature), Ok(()));
    let der = [&[0x30, 0x44][..], &signature].concat();
    let refused = key.public().verify_bytes(RFC7515_INPUT.as_bytes(), &der);
    assert_eq!(refused, Err(JwsError::SignatureInvalid));
    // The vector itself names no key and is refused for that.
    let whole = format!("{RFC7515_INPUT}.{RFC7515_SIGNATURE}");
    assert_eq!(Jws::parse(whole.as_bytes()), Err(JwsError::HeaderRefused("kid")));
}

#[test]
fn both_forms_and_algorithms_round_trip() {
    for key in [ed25519(), p256()] {
        let jwk = key.to_jwk();
        let again = PrivateKey::parse(jwk.as_bytes()).unwrap();
        assert_eq!(again.public(), key.public());
        let flattened = key.sign_flattened(b"{\"a\":1}", TYP).unwrap();
        let compact = key.sign_compact(b"{\"a\":1}", TYP).unwrap();
        for text in [flattened, format!("{compact}\n"), compact] {
            let jws = Jws::parse(text.as_bytes()).unwrap();
            assert_eq!(jws.payload(), b"{\"a\":1}");
            assert_eq!((jws.alg(), jws.typ()), (key.public().alg(), TYP));
            assert_eq!(jws.kid(), key.public().thumbprint());
            assert_eq!(key.public().verify(&jws), Ok(()));
        }
    }
}

#[test]
fn generated_keys_sign_and_read_back() {
    let rng = SystemRandom::new();
    for key in [PrivateKey::generate(&rng).unwrap(), PrivateKey::generate_p256(&rng).unwrap()] {
        let again = PrivateKey::parse(key.to_jwk().as_bytes()).unwrap();
        let text = again.sign_compact(b"x", TYP).unwrap();
        assert_eq!(key.public().verify(&Jws::parse(text.as_bytes()).unwrap()), Ok(()));
        assert_eq!(PublicKey::parse(key.public().to_jwk().as_bytes()).as_ref(), Ok(key.public()));
        assert!(!format!("{key:?}").contains("secret"));
    }
}

#[test]
fn every_bit_of_the_signed_bytes_counts() {
    for key in [ed25519(), p256()] {
        let good = key.sign_compact(b"{\"plate\":\"x\"}", TYP).unwrap().into_bytes();
        for at in 0..good.len() {
            for bit in 0..8 {
                let mut bad = good.clone();
                bad[at] ^= 1 << bit;
                let accepted = Jws::parse(&bad).and_then(|jws| key.public().verify(&jws));
                assert!(accepted.is_err(), "byte {at} bit {bit}");
            }
        }
    }
}

#[test]
fn the_key_decides_the_algorithm() {
    let (ed, p) = (ed25519(), p256());
    let by_ed = Jws::parse(ed.sign_compact(b"x", TYP).unwrap().as_bytes()).unwrap();
    let by_p = Jws::parse(p.sign_compact(b"x", TYP).unwrap().as_bytes()).unwrap();
    assert_eq!(ed.public().verify(&by_p), Err(JwsError::AlgorithmMismatch));
    assert_eq!(p.public().verify(&by_ed), Err(JwsError::AlgorithmMismatch));
    for alg in ["none", "HS256", "RS256", "eddsa", "Ed448"] {
        let header = format!(r#"{{"alg":"{alg}","kid":"k","typ":"t"}}"#);
        let jws = Jws::parse(flattened(&header).as_bytes()).unwrap();
        assert_eq!(ed.public().verify(&jws), Err(JwsError::AlgorithmMismatch));
        assert_eq!(p.public().verify(&jws), Err(JwsError::AlgorithmMismatch));
    }
    let header = r#"{"alg":"Ed25519","kid":"k","typ":"t"}"#;
    let input = format!("{}.e30", base64url(header.as_bytes()));
    let pair = ring::signature::Ed25519KeyPair::from_seed_unchecked(&[5; 32]).unwrap();
    let x = ring::signature::KeyPair::public_key(&pair).as_ref();
    let jwk = format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{}"}}"#, base64url(x));
    let text = format!("{input}.{}", base64url(pair.sign(input.as_bytes()).as_ref()));
    let newer = PublicKey::parse(jwk.as_bytes()).unwrap();
    assert_eq!(newer.verify(&Jws::parse(text.as_bytes()).unwrap()), Ok(()));
}

#[test]
fn headers_that_could_change_the_meaning_are_refused() {
    for (member, name) in [
        (r#""crit":["exp"]"#, "crit"),
        (r#""crit":[]"#, "crit"),
        (r#""b64":false"#, "b64"),
        (r#""jku":"https://x""#, "jku"),
        (r#""jwk":{}"#, "jwk"),
        (r#""x5u":"https://x""#, "x5u"),
        (r#""x5c":[]"#, "x5c"),
    ] {
        let header = format!(r#"{{"alg":"EdDSA","kid":"k","typ":"t",{member}}}"#);
        let refused = Jws::parse(flattened(&header).as_bytes());
        assert_eq!(refused, Err(JwsError::HeaderRefused(name)));
    }
    for (header, name) in [
        (r#"{"kid":"k","typ":"t"}"#, "alg"),
        (r#"{"alg":"EdDSA","typ":"t"}"#, "kid"),
        (r#"{"alg":"EdDSA","kid":"k"}"#, "typ"),
        (r#"{"alg":"EdDSA","kid":7,"typ":"t"}"#, "kid"),
        (r#"{"alg":"EdDSA","kid":"","typ":"t"}"#, "kid"),
    ] {
        assert_eq!(Jws::parse(flattened(header).as_bytes()), Err(JwsError::HeaderRefused(name)));
    }
    for header in [
        r#"{"alg":"EdDSA","kid":"k","typ":"t","alg":"none"}"#,
        r#"{"alg":"EdDSA","kid":"k","typ":"t","\u0061lg":"none"}"#,
        r#"["alg"]"#,
        "",
        "{",
    ] {
        let refused = Jws::parse(flattened(header).as_bytes());
        assert!(matches!(refused, Err(JwsError::Malformed(_))), "{header}");
    }
    let wide = format!(r#"{{"alg":"EdDSA","kid":"k","typ":"t","z":"{}"}}"#, "z".repeat(2048));
    assert_eq!(Jws::parse(flattened(&wide).as_bytes()), Err(JwsError::TooLarge));
    let extra = r#"{"alg":"EdDSA","kid":"k","typ":"t","iat":1,"cty":"json"}"#;
    assert!(Jws::parse(flattened(extra).as_bytes()).is_ok());
}

#[test]
fn other_serializations_are_refused() {
    let good = ed25519().sign_flattened(b"{}", TYP).unwrap();
    assert!(Jws::parse(format!(" {good}\r\n").as_bytes()).is_ok());
    let with = |member: &str| good.replacen('{', &format!("{{{member},"), 1);
    assert_eq!(
        Jws::parse(with(r#""header":{"alg":"none"}"#).as_bytes()),
        Err(JwsError::HeaderRefused("header"))
    );
    for bad in [
        with(r#""signatures":[]"#),
        with(r#""extra":"x""#),
        with(r#""payload":"e30""#),
        with(r#""\u0070ayload":"e30""#),
        good.replace(r#""payload":"e30","#, ""),
        good.replace(r#""e30""#, "7"),
        good.replace(r#""e30""#, "null"),
        good.replace("e30", "e30="),
        good.replace("e30", "e31"),
        good.replace("e30", "e3 0"),
        good.replace("e30", "e+0"),
        format!("{good}{good}"),
        format!("{good},"),
        good.replace('}', ",}"),
        good.replace('}', ""),
        "{}".to_owned(),
        String::new(),
        "a.b".to_owned(),
        "a.b.c.d".to_owned(),
        "..".to_owned(),
        " ".to_owned() + &ed25519().sign_compact(b"{}", TYP).unwrap(),
    ] {
        let refused = Jws::parse(bad.as_bytes());
        assert!(matches!(refused, Err(JwsError::Malformed(_))), "{bad}");
    }
    assert_eq!(Jws::parse(&vec![b'{'; MAX_JWS_BYTES + 1]), Err(JwsError::TooLarge));
    let unsigned = flattened(r#"{"alg":"EdDSA","kid":"k","typ":"t"}"#).replace("AAAA", "");
    assert!(matches!(Jws::parse(unsigned.as_bytes()), Err(JwsError::Malformed(_))));
}

#[test]
fn registered_keys_keep_nothing_but_the_key() {
    let public = ed25519().public().to_jwk();
    let dressed =
        public.replacen('{', r#"{"alg":"RS256","use":"enc","key_ops":["sign"],"ext":true,"#, 1);
    assert_eq!(PublicKey::parse(dressed.as_bytes()).unwrap().to_jwk(), public);
    for (jwk, error) in [
        (RFC8037_JWK.to_owned(), JwkError::Private),
        (r#"{"kty":"oct","k":"AAAA"}"#.to_owned(), JwkError::Private),
        (r#"{"kty":"RSA","n":"AAAA","e":"AQAB"}"#.to_owned(), JwkError::Unsupported),
        (public.replace("Ed25519", "X25519"), JwkError::Unsupported),
        (public.replace("11qY", "11q"), JwkError::Member("x")),
        (public.replacen('{', r#"{"kty":"OKP","#, 1), JwkError::Malformed),
        ("[]".to_owned(), JwkError::Malformed),
    ] {
        assert_eq!(PublicKey::parse(jwk.as_bytes()), Err(error), "{jwk}");
    }
    let mixed = RFC8037_JWK.replace("nWGx", "nWGy");
    assert_eq!(PrivateKey::parse(mixed.as_bytes()).unwrap_err(), JwkError::NotAPair);
    assert_eq!(PrivateKey::parse(public.as_bytes()).unwrap_err(), JwkError::NotAPair);
    // A point off the curve cannot check anything.
    let off = p256().public().to_jwk().replace("f83O", "f83P");
    let off = PublicKey::parse(off.as_bytes()).unwrap();
    let jws = Jws::parse(p256().sign_compact(b"x", TYP).unwrap().as_bytes()).unwrap();
    assert_eq!(off.verify(&jws), Err(JwsError::SignatureInvalid));
}
