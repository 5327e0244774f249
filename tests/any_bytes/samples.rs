//! Good documents of every kind, to be damaged: pure noise hardly gets past the first byte.
//! Absent: what is done with them (`bodies`).

use samen_audit::jws::PrivateKey;
use serde_json::json;

const DOCUMENTS: [&str; 8] = [
    include_str!("../fixtures/anpr/line.json"),
    include_str!("../fixtures/anpr/openalpr_results.json"),
    include_str!("../fixtures/anpr/openalpr_alpr.json"),
    include_str!("../fixtures/anpr/openalpr_group.json"),
    include_str!("../fixtures/anpr/openalpr_heartbeat.json"),
    include_str!("../fixtures/anpr/plate_recognizer_snapshot.json"),
    include_str!("../fixtures/anpr/plate_recognizer_stream.json"),
    include_str!("../fixtures/anpr/plate_recognizer_vehicle.json"),
];
const ALERT: &str = include_str!("../../schemas/examples/alert.json");
const ID: &str = "0190163d-8694-739b-aea5-966c26f8ad91";

/// Samples for the body of this name.
pub(crate) fn samples(body: &str) -> Vec<Vec<u8>> {
    match body {
        "reading" => {
            let words =
                ["7 yes PAS-1042", "status", r#"{"plate":"ab-12-cd","confidence_percent":91}"#];
            let answer =
                json!({ "candidate": 7, "description_agrees": "no", "person": "PAS-1042" });
            let mut all: Vec<Vec<u8>> = DOCUMENTS.map(Into::into).to_vec();
            all.extend(words.map(Into::into));
            all.push(answer.to_string().into());
            all
        }
        "form" => {
            let head = "--samen\r\nContent-Disposition: form-data; name=";
            let end = "\r\n--samen--\r\n";
            let document = DOCUMENTS[6];
            [
                format!("{head}\"json\"\r\n\r\n{document}{end}"),
                format!("{head}\"upload\"; filename=\"a.jpg\"\r\n\r\nJPEG\r\n{head}\"json\"\r\n\r\n{document}{end}"),
            ]
            .map(Into::into)
            .to_vec()
        }
        _ => alerts(),
    }
}

/// Lines of a snapshot, of a delta, and what a copy was kept as. Nobody here has the key of the log, so the end of
/// the lines is one that does not verify.
fn alerts() -> Vec<Vec<u8>> {
    let jwk = br#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    let alert: serde_json::Value = serde_json::from_str(ALERT).unwrap();
    let key = PrivateKey::parse(jwk).unwrap();
    let jws = key.sign_flattened(alert.to_string().as_bytes(), "samen-record+json").unwrap();
    let about = json!({
        "id": alert["id"], "type": "alert", "status": "actual", "message": "new", "issuer": alert["issuer"],
        "purpose": alert["purpose"], "grant": alert["grant"], "issued_at": alert["issued_at"],
        "expires_at": alert["expires_at"],
    });
    let head = json!({ "head": {
        "kind": "delta", "exchange": "samen.example", "partner": "a-firm", "status": "actual", "since": 3,
        "revision": 9, "checkpoint": "samen.example/audit/2026\n9\nAAAA\n", "expected": 1, "entry": 9,
    } });
    let ended = json!({ "ended": { "id": ID, "reason": "recalled", "by": ID, "index": 5 } });
    let mut line = about;
    line["index"] = json!(7);
    line["jws"] = json!(jws);
    let line = json!({ "alert": line });
    let end = json!({ "end": { "alerts": 1, "ended": 1, "sha256": "00", "signature": "" } });
    let kept = json!({ "head": {
        "v": 1, "log": "samen.example/audit/2026", "exchange": "samen.example", "partner": "a-firm",
        "status": "actual", "revision": 9, "root": samen_audit::text::base64(&[7; 32]), "at_ms": 1,
    } });
    let added = json!({ "added": [[7, jws]] });
    let gone = json!({ "ended": [ID] });
    [
        format!("{head}\n{ended}\n{line}\n{end}"),
        format!("{kept}\n{added}\n{gone}"),
        format!("{kept}\n{added}"),
    ]
    .map(Into::into)
    .to_vec()
}
