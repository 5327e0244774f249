//! `samen`: a secure exchange of signed records between police and screened private security firms.

pub mod app;
pub mod cli;
pub mod client;
pub mod domain;
pub mod http;
#[path = "../certs/recipe.rs"]
pub mod pki;
pub mod service;
pub mod store;
pub mod vault;
pub mod wire;
