//! Who would receive a record, asked on the command line before it is signed.
//! Absent: the record (`build`), and signing grants (`grant`).

use clap::Args;

use crate::domain::id::{GrantId, PartnerId};
use crate::domain::purpose::Purpose;
use crate::domain::record::{Component, HandlingCode, RecordType};
use crate::wire::api::preview::{GrantPreviewed, PreviewRequest, RefusalShown, Where};
use crate::wire::api::search::Circle;

use super::args::{self, Around};
use super::failure::Failure;
use super::session::Session;

/// Of a record what decides who receives it.
#[derive(Args)]
pub(crate) struct PreviewArgs {
    /// Its type.
    #[arg(long = "type", value_name = "TYPE", value_parser = args::code::<RecordType>())]
    record_type: String,
    /// Its purpose.
    #[arg(long, value_parser = args::code::<Purpose>())]
    purpose: String,
    /// What it contains; repeat for more.
    #[arg(long = "with", value_name = "COMPONENT", value_parser = args::code::<Component>())]
    components: Vec<String>,
    /// Only for this partner; repeat for more. Everybody under the grant when left out.
    #[arg(long = "to", value_name = "PARTNER", value_parser = args::partner)]
    audience: Vec<PartnerId>,
    /// Where it lies: degrees north, east, meters.
    #[arg(long, value_name = "LAT,LON,METERS", value_parser = args::around)]
    near: Option<Around>,
    /// Its handling code; the strictest when left out.
    #[arg(long, value_parser = args::code::<HandlingCode>())]
    handling: Option<String>,
    /// Receivers may pass it on.
    #[arg(long)]
    onward: bool,
    /// Under this grant only; every grant of your partner that is in force when left out.
    #[arg(long, value_parser = args::grant)]
    grant: Option<GrantId>,
}

impl PreviewArgs {
    fn request(self) -> PreviewRequest {
        let audience: Vec<String> = self.audience.iter().map(ToString::to_string).collect();
        PreviewRequest {
            record_type: self.record_type,
            purpose: self.purpose,
            components: self.components,
            audience: (!audience.is_empty()).then_some(audience),
            area: self.near.map(|near| {
                Where::Circle(Circle {
                    lat: near.center.lat,
                    lon: near.center.lon,
                    radius_m: near.radius_m,
                })
            }),
            handling: self.handling,
            onward: self.onward,
            grant: self.grant.map(|grant| grant.to_string()),
        }
    }
}

/// Asks and prints who would receive it.
pub(crate) async fn run(args: PreviewArgs, session: &mut Session) -> Result<(), Failure> {
    let answer = session.connect()?.client.preview(&args.request()).await?;
    if session.output.is_json() {
        return session.output.json(&answer);
    }
    if answer.grants.is_empty() {
        return session.output.line("your partner gives no grant that is in force: nobody");
    }
    let rows: Vec<_> = answer.grants.iter().map(row).collect();
    session.output.table(&["grant", "who receives it", "expires at the latest"], &rows)
}

fn row(previewed: &GrantPreviewed) -> Vec<String> {
    let named = previewed.recipients.iter().map(|recipient| match recipient.active {
        true => recipient.partner.clone(),
        false => format!("{} (not active now)", recipient.partner),
    });
    let who = match &previewed.refusal {
        Some(RefusalShown { reason, pointer }) => {
            format!("nobody: {reason} {}", pointer.as_deref().unwrap_or_default())
        }
        None => named.collect::<Vec<_>>().join(", "),
    };
    let until = previewed.expires_at_latest.clone().unwrap_or_default();
    vec![previewed.grant.clone(), who.trim_end().to_owned(), until]
}
