//! Where sentences end.

use crate::compile::ruleset::EntrySet;
use crate::scan::{Capital, Scan, TokenKind};

/// A sentence of more tokens is cut: what is looked for in sentences would take time by the square of their length.
const MOST_TOKENS: usize = 512;

/// Appends the sentences of the tokens in `block`, as ranges of tokens.
pub(super) fn split(
    scan: &Scan,
    block: (u32, u32),
    abbreviations: &EntrySet,
    sentences: &mut Vec<(u32, u32)>,
) {
    let (begin, end) = (block.0 as usize, block.1 as usize);
    let mut first = begin;
    for at in begin..end {
        if at + 1 - first == MOST_TOKENS || ends_at(scan, begin, at, end, abbreviations) {
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
fn ends_at(scan: &Scan, begin: usize, at: usize, end: usize, abbreviations: &EntrySet) -> bool {
    let token = &scan.tokens[at];
    if !token.is_final_mark() {
        return false;
    }
    let Some(next) = scan.tokens.get(at + 1).filter(|_| at + 1 < end) else { return true };
    if next.kind == TokenKind::Mark && next.start == token.end {
        return false;
    }
    let begins = next.is_capitalised() || next.kind != TokenKind::Word;
    let spaced = next.start > token.end;
    let numbered = at == begin + 1 && is_list_number(scan, begin);
    let short = numbered || abbreviations.longest_ending_at(scan, at).is_some() || is_initial(scan, at);
    begins && (spaced || next.kind == TokenKind::Word) && !short
}

/// Whether a block begins with the number of a list's item: figures, or capitals as in Roman numerals.
fn is_list_number(scan: &Scan, begin: usize) -> bool {
    let token = &scan.tokens[begin];
    token.kind == TokenKind::Number || (token.capital == Capital::All && token.end - token.start <= 4)
}

/// Whether the mark follows a single capital letter, as in initials.
fn is_initial(scan: &Scan, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| {
        let token = &scan.tokens[before];
        token.kind == TokenKind::Word && token.is_capitalised() && token.end - token.start <= 2
    })
}
