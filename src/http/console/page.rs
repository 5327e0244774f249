//! A request for a page: its language, its proof of coming from a page of this exchange, and the frame
//! around what is shown. Refusals become sentences. Absent: what any page shows, and the decision (`desk`).

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT, ACCEPT_LANGUAGE, RETRY_AFTER};
use actix_web::web::Query;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::assets;
use super::language::{self, of_tag};
use super::navigation::{Group, groups};
use super::protect;
use super::texts::Words;
use crate::domain::decide::Caller;
use crate::domain::lmc::Language;
use crate::domain::refusal::{Reason, Refusal};
use crate::http::desk::{Desk, Visit};
use crate::http::problem;
use crate::service::clearance::Clearance;
use crate::service::exchange::Exchange;
use crate::service::permission::Permission;
use crate::wire::problem::row;

/// A request for a page or a part of one, that asks for action `A`.
pub struct Page<A> {
    desk: Desk<A>,
    visitor: Visitor,
}

/// What a request says about how to answer it.
struct Visitor {
    words: Words,
    /// Chosen in the address; to be remembered.
    chosen: Option<Language>,
    path: String,
    form: Option<String>,
    own: bool,
    wants: Wants,
}

/// In which form an answer is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wants {
    Page,
    Fragment,
    Problem,
}

/// What stands around every page.
pub struct Frame {
    /// Its words.
    pub words: Words,
    /// The value that its requests give back.
    pub form: String,
    /// Name of the partner, empty where nobody is known.
    pub partner: String,
    /// Pseudonym of the person.
    pub person: String,
    /// Code of the role.
    pub role: &'static str,
    /// The name of the exchange.
    pub exchange: String,
    /// The pages that are open to the caller.
    pub groups: Vec<Group>,
    /// The path of this page.
    pub path: String,
}

/// The query that every page reads.
#[derive(Deserialize)]
struct Chosen {
    language: Option<String>,
}

impl<A: Permission> FromRequest for Page<A> {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let visitor = Visitor::of(request);
        ready(Desk::from_request(request, payload).into_inner().map(|desk| Self { desk, visitor }))
    }
}

impl Visitor {
    fn of(request: &HttpRequest) -> Self {
        let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
        let query = Query::<Chosen>::from_query(request.query_string()).ok();
        let chosen = query.and_then(|query| query.language.as_deref().and_then(of_tag));
        let kept = protect::cookie(request, protect::LANGUAGE_COOKIE);
        let language = chosen
            .or_else(|| kept.as_deref().and_then(of_tag))
            .or_else(|| header(ACCEPT_LANGUAGE).and_then(language::preferred))
            .unwrap_or(language::USUAL);
        let html = header(ACCEPT).is_some_and(|accept| accept.contains("text/html"));
        Self {
            words: Words(language),
            chosen,
            path: request.path().to_owned(),
            form: protect::form_value(request),
            own: protect::is_own(request),
            wants: match (html, protect::is_navigation(request)) {
                (true, true) => Wants::Page,
                (true, false) => Wants::Fragment,
                (false, _) => Wants::Problem,
            },
        }
    }

