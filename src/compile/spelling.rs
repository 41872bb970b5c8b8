//! The phrases of a word term as a tree of characters.
//!
//! As an alternation, a list of eighty phrases is tried phrase by phrase. As a tree it is tried letter by letter, and
//! what wins is the same: of phrases that begin alike the longer one comes first.

use std::borrow::Cow;

use once_cell::sync::OnceCell;

use super::alphabet::{Symbol, symbol_bit};
use super::expression::{ClassId, Expressions};
use super::nodes::Parts;
use super::ruleset::{Term, TermId, TermKind};
use crate::fold::tone;

/// The trees of all word terms, each made when a text first gets to it.
#[derive(Debug)]
pub(super) struct Lists {
    trees: Vec<OnceCell<Tree>>,
}

/// The phrases of a word term.
#[derive(Debug)]
struct Tree {
    /// Their branches, of which the first is their beginning.
    branches: Vec<Branch>,
}

/// Where the phrases that begin alike go on.
#[derive(Debug, Default)]
pub(super) struct Branch {
    /// A phrase ends here.
    pub(super) ends: bool,
    /// The classes that lead on, to which branches: spaces lead back to where they led.
    steps: Vec<(ClassId, u32)>,
    /// The same for the symbols of the classes, in their order.
    by_symbol: Vec<(Symbol, u32)>,
    /// The bits of these symbols, as [`symbol_bit`] gives them.
    pub(super) reads: u64,
}

impl Branch {
    /// The branch that `symbol` leads to.
    #[inline]
    pub(super) fn below(&self, symbol: Symbol) -> Option<u32> {
        let at = self.by_symbol.partition_point(|&(known, _)| known < symbol);
        self.by_symbol.get(at).filter(|(known, _)| *known == symbol).map(|&(_, below)| below)
    }
}

impl Lists {
    pub(super) fn new(terms: usize) -> Self {
        Self { trees: (0..terms).map(|_| OnceCell::new()).collect() }
    }

    /// A branch of the phrases of a word term; 0 is their beginning.
    pub(super) fn branch(&self, parts: Parts<'_>, term: TermId, branch: u32) -> &Branch {
        &self.tree(parts, term).branches[branch as usize]
    }

    /// The phrases of a word term.
    #[inline]
    fn tree(&self, parts: Parts<'_>, term: TermId) -> &Tree {
        self.trees[term].get_or_init(|| tree(&parts.terms[term], parts))
    }
}

/// The letters of the phrases of a word term, each run of letters in all its spellings.
pub(super) fn letters_of(term: &Term, mut each: impl FnMut(char)) {
    let TermKind::Words(list) = &term.kind else { return };
    for phrase in &list.phrases {
        phrase.chars().filter(|letter| !letter.is_whitespace()).for_each(&mut each);
        for run in phrase.split(|letter: char| !letter.is_alphabetic()) {
            tone::spellings(run).iter().flatten().flat_map(|spelling| spelling.chars()).for_each(&mut each);
        }
    }
}

fn tree(term: &Term, parts: Parts<'_>) -> Tree {
    let mut branches = vec![Branch::default()];
    let phrases = match &term.kind {
        TermKind::Words(list) => list.phrases.as_slice(),
        TermKind::Pattern(_) => &[],
    };
    for phrase in phrases {
        let words: Vec<&str> = phrase.split_whitespace().collect();
        add(&mut branches, 0, &words, parts.expressions);
    }
    for branch in &mut branches {
        for &(class, below) in &branch.steps {
            branch.by_symbol.extend(parts.alphabet.symbols_of(class).map(|symbol| (symbol, below)));
        }
        branch.by_symbol.sort_unstable();
        branch.reads = branch.by_symbol.iter().fold(0, |all, &(symbol, _)| all | symbol_bit(symbol));
    }
    Tree { branches }
}

/// Adds what is left of a phrase below a branch.
fn add(branches: &mut Vec<Branch>, from: u32, words: &[&str], expressions: &Expressions) {
    let Some((word, rest)) = words.split_first() else {
        branches[from as usize].ends = true;
        return;
    };
    for spelling in spellings(word) {
        let letters = spelling.chars().filter_map(|letter| expressions.known_class_of_letter(letter));
        let mut at = letters.fold(from, |at, class| below(branches, at, class));
        if !rest.is_empty() {
            at = below(branches, at, expressions.space());
            let more = (expressions.space(), at);
            if !branches[at as usize].steps.contains(&more) {
                branches[at as usize].steps.push(more);
            }
        }
        add(branches, at, rest, expressions);
    }
}

/// The branch that a class leads to.
fn below(branches: &mut Vec<Branch>, from: u32, class: ClassId) -> u32 {
    let known = branches[from as usize].steps.iter().find(|(known, _)| *known == class);
    if let Some(&(_, below)) = known {
        return below;
    }
    let new = branches.len() as u32;
    branches[from as usize].steps.push((class, new));
    branches.push(Branch::default());
    new
}

/// The spellings of a folded word that may hold marks: each run of letters in one or two placements of its tone.
fn spellings(word: &str) -> Vec<Cow<'_, str>> {
    let mut runs = word.split(|letter: char| !letter.is_alphabetic());
    if runs.all(|run| tone::spellings(run).is_none()) {
        return vec![Cow::Borrowed(word)];
    }
    spellings_of_runs(word).into_iter().map(Cow::Owned).collect()
}

fn spellings_of_runs(word: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut rest = word;
    while !rest.is_empty() {
        let letters = rest.find(|letter: char| !letter.is_alphabetic()).unwrap_or(rest.len());
        let (run, after) = rest.split_at(letters);
        let marks = after.find(char::is_alphabetic).unwrap_or(after.len());
        let both = tone::spellings(run).map_or_else(|| vec![run.to_owned()], Vec::from);
        all = all
            .iter()
            .flat_map(|begun| both.iter().map(move |run| format!("{begun}{run}{}", &after[..marks])))
            .collect();
        rest = &after[marks..];
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_placements_are_spelled() {
        assert_eq!(spellings("thùy/x"), ["thùy/x", "thuỳ/x"]);
        assert_eq!(spellings("đ/c"), ["đ/c"]);
    }
}
