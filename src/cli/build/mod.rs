//! Building records from flags or a file, and signing and sending them: a file for every record type.
//! Absent: rules of records; the same parser as the exchange's has the last word before signing.

pub(crate) mod alert;
pub(crate) mod answer;
pub(crate) mod envelope;
pub(crate) mod handover;
pub(crate) mod incident;
pub(crate) mod members;
pub(crate) mod parts;
pub(crate) mod sighting;

#[cfg(test)]
mod tests;

use std::path::PathBuf;

use clap::Args;
use serde_json::{Map, Value};

use super::failure::Failure;
use super::session::{Session, now};
use super::submit;

/// What to do with the record once it is built.
#[derive(Args)]
pub(crate) struct Sending {
    /// Print the record as it would be signed, and stop.
    #[arg(long)]
    print: bool,
    /// Keep the signed record and its receipt in this directory.
    #[arg(long, value_name = "DIR")]
    receipts: Option<PathBuf>,
}

/// Signs and sends a record that was built, or prints it.
async fn finish(
    mut draft: Map<String, Value>,
    sending: &Sending,
    session: &mut Session,
) -> Result<(), Failure> {
    let signer = session.signer()?;
    let now = now();
    if sending.print {
        signer.complete(&mut draft, now);
        let payload = Value::Object(draft);
        crate::wire::record::parse(payload.to_string().as_bytes())?;
        return session.output.json(&payload);
    }
    let signed = signer.record(draft, now)?;
    let connected = session.connect()?;
    submit::send(signed.jws.into(), &connected, sending.receipts.as_deref(), session).await?;
    Ok(())
}
