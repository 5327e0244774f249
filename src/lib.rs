//! `samen`: a secure exchange of signed records between police forces and screened private security
//! firms. Over mutual TLS they send each other alerts, sightings, incidents, handovers, outcomes and
//! receipts. Nothing is accepted or shown without a purpose, a legal ground and a durable entry in an
//! append-only log that a data protection officer can check without trusting whoever runs the exchange.
//!
//! # The house
//!
//! Arrows point down only; a floor may skip floors; the two towers `http` and `client` never name each
//! other. `tests/house.rs` reads the sources and fails on an arrow that should not be there.
//!
//! | floor | room | what it is for |
//! |---|---|---|
//! | 6 | [`app`] | configuration, the process's own log, founding, putting the rooms together |
//! | 6 | [`cli`] | what a person types |
//! | 5 | [`http`] | TLS, connections, the one table of routes, bodies and answers |
//! | 5 | [`client`] | the typed client that the command line, the tests and the benchmarks use |
//! | 4 | [`service`] | one file a use case, and the one audited door |
//! | 3 | [`store`] | the only code that names a database |
//! | 2 | [`vault`] | sealing at rest, and the retention keys whose loss is erasure |
//! | 2 | [`paper`] | numbers as tables and charts, for the console and for what is printed |
//! | 1 | [`wire`] | what crosses the network: records, requests, schemas, the table of problems |
//! | 0 | [`domain`] | what the words mean; pure |
//! |   | `samen_audit` | a package of its own: everything needed to check evidence, used to make it too |
//! |   | [`pki`] | the certificate recipe of `certs/` |
//!
//! # The promise, in types
//!
//! * [`service::clearance::Clearance`] says that policy allowed an action for this caller, now. By
//!   itself it opens nothing.
//! * [`service::door::Permit`] proves that the entry for the action is durable. Only the door makes one.
//! * [`service::door::Withheld`] holds a finished answer that only the permit of the same action opens.
//!
//! So a handler that forgets the log does not compile. For a change, record and entry are one atomic
//! commit. For an answer, the entry is durable first: a crash in between says that more was shown than
//! was, never less.
//!
//! # One submission through the house
//!
//! 1. [`http::tls`] takes a connection only with a client certificate of a known CA, and
//!    [`http::peer`] keeps its fingerprint.
//! 2. [`http::routes`] finds the handler; its [`http::desk::Desk`] asks [`service::clearance`] for
//!    clearance: certificate, partner and person in good standing at this moment, budget left.
//! 3. [`http::body`] reads at most 64 KiB.
//! 4. [`service::check`] verifies the JWS with the author's registered key, and [`wire::record`] parses
//!    the payload: strict JSON, schema, domain.
//! 5. [`domain::decide`] judges grant, purpose, data, audience and conditions.
//! 6. [`service::sequencer`] commits record, entry, leaf and checkpoint of a whole group in one durable
//!    batch, reads back what it wrote, moves the head file, and publishes.
//! 7. The sender gets a receipt: the leaf, its own openings, an inclusion proof, the checkpoint.
//!    Followers of the recipients' feeds wake.
//!
//! # Glossary
//!
//! | word | meaning | Dutch |
//! |---|---|---|
//! | partner | a police force, firm, oversight office or steward that takes part | partner |
//! | person | somebody of a partner, known here by a pseudonym such as a pass number | persoon |
//! | system | a machine of a partner | systeem |
//! | record | one signed document: alert, sighting, incident, handover, outcome or receipt | bericht |
//! | alert | police ask to look out for something | signalering |
//! | sighting | something was seen | waarneming |
//! | handover | work is passed on to the police | overdracht |
//! | outcome | what came of a report | terugkoppeling |
//! | grant | the written decision to disclose, with its limits | verstrekkingsbesluit |
//! | agreement | what the grants are part of | convenant |
//! | purpose | what a record may be used for | doel (doelbinding) |
//! | disclosure | giving data to others | verstrekking |
//! | entry | one line of the audit log: who, what, when, why, on what ground, what was given | logregel |
//! | leaf | 52 public bytes that commit to an entry without saying anything of it | blad |
//! | checkpoint | size and root of the log, signed | controlepunt |
//! | receipt (of the log) | proof for a sender that its record is in the log | ontvangstbewijs |
//! | bucket | what is erased together: all records of a day, all entries of a month | bewaarvak |
//! | steward | who runs the exchange and admits partners; reads neither records nor entries | beheerder |
//! | oversight | the office of the data protection officer (functionaris gegevensbescherming) | toezicht |

pub mod app;
pub mod cli;
pub mod client;
pub mod domain;
pub mod http;
pub mod paper;
#[path = "../certs/recipe.rs"]
pub mod pki;
pub mod service;
pub mod store;
pub mod vault;
pub mod wire;
