//! The table of routes: each answers with its meter, and what leaves nothing is on a list that may
//! only shrink. Absent: who is let through (`matrix`).

use samen::http::routes::{Leaves, table};

use crate::harness::World;

#[test]
fn the_list_of_routes_that_leave_no_entry_only_shrinks() {
    let quiet: Vec<String> = table()
        .iter()
        .filter(|row| row.leaves == Leaves::Nothing)
        .map(|row| format!("{} {}", row.method, row.path))
        .collect();
    let listed: Vec<&str> = include_str!("../golden/quiet.txt").lines().collect();
    assert_eq!(quiet, listed, "a route that leaves no entry needs a very good reason");
}

#[test]
fn every_path_and_method_stands_once_in_the_table() {
    let rows: std::collections::BTreeSet<String> =
        table().iter().map(|row| format!("{} {}", row.method, row.path)).collect();
    assert_eq!(rows.len(), table().len());
}

#[tokio::test]
async fn every_answer_to_somebody_in_good_standing_shows_what_is_left() {
    let world = World::start().await;
    for row in table() {
        let caller = world.as_(super::matrix::somebody_with(&row));
        let answer = caller.send(super::matrix::request(&row, false)).await;
        let meter = format!("\"{}\"", row.action.meter().code());
        for name in ["ratelimit", "ratelimit-policy"] {
            let value = answer.header(name).unwrap_or_else(|| panic!("{} lacks {name}", row.path));
            assert!(value.starts_with(&meter), "{}: {value}", row.path);
        }
    }
    world.finish().await;
}
