//! Lower case that keeps the number of bytes.

/// The lower-case form of `letter` if it has as many bytes; else the letter itself.
#[inline]
pub fn lower(letter: char) -> char {
    if letter.is_ascii() {
        return letter.to_ascii_lowercase();
    }
    let mut forms = letter.to_lowercase();
    match (forms.next(), forms.next()) {
        (Some(small), None) if small.len_utf8() == letter.len_utf8() => small,
        _ => letter,
    }
}

/// `text` in lower case, with the same length in bytes.
pub fn lower_text(text: &str) -> String {
    text.chars().map(lower).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_other_lengths_stay() {
        assert_eq!(lower_text("ĐẢNG ỦY Ơ Ư"), "đảng ủy ơ ư");
        assert_eq!(lower('\u{130}'), '\u{130}');
        assert_eq!(lower('\u{212a}'), '\u{212a}');
    }
}
