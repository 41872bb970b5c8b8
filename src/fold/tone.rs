//! Where the tone mark of an open syllable in *oa*, *oe* or *uy* stands.
//!
//! Two schools differ: one puts the mark on the second letter, the other on the first. The fold writes the mark on
//! the first letter, wherever both spellings take the same number of bytes. For three pairs they do not (the grave
//! and the tilde of *uy*, the tilde of *oe*): those stay as written, and [`spellings`] lets the compiler accept both.

/// A row of the tone table: the plain letter, then grave, hook, tilde, acute and dot below, lower case then capital.
struct Row {
    plain: [char; 2],
    toned: [[char; 5]; 2],
}

const A: Row = Row {
    plain: ['a', 'A'],
    toned: [
        ['\u{e0}', '\u{1ea3}', '\u{e3}', '\u{e1}', '\u{1ea1}'],
        ['\u{c0}', '\u{1ea2}', '\u{c3}', '\u{c1}', '\u{1ea0}'],
    ],
};
const E: Row = Row {
    plain: ['e', 'E'],
    toned: [
        ['\u{e8}', '\u{1ebb}', '\u{1ebd}', '\u{e9}', '\u{1eb9}'],
        ['\u{c8}', '\u{1eba}', '\u{1ebc}', '\u{c9}', '\u{1eb8}'],
    ],
};
const O: Row = Row {
    plain: ['o', 'O'],
    toned: [
        ['\u{f2}', '\u{1ecf}', '\u{f5}', '\u{f3}', '\u{1ecd}'],
        ['\u{d2}', '\u{1ece}', '\u{d5}', '\u{d3}', '\u{1ecc}'],
    ],
};
const U: Row = Row {
    plain: ['u', 'U'],
    toned: [
        ['\u{f9}', '\u{1ee7}', '\u{169}', '\u{fa}', '\u{1ee5}'],
        ['\u{d9}', '\u{1ee6}', '\u{168}', '\u{da}', '\u{1ee4}'],
    ],
};
const Y: Row = Row {
    plain: ['y', 'Y'],
    toned: [
        ['\u{1ef3}', '\u{1ef7}', '\u{1ef9}', '\u{fd}', '\u{1ef5}'],
        ['\u{1ef2}', '\u{1ef6}', '\u{1ef8}', '\u{dd}', '\u{1ef4}'],
    ],
};

/// The pairs whose mark may stand on either letter.
const PAIRS: [(&Row, &Row); 3] = [(&O, &A), (&O, &E), (&U, &Y)];

impl Row {
    /// Which tone `letter` carries in this row and whether it is a capital.
    fn tone_of(&self, letter: char) -> Option<(usize, usize)> {
        (0..2).find_map(|case| {
            let tone = self.toned[case].iter().position(|&toned| toned == letter)?;
            Some((tone, case))
        })
    }

    fn case_of(&self, letter: char) -> Option<usize> {
        self.plain.iter().position(|&plain| plain == letter)
    }
}

/// The same two letters with the mark moved from the second to the first.
fn moved_to_first(first: char, second: char) -> Option<(char, char)> {
    PAIRS.iter().find_map(|(one, two)| {
        let case_one = one.case_of(first)?;
        let (tone, case_two) = two.tone_of(second)?;
        Some((one.toned[case_one][tone], two.plain[case_two]))
    })
}

/// The same two letters with the mark moved from the first to the second.
fn moved_to_second(first: char, second: char) -> Option<(char, char)> {
    PAIRS.iter().find_map(|(one, two)| {
        let (tone, case_one) = one.tone_of(first)?;
        let case_two = two.case_of(second)?;
        Some((one.plain[case_one], two.toned[case_two][tone]))
    })
}

/// The last two letters of an open syllable with the mark on the first, if it stands on the second and moving it keeps
/// the number of bytes.
pub(super) fn moved_in_place(first: char, second: char) -> Option<(char, char)> {
    let (one, two) = moved_to_first(first, second)?;
    (one.len_utf8() + two.len_utf8() == first.len_utf8() + second.len_utf8()).then_some((one, two))
}

/// The two spellings of a folded syllable whose placements differ in bytes; `None` where one spelling is enough.
pub fn spellings(syllable: &str) -> Option<[String; 2]> {
    let mut letters = syllable.chars().rev();
    let (second, first) = (letters.next()?, letters.next()?);
    if matches!((letters.next(), first), (Some('q' | 'Q'), 'u' | 'U')) {
        return None;
    }
    let (one, two) = moved_to_first(first, second).or_else(|| moved_to_second(first, second))?;
    if one.len_utf8() + two.len_utf8() == first.len_utf8() + second.len_utf8() {
        return None;
    }
    let stem = &syllable[..syllable.len() - first.len_utf8() - second.len_utf8()];
    Some([syllable.to_owned(), format!("{stem}{one}{two}")])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_three_pairs_need_two_spellings() {
        assert_eq!(spellings("thùy"), Some(["thùy".into(), "thuỳ".into()]));
        assert_eq!(spellings("thuỳ"), Some(["thuỳ".into(), "thùy".into()]));
        assert_eq!(spellings("thúy"), None);
        assert_eq!(spellings("quỳ"), None);
        assert_eq!(spellings("hòa"), None);
    }
}
