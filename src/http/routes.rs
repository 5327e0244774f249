//! The one table of routes: method, path, action, what it leaves in the log, and the handler. Tests walk
//! it. Absent: handlers and policy.

use actix_web::http::Method;
use actix_web::web::{self, ServiceConfig};
use actix_web::{Resource, Route};

use super::api::{
    alerts, audit, contract, evidence, feed, grants, oneself, records, registry, retention,
};
use super::console::evidence::{bundle, health, overview};
use super::console::police::{alerts as own_alerts, composer, incoming};
use super::console::{
    assets, board, deletions, follow, home, lost, oversight, reporting, search as console_search,
    steward,
};
use crate::domain::action::Action;

/// What a granted request leaves in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaves {
    /// One entry.
    Entry,
    /// Nothing: the answer is the same for everybody and says nothing about anybody. This list of
    /// exceptions may only shrink.
    Nothing,
}

/// One row of the table.
pub struct RouteRow {
    /// The method.
    pub method: Method,
    /// The path, with its parameters in braces.
    pub path: &'static str,
    /// The action for which a caller has to be cleared.
    pub action: Action,
    /// What it leaves in the log.
    pub leaves: Leaves,
    handler: fn(Route) -> Route,
}

macro_rules! route {
    ($method:ident $path:literal $action:ident $leaves:ident $handler:path) => {
        RouteRow {
            method: Method::$method,
            path: $path,
            action: Action::$action,
            leaves: Leaves::$leaves,
            handler: |route| route.to($handler),
        }
    };
}

/// Every route of the exchange.
pub fn table() -> Vec<RouteRow> {
    let mut rows = api();
    rows.extend(console());
    rows.extend(oversight_console());
    rows
}

