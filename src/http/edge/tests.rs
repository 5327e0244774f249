//! The local listener as readers and others meet it. Absent: what becomes of a reading.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Mutex;

use actix_web::body::to_bytes;
use actix_web::dev::Payload;
use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE, ORIGIN};
use actix_web::rt::System;
use actix_web::test::{TestRequest, call_service, init_service};
use bytes::Bytes;
use futures_util::StreamExt as _;

use super::*;

const TOKEN: &str = "0123456789abcdef";
const STREAM: &str = include_str!("../../../tests/fixtures/anpr/plate_recognizer_stream.json");
const GROUP: &str = include_str!("../../../tests/fixtures/anpr/openalpr_group.json");

/// Keeps so many readings, and is busy after them.
struct Shelf {
    room: usize,
    taken: Mutex<Vec<String>>,
}

impl Shelf {
    fn with_room(room: usize) -> Arc<Self> {
        Arc::new(Self { room, taken: Mutex::default() })
    }

    fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap().clone()
    }
}

impl Reads for Shelf {
    fn take(&self, read: Read) -> Result<(), Busy> {
        let mut taken = self.taken.lock().unwrap();
        if taken.len() == self.room {
            return Err(Busy);
        }
        taken.push(read.guesses()[0].plate.as_str().to_owned());
        Ok(())
    }
}

/// Sends one request and gives the status and the body of the answer.
fn ask(shelf: &Arc<Shelf>, token: Option<&str>, request: TestRequest) -> (u16, String) {
    let token = token.map(|token| Token::parse(token).unwrap());
    System::new().block_on(async {
        let limits = Limits { body_time: Duration::from_secs(60) };
        let app = App::new()
            .app_data(Data::new(token))
            .configure(|config| configure(config, shelf.clone(), limits))
            .wrap(from_fn(door::check));
        let answer = call_service(&init_service(app).await, request.to_request()).await;
        let status = answer.status().as_u16();
        let body = to_bytes(answer.into_body()).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    })
}

fn post(path: &str, body: &str) -> TestRequest {
    TestRequest::post().uri(path).set_payload(body.to_owned())
}

