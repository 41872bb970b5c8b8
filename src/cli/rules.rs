//! The flags that choose rules, and the way from them to an extractor.

use super::exit::Failure;
use crate::Extractor;

/// Which rules to use.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct RuleArguments {}

/// Builds the extractor that `arguments` ask for.
#[expect(clippy::unnecessary_wraps, reason = "rules that a user wrote can be wrong")]
pub(super) fn build_extractor(arguments: &RuleArguments) -> Result<Extractor, Failure> {
    let RuleArguments {} = arguments;
    Ok(Extractor::default())
}

/// What tells one version of the rules and options of `extractor` from another.
pub(super) fn rules_hash(extractor: &Extractor) -> String {
    let _ = extractor;
    "none".to_owned()
}
