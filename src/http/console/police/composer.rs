//! The composer of alerts: every member that the schema has, and a preview of who will receive it under which
//! grant and until when. Absent: signing and sending, which the browser does through the API.

use actix_web::HttpResponse;
use actix_web::web::Path;
use askama::Template;

use super::alerts::police;
use crate::domain::action::Action;
use crate::domain::party::PartnerKind;
use crate::domain::purpose::Purpose;
use crate::domain::record::alert::{AlertAction, AlertReason, Warning};
use crate::domain::record::grading::SubjectCategory;
use crate::domain::record::person::{
    Behavior, Build, Eyes, FacialHair, Glasses, HairColor, HairLength, Layer, WeaponKind,
};
use crate::domain::record::vehicle::{BodyStyle, Color, VehicleKind};
use crate::domain::record::{HandlingCode, RecordType, Status};
use crate::domain::refusal::{Reason, Refusal};
use crate::http::console::map::{Map, Scene, map};
use crate::http::console::page::{Frame, Page, html};
use crate::http::console::signing::Signing;
use crate::http::console::texts::Words;
use crate::http::console::thread::name_of;
use crate::http::problem;
use crate::service::clearance::Clearance;
use crate::service::console::{self, giving, members};
use crate::service::exchange::Exchange;
use crate::service::follow_up;
use crate::service::permission::{ConsoleOpen, FollowUpRead, GrantPreview, Permission};
use crate::service::preview;
use crate::wire::api::preview::{GrantPreviewed, PreviewRequest, RefusalShown, Where};

#[derive(Template)]
#[template(path = "composer.html", config = "src/http/console/askama.toml")]
struct Composer<'a> {
    frame: &'a Frame,
    signing: Signing,
    /// Partners to whom some grant reaches: id and name.
    partners: Vec<(String, String)>,
    /// JSON: the alert whose place this one takes; empty for a new one.
    old: String,
    /// The id of that alert.
    of: String,
}

/// For how many hours and days an alert can be valid; the grant may shorten it.
const HOURS: [usize; 4] = [4, 8, 12, 24];
const DAYS: [usize; 5] = [2, 3, 7, 14, 28];

impl Composer<'_> {
    /// How long it can live: in hours, and in words.
    fn lives(&self) -> Vec<(usize, String)> {
        let words = self.frame.words;
        let hours = HOURS.iter().map(|hours| (*hours, words.count("compose-hours", *hours)));
        let days = DAYS.iter().map(|days| (days * 24, words.count("compose-days", *days)));
        hours.chain(days).collect()
    }
}

macro_rules! codes {
    ($($name:ident $code:ty,)*) => {
        impl Composer<'_> {
            $(fn $name(&self) -> Vec<&'static str> {
                <$code>::ALL.iter().map(|code| code.code()).collect()
            })*
        }
    };
}

codes! {
    reasons AlertReason,
    actions AlertAction,
    warnings Warning,
    purposes Purpose,
    statuses Status,
    handlings HandlingCode,
    subjects SubjectCategory,
    vehicle_kinds VehicleKind,
    body_styles BodyStyle,
    colors Color,
    builds Build,
    hair_colors HairColor,
    hair_lengths HairLength,
    facial_hairs FacialHair,
    eyes Eyes,
    glasses Glasses,
    layers Layer,
    weapons WeaponKind,
    behaviors Behavior,
}

#[derive(Template)]
#[template(path = "preview.html", config = "src/http/console/askama.toml")]
struct Preview {
    words: Words,
    fitting: Vec<GrantPreviewed>,
    refused: Vec<Unfit>,
    map: Option<Map>,
    entry: u64,
}

/// A grant under which it would be refused.
struct Unfit {
    grant: String,
    title: String,
    advice: String,
    /// The member that it is about.
    pointer: String,
}

/// `GET /alerts/new`
pub async fn get(page: Page<ConsoleOpen>) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        if clearance.caller.partner.kind != PartnerKind::Police {
            return Err(Refusal::from(Reason::ActionNotAllowed));
        }
        let composer = composer(exchange, clearance, frame);
        console::open(exchange, clearance, "new alert", &[Action::RecordSubmit]).await?;
        html(&composer)
    })
    .await
}

/// `GET /alerts/{id}/update`
pub async fn get_update(page: Page<FollowUpRead>, path: Path<String>) -> HttpResponse {
    page.answer(async |exchange, clearance, _, frame| {
        police(clearance)?;
        let found = follow_up::alert(exchange, clearance, &path).await?;
        let old = members(&found.alert.root.jws).ok_or(Reason::Internal)?;
        let composer = composer(exchange, clearance, frame);
        let of = found.alert.root.about.id.clone();
        html(&Composer { old: problem::json(&old), of, ..composer })
    })
    .await
}

fn composer<'a, A: Permission>(
    exchange: &Exchange,
    clearance: &Clearance<A>,
    frame: &'a Frame,
) -> Composer<'a> {
    let mut partners = Vec::new();
    for grant in giving(clearance, RecordType::Alert) {
        for to in &grant.to {
            if !partners.iter().any(|(id, _)| id == to.as_str()) {
                partners.push((to.to_string(), name_of(to.as_str(), &clearance.directory)));
            }
        }
    }
    let signing = Signing::new(exchange, clearance, &[RecordType::Alert]);
    Composer { frame, signing, partners, old: String::new(), of: String::new() }
}

/// `POST /alerts/preview`
pub async fn post_preview(page: Page<GrantPreview>) -> HttpResponse {
    page.answer(async |exchange, clearance, visit, frame| {
        let asked: PreviewRequest = visit.body.json().await?;
        let answer = preview::preview(exchange, clearance, &asked).await?;
        let area = asked.area.as_ref().map(Where::parse).transpose()?;
        let scene = Scene { area: area.as_ref(), spots: &[], outlines: exchange.outlines.lines() };
        let (fitting, refused): (Vec<_>, Vec<_>) =
            answer.grants.into_iter().partition(|one| one.refusal.is_none());
        let unfit = |one: GrantPreviewed| Some(unfit(one.grant, one.refusal?, frame.words));
        html(&Preview {
            words: frame.words,
            fitting,
            refused: refused.into_iter().filter_map(unfit).collect(),
            map: map(&scene, frame.words),
            entry: answer.entry,
        })
    })
    .await
}

fn unfit(grant: String, refusal: RefusalShown, words: Words) -> Unfit {
    let reason = Reason::ALL.iter().find(|reason| reason.slug() == refusal.reason);
    let (title, advice) = words.refusal(reason.copied().unwrap_or(Reason::GrantUnknown));
    Unfit { grant, title, advice, pointer: refusal.pointer.unwrap_or_default() }
}
