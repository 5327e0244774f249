//! What keeps pages to themselves: headers, and the refusal of what another site makes a browser send.
//! Absent: what the pages show.

use hyper::header::{HeaderName, HeaderValue};
use samen::client::transport::Request;
use serde_json::json;

use super::pages::page;
use crate::harness::World;
use crate::harness::caller::reading;

const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

#[tokio::test]
async fn every_answer_of_the_console_keeps_to_itself() {
    let world = World::start().await;
    let guard = world.as_("fbt-guard");
    let home = guard.send(page("/")).await;
    let refused = world.as_("fg-1").send(page("/board")).await;
    let asset = home.text().split('"').find(|text| text.ends_with("/samen.css")).unwrap();
    let style = guard.get(asset).await;
    assert_eq!(style.header("cache-control"), Some("public, max-age=31536000, immutable"));
    assert_eq!(guard.get("/assets/old/samen.css").await.header("cache-control"), Some("no-store"));
    for answer in [&home, &refused, &style] {
        let policy = answer.header("content-security-policy").unwrap();
        for part in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"] {
            assert!(policy.contains(part), "{policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"));
    }
    for inside in ["<style", " style=", " onclick=", "javascript:"] {
        assert!(!home.text().contains(inside), "{inside}");
    }
    assert_eq!(
        home.text().matches("<script").count(),
        home.text().matches("<script type=\"module\" src=").count()
    );
    world.finish().await;
}

#[tokio::test]
async fn another_site_cannot_have_a_page_loaded_in_the_name_of_a_guard() {
    let world = World::start().await;
    let guard = world.as_("fbt-guard");
    let image = Request::get("/board")
        .header(SITE, HeaderValue::from_static("cross-site"))
        .header(MODE, HeaderValue::from_static("no-cors"));
    guard.send(image).await.refused("cross-site");
    world.finish().await;
}

#[tokio::test]
async fn a_question_counts_only_from_a_page_of_this_exchange() {
    let world = World::start().await;
    let alert = world.alert();
    world.as_("pt-officer").sends(&alert).await;
    let guard = world.as_("fbt-guard");
    let question = json!({ "reading": reading(), "query": { "types": ["alert"] } });
    guard.post("/search", &question).await.refused("cross-site");
    let found = guard.post_from_page("/search", &question).await;
    assert!(found.status == 200 && found.text().contains(alert.id()), "{}", found.text());
    let opening = json!({ "reading": reading(), "id": alert.id() });
    guard.post("/search/open", &opening).await.refused("cross-site");
    let opened = guard.post_from_page("/search/open", &opening).await;
    assert!(opened.text().contains(&format!("data-id=\"{}\"", alert.id())), "{}", opened.text());
    let mut vague = opening;
    vague["reading"]["justification"] = json!("offences");
    let refused = guard.post_from_page("/search/open", &vague).await;
    refused.refused_at("justification-insufficient", "/justification");
    world.finish().await;
}

/// A form of another site can send these three media types without asking, and nothing else.
#[tokio::test]
async fn a_form_of_another_site_posts_nothing_into_the_api() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let jws = officer.sign(&world.alert());
    for media_type in
        ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
    {
        for path in ["/v1/records", "/v1/searches", "/v1/records/batch"] {
            let answer = officer.send(Request::post(path, media_type, jws.clone())).await;
            answer.refused("content-type-unsupported");
        }
    }
    world.finish().await;
}
