//! Who takes part in the tests: a log, two witnesses, and partners with their signing keys, all from
//! fixed seeds.

use samen_audit::bundle::KeyClaim;
use samen_audit::cosignature::WitnessSigner;
use samen_audit::jws::PrivateKey;
use samen_audit::note::NoteSigner;
use samen_audit::text::base64url;

pub(crate) const EXCHANGE: &str = "samen.example";
pub(crate) const ORIGIN: &str = "samen.example/audit/2026";

/// When the story begins: 2026-11-22T20:00:00Z, in milliseconds since 1970-01-01.
pub(crate) const EVENING_MS: u64 = 1_795_377_600_000;

/// The key of the log.
pub(crate) fn log_signer() -> NoteSigner {
    NoteSigner::from_seed(ORIGIN, &[1; 32]).unwrap()
}

/// Two witnesses that hold the log to one history.
pub(crate) fn witnesses() -> [WitnessSigner; 2] {
    [
        WitnessSigner::from_seed("witness.firm.example", &[2; 32]).unwrap(),
        WitnessSigner::from_seed("witness.police.example", &[3; 32]).unwrap(),
    ]
}

/// A policy of this log that asks for `all` witnesses, for `any`, or for `none`.
pub(crate) fn policy(quorum: &str) -> String {
    let [firm, police] = witnesses();
    let group = match quorum {
        "none" => "quorum none".to_owned(),
        k => format!("group both {k} firm police\nquorum both"),
    };
    format!(
        "log {}\nwitness firm {}\nwitness police {}\n{group}\n",
        log_signer().verifier(),
        firm.key(),
        police.key()
    )
}

/// Somebody who signs.
pub(crate) struct Author {
    pub(crate) partner: &'static str,
    pub(crate) person: &'static str,
    seed: u8,
}

pub(crate) const OFFICER: Author = Author { partner: "politie", person: "pt-officer", seed: 11 };
pub(crate) const CHIEF: Author = Author { partner: "politie", person: "pt-chief", seed: 12 };
pub(crate) const OWNER: Author = Author { partner: "firm", person: "fm-owner", seed: 13 };
pub(crate) const GUARD: Author = Author { partner: "firm", person: "fm-guard", seed: 14 };

impl Author {
    /// The key, from its seed.
    pub(crate) fn key(&self) -> PrivateKey {
        let seed = [self.seed; 32];
        // The public half of any Ed25519 key, by way of a note signer.
        let public = *NoteSigner::from_seed("any", &seed).unwrap().verifier().public();
        let jwk = format!(
            r#"{{"kty":"OKP","crv":"Ed25519","d":"{}","x":"{}"}}"#,
            base64url(&seed),
            base64url(&public)
        );
        PrivateKey::parse(jwk.as_bytes()).unwrap()
    }

    /// The key as the exchange tells of it.
    pub(crate) fn claim(&self) -> KeyClaim {
        KeyClaim {
            public: self.key().public().clone(),
            partner: self.partner.to_owned(),
            person: self.person.to_owned(),
            valid_from_ms: EVENING_MS - 86_400_000,
            valid_until_ms: Some(EVENING_MS + 86_400_000),
            withdrawn_at_ms: None,
        }
    }

    pub(crate) fn kid(&self) -> String {
        self.key().public().thumbprint()
    }

    /// A compact JWS with any header, rightly signed.
    pub(crate) fn sign_under(&self, header: &str, payload: &str) -> String {
        let input = format!("{}.{}", base64url(header.as_bytes()), base64url(payload.as_bytes()));
        let signer = NoteSigner::from_seed("any", &[self.seed; 32]).unwrap();
        format!("{input}.{}", base64url(&signer.sign(&input).signature))
    }

    pub(crate) fn sign(&self, payload: &str, typ: &str) -> String {
        self.key().sign_flattened(payload.as_bytes(), typ).unwrap()
    }
}
