//! Words, numbers and marks of a folded text.

use super::vocabulary::{Vocabulary, WordId};

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
    let bytes = folded.as_bytes();
    let mut at = start;
    while at < end {
        let byte = bytes[at];
        if byte == b' ' {
            at += 1;
        } else if byte.is_ascii_digit() {
            let stop = number_end(bytes, at, end);
            tokens.push(plain(folded, at, stop, TokenKind::Number, vocabulary));
            at = stop;
        } else {
            at = push_word_or_mark(folded, at, end, vocabulary, tokens);
        }
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

fn push_word_or_mark(
    folded: &str,
    at: usize,
    end: usize,
    vocabulary: &Vocabulary,
    tokens: &mut Vec<Token>,
) -> usize {
    let mut letters = folded[at..end].char_indices();
    let mut case = CaseCount::default();
    let stop = letters
        .find(|&(_, letter)| !(is_letter(letter) && case.count(letter)))
        .map_or(end, |(offset, _)| at + offset);
    if stop > at {
        let mut token = plain(folded, at, stop, TokenKind::Word, vocabulary);
        token.capital = case.capital();
        tokens.push(token);
        return stop;
    }
    let width = folded[at..].chars().next().map_or(1, char::len_utf8);
    tokens.push(plain(folded, at, at + width, TokenKind::Mark, vocabulary));
    at + width
}

#[inline]
fn is_letter(letter: char) -> bool {
    if letter.is_ascii() {
        letter.is_ascii_alphabetic()
    } else {
        letter.is_alphabetic() || is_mark_on_letter(letter)
    }
}

/// A combining mark that no letter took up still belongs to its word.
fn is_mark_on_letter(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

#[derive(Default)]
struct CaseCount {
    first: bool,
    capitals: u32,
    letters: u32,
}

impl CaseCount {
    #[inline]
    fn count(&mut self, letter: char) -> bool {
        let capital = letter.is_uppercase();
        if self.letters == 0 {
            self.first = capital;
        }
        self.letters += 1;
        self.capitals += u32::from(capital);
        true
    }

    fn capital(&self) -> Capital {
        match (self.first, self.capitals == self.letters && self.letters > 1) {
            (_, true) => Capital::All,
            (true, false) => Capital::First,
            (false, false) => Capital::No,
        }
    }
}

fn plain(folded: &str, start: usize, end: usize, kind: TokenKind, vocabulary: &Vocabulary) -> Token {
    let word = vocabulary.look_up(&folded[start..end]);
    let mark = match kind {
        TokenKind::Mark => folded[start..end].chars().next().unwrap_or('\0'),
        _ => '\0',
    };
    Token { start: start as u32, end: end as u32, word, kind, capital: Capital::No, mark }
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
