//! Which entries, numbers and capitals set a rule off.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::pattern::Piece;
use super::ruleset::{EntrySet, Term, TermId, TermKind};
use super::syntax::as_written;
use super::trigger::{First, first};
use crate::scan::Trie;
use crate::scan::trie::NumberHasher;

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
    of_term: HashMap<TermId, First, BuildHasherDefault<NumberHasher>>,
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

    /// What a pattern can begin with. Which of its terms may be empty is found out first.
    fn of_pieces(&mut self, pieces: &[Piece], terms: &[Term], depth: usize) -> Result<First, String> {
        let held = pieces.iter().map(|piece| self.held(piece, terms, depth));
        let held = held.collect::<Result<Vec<_>, _>>()?;
        Ok(first(&as_written(pieces)?, &held))
    }

    /// The term of a piece, and whether it can match nothing at all.
    fn held(
        &mut self,
        piece: &Piece,
        terms: &[Term],
        depth: usize,
    ) -> Result<Option<(TermId, bool)>, String> {
        let Piece::Term { name, .. } = piece else { return Ok(None) };
        // Terms come in the order of their names.
        let Ok(term) = terms.binary_search_by(|term| term.name.as_str().cmp(name)) else { return Ok(None) };
        Ok(Some((term, self.may_be_empty(term, terms, depth + 1)?)))
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
