//! Stories of the endpoint, in one program: each test names what it shows.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod across;
mod atomic;
mod backup;
mod chunks;
mod conformance;
mod down;
mod enrol;
mod field;
mod hands;
mod held;
mod hostile;
mod https;
mod hub;
mod import;
mod laptop;
mod moves;
mod office;
mod openapi;
mod paper;
mod paper_down;
mod program;
mod publish;
mod receipts;
mod sls;
mod stick;
mod supervise;
mod tally;
mod team;
mod trust_breach;
mod trust_browser;
mod trust_login;
mod trust_people;
mod trust_recovery;
mod trust_routes;
mod verify;
