//! Requests and answers of the API other than records themselves, as serde twins. One file per family.
//! Absent: conversion rules that need the registry or the store, and HTTP.

pub mod alerts;
pub mod audit;
pub mod device;
pub mod feed;
pub mod flags;
pub mod grant;
pub mod oneself;
pub mod oversight;
pub mod preview;
pub mod reading;
pub mod recall;
pub mod registry;
pub mod registry_rows;
pub mod retention;
pub mod search;
