//! One spelling for the same words, without moving a byte.
//!
//! The fold replaces white space of every kind by plain spaces and moves a tone mark to the letter where the older
//! school puts it (see [`tone`]). It keeps letter case, so that names stay visible, and it keeps the number of bytes,
//! so that a span in the folded text *is* the span in the text it was made from. Letter case folds where words are
//! looked up ([`case`]). Decomposed Unicode is composed first, with a map back ([`compose`]).

pub mod case;
pub mod compose;
pub mod tone;

/// Folds `text` to the spelling that rules are matched against.
///
/// The result has the same length in bytes, and every word begins and ends at the same byte: only between the two
/// letters of a moved mark does the character boundary move, and no span ever begins there.
pub fn fold(text: &str) -> String {
    let mut folded = String::new();
    fold_into(text, &mut folded);
    folded
}

/// The same, appended to `folded`.
pub fn fold_into(text: &str, folded: &mut String) {
    let bytes = text.as_bytes();
    folded.reserve(text.len());
    let (mut copied, mut at) = (0, 0);
    while let Some(candidate) = next_candidate(bytes, at) {
        at = candidate + 1;
        if let Some(change) = Change::at(text, candidate) {
            folded.push_str(&text[copied..candidate]);
            change.push(folded);
            at = candidate + change.length();
            copied = at;
        }
    }
    folded.push_str(&text[copied..]);
}

/// So many bytes are passed over at once if the fold changes nothing in them.
const STRETCH: usize = 32;
/// A change is told from so many bytes.
const WINDOW: usize = 4;

/// The next byte at or after `from` that begins something which the fold may change.
fn next_candidate(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let mut padded = [0; STRETCH + WINDOW - 1];
        let stretch = rest.first_chunk().unwrap_or_else(|| {
            padded[..rest.len()].copy_from_slice(rest);
            &padded
        });
        let changes = changes(stretch);
        if changes.iter().fold(0, |any, change| any | change) != 0 {
            return changes.iter().position(|&change| change == 1).map(|offset| at + offset);
        }
        at += STRETCH;
    }
    None
}

/// For each byte of a stretch a 1 if the fold may change what begins there. Without a branch, so that the compiler
/// looks at many bytes at once.
#[inline]
fn changes(bytes: &[u8; STRETCH + WINDOW - 1]) -> [u8; STRETCH] {
    let mut changes = [0; STRETCH];
    for (at, change) in changes.iter_mut().enumerate() {
        *change = u8::from(may_change([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]));
    }
    changes
}

/// Whether the fold may change what begins with these bytes: white space that is no plain space, or two letters of which
/// the second may carry a mark that belongs on the first.
#[inline]
#[expect(clippy::needless_bitwise_bool, reason = "without branches, many places are looked at at once")]
fn may_change([first, second, third, fourth]: [u8; WINDOW]) -> bool {
    let control = first.wrapping_sub(b'\t') <= b'\r' - b'\t';
    let space = (first == 0xC2) & ((second == 0x85) | (second == 0xA0))
        | (first == 0xE1) & (second == 0x9A)
        | (first == 0xE2) & ((second == 0x80) | (second == 0x81))
        | (first == 0xE3) & (second == 0x80);
    // a, e and y with their marks.
    let after_o = (second == 0xC3) | (second == 0xE1) & (third == 0xBA);
    let after_u = (second == 0xC3) & ((third == 0xBD) | (third == 0x9D))
        | (second == 0xE1) & (third == 0xBB) & (fourth >= 0xB0);
    let letter = first | 0x20;
    control | space | (letter == b'o') & after_o | (letter == b'u') & after_u
}

/// What the fold writes in place of a character or two.
enum Change {
    /// White space of so many bytes.
    Spaces(usize),
    /// Two letters whose mark moves.
    Letters(char, char),
}

impl Change {
    /// The change at byte `at` of `text`, which is the beginning of a character.
    fn at(text: &str, at: usize) -> Option<Self> {
        let mut letters = text[at..].chars();
        let first = letters.next()?;
        if first.is_whitespace() {
            return Some(Self::Spaces(first.len_utf8()));
        }
        let second = letters.next()?;
        let closed = letters.next().is_some_and(char::is_alphabetic);
        let after_q = text[..at].ends_with(['q', 'Q']) && matches!(first, 'u' | 'U');
        let (one, two) = tone::moved_in_place(first, second).filter(|_| !closed && !after_q)?;
        Some(Self::Letters(one, two))
    }

    /// The bytes that it takes, before and after.
    fn length(&self) -> usize {
        match self {
            Self::Spaces(length) => *length,
            Self::Letters(one, two) => one.len_utf8() + two.len_utf8(),
        }
    }

    fn push(&self, folded: &mut String) {
        match self {
            Self::Spaces(length) => (0..*length).for_each(|_| folded.push(' ')),
            Self::Letters(one, two) => folded.extend([one, two]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn both_placements_become_one() {
        assert_eq!(fold("hoà uỷ thuý HOÀ Uỷ khoẻ toạ"), "hòa ủy thúy HÒA Ủy khỏe tọa");
        assert_eq!(fold("hòa ủy thúy"), "hòa ủy thúy");
    }

    #[test]
    fn a_closed_syllable_and_qu_stay() {
        assert_eq!(fold("hoàn toàn quý Quý tuyển"), "hoàn toàn quý Quý tuyển");
    }

    #[test]
    fn placements_of_other_lengths_stay() {
        assert_eq!(fold("thuỳ suỹ toẽ"), "thuỳ suỹ toẽ");
    }

    #[test]
    fn every_space_is_plain() {
        assert_eq!(fold("a\u{a0}b\tc\r\nd\u{2003}e"), "a  b c  d   e");
    }

    #[test]
    fn every_place_is_looked_at() {
        for length in 0..100 {
            let text = "a".repeat(length) + "\t";
            assert_eq!(fold(&text), "a".repeat(length) + " ");
            let text = "a".repeat(length) + " hoà\u{3000}";
            assert_eq!(fold(&text), "a".repeat(length) + " hòa   ");
        }
    }

    proptest! {
        #[test]
        fn length_and_boundaries_hold(text in "\\PC{0,60}|[a-zA-ZàáảãạèéẻẽẹỳýỷỹỵÀÁẢoOuUqQ \u{a0}\n]{0,60}") {
            let folded = fold(&text);
            prop_assert_eq!(folded.len(), text.len());
            for word in text.split(|letter: char| !letter.is_alphabetic()) {
                let start = word.as_ptr() as usize - text.as_ptr() as usize;
                prop_assert!(folded.is_char_boundary(start) && folded.is_char_boundary(start + word.len()));
            }
        }

        #[test]
        fn folding_twice_is_folding_once(text in "[a-zA-ZàáảãạèéẻẽẹỳýỷỹỵoOuUqQ ]{0,60}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }
    }
}