/// What programs call.
#[rustfmt::skip] // one row a route reads as the table it is
fn api() -> Vec<RouteRow> {
    vec![
        route!(POST "/v1/records" RecordSubmit Entry records::post),
        route!(POST "/v1/records/batch" RecordSubmit Entry records::post_batch),
        route!(POST "/v1/records/{id}/open" RecordOpen Entry records::post_open),
        route!(POST "/v1/searches" RecordSearch Entry records::post_search),
        route!(GET "/v1/feed" FeedFollow Entry feed::get),
        route!(POST "/v1/feed/acknowledgements" DeliveryAcknowledge Entry records::post_acknowledgement),
        route!(GET "/v1/alerts" AlertsRead Entry alerts::get),
        route!(GET "/v1/grants" GrantRead Entry grants::get),
        route!(POST "/v1/grants" GrantPropose Entry grants::post),
        route!(POST "/v1/grants/preview" GrantPreview Entry grants::post_preview),
        route!(POST "/v1/grants/{id}/acceptances" GrantAccept Entry grants::post_acceptance),
        route!(POST "/v1/grants/{id}/revocations" GrantRevoke Entry grants::post_revocation),
        route!(GET "/v1/signers/{kid}" SignerRead Entry registry::get_signer),
        route!(GET "/v1/self" SelfRead Entry oneself::get),
        route!(GET "/v1/partners" PartnerRead Entry registry::get_partners),
        route!(POST "/v1/partners" PartnerAdmit Entry registry::post_partner),
        route!(POST "/v1/partners/standing" PartnerStanding Entry registry::post_partner_standing),
        route!(GET "/v1/persons" PersonRead Entry registry::get_persons),
        route!(POST "/v1/persons" PersonRegister Entry registry::post_person),
        route!(POST "/v1/persons/standing" PersonStanding Entry registry::post_person_standing),
        route!(GET "/v1/certificates" CertificateRead Entry registry::get_certificates),
        route!(POST "/v1/certificates" CertificateRegister Entry registry::post_certificate),
        route!(POST "/v1/certificates/withdrawals" CertificateWithdraw Entry registry::post_certificate_withdrawal),
        route!(GET "/v1/keys" KeyRead Entry registry::get_keys),
        route!(POST "/v1/keys" KeyRegister Entry registry::post_key),
        route!(POST "/v1/keys/withdrawals" KeyWithdraw Entry registry::post_key_withdrawal),
        route!(GET "/v1/keys/requests" KeyRequestRead Entry registry::get_key_requests),
        route!(POST "/v1/keys/requests" KeyRequest Entry registry::post_key_request),
        route!(POST "/v1/keys/requests/{id}/approvals" KeyApprove Entry registry::post_key_approval),
        route!(POST "/v1/keys/requests/{id}/refusals" KeyRefuse Entry registry::post_key_refusal),
        route!(POST "/v1/audit/searches" AuditSearch Entry audit::post_search),
        route!(POST "/v1/audit/entries/{index}/open" AuditOpen Entry audit::post_open),
        route!(POST "/v1/audit/bundles" AuditBundle Entry audit::post_bundle),
        route!(POST "/v1/audit/flags" AuditFlags Entry audit::post_flags),
        route!(POST "/v1/audit/overviews" AuditOverview Entry audit::post_overview),
        route!(POST "/v1/audit/subjects" AuditSubject Entry audit::post_subject),
        route!(POST "/v1/audit/samples" AuditSample Entry audit::post_sample),
        route!(POST "/v1/audit/samples/{index}/progress" AuditSample Entry audit::post_progress),
        route!(POST "/v1/audit/reviews" AuditReview Entry audit::post_review),
        route!(POST "/v1/audit/recalls" AuditRecalls Entry audit::post_recalls),
        route!(POST "/v1/audit/witnesses" AuditWitnesses Entry audit::post_witnesses),
        route!(POST "/v1/audit/holds" RecordHold Entry retention::post_hold),
        route!(POST "/v1/audit/holds/releases" RecordRelease Entry retention::post_release),
        route!(POST "/v1/audit/erasures" RecordErase Entry retention::post_erasure),
        route!(POST "/v1/audit/closings" AuditClose Entry retention::post_closing),
        route!(GET "/log/checkpoint" EvidenceRead Nothing evidence::get_checkpoint),
        route!(GET "/log/tile/{path:.*}" EvidenceRead Nothing evidence::get_tile),
        route!(GET "/log/proof/{index}" EvidenceRead Nothing evidence::get_proof),
        route!(GET "/log/policy" EvidenceRead Nothing evidence::get_policy),
        route!(GET "/v1/schemas/{name}" ContractRead Nothing contract::get_schema),
        route!(GET "/v1/problems" ContractRead Nothing contract::get_problems),
    ]
}

/// What everybody, guards, police, stewards and administrators look at in a browser.
#[rustfmt::skip] // one row a route reads as the table it is
fn console() -> Vec<RouteRow> {
    vec![
        route!(GET "/" ConsoleOpen Entry home::get),
        route!(GET "/board" AlertsRead Entry board::get),
        route!(GET "/board/feed" FeedFollow Entry board::get_feed),
        route!(GET "/incidents/new" ConsoleOpen Entry reporting::get_incident),
        route!(GET "/handovers/new" ConsoleOpen Entry reporting::get_handover),
        route!(GET "/answers" FollowUpRead Entry incoming::get_answers),
        route!(GET "/deletions" FollowUpRead Entry deletions::get),
        route!(GET "/device" ConsoleOpen Entry reporting::get_device),
        route!(GET "/task" ConsoleOpen Entry console_search::get_task),
        route!(GET "/search" ConsoleOpen Entry console_search::get_search),
        route!(POST "/search" RecordSearch Entry console_search::post_search),
        route!(POST "/search/open" RecordOpen Entry console_search::post_open),
        // Pages of the police.
        route!(GET "/incoming" FollowUpRead Entry incoming::get),
        route!(GET "/follow-up/feed" FollowUpRead Entry follow::get),
        route!(GET "/alerts" FollowUpRead Entry own_alerts::get),
        route!(GET "/alerts/new" ConsoleOpen Entry composer::get),
        route!(POST "/alerts/preview" GrantPreview Entry composer::post_preview),
        route!(GET "/alerts/{id}" FollowUpRead Entry own_alerts::get_one),
        route!(GET "/alerts/{id}/update" FollowUpRead Entry composer::get_update),
        // Pages of stewards and administrators.
        route!(GET "/partners" PartnerRead Entry steward::partners::get),
        route!(GET "/persons" PersonRead Entry steward::persons::get),
        route!(GET "/certificates" CertificateRead Entry steward::keys::get_certificates),
        route!(GET "/keys" KeyRead Entry steward::keys::get_keys),
        route!(GET "/devices" KeyRequestRead Entry steward::devices::get),
        route!(GET "/assets/{version}/{name}" ContractRead Nothing assets::get),
    ]
}

