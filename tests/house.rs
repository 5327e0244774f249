//! The house rules that no compiler checks, as an ordinary test that reads the sources: which room may
//! use which, who may say the name of a crate, how long a file and a function may be, what the first
//! line of a file has to be, and which words never stand in the repository.
//! Absent: what rustc and clippy check already (see the lints in `Cargo.toml`), and any behavior.

#![cfg(test)]

#[path = "house/arrows.rs"]
mod arrows;
#[path = "house/papers.rs"]
mod papers;
#[path = "house/report.rs"]
mod report;
#[path = "house/repository.rs"]
mod repository;
#[path = "house/rules.rs"]
mod rules;
#[path = "house/shape.rs"]
mod shape;
#[path = "house/source.rs"]
mod source;
#[path = "house/traps.rs"]
mod traps;
#[path = "house/walls.rs"]
mod walls;
#[path = "house/words.rs"]
mod words;

/// A top-level room of `src/` and the rooms that it may use, from the ground up: a row names only rows
/// above it in this table. `pki` is `certs/recipe.rs`; tests may use it everywhere.
const ROOMS: [(&str, &[&str]); 11] = [
    ("pki", &[]),
    ("domain", &[]),
    ("wire", &["domain"]),
    ("paper", &["domain", "wire"]),
    ("vault", &["domain"]),
    ("store", &["domain", "wire", "vault"]),
    ("service", &["domain", "wire", "vault", "store"]),
    // The two towers never name each other.
    ("http", &["domain", "wire", "paper", "service"]),
    ("client", &["domain", "wire"]),
    ("app", &["domain", "wire", "vault", "store", "service", "http", "client", "pki"]),
    ("cli", &["domain", "wire", "paper", "client", "app", "pki"]),
];

/// What the rooms hold back from the rest: a crate (with `*`: every name that begins so), the only
/// places that may use it outside tests, and why.
const CRATES: [(&str, &[&str], &str); 17] = [
    ("sled*", &["src/store/"], "the store alone knows which database it stands on"),
    (
        "actix*",
        &["src/http/", "src/app/build"],
        "only the tower of the server knows the web framework",
    ),
    ("governor", &["src/service/"], "rate limits are kept in one place"),
    ("hyper*", &["src/client/"], "only the tower of the client speaks HTTP by itself"),
    ("tower_service", &["src/client/"], "only the tower of the client speaks HTTP by itself"),
    ("rustls", &["src/http/", "src/client/", "src/app/", "certs/"], "TLS ends in the towers"),
    (
        "tokio",
        &[
            "src/store/",
            "src/service/",
            "src/http/",
            "src/client/",
            "src/app/",
            "src/cli/",
            "src/main.rs",
        ],
        "meaning, form and sealing are not async",
    ),
    (
        "ring",
        &[
            "src/vault/",
            "src/service/",
            "src/client/",
            "src/app/",
            "src/cli/",
            "src/http/",
            "src/store/",
            "certs/",
        ],
        "meaning and form need no cryptography",
    ),
    (
        "samen_audit",
        &["src/service/", "src/client/", "src/app/", "src/cli/"],
        "evidence is made and checked above the store",
    ),
    (
        "serde",
        &["src/wire/", "src/service/", "src/http/", "src/client/", "src/app/", "src/cli/"],
        "domain types do not serialize, and the store keeps bytes",
    ),
    (
        "serde_json",
        &[
            "src/wire/",
            "src/service/",
            "src/http/",
            "src/client/",
            "src/app/",
            "src/cli/",
            "audit/src/",
        ],
        "domain types do not serialize, and the store keeps bytes",
    ),
    ("jsonschema", &["src/wire/"], "schemas are the wire's"),
    (
        "clap*",
        &["src/cli/", "src/main.rs", "audit/src/main.rs", "audit/src/verify/"],
        "only a person's door reads arguments",
    ),
    ("rcgen", &["certs/"], "certificates are made by the recipe"),
    ("p12_keystore", &["certs/"], "certificates are made by the recipe"),
    ("ureq", &["audit/src/verify/"], "the evidence library has no network"),
    ("insta", &[], "snapshots are for tests"),
];

/// Names that stand for input and output, clocks or threads, and the places that have none of them.
const PURE: [(&str, &[&str]); 3] = [
    (
        "src/domain/",
        &[
            "fs",
            "net",
            "env",
            "process",
            "thread",
            "io",
            "SystemTime",
            "Instant",
            "OnceLock",
            "async",
            "await",
        ],
    ),
    (
        "src/wire/",
        &["fs", "net", "env", "process", "thread", "SystemTime", "Instant", "async", "await"],
    ),
    (
        "audit/src/",
        &["fs", "net", "env", "process", "thread", "SystemTime", "Instant", "async", "await"],
    ),
];

/// The command beside the evidence library: it may read files, clocks and the network.
const AUDIT_COMMAND: [&str; 2] = ["audit/src/main.rs", "audit/src/verify/"];

/// The only places outside tests that read a clock; everybody else is told what time it is.
const CLOCKS: [&str; 3] = ["src/service/clock.rs", "src/cli/", "audit/src/verify/"];

/// What may stand visibly at the root of the repository.
const ROOT: [&str; 9] = [
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "audit",
    "certs",
    "schemas",
    "src",
    "tests",
];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 7] = ["util", "utils", "helper", "helpers", "common", "manager", "misc"];

const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 60;
const MAIN_LINES: usize = 60;

/// Every exception of every rule: the rule, the file, the subject of the finding, and the reason. This
/// list may only shrink: a row that is not needed any more fails the test of its rule.
const EXCEPTIONS: [report::Exception; 1] = [report::Exception {
    rule: "functions",
    path: "src/wire/problem.rs",
    subject: "row",
    reason: "one row a reason, in one exhaustive match",
}];
