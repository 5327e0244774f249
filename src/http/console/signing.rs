//! What a page has to know to sign in its reader's name: who that is, and the grants to choose from.
//! Absent: keys, which never leave the device of the reader.

use serde_json::json;

use crate::domain::record::RecordType;
use crate::http::problem;
use crate::service::clearance::Clearance;
use crate::service::console::giving;
use crate::service::exchange::Exchange;
use crate::service::permission::Permission;

/// Who signs, and under which grants.
pub(super) struct Signing {
    pub(super) exchange: String,
    pub(super) partner: String,
    pub(super) person: String,
    /// JSON: the grants in force that the partner gave and that have one of the types.
    pub(super) grants: String,
}

impl Signing {
    pub(super) fn new<A: Permission>(
        exchange: &Exchange,
        clearance: &Clearance<A>,
        types: &[RecordType],
    ) -> Self {
        let mut grants = Vec::new();
        for record_type in types {
            for grant in giving(clearance, *record_type) {
                grants.push(json!({
                    "id": grant.id.as_str(),
                    "types": [record_type.code()],
                    "purposes": grant.purposes.iter().map(|p| p.code()).collect::<Vec<_>>(),
                    "components": grant.components.iter().map(|c| c.code()).collect::<Vec<_>>(),
                    "to": grant.to.iter().map(|to| to.as_str()).collect::<Vec<_>>(),
                    "days": grant.conditions.retention_days,
                    "handling": grant.conditions.handling.code(),
                }));
            }
        }
        Self {
            exchange: exchange.name.to_string(),
            partner: clearance.caller.partner.id.to_string(),
            person: clearance.caller.person.id.to_string(),
            grants: problem::json(&grants),
        }
    }
}
