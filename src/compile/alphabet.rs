//! Characters as the patterns tell them apart.
//!
//! A page holds hundreds of different characters, but the patterns of a pack tell only some sets of them apart: most
//! capitals are just capitals to them, and most foreign letters just letters. All characters that no pattern tells
//! apart, and that have the same number of bytes in UTF-8, share one *symbol*. A text in symbols is as long as the text
//! in bytes: the symbol stands where the character begins, and [`FILLER`]s stand for its further bytes. An automaton
//! over symbols is several times smaller than one over UTF-8, since a set of letters is one step in it.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::expression::{ClassId, Ranges};
use crate::scan::trie::NumberHasher;

/// A set of characters that no pattern tells apart.
pub type Symbol = u16;

/// Stands for the second and further bytes of a character.
pub const FILLER: Symbol = 0;

/// One of 64 bits for a symbol, which it shares with others.
#[inline]
pub(super) fn symbol_bit(symbol: Symbol) -> u64 {
    1 << (symbol % 64)
}

/// The first characters with two, three and four bytes.
const LENGTH_STEPS: [u32; 3] = [0x80, 0x800, 0x1_0000];
/// One more than the last character.
const END: u32 = 0x11_0000;
/// The characters below this one are looked up in a table.
const NEAR: u32 = 0x2100;

/// The symbols of a set of patterns.
#[derive(Debug, Default)]
pub struct Alphabet {
    /// The symbols of the characters below [`NEAR`].
    near: Vec<Symbol>,
    /// The first characters of stretches that share a symbol, ascending, and the symbols.
    starts: Vec<u32>,
    of_start: Vec<Symbol>,
    /// For each symbol the bytes of its characters.
    lengths: Vec<u8>,
    /// For each class its symbols, as bits.
    classes: Vec<u64>,
    /// The words of bits of a class.
    words: usize,
    /// For each class its symbols, ascending.
    symbols: Vec<Vec<Symbol>>,
}

impl Alphabet {
    /// The alphabet that tells `classes` apart; `None` if they tell more apart than there are symbols.
    pub(super) fn new(classes: &[Ranges]) -> Option<Self> {
        let starts = starts(classes);
        let kinds = kinds(classes, &starts);
        let (of_start, lengths) = number_kinds(&starts, &kinds)?;
        let words = lengths.len().div_ceil(64);
        let mut bits = vec![0; classes.len() * words];
        let mut symbols = vec![Vec::new(); classes.len()];
        let mut next = 1;
        for (kind, &symbol) in kinds.iter().zip(&of_start).filter(|&(_, &symbol)| {
            let new = symbol == next;
            next += Symbol::from(new);
            new
        }) {
            for class in ones(kind) {
                bits[class * words + usize::from(symbol) / 64] |= 1 << (symbol % 64);
                symbols[class].push(symbol);
            }
        }
        let mut alphabet =
            Self { near: Vec::new(), starts, of_start, lengths, classes: bits, words, symbols };
        alphabet.near = alphabet.near_symbols();
        Some(alphabet)
    }

    fn near_symbols(&self) -> Vec<Symbol> {
        let mut near = vec![FILLER; NEAR as usize];
        for (number, &symbol) in self.of_start.iter().enumerate() {
            let end = self.starts.get(number + 1).copied().unwrap_or(END).min(NEAR) as usize;
            let start = self.starts[number] as usize;
            near[start.min(end)..end].fill(symbol);
        }
        near
    }

    /// Whether a class holds the characters of `symbol`.
    #[inline]
    pub(super) fn holds(&self, class: ClassId, symbol: Symbol) -> bool {
        self.classes[class * self.words + usize::from(symbol) / 64] & (1 << (symbol % 64)) != 0
    }

    /// The bits of the symbols of a class, as [`symbol_bit`] gives them.
    pub(super) fn symbol_bits(&self, class: ClassId) -> u64 {
        let words = &self.classes[class * self.words..][..self.words];
        words.iter().fold(0, |all, bits| all | bits)
    }

    /// The symbol of a plain space.
    pub(super) fn space(&self) -> Symbol {
        self.symbol(' ')
    }

    /// The symbols of the characters of a class.
    pub(super) fn symbols_of(&self, class: ClassId) -> impl Iterator<Item = Symbol> {
        self.symbols[class].iter().copied()
    }

