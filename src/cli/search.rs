//! Reading records: searching and opening, each with a purpose, a reason and a justification.
//! Absent: any default for these; and the audit log (`audit`).

use clap::Args;
use serde_json::json;

use crate::domain::id::RecordId;
use crate::domain::purpose::Purpose;
use crate::domain::reading::ReasonCode;
use crate::domain::record::{RecordType, Status};
use crate::wire::api::reading::ReadingBody;
use crate::wire::api::registry::KeyShown;
use crate::wire::api::search::{
    Circle, Found, OpenAnswer, SearchAnswer, SearchQuery, SearchRequest,
};

use super::args::{self, Around};
use super::failure::Failure;
use super::moment::{Moment, moment};
use super::output::Paint;
use super::session::{Session, now, read_text};
use super::show;
use super::signature;

/// Why you read. Nothing of it has a default.
#[derive(Args)]
pub(crate) struct ReadingArgs {
    /// The purpose.
    #[arg(long, value_parser = args::code::<Purpose>())]
    purpose: String,
    /// The reason.
    #[arg(long, value_parser = args::one_of(ReasonCode::ALL.iter().map(|reason| reason.code())))]
    reason: String,
    /// The number of your case or incident, where the reason needs one.
    #[arg(id = "own_case", long = "case", value_name = "NUMBER")]
    case: Option<String>,
    /// Why now, in your own words.
    #[arg(long)]
    justification: String,
}

impl ReadingArgs {
    /// The request body; what the exchange would refuse is refused here.
    fn body(self) -> Result<ReadingBody, Failure> {
        let Self { purpose, reason, case, justification } = self;
        let body = ReadingBody { purpose, reason, case, justification };
        body.parse()?;
        Ok(body)
    }
}

/// What to search for.
#[derive(Args)]
pub(crate) struct SearchArgs {
    #[command(flatten)]
    reading: ReadingArgs,
    /// A plate; `-` reads it from standard input, so that it stays out of your shell's history.
    #[arg(long)]
    plate: Option<String>,
    /// Records of this type; repeat for more.
    #[arg(long = "type", value_name = "TYPE", value_parser = args::code::<RecordType>())]
    types: Vec<String>,
    /// Records near a point: degrees north, east, meters.
    #[arg(long, value_name = "LAT,LON,METERS", value_parser = args::around)]
    near: Option<Around>,
    /// Issued at or after: a time, or how long ago.
    #[arg(long, value_parser = moment)]
    from: Option<Moment>,
    /// Issued before.
    #[arg(long, value_parser = moment)]
    to: Option<Moment>,
    /// A case number of the issuer.
    #[arg(long = "issuer-case", value_name = "NUMBER")]
    issuer_case: Option<String>,
    /// Exercises or tests; without it what is meant, never mixed.
    #[arg(long, value_parser = args::code::<Status>())]
    status: Option<String>,
    /// What answers this record, such as the outcome of your sighting; repeat for more.
    #[arg(long, value_name = "ID", value_parser = args::record)]
    answers_to: Vec<RecordId>,
    /// Results a page, 1 to 100.
    #[arg(long)]
    limit: Option<u32>,
    /// Fetch every page, not only the first.
    #[arg(long)]
    all: bool,
}

/// Searches and prints what was found.
pub(crate) async fn search(args: SearchArgs, session: &mut Session) -> Result<(), Failure> {
    let all = args.all;
    let mut request = args.request()?;
    let client = session.connect()?.client;
    loop {
        let answer = client.search(&request).await?;
        print_page(&answer, session)?;
        match answer.next {
            Some(next) if all => request.cursor = Some(next),
            Some(_) if !session.output.is_json() => {
                return session.output.line("there is more; add --all to see it");
            }
            _ => return Ok(()),
        }
    }
}

impl SearchArgs {
    fn request(self) -> Result<SearchRequest, Failure> {
        let now = now();
        let plate = match self.plate.as_deref() {
            Some("-") => Some(read_text(std::path::Path::new("-"))?.trim().to_owned()),
            plate => plate.map(str::to_owned),
        };
        let query = SearchQuery {
            plate,
            types: self.types,
            area: self.near.map(|near| Circle {
                lat: near.center.lat,
                lon: near.center.lon,
                radius_m: near.radius_m,
            }),
            from: self.from.map(|from| from.resolve(now).to_string()),
            to: self.to.map(|to| to.resolve(now).to_string()),
            case: self.issuer_case,
            status: self.status,
            answers_to: self.answers_to.iter().map(ToString::to_string).collect(),
        };
        let reading = self.reading.body()?;
        Ok(SearchRequest { reading, query, cursor: None, limit: self.limit })
    }
}

