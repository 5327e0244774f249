//! Checking a bundle: every check is made and told, also when an earlier one failed, so that a
//! reader sees what still stands. Here: what is trusted, and what the log vouches for.

use super::verdict::{Finding, Report, Wrong};
use super::{Bundle, Line};
use crate::checkpoint::{Checkpoint, VerifiedCheckpoint};
use crate::hash::leaf_hash;
use crate::leaf::{FieldId, Leaf, Part};
use crate::moment::rfc3339;
use crate::note::VerifierKey;
use crate::policy::Policy;
use crate::tree::verify_inclusion;

/// A checkpoint that the reader kept from before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What to call it in a line of text, such as the name of its file.
    pub name: String,
    /// The signed note.
    pub note: String,
}

/// What the reader trusts and knows; nothing of it comes from the bundle.
#[derive(Debug)]
pub struct Trust {
    log_keys: Vec<VerifierKey>,
    policy: Option<Policy>,
    pub(super) kept: Vec<Kept>,
}

impl Trust {
    /// Trusts logs by their keys, and no witness.
    #[must_use]
    pub fn in_log(log_keys: &[VerifierKey]) -> Self {
        Self { log_keys: log_keys.to_vec(), policy: None, kept: Vec::new() }
    }

    /// Trusts the logs and the witnesses of a policy.
    #[must_use]
    pub fn in_policy(policy: Policy) -> Self {
        let log_keys = policy.log_keys();
        Self { log_keys, policy: Some(policy), kept: Vec::new() }
    }

    /// Knows these checkpoints besides, from before the bundle was made.
    #[must_use]
    pub fn and_kept(self, kept: Vec<Kept>) -> Self {
        Self { kept, ..self }
    }

    /// A checkpoint, signed by a trusted log, with what trusted witnesses say about it.
    pub(super) fn judge(&self, note: &str) -> Result<Seen, String> {
        match &self.policy {
            None => match Checkpoint::verify(note, &self.log_keys) {
                Ok(head) => Ok(Seen { head, cosigned: Vec::new(), quorum: None }),
                Err(error) => Err(chain(&error)),
            },
            Some(policy) => match policy.judge(note) {
                Ok(judged) => Ok(Seen {
                    head: judged.checkpoint,
                    cosigned: judged.cosigned,
                    quorum: Some((judged.met, judged.missing)),
                }),
                Err(error) => Err(chain(&error)),
            },
        }
    }
}

/// A checkpoint that a trusted log signed.
pub(super) struct Seen {
    pub(super) head: VerifiedCheckpoint,
    /// Names of trusted witnesses, and when each cosigned, in seconds since 1970-01-01.
    pub(super) cosigned: Vec<(String, u64)>,
    /// Whether the quorum is met, and who is missing; `None` without a policy.
    quorum: Option<(bool, Vec<String>)>,
}

impl Seen {
    /// The last moment at which a trusted witness says that this was the head of the log.
    pub(super) fn cosigned_at_ms(&self) -> Option<u64> {
        self.cosigned.iter().map(|(_, time_s)| time_s.saturating_mul(1000)).max()
    }
}

impl Bundle {
    /// Makes every check. What is found comes in a fixed order, at least one finding a check;
    /// without a checkpoint of a trusted log nothing else can be judged, and the list ends there.
    #[must_use]
    pub fn verify(&self, trust: &Trust) -> Vec<Finding> {
        let mut report = Report::default();
        self.describe(&mut report);
        let Some(seen) = self.check_checkpoint(trust, &mut report) else {
            return report.0;
        };
        self.check_witnesses(trust, &seen, &mut report);
        self.check_entries(&seen.head, &mut report);
        self.check_fields(&mut report);
        self.check_order(&seen, &mut report);
        self.check_erased(&mut report);
        self.check_records(&mut report);
        self.check_signatures(&mut report);
        self.check_keys(&mut report);
        self.check_grants(&mut report);
        self.check_kept(trust, &seen, &mut report);
        report.0
    }

    fn describe(&self, report: &mut Report) {
        let (entries, records) = (self.entries.len(), self.records.len());
        report.ok(
            "manifest",
            format!(
                "every file is listed and whole; {entries} entries and {records} records, made at {}",
                rfc3339(self.created_at_ms)
            ),
        );
    }

