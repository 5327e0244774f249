//! What each operation of the API takes and gives, for the OpenAPI document. A route without a row here fails a
//! test, and every answer in every integration test is checked against what is said here.
//! Absent: how it is written down.

use schemars::generate::SchemaGenerator;
use schemars::{JsonSchema, Schema};

use super::parts::reference;
use crate::wire::api::alerts::AlertsLine;
use crate::wire::api::audit::{
    AuditAnswer, AuditOpenAnswer, AuditOpenRequest, AuditSearchRequest, BundleAnswer,
    BundleRequest, WitnessReport, WitnessesRequest,
};
use crate::wire::api::device::{ApprovalBody, KeyRequestBody, KeyRequestShown, RefusalBody};
use crate::wire::api::feed::{Delivery, Withdrawal};
use crate::wire::api::flags::{FlagsAnswer, FlagsRequest};
use crate::wire::api::grant::{ConsentDocument, GrantDocument, GrantShown};
use crate::wire::api::oneself::SelfAnswer;
use crate::wire::api::oversight::{
    OverviewAnswer, OverviewRequest, ProgressAnswer, ReviewAnswer, ReviewRequest, SampleAnswer,
    SampleRequest, SubjectAnswer, SubjectRequest,
};
use crate::wire::api::preview::{PreviewAnswer, PreviewRequest};
use crate::wire::api::reading::ReadingBody;
use crate::wire::api::recall::{RecallsAnswer, RecallsRequest};
use crate::wire::api::registry::{
    CertificateBody, CertificateShown, Changed, KeyBody, KeyShown, Listed, PartnerBody, PersonBody,
    SignerAnswer, StandingBody, WithdrawalBody,
};
use crate::wire::api::retention::{
    CloseAnswer, CloseRequest, HoldRequest, OrderAnswer, OrderRequest,
};
use crate::wire::api::search::{OpenAnswer, SearchAnswer, SearchRequest};

/// Makes the schema of a type.
pub(super) type Make = fn(&mut SchemaGenerator) -> Schema;

/// What a request brings.
pub(super) enum Body {
    None,
    Json(Make),
    /// A signed document: what it is, and the schema of its payload.
    Jose(&'static str, Make),
    /// Signed documents, one a line.
    Lines,
}

/// An answer that is no refusal.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) media_types: &'static [&'static str],
    pub(super) what: &'static str,
    pub(super) schema: Make,
    /// The schema of each line, where the answer is lines.
    pub(super) lines: Option<Make>,
}

/// One operation.
pub(super) struct Operation {
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    pub(super) summary: &'static str,
    pub(super) parameters: &'static [&'static str],
    pub(super) body: Body,
    pub(super) answers: Vec<Answer>,
}

const JSON: &str = "application/json";
const RECORD: &str =
    "A record as compact JWS; its payload fits the schema of its type at `/v1/schemas/{name}`.";
const GRANT: &str = "A grant as compact JWS.";
const CONSENT: &str = "The consent of a party as compact JWS.";

fn of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

fn text(_: &mut SchemaGenerator) -> Schema {
    schemars::json_schema!({ "type": "string" })
}

fn gives<T: JsonSchema>(status: u16, what: &'static str) -> Answer {
    Answer { status, media_types: &[JSON], what, schema: of::<T>, lines: None }
}

fn receipt(status: u16, what: &'static str) -> Answer {
    let schema = |_: &mut SchemaGenerator| reference("SubmissionReceipt");
    Answer { status, media_types: &[JSON], what, schema, lines: None }
}

fn plain(media_types: &'static [&'static str], what: &'static str) -> Answer {
    Answer { status: 200, media_types, what, schema: text, lines: None }
}

fn lines(media_types: &'static [&'static str], what: &'static str, line: Make) -> Answer {
    Answer { status: 200, media_types, what, schema: text, lines: Some(line) }
}

fn receipts() -> Vec<Answer> {
    vec![
        receipt(201, "Accepted: the receipt."),
        receipt(200, "The same bytes were accepted before: the first receipt again."),
    ]
}

/// An operation that reads JSON and gives JSON.
fn asks<Q: JsonSchema, A: JsonSchema>(path: &'static str, summary: &'static str) -> Operation {
    Operation {
        method: "POST",
        path,
        summary,
        parameters: &[],
        body: Body::Json(of::<Q>),
        answers: vec![gives::<A>(200, "The answer, which the log knows under `entry`.")],
    }
}

