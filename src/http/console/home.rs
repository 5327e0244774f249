//! The first page: who one is here, and what one can do. Absent: records.

use actix_web::HttpResponse;
use askama::Template;

use super::page::{Frame, Page, html};
use crate::service::console;
use crate::service::permission::ConsoleOpen;

#[derive(Template)]
#[template(path = "home.html", config = "src/http/console/askama.toml")]
struct Home<'a> {
    frame: &'a Frame,
}

/// `GET /`
pub async fn get(page: Page<ConsoleOpen>) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        console::open(exchange, clearance, "home", &[]).await?;
        html(&Home { frame })
    })
    .await
}
