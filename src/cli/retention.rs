//! A data protection officer's orders: `samen audit hold`, `release`, `erase` and `close`.
//! Absent: questions to the log (`audit`).

use clap::Args;

use crate::domain::id::RecordId;
use crate::domain::reading::UseCode;
use crate::wire::api::retention::{CloseRequest, HoldRequest, OrderRequest};

use super::args;
use super::failure::Failure;
use super::moment::{Moment, moment};
use super::session::{Session, now};

/// For which use of the log an order is given, and on what ground.
#[derive(Args)]
struct Ground {
    /// The use.
    #[arg(long = "use", value_name = "CODE",
        value_parser = args::one_of(UseCode::ALL.iter().map(|code| code.code())))]
    use_code: String,
    /// On what ground, in your own words: which case, which request, or which audit.
    #[arg(long)]
    ground: String,
}

/// A record to hold.
#[derive(Args)]
pub(crate) struct HoldArgs {
    /// The record.
    #[arg(value_parser = args::record)]
    record: RecordId,
    #[command(flatten)]
    on: Ground,
    /// When the hold ends by itself: a time, or how long from now; at most 366 days.
    #[arg(long, value_parser = moment)]
    until: Moment,
}

/// A record to release or erase.
#[derive(Args)]
pub(crate) struct OrderArgs {
    /// The record.
    #[arg(value_parser = args::record)]
    record: RecordId,
    #[command(flatten)]
    on: Ground,
}

/// An audit that is done.
#[derive(Args)]
pub(crate) struct CloseArgs {
    /// The last month of it, such as 2031-10.
    #[arg(long, value_name = "YEAR-MONTH")]
    through: String,
    #[command(flatten)]
    on: Ground,
}

/// Runs `samen audit hold`.
pub(crate) async fn hold(args: HoldArgs, session: &mut Session) -> Result<(), Failure> {
    // A span, which looks back in questions, looks ahead here.
    let until = match args.until {
        Moment::At(moment) => moment,
        Moment::Ago(span) => span.after(now()),
    };
    let until = until.to_string();
    let Ground { use_code, ground } = args.on;
    let request = HoldRequest { record: args.record.to_string(), use_code, ground, until };
    let answer = session.connect()?.client.hold(&request).await?;
    let until = answer.until.as_deref().unwrap_or_default();
    let sentence =
        format!("{} is held until {until} (logged as entry {})", answer.record, answer.entry);
    session.output.say(&answer, &sentence)
}

/// Runs `samen audit release`.
pub(crate) async fn release(args: OrderArgs, session: &mut Session) -> Result<(), Failure> {
    let answer = session.connect()?.client.release(&args.request()).await?;
    let sentence =
        format!("{} is no longer held (logged as entry {})", answer.record, answer.entry);
    session.output.say(&answer, &sentence)
}

/// Runs `samen audit erase`.
pub(crate) async fn erase(args: OrderArgs, session: &mut Session) -> Result<(), Failure> {
    let answer = session.connect()?.client.erase(&args.request()).await?;
    let sentence = format!(
        "{}, the record of entry {}, is erased by entry {}",
        answer.record, answer.index, answer.entry
    );
    session.output.say(&answer, &sentence)
}

/// Runs `samen audit close`.
pub(crate) async fn close(args: CloseArgs, session: &mut Session) -> Result<(), Failure> {
    let Ground { use_code, ground } = args.on;
    let request = CloseRequest { through: args.through, use_code, ground };
    let answer = session.connect()?.client.close_audit(&request).await?;
    let sentence =
        format!("the audit is done through {} (logged as entry {})", answer.through, answer.entry);
    session.output.say(&answer, &sentence)
}

impl OrderArgs {
    fn request(self) -> OrderRequest {
        let Ground { use_code, ground } = self.on;
        OrderRequest { record: self.record.to_string(), use_code, ground }
    }
}
