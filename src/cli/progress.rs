//! What a person at a terminal sees of a run.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use indicatif::{ProgressBar, ProgressStyle};

use super::stderr::tell;
use crate::batch::{Observer, Tally};
use crate::error::DocumentError;
use crate::input::Inputs;

/// Tells of failed documents on the standard error and, at a terminal, of the progress.
#[derive(Debug)]
pub(super) struct Progress {
    bar: ProgressBar,
    bytes_read: Arc<AtomicU64>,
}

impl Progress {
    /// Progress over `inputs`; no bar where nobody looks or wants it.
    pub(super) fn new(inputs: &Inputs, quiet: bool) -> Self {
        let shown = !quiet && std::io::stderr().is_terminal();
        let bar = if shown { bar(inputs.total_bytes_hint()) } else { ProgressBar::hidden() };
        Self { bar, bytes_read: inputs.byte_counter() }
    }

    /// Takes the bar away, so that what follows has the line.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Observer for Progress {
    fn failed(&mut self, error: &DocumentError) {
        self.bar.suspend(|| tell(format_args!("error: {error}")));
    }

    fn advanced(&mut self, so_far: &Tally) {
        self.bar.set_message(format!("{} documents", so_far.documents));
        self.bar.set_position(self.bytes_read.load(Ordering::Relaxed));
    }
}

fn bar(total: Option<u64>) -> ProgressBar {
    let (bar, template) = match total {
        Some(total) => (
            ProgressBar::new(total),
            "{bar:30} {decimal_bytes}/{decimal_total_bytes}  {msg}  {decimal_bytes_per_sec}  {eta} left",
        ),
        None => (ProgressBar::new_spinner(), "{spinner} {decimal_bytes}  {msg}  {decimal_bytes_per_sec}"),
    };
    let style = ProgressStyle::with_template(template);
    if let Ok(style) = style { bar.with_style(style) } else { bar }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_templates_are_well_formed() {
        for total in [None, Some(10)] {
            let bar = bar(total);
            bar.set_draw_target(indicatif::ProgressDrawTarget::hidden());
            bar.set_position(5);
            assert_eq!(bar.length().is_some(), total.is_some());
        }
    }
}
