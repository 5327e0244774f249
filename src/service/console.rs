//! What only pages need: the entry of opening one that shows no records, records as pages show them, and
//! the grants and partners that a form chooses from. Absent: HTML, languages, and any record that another
//! use case has not disclosed first.

use samen_audit::jws::Jws;

use super::clearance::Clearance;
use super::door::{self, Withheld};
use super::exchange::Exchange;
use super::permission::{ConsoleOpen, Permission};
use crate::domain::action::Action;
use crate::domain::grant::Grant;
use crate::domain::party::Partner;
use crate::domain::record::{Record, RecordType};
use crate::domain::refusal::{Reason, Refusal};
use crate::wire::record;

/// Enters that somebody opened a page which shows no records, and refuses it to who does not have every
/// action that the page is for.
///
/// # Errors
/// [`Reason::ActionNotAllowed`], or refusals of the log.
pub async fn open(
    exchange: &Exchange,
    clearance: &mut Clearance<ConsoleOpen>,
    page: &str,
    needs: &[Action],
) -> Result<(), Refusal> {
    clearance.entry.given = Some(format!("the page {page}"));
    let (kind, role) = (clearance.caller.partner.kind, clearance.caller.person.role);
    if !needs.iter().all(|action| action.is_open_to(kind, role)) {
        return Err(Reason::ActionNotAllowed.into());
    }
    door::disclose(exchange, clearance, Withheld::new(())).await?;
    Ok(())
}

/// The record inside signed bytes that the exchange has accepted before, so its signature was verified then.
/// Nothing for a record of a later version.
pub fn readable(jws: &str) -> Option<Record> {
    let jws = Jws::parse(jws.as_bytes()).ok()?;
    record::parse(jws.payload()).ok()
}

/// The members of such a record as they were signed.
pub fn members(jws: &str) -> Option<serde_json::Value> {
    let jws = Jws::parse(jws.as_bytes()).ok()?;
    serde_json::from_slice(jws.payload()).ok()
}

/// The grants in force under which the caller's partner may send a record of this type, as a form offers
/// them. Whether a certain record fits is decided when it is sent.
pub fn giving<A: Permission>(clearance: &Clearance<A>, record_type: RecordType) -> Vec<&Grant> {
    let own = &clearance.caller.partner.id;
    let states = clearance.directory.grants().values();
    let giving = states.filter(|state| {
        let grant = &state.grant;
        state.is_in_force(clearance.at) && grant.from == *own && grant.types.contains(&record_type)
    });
    giving.map(|state| state.grant.as_ref()).collect()
}

/// The partners whose entries the caller's office sees, itself included, as a form offers them.
pub fn overseen<A: Permission>(clearance: &Clearance<A>) -> Vec<&Partner> {
    let own = &clearance.caller.partner;
    let known = own.scope.iter().chain([&own.id]).filter_map(|id| clearance.directory.partner(id));
    known.map(AsRef::as_ref).collect()
}
