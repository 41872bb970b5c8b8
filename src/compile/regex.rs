//! The regex of a rule, built when the rule is first set off.

use std::ops::Range;

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

/// What is wrong with the structure of a pattern, and where in it; terms count as words without being looked into.
pub(super) fn mistake(pattern: &str, pieces: &[Piece]) -> Option<(Range<usize>, String)> {
    match regex_syntax::parse(&bare(pattern, pieces)) {
        Err(regex_syntax::Error::Parse(error)) => Some((bytes(error.span()), error.kind().to_string())),
        Err(regex_syntax::Error::Translate(error)) => Some((bytes(error.span()), error.kind().to_string())),
        Err(error) => Some((0..pattern.len(), error.to_string())),
        Ok(_) => named_group(pattern, pieces),
    }
}

/// The pattern with each reference to a term held by as many letters, so that places in it stay true.
fn bare(pattern: &str, pieces: &[Piece]) -> String {
    let mut bare = pattern.to_owned();
    for piece in pieces {
        if let Piece::Term { span, .. } = piece {
            bare.replace_range(span.clone(), &"x".repeat(span.len()));
        }
    }
    bare
}

fn bytes(span: &regex_syntax::ast::Span) -> Range<usize> {
    span.start.offset..span.end.offset
}

/// A group with a name would capture what no slot reads.
fn named_group(pattern: &str, pieces: &[Piece]) -> Option<(Range<usize>, String)> {
    let regexes = pieces.iter().map(|piece| match piece {
        Piece::Regex(text) => text.as_str(),
        Piece::Term { .. } => "x",
    });
    let hir = regex_syntax::parse(&regexes.collect::<String>()).ok()?;
    let groups = hir.properties().explicit_captures_len();
    let cause = "a group has no name here; `{term:slot}` captures a term".to_owned();
    (groups > 0).then(|| {
        (pattern.find("(?P<").or(pattern.find("(?<")).map_or(0..pattern.len(), |at| at..at + 3), cause)
    })
}
