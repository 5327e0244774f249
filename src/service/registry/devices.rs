//! Keys of devices: a person asks for its own, with proof that the device holds it, and an administrator
//! approves or refuses. Absent: keys that an administrator registers unasked (`credentials`).

use samen_audit::jws::{Jws, PublicKey};

use super::{administers, list, own, store};
use crate::domain::device::{
    Decided, KEY_DAYS, KeyRequest as Request, OPEN_AT_MOST, Verdict, by_itself, device_name,
};
use crate::domain::id::KeyId;
use crate::domain::party::{Role, SigningKey};
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;
use crate::domain::time::{CLOCKS_DIFFER_MS, Timestamp};
use crate::service::check::refusal;
use crate::service::clearance::Clearance;
use crate::service::directory::RegisteredKey;
use crate::service::exchange::Exchange;
use crate::service::fault::fault;
use crate::service::permission::{KeyApprove, KeyRefuse, KeyRequest, KeyRequestRead, Permission};
use crate::service::stored::registered::{key_request_row, key_row};
use crate::wire::api::device::{
    ApprovalBody, KeyRequestBody, KeyRequestShown, PROOF_TYP, ProofDocument, RefusalBody,
};
use crate::wire::api::grant::{moment, words};
use crate::wire::api::registry::{Changed, Listed};
use crate::wire::strict::parse_strict;

/// The deepest nesting of a proof: one object.
const DEPTH: usize = 2;

/// Takes in the wish of a person to have the key of its device registered.
///
/// # Errors
/// Refusals of the request or of the registry.
pub async fn ask(
    exchange: &Exchange,
    clearance: &mut Clearance<KeyRequest>,
    body: &KeyRequestBody,
) -> Result<Changed, Refusal> {
    let invalid = |pointer: &str| Refusal::at(Reason::RequestInvalid, pointer);
    by_itself(&clearance.caller)?;
    let public = PublicKey::parse(body.jwk.to_string().as_bytes()).map_err(|_| invalid("/jwk"))?;
    let id = KeyId::parse(&public.thumbprint()).map_err(|_| invalid("/jwk"))?;
    clearance.entry.subject = Some(Sensitive::new(id.to_string()));
    let device = device_name(&body.device).ok_or_else(|| invalid("/device"))?;
    clearance.entry.asked = Some(device.clone());
    holds(exchange, clearance, &public, &body.proof)?;
    let request = Request {
        id: id.clone(),
        partner: clearance.caller.partner.id.clone(),
        person: clearance.caller.person.id.clone(),
        device,
        jwk: public.to_jwk(),
        asked_at: clearance.at,
        decided: None,
    };
    may_ask(clearance, &request)?;
    let mut to = (*clearance.directory).clone();
    let rows = vec![key_request_row(&request)];
    to.put_key_request(request);
    store(exchange, clearance, to, rows, id.to_string()).await
}

/// Whether the proof is signed with the key, by this person, for this exchange, now.
fn holds(
    exchange: &Exchange,
    clearance: &Clearance<KeyRequest>,
    public: &PublicKey,
    proof: &str,
) -> Result<(), Refusal> {
    let within = |mut found: Refusal| {
        found.pointer = Some("/proof".into());
        found
    };
    let jws = Jws::parse(proof.as_bytes()).map_err(|error| within(refusal(error)))?;
    if jws.typ() != PROOF_TYP || jws.kid() != public.thumbprint() {
        return Err(Refusal::at(Reason::JwsHeaderRefused, "/proof"));
    }
    public.verify(&jws).map_err(|error| within(refusal(error)))?;
    let value = parse_strict(jws.payload(), DEPTH).map_err(within)?;
    let document: ProofDocument =
        serde_json::from_value(value).map_err(|_| Refusal::at(Reason::RequestInvalid, "/proof"))?;
    let caller = &clearance.caller;
    if document.exchange != exchange.name.as_str() {
        return Err(Refusal::at(Reason::ExchangeMismatch, "/proof"));
    }
    let (partner, person) = (caller.partner.id.as_str(), caller.person.id.as_str());
    if document.partner != partner || document.person != person {
        return Err(Refusal::at(Reason::AuthorNotOfPartner, "/proof"));
    }
    if moment(&document.at, "/proof")?.since(clearance.at).abs() > CLOCKS_DIFFER_MS {
        return Err(Refusal::at(Reason::ClockSkew, "/proof"));
    }
    Ok(())
}

/// A key is asked for once; one that was refused or has waited too long may be asked for again by the
/// same person.
fn may_ask(clearance: &Clearance<KeyRequest>, request: &Request) -> Result<(), Refusal> {
    let (directory, at) = (&clearance.directory, clearance.at);
    let taken = directory
        .key_request(request.id.as_str())
        .is_some_and(|known| known.is_open(at) || !known.is_by(&request.partner, &request.person));
    if taken || directory.key(request.id.as_str()).is_some() {
        return Err(Refusal::at(Reason::AlreadyRegistered, "/jwk"));
    }
    let open = directory
        .key_requests()
        .into_iter()
        .filter(|known| known.is_open(at) && known.is_by(&request.partner, &request.person))
        .count();
    if open < OPEN_AT_MOST { Ok(()) } else { Err(Reason::TooManyOpen.into()) }
}

