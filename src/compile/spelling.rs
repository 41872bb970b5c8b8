//! The phrases of a word term as a tree of characters.
//!
//! As an alternation, a list of eighty phrases is tried phrase by phrase. As a tree it is tried letter by letter, and
//! what wins is the same: of phrases that begin alike the longer one comes first.

use std::collections::BTreeMap;

use super::expression::{ClassId, Expressions};
use super::ruleset::{Term, TermId, TermKind};
use crate::fold::{fold, tone};

/// A step within a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
    pub(super) steps: BTreeMap<Step, Branch>,
}

impl Branch {
    /// The phrases of a word term; of a pattern none.
    pub(super) fn of(term: TermId, terms: &[Term], expressions: &mut Expressions) -> Self {
        let mut root = Self::default();
        let TermKind::Words(list) = &terms[term].kind else { return root };
        for phrase in &list.phrases {
            let words: Vec<String> = fold(phrase).split_whitespace().map(str::to_owned).collect();
            root.add(&words, expressions);
        }
        root
    }

    /// Adds what is left of a phrase, each run of letters in all its spellings.
    fn add(&mut self, words: &[String], expressions: &mut Expressions) {
        let Some((word, rest)) = words.split_first() else {
            self.ends = true;
            return;
        };
        for spelling in spellings(word) {
            let mut at = &mut *self;
            for letter in spelling.chars() {
                at = at.steps.entry(Step::Letter(expressions.class_of_letter(letter))).or_default();
            }
            if !rest.is_empty() {
                at = at.steps.entry(Step::Spaces).or_default();
            }
            at.add(rest, expressions);
        }
    }
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
