//! What each character is to the scan: part of a word, a digit or a mark; a capital or not; its code in words.
//!
//! The scan looks at every character once. A small table answers for Latin letters, the letters with two marks and
//! the typographic marks; anything else takes the slow path through the Unicode tables.

use std::collections::HashMap;

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

/// A character as the scan sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letter {
    pub(super) kind: LetterKind,
    pub(super) is_capital: bool,
    /// Whether its lower-case form and its case tell which character it is.
    pub(super) is_plain: bool,
    /// The number of its lower-case form among the letters of the known words; 0 if no known word holds it.
    pub(super) code: u8,
}

/// The pages of 256 characters that the table answers for.
const PAGES: [u32; 5] = [0x00, 0x01, 0x02, 0x1E, 0x20];
/// For each page below the last of [`PAGES`] its place in the table.
const PLACES: [u8; 0x21] = {
    let mut places = [NO_PLACE; 0x21];
    let mut number = 0;
    while number < PAGES.len() {
        places[PAGES[number] as usize] = number as u8;
        number += 1;
    }
    places
};
const NO_PLACE: u8 = u8::MAX;

/// What every character is.
#[derive(Debug)]
pub(super) struct Letters {
    near: Vec<Letter>,
    /// The lower-case forms of the characters in the table.
    lower: Vec<char>,
    /// The codes of letters outside the table, by their lower-case forms.
    far: HashMap<char, u8>,
    codes: u8,
}

impl Default for Letters {
    fn default() -> Self {
        let near = near_characters().map(unknown).collect();
        Self { near, lower: near_characters().map(lower).collect(), far: HashMap::new(), codes: 0 }
    }
}

/// The characters of the table, in its order.
fn near_characters() -> impl Iterator<Item = char> {
    let codes = PAGES.into_iter().flat_map(|page| page * 256..(page + 1) * 256);
    codes.map(|code| char::from_u32(code).unwrap_or_default())
}

/// A character that no known word holds yet.
fn unknown(letter: char) -> Letter {
    let kind = match letter {
        ' ' => LetterKind::Space,
        '0'..='9' => LetterKind::Digit,
        _ if letter.is_alphabetic() || is_mark_on_letter(letter) => LetterKind::Letter,
        _ => LetterKind::Mark,
    };
    let is_plain = !letter.is_uppercase() && lower(letter) == letter || is_plain_capital(letter);
    Letter { kind, is_capital: letter.is_uppercase(), is_plain, code: 0 }
}

/// Whether a letter is the capital of its own lower-case form.
fn is_plain_capital(letter: char) -> bool {
    letter.is_uppercase() && lower(letter) != letter && lower(letter).to_uppercase().eq([letter])
}

/// A combining mark that no letter took up still belongs to its word.
fn is_mark_on_letter(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

/// The place of a character in the table.
#[inline]
fn place(letter: char) -> Option<usize> {
    let code = letter as usize;
    let place = *PLACES.get(code >> 8)?;
    (place != NO_PLACE).then_some(usize::from(place) << 8 | (code & 0xFF))
}

impl Letters {
    /// What `letter` is.
    #[inline]
    pub(super) fn of(&self, letter: char) -> Letter {
        match place(letter).and_then(|place| self.near.get(place)) {
            Some(found) => *found,
            None => self.far(letter),
        }
    }

    #[cold]
    fn far(&self, letter: char) -> Letter {
        let code = self.far.get(&lower(letter)).copied().unwrap_or(0);
        Letter { code, is_plain: false, ..unknown(letter) }
    }

    /// The code of a lower-case letter, given one if it is new; `None` if there are no more.
    pub(super) fn intern(&mut self, letter: char) -> Option<u8> {
        let known = self.of(letter).code;
        if known != 0 {
            return Some(known);
        }
        self.codes = self.codes.checked_add(1)?;
        if place(letter).is_none() {
            self.far.insert(letter, self.codes);
        }
        let forms = self.near.iter_mut().zip(&self.lower).filter(|(_, lower)| **lower == letter);
        forms.for_each(|(found, _)| found.code = self.codes);
        Some(self.codes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_share_the_code_of_their_letter() {
        let mut letters = Letters::default();
        let code = letters.intern('đ');
        assert!(code.is_some());
        assert_eq!(Some(letters.of('Đ').code), code);
        assert_eq!(letters.of('d').code, 0);
    }

    #[test]
    fn letters_beyond_the_table_are_known_too() {
        let mut letters = Letters::default();
        let code = letters.intern('ж');
        assert_eq!(Some(letters.of('Ж').code), code);
        assert_eq!(letters.of('漢').kind, LetterKind::Letter);
        assert_eq!(letters.of('€').kind, LetterKind::Mark);
    }

    #[test]
    fn the_table_says_what_unicode_says() {
        let letters = Letters::default();
        for letter in ('\0'..='\u{2FFF}').filter(|letter| !letter.is_ascii()) {
            let found = letters.of(letter);
            let is_letter = letter.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&letter);
            assert_eq!(found.kind == LetterKind::Letter, is_letter, "{letter:?}");
            assert_eq!(found.is_capital, letter.is_uppercase(), "{letter:?}");
        }
    }
}
