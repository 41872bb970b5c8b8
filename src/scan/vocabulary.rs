//! The syllables that any rule knows, each with a number.
//!
//! Everything later compares these numbers instead of letters: a syllable that no rule knows is [`UNKNOWN`] and is
//! passed over at the cost of one look-up. A syllable of up to eight letters is its own key: the codes of its letters
//! side by side in one machine word, gathered while the text is read.

use std::collections::HashMap;

use super::letter::{Characters, Letter, Near};
use crate::compile::alphabet::Alphabet;
use crate::fold::{case::lower_text, tone};

/// The number of a syllable.
pub type WordId = u32;

/// A syllable that no rule knows.
pub const UNKNOWN: WordId = 0;

/// The longest syllable that is looked up, in bytes; longer runs of letters are no Vietnamese syllable.
const LONGEST: usize = 40;

/// Syllables in lower case and one tone placement, each with its number.
#[derive(Debug, Default)]
pub struct Vocabulary {
    letters: Characters,
    short: ShortWords,
    /// Words of more than eight letters, or of letters for which there was no code left.
    long: HashMap<String, WordId>,
    /// The words with two spellings, as bits.
    doubled: Vec<u64>,
    count: WordId,
}

/// What the characters of a text are looked up in.
#[derive(Clone, Copy, Debug)]
pub struct Letters<'v> {
    pub(super) vocabulary: &'v Vocabulary,
    /// The nearest characters.
    pub(super) near: &'v Near,
    /// The symbols of the others, where symbols are wanted.
    alphabet: Option<&'v Alphabet>,
}

impl Letters<'_> {
    /// A character that is not in the table.
    #[cold]
    pub(super) fn far(&self, letter: char) -> Letter {
        let letters = &self.vocabulary.letters;
        self.alphabet.map_or_else(|| letters.of(letter), |alphabet| letters.with_symbol(letter, alphabet))
    }
}

/// The letters of a word, gathered one by one.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spelling {
    key: u64,
    length: u32,
    /// A letter that no known word holds.
    stray: bool,
}

/// The most letters of a word that is its own key.
const SHORT: u32 = 8;

impl Spelling {
    #[inline]
    pub(super) fn push(&mut self, letter: Letter) {
        self.key = self.key << 8 | u64::from(letter.code());
        self.length += 1;
        self.stray |= letter.code() == 0;
    }

    /// How many letters it has.
    #[inline]
    pub(super) fn length(self) -> u32 {
        self.length
    }

    /// The key, if the word is short and of known letters.
    #[inline]
    fn key(self) -> Option<u64> {
        (self.length <= SHORT && !self.stray).then_some(self.key)
    }
}

impl Vocabulary {
    /// The number of `syllable` (already folded and in lower case), given one if it is new.
    pub fn intern(&mut self, syllable: &str) -> WordId {
        let known = self.find(syllable);
        if known != UNKNOWN {
            return known;
        }
        self.count += 1;
        match tone::spellings(syllable) {
            Some(both) => {
                for spelling in &both {
                    self.insert(spelling, self.count);
                }
                let word = self.count as usize / 64;
                self.doubled.resize(self.doubled.len().max(word + 1), 0);
                self.doubled[word] |= 1 << (self.count % 64);
            }
            None => self.insert(syllable, self.count),
        }
        self.count
    }

    fn insert(&mut self, syllable: &str, id: WordId) {
        for letter in syllable.chars() {
            self.letters.intern(letter);
        }
        match self.spelling(syllable).key() {
            Some(key) => self.short.insert(key, id),
            None => {
                self.long.insert(syllable.to_owned(), id);
            }
        }
    }

    fn spelling(&self, word: &str) -> Spelling {
        let mut spelling = Spelling::default();
        word.chars().for_each(|letter| spelling.push(self.letters.of(letter)));
        spelling
    }

    /// The number of a folded syllable in any case.
    pub fn look_up(&self, syllable: &str) -> WordId {
        if syllable.len() > LONGEST { UNKNOWN } else { self.find(syllable) }
    }

    fn find(&self, syllable: &str) -> WordId {
        self.find_spelled(self.spelling(syllable), syllable, (0, syllable.len()))
    }

    /// The number of the word at `start..end` of `text`, whose letters are gathered already.
    #[inline]
    pub(super) fn find_spelled(
        &self,
        spelling: Spelling,
        text: &str,
        (start, end): (usize, usize),
    ) -> WordId {
        match spelling.key() {
            Some(key) => self.short.get(key),
            None => self.find_long(&text[start..end]),
        }
    }

