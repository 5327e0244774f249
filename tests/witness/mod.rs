//! `samen witness`: the protocol on the wire to the letter, its memory over restarts and kills, and the
//! command. Absent: offering the checkpoints of an exchange to it.

mod command;
mod log;
mod memory;
mod protocol;
mod site;
