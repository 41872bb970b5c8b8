//! The flags that choose rules, and the way from them to an extractor.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::ValueEnum;
use xxhash_rust::xxh3::Xxh3;

use super::exit::Failure;
use crate::diagnostic::{Diagnostic, PackErrors};
use crate::pack::PackText;
use crate::{Extractor, ExtractorBuilder, OffsetUnit, Options};

/// Which rules to use, and how.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Rules")]
pub(super) struct RuleArguments {
    /// Add the rule pack in DIR.
    #[arg(long, value_name = "DIR")]
    rules: Vec<PathBuf>,
    /// Leave the built-in rules out.
    #[arg(long, requires = "rules")]
    no_default_rules: bool,
    /// The unit of the records' offsets [default: codepoint]
    #[arg(long, value_name = "UNIT")]
    offsets: Option<OffsetName>,
    /// The day, as YYYY-MM-DD, that relative dates are read against where the page names none.
    #[arg(long, value_name = "DAY")]
    reference_date: Option<jiff::civil::Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum OffsetName {
    /// Unicode code points, what Python slices by.
    Codepoint,
    /// Bytes of the UTF-8 text.
    Byte,
    /// UTF-16 units, what JavaScript and Java slice by.
    Utf16,
}

/// Builds the extractor that `arguments` ask for.
pub(super) fn build_extractor(
    arguments: &RuleArguments,
    max_document_bytes: usize,
) -> Result<Extractor, Failure> {
    let options = Options {
        offsets: arguments.offsets.map_or(OffsetUnit::default(), OffsetUnit::from),
        reference_date: arguments.reference_date,
        max_document_bytes,
        ..Options::default()
    };
    let builder = Extractor::builder().default_rules(!arguments.no_default_rules).options(options);
    let builder = arguments.rules.iter().fold(builder, ExtractorBuilder::rules_folder);
    builder.build().map_err(|PackErrors(mistakes)| bad_rules(&mistakes))
}

/// What tells one version of the rules and of how they are used from another.
pub(super) fn rules_hash(arguments: &RuleArguments) -> Result<String, Failure> {
    let mut hasher = Xxh3::new();
    let embedded = (!arguments.no_default_rules).then(PackText::embedded);
    let mut packs: Vec<PackText> = embedded.into_iter().collect();
    for folder in &arguments.rules {
        packs.push(PackText::from_folder(folder).map_err(|mistake| bad_rules(&[mistake]))?);
    }
    for pack in &packs {
        for (path, text) in pack.files() {
            // The lengths keep the end of one text from passing for the beginning of the next.
            hasher.update(format!("{path}\n{}\n{text}", text.len()).as_bytes());
        }
    }
    hasher.update(format!("{:?} {:?}", arguments.offsets, arguments.reference_date).as_bytes());
    Ok(format!("{:032x}", hasher.digest128()))
}

fn bad_rules(mistakes: &[Diagnostic]) -> Failure {
    let styled = std::io::stderr().is_terminal();
    let reports: Vec<String> = mistakes.iter().map(|mistake| mistake.render(styled)).collect();
    Failure::new(format_args!("the rules cannot be used\n{}", reports.join("\n")))
}

impl From<OffsetName> for OffsetUnit {
    fn from(name: OffsetName) -> Self {
        match name {
            OffsetName::Codepoint => Self::CodePoint,
            OffsetName::Byte => Self::Byte,
            OffsetName::Utf16 => Self::Utf16,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_tells_rules_and_options_apart() {
        let default = rules_hash(&RuleArguments::default()).unwrap();
        assert_eq!(rules_hash(&RuleArguments::default()).unwrap(), default);
        let bytes = RuleArguments { offsets: Some(OffsetName::Byte), ..RuleArguments::default() };
        assert_ne!(rules_hash(&bytes).unwrap(), default);
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("own.toml"), "# nothing yet\n").unwrap();
        let own = RuleArguments { rules: vec![folder.path().into()], ..RuleArguments::default() };
        assert_ne!(rules_hash(&own).unwrap(), default);
    }

    #[test]
    fn a_missing_folder_of_rules_is_told() {
        let arguments = RuleArguments { rules: vec!["/no/such/rules".into()], ..RuleArguments::default() };
        let Err(Failure::Message(message)) = build_extractor(&arguments, 1) else { panic!("built") };
        assert!(message.contains("/no/such/rules"), "{message}");
    }
}
