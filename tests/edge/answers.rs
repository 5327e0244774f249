//! From a reading to a sighting: what a person answers, what the grant lets leave by itself, and what a
//! recall takes off the screen. Absent: exchanges that are away.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use serde_json::{Value, json};

use super::gate::{Gate, MACHINES, Setup};

#[tokio::test]
async fn a_read_becomes_a_sighting_only_by_the_answer_of_a_person() {
    let gate = Gate::new(&Setup::default());
    let alert = gate.alert("GB-123-C");
    gate.as_("pt-officer").sends(&alert).await;
    let mut edge = gate.edge(1);
    edge.reads("XX-999-Y");
    edge.reads("G8123C");
    let shown = edge.next("candidate");
    assert_eq!((&shown["match"], &shown["read"]), (&json!("ocr_equivalent"), &json!("G8123C")));
    assert_eq!((&shown["listed"], &shown["positions"]), (&json!("GB123C"), &json!([1])));
    // The listed vehicle stands beside it, with what to do.
    assert_eq!(shown["alert"]["body"]["vehicle"]["make"], "Volkswagen");
    assert_eq!(shown["alert"]["body"]["action"], "call_control_room");
    // The same car a moment later is the same candidate, and nobody could tell yet.
    edge.reads("G8123C");
    let again = edge.next("candidate");
    assert_eq!((&again["candidate"], &again["passes"]), (&shown["candidate"], &json!(2)));
    edge.answers(&shown["candidate"], "unknown");
    assert!(edge.notice("answer").contains("stays open"));
    assert_eq!(gate.sightings().await, Vec::<Value>::new());
    edge.answers(&shown["candidate"], "yes");
    edge.next("queued");
    let sent = edge.next("sent");
    assert_eq!(sent["repeated"], false);
    let sightings = gate.sightings().await;
    let body = &sightings[0]["body"];
    assert_eq!((sightings.len(), &sightings[0]["id"]), (1, &sent["record"]));
    assert_eq!((&body["of"], &body["method"]), (&json!(alert.id()), &json!("anpr")));
    assert_eq!((&body["read_text"], &body["confidence_percent"]), (&json!("G8123C"), &json!(91)));
    assert_eq!((&body["match"], &body["description_agrees"]), (&shown["match"], &json!("yes")));
    assert_eq!((&body["camera"], &body["place"]["town"]), (&json!("gate-3"), &json!("Hengelo")));
    assert_eq!(body["note"], "Compared by fbt-guard.");
    // Answered is answered, and the car that stands there still is no new one.
    edge.answers(&shown["candidate"], "yes");
    assert!(edge.notice("answer").contains("no candidate"));
    edge.reads("G8123C");
    let status = edge.until_status(|status| status["reads"] == 4);
    assert_eq!((&status["candidates"], &status["open"]), (&json!(1), &json!(0)));
    edge.terminate();
    assert_eq!(gate.sightings().await.len(), 1);
    for hidden in ["GB123C", "G8123C", "XX999Y", "Volkswagen"] {
        gate.assert_sealed(hidden);
    }
}

#[tokio::test]
async fn a_misread_of_another_car_leaves_nothing() {
    let gate = Gate::new(&Setup::default());
    gate.as_("pt-officer").sends(&gate.alert("GB-123-C")).await;
    let mut edge = gate.edge(1);
    edge.reads("6B123C");
    let shown = edge.next("candidate");
    edge.answers(&shown["candidate"], "no");
    assert_eq!(edge.next("gone")["why"], "misread");
    // The listed plate on another vehicle is another matter: plates are copied.
    edge.line(&json!({ "plate": "GB123C", "camera": "nobody-knows" }).to_string());
    let elsewhere = edge.next("candidate");
    edge.answers(&elsewhere["candidate"], "no");
    assert!(edge.notice("answer").contains("[[camera]]"));
    edge.terminate();
    assert_eq!(gate.sightings().await, Vec::<Value>::new());
}