/// Lists requests: those of the partners that the caller administers, and for anybody else its own.
///
/// # Errors
/// Refusals of the request or the log.
pub async fn read(
    exchange: &Exchange,
    clearance: &mut Clearance<KeyRequestRead>,
    state: Option<&str>,
) -> Result<Listed<KeyRequestShown>, Refusal> {
    let known = ["open", "approved", "refused", "expired"];
    if state.is_some_and(|state| !known.contains(&state)) {
        return Err(Refusal::at(Reason::RequestInvalid, "/state"));
    }
    let (directory, at) = (clearance.directory.clone(), clearance.at);
    let caller = clearance.caller.clone();
    let decides = matches!(caller.person.role, Role::Administrator | Role::Steward);
    let concerns = |request: &Request| {
        request.is_by(&caller.partner.id, &caller.person.id)
            || (decides && administers(clearance, &request.partner))
    };
    let items = directory
        .key_requests()
        .into_iter()
        .filter(|request| concerns(request))
        .filter(|request| state.is_none_or(|wanted| request.state(at) == wanted))
        .map(|request| KeyRequestShown::new(request, at))
        .collect();
    list(exchange, clearance, items).await
}

/// Approves a request: the key is registered for the person that asked.
///
/// # Errors
/// Refusals of the request or of the registry.
pub async fn approve(
    exchange: &Exchange,
    clearance: &mut Clearance<KeyApprove>,
    id: &str,
    body: &ApprovalBody,
) -> Result<Changed, Refusal> {
    let request = decidable(clearance, id)?;
    let (at, longest) = (clearance.at, clearance.at.plus_days(KEY_DAYS));
    let asked = body.valid_until.as_deref().map(|text| moment(text, "/valid_until"));
    let valid_until = asked.transpose()?.unwrap_or(longest);
    if valid_until <= at || valid_until > longest {
        return Err(Refusal::at(Reason::RequestInvalid, "/valid_until"));
    }
    if clearance.directory.key(request.id.as_str()).is_some() {
        return Err(Reason::AlreadyRegistered.into());
    }
    clearance.entry.given = Some(said(&request, &format!("until {valid_until}")));
    let public = PublicKey::parse(request.jwk.as_bytes())
        .map_err(|_| fault("a key that was asked for cannot be read"))?;
    let row = SigningKey {
        id: request.id.clone(),
        partner: request.partner.clone(),
        person: request.person.clone(),
        jwk: request.jwk.clone(),
        valid_from: at,
        valid_until,
        withdrawn_at: None,
    };
    let request = decided(clearance, request, Verdict::Approved, None);
    let mut to = (*clearance.directory).clone();
    let rows = vec![key_row(&row), key_request_row(&request)];
    let subject = request.id.to_string();
    to.put_key(RegisteredKey { row, public });
    to.put_key_request(request);
    store(exchange, clearance, to, rows, subject).await
}

/// Refuses a request.
///
/// # Errors
/// Refusals of the request or of the registry.
pub async fn refuse(
    exchange: &Exchange,
    clearance: &mut Clearance<KeyRefuse>,
    id: &str,
    body: &RefusalBody,
) -> Result<Changed, Refusal> {
    let request = decidable(clearance, id)?;
    let reason = Sensitive::new(words(&body.reason, "/reason")?);
    clearance.entry.justification = Some(reason.clone());
    clearance.entry.given = Some(said(&request, "refused"));
    let request = decided(clearance, request, Verdict::Refused, Some(reason));
    let mut to = (*clearance.directory).clone();
    let rows = vec![key_request_row(&request)];
    let subject = request.id.to_string();
    to.put_key_request(request);
    store(exchange, clearance, to, rows, subject).await
}

/// The request about which the caller may decide now.
fn decidable<A: Permission>(clearance: &mut Clearance<A>, id: &str) -> Result<Request, Refusal> {
    let known = clearance.directory.key_request(id).cloned().ok_or(Reason::NotFound)?;
    clearance.entry.subject = Some(Sensitive::new(known.id.to_string()));
    own(clearance, &known.partner)?;
    known.may_decide(&clearance.caller, clearance.at)?;
    Ok((*known).clone())
}

fn decided<A: Permission>(
    clearance: &Clearance<A>,
    request: Request,
    verdict: Verdict,
    reason: Option<Sensitive<String>>,
) -> Request {
    let at: Timestamp = clearance.at;
    let caller = &clearance.caller;
    let (partner, person) = (caller.partner.id.clone(), caller.person.id.clone());
    Request { decided: Some(Decided { verdict, partner, person, at, reason }), ..request }
}

/// Whose key the entry is about: its subject is the key alone.
fn said(request: &Request, what: &str) -> String {
    format!("key of {} {}, {what}", request.partner, request.person)
}
