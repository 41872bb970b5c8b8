//! What a pattern can begin with: the words, marks or kinds of token that set its rule off.
//!
//! No regex searches the text. A pattern is tried, anchored, only where the scan found something that it can begin
//! with; a pattern that could begin with anything is refused.

use regex_syntax::hir::{Class, Hir, HirKind};

/// The first private-use character: stands for term number 0 while a pattern's structure is read.
const PLACEHOLDER: u32 = 0xF_0000;

/// What a pattern can begin with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a kind of beginning that a pattern has or not")]
pub struct First {
    /// Words or marks, in lower case.
    pub words: Vec<String>,
    /// Terms, by the number given to [`placeholder`].
    pub terms: Vec<usize>,
    /// A digit.
    pub number: bool,
    /// A capital letter of any word.
    pub capital: bool,
    /// Something that no trigger stands for.
    pub anything: bool,
    /// The pattern may match nothing at all.
    pub empty: bool,
}

/// The character that stands for term `number` in the pattern given to [`first`].
pub fn placeholder(number: usize) -> char {
    char::from_u32(PLACEHOLDER + number as u32).unwrap_or('\u{10FFFD}')
}

/// What `pattern`, with placeholders for its terms, can begin with.
pub fn first(pattern: &Hir) -> First {
    let mut first = First::default();
    first.empty = walk(pattern, &mut first);
    first
}

/// Adds what `hir` can begin with; tells whether it may match nothing, so that what follows counts as well.
fn walk(hir: &Hir, first: &mut First) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => {
            add_literal(&String::from_utf8_lossy(&literal.0), first);
            false
        }
        HirKind::Class(class) => {
            add_class(class, first);
            false
        }
        HirKind::Repetition(repetition) => walk(&repetition.sub, first) || repetition.min == 0,
        HirKind::Capture(capture) => walk(&capture.sub, first),
        HirKind::Concat(parts) => parts.iter().all(|part| walk(part, first)),
        HirKind::Alternation(parts) => {
            let empty: Vec<bool> = parts.iter().map(|part| walk(part, first)).collect();
            empty.contains(&true)
        }
    }
}

fn add_literal(literal: &str, first: &mut First) {
    let Some(letter) = literal.chars().next() else { return };
    if is_placeholder(letter) {
        first.terms.push((letter as u32 - PLACEHOLDER) as usize);
    } else if letter.is_ascii_digit() {
        first.number = true;
    } else if letter.is_alphabetic() {
        let end = literal.find(|letter: char| !letter.is_alphabetic()).unwrap_or(literal.len());
        first.words.push(literal[..end].to_lowercase());
    } else if letter == ' ' {
        first.anything = true;
    } else {
        first.words.push(letter.to_string());
    }
}

fn add_class(class: &Class, first: &mut First) {
    let ranges: Vec<(char, char)> = match class {
        Class::Unicode(class) => class.ranges().iter().map(|range| (range.start(), range.end())).collect(),
        Class::Bytes(class) => {
            class.ranges().iter().map(|range| (range.start() as char, range.end() as char)).collect()
        }
    };
    let (held, ranges) =
        ranges.into_iter().partition(|&(start, end)| is_placeholder(start) && is_placeholder(end));
    add_held(held, first);
    if ranges.is_empty() {
        return;
    }
    add_letters(&ranges, first);
}

/// Alternatives of one letter each, placeholders among them, come as one class.
fn add_held(held: Vec<(char, char)>, first: &mut First) {
    let codes = held.into_iter().flat_map(|(start, end)| start as u32..=end as u32);
    first.terms.extend(codes.map(|code| (code - PLACEHOLDER) as usize));
}

fn is_placeholder(letter: char) -> bool {
    (PLACEHOLDER..0x10_0000).contains(&(letter as u32))
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

    fn of(pattern: &str) -> First {
        first(&regex_syntax::parse(pattern).unwrap())
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
    fn terms_are_known_by_number() {
        let pattern = format!("{}+ {}", placeholder(3), placeholder(4));
        assert_eq!(of(&pattern).terms, [3]);
        let pattern = format!("(?:{}|{}) x", placeholder(3), placeholder(4));
        assert_eq!(of(&pattern).terms, [3, 4]);
    }
}
