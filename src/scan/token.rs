//! Words, numbers and marks of a folded text.

use super::letter::{ELSEWHERE, Letter, LetterKind, Near};
use super::vocabulary::{Letters, Spelling, WordId};
use crate::compile::alphabet::Symbol;

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

/// Appends the tokens of `folded[start..end]` to `tokens`, and writes the symbol of each character to its place in
/// `symbols`, which is empty where nobody wants them.
pub fn tokenize(
    folded: &str,
    (start, end): (usize, usize),
    letters: Letters<'_>,
    symbols: &mut [Symbol],
    tokens: &mut Vec<Token>,
) {
    let mut reader = Reader { folded, bytes: &folded.as_bytes()[..end], letters, symbols, at: start };
    while let Some(token) = reader.next_token() {
        tokens.push(token);
    }
}

/// Reads tokens off the front of a text.
struct Reader<'t> {
    folded: &'t str,
    /// The text up to where it is read.
    bytes: &'t [u8],
    letters: Letters<'t>,
    symbols: &'t mut [Symbol],
    at: usize,
}

/// The bits of a character's code in a byte that continues it.
const CONTINUED: u8 = 0x3F;

/// The character that begins at byte `at` and the number of its bytes, read without being checked once more, since the
/// text is valid. [`ELSEWHERE`] if it is not among the nearest characters, or where the text ends.
#[inline]
fn nearest(near: &Near, bytes: &[u8], at: usize) -> (Letter, usize) {
    let more = |byte: u8| u32::from(byte & CONTINUED);
    let (code, length) = match *bytes.get(at..).unwrap_or_default() {
        [first @ ..0x80, ..] => (u32::from(first), 1),
        [first @ ..0xE0, second, ..] => (u32::from(first & 0x1F) << 6 | more(second), 2),
        [first @ ..0xF0, second, third, ..] => {
            (u32::from(first & 0x0F) << 12 | more(second) << 6 | more(third), 3)
        }
        _ => return (ELSEWHERE, 0),
    };
    (near.get(code as usize).copied().unwrap_or(ELSEWHERE), length)
}

/// Writes the symbol of the character at byte `at`.
#[inline]
fn note(symbols: &mut [Symbol], at: usize, letter: Letter) {
    if let Some(symbol) = symbols.get_mut(at) {
        *symbol = letter.symbol();
    }
}

impl Reader<'_> {
    /// The character at hand and the number of its bytes.
    #[inline]
    fn peek(&self) -> Option<(Letter, usize)> {
        let (letter, length) = nearest(self.letters.near, self.bytes, self.at);
        if letter.is_near() { Some((letter, length)) } else { self.peek_far() }
    }

    #[cold]
    fn peek_far(&self) -> Option<(Letter, usize)> {
        let letter = self.folded[self.at..self.bytes.len()].chars().next()?;
        Some((self.letters.far(letter), letter.len_utf8()))
    }

    /// Goes on after the character at hand.
    #[inline]
    fn pass(&mut self, letter: Letter, length: usize) {
        note(self.symbols, self.at, letter);
        self.at += length;
    }

    #[inline]
    fn next_token(&mut self) -> Option<Token> {
        loop {
            let (letter, length) = self.peek()?;
            match letter.kind() {
                LetterKind::Space => self.pass(letter, length),
                LetterKind::Letter => return Some(self.word(letter, length)),
                LetterKind::Digit => return Some(self.number()),
                LetterKind::Mark => return Some(self.mark(letter, length)),
            }
        }
    }

    #[inline]
    fn word(&mut self, first: Letter, length: usize) -> Token {
        let at = self.at;
        let mut spelling = Spelling::default();
        let (mut capitals, mut plain) = (0, true);
        let (mut letter, mut length) = (first, length);
        loop {
            let after = self.letters_from(letter, length, &mut spelling, &mut capitals, &mut plain);
            if after.is_near() {
                break;
            }
            match self.peek_far() {
                Some((far, bytes)) if far.kind() == LetterKind::Letter => (letter, length) = (far, bytes),
                _ => break,
            }
        }
        let capital = match first.capitals() {
            _ if capitals == spelling.length() && capitals > 1 => Capital::All,
            0 => Capital::No,
            _ => Capital::First,
        };
        let token = self.token(at, spelling);
        plain &= capital == Capital::All || capitals == first.capitals();
        let is_plain = plain && self.letters.vocabulary.has_one_spelling(token.word);
        Token { kind: TokenKind::Word, capital, is_plain, ..token }
    }

    /// Gathers `letter` and the near letters after it; the character at which they end. All that the loop needs is held
    /// in variables of its own, so that it stays in registers.
    #[inline]
    fn letters_from(
        &mut self,
        letter: Letter,
        length: usize,
        spelling: &mut Spelling,
        capitals: &mut u32,
        plain: &mut bool,
    ) -> Letter {
        let Self { bytes, letters: Letters { near, .. }, symbols, .. } = self;
        let (mut at, mut letter, mut length) = (self.at, letter, length);
        let (mut gathered, mut great, mut all_plain) = (*spelling, *capitals, *plain);
        loop {
            note(symbols, at, letter);
            at += length;
            gathered.push(letter);
            great += letter.capitals();
            all_plain &= letter.is_plain();
            (letter, length) = nearest(near, bytes, at);
            if letter.kind() != LetterKind::Letter {
                break;
            }
        }
        (self.at, *spelling, *capitals, *plain) = (at, gathered, great, all_plain);
        letter
    }

    fn number(&mut self) -> Token {
        let at = self.at;
        let stop = number_end(self.bytes, at, self.bytes.len());
        let mut spelling = Spelling::default();
        while let Some((figure, length)) = self.peek().filter(|_| self.at < stop) {
            spelling.push(figure);
            self.pass(figure, length);
        }
        Token { kind: TokenKind::Number, ..self.token(at, spelling) }
    }

    fn mark(&mut self, letter: Letter, length: usize) -> Token {
        let at = self.at;
        let mut spelling = Spelling::default();
        spelling.push(letter);
        self.pass(letter, length);
        let token = self.token(at, spelling);
        Token { mark: token.text(self.folded).chars().next().unwrap_or('\0'), ..token }
    }

    /// A token from `at` to here, as a mark without a character.
    #[inline]
    fn token(&self, at: usize, spelling: Spelling) -> Token {
        let end = self.at;
        let word = self.letters.vocabulary.find_spelled(spelling, self.folded, (at, end));
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
    use crate::scan::vocabulary::Vocabulary;

    fn texts(text: &str) -> Vec<&str> {
        let mut tokens = Vec::new();
        tokenize(text, (0, text.len()), Vocabulary::default().letters(), &mut [], &mut tokens);
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
        tokenize(text, (0, text.len()), Vocabulary::default().letters(), &mut [], &mut tokens);
        let capitals: Vec<_> = tokens.iter().map(|token| token.capital).collect();
        assert_eq!(capitals, [Capital::First, Capital::All, Capital::No, Capital::First]);
    }
}
