//! Of a car that nobody looks for nothing stays: no file, no line, no counter by plate.
//! Absent: what is said of a car that somebody looks for.

use super::gate::{Gate, Setup};

/// Enough for any buffer, log or file of the program to show what it holds.
const READS: u32 = 1_000_000;

/// How the plates of cars begin that nobody looks for.
const MISSED: &str = "ZQX";

#[tokio::test]
async fn of_a_million_cars_only_the_wanted_one_leaves_a_trace() {
    let gate = Gate::new(&Setup::default());
    gate.as_("pt-officer").sends(&gate.alert("GB-123-C")).await;
    let mut edge = gate.edge(1);
    for number in 0..READS {
        edge.reads(&format!("{MISSED}{number:06}"));
        if number == READS / 2 {
            edge.reads("GB123C");
        }
    }
    // What is no reading at all is not repeated either.
    edge.line(&format!("{MISSED}000000 is no reading"));
    let shown = edge.next("candidate");
    assert_eq!(shown["listed"], "GB123C");
    edge.answers(&shown["candidate"], "yes");
    edge.next("sent");
    let status = edge.until_status(|status| status["reads"] == READS + 1);
    assert_eq!((&status["candidates"], &status["bad_reads"]), (&1.into(), &1.into()));
    let said = edge.terminate();
    assert!(said.contains("GB123C") && !said.contains(MISSED));
    gate.assert_sealed(MISSED);
    gate.assert_sealed("GB123C");
}
