//! What the pages show and to whom. Absent: what other sites try (`protection`).

use hyper::header::{ACCEPT, ACCEPT_LANGUAGE, COOKIE, HeaderName, HeaderValue};
use samen::client::transport::Request;
use serde_json::json;

use crate::harness::World;
use crate::harness::answer::Answer;
use crate::harness::caller::Caller;

/// A page as a browser asks for it.
pub(super) fn page(path: &str) -> Request {
    Request::get(path)
        .header(ACCEPT, HeaderValue::from_static("text/html,*/*;q=0.8"))
        .header(HeaderName::from_static("sec-fetch-site"), HeaderValue::from_static("none"))
        .header(HeaderName::from_static("sec-fetch-mode"), HeaderValue::from_static("navigate"))
}

pub(super) async fn shows(caller: &Caller, request: Request) -> Answer {
    let answer = caller.send(request).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    answer
}

#[tokio::test]
async fn the_board_shows_what_is_in_force_in_the_language_of_the_browser() {
    let world = World::start().await;
    let officer = world.as_("pt-officer");
    let (alert, gone) = (world.alert(), world.alert());
    officer.sends(&alert).await;
    officer.sends(&gone).await;
    officer.sends(&world.recall(gone.id())).await;
    let guard = world.as_("fbt-guard");
    let dutch = shows(&guard, page("/board")).await;
    assert!(dutch.text().contains("<html lang=\"nl\">"));
    assert!(dutch.text().contains(&format!("data-id=\"{}\"", alert.id())));
    assert!(!dutch.text().contains(gone.id()), "a recalled alert is on the board");
    let header = HeaderValue::from_static("fr-BE, nl;q=0.4");
    let french = shows(&guard, page("/board").header(ACCEPT_LANGUAGE, header.clone())).await;
    assert!(french.text().contains("<html lang=\"fr\">") && french.text().contains("Signalements"));
    // Chosen once, remembered, and stronger than what the browser prefers.
    let chosen = shows(&guard, page("/board?language=en").header(ACCEPT_LANGUAGE, header)).await;
    assert!(chosen.text().contains("<html lang=\"en\">"));
    let cookies: Vec<&str> =
        chosen.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    assert!(
        cookies.iter().all(|cookie| cookie.contains("SameSite=Strict; Max-Age")
            || cookie.ends_with("SameSite=Strict"))
    );
    assert!(cookies.iter().any(|cookie| cookie.starts_with("__Host-samen-language=en;")));
    let kept = HeaderValue::from_static("__Host-samen-language=en");
    assert!(
        shows(&guard, page("/board").header(COOKIE, kept)).await.text().contains("lang=\"en\"")
    );
    world.finish().await;
}

#[tokio::test]
async fn an_exercise_is_on_a_board_of_its_own() {
    let world = World::start().await;
    let exercise = world.alert().set("/status", json!("exercise"));
    world.as_("pt-officer").sends(&exercise).await;
    let guard = world.as_("fbt-guard");
    assert!(!shows(&guard, page("/board")).await.text().contains(exercise.id()));
    let board = shows(&guard, page("/board?status=exercise")).await;
    assert!(board.text().contains(exercise.id()) && board.text().contains("OEFENING"));
    world.finish().await;
}

#[tokio::test]
async fn who_has_no_right_is_told_so_in_plain_words() {
    let world = World::start().await;
    for who in ["fg-1", "steward-1", "fbt-admin"] {
        let refused = world.as_(who).send(page("/board")).await;
        assert_eq!(refused.status, 403);
        assert_eq!(refused.slug().as_deref(), Some("action-not-allowed"));
        assert!(refused.text().contains("Uw rol mag dit niet."), "{}", refused.text());
        let home = shows(&world.as_(who), page("/")).await;
        assert!(!home.text().contains("href=\"/board\""), "{who} is offered the board");
    }
    let home = shows(&world.as_("fbt-guard"), page("/")).await;
    assert!(home.text().contains("href=\"/board\""));
    world.finish().await;
}

#[tokio::test]
async fn a_card_arrives_live_and_goes_live() {
    let world = World::start().await;
    let guard = world.as_("fbt-guard");
    let mut events = guard.follow("/board/feed", None).await;
    let (officer, alert) = (world.as_("pt-officer"), world.alert());
    assert_eq!(events.next().await.unwrap().unwrap().event, "alive");
    let index = officer.sends(&alert).await.proof.index;
    let card = next(&mut events, "card").await;
    assert_eq!(card.0, Some(index.to_string()));
    assert!(card.1.starts_with("<article") && card.1.contains(alert.id()), "{}", card.1);
    officer.sends(&world.recall(alert.id())).await;
    assert_eq!(next(&mut events, "withdrawn").await.1, alert.id());
    // A page that connects again goes on where it was.
    let mut again = guard.follow(&format!("/board/feed?after={}", index - 1), None).await;
    assert_eq!(next(&mut again, "withdrawn").await.1, alert.id());
    drop((events, again));
    world.finish().await;
}

/// The next event of this name: its id and its text.
async fn next(
    events: &mut samen::client::transport::Events,
    name: &str,
) -> (Option<String>, String) {
    loop {
        let event = events.next().await.unwrap().expect("the feed ended");
        if event.event != "alive" {
            assert_eq!(event.event, name);
            return (event.id, event.data);
        }
    }
}