    /// A refusal as a page, as a part of one, or as a problem document for whoever wants no HTML.
    fn refused(&self, refusal: &Refusal, request_id: Option<&str>) -> HttpResponse {
        if self.wants == Wants::Problem {
            return protect::with_headers(problem::respond(refusal, request_id));
        }
        let told = Told::new(self.words, refusal, request_id);
        let text = match self.wants {
            Wants::Page => RefusedPage { frame: &Frame::empty(self), told }.render(),
            _ => told.render(),
        };
        let status = StatusCode::from_u16(row(refusal.reason).status);
        let mut answer = HttpResponse::build(status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
        if let Some(wait_ms) = refusal.retry_after_ms {
            answer.insert_header((RETRY_AFTER, wait_ms.div_ceil(1000).max(1)));
        }
        let answer = answer.content_type(HTML).body(text.unwrap_or_default());
        protect::with_headers(answer)
    }
}

impl<A: Permission> Page<A> {
    /// Clears the request, does the work, and renders the page or the refusal, with the headers that keep
    /// pages to themselves. What another site made the browser send is refused like anything else that may
    /// not be: with an entry in the log.
    pub async fn answer<F>(self, work: F) -> HttpResponse
    where
        F: AsyncFnOnce(
            &Arc<Exchange>,
            &mut Clearance<A>,
            &mut Visit,
            &Frame,
        ) -> Result<HttpResponse, Refusal>,
    {
        let Self { desk, visitor } = self;
        let refused = |refusal: &Refusal, id: Option<&str>| visitor.refused(refusal, id);
        desk.answer_as(refused, async |exchange, clearance, visit| {
            if !visitor.own {
                return Err(Reason::CrossSite.into());
            }
            let fresh = visitor.form.is_none();
            let form = match &visitor.form {
                Some(form) => form.clone(),
                None => exchange.secret()?,
            };
            let frame = Frame::new(&visitor, exchange, &clearance.caller, form);
            let answer = work(exchange, clearance, visit, &frame).await?;
            let mut answer = protect::with_headers(answer);
            if fresh {
                protect::remember(&mut answer, &protect::form_cookie(&frame.form));
            }
            if let Some(language) = visitor.chosen {
                let cookie = protect::language_cookie(language.code());
                protect::remember(&mut answer, &cookie);
            }
            Ok(answer)
        })
        .await
    }
}

const HTML: &str = "text/html; charset=utf-8";

/// A refusal of something that no page answers to, such as an address that is not there: a page for people, a
/// problem document for programs.
pub(super) fn refused(
    request: &HttpRequest,
    refusal: &Refusal,
    request_id: Option<&str>,
) -> HttpResponse {
    let visitor = Visitor::of(request);
    match visitor.wants {
        Wants::Page => visitor.refused(refusal, request_id),
        _ => problem::respond(refusal, request_id),
    }
}

/// A rendered page or part of one.
///
/// # Errors
/// [`Reason::Internal`]: a template failed, which only memory can cause.
pub(super) fn html<T: Template>(template: &T) -> Result<HttpResponse, Refusal> {
    Ok(HttpResponse::Ok().content_type(HTML).body(text(template)?))
}

/// As [`html`], as text.
///
/// # Errors
/// As [`html`].
pub(super) fn text<T: Template>(template: &T) -> Result<String, Refusal> {
    template.render().map_err(|_| Reason::Internal.into())
}

impl Frame {
    fn new(visitor: &Visitor, exchange: &Exchange, caller: &Caller, form: String) -> Self {
        Self {
            words: visitor.words,
            form,
            partner: caller.partner.name.clone(),
            person: caller.person.id.to_string(),
            role: caller.person.role.code(),
            exchange: exchange.name.to_string(),
            groups: groups(caller.partner.kind, caller.person.role, &visitor.path),
            path: visitor.path.clone(),
        }
    }

    /// Around a refusal, which says nothing of the caller.
    fn empty(visitor: &Visitor) -> Self {
        Self {
            words: visitor.words,
            form: String::new(),
            partner: String::new(),
            person: String::new(),
            role: "",
            exchange: String::new(),
            groups: Vec::new(),
            path: visitor.path.clone(),
        }
    }

    /// The text with this key; for templates.
    pub fn t(&self, key: &str) -> String {
        self.words.t(key)
    }

    /// The words of a code; for templates.
    pub fn label(&self, family: &str, code: &str) -> String {
        self.words.label(family, code)
    }

    /// The tag of the language.
    pub fn language(&self) -> &'static str {
        self.words.0.code()
    }

    /// Every language: its tag, its own name, whether it is this one.
    pub fn languages(&self) -> [(&'static str, &'static str, bool); 3] {
        let own = self.words.0;
        Language::ALL.map(|other| (other.code(), language::own_name(other), other == own))
    }

    /// Where a file of the console lies.
    pub fn asset(&self, name: &str) -> String {
        assets::path(name)
    }
}

#[derive(Template)]
#[template(path = "refused.html", config = "src/http/console/askama.toml")]
struct RefusedPage<'a> {
    frame: &'a Frame,
    told: Told,
}

/// A refusal in plain words.
#[derive(Template)]
#[template(path = "told.html", config = "src/http/console/askama.toml")]
struct Told {
    words: Words,
    slug: &'static str,
    title: String,
    advice: String,
    pointer: Option<String>,
    request_id: String,
}

impl Told {
    fn new(words: Words, refusal: &Refusal, request_id: Option<&str>) -> Self {
        let (title, advice) = words.refusal(refusal.reason);
        Self {
            words,
            slug: refusal.reason.slug(),
            title,
            advice,
            pointer: refusal.pointer.clone(),
            request_id: request_id.unwrap_or_default().to_owned(),
        }
    }
}
