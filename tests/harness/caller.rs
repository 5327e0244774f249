//! Somebody who asks the exchange something: every request and answer goes into the ledger.
//! Absent: what is asked (`draft`, and the tests).

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use hyper::header::{COOKIE, HeaderName, HeaderValue};
use rustls::{ClientConfig, RootCertStore};
use samen::client::signer::RECORD_TYP;
use samen::client::tls::from_pem;
use samen::client::transport::{
    Events, Options, Protocol, Request, Response, Streaming, Transport, TransportError,
};
use samen::service::clock::Clock;
use samen_audit::receipt::Receipt;
use serde_json::{Value, json};

use super::answer::Answer;
use super::cast::Member;
use super::contract;
use super::draft::Draft;
use super::feed::Feed;
use super::ledger::{Asker, Ledger};
use super::stage::{Identity, Stage};

const ACTING_PERSON: HeaderName = HeaderName::from_static("samen-acting-person");

/// A connection that the world can close at the end of the test.
pub(crate) type Slot = Arc<Mutex<Option<Transport>>>;

/// Somebody with a certificate, a key and a connection.
#[derive(Clone)]
pub(crate) struct Caller {
    pub(crate) identity: Arc<Identity>,
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) slot: Slot,
    /// Whether the certificate is registered.
    pub(crate) known: bool,
    pub(crate) acting_for: Option<&'static str>,
}

/// A connection in the name of somebody, to be used when the first request is sent.
pub(crate) fn connection(
    identity: &Identity,
    url: &str,
    protocol: Protocol,
    ca: &str,
) -> Transport {
    let (certificate, key) = (&identity.certificate_pem, &identity.certificate_key_pem);
    let tls = from_pem(ca.as_bytes(), certificate.as_bytes(), key.as_bytes()).unwrap();
    let options = Options { protocol, timeout: Duration::from_secs(60), ..Options::default() };
    Transport::new(url, tls, &options).unwrap()
}

