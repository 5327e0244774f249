//! Alerts in force by the hundred thousand, each about another plate: signed here, and sent in batches as a partner's
//! system sends them. Absent: reading them.

use std::sync::Arc;

use bytes::Bytes;
use serde_json::json;
use tokio::task::JoinSet;

use crate::cli::demo::cast::{OFFICER, POLICE, SECURION, who};
use crate::cli::demo::enroll::{accept, document, propose};
use crate::cli::demo::stage::Actors;
use crate::cli::failure::Failure;
use crate::cli::session::now;
use crate::client::{Client, SignedRecord, Signer};
use crate::domain::id::RecordId;
use crate::domain::party::Role;
use crate::wire::api::grant::LimitsDocument;

use super::feed::draft;
use super::place::PER_MINUTE;
use super::progress;

/// The grant under which they are sent.
const GRANT: &str = "bench-list-2026";
/// Records in a batch.
const BATCH: u32 = 500;
/// Batches on their way at once: the writer has enough to do, and the queue stays short.
const AT_ONCE: usize = 4;
/// The status of a record that was stored.
const CREATED: u16 = 201;

/// The police of a measurement.
pub(super) struct Filler {
    client: Arc<Client>,
    signer: Arc<Signer>,
}

impl Filler {
    /// With a grant to one firm that limits nothing.
    ///
    /// # Errors
    /// Whatever does not behave.
    pub(super) async fn new(actors: &Actors) -> Result<Self, Failure> {
        let police = actors.get(who(POLICE, Role::Administrator))?;
        let mut grant = document(police, GRANT, &["alert"], &[SECURION])?;
        grant.limits = LimitsDocument {
            submissions: PER_MINUTE,
            searches: PER_MINUTE,
            deliveries: PER_MINUTE,
            burst: PER_MINUTE,
        };
        propose(police, &grant).await?;
        accept(actors.get(who(SECURION, Role::Administrator))?, GRANT).await?;
        let profile = &actors.get(OFFICER)?.profile;
        let (client, signer) = (Client::new(profile)?, Signer::load(profile)?);
        Ok(Self { client: Arc::new(client), signer: Arc::new(signer) })
    }

    /// Sends so many alerts, and gives their ids.
    ///
    /// # Errors
    /// The first that is not accepted.
    pub(super) async fn fill(&self, count: u32) -> Result<Vec<RecordId>, Failure> {
        let bar = progress::bar(count.into(), "sending alerts");
        let (mut ids, mut sending) = (Vec::new(), JoinSet::new());
        let mut take = |sent: Option<Result<Result<Vec<RecordId>, Failure>, _>>| match sent {
            Some(sent) => {
                let sent = sent.map_err(|_: tokio::task::JoinError| lost())??;
                bar.inc(u64::try_from(sent.len()).unwrap_or_default());
                ids.extend(sent);
                Ok::<_, Failure>(true)
            }
            None => Ok(false),
        };
        for from in (0..count).step_by(usize::try_from(BATCH).unwrap_or(1)) {
            if sending.len() >= AT_ONCE {
                take(sending.join_next().await)?;
            }
            let numbers = from..count.min(from + BATCH);
            let (client, signer) = (self.client.clone(), self.signer.clone());
            sending.spawn(async move {
                let signed = tokio::task::spawn_blocking(move || sign(&signer, numbers)).await;
                send(&client, signed.map_err(|_| lost())??).await
            });
        }
        while take(sending.join_next().await)? {}
        bar.finish_and_clear();
        Ok(ids)
    }

    /// Recalls these.
    ///
    /// # Errors
    /// As [`Filler::fill`].
    pub(super) async fn recall(&self, ids: impl Iterator<Item = &RecordId>) -> Result<(), Failure> {
        let mut recalls = Vec::new();
        for id in ids {
            let mut recall = draft(GRANT);
            recall.insert("message".into(), json!("cancel"));
            recall.insert("references".into(), json!([id.to_string()]));
            recall.insert("body".into(), json!({ "reason": "mistaken" }));
            recalls.push(self.signer.record(recall, now())?);
        }
        send(&self.client, recalls).await.map(drop)
    }
}

fn sign(signer: &Signer, numbers: std::ops::Range<u32>) -> Result<Vec<SignedRecord>, Failure> {
    let alert = |number: u32| {
        let mut alert = draft(GRANT);
        if let Some(body) = alert.get_mut("body").and_then(|body| body.as_object_mut()) {
            body.insert("plate".into(), json!({ "country": "NL", "text": plate(number) }));
        }
        Ok(signer.record(alert, now())?)
    };
    numbers.map(alert).collect()
}

/// A plate of the series 99-XXX-9: another one for each number up to 17,576,000.
fn plate(number: u32) -> String {
    let letter = |power: u32| {
        let at = number / 1_000 / 26_u32.pow(power) % 26;
        char::from_u32(u32::from('A') + at).unwrap_or('A')
    };
    let (first, last) = (number / 10 % 100, number % 10);
    format!("{first:02}-{}{}{}-{last}", letter(2), letter(1), letter(0))
}

async fn send(client: &Client, signed: Vec<SignedRecord>) -> Result<Vec<RecordId>, Failure> {
    let (ids, records): (Vec<_>, Vec<_>) =
        signed.into_iter().map(|record| (record.id, Bytes::from(record.jws))).unzip();
    let answers = client.submit_batch(&records).await?;
    match answers.iter().find(|answer| answer.status != CREATED) {
        None => Ok(ids),
        Some(answer) => {
            let problem = answer.problem.as_ref().map(|problem| problem.title.as_str());
            let problem = problem.unwrap_or("no reason given");
            Err(Failure::Step(format!("an alert was refused with {}: {problem}", answer.status)))
        }
    }
}

fn lost() -> Failure {
    Failure::Step("a task that sends ended unexpectedly".into())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::domain::plate::{Country, Hint, Normal, hint};

    #[test]
    fn every_number_has_a_plate_of_its_own_that_looks_like_one() {
        let plates: HashSet<String> = (0..30_000).chain(999_000..1_000_000).map(plate).collect();
        assert_eq!(plates.len(), 31_000);
        for plate in &plates {
            assert_eq!(hint(Country::NL, &Normal::parse(plate).unwrap()), Hint::Plausible);
        }
    }
}