#[test]
fn readers_learn_that_a_reading_was_taken_in_and_nothing_else() {
    let shelf = Shelf::with_room(10);
    let lines = "{\"plate\":\"AB12CD\"}\r\n\n{\"plate\":\"XX99XX\"}\n";
    for (request, code) in [
        (post("/reads", lines), 204),
        (post("/openalpr", GROUP), 200),
        (post("/plate-recognizer", STREAM), 200),
        (post("/openalpr", r#"{"data_type":"heartbeat"}"#), 200),
    ] {
        assert_eq!(ask(&shelf, None, request), (code, String::new()));
    }
    assert_eq!(shelf.taken(), ["AB12CD", "XX99XX", "GB12CD", "1ABC234"]);
}

#[test]
fn a_form_with_a_picture_is_a_reading() {
    let shelf = Shelf::with_room(1);
    let picture = "x".repeat(2 * 1024 * 1024);
    let body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"upload\"; filename=\"a.jpg\"\r\n\r\n{picture}\
         \r\n--b\r\nContent-Disposition: form-data; name=\"json\"\r\n\r\n{STREAM}\r\n--b--\r\n"
    );
    let form = |body: &str| {
        post("/plate-recognizer", body)
            .insert_header((CONTENT_TYPE, "multipart/form-data; boundary=b"))
    };
    assert_eq!(ask(&shelf, None, form(&body)), (200, String::new()));
    assert_eq!(shelf.taken(), ["1ABC234"]);
    assert_eq!(ask(&shelf, None, form("--b--\r\n")).0, 400);
    let without =
        post("/plate-recognizer", &body).insert_header((CONTENT_TYPE, "multipart/form-data"));
    assert_eq!(ask(&shelf, None, without).0, 400);
}

#[test]
fn of_lines_with_a_wrong_one_none_is_taken_and_nothing_is_repeated() {
    let shelf = Shelf::with_room(10);
    let lines = "{\"plate\":\"AB12CD\"}\n{\"plate\":\"AB?\"}\n";
    let (status, body) = ask(&shelf, None, post("/reads", lines));
    assert_eq!(status, 400);
    assert!(body.contains("line 2: ") && !body.contains("AB"), "{body}");
    assert!(shelf.taken().is_empty());
}

#[test]
fn what_is_too_large_or_comes_too_fast_is_turned_away() {
    let shelf = Shelf::with_room(1);
    let large = "x".repeat(2 * 1024 * 1024);
    for path in ["/reads", "/openalpr", "/plate-recognizer"] {
        assert_eq!(ask(&shelf, None, post(path, &large)).0, 413, "{path}");
        assert_eq!(ask(&shelf, None, post(path, "no JSON")).0, 400, "{path}");
        assert_eq!(ask(&shelf, None, TestRequest::get().uri(path)).0, 405, "{path}");
    }
    let two = "{\"plate\":\"AB12CD\"}\n{\"plate\":\"XX99XX\"}\n";
    assert_eq!(ask(&shelf, None, post("/reads", two)).0, 429);
    assert_eq!(shelf.taken(), ["AB12CD"]);
}

#[test]
fn a_body_that_does_not_end_is_cut_off() {
    let shelf = Shelf::with_room(1);
    let status = System::new().block_on(async {
        let limits = Limits { body_time: Duration::from_millis(1) };
        let app = App::new().configure(|config| configure(config, shelf.clone(), limits));
        let some = futures_util::stream::iter([Ok(Bytes::from_static(b"{"))]);
        let never = some.chain(futures_util::stream::pending());
        let never: Payload = Payload::Stream { payload: Box::pin(never) };
        let (request, _) = post("/reads", "").to_request().replace_payload(never);
        call_service(&init_service(app).await, request).await.status().as_u16()
    });
    assert_eq!(status, 408);
}

#[test]
fn with_a_token_only_who_has_it_is_let_in() {
    let shelf = Shelf::with_room(10);
    let line = "{\"plate\":\"AB12CD\"}";
    let with = |value: &str| post("/reads", line).insert_header((AUTHORIZATION, value));
    let (status, body) = ask(&shelf, Some(TOKEN), post("/reads", line));
    assert_eq!(status, 401);
    assert!(!body.contains(TOKEN), "{body}");
    for wrong in [
        "Bearer 0123456789abcdeg",
        "Bearer 0123456789abcde",
        "Bearer",
        "Basic 0123456789abcdef",
        "0123456789abcdef",
    ] {
        assert_eq!(ask(&shelf, Some(TOKEN), with(wrong)).0, 401, "{wrong}");
    }
    for right in ["Bearer 0123456789abcdef", "bearer 0123456789abcdef", "Token 0123456789abcdef"] {
        assert_eq!(ask(&shelf, Some(TOKEN), with(right)).0, 204, "{right}");
    }
}

#[test]
fn a_page_in_a_browser_is_turned_away() {
    let shelf = Shelf::with_room(1);
    for origin in ["https://elsewhere.example", "null", "http://127.0.0.1:8080"] {
        let page = post("/reads", "{\"plate\":\"AB12CD\"}").insert_header((ORIGIN, origin));
        assert_eq!(ask(&shelf, None, page).0, 403, "{origin}");
    }
    assert!(shelf.taken().is_empty());
}

#[test]
fn a_weak_token_is_refused_and_none_is_printed() {
    for weak in ["", "short", "0123456789abcde\n", "0123456789 abcdef", "0123456789abcdéf"] {
        assert!(Token::parse(weak).is_err(), "{weak:?}");
    }
    let token = Token::parse("0123456789abcdef\n").unwrap();
    assert_eq!(format!("{token:?}"), "token (redacted)");
}

#[test]
fn other_machines_get_in_only_when_that_is_said_and_with_a_token() {
    let everywhere: SocketAddr = ([0, 0, 0, 0], 0).into();
    let token = Token::parse(TOKEN).unwrap();
    assert!(matches!(open(everywhere, false, Some(&token)), Err(NotOpened::NotLoopback)));
    assert!(matches!(open(everywhere, true, None), Err(NotOpened::NoToken)));
    assert!(open(([127, 0, 0, 1], 0).into(), false, None).is_ok());
}

/// Over a real connection, with a route that the program adds.
#[test]
fn the_listener_serves_what_it_is_given() {
    let shelf = Shelf::with_room(1);
    let taken = shelf.clone();
    let status = |config: &mut ServiceConfig| {
        config.route("/status", web::get().to(async || HttpResponse::Ok().body("fine")));
    };
    let listener = open(([127, 0, 0, 1], 0).into(), false, None).unwrap();
    let address = listener.local_addr().unwrap();
    System::new().block_on(async {
        let server = serve(listener, None, shelf, status).unwrap();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        let asked = actix_web::rt::task::spawn_blocking(move || {
            let ask = |request: &str| {
                let mut stream = TcpStream::connect(address).unwrap();
                stream.write_all(request.as_bytes()).unwrap();
                let mut answer = String::new();
                stream.read_to_string(&mut answer).unwrap();
                answer.lines().next().unwrap_or_default().to_owned()
            };
            [
                ask("GET /status HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
                ask("GET /else HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
                ask("POST /reads HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\
                     Content-Length: 18\r\n\r\n{\"plate\":\"AB12CD\"}"),
            ]
        });
        let asked = asked.await.unwrap();
        handle.stop(false).await;
        assert_eq!(asked, ["HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found", "HTTP/1.1 204 No Content"]);
    });
    assert_eq!(taken.taken(), ["AB12CD"]);
}
