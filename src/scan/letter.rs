//! What each character is to the scan: part of a word, a digit or a mark; a capital or not; its code in words.
//!
//! The scan looks at every character once. A small table answers for Latin letters, the letters with two marks and
//! the typographic marks; anything else takes the slow path through the Unicode tables.

use std::collections::HashMap;
use std::ops::Range;

use crate::compile::alphabet::{Alphabet, Symbol};
use crate::fold::case::lower;

/// The kind of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum LetterKind {
    /// A plain space: the only white space of a folded text.
    Space,
    /// An ASCII digit.
    Digit,
    /// A letter, or a combining mark that no letter took up.
    Letter,
    /// Anything else.
    Mark,
}

/// A character as the scan sees it, in one number: the lowest byte is the number of its lower-case form among the
/// letters of the known words, or 0 if no known word holds it; the highest two are its symbol in the patterns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letter(u32);

const KIND: u32 = 8;
const CAPITAL: u32 = 10;
const PLAIN: u32 = 11;
const CODE: u32 = 0xFF;
const SYMBOL: u32 = 16;

impl Letter {
    fn new(kind: LetterKind, is_capital: bool, is_plain: bool) -> Self {
        Self((kind as u32) << KIND | u32::from(is_capital) << CAPITAL | u32::from(is_plain) << PLAIN)
    }

    /// Whether it was found in the table and not to be looked up elsewhere.
    #[inline]
    pub(super) fn is_near(self) -> bool {
        self != ELSEWHERE
    }

    fn with_code(self, code: u8) -> Self {
        Self(self.0 & !CODE | u32::from(code))
    }

    fn with_symbol(self, symbol: Symbol) -> Self {
        Self(self.0 & ((1 << SYMBOL) - 1) | u32::from(symbol) << SYMBOL)
    }

    #[inline]
    pub(super) fn symbol(self) -> Symbol {
        (self.0 >> SYMBOL) as Symbol
    }

    #[inline]
    pub(super) fn kind(self) -> LetterKind {
        match self.0 >> KIND & 3 {
            0 => LetterKind::Space,
            1 => LetterKind::Digit,
            2 => LetterKind::Letter,
            _ => LetterKind::Mark,
        }
    }

    /// 1 for a capital, else 0.
    #[inline]
    pub(super) fn capitals(self) -> u32 {
        self.0 >> CAPITAL & 1
    }

    /// Whether its lower-case form and its case tell which character it is.
    #[inline]
    pub(super) fn is_plain(self) -> bool {
        self.0 & 1 << PLAIN != 0
    }

    /// The number of its lower-case form.
    #[inline]
    pub(super) fn code(self) -> u8 {
        (self.0 & CODE) as u8
    }
}

/// The characters below this one are looked up in a table.
const NEAR: u32 = 0x2100;
/// What the characters in the table are.
pub type Near = [Letter; NEAR as usize];
/// Those of them that are: Latin letters, those with two marks, and typographic marks.
const TABLED: [Range<u32>; 2] = [0..0x300, 0x1E00..NEAR];
/// Stands in the table for a character that is looked up elsewhere: no mark is a capital.
pub(super) const ELSEWHERE: Letter = Letter(u32::MAX);

/// What every character is.
#[derive(Debug)]
pub(super) struct Characters {
    near: Box<Near>,
    /// The lower-case forms of the characters in the table.
    lower: Vec<char>,
    /// The codes of letters outside the table, by their lower-case forms.
    far: HashMap<char, u8>,
    codes: u8,
}

impl Default for Characters {
    fn default() -> Self {
        #[expect(clippy::large_stack_arrays, reason = "made once for a pack")]
        let (mut near, mut lower_forms) = (Box::new([ELSEWHERE; NEAR as usize]), vec!['\0'; NEAR as usize]);
        for letter in TABLED.into_iter().flatten().filter_map(char::from_u32) {
            near[letter as usize] = unknown(letter);
            lower_forms[letter as usize] = lower(letter);
        }
        Self { near, lower: lower_forms, far: HashMap::new(), codes: 0 }
    }
}

