//! The phrases of a word term as a tree of characters.
//!
//! As an alternation, a list of eighty phrases is tried phrase by phrase. As a tree it is tried letter by letter, and
//! what wins is the same: of phrases that begin alike the longer one comes first.

use once_cell::sync::OnceCell;

use super::expression::{ClassId, Expressions};
use super::ruleset::{Term, TermId, TermKind};
use crate::fold::{fold, tone};

/// The trees of all word terms, each made when a text first gets to it.
#[derive(Debug)]
pub(super) struct Lists {
    trees: Vec<OnceCell<Vec<Branch>>>,
}

/// A step within a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A character, in any case.
    Letter(ClassId),
    /// One or more spaces.
    Spaces,
}

/// Where the phrases that begin alike go on.
#[derive(Debug, Default)]
pub(super) struct Branch {
    /// A phrase ends here.
    pub(super) ends: bool,
    /// More spaces may follow.
    pub(super) after_space: bool,
    /// The steps that lead on, to which branches.
    pub(super) steps: Vec<(Step, u32)>,
}

impl Lists {
    pub(super) fn new(terms: usize) -> Self {
        Self { trees: (0..terms).map(|_| OnceCell::new()).collect() }
    }

    /// A branch of the phrases of a word term; 0 is their beginning.
    pub(super) fn branch(
        &self,
        term: TermId,
        branch: u32,
        terms: &[Term],
        expressions: &Expressions,
    ) -> &Branch {
        &self.trees[term].get_or_init(|| tree(&terms[term], expressions))[branch as usize]
    }
}

/// The letters of the phrases of a word term, each run of letters in all its spellings.
pub(super) fn letters_of(term: &Term, mut each: impl FnMut(char)) {
    let TermKind::Words(list) = &term.kind else { return };
    for phrase in &list.phrases {
        let folded = fold(phrase);
        folded.chars().filter(|letter| !letter.is_whitespace()).for_each(&mut each);
        for run in folded.split(|letter: char| !letter.is_alphabetic()) {
            tone::spellings(run).iter().flatten().flat_map(|spelling| spelling.chars()).for_each(&mut each);
        }
    }
}

fn tree(term: &Term, expressions: &Expressions) -> Vec<Branch> {
    let mut branches = vec![Branch::default()];
    let TermKind::Words(list) = &term.kind else { return branches };
    for phrase in &list.phrases {
        let folded = fold(phrase);
        let words: Vec<&str> = folded.split_whitespace().collect();
        add(&mut branches, 0, &words, expressions);
    }
    branches
}

/// Adds what is left of a phrase below a branch.
fn add(branches: &mut Vec<Branch>, from: u32, words: &[&str], expressions: &Expressions) {
    let Some((word, rest)) = words.split_first() else {
        branches[from as usize].ends = true;
        return;
    };
    for spelling in spellings(word) {
        let mut at = from;
        for letter in spelling.chars() {
            let Some(class) = expressions.known_class_of_letter(letter) else { continue };
            at = below(branches, at, Step::Letter(class));
        }
        if !rest.is_empty() {
            at = below(branches, at, Step::Spaces);
            branches[at as usize].after_space = true;
        }
        add(branches, at, rest, expressions);
    }
}

/// The branch that `step` leads to.
fn below(branches: &mut Vec<Branch>, from: u32, step: Step) -> u32 {
    let known = branches[from as usize].steps.iter().find(|(known, _)| *known == step);
    if let Some(&(_, below)) = known {
        return below;
    }
    let new = branches.len() as u32;
    branches[from as usize].steps.push((step, new));
    branches.push(Branch::default());
    new
}

/// The spellings of a folded word that may hold marks: each run of letters in one or two placements of its tone.
fn spellings(word: &str) -> Vec<String> {
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
