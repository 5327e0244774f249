//! What a plate reader's program keeps in mind: the listed plates, the candidates that a person has not
//! answered yet, and which passes were counted. Absent: readings that fit nothing, which leave no trace
//! but a count; where alerts come from, and sending anything.

mod candidate;
#[cfg(test)]
mod tests;
mod watch;

pub use candidate::{Answered, Candidate};
pub use watch::{Considered, Gone, Rules, Tally, Watch, Why};
