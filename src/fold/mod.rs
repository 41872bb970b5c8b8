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
    let bytes = text.as_bytes();
    let mut folded = String::with_capacity(text.len());
    let (mut copied, mut at) = (0, 0);
    while let Some(candidate) = next_candidate(bytes, at) {
        at = candidate + 1;
        if let Some(change) = Change::at(text, candidate) {
            folded.push_str(&text[copied..candidate]);
            change.push(&mut folded);
            at = candidate + change.length();
            copied = at;
        }
    }
    folded.push_str(&text[copied..]);
    folded
}

/// The next byte at or after `from` that begins something which the fold may change. It tells by two bytes at a time,
/// without a branch for each kind, so that nearly all of a text is passed over at the speed of two look-ups.
fn next_candidate(bytes: &[u8], from: usize) -> Option<usize> {
    let pairs = bytes[from.min(bytes.len())..].windows(2);
    let found = pairs.clone().position(|pair| FIRST[pair[0] as usize] & SECOND[pair[1] as usize] != 0);
    let last =
        || bytes.len().checked_sub(1).filter(|&last| last >= from && matches!(bytes[last], b'\t'..=b'\r'));
    found.map(|offset| from + offset).or_else(last)
}

/// The kinds of change that a first byte can begin, as bits.
const FIRST: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = b'\t';
    while byte <= b'\r' {
        kinds[byte as usize] = 1;
        byte += 1;
    }
    kinds[b'o' as usize] = 2;
    kinds[b'O' as usize] = 2;
    kinds[b'u' as usize] = 2;
    kinds[b'U' as usize] = 2;
    kinds[0xC2] = 4;
    kinds[0xE1] = 8;
    kinds[0xE2] = 16;
    kinds[0xE3] = 32;
    kinds
};

/// The kinds of change that a second byte confirms: any byte after a control that is white space, a letter beyond
/// ASCII after an *o* or *u*, and the second bytes of the white space beyond ASCII.
const SECOND: [u8; 256] = {
    let mut kinds = [1; 256];
    let mut byte = 0xC3;
    while byte < 0xF0 {
        kinds[byte] |= 2;
        byte += 1;
    }
    kinds[0x85] |= 4;
    kinds[0xA0] |= 4;
    kinds[0x9A] |= 8;
    kinds[0x80] |= 16 | 32;
    kinds[0x81] |= 16;
    kinds
};

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
