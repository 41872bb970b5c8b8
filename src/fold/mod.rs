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
    let mut folded = String::with_capacity(text.len());
    let mut run = tone::Run::default();
    for letter in text.chars() {
        if letter.is_whitespace() {
            run.end(&mut folded);
            push_spaces(&mut folded, letter);
        } else {
            folded.push(letter);
            run.push(letter, &mut folded);
        }
    }
    run.end(&mut folded);
    folded
}

/// As many plain spaces as `space` has bytes.
fn push_spaces(folded: &mut String, space: char) {
    for _ in 0..space.len_utf8() {
        folded.push(' ');
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