    fn check_checkpoint(&self, trust: &Trust, report: &mut Report) -> Option<Seen> {
        match trust.judge(&self.checkpoint) {
            Err(reason) => report.fail("checkpoint", reason),
            Ok(seen) if seen.head.origin != self.origin => {
                report
                    .fail("checkpoint", "the checkpoint is of another log than the manifest says");
            }
            Ok(seen) => {
                let (origin, size) = (&seen.head.origin, seen.head.size);
                report.ok("checkpoint", format!("{origin}, {size} entries, signed by the log"));
                return Some(seen);
            }
        }
        None
    }

    fn check_witnesses(&self, trust: &Trust, seen: &Seen, report: &mut Report) {
        let Some(((met, missing), policy)) = seen.quorum.as_ref().zip(trust.policy.as_ref()) else {
            report.note("witnesses", "not judged: no policy was given, only a key of the log");
            return;
        };
        let who = |(name, time_s): &(String, u64)| {
            format!("{name} at {}", rfc3339(time_s.saturating_mul(1000)))
        };
        let cosigned: Vec<String> = seen.cosigned.iter().map(who).collect();
        let told = |names: &[String]| match names.join(", ") {
            none if none.is_empty() => "nobody".to_owned(),
            names => names,
        };
        let line = format!("cosigned by {}; missing: {}", told(&cosigned), told(missing));
        if *met {
            report.ok("witnesses", format!("the quorum is met: {line}"));
        } else {
            report.fail("witnesses", format!("the quorum is not met: {line}"));
        }
        if policy.as_bytes() != self.policy.as_bytes() {
            let text = "the policy in the bundle is another one than yours, and was not used";
            report.note("witnesses", text);
        }
    }

    /// Each leaf stands in the log at its index, under the checkpoint of the bundle.
    fn check_entries(&self, head: &VerifiedCheckpoint, report: &mut Report) {
        let mut wrong = Wrong::default();
        for line in &self.entries {
            let (index, proof) = (line.index(), line.proof());
            if let Err(error) = Leaf::parse(line.leaf()) {
                wrong.add(|| format!("entry {index}: {error}"));
            } else if proof.checkpoint != self.checkpoint {
                wrong.add(|| format!("entry {index}: its proof leads to another checkpoint"));
            } else if let Err(error) = verify_inclusion(
                &leaf_hash(line.leaf()),
                index,
                head.size,
                &proof.hashes,
                &head.root,
            ) {
                wrong.add(|| format!("entry {index} is not in the log at its place: {error}"));
            }
        }
        let count = self.entries.len();
        report.unless("entries", wrong, format!("all {count} stand in the log, each at its place"));
    }

    /// The fields of each entry lead to the commitment in its leaf, and what the manifest says is
    /// withheld is.
    fn check_fields(&self, report: &mut Report) {
        let mut wrong = Wrong::default();
        let (mut shown, mut withheld) = (0, Vec::new());
        for line in &self.entries {
            let Line::Shown(receipt) = line else { continue };
            let index = line.index();
            shown += 1;
            let leaf = receipt.check_leaf();
            if let Err(error) = leaf.and_then(|leaf| receipt.check_fields(&leaf)) {
                wrong.add(|| format!("entry {index}: {}", chain(&error)));
            } else if let Err(error) = receipt.check_record(None) {
                wrong.add(|| format!("entry {index}: {}", chain(&error)));
            }
            for part in line.parts() {
                match part {
                    Part::Withheld { field, .. } => withheld.push(*field),
                    Part::Opened(opening) if self.withheld.contains(&opening.field) => {
                        let field = opening.field;
                        wrong.add(|| {
                            format!("entry {index} shows {field}, which the manifest withholds")
                        });
                    }
                    Part::Opened(_) => {}
                }
            }
        }
        let text = format!("{shown} entries show what was logged; {}", describe_withheld(withheld));
        report.unless("fields", wrong, text);
    }
}

fn describe_withheld(mut fields: Vec<FieldId>) -> String {
    fields.sort_unstable();
    fields.dedup();
    let names: Vec<String> = fields.iter().map(ToString::to_string).collect();
    if names.is_empty() {
        "nothing is withheld".to_owned()
    } else {
        format!("withheld in some or all: {}", names.join(", "))
    }
}

/// An error with what is behind it, on one line.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let mut out = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        out.push_str(": ");
        out.push_str(&inner.to_string());
        source = inner.source();
    }
    out
}
