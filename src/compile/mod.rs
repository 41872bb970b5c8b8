//! From what packs say to what runs: names are resolved, everything is checked, and all mistakes are told at once.
//!
//! Automata are not built here but when a text needs them: one article starts in milliseconds, and rules that no text
//! comes near cost nothing.

pub mod alphabet;
pub mod automata;
mod build;
mod circles;
mod examples;
mod expression;
mod names;
mod nodes;
mod paths;
pub mod pattern;
mod regex;
pub mod ruleset;
mod settings;
pub mod slot;
pub mod slots;
mod spelling;
mod syntax;
pub mod trigger;
mod triggers;
pub mod walk;
mod warnings;

pub use build::{compile, compile_and_warn};
pub use ruleset::{Reader, Rule, Ruleset};
pub use slot::Slot;
