//! `bantin extract`: documents in, records out.

use std::mem::ManuallyDrop;
use std::num::NonZeroU64;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use serde_json::json;

use super::exit::{self, Done, Failure};
use super::input::{self, InputArguments};
use super::interrupt::stop_flag;
use super::output::{FormatName, OutputArguments, Place, Plan};
use super::progress::Progress;
use super::rules::{RuleArguments, build_extractor, plural, rules_hash};
use super::stderr::tell;
use crate::batch::{Extract, Finished, Parts, PartsOptions, Run, Settings, Single, Sink, Tally};
use crate::input::{InputOptions, Inputs};
use crate::output::{Csv, Format, JsonLines, Parquet, Sqlite, Target, WrittenFile};
use crate::record::SCHEMA_VERSION;

/// Extract records from documents.
#[derive(Debug, clap::Args)]
#[command(after_help = exit::HELP)]
pub(super) struct ExtractArguments {
    #[command(flatten)]
    input: InputArguments,
    #[command(flatten)]
    output: OutputArguments,
    #[command(flatten)]
    rules: RuleArguments,
    /// Worker threads; one for each core unless told otherwise. The output does not depend on it.
    #[arg(short, long, value_name = "N", default_value_t = 0, hide_default_value = true, value_parser = jobs)]
    jobs: usize,
    /// No summary and no progress; errors are still told.
    #[arg(short, long)]
    quiet: bool,
}

/// The most worker threads. Each holds documents, and thousands that look for work leave none the time to do any.
const MAX_JOBS: usize = 256;

/// Reads a number of worker threads.
fn jobs(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| *number <= MAX_JOBS);
    number.ok_or_else(|| format!("not a number up to {MAX_JOBS}; 0 is one for each core"))
}

/// Runs the command with the rules that it names.
pub(super) fn run(arguments: &ExtractArguments) -> Result<Done, Failure> {
    let limit = arguments.input.options().max_document_bytes;
    // The process ends with the run: what the rules hold is not freed word by word before.
    let extractor = ManuallyDrop::new(build_extractor(&arguments.rules, Some(limit))?);
    run_with(arguments, &|document| extractor.extract(document), &rules_hash(&extractor))
}

/// Runs the command with an extraction of the caller's.
pub(super) fn run_with(
    arguments: &ExtractArguments,
    extract: &Extract<'_>,
    rules_hash: &str,
) -> Result<Done, Failure> {
    let plan = arguments.output.plan()?;
    let stop = stop_flag()?;
    let job =
        Job { arguments, plan: &plan, extract, rules_hash, stop: &stop, input: arguments.input.options() };
    match plan.format {
        FormatName::Jsonl => {
            job.write(&JsonLines { flat: plan.flat, split: plan.split, compression: plan.compression })
        }
        FormatName::Csv => job.write(&Csv { split: plan.split, compression: plan.compression }),
        FormatName::Parquet => job.write(&Parquet::new(plan.flat)),
        FormatName::Sqlite => job.write(&Sqlite),
    }
}

/// Everything that is known before the format is.
struct Job<'a> {
    arguments: &'a ExtractArguments,
    plan: &'a Plan,
    extract: &'a Extract<'a>,
    rules_hash: &'a str,
    stop: &'a Arc<AtomicBool>,
    input: InputOptions,
}