/// A character that no known word holds yet.
fn unknown(letter: char) -> Letter {
    let kind = match letter {
        ' ' => LetterKind::Space,
        '0'..='9' => LetterKind::Digit,
        _ if letter.is_alphabetic() || is_mark_on_letter(letter) => LetterKind::Letter,
        _ => LetterKind::Mark,
    };
    let is_capital = kind == LetterKind::Letter && letter.is_uppercase();
    let is_plain = if is_capital { is_plain_capital(letter) } else { lower(letter) == letter };
    Letter::new(kind, is_capital, is_plain)
}

/// Whether a letter is the capital of its own lower-case form.
fn is_plain_capital(letter: char) -> bool {
    letter.is_uppercase() && lower(letter) != letter && lower(letter).to_uppercase().eq([letter])
}

/// A combining mark that no letter took up still belongs to its word.
fn is_mark_on_letter(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

impl Characters {
    /// The characters that are looked up in a table.
    pub(super) fn near(&self) -> &Near {
        &self.near
    }

    /// The same with their symbols.
    pub(super) fn near_with_symbols(&self, alphabet: &Alphabet) -> Box<Near> {
        let mut near = self.near.clone();
        let letters = (0..NEAR).filter_map(char::from_u32).zip(near.iter_mut());
        for (character, letter) in letters.filter(|(_, letter)| letter.is_near()) {
            *letter = letter.with_symbol(alphabet.symbol(character));
        }
        near
    }

    /// A character with its symbol.
    pub(super) fn with_symbol(&self, letter: char, alphabet: &Alphabet) -> Letter {
        self.of(letter).with_symbol(alphabet.symbol(letter))
    }

    /// What `letter` is.
    #[inline]
    pub(super) fn of(&self, letter: char) -> Letter {
        match self.near.get(letter as usize) {
            Some(&found) if found.is_near() => found,
            _ => self.far(letter),
        }
    }

    #[cold]
    fn far(&self, letter: char) -> Letter {
        let Letter(found) = unknown(letter);
        Letter(found & !(1 << PLAIN)).with_code(self.far.get(&lower(letter)).copied().unwrap_or(0))
    }

    /// The code of a lower-case letter, given one if it is new; `None` if there are no more.
    pub(super) fn intern(&mut self, letter: char) -> Option<u8> {
        let known = self.of(letter).code();
        if known != 0 {
            return Some(known);
        }
        self.codes = self.codes.checked_add(1)?;
        self.far.insert(letter, self.codes);
        let forms = self.near.iter_mut().zip(&self.lower);
        let forms = forms.filter(|(found, lower)| **lower == letter && **found != ELSEWHERE);
        forms.for_each(|(found, _)| *found = found.with_code(self.codes));
        Some(self.codes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_share_the_code_of_their_letter() {
        let mut letters = Characters::default();
        let code = letters.intern('đ');
        assert!(code.is_some());
        assert_eq!(Some(letters.of('Đ').code()), code);
        assert_eq!(letters.of('d').code(), 0);
    }

    #[test]
    fn letters_beyond_the_table_are_known_too() {
        let mut letters = Characters::default();
        let code = letters.intern('ж');
        assert_eq!(Some(letters.of('Ж').code()), code);
        assert_eq!(letters.of('漢').kind(), LetterKind::Letter);
        assert_eq!(letters.of('€').kind(), LetterKind::Mark);
    }

    #[test]
    fn the_table_says_what_unicode_says() {
        let letters = Characters::default();
        for letter in ('\0'..='\u{2FFF}').filter(|letter| !letter.is_ascii()) {
            let found = letters.of(letter);
            let is_letter = letter.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&letter);
            assert_eq!(found.kind() == LetterKind::Letter, is_letter, "{letter:?}");
            assert_eq!(found.capitals() == 1, is_letter && letter.is_uppercase(), "{letter:?}");
        }
    }
}