    fn find_long(&self, text: &str) -> WordId {
        if text.len() > LONGEST || self.long.is_empty() {
            return UNKNOWN;
        }
        self.long.get(lower_text(text).as_str()).copied().unwrap_or(UNKNOWN)
    }

    /// Whether a known word is always spelled alike.
    #[inline]
    pub(super) fn has_one_spelling(&self, word: WordId) -> bool {
        let doubled = self.doubled.get(word as usize / 64).is_some_and(|bits| bits & (1 << (word % 64)) != 0);
        word != UNKNOWN && !doubled
    }

    /// What the characters of a text are looked up in where their symbols are not wanted.
    pub fn letters(&self) -> Letters<'_> {
        Letters { vocabulary: self, near: self.letters.near(), alphabet: None }
    }

    /// The nearest characters with their symbols, for [`Vocabulary::letters_with_symbols`].
    pub fn near_with_symbols(&self, alphabet: &Alphabet) -> Box<Near> {
        self.letters.near_with_symbols(alphabet)
    }

    /// What the characters of a text are looked up in where their symbols are wanted too.
    pub fn letters_with_symbols<'v>(&'v self, near: &'v Near, alphabet: &'v Alphabet) -> Letters<'v> {
        Letters { vocabulary: self, near, alphabet: Some(alphabet) }
    }

    /// How many syllables there are; ids run from 1 to this number.
    pub fn syllable_count(&self) -> usize {
        self.count as usize
    }
}

/// Short words by their keys: an open table, at most half full, with the next free place for keys that meet.
#[derive(Debug, Default)]
struct ShortWords {
    /// Key and word; a key of 0 marks a free place, since no word has it.
    places: Vec<(u64, WordId)>,
    count: usize,
}

/// The table's size when the first word comes; always a power of two.
const FIRST_SIZE: usize = 1 << 10;

impl ShortWords {
    fn insert(&mut self, key: u64, id: WordId) {
        if self.count * 2 >= self.places.len() {
            self.grow();
        }
        let at = self.place_of(key);
        self.count += usize::from(self.places[at].0 == 0);
        self.places[at] = (key, id);
    }

    fn grow(&mut self) {
        let size = (self.places.len() * 2).max(FIRST_SIZE);
        let old = std::mem::replace(&mut self.places, vec![(0, UNKNOWN); size]);
        for (key, id) in old.into_iter().filter(|&(key, _)| key != 0) {
            let at = self.place_of(key);
            self.places[at] = (key, id);
        }
    }

    /// Where `key` stands, or the free place where it would.
    #[inline]
    fn place_of(&self, key: u64) -> usize {
        let mask = self.places.len() - 1;
        let mut at = mixed(key) & mask;
        while self.places[at].0 != key && self.places[at].0 != 0 {
            at = (at + 1) & mask;
        }
        at
    }

    #[inline]
    fn get(&self, key: u64) -> WordId {
        if self.places.is_empty() { UNKNOWN } else { self.places[self.place_of(key)].1 }
    }
}

/// Spreads the bits of a key; the keys come from rule files, so nobody gains by making them meet.
#[inline]
fn mixed(key: u64) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_case_and_either_placement_is_one_word() {
        let mut vocabulary = Vocabulary::default();
        let thuy = vocabulary.intern("thùy");
        assert_eq!(vocabulary.look_up("THÙY"), thuy);
        assert_eq!(vocabulary.look_up("thuỳ"), thuy);
        assert_eq!(vocabulary.look_up("thủy"), UNKNOWN);
    }

    #[test]
    fn long_words_and_many_words_are_found() {
        let mut vocabulary = Vocabulary::default();
        let words: Vec<String> = (0..5000).map(|number| format!("w{number}")).collect();
        let ids: Vec<WordId> = words.iter().map(|word| vocabulary.intern(word)).collect();
        let long = vocabulary.intern("administration");
        assert_eq!(vocabulary.look_up("Administration"), long);
        assert!(words.iter().zip(ids).all(|(word, id)| vocabulary.look_up(word) == id));
        assert_eq!(vocabulary.syllable_count(), 5001);
        assert_eq!(vocabulary.look_up("x1"), UNKNOWN);
    }
}