fn print_page(answer: &SearchAnswer, session: &mut Session) -> Result<(), Failure> {
    if session.output.is_json() {
        return session.output.json(answer);
    }
    if answer.results.is_empty() {
        return session.output.line(format!("nothing found (logged as entry {})", answer.entry));
    }
    let rows: Vec<_> = answer.results.iter().map(row).collect();
    session.output.table(&["id", "type", "from", "purpose", "issued at", "now", "match"], &rows)?;
    let line = format!("{} found (logged as entry {})", answer.results.len(), answer.entry);
    let line = session.output.paint(Paint::Dim, &line);
    session.output.line(line)
}

fn row(found: &Found) -> Vec<String> {
    let mut row = show::about(&found.about);
    row.push(found.standing.state.clone());
    row.push(match found.grade.as_deref() {
        Some("ocr_equivalent") => {
            let places: Vec<_> =
                found.positions.iter().map(|at| (u16::from(*at) + 1).to_string()).collect();
            format!("LOOKS LIKE, differs at {}: check the vehicle", places.join(", "))
        }
        Some(grade) => grade.to_owned(),
        None => String::new(),
    });
    row
}

/// Which record to open.
#[derive(Args)]
pub(crate) struct OpenArgs {
    /// Its id.
    #[arg(value_parser = args::record)]
    id: RecordId,
    /// Fetch the author's public key as well, and check the signature here
    #[arg(long)]
    signature: bool,
    #[command(flatten)]
    reading: ReadingArgs,
}

/// Opens a record and prints what it says.
pub(crate) async fn open(args: OpenArgs, session: &mut Session) -> Result<(), Failure> {
    let reading = args.reading.body()?;
    let connected = session.connect()?;
    let answer = connected.client.open(args.id, &reading).await?;
    let signer = match args.signature {
        true => Some(signature::check(&connected, &answer.jws).await?),
        false => None,
    };
    if session.output.is_json() {
        let payload = show::payload(&answer.jws)?;
        let told = json!({ "record": payload, "answer": answer, "signer": signer });
        return session.output.json(&told);
    }
    print_opened(&answer, session)?;
    let Some(KeyShown { kid, partner, person, withdrawn_at, .. }) = signer else { return Ok(()) };
    let since = withdrawn_at.map(|at| format!(", withdrawn since {at}")).unwrap_or_default();
    session.output.line(format!("signature holds: key {kid} of {partner} {person}{since}"))
}

fn print_opened(answer: &OpenAnswer, session: &mut Session) -> Result<(), Failure> {
    let text = show::record(&answer.jws)?;
    session.output.line(text)?;
    let state = answer.standing.state.as_str();
    let paint = if state == "in-force" { Paint::Green } else { Paint::Red };
    let by = match answer.standing.by.as_slice() {
        [] => String::new(),
        by => format!(" by {}", by.join(", ")),
    };
    let state = session.output.paint(paint, &format!("{state}{by}"));
    session
        .output
        .line(format!("{state} (entry {}, logged as entry {})", answer.index, answer.entry))?;
    for delivery in &answer.deliveries {
        session.output.line(format!("  {}", show::delivery(delivery)))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(case: Option<&str>, justification: &str) -> Result<ReadingBody, Failure> {
        ReadingArgs {
            purpose: "public-order".into(),
            reason: "incident".into(),
            case: case.map(Into::into),
            justification: justification.into(),
        }
        .body()
    }

    #[test]
    fn a_reading_that_would_be_refused_is_not_sent() {
        assert!(reading(Some("2026-1"), "caller saw the car at the station").is_ok());
        let failure = reading(None, "caller saw the car at the station").err().unwrap();
        assert!(failure.text().contains("case-required"), "{}", failure.text());
        assert!(reading(Some("2026-1"), "incident").is_err());
    }
}
