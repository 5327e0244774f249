//! How to look around in the demonstration: commands to copy. Absent: running them.

use crate::domain::id::RecordId;

use super::super::failure::Failure;
use super::cast::{DPO, FAIR_GUARD, FIRST_STEWARD, OFFICER, OPERATOR};
use super::enroll::POLICE_GRANT;
use super::night::PLATE;
use super::stage::{PASSWORD, POLICY, Stage};
use super::tell::Teller;
use super::verify::beside;

/// Prints how to look around while the exchange runs.
///
/// # Errors
/// [`Failure::Output`].
pub(crate) fn show(stage: &Stage, alert: RecordId, teller: &mut Teller<'_>) -> Result<(), Failure> {
    let directory = stage.directory().display();
    let samen =
        std::env::current_exe().map_or_else(|_| "samen".into(), |path| path.display().to_string());
    teller.chapter("The exchange keeps running; look around from another terminal")?;
    teller.plain(&format!("  cd {directory}; alias samen={samen}"))?;
    for (what, command) in commands(stage, alert) {
        teller.plain(&format!("  # {what}\n    {command}"))?;
    }
    if let Some(program) = beside("samen-verify") {
        let program = program.display();
        teller.plain(&format!(
            "  # check the log without trusting the exchange\n    {program} bundle bundle --policy {POLICY}\n    {program} log {} --policy {POLICY} \\\n      \
             --ca certs/ca.pem --cert certs/{DPO}.pem --key certs/{DPO}.key.pem",
            stage.url()
        ))?;
    }
    console(stage, teller)?;
    let directory = stage.directory().display();
    teller.plain(&format!(
        "\n  Stop with Ctrl-C; start it again with: samen serve --config {directory}/samen.toml"
    ))
}

/// Who finds what in the console, and how a certificate gets into a browser.
fn console(stage: &Stage, teller: &mut Teller<'_>) -> Result<(), Failure> {
    let address = stage.page();
    teller.plain(&format!(
        "  # the console in a browser: {address}\n    \
         import one of these as your own certificate (password {PASSWORD}) and certs/ca.pem as an authority for \
         websites;\n    choose the certificate when the browser asks"
    ))?;
    for (who, what) in [
        (FAIR_GUARD, "guard: live board, sightings, incidents, handovers"),
        (OFFICER, "police officer: alerts, incoming reports, recall"),
        (DPO, "data protection officer: who saw what, overview, health of the log"),
        (FIRST_STEWARD, "steward: partners, people, certificates, keys"),
        ("fbt-admin-1", "administrator of a firm: its own people and devices"),
    ] {
        teller.plain(&format!("      certs/{:<19} {what}", format!("{who}.p12")))?;
    }
    for line in IMPORT {
        teller.plain(&format!("    {line}"))?;
    }
    Ok(())
}

/// How to import, a line for each kind of browser. Each keeps its own profile, so that several people fit on
/// one desk.
const IMPORT: [&str; 4] = [
    "Firefox: Settings > Privacy & Security > View Certificates: Authorities > Import, then Your Certificates > Import",
    "Chromium: chrome://certificate-manager: Your certificates > (imported from the system) > Import, then Local \
     certificates > Installed by you > Import",
    "iPhone, iPad: send yourself both files and open them; Settings > General > VPN & Device Management installs them; \
     then trust the CA under General > About > Certificate Trust Settings",
    "Android: Settings > Security > More > Encryption & credentials > Install a certificate: CA, then VPN & app user",
];

/// What to look at, and the command that shows it.
fn commands(stage: &Stage, alert: RecordId) -> [(&'static str, String); 9] {
    [
        ("what a guard sees", format!("samen --as clients/{FAIR_GUARD}.toml alerts")),
        (
            "open the alert",
            format!(
                "samen --as clients/{FAIR_GUARD}.toml open {alert} --purpose offences \\\n      \
             --reason alert-follow-up --signature --justification \"Checking the van at the gate\""
            ),
        ),
        (
            "search a plate",
            format!(
                "samen --as clients/{OPERATOR}.toml search --plate {PLATE} --purpose offences \\\n      \
             --reason alert-follow-up --justification \"Camera at gate 3 saw this plate\""
            ),
        ),
        ("follow live", format!("samen --as clients/{OPERATOR}.toml feed --from 0")),
        (
            "send an alert",
            format!(
                "samen --as clients/{OFFICER}.toml alert --plate L-123-VG --reason stolen_vehicle \\\n      \
             --action observe_report --priority 3 --call 0900-8844 --handling H1 --valid 8h \\\n      \
             --purpose offences --grant {POLICE_GRANT} --to all --receipts receipts"
            ),
        ),
        (
            "ask the log",
            format!(
                "samen --as clients/{DPO}.toml audit search --use lawfulness --plate {PLATE} \\\n      \
             --justification \"Who looked at this plate, and why?\""
            ),
        ),
        (
            "who confirms the log",
            format!(
                "samen --as clients/{DPO}.toml audit witnesses --use integrity-security \\\n      \
                 --justification \"Who else confirms this log\""
            ),
        ),
        (
            "with curl",
            format!(
                "curl --cacert certs/ca.pem --cert certs/{DPO}.pem --key certs/{DPO}.key.pem \\\n      \
             {}/log/checkpoint",
                stage.url()
            ),
        ),
        ("operations", format!("curl http://{}/metrics", stage.operations())),
    ]
}