/// What a data protection officer looks at in a browser.
#[rustfmt::skip] // one row a route reads as the table it is
fn oversight_console() -> Vec<RouteRow> {
    vec![
        route!(GET "/oversight" ConsoleOpen Entry oversight::attention::get),
        route!(GET "/oversight/question" ConsoleOpen Entry oversight::attention::get_question),
        route!(POST "/oversight/months" AuditSearch Entry oversight::attention::post_months),
        route!(GET "/oversight/entries" ConsoleOpen Entry oversight::entries::get),
        route!(POST "/oversight/entries" AuditSearch Entry oversight::entries::post_search),
        route!(POST "/oversight/entries/open" AuditOpen Entry oversight::entries::post_open),
        route!(GET "/oversight/subject" ConsoleOpen Entry oversight::subject::get),
        route!(POST "/oversight/subject" AuditSubject Entry oversight::subject::post),
        route!(GET "/oversight/flags" ConsoleOpen Entry oversight::flags::get),
        route!(POST "/oversight/flags" AuditFlags Entry oversight::flags::post),
        route!(GET "/oversight/samples" ConsoleOpen Entry oversight::samples::get),
        route!(POST "/oversight/samples" AuditSample Entry oversight::samples::post),
        route!(POST "/oversight/samples/own" AuditSearch Entry oversight::samples::post_own),
        route!(POST "/oversight/samples/progress" AuditSample Entry oversight::samples::post_progress),
        route!(POST "/oversight/reviews" AuditReview Entry oversight::samples::post_review),
        route!(GET "/oversight/recalls" ConsoleOpen Entry oversight::recalls::get),
        route!(POST "/oversight/recalls" AuditRecalls Entry oversight::recalls::post),
        route!(GET "/oversight/orders" ConsoleOpen Entry oversight::orders::get),
        route!(POST "/oversight/orders/hold" RecordHold Entry oversight::orders::post_hold),
        route!(POST "/oversight/orders/release" RecordRelease Entry oversight::orders::post_release),
        route!(POST "/oversight/orders/erasure" RecordErase Entry oversight::orders::post_erasure),
        route!(POST "/oversight/orders/closing" AuditClose Entry oversight::orders::post_closing),
        // Overview and health of the log.
        route!(GET "/overview" ConsoleOpen Entry overview::get),
        route!(POST "/overview" AuditOverview Entry overview::post),
        route!(GET "/log-health" ConsoleOpen Entry health::get),
        route!(POST "/log-health/witnesses" AuditWitnesses Entry health::post_witnesses),
        route!(GET "/bundle" ConsoleOpen Entry bundle::get),
        route!(POST "/bundle" AuditBundle Entry bundle::post),
    ]
}

/// Puts the table in force, with a refusal for every other method and path.
pub fn configure(config: &mut ServiceConfig) {
    let mut resources: Vec<(&'static str, Resource)> = Vec::new();
    for row in table() {
        let route = (row.handler)(web::method(row.method));
        let resource = match resources.iter().position(|(path, _)| *path == row.path) {
            Some(at) => resources.remove(at).1,
            None => web::resource(row.path),
        };
        resources.push((row.path, resource.route(route)));
    }
    for (_, resource) in resources {
        config.service(resource.default_service(web::to(lost::method_not_allowed)));
    }
    config.default_service(web::to(lost::not_found));
}
