//! Words, numbers and marks of a folded text.

use std::str::Chars;

use super::letter::{Letter, LetterKind};
use super::vocabulary::{Spelling, Vocabulary, WordId};

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A run of letters: a syllable.
    Word,
    /// Digits, with points and commas between digits: `1.092`, `28,45`, `25.10.2021`.
    Number,
    /// Any other single character that is not white space.
    Mark,
}

/// How a word is capitalised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capital {
    /// Begins with a small letter, or is no word.
    No,
    /// Begins with a capital.
    First,
    /// Two or more letters, all capitals.
    All,
}

/// One token; its offsets are bytes of the folded text.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// The vocabulary's number of the token.
    pub word: WordId,
    /// What it is made of.
    pub kind: TokenKind,
    /// How it is capitalised.
    pub capital: Capital,
    /// Whether it is a known word whose letters and case follow from `word` and `capital`.
    pub is_plain: bool,
    /// The character itself where it is a mark; else NUL.
    pub mark: char,
}

impl Token {
    /// Whether it is the mark `mark`.
    #[inline]
    pub fn is(&self, mark: char) -> bool {
        self.mark == mark
    }

    /// Whether it is a mark that can end a sentence.
    pub fn is_final_mark(&self) -> bool {
        matches!(self.mark, '.' | '!' | '?' | '\u{2026}')
    }

    /// The token's text.
    pub fn text<'t>(&self, folded: &'t str) -> &'t str {
        &folded[self.start as usize..self.end as usize]
    }

    /// Whether the token begins with a capital letter.
    pub fn is_capitalised(&self) -> bool {
        self.capital != Capital::No
    }
}

/// Appends the tokens of `folded[start..end]` to `tokens`.
pub fn tokenize(folded: &str, start: usize, end: usize, vocabulary: &Vocabulary, tokens: &mut Vec<Token>) {
    let mut reader = Reader { folded, vocabulary, rest: folded[start..end].chars(), end };
    tokens.extend(std::iter::from_fn(|| reader.next_token()));
}

/// Reads tokens off the front of a text.
struct Reader<'t> {
    folded: &'t str,
    vocabulary: &'t Vocabulary,
    rest: Chars<'t>,
    end: usize,
}

impl Reader<'_> {
    #[inline]
    fn at(&self) -> usize {
        self.end - self.rest.as_str().len()
    }

    #[inline]
    fn next_token(&mut self) -> Option<Token> {
        loop {
            let at = self.at();
            let first = self.rest.next()?;
            let letter = self.vocabulary.letter(first);
            match letter.kind() {
                LetterKind::Space => {}
                LetterKind::Letter => return Some(self.word(at, letter)),
                LetterKind::Digit => return Some(self.number(at)),
                LetterKind::Mark => return Some(self.mark(at, first, letter)),
            }
        }
    }

    #[inline]
    fn word(&mut self, at: usize, first: Letter) -> Token {
        let mut spelling = Spelling::default();
        let (mut capitals, mut plain) = (0, true);
        let mut letter = first;
        loop {
            spelling.push(letter);
            capitals += letter.capitals();
            plain &= letter.is_plain();
            let before = self.rest.clone();
            match self.rest.next().map(|next| self.vocabulary.letter(next)) {
                Some(next) if next.kind() == LetterKind::Letter => letter = next,
                Some(_) => {
                    self.rest = before;
                    break;
                }
                None => break,
            }
        }
        let capital = match first.capitals() {
            _ if capitals == spelling.length() && capitals > 1 => Capital::All,
            0 => Capital::No,
            _ => Capital::First,
        };
        let token = self.token(at, spelling);
        plain &= capital == Capital::All || capitals == first.capitals();
        let is_plain = plain && self.vocabulary.has_one_spelling(token.word);
        Token { kind: TokenKind::Word, capital, is_plain, ..token }
    }

    fn number(&mut self, at: usize) -> Token {
        let stop = number_end(self.folded.as_bytes(), at, self.end);
        self.rest = self.folded[stop..self.end].chars();
        let mut spelling = Spelling::default();
        let figures = self.folded[at..stop].chars();
        figures.for_each(|figure| spelling.push(self.vocabulary.letter(figure)));
        Token { kind: TokenKind::Number, ..self.token(at, spelling) }
    }

    fn mark(&mut self, at: usize, mark: char, letter: Letter) -> Token {
        let mut spelling = Spelling::default();
        spelling.push(letter);
        Token { mark, ..self.token(at, spelling) }
    }

    /// A token from `at` to here, as a mark without a character.
    #[inline]
    fn token(&self, at: usize, spelling: Spelling) -> Token {
        let end = self.at();
        let word = self.vocabulary.find_spelled(spelling, &self.folded[at..end]);
        let (kind, capital) = (TokenKind::Mark, Capital::No);
        Token { start: at as u32, end: end as u32, word, kind, capital, is_plain: false, mark: '\0' }
    }
}

/// Where the number that begins at `at` ends: a point or comma belongs to it only between digits.
fn number_end(bytes: &[u8], at: usize, end: usize) -> usize {
    let digit = |at: usize| at < end && bytes[at].is_ascii_digit();
    let mut stop = at + 1;
    loop {
        if digit(stop) {
            stop += 1;
        } else if stop < end && matches!(bytes[stop], b'.' | b',') && digit(stop + 1) {
            stop += 2;
        } else {
            return stop;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        let mut tokens = Vec::new();
        tokenize(text, 0, text.len(), &Vocabulary::default(), &mut tokens);
        tokens.iter().map(|token| token.text(text)).collect()
    }

    #[test]
    fn letters_and_digits_part() {
        assert_eq!(texts("ngày10/12/2021 của"), ["ngày", "10", "/", "12", "/", "2021", "của"]);
    }

    #[test]
    fn a_number_keeps_inner_points_only() {
        assert_eq!(texts("1.092, 28,45. 25.10.2021)"), ["1.092", ",", "28,45", ".", "25.10.2021", ")"]);
    }

    #[test]
    fn capitals_are_told_apart() {
        let mut tokens = Vec::new();
        let text = "Mai MAI mai Đ";
        tokenize(text, 0, text.len(), &Vocabulary::default(), &mut tokens);
        let capitals: Vec<_> = tokens.iter().map(|token| token.capital).collect();
        assert_eq!(capitals, [Capital::First, Capital::All, Capital::No, Capital::First]);
    }
}
