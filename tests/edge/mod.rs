//! `samen edge`: the real program beside a plate reader, on a real exchange, both as processes of their
//! own. Absent: how well a reading fits, and the formats of readers (unit tests beside the code).

mod answers;
mod clock;
mod gate;
mod kept;
mod queue;
mod quiet;
