//! From what packs say to what runs: names are resolved, everything is checked, and all mistakes are told at once.
//!
//! A rule's regex is not built here but when the rule is first set off: one article starts in milliseconds, and rules
//! that nothing sets off cost nothing.

mod build;
mod circles;
mod examples;
mod expand;
mod names;
pub mod pattern;
mod regex;
pub mod ruleset;
mod settings;
pub mod slot;
pub mod trigger;
mod triggers;
mod warnings;

pub use build::{compile, compile_and_warn};
pub use regex::slot_regex;
pub use ruleset::{Reader, Rule, Ruleset};
pub use slot::Slot;
