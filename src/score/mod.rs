//! How good the records of a corpus are: held against a hand-made gold standard, by one fixed measure.
//!
//! A gold folder has one JSON file a document (`{"doc": …, "records": […]}`). Each gold record is paired with an
//! emitted one of the same document and type: their spans must overlap, and then either all scored fields agree
//! (*strict*) or the value alone does (*value*). What stays unpaired is a miss or a false alarm. The headline is the
//! mean of the strict F1 of the five types that matter most.
//!
//! ```no_run
//! use std::path::Path;
//!
//! use bantin::score::{Emitted, Gold, score};
//!
//! let gold = Gold::load(Path::new("gold"), Path::new("text"))?;
//! let emitted = Emitted::open(Path::new("records.jsonl"), &gold)?;
//! println!("{}", score(&gold, &emitted, None));
//! # Ok::<(), bantin::score::ScoreError>(())
//! ```

mod agree;
mod emitted;
mod error;
mod gold;
mod likeness;
mod measure;
mod pair;
mod report;
mod statement;
mod table;

pub use emitted::Emitted;
pub use error::ScoreError;
pub use gold::Gold;
pub use measure::score;
pub use report::{Figures, Mistake, MistakeKind, Report, Share, TypeScore};
