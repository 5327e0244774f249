//! An answer of the exchange as the tests look at it. Absent: what a test wants to see in it.

use bytes::Bytes;
use hyper::header::HeaderMap;
use samen::wire::api::alerts;
use samen::wire::problem::{MEDIA_TYPE, Problem};
use serde_json::{Value, json};

/// The names that a header of an answer may have; each is needed by a caller, `traceresponse` to join its
/// own log to the evidence log. The list may only shrink.
const HEADERS: &str = include_str!("../golden/headers.txt");

/// A whole answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    /// A header as text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The body as text.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// The problem document, when it is one; of a page that tells a refusal, what it names.
    pub(crate) fn problem(&self) -> Option<Problem> {
        let media_type = self.header("content-type")?;
        if media_type.starts_with("text/html") && self.status >= 400 {
            let named = |name: &str| {
                let rest = self.text().split(&format!(" {name}=\"")).nth(1)?;
                rest.split('"').next().map(str::to_owned).filter(|value| !value.is_empty())
            };
            return Some(Problem {
                type_uri: format!("urn:samen:problem:{}", named("data-refused").unwrap()),
                title: String::new(),
                status: self.status,
                detail: String::new(),
                pointer: named("data-pointer"),
                erased_by: None,
                request_id: None,
            });
        }
        (media_type == MEDIA_TYPE).then(|| serde_json::from_slice(&self.body).unwrap())
    }

    /// The slug of the problem, or nothing.
    pub(crate) fn slug(&self) -> Option<String> {
        self.problem().map(|problem| problem.slug().to_owned())
    }

    /// The JSON of a granted request.
    #[track_caller]
    pub(crate) fn granted(&self) -> Value {
        assert!(matches!(self.status, 200 | 201), "{} {}", self.status, self.text());
        if self.header("content-type") == Some(alerts::MEDIA_TYPE) {
            return self.alerts();
        }
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The lines of alerts in force put together: the members of the head, the alerts, and the ids of what
    /// ended.
    fn alerts(&self) -> Value {
        let (mut whole, mut is_whole) = (json!({ "alerts": [], "ended": [] }), false);
        for line in self.text().lines() {
            let mut line: Value = serde_json::from_str(line).unwrap();
            if let Some(head) = line["head"].as_object_mut() {
                whole.as_object_mut().unwrap().append(head);
            }
            let ended = line["ended"]["id"].take();
            for (member, one) in [("alerts", line["alert"].take()), ("ended", ended)] {
                if !one.is_null() {
                    whole[member].as_array_mut().unwrap().push(one);
                }
            }
            is_whole = !line["end"].is_null();
        }
        assert!(is_whole, "alerts that break off: {}", self.text());
        whole
    }

    /// A refusal with this slug, about no member.
    #[track_caller]
    pub(crate) fn refused(&self, slug: &str) {
        self.refusal(slug, None);
    }

    /// A refusal with this slug, about this member.
    #[track_caller]
    pub(crate) fn refused_at(&self, slug: &str, pointer: &str) {
        self.refusal(slug, Some(pointer));
    }

    #[track_caller]
    fn refusal(&self, slug: &str, pointer: Option<&str>) {
        let problem = self.problem();
        let problem = problem.unwrap_or_else(|| panic!("{slug}: {} {}", self.status, self.text()));
        assert_eq!((problem.slug(), problem.pointer.as_deref()), (slug, pointer));
        assert_eq!(problem.status, self.status, "{slug}");
    }

    /// Headers are on the list, and a refusal is a problem document.
    pub(crate) fn assert_plain(&self) {
        for name in self.headers.keys() {
            let known = HEADERS.lines().any(|allowed| allowed == name.as_str());
            assert!(known, "the header {name} is not in tests/golden/headers.txt");
        }
        if self.status >= 400 {
            let problem = self.problem();
            let problem = problem.unwrap_or_else(|| panic!("{} without a problem", self.status));
            assert_eq!(problem.status, self.status);
            assert_eq!(self.header("cache-control"), Some("no-store"));
        }
    }
}
