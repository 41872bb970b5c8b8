//! The flags that choose rules, and the way from them to an extractor.

use std::fmt::Display;
use std::io::IsTerminal;
use std::path::PathBuf;

use super::exit::Failure;
use crate::diagnostic::PackErrors;
use crate::document::OffsetUnit;
use crate::engine::{Extractor, ExtractorBuilder, Options};

/// Which rules to use.
#[derive(Clone, Debug, Default, clap::Args)]
#[group(skip)]
#[command(group = clap::ArgGroup::new(FOLDERS).multiple(true))]
pub(super) struct PackArguments {
    /// A folder with a rule pack to use as well; may be given more than once.
    #[arg(long = "rules", value_name = "DIR", group = FOLDERS)]
    folders: Vec<PathBuf>,
    /// Leave the built-in rules out and use those of --rules alone.
    #[arg(long, requires = FOLDERS)]
    no_default_rules: bool,
}

/// What names a folder with rules, one way or the other.
const FOLDERS: &str = "rule folders";

/// Which rules a command looks at that is about nothing else.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct NamedPacks {
    /// Folders with rule packs, as by --rules: beside the built-in rules unless --no-default-rules leaves them out.
    #[arg(value_name = "DIR", group = FOLDERS)]
    named: Vec<PathBuf>,
    #[command(flatten)]
    packs: PackArguments,
}

impl NamedPacks {
    /// The packs that the arguments name.
    pub(super) fn builder(&self) -> ExtractorBuilder {
        self.named.iter().fold(self.packs.builder(), ExtractorBuilder::rules_folder)
    }
}

/// Which rules to use, and what a run is told beside them.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct RuleArguments {
    #[command(flatten)]
    packs: PackArguments,
    /// The day (YYYY-MM-DD) that “yesterday” and the like are read against where a page names none.
    #[arg(long, value_name = "DAY", value_parser = day)]
    reference_date: Option<jiff::civil::Date>,
    /// What offsets count.
    #[arg(long, value_name = "UNIT", value_enum, default_value_t)]
    offsets: OffsetName,
}

/// The unit of `start` and `end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum OffsetName {
    /// Unicode code points, as Python slices.
    #[default]
    Codepoint,
    /// Bytes of the UTF-8 text.
    Byte,
    /// UTF-16 units, as JavaScript slices.
    Utf16,
}

impl PackArguments {
    /// The packs that the flags name.
    pub(super) fn builder(&self) -> ExtractorBuilder {
        let builder = Extractor::builder().default_rules(!self.no_default_rules);
        self.folders.iter().fold(builder, ExtractorBuilder::rules_folder)
    }
}

impl RuleArguments {
    /// The packs and options that the flags name.
    pub(super) fn builder(&self, max_document_bytes: Option<usize>) -> ExtractorBuilder {
        let mut options = Options::default();
        options.reference_date = self.reference_date;
        options.offsets = match self.offsets {
            OffsetName::Codepoint => OffsetUnit::CodePoint,
            OffsetName::Byte => OffsetUnit::Byte,
            OffsetName::Utf16 => OffsetUnit::Utf16,
        };
        options.max_document_bytes = max_document_bytes.unwrap_or(options.max_document_bytes);
        self.packs.builder().options(options)
    }
}

/// Builds the extractor that `arguments` ask for; documents may be as long as the inputs allow.
pub(super) fn build_extractor(
    arguments: &RuleArguments,
    max_document_bytes: Option<usize>,
) -> Result<Extractor, Failure> {
    arguments.builder(max_document_bytes).build().map_err(|errors| reported(&errors))
}

/// Reads a day.
fn day(text: &str) -> Result<jiff::civil::Date, String> {
    text.parse().map_err(|_| "not a day as YYYY-MM-DD, such as 2022-07-12".to_owned())
}

/// All mistakes of a pack as one failure, drawn for the terminal if there is one.
pub(super) fn reported(errors: &PackErrors) -> Failure {
    let styled = std::io::stderr().is_terminal();
    let reports: Vec<String> = errors.0.iter().map(|error| error.render(styled)).collect();
    let count = plural(reports.len(), "mistake");
    Failure::new(format!("the rules have {count}\n\n{}", reports.join("\n\n")))
}

/// A number and its noun.
pub(super) fn plural(count: impl Display, noun: impl Display) -> String {
    let count = count.to_string();
    let ending = if count == "1" { "" } else { "s" };
    format!("{count} {noun}{ending}")
}

/// What tells one version of the rules and options of `extractor` from another.
pub(super) fn rules_hash(extractor: &Extractor) -> String {
    let options = extractor.options();
    let reference = options.reference_date.map_or_else(|| "none".to_owned(), |day| day.to_string());
    format!("{}-{:?}-{reference}", extractor.rules().hash, options.offsets)
}
