//! The alerts in force as JSON lines, compressed for whoever accepts it.
//! Absent: which alerts, and what their end says.

use std::io::Write as _;

use actix_web::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING};
use actix_web::web::{self, Query};
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::stream;
use serde::Deserialize;

use super::feed::status;
use crate::domain::refusal::{Reason, Refusal};
use crate::http::desk::Desk;
use crate::http::problem::json;
use crate::service::alerts::{Given, Giving, read};
use crate::service::permission::AlertsRead;
use crate::wire::api::alerts::{AlertsLine, MEDIA_TYPE};
use crate::wire::problem::Problem;

/// How hard to compress: the fastest level already halves signed records, whose signatures do not shrink.
const LEVEL: Compression = Compression::fast();

/// The query of `GET /v1/alerts`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Since {
    #[serde(default)]
    since: u64,
    status: Option<String>,
}

/// `GET /v1/alerts`
pub async fn get(desk: Desk<AlertsRead>, request: HttpRequest) -> HttpResponse {
    desk.answer(async |exchange, clearance, visit| {
        let invalid = |_| Refusal::at(Reason::RequestInvalid, "/since");
        let query = Query::<Since>::from_query(request.query_string()).map_err(invalid)?;
        let status = status(query.status.as_deref())?;
        let giving = read(exchange, clearance, visit.asking.clone(), query.since, status).await?;
        let packed = accepts_gzip(&request);
        let start = Stream {
            giving,
            request_id: visit.asking.ids.request.clone(),
            packer: packed.then(|| GzEncoder::new(Vec::new(), LEVEL)),
            ended: false,
        };
        let lines = stream::unfold(start, |mut stream| async {
            let bytes = stream.next().await?;
            Some((Ok::<_, std::convert::Infallible>(bytes), stream))
        });
        let mut answer = HttpResponse::Ok();
        answer.insert_header((CACHE_CONTROL, "no-store")).content_type(MEDIA_TYPE);
        if packed {
            answer.insert_header((CONTENT_ENCODING, "gzip"));
        }
        Ok(answer.streaming(lines))
    })
    .await
}

/// Whether the receiver takes `gzip` (RFC 9110, section 12.5.3). Nothing secret of one party shares a stream
/// with text that another one chooses to find it out: a partner receives what partners disclosed to it, no
/// token and no cookie. What is left is that the length tells somebody on the wire about how much is in
/// force, as it does without compression.
fn accepts_gzip(request: &HttpRequest) -> bool {
    let accepted = request.headers().get_all(ACCEPT_ENCODING);
    let mut codings =
        accepted.filter_map(|value| value.to_str().ok()).flat_map(|text| text.split(','));
    let is_gzip = |coding: &str| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let weight = weight.trim().trim_start_matches("q=");
        name.trim().eq_ignore_ascii_case("gzip") && weight.parse() != Ok(0.0_f32)
    };
    codings.any(is_gzip)
}

struct Stream {
    giving: Giving,
    request_id: String,
    packer: Option<GzEncoder<Vec<u8>>>,
    ended: bool,
}

impl Stream {
    /// The next bytes of the answer.
    async fn next(&mut self) -> Option<Bytes> {
        while !self.ended {
            let lines = match self.giving.next().await {
                Some(Given::Lines(lines)) => lines,
                Some(Given::Refused(refusal)) => {
                    let problem = Problem::new(&refusal, Some(&self.request_id));
                    format!("{}\n", json(&AlertsLine::Refused(Box::new(problem)))).into_bytes()
                }
                None => {
                    self.ended = true;
                    return self
                        .packer
                        .take()
                        .and_then(|packer| packer.finish().ok())
                        .map(Bytes::from);
                }
            };
            let Some(packer) = self.packer.take() else { return Some(lines.into()) };
            // A page costs milliseconds to compress: not on the thread that serves everybody else.
            let packed = web::block(move || pack(packer, &lines)).await;
            let (packer, bytes) = packed.ok()?.ok()?;
            self.packer = Some(packer);
            if !bytes.is_empty() {
                return Some(bytes.into());
            }
        }
        None
    }
}

fn pack(
    mut packer: GzEncoder<Vec<u8>>,
    lines: &[u8],
) -> std::io::Result<(GzEncoder<Vec<u8>>, Vec<u8>)> {
    packer.write_all(lines)?;
    let bytes = std::mem::take(packer.get_mut());
    Ok((packer, bytes))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn compression_is_used_only_where_it_is_accepted() {
        for (accepted, wanted) in [
            ("gzip", true),
            ("br, gzip;q=0.5", true),
            ("GZIP ; q=1", true),
            ("gzip;q=0", false),
            ("identity", false),
            ("", false),
        ] {
            let request = TestRequest::default().insert_header((ACCEPT_ENCODING, accepted));
            assert_eq!(accepts_gzip(&request.to_http_request()), wanted, "{accepted:?}");
        }
        assert!(!accepts_gzip(&TestRequest::default().to_http_request()));
    }
}
