//! Which entries, numbers and capitals set a rule off.

use regex_syntax::Parser;

use super::pattern::Piece;
use super::ruleset::{EntrySet, Term, TermKind};
use super::trigger::{First, first, placeholder};
use crate::scan::Trie;

/// How deep terms may stand in terms before they count as circular.
const DEEPEST: usize = 32;

/// What sets a pattern off, its terms followed down to words.
#[derive(Debug, Default)]
pub(super) struct Triggers {
    pub(super) entries: EntrySet,
    pub(super) number: bool,
    pub(super) capital: bool,
    pub(super) anything: bool,
}

/// What sets `pieces` off; the words found are added to the trie. An error is the regex parser's.
pub(super) fn triggers(pieces: &[Piece], terms: &[Term], trie: &mut Trie) -> Result<Triggers, String> {
    let mut found = Triggers::default();
    found.anything |= collect(pieces, terms, trie, &mut found, 0)?;
    Ok(found)
}

/// Adds what `pieces` can begin with; tells whether they may be empty.
fn collect(
    pieces: &[Piece],
    terms: &[Term],
    trie: &mut Trie,
    found: &mut Triggers,
    depth: usize,
) -> Result<bool, String> {
    let first = first_of(pieces, terms)?;
    found.number |= first.number;
    found.capital |= first.capital;
    found.anything |= first.anything || depth > DEEPEST;
    for word in &first.words {
        trie.insert(word).into_iter().for_each(|entry| found.entries.insert(entry));
    }
    let mut empty = first.empty;
    if depth <= DEEPEST {
        for &term in &first.terms {
            match &terms[term].kind {
                TermKind::Words(list) => found.entries.extend(&list.entries),
                TermKind::Pattern(pieces) => empty |= collect(pieces, terms, trie, found, depth + 1)?,
            }
        }
    }
    Ok(empty)
}

/// The structure of a pattern, its terms held by placeholders.
fn first_of(pieces: &[Piece], terms: &[Term]) -> Result<First, String> {
    let skeleton: String = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Regex(regex) => regex.clone(),
            Piece::Term { name, .. } => terms
                .iter()
                .position(|term| term.name == *name)
                .map_or_else(String::new, |number| placeholder(number).to_string()),
        })
        .collect();
    let hir = Parser::new().parse(&skeleton).map_err(|error| match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        regex_syntax::Error::Translate(error) => error.kind().to_string(),
        other => other.to_string(),
    })?;
    Ok(first(&hir))
}
