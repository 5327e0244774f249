//! What the words of the exchange mean: records, parties, grants, purposes, and the decision who may do
//! what. Pure: absent are input and output, serialization, async, clocks and randomness.

pub mod action;
pub mod decide;
pub mod device;
pub mod edge;
pub mod entry;
pub mod geo;
pub mod grant;
pub mod id;
pub mod lmc;
pub mod matcher;
pub mod misuse;
pub mod outline;
pub mod party;
pub mod plate;
pub mod profile;
pub mod purpose;
pub mod reading;
pub mod record;
pub mod refusal;
pub mod review;
pub mod sensitive;
pub mod time;
