//! When two phrases say the same: letter case, spacing, tone placement and punctuation at the rim never count.
//!
//! This fold is not the engine's: it is free to change lengths, and a measure must not move when the engine does.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What is cut off at both ends of a phrase.
const RIM: &[char] = &[' ', '.', ',', ';', ':', '–', '-', '“', '”', '"', '\'', '(', ')'];
/// Grave, acute, tilde, hook and dot below.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Lower case, composed, one tone placement, single spaces, no punctuation at the rim.
pub(super) fn fold(text: &str) -> String {
    let mut letters: Vec<char> = text.to_lowercase().nfd().collect();
    put_tones_last(&mut letters);
    let composed: String = letters.into_iter().nfc().collect();
    let words: Vec<&str> = composed.split(is_space).filter(|word| !word.is_empty()).collect();
    words.join(" ").trim_matches(RIM).to_owned()
}

/// Moves the tone mark of oa, oe and uy from the first letter to the second.
fn put_tones_last(letters: &mut [char]) {
    let mut at = 0;
    while at + 2 < letters.len() {
        if let ('o', tone, 'a' | 'e') | ('u', tone, 'y') = (letters[at], letters[at + 1], letters[at + 2])
            && TONES.contains(&tone)
        {
            letters.swap(at + 1, at + 2);
            at += 2;
        }
        at += 1;
    }
}

/// White space, and the four separators that Unicode counts among the controls.
fn is_space(letter: char) -> bool {
    letter.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&letter)
}

/// The words of a phrase, folded.
fn words(phrase: &str) -> Vec<String> {
    let is_letter = |letter: char| letter == '_' || (letter.is_alphanumeric() && !is_combining_mark(letter));
    let folded = fold(phrase);
    folded.split(|letter| !is_letter(letter)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The F1 of the words that two phrases share, as bags; a missing phrase has no words.
pub(super) fn overlap_f1(one: Option<&str>, other: Option<&str>) -> f64 {
    let (one, mut other) = (words(one.unwrap_or_default()), words(other.unwrap_or_default()));
    if one.is_empty() || other.is_empty() {
        return if one == other { 1.0 } else { 0.0 };
    }
    let total = one.len() + other.len();
    let shared = one.iter().filter(|word| take(&mut other, word)).count();
    (2 * shared) as f64 / total as f64
}

/// Removes one `word` from `words`, if it is there.
fn take(words: &mut Vec<String>, word: &str) -> bool {
    let found = words.iter().position(|other| other == word);
    found.map(|at| words.swap_remove(at)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_count() {
        assert_eq!(fold(" “Hoà  Bình”. "), fold("hòa\u{a0}bình"));
        assert_eq!(fold("Ủy ban"), fold("UỶ BAN"));
        assert_eq!(fold("hoa\u{300}"), "hoà");
        assert_ne!(fold("hoa"), fold("hoà"));
    }

    #[test]
    fn words_are_compared_as_bags() {
        let f1 = |one, other| overlap_f1(Some(one), Some(other));
        assert!((f1("chi bộ trực thuộc", "Chi bộ") - 2.0 / 3.0).abs() < 1e-12);
        assert!((f1("xã, xã", "xã") - 2.0 / 3.0).abs() < 1e-12);
        assert!(f1("xã", "huyện").abs() < 1e-12);
    }

    #[test]
    fn nothing_is_like_nothing_alone() {
        assert!((overlap_f1(None, Some("–")) - 1.0).abs() < 1e-12);
        assert!(overlap_f1(None, Some("xã")).abs() < 1e-12);
    }
}
