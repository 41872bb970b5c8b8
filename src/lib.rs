//! `bantin` turns scraped Vietnamese news pages into typed, normalised, traceable records.

pub mod batch;
#[cfg(feature = "cli")]
pub mod cli;
pub mod compile;
pub mod diagnostic;
pub mod document;
mod emit;
pub mod engine;
pub mod error;
pub mod explain;
pub mod fold;
pub mod gaps;
pub mod input;
pub mod layout;
pub mod lint;
pub mod matching;
pub mod output;
pub mod pack;
pub mod proof;
pub mod read;
pub mod record;
pub mod resolve;
pub mod scan;
pub mod score;
mod trace;

pub use document::{Document, Metadata, OffsetUnit};
pub use engine::{Extractor, ExtractorBuilder, Options};
pub use error::DocumentError;
pub use record::{Fact, Record};

/// The README's Rust, run as a documentation test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