/// An operation that reads JSON and changes the registry.
fn changes<Q: JsonSchema>(path: &'static str, summary: &'static str) -> Operation {
    let answers = vec![gives::<Changed>(201, "What was changed, and the entry that says so.")];
    Operation { answers, ..asks::<Q, Changed>(path, summary) }
}

/// An operation that takes a signed document.
fn takes<P: JsonSchema>(
    path: &'static str,
    summary: &'static str,
    what: &'static str,
) -> Operation {
    Operation { body: Body::Jose(what, of::<P>), ..changes::<Changed>(path, summary) }
}

/// An operation that takes a signed record.
fn submits(path: &'static str, summary: &'static str) -> Operation {
    let schema = |_: &mut SchemaGenerator| schemars::json_schema!({ "type": "object" });
    let body = Body::Jose(RECORD, schema);
    Operation { body, answers: receipts(), ..changes::<Changed>(path, summary) }
}

fn shows(path: &'static str, summary: &'static str, answer: Answer) -> Operation {
    let (method, parameters, body) = ("GET", &[][..], Body::None);
    Operation { method, path, summary, parameters, body, answers: vec![answer] }
}

fn lists<A: JsonSchema>(path: &'static str, summary: &'static str) -> Operation {
    shows(path, summary, gives::<Listed<A>>(200, "What is registered."))
}

/// Every operation.
pub(super) fn operations() -> Vec<Operation> {
    let mut all = of_records();
    all.extend(of_grants());
    all.extend(of_registry());
    all.extend(of_oversight());
    all.extend(of_evidence());
    all
}

fn of_records() -> Vec<Operation> {
    let event = |generator: &mut SchemaGenerator| {
        let (record, withdrawn) = (of::<Delivery>(generator), of::<Withdrawal>(generator));
        schemars::json_schema!({ "anyOf": [record, withdrawn] })
    };
    let feed = "Server-sent events: `record`, `withdrawn` and, last, `refused`; comments while it is quiet.";
    let line = |_: &mut SchemaGenerator| reference("BatchLine");
    let batch = lines(&["application/x-ndjson"], "One line for each line, in their order.", line);
    let alerts = lines(
        &["application/jsonl"],
        "Lines: head, ended, alert, and an end that is signed.",
        of::<AlertsLine>,
    );
    vec![
        submits("/v1/records", "Submit one signed record"),
        Operation {
            body: Body::Lines,
            answers: vec![batch],
            ..submits("/v1/records/batch", "Submit up to 500 signed records")
        },
        asks::<ReadingBody, OpenAnswer>("/v1/records/{id}/open", "Open one record for a purpose"),
        asks::<SearchRequest, SearchAnswer>(
            "/v1/searches",
            "Search among what was disclosed to the partner or sent by it",
        ),
        Operation {
            parameters: &["Status", "LastEventId"],
            ..shows(
                "/v1/feed",
                "Follow what is disclosed to the partner",
                lines(&["text/event-stream"], feed, event),
            )
        },
        submits("/v1/feed/acknowledgements", "Say that a record was delivered, read or deleted"),
        Operation {
            parameters: &["Status", "Since"],
            ..shows("/v1/alerts", "The alerts in force, or what changed since a revision", alerts)
        },
    ]
}

fn of_grants() -> Vec<Operation> {
    vec![
        lists::<GrantShown>("/v1/grants", "The grants that the partner is a party to"),
        takes::<GrantDocument>("/v1/grants", "Propose a grant", GRANT),
        asks::<PreviewRequest, PreviewAnswer>(
            "/v1/grants/preview",
            "Who would receive a record, and under which grant",
        ),
        takes::<ConsentDocument>(
            "/v1/grants/{id}/acceptances",
            "Accept a grant for a party",
            CONSENT,
        ),
        takes::<ConsentDocument>(
            "/v1/grants/{id}/revocations",
            "Revoke a grant for a party",
            CONSENT,
        ),
        shows(
            "/v1/signers/{kid}",
            "The public key of whoever signed a record",
            gives::<SignerAnswer>(200, "The key."),
        ),
        shows(
            "/v1/self",
            "What is registered about the caller",
            gives::<SelfAnswer>(200, "The caller."),
        ),
    ]
}

