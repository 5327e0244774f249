//! `samen audit bundle`: fetches an evidence bundle and writes it into a new directory.
//! Absent: checking what it proves (`samen-verify bundle`), which should happen on another machine.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use indicatif::ProgressBar;
use samen_audit::bundle::Bundle;
use samen_audit::leaf::FieldId;

use crate::wire::api::audit::BundleRequest;

use super::audit::{QueryArgs, Why};
use super::failure::Failure;
use super::session::Session;

/// Fields that say who of the partners searched, on whose behalf, with what and why: a citizen learns that
/// and when data were used, and not by whom.
const SEARCHERS: [FieldId; 9] = [
    FieldId::PERSON,
    FieldId::CERTIFICATE,
    FieldId::CASE,
    FieldId::JUSTIFICATION,
    FieldId::REQUEST_ID,
    FieldId::TRACE_ID,
    FieldId::TRACE_PARENT,
    FieldId::ASSERTED_BY,
    FieldId::USE_CODE,
];

/// How often the sign of life on the terminal moves.
const TICK: Duration = Duration::from_millis(120);

/// What goes into the bundle, and where it is written.
#[derive(Args)]
pub(crate) struct BundleArgs {
    /// The directory to write; it must not exist.
    directory: PathBuf,
    #[command(flatten)]
    why: Why,
    #[command(flatten)]
    query: QueryArgs,
    /// Only these entries, by log index, with commas between.
    #[arg(long, value_name = "INDEXES", value_delimiter = ',')]
    only: Vec<u64>,
    /// Fields that no entry shows, with commas between, such as `person,justification`.
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    withhold: Vec<String>,
    /// For the person whom it is about: withholds who searched, and why. Records, grants, and what was
    /// asked and given may still tell of others: look before you hand it over.
    #[arg(long)]
    subject_request: bool,
    /// Leave the signed records out.
    #[arg(long)]
    no_records: bool,
}

/// Runs the command.
pub(crate) async fn run(args: BundleArgs, session: &mut Session) -> Result<(), Failure> {
    let directory = args.directory.clone();
    // Asked before the exchange is: a bundle that cannot be written would be logged for nothing.
    if directory.symlink_metadata().is_ok() {
        let path = directory.display();
        return Err(Failure::usage(format!("{path} exists; name a directory that does not")));
    }
    let request = args.request()?;
    let client = session.connect()?.client;
    let sign = ProgressBar::new_spinner();
    sign.set_message("the exchange is putting the bundle together");
    sign.enable_steady_tick(TICK);
    let answer = client.audit_bundle(&request).await;
    sign.finish_and_clear();
    let answer = answer?;
    let files: Vec<(String, Vec<u8>)> =
        answer.files.into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
    // Only what is a bundle is written, so that no path leads out of the directory.
    let bundle = Bundle::parse(&files).map_err(|error| {
        Failure::Verification(format!("what the exchange sent is not a bundle: {error}"))
    })?;
    write(&directory, &files).map_err(Failure::writing(&directory))?;
    let (entries, records) = (bundle.entries.len(), bundle.records.len());
    let said = serde_json::json!({
        "directory": directory, "entries": entries, "records": records, "entry": answer.entry,
    });
    let path = directory.display();
    let sentence = format!(
        "{entries} entries and {records} records written to {path} (logged as entry {})\n\
         check them with: samen-verify bundle {path} --policy YOUR_POLICY --checkpoint KEPT",
        answer.entry
    );
    session.output.say(&said, &sentence)
}

impl BundleArgs {
    fn request(self) -> Result<BundleRequest, Failure> {
        let mut withhold: Vec<FieldId> = Vec::new();
        for name in &self.withhold {
            let field = FieldId::from_name(name).ok_or_else(|| {
                let known: Vec<String> = FieldId::ALL.iter().map(ToString::to_string).collect();
                Failure::usage(format!("no field is called so; there are {}", known.join(", ")))
            })?;
            withhold.push(field);
        }
        if self.subject_request {
            withhold.extend(SEARCHERS);
        }
        withhold.sort_unstable();
        withhold.dedup();
        let Why { use_code, justification } = self.why;
        Ok(BundleRequest {
            use_code,
            justification,
            query: self.query.query()?,
            entries: self.only,
            withhold: withhold.iter().map(ToString::to_string).collect(),
            records: !self.no_records,
        })
    }
}

/// Writes the files beside the directory first, so that a half-written bundle never bears its name.
///
/// # Errors
/// When the directory is there already, or cannot be written.
pub(crate) fn write(directory: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()> {
    let mut beside = directory.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let mut builder = std::fs::DirBuilder::new();
    // A bundle tells about people: nobody else on the machine reads it.
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&beside)?;
    builder.create(beside.join("records"))?;
    for (path, content) in files {
        std::fs::write(beside.join(path), content)?;
    }
    std::fs::rename(&beside, directory)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bundle_is_written_whole_and_never_over_something() {
        let folder = tempfile::tempdir().unwrap();
        let directory = folder.path().join("bundle");
        let files = [("policy".to_owned(), b"text".to_vec()), ("records/a".to_owned(), vec![1])];
        write(&directory, &files).unwrap();
        assert_eq!(std::fs::read(directory.join("records/a")).unwrap(), [1]);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(write(&directory, &files).is_err());
        assert_eq!(std::fs::read(directory.join("policy")).unwrap(), b"text");
    }
}
