//! The syllables that any rule knows, each with a number.
//!
//! Everything later compares these numbers instead of letters: a syllable that no rule knows is [`UNKNOWN`] and is
//! passed over at the cost of one look-up.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use crate::fold::{case::lower, tone};

/// The number of a syllable.
pub type WordId = u32;

/// A syllable that no rule knows.
pub const UNKNOWN: WordId = 0;

/// The longest syllable that is looked up, in bytes; longer runs of letters are no Vietnamese syllable.
const LONGEST: usize = 40;

/// Syllables in lower case and one tone placement, each with its number.
#[derive(Debug, Default)]
pub struct Vocabulary {
    ids: HashMap<Box<[u8]>, WordId, BuildHasherDefault<SyllableHasher>>,
    count: WordId,
}

impl Vocabulary {
    /// The number of `syllable` (already folded and in lower case), given one if it is new.
    pub fn intern(&mut self, syllable: &str) -> WordId {
        if let Some(&id) = self.ids.get(syllable.as_bytes()) {
            return id;
        }
        self.count += 1;
        let id = self.count;
        match tone::spellings(syllable) {
            Some(both) => both.into_iter().for_each(|spelling| self.insert(&spelling, id)),
            None => self.insert(syllable, id),
        }
        id
    }

    fn insert(&mut self, syllable: &str, id: WordId) {
        self.ids.insert(syllable.as_bytes().into(), id);
    }

    /// The number of a folded syllable in any case.
    pub fn look_up(&self, syllable: &str) -> WordId {
        if syllable.len() > LONGEST {
            return UNKNOWN;
        }
        let mut buffer = [0u8; LONGEST];
        let lowered = lower_into(syllable, &mut buffer);
        self.ids.get(lowered).copied().unwrap_or(UNKNOWN)
    }

    /// How many syllables there are; ids run from 1 to this number.
    pub fn len(&self) -> usize {
        self.count as usize
    }
}

/// Writes the lower-case form of `syllable` to `buffer`, which is at least as long.
#[inline]
fn lower_into<'b>(syllable: &str, buffer: &'b mut [u8; LONGEST]) -> &'b [u8] {
    let mut at = 0;
    for letter in syllable.chars() {
        at += lower(letter).encode_utf8(&mut buffer[at..]).len();
    }
    &buffer[..at]
}

/// A multiplicative hash for short keys; the keys come from rule files, so nobody gains by colliding them.
#[derive(Default)]
struct SyllableHasher(u64);

const MULTIPLIER: u64 = 0x517c_c1b7_2722_0a95;

impl std::hash::Hasher for SyllableHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0u8; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(MULTIPLIER);
        }
    }

    fn write_usize(&mut self, _: usize) {}

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
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
}
