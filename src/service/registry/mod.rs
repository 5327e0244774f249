//! Administering who takes part: partners, persons, certificates and signing keys. Every change is one
//! commit of an entry and its rows, judged on the registry as it then is.
//! Absent: what those who are registered may do.

pub mod attention;
pub mod credentials;
pub mod devices;
pub mod partners;
pub mod persons;
mod second;
pub mod signers;

use std::sync::Arc;

use super::clearance::Clearance;
use super::directory::Directory;
use super::door::{self, Changed as Door, Withheld};
use super::exchange::Exchange;
use super::permission::Permission;
use super::sequencer::{Change, RegistryWrite};
use super::stored::registered::Row;
use crate::domain::id::PartnerId;
use crate::domain::party::PartnerKind;
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;
use crate::wire::api::registry::{Changed, Listed};

/// Whether the caller administers this partner: a steward all of them, others their own.
fn administers<A: Permission>(clearance: &Clearance<A>, partner: &PartnerId) -> bool {
    clearance.caller.partner.kind == PartnerKind::Steward || clearance.caller.partner.id == *partner
}

/// A partner that the caller may not know of looks like one that is not there.
fn own<A: Permission>(clearance: &Clearance<A>, partner: &PartnerId) -> Result<(), Refusal> {
    if administers(clearance, partner) { Ok(()) } else { Err(Reason::NotFound.into()) }
}

async fn store<A: Permission>(
    exchange: &Exchange,
    clearance: &mut Clearance<A>,
    to: Directory,
    rows: Vec<Row>,
    subject: String,
) -> Result<Changed, Refusal> {
    clearance.entry.subject = Some(Sensitive::new(subject.clone()));
    let write = RegistryWrite { from: clearance.directory.clone(), to: Arc::new(to), rows };
    match door::change(exchange, clearance, Change::Registry(Box::new(write))).await? {
        Door::Made(permit) => Ok(Changed { subject, entry: permit.index(), proposed: false }),
        Door::Repeated(_) => Err(Reason::Internal.into()),
    }
}

async fn list<A: Permission, T>(
    exchange: &Exchange,
    clearance: &mut Clearance<A>,
    items: Vec<T>,
) -> Result<Listed<T>, Refusal> {
    clearance.entry.given = Some(format!("{} registrations", items.len()));
    let withheld = Withheld::new(Listed { items, entry: 0 });
    let (mut listed, permit) = door::disclose(exchange, clearance, withheld).await?;
    listed.entry = permit.index();
    Ok(listed)
}
