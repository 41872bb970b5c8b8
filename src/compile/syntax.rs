//! The syntax trees of patterns, parsed ahead.
//!
//! The regex parser takes a third of a start. What it is given depends on nothing but the pattern, so that another
//! thread parses all patterns while the word lists are read. What sets a pattern off is told by a tree of its own, with
//! the letters as they are written; few patterns need one, and they are parsed by whoever asks.

use std::collections::{BTreeSet, HashMap};

use regex_syntax::ParserBuilder;
use regex_syntax::hir::Hir;

use super::pattern::{Piece, pieces};
use crate::pack::Pack;

/// The first of the private-use characters that hold the places of terms. Each is followed by [`HELD`], so that
/// neighbours and alternatives are never taken for a set of characters, which has no order.
const PLACEHOLDER: u32 = 0xF_0000;
/// What follows each of them.
pub(super) const HELD: char = '\u{10FFFD}';

/// The number of the piece that a placeholder stands for.
pub(super) fn held_piece(letter: char) -> Option<usize> {
    let number = (letter as u32).checked_sub(PLACEHOLDER)?;
    (letter < HELD).then_some(number as usize)
}

/// A syntax tree, or what is wrong with the pattern.
pub(super) type Tree = Result<Hir, String>;

/// Syntax trees of patterns by their skeletons; letters match in either case unless a pattern says `(?-i:…)`.
#[derive(Debug, Default)]
pub struct Trees(HashMap<String, Tree>);

impl Trees {
    /// The trees of all patterns in `pack`, also without the word list that each may begin with.
    pub fn of(pack: &Pack) -> Self {
        let terms = pack.terms.values().filter_map(|term| term.item.pattern.as_ref());
        let rules = pack.rules.iter().map(|rule| &rule.item.pattern);
        let mut skeletons = BTreeSet::new();
        for pattern in terms.chain(rules) {
            let all = pieces(pattern.get_ref());
            if let [Piece::Term { .. }, rest @ ..] = all.as_slice() {
                skeletons.insert(skeleton(rest));
            }
            skeletons.insert(skeleton(&all));
        }
        Self(skeletons.into_iter().map(|skeleton| (skeleton.clone(), parse(&skeleton, true))).collect())
    }

    /// Calls `read` with the tree of `pieces` whose letters match in either case.
    pub(super) fn with<T>(
        &self,
        pieces: &[Piece],
        read: impl FnOnce(&Hir) -> Result<T, String>,
    ) -> Result<T, String> {
        let skeleton = skeleton(pieces);
        match self.0.get(&skeleton) {
            Some(tree) => read(tree.as_ref().map_err(Clone::clone)?),
            None => read(&parse(&skeleton, true)?),
        }
    }
}

/// The tree of `pieces` with the letters as they are written.
pub(super) fn as_written(pieces: &[Piece]) -> Tree {
    parse(&skeleton(pieces), false)
}

/// The regex of `pieces` with placeholders for its terms.
fn skeleton(pieces: &[Piece]) -> String {
    let mut skeleton = String::new();
    for (number, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Regex(regex) => skeleton.push_str(regex),
            Piece::Term { .. } => {
                let held = char::from_u32(PLACEHOLDER + number as u32).unwrap_or(HELD);
                skeleton.extend(["(?:", held.encode_utf8(&mut [0; 4]), HELD.encode_utf8(&mut [0; 4]), ")"]);
            }
        }
    }
    skeleton
}

fn parse(regex: &str, either_case: bool) -> Tree {
    ParserBuilder::new().case_insensitive(either_case).build().parse(regex).map_err(|error| match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        regex_syntax::Error::Translate(error) => error.kind().to_string(),
        other => other.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::PackText;

    fn pack(rules: &str) -> Pack {
        let mut pack = Pack::default();
        pack.add(&PackText::from_files([("a.toml", rules)]));
        pack
    }

    fn reads(trees: &Trees, pattern: &[Piece]) -> Result<String, String> {
        trees.with(pattern, |tree| Ok(tree.to_string()))
    }

    #[test]
    fn a_tree_is_the_same_parsed_ahead_or_when_it_is_needed() {
        let trees = Trees::of(&pack("[term.a]\npattern = 'x{b:value}y'\n[term.c]\npattern = '{b:value} z'"));
        assert_eq!(trees.0.len(), 3, "the last also without its first term");
        for pattern in ["x{b:value}y", "{b:value} z", "other"] {
            let all = pieces(pattern);
            assert_eq!(reads(&trees, &all), reads(&Trees::default(), &all), "{pattern}");
            assert!(reads(&trees, &all).is_ok(), "{pattern}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_each_time() {
        let trees = Trees::of(&pack("[term.a]\npattern = 'x('"));
        let all = pieces("x(");
        assert_eq!(reads(&trees, &all), Err("unclosed group".to_owned()));
        assert_eq!(reads(&trees, &all), reads(&Trees::default(), &all));
    }
}
