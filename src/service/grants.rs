//! Grants: proposed, accepted and revoked by documents that their parties sign, and read by them.
//! Absent: what a grant allows (`domain::decide`).

use std::sync::Arc;

use bytes::Bytes;
use samen_audit::hash::sha256;
use samen_audit::text::hex;

use super::check::{Signed, is_authored_by, verify};
use super::clearance::Clearance;
use super::door::{self, Changed as Door, Withheld};
use super::exchange::Exchange;
use super::fault::fault;
use super::permission::{GrantAccept, GrantPropose, GrantRead, GrantRevoke, Permission};
use super::sequencer::{Change, RegistryWrite};
use super::stored::registered::{GrantRow, Kind};
use crate::domain::grant::GrantState;
use crate::domain::id::{GrantId, PartnerId};
use crate::domain::party::{PartnerKind, Role};
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;
use crate::domain::time::{CLOCKS_DIFFER_MS, Timestamp};
use crate::wire::api::grant::{
    ACCEPTANCE_TYP, ConsentDocument, GRANT_TYP, GrantDocument, GrantShown, REVOCATION_TYP, moment,
};
use crate::wire::api::registry::{Changed, Listed};
use crate::wire::strict::parse_strict;

/// The deepest nesting of a signed document about a grant.
const DEPTH: usize = 16;

fn payload<T: serde::de::DeserializeOwned>(signed: &Signed) -> Result<T, Refusal> {
    let value = parse_strict(signed.jws.payload(), DEPTH)?;
    serde_json::from_value(value).map_err(|_| Reason::RequestInvalid.into())
}

/// Only the signature of an administrator binds a partner.
fn binds<A: Permission>(clearance: &Clearance<A>, signed: &Signed) -> Result<(), Refusal> {
    let row = &signed.key.row;
    let author =
        clearance.directory.person(&row.partner, &row.person).ok_or(Reason::KeyNotAuthors)?;
    author.judge(clearance.at)?;
    if author.role == Role::Administrator { Ok(()) } else { Err(Reason::ActionNotAllowed.into()) }
}

fn for_here_and_now<A: Permission>(
    exchange: &Exchange,
    clearance: &Clearance<A>,
    name: &str,
    issued_at: &str,
) -> Result<Timestamp, Refusal> {
    if name != exchange.name.as_str() {
        return Err(Refusal::at(Reason::ExchangeMismatch, "/exchange"));
    }
    let issued_at = moment(issued_at, "/issued_at")?;
    if issued_at.since(clearance.at).abs() > CLOCKS_DIFFER_MS {
        return Err(Refusal::at(Reason::ClockSkew, "/issued_at"));
    }
    Ok(issued_at)
}

/// Takes in a grant proposed and signed by the partner that discloses under it.
///
/// # Errors
/// The refusal of the first check that failed.
pub async fn propose(
    exchange: &Exchange,
    clearance: &mut Clearance<GrantPropose>,
    body: Bytes,
) -> Result<Changed, Refusal> {
    let signed = verify(&clearance.directory, &clearance.caller, &body, GRANT_TYP, clearance.at)?;
    clearance.entry.document_sha256 = Some(sha256(&body));
    let document: GrantDocument = payload(&signed)?;
    let grant = document.parse()?;
    clearance.entry.grant = Some(grant.id.clone());
    let (from, author) = (("/from", document.from.as_str()), ("/author", document.author.as_str()));
    is_authored_by(&clearance.caller, &signed.key, from, author)?;
    binds(clearance, &signed)?;
    for_here_and_now(exchange, clearance, &document.exchange, &document.issued_at)?;
    let directory = clearance.directory.clone();
    for (at, party) in grant.to.iter().enumerate() {
        let kind = directory.partner(party).map(|partner| partner.kind);
        if !matches!(kind, Some(PartnerKind::Police | PartnerKind::Firm)) {
            return Err(Refusal::at(Reason::RequestInvalid, format!("/to/{at}")));
        }
    }
    let digest = sha256(&body);
    if let Some(known) = directory.grants().get(&grant.id) {
        let reason =
            if known.digest == digest { Reason::AlreadyRegistered } else { Reason::IdConflict };
        return Err(Refusal::at(reason, "/id"));
    }
    let jws = String::from_utf8(body.to_vec()).map_err(|_| Reason::JwsMalformed)?;
    let id = grant.id.clone();
    clearance.entry.recipients.clone_from(&grant.to);
    store(exchange, clearance, &id, &GrantRow::new(jws)).await
}

/// Takes in a party's acceptance of a grant.
///
/// # Errors
/// The refusal of the first check that failed.
pub async fn accept(
    exchange: &Exchange,
    clearance: &mut Clearance<GrantAccept>,
    id: &str,
    body: Bytes,
) -> Result<Changed, Refusal> {
    let (state, _) = consent(exchange, clearance, id, &body, ACCEPTANCE_TYP)?;
    let partner = clearance.caller.partner.id.clone();
    if state.accepted.contains(&partner) {
        return Err(Reason::AlreadyRegistered.into());
    }
    if state.revoked_at.is_some() || state.grant.valid_until < clearance.at {
        return Err(Reason::GrantNotInForce.into());
    }
    let mut row = load(exchange, &state.grant.id).await?;
    let jws = String::from_utf8(body.to_vec()).map_err(|_| Reason::JwsMalformed)?;
    row.acceptances.push((partner.to_string(), jws));
    store(exchange, clearance, &state.grant.id, &row).await
}

