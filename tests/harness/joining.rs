//! People, partners and grants that only one test knows, enrolled through the API like everybody.
//! Absent: the cast (`enroll`).

use std::sync::Arc;

use samen::client::transport::Protocol;
use samen::domain::party::Role;
use samen::wire::api::grant::{ACCEPTANCE_TYP, GRANT_TYP, GrantShown, REVOCATION_TYP};
use serde_json::Value;

use super::answer::Answer;
use super::caller::Caller;
use super::cast::{House, Member, OVERSIGHT, administrator_of};
use super::paperwork;
use super::stage::{Identity, Stage};
use super::world::World;

impl World {
    /// Admits a partner, active at once.
    pub(crate) async fn admit(&self, house: &House) {
        let steward = self.as_("steward-1");
        steward.post("/v1/partners", paperwork::partner(house)).await.granted();
        let active = paperwork::standing(house.id, None, "active");
        steward.post("/v1/partners/standing", active).await.granted();
    }

    /// Registers somebody with a new certificate and key, by the steward or the partner's administrator.
    pub(crate) async fn join(&self, member: Member) -> Caller {
        let by_steward = member.role == Role::Administrator || member.partner == OVERSIGHT;
        let by = if by_steward { "steward-1" } else { administrator_of(member.partner) };
        let by = self.as_(by);
        let identity = Arc::new(Identity::new(member, &Stage::shared().ca));
        by.post("/v1/persons", paperwork::person(&member, paperwork::FAR)).await.granted();
        by.post("/v1/certificates", paperwork::certificate(&identity)).await.granted();
        by.post("/v1/keys", paperwork::key(&identity, self.now())).await.granted();
        self.caller(identity, Protocol::Auto)
    }
}

impl Caller {
    /// Signs a document about a grant.
    pub(crate) fn sign_as(&self, document: &impl serde::Serialize, typ: &str) -> String {
        let payload = serde_json::to_vec(document).unwrap();
        self.identity.key.sign_flattened(&payload, typ).unwrap()
    }

    /// Proposes a grant.
    pub(crate) async fn propose(&self, grant: &Value) -> Answer {
        self.post_jws("/v1/grants", self.sign_as(grant, GRANT_TYP)).await
    }

    /// A grant as it is shown to this caller.
    pub(crate) async fn grant(&self, id: &str) -> GrantShown {
        let listed = self.get("/v1/grants").await.granted();
        let items = listed["items"].as_array().unwrap().iter();
        let found = items.clone().find(|item| item["grant"]["id"] == id);
        serde_json::from_value(found.expect("no such grant is shown").clone()).unwrap()
    }

    /// Accepts a grant over the hash that is shown.
    pub(crate) async fn accept(&self, id: &str) -> Answer {
        let shown = self.grant(id).await;
        let consent = paperwork::consent(&shown, self.member(), self.clock.now(), None);
        let jws = self.sign_as(&consent, ACCEPTANCE_TYP);
        self.post_jws(&format!("/v1/grants/{id}/acceptances"), jws).await
    }

    /// Revokes a grant.
    pub(crate) async fn revoke(&self, id: &str) -> Answer {
        let shown = self.grant(id).await;
        let reason = Some("The agreement has ended");
        let consent = paperwork::consent(&shown, self.member(), self.clock.now(), reason);
        let jws = self.sign_as(&consent, REVOCATION_TYP);
        self.post_jws(&format!("/v1/grants/{id}/revocations"), jws).await
    }
}
