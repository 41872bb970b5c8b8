//! `bantin rules explain`: why a text gives what it gives.

use std::path::Path;

use super::{print, print_json_lines};
use crate::cli::exit::{Done, Failure};
use crate::cli::rules::{RuleArguments, build_extractor};
use crate::cli::stderr::tell;
use crate::document::Document;
use crate::engine::Extractor;
use crate::explain::{Explanation, explain};
use crate::input::{InputOptions, Inputs, Source};
use crate::layout::Zone;

/// Show which rules match where, which win, and why.
///
/// A text is read as one passage of the article's body, a file as a page. What matches the same letters stands
/// together: + counts, - does not.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ExplainArguments {
    /// A text, or the path of a file; - is the standard input.
    #[arg(value_name = "TEXT|PATH")]
    text: String,
    /// Read all of it as this zone: title, stamp, byline, caption, body, source, chrome.
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    zone: Option<Zone>,
    /// The day of publication (YYYY-MM-DD).
    #[arg(long, value_name = "DAY")]
    published: Option<String>,
    /// Show only where this rule matches.
    #[arg(long, value_name = "ID")]
    rule: Option<String>,
    #[command(flatten)]
    rules: RuleArguments,
    /// Print one JSON object for each group of matches.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(super) fn run(arguments: &ExplainArguments) -> Result<Done, Failure> {
    let mut extractor = build_extractor(&arguments.rules, None)?;
    check_rule(arguments, &extractor)?;
    let is_file = arguments.text == "-" || Path::new(&arguments.text).exists();
    extractor.set_zone(arguments.zone.or((!is_file).then_some(Zone::Body)));
    if !is_file {
        if looks_like_path(&arguments.text) {
            tell(format_args!("no file is called {}: read as a text", arguments.text));
        }
        let document = Document::new("text", arguments.text.as_str());
        return show(arguments, &extractor, document).map(|()| Done::Whole);
    }
    let options = InputOptions::default();
    let source = Source::from_argument(Path::new(&arguments.text));
    for raw in Inputs::new(vec![source], &options) {
        let document = raw.and_then(|raw| raw.decode(&options)).map_err(Failure::new)?;
        show(arguments, &extractor, document)?;
    }
    Ok(Done::Whole)
}

/// Whether `text` is more likely the name of a file than something to read.
fn looks_like_path(text: &str) -> bool {
    let path = Path::new(text);
    let is_rooted = path.is_absolute() || path.starts_with(".") || path.starts_with("..");
    // Letters only, for 1.500 is a number.
    let ending = path.extension().and_then(|ending| ending.to_str());
    let has_ending = ending.is_some_and(|ending| ending.chars().all(|letter| letter.is_ascii_alphabetic()));
    (is_rooted || has_ending) && !text.contains(char::is_whitespace)
}

/// A rule that is not there would match nowhere, without a word why.
fn check_rule(arguments: &ExplainArguments, extractor: &Extractor) -> Result<(), Failure> {
    let Some(id) = &arguments.rule else { return Ok(()) };
    if extractor.rules().rules.iter().any(|rule| *rule.id == **id) {
        return Ok(());
    }
    Err(Failure::new(format!("no rule is called {id}; `bantin rules list` names them")))
}

fn show(arguments: &ExplainArguments, extractor: &Extractor, mut document: Document) -> Result<(), Failure> {
    if arguments.published.is_some() {
        document.metadata.published.clone_from(&arguments.published);
    }
    let Explanation { mut groups } = explain(extractor, &document).map_err(Failure::new)?;
    if let Some(id) = &arguments.rule {
        groups.retain(|group| group.matches.iter().any(|found| found.rule == *id));
    }
    if arguments.json { print_json_lines(groups) } else { print(&Explanation { groups }.to_string()) }
}

/// Reads the name of a zone.
fn zone(name: &str) -> Result<Zone, String> {
    Zone::from_name(name).ok_or_else(|| format!("the zones are {}", Zone::ALL.map(Zone::name).join(", ")))
}