/// Takes in a party's revocation of a grant; it ends at once.
///
/// # Errors
/// The refusal of the first check that failed.
pub async fn revoke(
    exchange: &Exchange,
    clearance: &mut Clearance<GrantRevoke>,
    id: &str,
    body: Bytes,
) -> Result<Changed, Refusal> {
    let (state, consent) = consent(exchange, clearance, id, &body, REVOCATION_TYP)?;
    if consent.reason.is_none() {
        return Err(Refusal::at(Reason::RequestInvalid, "/reason"));
    }
    if state.revoked_at.is_some() {
        return Err(Reason::AlreadyRegistered.into());
    }
    let mut row = load(exchange, &state.grant.id).await?;
    let jws = String::from_utf8(body.to_vec()).map_err(|_| Reason::JwsMalformed)?;
    row.revocation = Some((clearance.at.to_string(), jws));
    store(exchange, clearance, &state.grant.id, &row).await
}

/// Verifies a consent over a grant that the caller's partner is a party to.
fn consent<A: Permission>(
    exchange: &Exchange,
    clearance: &mut Clearance<A>,
    id: &str,
    body: &[u8],
    typ: &str,
) -> Result<(GrantState, ConsentDocument), Refusal> {
    let id = GrantId::parse(id).map_err(|_| Reason::NotFound)?;
    clearance.entry.grant = Some(id.clone());
    let partner: PartnerId = clearance.caller.partner.id.clone();
    let state = clearance
        .directory
        .grants()
        .get(&id)
        .filter(|state| state.grant.has_party(&partner))
        .cloned()
        .ok_or(Reason::NotFound)?;
    let signed = verify(&clearance.directory, &clearance.caller, body, typ, clearance.at)?;
    clearance.entry.document_sha256 = Some(sha256(body));
    let document: ConsentDocument = payload(&signed)?;
    let issuer = ("/partner", document.partner.as_str());
    is_authored_by(&clearance.caller, &signed.key, issuer, ("/author", document.author.as_str()))?;
    binds(clearance, &signed)?;
    for_here_and_now(exchange, clearance, &document.exchange, &document.issued_at)?;
    if document.version != 1 || document.grant != id.as_str() {
        return Err(Refusal::at(Reason::RequestInvalid, "/grant"));
    }
    if document.grant_sha256 != hex(&state.digest) {
        return Err(Refusal::at(Reason::RequestInvalid, "/grant_sha256"));
    }
    Ok((state, document))
}

async fn load(exchange: &Exchange, id: &GrantId) -> Result<GrantRow, Refusal> {
    let key = id.as_str().as_bytes().to_vec();
    exchange
        .read(move |reader| {
            let row = reader.standing(Kind::Grant.number(), &key)?.ok_or(Reason::NotFound)?;
            GrantRow::decode(&row).map_err(|_| fault("a kept grant cannot be read"))
        })
        .await
}

async fn store<A: Permission>(
    exchange: &Exchange,
    clearance: &mut Clearance<A>,
    id: &GrantId,
    row: &GrantRow,
) -> Result<Changed, Refusal> {
    let from = clearance.directory.clone();
    let (state, document) = row.state().ok_or(Reason::RequestInvalid)?;
    let mut to = (*from).clone();
    to.put_grant(state, document);
    clearance.entry.subject = Some(Sensitive::new(id.to_string()));
    let write = RegistryWrite { from, to: Arc::new(to), rows: vec![row.row(id.as_str())] };
    match door::change(exchange, clearance, Change::Registry(Box::new(write))).await? {
        Door::Made(permit) => {
            Ok(Changed { subject: id.to_string(), entry: permit.index(), proposed: false })
        }
        Door::Repeated(_) => Err(Reason::Internal.into()),
    }
}

/// Lists the grants that the caller's partner is a party to; for oversight, those within its scope.
///
/// # Errors
/// Refusals of the log.
pub async fn read(
    exchange: &Exchange,
    clearance: &mut Clearance<GrantRead>,
) -> Result<Listed<GrantShown>, Refusal> {
    let directory = clearance.directory.clone();
    let partner = clearance.caller.partner.clone();
    let mut items = Vec::new();
    for (id, state) in directory.grants() {
        let concerns = state.grant.has_party(&partner.id)
            || partner.scope.iter().any(|watched| state.grant.has_party(watched));
        let Some(document) = directory.grant_document(id).filter(|_| concerns) else {
            continue;
        };
        items.push(GrantShown {
            grant: GrantDocument::clone(document),
            sha256: hex(&state.digest),
            accepted: state.accepted.iter().map(ToString::to_string).collect(),
            in_force: state.is_in_force(clearance.at),
            revoked_at: state.revoked_at.map(|at| at.to_string()),
        });
    }
    clearance.entry.given = Some(format!("{} grants", items.len()));
    let withheld = Withheld::new(Listed { items, entry: 0 });
    let (mut listed, permit) = door::disclose(exchange, clearance, withheld).await?;
    listed.entry = permit.index();
    Ok(listed)
}
