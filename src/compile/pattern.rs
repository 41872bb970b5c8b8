//! Patterns: regexes with named building blocks.
//!
//! A pattern is cut into [`Piece`]s. A `{term}` or `{term:slot}` is replaced by what the term stands for; white space
//! matches any run of spaces; parentheses only group; words match in either tone placement. Everything else is a
//! regex as the `regex` family reads it.

use std::ops::Range;

use crate::fold::{fold, tone};

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Regex text, as the regex parser is to see it.
    Regex(String),
    /// A reference to a term, perhaps captured into a slot.
    Term {
        /// The term's name.
        name: String,
        /// The slot it is captured into.
        slot: Option<String>,
        /// Where the reference stands in the pattern, in bytes.
        span: Range<usize>,
    },
}

/// Cuts a pattern into its pieces. Braces of a repetition (`{2,5}`) stay regex text.
pub fn pieces(pattern: &str) -> Vec<Piece> {
    let mut reader =
        Reader { rest: pattern, at: 0, in_class: false, regex: String::new(), pieces: Vec::new() };
    while reader.step() {}
    reader.flush();
    reader.pieces
}

struct Reader<'p> {
    rest: &'p str,
    at: usize,
    in_class: bool,
    regex: String,
    pieces: Vec<Piece>,
}

impl Reader<'_> {
    fn step(&mut self) -> bool {
        let Some(letter) = self.rest.chars().next() else { return false };
        match letter {
            '\\' => self.copy_escape(),
            '{' if !self.in_class => self.term_or_brace(),
            '(' if !self.in_class => self.group(),
            '[' | ']' => self.class(letter),
            _ if letter.is_whitespace() && !self.in_class => self.space(),
            _ if letter.is_alphabetic() && !self.in_class => self.word(),
            _ => self.copy(letter.len_utf8()),
        }
        true
    }

    fn take(&mut self, length: usize) -> &str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        self.at += length;
        taken
    }

    fn copy(&mut self, length: usize) {
        let taken = self.take(length).to_owned();
        self.regex.push_str(&taken);
    }

    /// `\d`, `\p{Lu}`: the letters after a backslash are no word.
    fn copy_escape(&mut self) {
        let after: Vec<char> = self.rest.chars().skip(1).take(2).collect();
        let length = match after.as_slice() {
            ['p' | 'P' | 'x' | 'u', '{'] => self.rest.find('}').map_or(self.rest.len(), |end| end + 1),
            [letter, ..] => 1 + letter.len_utf8(),
            [] => 1,
        };
        self.copy(length);
    }

    fn term_or_brace(&mut self) {
        let named = self.rest[1..].starts_with(|letter: char| letter.is_ascii_alphabetic());
        let Some(end) = self.rest.find('}').filter(|_| named) else { return self.copy(1) };
        self.flush();
        let start = self.at;
        let inside = self.take(end + 1)[1..end].to_owned();
        let (name, slot) = match inside.split_once(':') {
            Some((name, slot)) => (name.to_owned(), Some(slot.to_owned())),
            None => (inside, None),
        };
        self.pieces.push(Piece::Term { name, slot, span: start..self.at });
    }

    /// A plain group captures nothing: only slots do.
    fn group(&mut self) {
        let plain = !self.rest[1..].starts_with('?');
        self.copy(1);
        if plain {
            self.regex.push_str("?:");
        }
    }

    fn class(&mut self, bracket: char) {
        self.in_class = bracket == '[';
        self.copy(1);
        if self.in_class && self.rest.starts_with('^') {
            self.copy(1);
        }
        if self.in_class && self.rest.starts_with(']') {
            self.copy(1);
        }
    }

    fn space(&mut self) {
        let length = self.rest.find(|letter: char| !letter.is_whitespace()).unwrap_or(self.rest.len());
        self.take(length);
        self.regex.push_str("(?: +)");
    }

    fn word(&mut self) {
        let length = self.rest.find(|letter: char| !letter.is_alphabetic()).unwrap_or(self.rest.len());
        let word = fold(self.take(length));
        self.regex.push_str(&spelled(&word));
    }

    fn flush(&mut self) {
        if !self.regex.is_empty() {
            self.pieces.push(Piece::Regex(std::mem::take(&mut self.regex)));
        }
    }
}

/// The regex of a folded word: both spellings where the placements differ in bytes.
fn spelled(word: &str) -> String {
    match tone::spellings(word) {
        Some([one, two]) => format!("(?:{one}|{two})"),
        None => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(name: &str, slot: Option<&str>, span: Range<usize>) -> Piece {
        Piece::Term { name: name.into(), slot: slot.map(Into::into), span }
    }

    #[test]
    fn terms_and_repetitions_are_told_apart() {
        assert_eq!(
            pieces("{number:value} {member}x{2,3}"),
            [
                term("number", Some("value"), 0..14),
                Piece::Regex("(?: +)".into()),
                term("member", None, 15..23),
                Piece::Regex("x{2,3}".into()),
            ]
        );
    }

    #[test]
    fn escapes_and_classes_are_left_alone() {
        assert_eq!(pieces(r"\p{Lu}[ ,]\d+"), [Piece::Regex(r"\p{Lu}[ ,]\d+".into())]);
    }

    #[test]
    fn groups_capture_nothing() {
        assert_eq!(pieces("(a|b)(?i:c)"), [Piece::Regex("(?:a|b)(?i:c)".into())]);
    }

    #[test]
    fn words_match_in_either_placement() {
        assert_eq!(pieces("uỷ thuỳ"), [Piece::Regex("ủy(?: +)(?:thuỳ|thùy)".into())]);
    }
}
