//! HTTP itself: paths and methods that are not there, media types, sizes, both versions.
//! Absent: bodies that are records (`records`).

use hyper::Method;
use samen::client::transport::{Protocol, Request};
use serde_json::json;

use crate::harness::World;
use crate::harness::stage::Stage;

#[tokio::test]
async fn what_is_not_in_the_table_is_not_there() {
    let world = World::start().await;
    let guard = world.as_("fbt-guard");
    for path in ["/v1", "/v1/records/", "/v1/records/x", "/v2/records", "/log", "/LOG/checkpoint"] {
        let answer = guard.get(path).await;
        answer.refused("not-found");
        assert_eq!(answer.status, 404);
    }
    for (method, path) in [
        (Method::GET, "/v1/records"),
        (Method::DELETE, "/v1/records"),
        (Method::PUT, "/v1/partners"),
        (Method::POST, "/log/checkpoint"),
        (Method::OPTIONS, "/v1/searches"),
        (Method::PATCH, "/v1/feed"),
    ] {
        let request = Request { method, ..Request::get(path) };
        let answer = guard.send(request).await;
        answer.refused("method-not-allowed");
        assert_eq!(answer.status, 405);
    }
    world.finish().await;
}

#[tokio::test]
async fn a_body_is_read_only_as_what_the_route_reads() {
    let world = World::start().await;
    let guard = world.as_("fbt-guard");
    for (path, media_type) in [
        ("/v1/records", "application/json"),
        ("/v1/records", "text/plain"),
        ("/v1/records/batch", "application/jose"),
        ("/v1/searches", "application/jose+json"),
        ("/v1/searches", "application/x-www-form-urlencoded"),
    ] {
        let answer = guard.send(Request::post(path, media_type, "{}")).await;
        answer.refused("content-type-unsupported");
        assert_eq!(answer.status, 415);
    }
    let untyped = Request { method: Method::POST, ..Request::get("/v1/searches") };
    guard.send(untyped).await.refused("content-type-unsupported");
    for media_type in ["application/jose; charset=utf-8", "APPLICATION/JOSE"] {
        let answer = guard.send(Request::post("/v1/records", media_type, "x")).await;
        answer.refused("jws-malformed");
    }
    world.finish().await;
}

#[tokio::test]
async fn json_requests_are_read_strictly() {
    let world = World::start().await;
    let guard = world.as_("fbt-guard");
    let send = async |body: Vec<u8>| {
        guard.send(Request::post("/v1/searches", "application/json", body)).await
    };
    let reading = crate::harness::caller::reading();
    let good = json!({ "reading": reading, "query": { "types": ["alert"] } }).to_string();
    let twice = good.replacen('{', "{\"limit\":1,\"limit\":2,", 1);
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    send(b"\xff\xfe".to_vec()).await.refused("json-malformed");
    send(good[..good.len() - 1].into()).await.refused("json-malformed");
    send(Vec::new()).await.refused("json-malformed");
    let answer = send(twice.into()).await;
    assert_eq!(answer.slug().as_deref(), Some("json-duplicate-member"));
    let answer = send(deep.into()).await;
    assert_eq!(answer.slug().as_deref(), Some("json-too-deep"));
    send(b"[]".to_vec()).await.refused("request-invalid");
    send(good.replacen('{', "{\"sort\":1,", 1).into()).await.refused("request-invalid");
    let padded = format!("{good}{}", " ".repeat(64 * 1024 - good.len()));
    send(padded.clone().into()).await.granted();
    send(format!("{padded} ").into()).await.refused("body-too-large");
    world.finish().await;
}

#[tokio::test]
async fn both_versions_of_http_give_the_same_answers() {
    let world = World::start().await;
    let identity = Stage::shared().identity("pt-officer");
    for protocol in [Protocol::Http1, Protocol::Http2] {
        let officer = world.caller(identity.clone(), protocol);
        let mut feed =
            world.caller(Stage::shared().identity("fbt-guard").clone(), protocol).feed(None).await;
        let alert = world.alert();
        officer.sends(&alert).await;
        assert_eq!(feed.record().await.1, alert.id());
        officer.open(alert.id()).await.granted();
        officer.get("/nowhere").await.refused("not-found");
        let large = vec![b'x'; 2 << 20];
        officer.post_jws("/v1/records", large).await.refused("body-too-large");
    }
    world.finish().await;
}

#[tokio::test]
async fn headers_of_a_request_are_looked_at_only_where_they_fit() {
    use hyper::header::{HeaderName, HeaderValue};
    let world = World::start().await;
    let guard = world.as_("rjs-guard");
    let trace = "0af7651916cd43dd8448eb211c80319c";
    for (value, kept) in [
        (format!("00-{trace}-b7ad6b7169203331-01"), true),
        (format!("00-{}-b7ad6b7169203331-01", trace.to_uppercase()), false),
        (format!("00-{}-b7ad6b7169203331-01", "0".repeat(32)), false),
        ("hello".to_owned(), false),
    ] {
        let name = HeaderName::from_static("traceparent");
        let request =
            Request::get("/v1/alerts").header(name, HeaderValue::from_str(&value).unwrap());
        let answer = guard.send(request).await;
        let entry = answer.granted()["entry"].clone();
        let told: Vec<&str> = answer.header("traceresponse").unwrap().split('-').collect();
        let path = format!("/v1/audit/entries/{entry}/open");
        let why = json!({ "use_code": "lawfulness", "justification": "Following one request" });
        let shown = world.as_("fg-1").post(&path, why).await.granted();
        assert_eq!(shown["fields"].get("trace_id").is_some(), kept, "{value}");
        // Caller and log speak of one trace: the caller's, or the one that begins with the request.
        let (held, flags) = if kept { ("trace_id", "01") } else { ("request_id", "03") };
        let child = shown["fields"]["request_id"].as_str().unwrap().get(..16).unwrap();
        let own = shown["fields"][held].as_str().unwrap();
        assert_eq!(told, ["00", own, child, flags], "{value}");
    }
    let refused = guard.open("x").await;
    assert_eq!(refused.header("traceresponse").map(str::len), Some(55));
    world.finish().await;
}