#[tokio::test]
async fn only_what_grant_and_keeper_both_want_leaves_without_a_person() {
    let both = "[\"exact\", \"ocr_equivalent\"]";
    let setup = Setup { grant: MACHINES.into(), unconfirmed: both, port: false };
    let gate = Gate::new(&setup);
    gate.grant_machines().await;
    let officer = gate.as_("pt-officer");
    officer.sends(&gate.alert("GB-123-C")).await;
    officer.sends(&gate.alert("HH-555-H")).await;
    let mut edge = gate.edge(2);
    edge.reads("G8123C");
    let resembling = edge.next("candidate");
    edge.line(&json!({ "candidates": [{ "plate": "XX999Y" }, { "plate": "HH555H" }] }).to_string());
    let guessed = edge.next("candidate");
    assert_eq!(guessed["best_guess"], false);
    // Now the reader has read it itself: the pass is the same, and it leaves.
    edge.reads("HH555H");
    assert_eq!(edge.next("candidate")["candidate"], guessed["candidate"]);
    let queued = edge.next("queued");
    assert_eq!((&queued["candidate"], queued.get("person")), (&guessed["candidate"], None));
    edge.next("sent");
    let status = edge.until_status(|status| status["queued"] == 0);
    assert_eq!(status["open"], 1);
    edge.answers(&resembling["candidate"], "yes");
    edge.next("sent");
    edge.terminate();
    let sightings = gate.sightings().await;
    let unconfirmed = &sightings[1]["body"];
    assert_eq!((sightings.len(), &unconfirmed["match"]), (2, &json!("exact")));
    assert_eq!((unconfirmed.get("description_agrees"), unconfirmed.get("note")), (None, None));
    assert_eq!(sightings[0]["body"]["description_agrees"], "yes");
}

#[tokio::test]
async fn a_recall_takes_the_candidate_off_the_screen_and_the_plate_off_the_list() {
    let gate = Gate::new(&Setup::default());
    let officer = gate.as_("pt-officer");
    let mut edge = gate.edge(0);
    let alert = gate.alert("GB-123-C");
    officer.sends(&alert).await;
    edge.until_status(|status| status["alerts"] == 1);
    edge.reads("GB123C");
    let shown = edge.next("candidate");
    officer.sends(&gate.recall(alert.id())).await;
    let gone = edge.next("gone");
    assert_eq!((&gone["candidate"], &gone["why"]), (&shown["candidate"], &json!("recalled")));
    edge.answers(&shown["candidate"], "yes");
    assert!(edge.notice("answer").contains("no candidate"));
    edge.reads("GB123C");
    // An exercise is not what this program follows.
    officer.sends(&gate.alert("HH-555-H").set("/status", json!("exercise"))).await;
    edge.reads("HH555H");
    let status = edge.until_status(|status| status["reads"] == 3);
    assert_eq!((&status["candidates"], &status["alerts"]), (&json!(1), &json!(0)));
    edge.terminate();
}

#[tokio::test]
async fn readers_and_screens_post_to_the_port_with_its_token() {
    let gate = Gate::new(&Setup { port: true, ..Setup::default() });
    gate.as_("pt-officer").sends(&gate.alert("GB-123-C")).await;
    let mut edge = gate.edge(1);
    let address = edge.address.clone().unwrap();
    let token = "a-token-of-this-test";
    let read = json!({ "plate": "GB123C", "confidence_percent": 80 }).to_string();
    assert_eq!(ask(&address, "POST /reads", "wrong-token-of-nobody", &read).0, 401);
    assert_eq!(ask(&address, "POST /reads", token, &read).0, 204);
    let shown = edge.next("candidate");
    let answer = |agrees: &str, person: &str| {
        let answer = json!({ "candidate": shown["candidate"], "description_agrees": agrees,
            "person": person });
        ask(&address, "POST /confirmations", token, &answer.to_string())
    };
    assert_eq!(answer("perhaps", "fbt-guard").0, 400);
    let (status, body) = answer("yes", "fbt-guard");
    assert_eq!((status, &body["state"]), (200, &json!("queued")));
    let sent = edge.next("sent");
    assert_eq!(sent["record"], body["record"]);
    assert_eq!(answer("yes", "fbt-guard").0, 404);
    let (status, body) = ask(&address, "GET /status", token, "");
    assert_eq!((status, &body["candidates"], &body["alerts"]), (200, &json!(1), &json!(1)));
    edge.terminate();
}

fn ask(address: &str, what: &str, token: &str, body: &str) -> (u16, Value) {
    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!(
        "{what} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    let body = answer.split_once("\r\n\r\n").unwrap().1;
    (status, serde_json::from_str(body).unwrap_or_default())
}
