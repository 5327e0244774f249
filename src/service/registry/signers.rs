//! The public key of whoever signed a record, for a reader who checks the signature without taking the
//! exchange's word. Absent: keys that nothing signed for the reader can name.

use super::super::clearance::Clearance;
use super::super::door::{self, Withheld};
use super::super::exchange::Exchange;
use crate::domain::id::{KeyId, PartnerId};
use crate::domain::party::Partner;
use crate::domain::refusal::{Reason, Refusal};
use crate::domain::sensitive::Sensitive;
use crate::service::directory::Directory;
use crate::service::permission::SignerRead;
use crate::wire::api::registry::{KeyShown, SignerAnswer};

/// Shows the registered key with this thumbprint: of the caller's own partner, or of one that has a grant with
/// it or with a partner in its scope. Keys that count no more are shown as well, because what they signed stays.
///
/// # Errors
/// [`Reason::NotFound`] for every other key, and refusals of the log.
pub async fn read(
    exchange: &Exchange,
    clearance: &mut Clearance<SignerRead>,
    kid: &str,
) -> Result<SignerAnswer, Refusal> {
    let kid = KeyId::parse(kid).map_err(|_| Reason::NotFound)?;
    clearance.entry.subject = Some(Sensitive::new(kid.to_string()));
    let directory = clearance.directory.clone();
    let key = directory.key(&kid.to_string()).ok_or(Reason::NotFound)?;
    if !deals_with(&directory, &clearance.caller.partner, &key.row.partner) {
        return Err(Reason::NotFound.into());
    }
    clearance.entry.given = Some(format!("the key of {} {}", key.row.partner, key.row.person));
    let withheld = Withheld::new(SignerAnswer { key: KeyShown::from(&key.row), entry: 0 });
    let (mut answer, permit) = door::disclose(exchange, clearance, withheld).await?;
    answer.entry = permit.index();
    Ok(answer)
}

/// Whether what a partner signs can have come before the reader.
fn deals_with(directory: &Directory, reader: &Partner, signer: &PartnerId) -> bool {
    let is_own = |partner: &PartnerId| *partner == reader.id || reader.scope.contains(partner);
    is_own(signer)
        || directory.grants().values().any(|state| {
            let of_reader = state.grant.has_party(&reader.id)
                || reader.scope.iter().any(|watched| state.grant.has_party(watched));
            of_reader && state.grant.has_party(signer)
        })
}
