//! `bantin` turns scraped Vietnamese news pages into typed, normalised, traceable records.

pub mod batch;
#[cfg(feature = "cli")]
pub mod cli;
pub mod document;
pub mod engine;
pub mod error;
pub mod fold;
pub mod input;
pub mod output;
pub mod record;
pub mod scan;

pub use document::{Document, Metadata, OffsetUnit};
pub use engine::{Extractor, Options};
pub use error::DocumentError;
pub use record::{Fact, Record};
