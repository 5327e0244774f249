//! What a data protection officer asks of a whole period: signs of misuse, and what else is counted over
//! many entries. Each is answered from indexes, the marks beside them and the counts that the writer keeps, so
//! its cost grows with the answer, and is entered like every reading. Absent: single entries (`audit`, `bundle`).

mod draw;
pub mod flags;
#[cfg(test)]
mod made_up;
pub mod overview;
mod pass;
pub mod review;
pub mod sample;
pub mod subject;
#[cfg(test)]
mod tests;
