//! What a pattern can begin with: the words, marks or kinds of token that set its rule off.
//!
//! No regex searches the text. A pattern is tried, anchored, only where the scan found something that it can begin
//! with; a pattern that could begin with anything is refused.

use regex_syntax::hir::{Class, Hir, HirKind};

use super::ruleset::TermId;
use super::syntax::{HELD, held_piece};

/// What a pattern can begin with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a kind of beginning that a pattern has or not")]
pub struct First {
    /// Words or marks, in lower case.
    pub words: Vec<String>,
    /// Terms.
    pub terms: Vec<TermId>,
    /// A digit.
    pub number: bool,
    /// A capital letter of any word.
    pub capital: bool,
    /// Something that no trigger stands for.
    pub anything: bool,
    /// The pattern may match nothing at all.
    pub empty: bool,
}

/// What the placeholders of a pattern stand for, by the number of the piece: a term, and whether it may match nothing.
pub type Held = [Option<(TermId, bool)>];

/// What `pattern`, with placeholders for its terms, can begin with.
pub fn first(pattern: &Hir, held: &Held) -> First {
    let mut first = First::default();
    first.empty = walk(pattern, held, &mut first);
    first
}

/// Adds what `hir` can begin with; tells whether it may match nothing, so that what follows counts as well.
fn walk(hir: &Hir, held: &Held, first: &mut First) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => add_literal(&String::from_utf8_lossy(&literal.0), held, first),
        HirKind::Class(class) => {
            add_letters(&ranges_of(class), first);
            false
        }
        HirKind::Repetition(repetition) => walk(&repetition.sub, held, first) || repetition.min == 0,
        HirKind::Capture(capture) => walk(&capture.sub, held, first),
        HirKind::Concat(parts) => parts.iter().all(|part| walk(part, held, first)),
        HirKind::Alternation(parts) => {
            let empty: Vec<bool> = parts.iter().map(|part| walk(part, held, first)).collect();
            empty.contains(&true)
        }
    }
}

/// Adds the terms that a literal begins with, and what follows those that may match nothing.
fn add_literal(literal: &str, held: &Held, first: &mut First) -> bool {
    let mut rest = literal;
    while let Some(letter) = rest.chars().next() {
        let Some(piece) = held_piece(letter) else {
            add_text(rest, letter, first);
            return false;
        };
        rest = rest[letter.len_utf8()..].trim_start_matches(HELD);
        // Nothing stands for a term that is not there.
        let Some((term, empty)) = held.get(piece).copied().flatten() else { continue };
        first.terms.push(term);
        if !empty {
            return false;
        }
    }
    true
}

/// Adds the word or mark that `text` begins with, of which `letter` is the first.
fn add_text(text: &str, letter: char, first: &mut First) {
    if letter.is_ascii_digit() {
        first.number = true;
    } else if letter.is_alphabetic() {
        let end = text.find(|letter: char| !letter.is_alphabetic()).unwrap_or(text.len());
        first.words.push(text[..end].to_lowercase());
    } else if letter == ' ' {
        first.anything = true;
    } else {
        first.words.push(letter.to_string());
    }
}

fn ranges_of(class: &Class) -> Vec<(char, char)> {
    match class {
        Class::Unicode(class) => class.ranges().iter().map(|range| (range.start(), range.end())).collect(),
        Class::Bytes(class) => {
            class.ranges().iter().map(|range| (range.start() as char, range.end() as char)).collect()
        }
    }
}

fn add_letters(ranges: &[(char, char)], first: &mut First) {
    if ranges.iter().all(|(start, end)| start.is_numeric() && end.is_numeric()) {
        first.number = true;
    } else if ranges.iter().all(|(start, end)| start.is_uppercase() && end.is_uppercase()) {
        first.capital = true;
    } else {
        add_marks(ranges, first);
    }
}

/// A class of a few marks, such as dashes or brackets, is a list of words; any other may begin with anything.
fn add_marks(ranges: &[(char, char)], first: &mut First) {
    let marks: Vec<char> = ranges.iter().flat_map(|&(start, end)| (start..=end).take(20)).collect();
    if marks.len() < 20 && !marks.iter().any(|mark| mark.is_alphanumeric() || mark.is_whitespace()) {
        first.words.extend(marks.iter().map(ToString::to_string));
    } else {
        first.anything = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::pattern::{Piece, pieces};
    use crate::compile::syntax::as_written;

    fn of(pattern: &str) -> First {
        first(&regex_syntax::parse(pattern).unwrap(), &[])
    }

    /// What a pattern in the house's syntax can begin with, where of `a` and `b` only the first may match nothing.
    fn of_terms(pattern: &str) -> First {
        let pieces = pieces(pattern);
        let held = pieces.iter().map(|piece| match piece {
            Piece::Term { name, .. } => Some((usize::from(name != "a"), name == "a")),
            Piece::Regex(_) => None,
        });
        let held: Vec<_> = held.collect();
        first(&as_written(&pieces).unwrap(), &held)
    }

    #[test]
    fn words_end_at_the_first_mark() {
        assert_eq!(of("ngày(?: +)[0-9]+").words, ["ngày"]);
        assert_eq!(of("(?:tháng|quý) x").words, ["tháng", "quý"]);
        assert_eq!(of("[-–]x").words, ["-", "–"]);
    }

    #[test]
    fn an_optional_beginning_lets_the_next_part_count() {
        let found = of("(?:ngày +)?[0-9]");
        assert_eq!(found.words, ["ngày"]);
        assert!(found.number && !found.anything);
        assert!(of(r"\d+").number && !of(r"\d+").anything);
    }

    #[test]
    fn what_begins_with_anything_is_told() {
        assert!(of(r"\w+").anything);
        assert!(of(r"(?:a)?").empty);
        assert!(of(r"\p{Lu}x").capital);
    }

    #[test]
    fn terms_are_told_and_what_follows_those_that_may_be_empty() {
        assert_eq!(of_terms("{b}+ {a}").terms, [1]);
        assert_eq!(of_terms("({b}|{a}) x").terms, [1, 0]);
        let found = of_terms("{a}{a}ngày");
        assert_eq!((found.terms, found.words, found.empty), (vec![0, 0], vec!["ngày".to_owned()], false));
        assert!(of_terms("{a}").empty && !of_terms("{b}").empty);
    }
}
