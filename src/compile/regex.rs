//! The regex of a rule, built when the rule is first set off.

use regex_automata::meta::Regex;
use regex_automata::util::syntax;

use super::expand::expand;
use super::pattern::Piece;
use super::ruleset::Term;
use super::ruleset::{Ruleset, SlotRegex};

/// The most memory that one compiled pattern may take, in bytes.
const SIZE_LIMIT: usize = 8 << 20;

/// The compiled regex of `pieces`; `None` where they are empty. Letters match in either case unless the pattern says
/// `(?-i:…)`.
pub fn slot_regex(pieces: &[Piece], rules: &Ruleset) -> Result<Option<SlotRegex>, String> {
    build(pieces, &rules.terms)
}

pub(super) fn build(pieces: &[Piece], terms: &[Term]) -> Result<Option<SlotRegex>, String> {
    if pieces.is_empty() {
        return Ok(None);
    }
    let mut groups = Vec::new();
    let text = expand(pieces, terms, &mut groups);
    let regex = plain(&text)?;
    Ok(Some(SlotRegex { regex, groups }))
}

/// A regex in the house's syntax.
pub(super) fn plain(text: &str) -> Result<Regex, String> {
    Regex::builder()
        .syntax(syntax::Config::new().case_insensitive(true))
        .configure(Regex::config().nfa_size_limit(Some(SIZE_LIMIT)).auto_prefilter(false))
        .build(text)
        .map_err(|error| match error.syntax_error() {
            Some(regex_syntax::Error::Parse(error)) => error.kind().to_string(),
            Some(regex_syntax::Error::Translate(error)) => error.kind().to_string(),
            _ => error.to_string(),
        })
}

/// What is wrong with the structure of `pieces`, without building anything; terms count as one letter each.
pub(super) fn build_check(pieces: &[Piece], terms: &[Term]) -> Option<String> {
    let _ = terms;
    let skeleton: String = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Regex(text) => text.as_str(),
            Piece::Term { .. } => "x",
        })
        .collect();
    let error = regex_syntax::parse(&skeleton).err()?;
    Some(match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        regex_syntax::Error::Translate(error) => error.kind().to_string(),
        other => other.to_string(),
    })
}
