//! Grants and what they allow. Absent: reading under them (`reading`).

mod grants;
mod machines;
mod preview;
mod sending;