fn of_registry() -> Vec<Operation> {
    vec![
        lists::<PartnerBody>("/v1/partners", "The partners"),
        changes::<PartnerBody>("/v1/partners", "Admit a partner, or change its particulars"),
        changes::<StandingBody>("/v1/partners/standing", "Change the standing of a partner"),
        Operation {
            parameters: &["Partner"],
            ..lists::<PersonBody>("/v1/persons", "Persons and systems")
        },
        changes::<PersonBody>(
            "/v1/persons",
            "Register a person or system, or change its particulars",
        ),
        changes::<StandingBody>(
            "/v1/persons/standing",
            "Change the standing of a person or system",
        ),
        lists::<CertificateShown>("/v1/certificates", "Registered client certificates"),
        changes::<CertificateBody>("/v1/certificates", "Register a client certificate"),
        changes::<WithdrawalBody>("/v1/certificates/withdrawals", "Withdraw a client certificate"),
        lists::<KeyShown>("/v1/keys", "Registered signing keys"),
        changes::<KeyBody>("/v1/keys", "Register a signing key"),
        changes::<WithdrawalBody>("/v1/keys/withdrawals", "Withdraw a signing key"),
        Operation {
            parameters: &["State"],
            ..lists::<KeyRequestShown>("/v1/keys/requests", "Devices that ask to sign, or asked")
        },
        changes::<KeyRequestBody>(
            "/v1/keys/requests",
            "Ask to have the key of one's own device registered",
        ),
        changes::<ApprovalBody>("/v1/keys/requests/{id}/approvals", "Approve the key of a device"),
        changes::<RefusalBody>("/v1/keys/requests/{id}/refusals", "Refuse the key of a device"),
    ]
}

fn of_oversight() -> Vec<Operation> {
    vec![
        asks::<AuditSearchRequest, AuditAnswer>("/v1/audit/searches", "Search the evidence log"),
        asks::<AuditOpenRequest, AuditOpenAnswer>(
            "/v1/audit/entries/{index}/open",
            "Open one entry with its evidence",
        ),
        asks::<BundleRequest, BundleAnswer>(
            "/v1/audit/bundles",
            "Take an evidence bundle out of the log",
        ),
        asks::<FlagsRequest, FlagsAnswer>("/v1/audit/flags", "Signs of misuse to ask about"),
        asks::<OverviewRequest, OverviewAnswer>("/v1/audit/overviews", "The numbers of a period"),
        asks::<SubjectRequest, SubjectAnswer>(
            "/v1/audit/subjects",
            "What was processed about one citizen",
        ),
        asks::<SampleRequest, SampleAnswer>("/v1/audit/samples", "Draw a random sample of entries"),
        asks::<AuditOpenRequest, ProgressAnswer>(
            "/v1/audit/samples/{index}/progress",
            "How far the review of a sample is",
        ),
        asks::<ReviewRequest, ReviewAnswer>(
            "/v1/audit/reviews",
            "Say what was found about an entry",
        ),
        asks::<RecallsRequest, RecallsAnswer>(
            "/v1/audit/recalls",
            "How far recalls and corrections have got",
        ),
        asks::<WitnessesRequest, WitnessReport>(
            "/v1/audit/witnesses",
            "How the witnesses of the log stand",
        ),
        asks::<HoldRequest, OrderAnswer>("/v1/audit/holds", "Keep a record beyond its retention"),
        asks::<OrderRequest, OrderAnswer>("/v1/audit/holds/releases", "End such a hold"),
        asks::<OrderRequest, OrderAnswer>("/v1/audit/erasures", "Erase a record early"),
        asks::<CloseRequest, CloseAnswer>(
            "/v1/audit/closings",
            "Say that the audit of a month is done",
        ),
    ]
}

fn of_evidence() -> Vec<Operation> {
    let text = &["text/plain; charset=utf-8"];
    vec![
        shows(
            "/log/checkpoint",
            "The newest signed checkpoint",
            plain(text, "A C2SP tlog-checkpoint."),
        ),
        shows(
            "/log/tile/{path:.*}",
            "A tile of the log",
            plain(&["application/octet-stream"], "A C2SP tlog-tiles tile."),
        ),
        shows("/log/proof/{index}", "The proof of one entry", plain(text, "A C2SP tlog-proof.")),
        shows("/log/policy", "The witnesses and their quorum", plain(text, "A C2SP tlog-policy.")),
        shows(
            "/v1/schemas/{name}",
            "A schema of records, or this document",
            plain(
                &["application/schema+json", JSON],
                "A JSON Schema (2020-12); as `openapi` this document.",
            ),
        ),
        shows(
            "/v1/problems",
            "Every type of refusal",
            plain(&["text/markdown; charset=utf-8"], "A table."),
        ),
    ]
}