    /// The bytes of the characters of `symbol`.
    #[inline]
    pub fn length(&self, symbol: Symbol) -> usize {
        usize::from(self.lengths[usize::from(symbol)])
    }

    /// `text` as automata read it: a symbol for each byte.
    #[cfg(test)]
    pub fn read(&self, text: &str) -> Vec<Symbol> {
        let mut symbols = vec![FILLER; text.len()];
        for (at, letter) in text.char_indices() {
            symbols[at] = self.symbol(letter);
        }
        symbols
    }

    /// The symbol of a character.
    #[inline]
    pub fn symbol(&self, letter: char) -> Symbol {
        let code = letter as u32;
        match self.near.get(code as usize) {
            Some(&symbol) => symbol,
            None => self
                .starts
                .partition_point(|&start| start <= code)
                .checked_sub(1)
                .map_or(FILLER, |last| self.of_start[last]),
        }
    }
}

/// The characters at which a class begins or ends, or characters get longer.
fn starts(classes: &[Ranges]) -> Vec<u32> {
    let edges = classes.iter().flatten().flat_map(|&(first, last)| [first as u32, last as u32 + 1]);
    let mut starts: Vec<u32> = edges.chain(LENGTH_STEPS).chain([0]).filter(|&start| start < END).collect();
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// For each stretch of characters the classes that hold it, as bits.
fn kinds(classes: &[Ranges], starts: &[u32]) -> Vec<Vec<u64>> {
    let mut kinds = vec![vec![0u64; classes.len().div_ceil(64)]; starts.len()];
    for (number, ranges) in classes.iter().enumerate() {
        for &(first, last) in ranges {
            let from = starts.partition_point(|&start| start < first as u32);
            let to = starts.partition_point(|&start| start <= last as u32);
            kinds[from..to].iter_mut().for_each(|kind| kind[number / 64] |= 1 << (number % 64));
        }
    }
    kinds
}

/// The places of the bits that are set.
fn ones(words: &[u64]) -> impl Iterator<Item = usize> {
    words.iter().enumerate().flat_map(|(number, &word)| {
        let rests = std::iter::successors(Some(word), |rest| Some(rest & rest.wrapping_sub(1)));
        rests.take_while(|&rest| rest != 0).map(move |rest| 64 * number + rest.trailing_zeros() as usize)
    })
}

/// A symbol for each kind and length, and the lengths of the symbols; `None` if there are too many.
fn number_kinds(starts: &[u32], kinds: &[Vec<u64>]) -> Option<(Vec<Symbol>, Vec<u8>)> {
    let mut numbers = HashMap::<(u8, &[u64]), Symbol, BuildHasherDefault<NumberHasher>>::default();
    let mut lengths = vec![1];
    let mut symbols = Vec::with_capacity(starts.len());
    for (&start, kind) in starts.iter().zip(kinds) {
        let length = length(start);
        let next = Symbol::try_from(lengths.len()).ok()?;
        let symbol = *numbers.entry((length, kind)).or_insert(next);
        if symbol == next {
            lengths.push(length);
        }
        symbols.push(symbol);
    }
    Some((symbols, lengths))
}

/// The number of bytes of a character.
fn length(code: u32) -> u8 {
    1 + LENGTH_STEPS.iter().filter(|&&step| code >= step).count() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_pattern_tells_apart_is_one_symbol() {
        let alphabet = Alphabet::new(&[vec![('a', 'z')], vec![('e', 'e')], vec![('đ', 'đ')]]).unwrap();
        let symbols = alphabet.read("abeđĐ漢ab");
        assert_eq!(symbols.len(), "abeđĐ漢ab".len());
        assert_eq!(symbols[0], symbols[1]);
        assert_ne!(symbols[0], symbols[2]);
        assert_ne!(symbols[3], symbols[5]);
        assert_eq!([symbols[4], symbols[6], symbols[8], symbols[9]], [FILLER; 4]);
        assert_eq!(symbols[10..], symbols[..2]);
    }

    #[test]
    fn a_class_holds_the_symbols_of_its_characters() {
        let alphabet = Alphabet::new(&[vec![('a', 'c'), ('á', 'á')], vec![('b', 'b')]]).unwrap();
        for (text, held) in [("a", true), ("b", true), ("á", true), ("d", false), ("ơ", false)] {
            let symbol = alphabet.read(text)[0];
            assert_eq!(alphabet.holds(0, symbol), held, "{text}");
            assert_eq!(alphabet.length(symbol), text.len());
        }
    }
}
