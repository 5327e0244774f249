//! What one test has asked and been told, to be compared with the log at its end: every request of a
//! known caller leaves exactly its entry. Absent: the log.

use std::collections::BTreeMap;
use std::sync::Mutex;

use hyper::Method;
use samen::http::routes::{Leaves, table};
use samen_audit::note::VerifierKey;
use samen_audit::receipt::Receipt;
use samen_audit::snapshot::SnapshotReader;
use tokio::task::AbortHandle;

use super::answer::Answer;

/// An entry as far as a caller can tell what it has to say.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Said {
    pub(crate) action: String,
    pub(crate) partner: String,
    pub(crate) person: String,
    pub(crate) asserted_by: String,
    pub(crate) refusal: String,
    pub(crate) pointer: String,
}

/// Who asked.
pub(crate) struct Asker<'a> {
    pub(crate) partner: &'a str,
    pub(crate) holder: &'a str,
    pub(crate) acting_for: Option<&'a str>,
}

/// Everything that one test has asked and been told.
pub(crate) struct Ledger {
    pub(crate) log_key: VerifierKey,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    said: Vec<Said>,
    limited: BTreeMap<String, u64>,
    checkpoints: Vec<String>,
    marks: Vec<String>,
    tasks: Vec<AbortHandle>,
}

/// Refusals that are judged before it is known for whom a system acts.
const BY_HOLDER: [&str; 9] = [
    "certificate-withdrawn",
    "certificate-expired",
    "partner-not-active",
    "license-expired",
    "quality-mark-expired",
    "person-not-active",
    "screening-expired",
    "acting-person-unknown",
    "acting-person-refused",
];

impl Ledger {
    pub(crate) fn new(log_key: &str) -> Self {
        Self { log_key: log_key.parse().unwrap(), state: Mutex::default() }
    }

    /// Text that may stand readable nowhere.
    pub(crate) fn mark(&self, text: &str) {
        self.state.lock().unwrap().marks.push(text.to_owned());
    }

    pub(crate) fn marks(&self) -> Vec<String> {
        self.state.lock().unwrap().marks.clone()
    }

    /// A task that has to end with the test.
    pub(crate) fn task(&self, task: AbortHandle) {
        self.state.lock().unwrap().tasks.push(task);
    }

    pub(crate) fn end_tasks(&self) {
        self.state.lock().unwrap().tasks.drain(..).for_each(|task| task.abort());
    }

    /// A signed head of the log that somebody was shown.
    pub(crate) fn saw(&self, checkpoint: &str) {
        self.state.lock().unwrap().checkpoints.push(checkpoint.to_owned());
    }

    pub(crate) fn checkpoints(&self) -> Vec<String> {
        self.state.lock().unwrap().checkpoints.clone()
    }

    /// The receipt in a granted submission: it verifies, and its checkpoint is kept.
    pub(crate) fn receipt(&self, answer: &Answer, record: &str) -> Receipt {
        let receipt = Receipt::parse(&answer.body).unwrap();
        receipt.verify(std::slice::from_ref(&self.log_key), Some(record.as_bytes())).unwrap();
        self.saw(&receipt.proof.checkpoint);
        receipt
    }

    /// The alerts in force in a granted answer, when it is not compressed: the log signed for them and for
    /// this partner.
    pub(crate) fn alerts(&self, partner: &str, answer: &Answer) {
        if answer.header("content-encoding").is_some() {
            return;
        }
        let mut reader = SnapshotReader::new(std::slice::from_ref(&self.log_key));
        for line in answer.text().lines() {
            reader.take(line.as_bytes()).unwrap();
        }
        assert_eq!(reader.finish().unwrap().statement().partner, partner);
    }

    /// Writes down what a request of somebody known has to leave.
    pub(crate) fn note(&self, asker: &Asker<'_>, method: &Method, path: &str, answer: &Answer) {
        let marks = self.marks();
        if answer.status >= 400 {
            let text = String::from_utf8_lossy(&answer.body);
            let echoed = marks.iter().find(|mark| text.contains(mark.as_str()));
            assert!(echoed.is_none(), "a refusal repeats what was sent: {text}");
        }
        let slug = answer.slug();
        let problem = slug.map(|slug| (slug, answer.problem().unwrap().pointer));
        let path = path.split('?').next().unwrap();
        let row = table()
            .into_iter()
            .find(|row| row.method.as_str() == method.as_str() && is_of(path, row.path));
        let mut action = row.as_ref().map_or("contract.read", |row| row.action.code());
        if action == "record.submit" && path.ends_with("/batch") && answer.status == 200 {
            return self.batch(asker, answer);
        }
        let submits = matches!(action, "record.submit" | "delivery.acknowledge");
        if submits && answer.status == 200 {
            action = "record.repeat";
        }
        let quiet = row.is_some_and(|row| row.leaves == Leaves::Nothing) && answer.status < 400;
        if !quiet {
            self.entry(asker, action, problem);
        }
    }

    /// Every line of a batch leaves its own entry.
    fn batch(&self, asker: &Asker<'_>, answer: &Answer) {
        for line in answer.text().lines() {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            let action = if line["status"] == 200 { "record.repeat" } else { "record.submit" };
            let problem = line.get("problem").map(|problem| {
                let slug = problem["type"].as_str().unwrap().rsplit(':').next().unwrap();
                (slug.to_owned(), problem["pointer"].as_str().map(str::to_owned))
            });
            self.entry(asker, action, problem);
        }
    }

    /// An entry that has to be there, except where the log could not take it.
    fn entry(&self, asker: &Asker<'_>, action: &str, problem: Option<(String, Option<String>)>) {
        let mut state = self.state.lock().unwrap();
        let (slug, pointer) = problem.unwrap_or_default();
        match slug.as_str() {
            "overloaded" | "log-unavailable" => return,
            "rate-limited" => {
                *state.limited.entry(asker.partner.to_owned()).or_default() += 1;
                return;
            }
            _ => {}
        }
        let acting = asker.acting_for.filter(|_| !BY_HOLDER.contains(&slug.as_str()));
        state.said.push(Said {
            action: action.to_owned(),
            partner: asker.partner.to_owned(),
            person: acting.unwrap_or(asker.holder).to_owned(),
            asserted_by: acting.map(|_| asker.holder).unwrap_or_default().to_owned(),
            refusal: slug,
            pointer: pointer.unwrap_or_default(),
        });
    }

    /// An entry that does not come from a request of the harness, such as a start.
    pub(crate) fn expect(&self, said: Said) {
        self.state.lock().unwrap().said.push(said);
    }

    /// What the log has to say, in order, and how many refusals over a limit each partner met.
    pub(crate) fn due(&self) -> (Vec<Said>, BTreeMap<String, u64>) {
        let state = self.state.lock().unwrap();
        let mut said = state.said.clone();
        said.sort();
        (said, state.limited.clone())
    }
}

/// Whether a path is one of a pattern with parameters in braces.
fn is_of(path: &str, pattern: &str) -> bool {
    if let Some(start) = pattern.strip_suffix("{path:.*}") {
        return path.starts_with(start);
    }
    let (path, pattern): (Vec<_>, Vec<_>) =
        (path.split('/').collect(), pattern.split('/').collect());
    path.len() == pattern.len()
        && path
            .iter()
            .zip(&pattern)
            .all(|(part, wanted)| part == wanted || (wanted.starts_with('{') && !part.is_empty()))
}
