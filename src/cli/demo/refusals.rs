//! Those who break a rule this night, and what they are told: a wrong purpose, a license that ran out, a
//! limit reached. Absent: the rules.

use crate::domain::id::RecordId;
use crate::domain::record::Status;
use crate::wire::api::search::{SearchQuery, SearchRequest};

use super::super::failure::Failure;
use super::cast::{FAIR_GUARD, FIRST_STEWARD, HOUSES, OPERATOR, RJ, RJ_GUARD, name};
use super::enroll::{BURST, admit};
use super::listen::Listeners;
use super::night::reading;
use super::stage::{Actors, refused};
use super::tell::Teller;

/// Plays the refusals.
///
/// # Errors
/// When something is granted that should not be.
pub(crate) async fn play(
    actors: &Actors,
    listeners: &mut Listeners,
    alert: RecordId,
    teller: &mut Teller<'_>,
) -> Result<(), Failure> {
    wrong_purpose(actors, alert, teller).await?;
    expired_license(actors, listeners, teller).await?;
    over_the_limit(actors, teller).await
}

/// The police shared it to solve offences; a guard wants it for something else.
async fn wrong_purpose(
    actors: &Actors,
    alert: RecordId,
    teller: &mut Teller<'_>,
) -> Result<(), Failure> {
    let why = reading("public-order", "Want to see whether the van was at the football match");
    let opened = actors.get(FAIR_GUARD)?.client.open(alert, &why).await;
    refused(opened, "purpose-mismatch")?;
    teller
        .done("guard opens the alert for another purpose: refused", "403 purpose-mismatch, logged")
}

/// A license runs out: the live feed is cut, nothing is shown; renewed, all is well again.
async fn expired_license(
    actors: &Actors,
    listeners: &mut Listeners,
    teller: &mut Teller<'_>,
) -> Result<(), Failure> {
    let steward = &actors.get(FIRST_STEWARD)?.client;
    let house = HOUSES.iter().find(|house| house.id == RJ);
    let house = house.ok_or_else(|| Failure::Step("the firm does not take part".into()))?;
    let entry = admit(steward, house, false).await?;
    listeners.expect_cut(RJ, "license-expired").await?;
    let what = format!("license of {} runs out: its live feed is cut", name(RJ));
    teller.done(&what, "license-expired, judged at that moment")?;
    let guard = &actors.get(RJ_GUARD)?.client;
    refused(guard.alerts(0, Status::Actual).await, "license-expired")?;
    teller
        .done("its guard asks for the alerts in force: refused", "403 license-expired, logged")?;
    admit(steward, house, true).await?;
    listeners.listen(actors, RJ, entry).await?;
    let in_force = guard.alerts(0, Status::Actual).await?.alerts.len();
    teller.done(
        "license renewed: the feed resumes where it was",
        &format!("{in_force} alert in force"),
    )
}

/// A program gone wild searches as fast as it can; another firm does not notice.
async fn over_the_limit(actors: &Actors, teller: &mut Teller<'_>) -> Result<(), Failure> {
    let question = SearchRequest {
        reading: reading("offences", "Nightly run of a script that nobody watches"),
        query: SearchQuery { case: Some("none-such".into()), ..SearchQuery::default() },
        cursor: None,
        limit: None,
    };
    let wild = &actors.get(OPERATOR)?.client;
    let mut granted = 0;
    // The limit refills by one a second, so some more than the burst may get through on a slow machine.
    let most = BURST * 4;
    let refusal = loop {
        match wild.search(&question).await {
            Ok(_) if granted < most => granted += 1,
            other => break other,
        }
    };
    refused(refusal, "rate-limited")?;
    let other = actors.get(RJ_GUARD)?.client.search(&question).await?;
    let what = format!("Securion searches {granted} times at once, then: refused");
    teller.done(&what, "429 rate-limited with Retry-After, logged")?;
    if other.results.is_empty() {
        teller.done("another firm is not slowed by it", "nothing found, and that is logged too")
    } else {
        Err(Failure::Step("a search for nothing found something".into()))
    }
}
