//! The files of the console that are the same for everybody: style, scripts, icon, and the refusals in
//! words for scripts. Absent: anything about anybody, and a build step: the files are served as written.

use std::sync::OnceLock;

use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::Path;
use ring::digest::{Context, SHA256};
use serde_json::{Map, json};

use super::protect;
use super::texts::Words;
use crate::domain::lmc::Language;
use crate::domain::refusal::Reason;
use crate::http::desk::Desk;
use crate::http::problem;
use crate::service::permission::ContractRead;

const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";
const ICON: &str = "image/svg+xml";
const WORDS: &str = "application/json";
/// Long, because the path names the content.
const KEPT: &str = "public, max-age=31536000, immutable";
/// For a page of an older version that is still open: this is not what its path names.
const NOT_KEPT: &str = "no-store";

macro_rules! files {
    ($($name:literal $media_type:ident,)*) => {
        /// Every file: its name, its media type and its text.
        const FILES: &[(&str, &str, &str)] =
            &[$(($name, $media_type, include_str!(concat!("assets/", $name))),)*];
    };
}

files! {
    "answer.js" SCRIPT,
    "asking.js" SCRIPT,
    "attention.js" SCRIPT,
    "board.js" SCRIPT,
    "bundle.js" SCRIPT,
    "bytes.js" SCRIPT,
    "checkpoint.js" SCRIPT,
    "composer.js" SCRIPT,
    "copy.js" SCRIPT,
    "cosignature.js" SCRIPT,
    "deletions.js" SCRIPT,
    "device.js" SCRIPT,
    "download.js" SCRIPT,
    "exchange.js" SCRIPT,
    "forms.js" SCRIPT,
    "fragments.js" SCRIPT,
    "health.js" SCRIPT,
    "keys.js" SCRIPT,
    "letters.js" SCRIPT,
    "live.js" SCRIPT,
    "log-health.js" SCRIPT,
    "note.js" SCRIPT,
    "officer.js" SCRIPT,
    "opening.js" SCRIPT,
    "orders.js" SCRIPT,
    "overview.js" SCRIPT,
    "own.js" SCRIPT,
    "page.js" SCRIPT,
    "pages.css" STYLE,
    "pointers.js" SCRIPT,
    "reading.js" SCRIPT,
    "recall.js" SCRIPT,
    "records.js" SCRIPT,
    "register.js" SCRIPT,
    "report.js" SCRIPT,
    "samen.css" STYLE,
    "samen.svg" ICON,
    "samples.js" SCRIPT,
    "search.js" SCRIPT,
    "seen.js" SCRIPT,
    "sighting.js" SCRIPT,
    "tar.js" SCRIPT,
    "task.js" SCRIPT,
    "tasks.js" SCRIPT,
    "threads.js" SCRIPT,
    "times.js" SCRIPT,
    "tree.js" SCRIPT,
}

/// `GET /assets/{version}/{name}`
pub async fn get(desk: Desk<ContractRead>, path: Path<(String, String)>) -> HttpResponse {
    let (asked, name) = path.into_inner();
    desk.answer_as(
        |refusal, id| protect::with_headers(problem::respond(refusal, id)),
        async |_, _, _| {
            let (media_type, text) = find(&name).ok_or(Reason::NotFound)?;
            let kept = if asked == version() { KEPT } else { NOT_KEPT };
            let mut answer = HttpResponse::Ok();
            answer.insert_header((CACHE_CONTROL, kept)).content_type(media_type);
            Ok(protect::with_headers(answer.body(text)))
        },
    )
    .await
}

/// Where a file lies. The version is in the folder, so that scripts find each other beside them.
pub(super) fn path(name: &str) -> String {
    format!("/assets/{}/{name}", version())
}

fn find(name: &str) -> Option<(&'static str, String)> {
    let file = FILES.iter().find(|(own, ..)| *own == name);
    let words = || {
        let code = name.strip_prefix("refusals.")?.strip_suffix(".json")?;
        Some((WORDS, refusals(Words(Language::from_code(code)?))))
    };
    file.map(|(_, media_type, text)| (*media_type, (*text).to_owned())).or_else(words)
}

/// What scripts tell when the exchange refuses what they sent: title and advice by slug.
fn refusals(words: Words) -> String {
    let mut all = Map::new();
    for reason in Reason::ALL {
        let (title, advice) = words.refusal(*reason);
        all.insert(reason.slug().to_owned(), json!({ "title": title, "advice": advice }));
    }
    problem::json(&all)
}

/// The version of all files together: the beginning of a digest over them.
fn version() -> &'static str {
    static VERSION: OnceLock<String> = OnceLock::new();
    VERSION.get_or_init(|| {
        let mut context = Context::new(&SHA256);
        for (name, _, text) in FILES {
            context.update(name.as_bytes());
            context.update(text.as_bytes());
        }
        for language in Language::ALL {
            context.update(refusals(Words(language)).as_bytes());
        }
        let digest = context.finish();
        digest.as_ref().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_find_each_other_and_nothing_comes_from_elsewhere() {
        for (name, _, text) in FILES {
            assert!(!text.contains("http://") || *name == "samen.svg", "{name}");
            assert!(!text.contains("https://"), "{name}");
            assert!(!text.contains("innerHTML") && !text.contains("eval("), "{name}");
            for line in text.lines().filter(|line| line.starts_with("import ")) {
                let from = line.split('"').nth(1).unwrap().strip_prefix("./").unwrap();
                assert!(FILES.iter().any(|(other, ..)| *other == from), "{name} imports {from}");
            }
        }
    }
}
