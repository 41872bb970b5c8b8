//! Where a person's name ends in a run of capitalised words.

use crate::compile::Ruleset;
use crate::compile::ruleset::EntrySet;
use crate::layout::Page;
use crate::scan::{Capital, Token, TokenKind};

/// The byte at which the name in `start..end` ends; `None` if it is no name.
///
/// A run of capitals goes on into titles and organisations (`Lê Văn A Trưởng Ban Tổ chức`): it is cut before the first
/// word that the pack says ends a name, and it is no name at all if it begins with one that the pack says never
/// begins one. In a byline (`author`) fewer things look like names and are none.
pub(super) fn end(page: &Page, rules: &Ruleset, start: usize, end: usize, author: bool) -> Option<usize> {
    let names = &rules.names;
    let first = page.scan.token_from(start);
    let last = page.scan.token_from(end);
    let capitalised = page.scan.tokens.get(first).is_some_and(Token::is_capitalised);
    let never_long = if author { &names.never_author } else { &names.never_long };
    if !capitalised
        || is_initialism(page, &names.vowels, first)
        || (author && (first + 1..last).any(|at| is_body(page, &names.vowels, at)))
        || (stands(page, &names.never, never_long, first)
            && !(is_one_word(page, &names.never, never_long, first) && is_given(page, &names.given, first)))
        || is_inside(page, never_long, first)
    {
        return None;
    }
    // A byline of two words is one name, whatever its second word is elsewhere.
    let from = first + 1 + usize::from(author && last == first + 2);
    let goes_on = |at: usize| {
        is_hyphened(page, at) || (at > first + 1 && names.middles.longest_at(&page.scan, at - 1).is_some())
    };
    let cut = (from..last)
        .find(|&at| is_gap(page, at) || (!goes_on(at) && stands(page, &names.ends, &names.ends_long, at)));
    let cut = cut.or_else(|| (author && last > first + 2 && runs_on(page, last)).then(|| last - 1));
    match cut {
        Some(cut) if cut == first + 1 => None,
        Some(cut) => Some(page.scan.tokens[cut - 1].end as usize),
        None => Some(end),
    }
}

/// Whether no entry of several words begins at token `at`.
fn is_one_word(page: &Page, any: &EntrySet, long: &EntrySet, at: usize) -> bool {
    [any, long].iter().all(|set| set.longest_at(&page.scan, at).is_none_or(|hit| hit.end - hit.start == 1))
}

/// Whether two syllables of given names begin at token `at`, each with a capital.
fn is_given(page: &Page, given: &EntrySet, at: usize) -> bool {
    let is_syllable = |at: usize| {
        let token = page.scan.tokens.get(at);
        token.is_some_and(Token::is_capitalised) && given.longest_at(&page.scan, at).is_some()
    };
    is_syllable(at) && is_syllable(at + 1)
}

/// Whether a word is plain capitals without one of `vowels`: initials of a body, which nobody is called.
fn is_initialism(page: &Page, vowels: &str, at: usize) -> bool {
    let token = &page.scan.tokens[at];
    let word = token.text(&page.folded);
    let is_consonant =
        |letter: char| letter.is_ascii_alphabetic() && !vowels.contains(letter.to_ascii_lowercase());
    token.capital == Capital::All && !vowels.is_empty() && word.len() > 1 && word.chars().all(is_consonant)
}

/// Whether a word after the first of a byline is the initials of a body, and not of a person.
fn is_body(page: &Page, vowels: &str, at: usize) -> bool {
    let token = &page.scan.tokens[at];
    token.end - token.start > 2 && is_initialism(page, vowels, at)
}

/// Whether a hyphen joins token `at` to what stands before it: it is a syllable of a foreign word.
fn is_hyphened(page: &Page, at: usize) -> bool {
    let tokens = &page.scan.tokens;
    tokens[at - 1].is('-') && tokens[at - 1].end == tokens[at].start
}

/// Whether an entry of `long` holds token `at` after its first word: the end of another name begins none.
fn is_inside(page: &Page, long: &EntrySet, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| long.longest_at(&page.scan, before));
    before.is_some_and(|hit| hit.end as usize > at && page.scan.tokens[at - 1].is_capitalised())
}

/// Whether the token `at`, after a run of capitals, is a word in small letters: the last capital then begins a sentence.
fn runs_on(page: &Page, at: usize) -> bool {
    let next = page.scan.tokens.get(at);
    next.is_some_and(|next| next.kind == TokenKind::Word && !next.is_capitalised() && !is_gap(page, at))
}

/// Whether more than one space on the same line stands before token `at`: a scraper puts it between the cells of a row.
fn is_gap(page: &Page, at: usize) -> bool {
    let between = page.scan.tokens[at - 1].end as usize..page.scan.tokens[at].start as usize;
    between.len() > 1 && page.folded.as_bytes()[between].iter().all(|&byte| byte == b' ')
}

/// Whether an entry of `any`, or one of two or more words of `long`, begins at token `at`.
fn stands(page: &Page, any: &EntrySet, long: &EntrySet, at: usize) -> bool {
    any.longest_at(&page.scan, at).is_some()
        || long.longest_at(&page.scan, at).is_some_and(|hit| hit.end - hit.start > 1)
}
