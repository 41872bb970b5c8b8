//! Where sentences end.

use crate::compile::ruleset::EntrySet;
use crate::scan::{Capital, Scan, TokenKind};

/// A sentence of more tokens is cut: what is looked for in sentences would take time by the square of their length.
const MOST_TOKENS: usize = 512;

/// Appends the sentences of the tokens of `folded` in `block`, as ranges of tokens.
pub(super) fn split(
    folded: &str,
    scan: &Scan,
    block: (u32, u32),
    abbreviations: &EntrySet,
    sentences: &mut Vec<(u32, u32)>,
) {
    let (begin, end) = (block.0 as usize, block.1 as usize);
    let mut first = begin;
    for at in begin..end {
        if at + 1 - first == MOST_TOKENS || ends_at(folded, scan, begin, at, end, abbreviations) {
            sentences.push((first as u32, at as u32 + 1));
            first = at + 1;
        }
    }
    if first < end {
        sentences.push((first as u32, end as u32));
    }
}

/// Whether token `at` is a mark that ends a sentence: one that is followed by white space (or nothing) and then by
/// something that can begin a sentence, and that does not belong to an abbreviation.
fn ends_at(folded: &str, scan: &Scan, begin: usize, at: usize, end: usize, abbreviations: &EntrySet) -> bool {
    let token = &scan.tokens[at];
    if !token.is_final_mark() {
        return at > begin && closes_speech(scan, at) && at + 1 < end && follows_speech(scan, at + 1);
    }
    let Some(next) = scan.tokens.get(at + 1).filter(|_| at + 1 < end) else { return true };
    if next.kind == TokenKind::Mark && next.start == token.end {
        return false;
    }
    let begins = next.is_capitalised() || next.kind != TokenKind::Word;
    let spaced = next.start > token.end;
    let numbered = at == begin + 1 && is_list_number(scan, begin);
    let short = numbered || is_abbreviation(scan, at, abbreviations) || is_initial(folded, scan, at);
    begins && (spaced || next.kind == TokenKind::Word) && !short
}

/// Whether a block begins with the number of a list's item: figures, or capitals as in Roman numerals.
fn is_list_number(scan: &Scan, begin: usize) -> bool {
    let token = &scan.tokens[begin];
    token.kind == TokenKind::Number || (token.capital == Capital::All && token.end - token.start <= 4)
}

/// Whether token `at` is a quotation mark right after a mark that ends the sentence in the quotation.
fn closes_speech(scan: &Scan, at: usize) -> bool {
    let (before, token) = (&scan.tokens[at - 1], &scan.tokens[at]);
    (token.is('”') || token.is('"')) && before.is_final_mark() && before.end == token.start
}

/// Whether the token `at` after a quotation begins another sentence: with a capital, after a space.
fn follows_speech(scan: &Scan, at: usize) -> bool {
    scan.tokens[at].is_capitalised() && scan.tokens[at].start > scan.tokens[at - 1].end
}

/// Whether the mark `at` belongs to an abbreviation; right after a number it is a unit, which a sentence can end with.
fn is_abbreviation(scan: &Scan, at: usize, abbreviations: &EntrySet) -> bool {
    abbreviations.longest_ending_at(scan, at).is_some_and(|hit| {
        let before = (hit.start as usize).checked_sub(1);
        before.is_none_or(|before| scan.tokens[before].kind != TokenKind::Number)
    })
}

/// Whether the mark follows a single capital letter, as in initials.
fn is_initial(folded: &str, scan: &Scan, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| {
        let token = &scan.tokens[before];
        token.kind == TokenKind::Word && token.is_capitalised() && token.text(folded).chars().nth(1).is_none()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::Trie;

    fn sentences(text: &str) -> Vec<&str> {
        let mut trie = Trie::default();
        let mut abbreviations = EntrySet::default();
        for word in ["đ/c", "tp"] {
            abbreviations.insert(trie.insert(word).unwrap());
        }
        let mut scan = Scan::default();
        scan.append(text, (0, text.len()), &trie, trie.vocabulary().letters(), &mut []);
        let mut found = Vec::new();
        split(text, &scan, (0, scan.tokens.len() as u32), &abbreviations, &mut found);
        let bytes = |token: u32| &scan.tokens[token as usize];
        found
            .iter()
            .map(|&(first, end)| &text[bytes(first).start as usize..bytes(end - 1).end as usize])
            .collect()
    }

    #[test]
    fn a_mark_before_a_capital_ends_a_sentence() {
        assert_eq!(sentences("Mưa to. Gió lớn! 3 nhà đổ"), ["Mưa to.", "Gió lớn!", "3 nhà đổ"]);
        assert_eq!(sentences("Ông kể v.v. rồi đi"), ["Ông kể v.v. rồi đi"]);
    }

    #[test]
    fn speech_ends_a_sentence_where_another_begins() {
        assert_eq!(sentences("Ông nói: “Xong rồi!” Bà cười"), ["Ông nói: “Xong rồi!”", "Bà cười"]);
        assert_eq!(sentences("“Xong rồi!” ông nói"), ["“Xong rồi!” ông nói"]);
    }

    #[test]
    fn abbreviations_and_initials_end_none() {
        assert_eq!(sentences("Gặp đ/c. Lan ở TP. Vinh"), ["Gặp đ/c. Lan ở TP. Vinh"]);
        assert_eq!(
            sentences("Ông Đ. Lan về Trường Sa. Biển lặng"),
            ["Ông Đ. Lan về Trường Sa.", "Biển lặng"]
        );
    }

    #[test]
    fn what_is_counted_may_be_an_abbreviation() {
        assert_eq!(sentences("Có 15 đ/c. Đại hội bế mạc"), ["Có 15 đ/c.", "Đại hội bế mạc"]);
    }
}
