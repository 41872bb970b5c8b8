//! What a person at a terminal sees of a run.

use crate::batch::{Observer, Tally};
use crate::error::DocumentError;

/// Reports to the standard error.
#[derive(Debug, Default)]
pub(super) struct Progress;

impl Observer for Progress {
    fn failed(&mut self, error: &DocumentError) {
        eprintln!("error: {error}");
    }

    fn advanced(&mut self, _so_far: &Tally) {}
}
