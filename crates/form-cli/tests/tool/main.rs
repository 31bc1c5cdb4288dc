//! The tool `cacah-form`, run as a form writer runs it.

mod bad_input;
mod common;
mod contoh;
mod diff;
mod examples;
mod lint;
mod nested;
mod pack;
mod region;
mod regsosek22_k;
mod regsosek22_vk;
mod scenario;
