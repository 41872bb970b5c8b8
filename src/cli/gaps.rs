//! `bantin gaps`: what no record claims, for those who write rules.

use rayon::prelude::*;

use super::exit::{Done, Failure};
use super::input::InputArguments;
use super::rules::{RuleArguments, build_extractor};
use super::stderr::tell;
use super::stdout::{print, print_json_lines};
use crate::error::DocumentError;
use crate::gaps::{Found, Gap, GapKind, Gaps, find};
use crate::input::{Inputs, RawDocument};
use crate::matching::Scratch;

/// How many documents are looked at together.
const BATCH_DOCUMENTS: usize = 256;
/// How many bytes of documents are looked at together; a larger document is looked at alone.
const BATCH_BYTES: usize = 32 << 20;

/// List what no record claims: numbers, dates and names, the most frequent first.
///
/// Looks at titles, bodies and captions. A number is told by the word beside it (# stands for the number), a date by
/// its shape (digits are zeros), a name by itself.
#[derive(Debug, clap::Args)]
pub(super) struct GapsArguments {
    #[command(flatten)]
    input: InputArguments,
    #[command(flatten)]
    rules: RuleArguments,
    /// List one kind alone: number, date or name.
    #[arg(long, value_name = "KIND", value_parser = kind)]
    kind: Option<GapKind>,
    /// List so many of each kind.
    #[arg(long, value_name = "N", default_value_t = 40)]
    top: usize,
    /// Show so many places of each.
    #[arg(long, value_name = "N", default_value_t = 3)]
    contexts: usize,
    /// Print one JSON object a line.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(super) fn run(arguments: &GapsArguments) -> Result<Done, Failure> {
    let options = arguments.input.options();
    let extractor = build_extractor(&arguments.rules, Some(options.max_document_bytes))?;
    let look = |scratch: &mut Scratch, raw: Result<RawDocument, DocumentError>| {
        find(&extractor, &raw?.decode(&options)?, scratch)
    };
    let mut tally = Tally { gaps: Gaps::new(arguments.contexts), read: 0, failed: 0 };
    let mut inputs = Inputs::new(arguments.input.sources(), &options);
    loop {
        let batch = batch(&mut inputs);
        if batch.is_empty() {
            break;
        }
        let found: Vec<_> = batch.into_par_iter().map_init(Scratch::default, look).collect();
        for found in found {
            tally.add(found);
        }
    }
    if tally.read == 0 {
        return Err(Failure::new("nothing could be read"));
    }
    print_gaps(arguments, &tally.gaps.ranked())?;
    Ok(if tally.failed > 0 { Done::WithFailures } else { Done::Whole })
}

/// The next documents.
fn batch(inputs: &mut Inputs) -> Vec<Result<RawDocument, DocumentError>> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    while batch.len() < BATCH_DOCUMENTS && bytes < BATCH_BYTES {
        let Some(raw) = inputs.next() else { break };
        bytes += raw.as_ref().map_or(0, RawDocument::byte_len);
        batch.push(raw);
    }
    batch
}

/// What was found so far.
struct Tally {
    gaps: Gaps,
    read: usize,
    failed: usize,
}

impl Tally {
    fn add(&mut self, found: Result<Vec<Found>, DocumentError>) {
        match found {
            Ok(found) => {
                self.gaps.add(found);
                self.read += 1;
            }
            Err(error) => {
                tell(format_args!("error: {error}"));
                self.failed += 1;
            }
        }
    }
}

fn print_gaps(arguments: &GapsArguments, gaps: &[Gap]) -> Result<(), Failure> {
    let kinds = GapKind::ALL.into_iter().filter(|kind| arguments.kind.is_none_or(|only| only == *kind));
    let shown = kinds.flat_map(|kind| gaps.iter().filter(move |gap| gap.kind == kind).take(arguments.top));
    if arguments.json {
        return print_json_lines(shown);
    }
    print(&format!("{:<6} {:>7} {:>7}  form", "kind", "count", "docs"))?;
    shown.into_iter().try_for_each(|gap| print(&gap.to_string()))
}

/// Reads the name of a kind.
fn kind(name: &str) -> Result<GapKind, String> {
    let found = GapKind::ALL.into_iter().find(|known| known.name() == name);
    found.ok_or_else(|| format!("the kinds are {}", GapKind::ALL.map(GapKind::name).join(", ")))
}