/// A connection of somebody who shows no certificate.
pub(crate) fn anonymous(url: &str) -> Transport {
    let mut roots = RootCertStore::empty();
    roots.add(Stage::shared().ca.certificate().der.clone().into()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    Transport::new(url, tls, &Options::default()).unwrap()
}

impl Caller {
    /// Who it is.
    pub(crate) fn member(&self) -> &Member {
        &self.identity.member
    }

    /// The same system, acting for a person.
    pub(crate) fn acting_for(&self, person: &'static str) -> Self {
        Self { acting_for: Some(person), ..self.clone() }
    }

    fn transport(&self) -> Transport {
        self.slot.lock().unwrap().clone().expect("the test is finished")
    }

    fn prepared(&self, request: Request) -> Request {
        match self.acting_for {
            Some(person) => request.header(ACTING_PERSON, HeaderValue::from_static(person)),
            None => request,
        }
    }

    /// Sends a request; the ledger notes what it has to leave.
    pub(crate) async fn send(&self, request: Request) -> Answer {
        self.try_send(request).await.unwrap_or_else(|error| panic!("no answer: {error:?}"))
    }

    /// As [`Caller::send`], where TLS may refuse.
    pub(crate) async fn try_send(&self, request: Request) -> Result<Answer, TransportError> {
        let (method, path) = (request.method.clone(), request.path.clone());
        let asked = request.body.clone();
        let response = self.transport().send(self.prepared(request)).await?;
        let answer = self.noted(&method, &path, response);
        contract::holds(&method, &path, &asked, &answer);
        if answer.status == 200 && path.starts_with("/v1/alerts") {
            self.ledger.alerts(self.member().partner, &answer);
        }
        Ok(answer)
    }

    /// Sends a request that has to be granted, and leaves its answer to be read.
    pub(crate) async fn stream(&self, request: Request) -> Streaming {
        let (method, path) = (request.method.clone(), request.path.clone());
        let stream = self.transport().stream(self.prepared(request)).await.unwrap();
        assert_eq!(stream.status.as_u16(), 200);
        let (status, headers) = (stream.status, stream.headers.clone());
        self.noted(&method, &path, Response { status, headers, body: Bytes::new() });
        stream
    }

    fn noted(&self, method: &hyper::Method, path: &str, response: Response) -> Answer {
        let Response { status, headers, body } = response;
        let answer = Answer { status: status.as_u16(), headers, body };
        answer.assert_plain();
        if self.known {
            let asker = Asker {
                partner: self.member().partner,
                holder: self.member().id,
                acting_for: self.acting_for,
            };
            self.ledger.note(&asker, method, path, &answer);
        } else {
            answer.refused("certificate-unregistered");
        }
        answer
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: impl serde::Serialize) -> Answer {
        let body = serde_json::to_vec(&body).unwrap();
        self.send(Request::post(path, "application/json", body)).await
    }

    /// Sends JSON as a page of the console does.
    pub(crate) async fn post_from_page(&self, path: &str, body: impl serde::Serialize) -> Answer {
        const FORM: &str = "0123456789abcdef0123456789abcdef";
        let cookie = format!("__Host-samen-form={FORM}").try_into().unwrap();
        let body = serde_json::to_vec(&body).unwrap();
        let request = Request::post(path, "application/json", body)
            .header(
                HeaderName::from_static("sec-fetch-site"),
                HeaderValue::from_static("same-origin"),
            )
            .header(HeaderName::from_static("samen-form"), HeaderValue::from_static(FORM))
            .header(COOKIE, cookie);
        self.send(request).await
    }

    /// Sends bytes that claim to be a JWS.
    pub(crate) async fn post_jws(&self, path: &str, jws: impl Into<Bytes>) -> Answer {
        let jws = jws.into();
        let media =
            if jws.starts_with(b"{") { "application/jose+json" } else { "application/jose" };
        self.send(Request::post(path, media, jws)).await
    }

    /// Signs a record as it is, with the caller's own key.
    pub(crate) fn sign(&self, draft: &Draft) -> String {
        self.sign_bytes(draft.bytes())
    }

    /// Signs a payload, whatever it is.
    pub(crate) fn sign_bytes(&self, payload: impl AsRef<[u8]>) -> String {
        let jws = self.identity.key.sign_flattened(payload.as_ref(), RECORD_TYP).unwrap();
        if let Some(part) = recognizable(&jws) {
            self.ledger.mark(part);
        }
        jws
    }

    /// Submits a signed record. A receipt verifies, or the test fails.
    pub(crate) async fn submit(&self, jws: &str) -> Answer {
        let answer = self.post_jws("/v1/records", jws.to_owned()).await;
        if answer.status < 300 {
            self.ledger.receipt(&answer, jws);
        }
        answer
    }

    /// Signs and submits a record that has to be accepted.
    pub(crate) async fn sends(&self, draft: &Draft) -> Receipt {
        let jws = self.sign(draft);
        let answer = self.submit(&jws).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        Receipt::parse(&answer.body).unwrap()
    }

    /// Signs and submits a record, whatever comes of it.
    pub(crate) async fn tries(&self, draft: &Draft) -> Answer {
        self.submit(&self.sign(draft)).await
    }

    /// Opens a record for the usual purpose.
    pub(crate) async fn open(&self, id: &str) -> Answer {
        self.open_for(id, reading()).await
    }

    /// Opens a record for a reason.
    pub(crate) async fn open_for(&self, id: &str, reading: Value) -> Answer {
        self.post(&format!("/v1/records/{id}/open"), reading).await
    }

    /// Searches for the usual purpose.
    pub(crate) async fn search(&self, query: Value) -> Answer {
        self.post("/v1/searches", json!({ "reading": reading(), "query": query })).await
    }

    /// The ids that a search finds, newest first.
    pub(crate) async fn finds(&self, query: Value) -> Vec<String> {
        ids(&self.search(query).await.granted()["results"])
    }

    /// Asks the audit log.
    pub(crate) async fn audit(&self, query: Value) -> Answer {
        let body = json!({
            "use_code": "lawfulness",
            "justification": "Monthly check of who looked at what",
            "query": query,
        });
        self.post("/v1/audit/searches", body).await
    }

    /// Follows the feed.
    pub(crate) async fn feed(&self, after: Option<u64>) -> Feed {
        self.try_feed(after).await.unwrap_or_else(|answer| panic!("no feed: {}", answer.text()))
    }

    /// Follows the feed of records of one status.
    pub(crate) async fn feed_of(&self, status: &str, after: Option<u64>) -> Feed {
        let feed = self.try_feed_of(status, after).await;
        feed.unwrap_or_else(|answer| panic!("no feed: {}", answer.text()))
    }

    /// Follows the feed, when that is granted.
    pub(crate) async fn try_feed(&self, after: Option<u64>) -> Result<Feed, Answer> {
        self.try_feed_at("/v1/feed", after).await
    }

    /// Follows the feed of records of one status, when that is granted.
    pub(crate) async fn try_feed_of(
        &self,
        status: &str,
        after: Option<u64>,
    ) -> Result<Feed, Answer> {
        self.try_feed_at(&format!("/v1/feed?status={status}"), after).await
    }

    /// Follows a stream, which has to be granted; it is read when the test asks.
    pub(crate) async fn follow(&self, path: &str, after: Option<u64>) -> Events {
        let request = self.prepared(Request::events(path, after));
        let (method, path) = (request.method.clone(), request.path.clone());
        let stream = self.transport().stream(request).await.unwrap();
        let (status, headers) = (stream.status, stream.headers.clone());
        assert_eq!(status.as_u16(), 200);
        self.noted(&method, &path, Response { status, headers, body: Bytes::new() });
        stream.events()
    }

    async fn try_feed_at(&self, path: &str, after: Option<u64>) -> Result<Feed, Answer> {
        let request = self.prepared(Request::events(path, after));
        let (method, path) = (request.method.clone(), request.path.clone());
        let stream = self.transport().stream(request).await.unwrap();
        if stream.status.as_u16() == 200 {
            let (status, headers) = (stream.status, stream.headers.clone());
            self.noted(&method, &path, Response { status, headers, body: Bytes::new() });
            let (feed, task) = Feed::new(stream.events());
            self.ledger.task(task);
            return Ok(feed);
        }
        Err(self.noted(&method, &path, stream.read().await.unwrap()))
    }
}

/// Why somebody reads, unless the test is about that.
pub(crate) fn reading() -> Value {
    json!({
        "purpose": "offences",
        "reason": "alert-follow-up",
        "justification": "Starting my round, looking out for the van",
    })
}

/// The ids in a list.
pub(crate) fn ids(list: &Value) -> Vec<String> {
    let items = list.as_array().unwrap().iter();
    items.map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

/// A part of a signed payload that is long enough to know it again.
fn recognizable(jws: &str) -> Option<&str> {
    let payload = jws.split("\"payload\":\"").nth(1)?.split('"').next()?;
    payload.len().checked_sub(60).and_then(|from| payload.get(from..))
}
