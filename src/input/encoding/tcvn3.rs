//! TCVN3, also called ABC: the single-byte encoding of the fonts whose names begin with `.Vn`.
//!
//! It writes a capital with a tone as the small letter in a font of capitals, so such letters come out small: which
//! font a passage stood in is not in the bytes. What the table leaves open is read as windows-1252, which the
//! programs of that time used for quotes and dashes.

/// Where the table leaves a character as it is.
const SAME: char = '\0';

/// What stands for the characters from U+00A0 to U+00FF.
const LETTERS: [char; 96] = [
    SAME, '\u{102}', '\u{c2}', '\u{ca}', '\u{d4}', '\u{1a0}', '\u{1af}', '\u{110}', '\u{103}', '\u{e2}',
    '\u{ea}', '\u{f4}', '\u{1a1}', '\u{1b0}', '\u{111}', SAME, SAME, SAME, SAME, SAME, SAME, '\u{e0}',
    '\u{1ea3}', '\u{e3}', '\u{e1}', '\u{1ea1}', SAME, '\u{1eb1}', '\u{1eb3}', '\u{1eb5}', '\u{1eaf}', SAME,
    SAME, SAME, SAME, SAME, SAME, SAME, '\u{1eb7}', '\u{1ea7}', '\u{1ea9}', '\u{1eab}', '\u{1ea5}',
    '\u{1ead}', '\u{e8}', SAME, '\u{1ebb}', '\u{1ebd}', '\u{e9}', '\u{1eb9}', '\u{1ec1}', '\u{1ec3}',
    '\u{1ec5}', '\u{1ebf}', '\u{1ec7}', '\u{ec}', '\u{1ec9}', SAME, SAME, SAME, '\u{129}', '\u{ed}',
    '\u{1ecb}', '\u{f2}', SAME, '\u{1ecf}', '\u{f5}', '\u{f3}', '\u{1ecd}', '\u{1ed3}', '\u{1ed5}',
    '\u{1ed7}', '\u{1ed1}', '\u{1ed9}', '\u{1edd}', '\u{1edf}', '\u{1ee1}', '\u{1edb}', '\u{1ee3}', '\u{f9}',
    SAME, '\u{1ee7}', '\u{169}', '\u{fa}', '\u{1ee5}', '\u{1eeb}', '\u{1eed}', '\u{1eef}', '\u{1ee9}',
    '\u{1ef1}', '\u{1ef3}', '\u{1ef7}', '\u{1ef9}', '\u{fd}', '\u{1ef5}', SAME,
];

/// Appends `text`, whose characters stand for the bytes of the encoding, to `decoded`.
pub(super) fn decode(text: &str, decoded: &mut String) {
    decoded.extend(text.chars().map(letter));
}

/// The letter that `character` stands for.
fn letter(character: char) -> char {
    let index = (character as usize).checked_sub(0xA0);
    match index.and_then(|index| LETTERS.get(index)) {
        Some(&letter) if letter != SAME => letter,
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> String {
        let mut text = String::new();
        decode(&encoding_rs::WINDOWS_1252.decode(bytes).0, &mut text);
        text
    }

    #[test]
    fn words_come_out_in_their_letters() {
        assert_eq!(decoded(b"\xA7\xB6ng b\xE9 S\xEB Y t\xD5"), "Đảng bộ Sở Y tế");
    }

    #[test]
    fn every_letter_of_the_alphabet_is_there_once() {
        let mut letters: Vec<char> = LETTERS.iter().copied().filter(|&letter| letter != SAME).collect();
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), 67 + 7);
        assert!("ăâđêôơưàảãáạằẳẵắặỳỷỹýỵ".chars().all(|letter| letters.contains(&letter)));
    }

    #[test]
    fn typography_is_kept() {
        assert_eq!(decoded(b"\x93Y t\xD5\x94 \x96 2024"), "“Y tế” – 2024");
    }
}
