//! Which entries, numbers and capitals set a rule off.

use std::collections::HashMap;

use regex_syntax::Parser;

use super::pattern::Piece;
use super::ruleset::{EntrySet, Term, TermId, TermKind};
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

/// What patterns can begin with, remembered for each term.
#[derive(Debug, Default)]
pub(super) struct Firsts {
    of_term: HashMap<TermId, First>,
}

impl Firsts {
    /// What sets `pieces` off; the words found are added to the trie. An error is the regex parser's.
    pub(super) fn triggers(
        &mut self,
        pieces: &[Piece],
        terms: &[Term],
        trie: &mut Trie,
    ) -> Result<Triggers, String> {
        let mut found = Triggers::default();
        let first = self.of_pieces(pieces, terms, 0)?;
        found.anything |= first.empty;
        self.collect(&first, terms, trie, &mut found, 0)?;
        Ok(found)
    }

    /// Adds what a pattern can begin with, given its first parts.
    fn collect(
        &mut self,
        first: &First,
        terms: &[Term],
        trie: &mut Trie,
        found: &mut Triggers,
        depth: usize,
    ) -> Result<(), String> {
        found.number |= first.number;
        found.capital |= first.capital;
        found.anything |= first.anything || depth > DEEPEST;
        for word in &first.words {
            trie.insert(word).into_iter().for_each(|entry| found.entries.insert(entry));
        }
        for &term in first.terms.iter().filter(|_| depth <= DEEPEST) {
            match &terms[term].kind {
                TermKind::Words(list) => found.entries.extend(&list.entries),
                TermKind::Pattern(pieces) => {
                    let first = self.of_term(term, pieces, terms, depth + 1)?;
                    self.collect(&first, terms, trie, found, depth + 1)?;
                }
            }
        }
        Ok(())
    }

    fn of_term(
        &mut self,
        term: TermId,
        pieces: &[Piece],
        terms: &[Term],
        depth: usize,
    ) -> Result<First, String> {
        if let Some(known) = self.of_term.get(&term) {
            return Ok(known.clone());
        }
        let first = self.of_pieces(pieces, terms, depth)?;
        self.of_term.insert(term, first.clone());
        Ok(first)
    }

    /// What a pattern can begin with, its terms held by placeholders.
    fn of_pieces(&mut self, pieces: &[Piece], terms: &[Term], depth: usize) -> Result<First, String> {
        let mut skeleton = String::new();
        for piece in pieces {
            match piece {
                Piece::Regex(regex) => skeleton.push_str(regex),
                Piece::Term { name, .. } => {
                    // Terms come in the order of their names.
                    let number = terms.binary_search_by(|term| term.name.as_str().cmp(name));
                    let Ok(number) = number else { continue };
                    let held = placeholder(number);
                    let optional = if self.may_be_empty(number, terms, depth + 1)? { "?" } else { "" };
                    skeleton.extend(["(?:", held.to_string().as_str(), ")", optional]);
                }
            }
        }
        let hir = Parser::new().parse(&skeleton).map_err(|error| match error {
            regex_syntax::Error::Parse(error) => error.kind().to_string(),
            regex_syntax::Error::Translate(error) => error.kind().to_string(),
            other => other.to_string(),
        })?;
        Ok(first(&hir))
    }

    /// Whether a term can match nothing at all.
    fn may_be_empty(&mut self, term: TermId, terms: &[Term], depth: usize) -> Result<bool, String> {
        match &terms[term].kind {
            TermKind::Pattern(pieces) if depth <= DEEPEST => {
                self.of_term(term, pieces, terms, depth).map(|first| first.empty)
            }
            _ => Ok(false),
        }
    }
}
