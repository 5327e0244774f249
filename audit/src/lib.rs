//! Everything needed to check the evidence of a samen exchange, and to produce it: Merkle tree,
//! tiles, signed notes, checkpoints, proofs, leaves with their field commitments, signed records
//! and receipts. Absent: network, database, clock, and any randomness but what a signature needs.
//!
//! The formats are public ones, so that tools written by others check the same evidence:
//!
//! | room | format |
//! |---|---|
//! | [`hash`], [`tree`], [`edge`] | Merkle tree of RFC 6962 and RFC 9162 over SHA-256 |
//! | [`tile`] | C2SP `tlog-tiles` |
//! | [`note`], [`checkpoint`] | C2SP `signed-note` and `tlog-checkpoint` |
//! | [`cosignature`] | C2SP `tlog-cosignature`, Ed25519 |
//! | [`policy`] | C2SP `tlog-policy` |
//! | [`proof`] | C2SP `tlog-proof` |
//! | [`witness`] | C2SP `tlog-witness` |
//! | [`jws`] | RFC 7515, 7517, 7638, 8037: one signature, protected header only |
//! | [`leaf`], [`receipt`], [`bundle`], [`snapshot`] | samen's own, described in `FORMAT.md` |
//!
//! Reading and verifying are two steps with two types: [`note::Note`] is read,
//! [`note::VerifiedNote`] is verified; [`receipt::Receipt`] is read, [`receipt::VerifiedReceipt`]
//! is verified. No function panics whatever bytes it is given, no error shows any of them, and
//! every limit is a constant with its reason beside it.

pub mod bundle;
pub mod checkpoint;
pub mod cosignature;
pub mod edge;
pub mod hash;
pub mod json;
pub mod jws;
pub mod leaf;
pub mod moment;
pub mod note;
pub mod policy;
pub mod proof;
pub mod receipt;
pub mod snapshot;
pub mod text;
pub mod tile;
pub mod tree;
pub mod witness;
