//! VNI for Windows: a letter, then a second character for its marks.
//!
//! The marks borrow the letters of windows-1252, so `a` and U+00F9 together are an *a* with an acute. A few letters
//! have a character of their own.

use unicode_normalization::char::compose;

const GRAVE: char = '\u{300}';
const ACUTE: char = '\u{301}';
const CIRCUMFLEX: char = '\u{302}';
const TILDE: char = '\u{303}';
const BREVE: char = '\u{306}';
const HOOK: char = '\u{309}';
const DOT: char = '\u{323}';

/// Letters that one character stands for, small ones only.
const LETTERS: [(char, char); 9] = [
    ('\u{f4}', '\u{1a1}'),
    ('\u{f6}', '\u{1b0}'),
    ('\u{f1}', '\u{111}'),
    ('\u{ed}', '\u{ed}'),
    ('\u{ec}', '\u{ec}'),
    ('\u{e6}', '\u{1ec9}'),
    ('\u{f3}', '\u{129}'),
    ('\u{f2}', '\u{1ecb}'),
    ('\u{ee}', '\u{1ef5}'),
];

/// The marks that a second character stands for, small ones only, in the order in which Unicode composes them.
const MARKS: [(char, &[char]); 17] = [
    ('\u{f9}', &[ACUTE]),
    ('\u{f8}', &[GRAVE]),
    ('\u{fb}', &[HOOK]),
    ('\u{f5}', &[TILDE]),
    ('\u{ef}', &[DOT]),
    ('\u{e2}', &[CIRCUMFLEX]),
    ('\u{e1}', &[CIRCUMFLEX, ACUTE]),
    ('\u{e0}', &[CIRCUMFLEX, GRAVE]),
    ('\u{e5}', &[CIRCUMFLEX, HOOK]),
    ('\u{e3}', &[CIRCUMFLEX, TILDE]),
    ('\u{e4}', &[DOT, CIRCUMFLEX]),
    ('\u{ea}', &[BREVE]),
    ('\u{e9}', &[BREVE, ACUTE]),
    ('\u{e8}', &[BREVE, GRAVE]),
    ('\u{fa}', &[BREVE, HOOK]),
    ('\u{fc}', &[BREVE, TILDE]),
    ('\u{eb}', &[DOT, BREVE]),
];

/// Appends `text`, whose characters stand for the bytes of the encoding, to `decoded`.
pub(super) fn decode(text: &str, decoded: &mut String) {
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let base = letter(character);
        let marked = characters.peek().and_then(|&mark| marked(base, mark));
        if marked.is_some() {
            characters.next();
        }
        decoded.push(marked.unwrap_or(base));
    }
}

/// The letter that `character` stands for when no mark follows.
fn letter(character: char) -> char {
    let small = small(character);
    match LETTERS.iter().find(|(code, _)| *code == small) {
        Some(&(_, letter)) if small == character => letter,
        Some(&(_, letter)) => capital(letter),
        None => character,
    }
}

/// `base` with the marks that `mark` stands for, if such a letter is in the alphabet.
fn marked(base: char, mark: char) -> Option<char> {
    let small = small(mark);
    let (_, marks) = MARKS.iter().find(|(code, _)| *code == small)?;
    let letter = marks.iter().try_fold(base, |letter, &mark| compose(letter, mark))?;
    super::is_letter(letter).then_some(letter)
}

/// The small form of `character`, if it is one character.
fn small(character: char) -> char {
    character.to_lowercase().next().unwrap_or(character)
}

/// The capital form of `letter`, if it is one character.
fn capital(letter: char) -> char {
    letter.to_uppercase().next().unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str) -> String {
        let mut decoded_text = String::new();
        decode(text, &mut decoded_text);
        decoded_text
    }

    #[test]
    fn words_come_out_in_their_letters() {
        assert_eq!(decoded("Ñaûng boä Sôû Y teá tænh Nghóa Loä"), "Đảng bộ Sở Y tế tỉnh Nghĩa Lộ");
        assert_eq!(
            decoded("ÑAÛNG UÛY, thöôøng tröïc, kyõ, kî, naêm, maët"),
            "ĐẢNG ỦY, thường trực, kỹ, kỵ, năm, mặt"
        );
    }

    #[test]
    fn a_mark_without_its_vowel_stays() {
        assert_eq!(decoded("ø 10 û"), "ø 10 û");
    }
}
