//! `bantin extract`: documents in, records out.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use super::exit::{Done, Failure};
use super::progress::Progress;
use super::rules::{RuleArguments, build_extractor};
use crate::batch::stand_in::{InputOptions, Inputs};
use crate::batch::{Encoded, Run, Sink, Tally};
use crate::output::{Format, JsonLines, OutputError, Target, Writer};

/// Extract records from documents.
#[derive(Debug, clap::Args)]
#[command(after_help = super::exit::HELP)]
pub(super) struct ExtractArguments {
    /// Files or folders.
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Write to FILE instead of the standard output; it appears when it is whole.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Worker threads; one for each core unless told otherwise.
    #[arg(short, long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    jobs: usize,
    /// No summary and no progress; errors are still told.
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    rules: RuleArguments,
}

/// Runs the command.
pub(super) fn run(arguments: &ExtractArguments) -> Result<Done, Failure> {
    let extractor = build_extractor(&arguments.rules)?;
    let started = Instant::now();
    let tally = extract(arguments, &extractor)?;
    if !arguments.quiet {
        eprintln!("{}", summary(&tally, started.elapsed()));
    }
    outcome(&tally)
}

fn extract(arguments: &ExtractArguments, extractor: &crate::Extractor) -> Result<Tally, Failure> {
    let format = JsonLines::default();
    let target = arguments.output.clone().map_or(Target::Stdout, Target::File);
    let run = Run {
        extract: &|document| extractor.extract(document),
        input: &InputOptions,
        format: &format,
        threads: arguments.jobs,
        stop: &AtomicBool::new(false),
    };
    let mut sink = Single { writer: format.open(&target)? };
    let tally = run.drive(Inputs::new(&arguments.paths), &mut sink, &mut Progress)?;
    sink.writer.finish()?;
    Ok(tally)
}

struct Single<W> {
    writer: W,
}

impl<W: Writer> Sink<W::Chunk> for Single<W> {
    fn write(&mut self, batch: Encoded<W::Chunk>) -> Result<(), OutputError> {
        self.writer.write(batch.chunk)
    }
}

fn summary(tally: &Tally, elapsed: Duration) -> String {
    let megabytes = tally.bytes as f64 / 1e6;
    let seconds = elapsed.as_secs_f64();
    format!("{tally}; {megabytes:.1} MB in {seconds:.2} s, {:.1} MB/s", megabytes / seconds.max(1e-9))
}

fn outcome(tally: &Tally) -> Result<Done, Failure> {
    match tally.failed {
        0 => Ok(Done::Whole),
        failed if failed == tally.documents => Err(Failure::new("nothing could be read")),
        _ => Ok(Done::WithFailures),
    }
}
