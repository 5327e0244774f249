//! Pages of stewards, who administer everybody, and of administrators, who administer their own people: partners,
//! persons, certificates, keys and devices. Changes go to the API, so that each leaves the same entry.
//! Absent: changes, and who may see what (`service::registry`).

pub mod devices;
mod entries;
pub mod keys;
pub mod partners;
pub mod persons;
