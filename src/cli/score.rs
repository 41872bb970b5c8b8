//! `bantin score`: records held against a gold standard.

use std::path::{Path, PathBuf};

use super::exit::{Done, Failure};
use super::stderr::tell;
use super::stdout::print;
use crate::record::RecordType;
use crate::score::{Emitted, Gold, Report, ScoreError, score};

/// Score records against a gold standard.
///
/// GOLD is a folder with one JSON file a document: {"doc": "…", "records": […]}. Records of other documents are passed
/// over.
#[derive(Debug, clap::Args)]
pub(super) struct ScoreArguments {
    /// The folder with the gold records.
    #[arg(value_name = "GOLD")]
    gold: PathBuf,
    /// The records to score, as JSON Lines; - is the standard input.
    #[arg(value_name = "RECORDS")]
    records: PathBuf,
    /// The folder with the documents' texts, <doc>.txt [default: text beside GOLD, else the folder that GOLD is in,
    /// else fixtures]
    #[arg(long, value_name = "DIR")]
    texts: Option<PathBuf>,
    /// List every miss and false alarm as well, in columns between tabs.
    #[arg(long)]
    errors: bool,
    /// Print the figures as JSON.
    #[arg(long)]
    json: bool,
    /// Score records of this type alone.
    #[arg(long = "type", value_name = "TYPE", value_parser = record_type)]
    only: Option<RecordType>,
}

/// Runs the command.
pub(super) fn run(arguments: &ScoreArguments) -> Result<Done, Failure> {
    let report = report(arguments).map_err(Failure::new)?;
    if arguments.errors {
        let mistakes: Vec<String> = report.mistakes.iter().map(ToString::to_string).collect();
        print(&format!("{}\n", mistakes.join("\n")))?;
    }
    if arguments.json {
        print(&serde_json::to_string(&report).map_err(Failure::new)?)?;
    } else {
        print(&report.to_string())?;
    }
    Ok(Done::Whole)
}

fn report(arguments: &ScoreArguments) -> Result<Report, ScoreError> {
    let texts = match &arguments.texts {
        Some(texts) => texts.clone(),
        None => texts_of(&arguments.gold)?,
    };
    let gold = Gold::load(&arguments.gold, &texts)?;
    for name in gold.left_out() {
        tell(format_args!("no text for {name}: left out"));
    }
    let emitted = if arguments.records == Path::new("-") {
        Emitted::read(std::io::stdin().lock(), "the standard input", &gold)?
    } else {
        Emitted::open(&arguments.records, &gold)?
    };
    Ok(score(&gold, &emitted, arguments.only))
}

/// Where the texts of a gold folder usually are.
fn texts_of(gold: &Path) -> Result<PathBuf, ScoreError> {
    let beside = gold.join("..");
    let usual = [beside.join("text"), beside, PathBuf::from("fixtures")];
    let found = Gold::texts_among(gold, &usual)?;
    let [text, ..] = usual;
    Ok(found.unwrap_or(text))
}

/// Reads the name of a record type.
fn record_type(name: &str) -> Result<RecordType, String> {
    let known = RecordType::ALL.map(RecordType::name);
    let found = RecordType::ALL.into_iter().find(|known| known.name() == name);
    found.ok_or_else(|| format!("the types are {}", known.join(", ")))
}
