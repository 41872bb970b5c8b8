//! A short sketch of a text, by which near-duplicates are found without comparing the texts.
//!
//! The text becomes the set of its runs of three words (shingles), in one spelling and without punctuation. A
//! MinHash of that set keeps, for each of a fixed number of bins, the smallest hash that falls into it; two sets
//! agree in about as many bins as the share of shingles they have in common (their Jaccard similarity). The
//! one-permutation variant needs one hash a shingle; bins that stay empty borrow from others in a fixed way.

use xxhash_rust::xxh3::xxh3_64;

use crate::fold::case::lower;
use crate::fold::compose::Composed;
use crate::fold::fold;

/// Words in a shingle.
const WORDS: usize = 3;
/// Bins of a sketch; the similarity is told to about four in a hundred.
pub(super) const BINS: usize = 96;

/// A sketch of a text: what its near-duplicates have in common with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sketch(pub [u32; BINS]);

impl Sketch {
    /// The sketch of `text`; nothing where it has no words.
    pub fn of(text: &str) -> Option<Self> {
        let words = word_hashes(text);
        let shingles = words.windows(WORDS.min(words.len()).max(1)).map(shingle_hash);
        let mut bins = [None; BINS];
        for hash in shingles {
            let bin = &mut bins[bin_of(hash)];
            let value = hash as u32;
            *bin = Some(bin.map_or(value, |least: u32| least.min(value)));
        }
        bins.iter().any(Option::is_some).then(|| Self(std::array::from_fn(|bin| filled(&bins, bin))))
    }
}

/// The value of `bin`, borrowed from another where it is empty. At least one bin is not.
fn filled(bins: &[Option<u32>; BINS], bin: usize) -> u32 {
    let borrowed = (1_u64..).find_map(|attempt| bins[bin_of(mix(bin as u64, attempt))]);
    bins[bin].or(borrowed).unwrap_or(0)
}

/// The hashes of the words of `text`, in one spelling.
fn word_hashes(text: &str) -> Vec<u64> {
    let folded: String = fold(&Composed::new(text).text).chars().map(lower).collect();
    let words = folded.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(|word| xxh3_64(word.as_bytes())).collect()
}

fn shingle_hash(words: &[u64]) -> u64 {
    words.iter().fold(0, |hash, &word| mix(hash, word))
}

/// Mixes two hashes so that their order matters.
fn mix(left: u64, right: u64) -> u64 {
    let mixed = (left.rotate_left(23) ^ right).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed ^ (mixed >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93)
}

/// Where a hash falls, by its upper half; the lower one is its value there.
fn bin_of(hash: u64) -> usize {
    (((hash >> 32) * BINS as u64) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agreement(left: &str, right: &str) -> usize {
        let (left, right) = (Sketch::of(left).unwrap(), Sketch::of(right).unwrap());
        left.0.iter().zip(right.0).filter(|(left, right)| **left == *right).count()
    }

    fn article(words: std::ops::Range<u32>) -> String {
        words.map(|word| format!("word{word}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_text_without_words_has_no_sketch() {
        assert_eq!(Sketch::of(""), None);
        assert_eq!(Sketch::of(" … — ! \n"), None);
        assert!(Sketch::of("một").is_some());
    }

    #[test]
    fn spelling_and_punctuation_do_not_count() {
        let decomposed = "đa\u{309}ng bộ hòa bình, SỞ Y TẾ!";
        assert_eq!(agreement("Đảng bộ hoà bình; sở y tế.", decomposed), BINS);
    }

    #[test]
    fn agreement_follows_what_two_texts_share() {
        let whole = article(0..1000);
        assert_eq!(agreement(&whole, &whole), BINS);
        assert_eq!(agreement(&whole, &article(2000..3000)), 0);
        // 800 of 1,000 shingles are common: similarity 0.8, give or take.
        let most = agreement(&whole, &article(0..800));
        assert!((67..=87).contains(&most), "{most} of {BINS}");
        // 500 of 1,500: a third.
        let third = agreement(&whole, &article(500..1500));
        assert!((20..=45).contains(&third), "{third} of {BINS}");
    }
}
