//! What keeps a page to itself: its headers, and the refusal of requests that another site made the
//! browser send. Absent: who the caller is (`desk`).

use actix_web::http::Method;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, COOKIE, HOST, HeaderName, HeaderValue, ORIGIN,
    REFERRER_POLICY, SET_COOKIE, X_CONTENT_TYPE_OPTIONS,
};
use actix_web::{HttpRequest, HttpResponse};

/// Nothing from anywhere but this exchange, no script and no style inside a page, and no place in a frame.
/// Scripts may only make elements out of text through the one policy named here (Trusted Types), which
/// `fragments.js` has for what the exchange itself rendered.
const CONTENT: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types samen";
/// A guard may give the place of a sighting; nothing else is ever asked for.
const PERMISSIONS: &str = "geolocation=(self), camera=(), microphone=(), payment=(), usb=()";

/// The cookie that proves, together with the header, that a page of this exchange sent a request: no other
/// site can read it or set one of this name (`__Host-`, RFC 6265bis, section 4.1.3.2).
const FORM_COOKIE: &str = "__Host-samen-form";
/// The header in which a page gives the same value.
const FORM_HEADER: HeaderName = HeaderName::from_static("samen-form");
/// Hexadecimal digits of that value: 128 bits.
const FORM_DIGITS: usize = 32;
/// The cookie with the language that was chosen.
pub(super) const LANGUAGE_COOKIE: &str = "__Host-samen-language";
/// A year, after which a browser forgets the language.
const LANGUAGE_S: u32 = 31_536_000;

const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// Puts the headers on an answer of the console. What is not said to be the same for everybody stays in no
/// cache.
pub(super) fn with_headers(mut answer: HttpResponse) -> HttpResponse {
    let headers = answer.headers_mut();
    for (name, value) in [
        (CONTENT_SECURITY_POLICY, CONTENT),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (OPENER, "same-origin"),
        (RESOURCE, "same-origin"),
        (PERMISSIONS_POLICY, PERMISSIONS),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    answer
}

/// Remembers the value of the form cookie, or a language, in the browser.
pub(super) fn remember(answer: &mut HttpResponse, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        answer.headers_mut().append(SET_COOKIE, value);
    }
}

/// The cookie for a value of the form.
pub(super) fn form_cookie(value: &str) -> String {
    format!("{FORM_COOKIE}={value}; Path=/; Secure; HttpOnly; SameSite=Strict")
}

/// The cookie for a language.
pub(super) fn language_cookie(tag: &str) -> String {
    format!(
        "{LANGUAGE_COOKIE}={tag}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={LANGUAGE_S}"
    )
}

/// The value of the form cookie that the browser sent, when it is one.
pub(super) fn form_value(request: &HttpRequest) -> Option<String> {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    cookie(request, FORM_COOKIE)
        .filter(|value| value.len() == FORM_DIGITS && value.bytes().all(is_digit))
}

/// A cookie by its name. HTTP/2 may send several header lines (RFC 9113, section 8.2.3).
pub(super) fn cookie(request: &HttpRequest, name: &str) -> Option<String> {
    let lines = request.headers().get_all(COOKIE).filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.split_once('='));
    pairs.find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim().to_owned())
}

/// Whether the browser shows the answer as a page, rather than giving it to a script.
pub(super) fn is_navigation(request: &HttpRequest) -> bool {
    text(request, &MODE).is_none_or(|mode| mode == "navigate")
}

/// Whether this exchange's own page sent the request: what reads may also be a link that somebody followed
/// or typed; whatever changes or asks with a body has to come from a page of this exchange.
pub(super) fn is_own(request: &HttpRequest) -> bool {
    let site = text(request, &SITE);
    if request.method() == Method::GET {
        return match site {
            None | Some("same-origin" | "none") => true,
            // A link in a mail or another page; the browser shows the answer to nobody but its user.
            Some(_) => is_navigation(request),
        };
    }
    let from_here = match site {
        Some(site) => site == "same-origin",
        None => same_origin(request),
    };
    let given = text(request, &FORM_HEADER);
    from_here && given.is_some() && given == form_value(request).as_deref()
}

/// For browsers without `Sec-Fetch-Site`: the origin is the host that was asked.
fn same_origin(request: &HttpRequest) -> bool {
    let host = request.uri().authority().map(|a| a.as_str()).or_else(|| text(request, &HOST));
    let origin = text(request, &ORIGIN).and_then(|origin| origin.strip_prefix("https://"));
    origin.is_some() && origin == host
}

fn text<'a>(request: &'a HttpRequest, name: &HeaderName) -> Option<&'a str> {
    request.headers().get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    const VALUE: &str = "0123456789abcdef0123456789abcdef";

    fn post(headers: &[(&str, &str)]) -> bool {
        let mut request = TestRequest::post().insert_header(("host", "samen.example:8443"));
        for (name, value) in headers {
            request = request.append_header((*name, *value));
        }
        is_own(&request.to_http_request())
    }

    #[test]
    fn only_a_page_of_this_exchange_may_post() {
        let cookie = format!("other=1; {FORM_COOKIE}={VALUE}");
        let (form, cookie) = (("samen-form", VALUE), ("cookie", cookie.as_str()));
        let own = ("sec-fetch-site", "same-origin");
        assert!(post(&[own, form, cookie]));
        assert!(post(&[("origin", "https://samen.example:8443"), form, cookie]));
        assert!(post(&[own, form, ("cookie", "a=b"), cookie]), "several lines of cookies");
        for refused in [
            vec![("sec-fetch-site", "cross-site"), form, cookie],
            vec![("sec-fetch-site", "same-site"), form, cookie],
            vec![("origin", "https://evil.example"), form, cookie],
            vec![form, cookie],
            vec![own, cookie],
            vec![own, form],
            vec![own, ("samen-form", "0123"), cookie],
            vec![own, ("samen-form", ""), ("cookie", "__Host-samen-form=")],
        ] {
            assert!(!post(&refused), "{refused:?}");
        }
    }

    #[test]
    fn another_site_may_link_to_a_page_and_not_load_it() {
        let get = |site, mode| {
            let request = TestRequest::get()
                .insert_header(("sec-fetch-site", site))
                .insert_header(("sec-fetch-mode", mode));
            is_own(&request.to_http_request())
        };
        assert!(get("none", "navigate") && get("cross-site", "navigate"));
        assert!(get("same-origin", "cors"));
        assert!(!get("cross-site", "no-cors") && !get("same-site", "cors"));
    }
}
