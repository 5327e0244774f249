//! Founding an exchange: its keys, its store, and the first steward. Done once; never over something
//! that exists. Absent: everything after, which comes over the network.

use std::sync::Arc;

use ring::rand::SystemRandom;

use super::build::{Parts, assemble};
use super::config::Config;
use super::error::AppError;
use super::keys;
use crate::domain::action::Action;
use crate::domain::entry::{Entry, RequestIds};
use crate::domain::party::{Certificate, Partner, PartnerKind, Person, Role, Screening, Standing};
use crate::domain::sensitive::Sensitive;
use crate::service::clock::{Clock, SystemClock};
use crate::service::directory::Directory;
use crate::service::door::prepare;
use crate::service::registry::credentials::read_certificate;
use crate::service::sequencer::{Change, Outcome, RegistryWrite};
use crate::service::stored::registered::{certificate_row, partner_row, person_row};
use crate::store::Store;
use crate::vault::{MasterKey, Vault};

/// What the founding made.
#[derive(Clone, Debug)]
pub struct Founded {
    /// The verifier key of the log: publish it, so that others can check.
    pub log_key: String,
}

/// Founds an exchange.
///
/// # Errors
/// [`AppError`]; files made before the error stay, and the next try refuses to touch them.
pub fn found(config: &Config) -> Result<Founded, AppError> {
    found_with(config, Arc::new(SystemClock::new()))
}

/// As [`found`], with the time from another clock.
///
/// # Errors
/// As [`found`].
pub fn found_with(config: &Config, clock: Arc<dyn Clock>) -> Result<Founded, AppError> {
    let rng = SystemRandom::new();
    // The policy of the witnesses names the key that is only made here.
    let config = &Config { witnesses: None, ..config.clone() };
    let steward = first_steward(config)?;
    keys::create(&config.log_key, &config.origin, &rng)?;
    let master = MasterKey::create(&config.master_key).map_err(AppError::Vault)?;
    let vault = Vault::create(&config.keyring, &master).map_err(AppError::Vault)?;
    let store = Store::create(&config.data, Arc::new(vault)).map_err(AppError::Store)?;
    let now = clock.now();
    let Parts { exchange, thread, .. } = assemble(config, store, clock)?;
    let from = exchange.directory.now();
    let mut to = Directory::clone(&from);
    let (partner, person, certificate) = steward;
    let rows = vec![partner_row(&partner), person_row(&person), certificate_row(&certificate)];
    let mut entry = Entry::new(now, Action::PartnerAdmit, None, RequestIds::default());
    entry.subject = Some(Sensitive::new(partner.id.to_string()));
    entry.given = Some("the exchange is founded".into());
    to.put_partner(partner);
    to.put_person(person);
    to.put_certificate(certificate);
    let write = RegistryWrite { from, to: Arc::new(to), rows };
    let prepared = prepare(&entry, &rng, config.profile).map_err(|_| AppError::Founding)?;
    let change = Change::Registry(Box::new(write));
    let waiting = exchange.sequencer.append(prepared, change).map_err(|_| AppError::Founding)?;
    let outcome = waiting.blocking_recv().map_err(|_| AppError::Founding)?;
    let log_key = exchange.log_key.clone();
    drop(exchange);
    thread.join().map_err(|_| AppError::Founding)?;
    match outcome {
        Outcome::Committed(_) => Ok(Founded { log_key }),
        _ => Err(AppError::Founding),
    }
}

pub(super) fn first_steward(config: &Config) -> Result<(Partner, Person, Certificate), AppError> {
    let founding = &config.founding;
    let path = &founding.certificate;
    let pem = std::fs::read_to_string(path)
        .map_err(|source| AppError::Certificate { path: path.clone(), source })?;
    let (fingerprint, valid_from, valid_until) =
        read_certificate(&pem).map_err(|_| AppError::NoCertificate(path.clone()))?;
    let partner = Partner {
        id: founding.partner.clone(),
        number: 1,
        name: founding.name.clone(),
        kind: PartnerKind::Steward,
        standing: Standing::Active,
        license: None,
        quality_mark: None,
        scope: Vec::new(),
        trial_until: None,
        proposed_by: None,
    };
    let person = Person {
        partner: founding.partner.clone(),
        id: founding.person.clone(),
        role: Role::Steward,
        standing: Standing::Active,
        screening: Some(Screening {
            authority: founding.screening_authority.clone(),
            valid_until: founding.screening_until,
        }),
        training: None,
    };
    let certificate = Certificate {
        fingerprint,
        partner: founding.partner.clone(),
        person: founding.person.clone(),
        valid_from,
        valid_until,
        withdrawn_at: None,
    };
    Ok((partner, person, certificate))
}
