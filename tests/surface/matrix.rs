//! Who gets how far on each route with an empty body: a golden file, so that no change of the table or
//! of the rules goes unseen. Absent: what a full request brings.

use std::fmt::Write as _;

use hyper::Method;
use samen::client::transport::{Request, TlsTrouble, TransportError};
use samen::domain::party::{PartnerKind, Role};
use samen::http::routes::{RouteRow, table};

use crate::harness::World;
use crate::harness::caller::anonymous;
use crate::harness::cast::{FAIR, MEMBERS, member_of};
use crate::harness::paperwork;
use crate::harness::stage::{Identity, Stage};

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/matrix.txt");

/// The request of a row, with nothing in it. A feed is a stream, which never ends: with `whole` false it
/// is asked for in a way that is refused.
pub(super) fn request(row: &RouteRow, whole: bool) -> Request {
    let path = row.path.replace("{path:.*}", "0/000.p/1").replace("{name}", "alert");
    let path = path.replace("{version}/alert", "0/samen.css");
    let path = path.replace("{index}", "0").replace("{id}", "019ab3c0-0001-7c3e-8d21-5f0a6b1c9e01");
    if row.method.as_str() == "GET" {
        let feed = path == "/v1/feed" && !whole;
        if matches!(path.as_str(), "/board/feed" | "/follow-up/feed") && !whole {
            return Request::get(format!("{path}?after=x"));
        }
        return if feed {
            Request::events("/v1/feed?", None).header(
                hyper::header::HeaderName::from_static("last-event-id"),
                hyper::header::HeaderValue::from_static("x"),
            )
        } else {
            Request::get(path)
        };
    }
    Request { method: Method::POST, ..Request::post(path, "application/json", "") }
}

/// Somebody of the cast who has the action of a row.
pub(super) fn somebody_with(row: &RouteRow) -> &'static str {
    let kind = |partner: &str| match partner {
        "politie-twente" => PartnerKind::Police,
        "fg-twente" => PartnerKind::Oversight,
        "stichting-samen" => PartnerKind::Steward,
        _ => PartnerKind::Firm,
    };
    let has = |role: Role, partner: &str| row.action.is_open_to(kind(partner), role);
    let found = MEMBERS.iter().find(|member| has(member.role, member.partner));
    found.expect("nobody has the action").id
}

/// Columns of the matrix.
const WHO: [(&str, &str); 7] = [
    ("guard", "fbt-guard"),
    ("officer", "pt-officer"),
    ("administrator", "sec-admin"),
    ("system", "sec-system"),
    ("dpo", "fg-1"),
    ("steward", "steward-1"),
    ("suspended", "rjs-guard"),
];

#[tokio::test]
async fn every_route_lets_through_who_is_in_the_golden_matrix() {
    let world = World::start().await;
    let change = paperwork::standing("rj-safety-security", Some("rjs-guard"), "suspended");
    world.as_("rjs-admin").post("/v1/persons/standing", change).await.granted();
    let unknown = Identity::new(member_of("fbt-guard"), &Stage::shared().ca);
    assert_eq!(unknown.member.partner, FAIR);
    let unknown = world.stranger(unknown);
    let mut text = String::from("# route: what each caller is told when the body is empty\n");
    for row in table() {
        writeln!(text, "{} {} ({})", row.method, row.path, row.action.code()).unwrap();
        let answer = unknown.send(request(&row, false)).await;
        writeln!(text, "  unregistered: {}", told(&answer)).unwrap();
        for (column, who) in WHO {
            let answer = world.as_(who).send(request(&row, false)).await;
            writeln!(text, "  {column}: {}", told(&answer)).unwrap();
        }
    }
    world.finish().await;
    if std::env::var_os("SAMEN_WRITE_GOLDEN").is_some() {
        std::fs::write(GOLDEN, &text).unwrap();
    }
    let golden = std::fs::read_to_string(GOLDEN).unwrap_or_default();
    assert_eq!(
        text, golden,
        "look at the difference; if it is meant, run with SAMEN_WRITE_GOLDEN=1"
    );
}

fn told(answer: &crate::harness::answer::Answer) -> String {
    let slug = answer.slug().unwrap_or_default();
    format!("{} {slug}", answer.status).trim_end().to_owned()
}

#[tokio::test]
async fn without_a_certificate_no_route_answers() {
    let world = World::start().await;
    let transport = anonymous(world.url());
    for row in table() {
        let error = transport.send(request(&row, true)).await.unwrap_err();
        let refused = matches!(error, TransportError::Tls(TlsTrouble::ClientRefused));
        assert!(refused, "{}: {error:?}", row.path);
    }
    drop(transport);
    world.finish().await;
}
