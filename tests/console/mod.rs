//! The console over real mutual TLS: pages, their headers and languages, refusals in words, and what arrives
//! live. Absent: a browser (`tests/browser`).

mod deletions;
mod evidence;
mod follow_up;
mod oversight;
mod pages;
mod protection;
mod registry;