impl Job<'_> {
    fn write<F: Format>(&self, format: &F) -> Result<Done, Failure> {
        match &self.plan.place {
            Place::Single(target) => self.write_single(format, target),
            Place::Parts { folder, size, resume } => {
                let parts = Parts::open(format, self.parts_options(folder, *size, *resume))?;
                if parts.manifest().complete {
                    self.tell_complete(&parts)
                } else {
                    self.write_parts(format, parts)
                }
            }
        }
    }

    fn write_single<F: Format>(&self, format: &F, target: &Target) -> Result<Done, Failure> {
        let mut single = Single::create(format, target, &self.plan.sides)?;
        let started = Instant::now();
        let finished = self.drive(format, &mut single, None, 0)?;
        if finished.interrupted {
            let kept = single.keep_partial()?;
            return Err(Failure::Interrupted(partial_message(&finished.tally, &kept)));
        }
        let done = outcome(&finished.tally);
        if done.is_ok() {
            single.finish()?;
        } else {
            single.finish_sides()?;
        }
        self.summarize(&finished.tally, &finished.tally, started.elapsed());
        done
    }

    fn write_parts<F: Format>(&self, format: &F, mut parts: Parts<'_, F>) -> Result<Done, Failure> {
        let (written, size) = (parts.written(), parts.size());
        let started = Instant::now();
        let finished = self.drive(format, &mut parts, Some(size), written);
        let finished = finished.map_err(|failure| with_hint(failure, &parts))?;
        if finished.interrupted {
            return Err(Failure::Interrupted(resume_hint(&parts)));
        }
        let hint = resume_hint(&parts);
        let manifest = parts.finish().map_err(|error| Failure::new(format_args!("{error}; {hint}")))?;
        self.summarize(&manifest.tally(), &finished.tally, started.elapsed());
        outcome(&manifest.tally())
    }

    fn drive<F: Format>(
        &self,
        format: &F,
        sink: &mut dyn Sink<F::Chunk>,
        part: Option<NonZeroU64>,
        written: u64,
    ) -> Result<Finished, Failure> {
        let inputs = Inputs::new(self.arguments.input.sources(), &self.input).until(Arc::clone(self.stop));
        let mut progress = Progress::new(&inputs, self.arguments.quiet);
        let run = Run {
            extract: self.extract,
            input: &self.input,
            format,
            threads: self.arguments.jobs,
            duplicates: self.plan.duplicates,
            keep_texts: self.plan.sides.texts.is_some(),
            part,
            written,
            stop: self.stop,
        };
        let finished = run.drive(inputs, sink, &mut progress);
        progress.finish();
        Ok(finished?)
    }

    fn parts_options(&self, folder: &Path, size: NonZeroU64, resume: bool) -> PartsOptions {
        PartsOptions {
            folder: folder.to_owned(),
            ending: self.plan.ending(),
            size,
            resume,
            settings: self.settings(size),
            sides: self.plan.sides.clone(),
        }
    }

    /// Everything that shapes the bytes of the parts.
    fn settings(&self, size: NonZeroU64) -> Settings {
        let mut settings = Settings::new();
        settings.insert("tool".into(), json!(concat!("bantin ", env!("CARGO_PKG_VERSION"))));
        settings.insert("schema".into(), json!(SCHEMA_VERSION));
        settings.insert("rules".into(), json!(self.rules_hash));
        settings.extend(self.plan.settings(size));
        settings.extend(input::settings(&self.input));
        settings
    }

    fn tell_complete<F: Format>(&self, parts: &Parts<'_, F>) -> Result<Done, Failure> {
        let tally = parts.manifest().tally();
        if !self.arguments.quiet {
            tell(format_args!("{} is complete: {tally}", parts.folder().display()));
        }
        outcome(&tally)
    }

    fn summarize(&self, whole: &Tally, now: &Tally, elapsed: Duration) {
        if !self.arguments.quiet {
            let megabytes = now.bytes as f64 / 1e6;
            let seconds = elapsed.as_secs_f64();
            let rate = megabytes / seconds.max(1e-9);
            tell(format_args!("{whole}; {megabytes:.1} MB in {seconds:.2} s, {rate:.1} MB/s"));
        }
    }
}

/// How a run that reached the end of its input went.
fn outcome(tally: &Tally) -> Result<Done, Failure> {
    match tally.failed {
        failed if failed == tally.documents => Err(Failure::new("nothing could be read")),
        0 => Ok(Done::Whole),
        _ => Ok(Done::WithFailures),
    }
}

fn partial_message(tally: &Tally, kept: &[WrittenFile]) -> String {
    let documents = plural(tally.documents, "document");
    let names: Vec<String> = kept.iter().map(|file| file.path.display().to_string()).collect();
    let place = if names.is_empty() { String::new() } else { format!(", kept in {}", names.join(", ")) };
    format!("done with {documents}{place}; a run into a folder (-o DIR/) can be resumed")
}

fn resume_hint<F: Format>(parts: &Parts<'_, F>) -> String {
    let manifest = parts.manifest();
    format!(
        "{} holds {} with {}; run the same command with --resume to go on",
        parts.folder().display(),
        plural(manifest.parts.len(), "whole part"),
        plural(manifest.tally().documents, "document")
    )
}

/// A failure with what is there and how to go on.
fn with_hint<F: Format>(failure: Failure, parts: &Parts<'_, F>) -> Failure {
    match failure {
        Failure::Message(message) => Failure::Message(format!("{message}; {}", resume_hint(parts))),
        other => other,
    }
}
