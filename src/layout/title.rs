//! Which block is the headline.

use super::{Block, Page, Zone};
use crate::scan::TokenKind;

/// A block of this many words is a paragraph: the headline stands before it.
const PARAGRAPH_WORDS: usize = 45;
/// A sentence of running text has more words than a headline that ends with a point.
const SENTENCE_WORDS: usize = 12;
/// A headline has at least this many words.
const FEWEST_WORDS: usize = 4;
/// A line of so many words right before the stamp is the headline; a shorter one may be a rubric.
const ENOUGH_WORDS: usize = 6;

/// Marks before the items of a list, and between the rubrics of a trail.
pub(super) const ARROWS: [char; 4] = ['>', '\u{bb}', '\u{203a}', '\u{2192}'];

/// The number of the block that is the headline, if there is one.
///
/// The headline stands before the first paragraph: right before a stamp, and before the one with the longest line where
/// there are more, since others belong to the site or to a letterhead; else right after the stamp. Without a stamp it is
/// the longest line there, since mastheads and rubrics are shorter.
pub(super) fn find(page: &Page) -> Option<usize> {
    let text = first_paragraph(page);
    let candidates: Vec<(usize, usize)> = (0..text)
        .filter(|&number| page.blocks[number].zone == Zone::Body && !is_furniture(page, number))
        .map(|number| (number, word_count(page, &page.blocks[number])))
        .filter(|&(_, words)| words >= FEWEST_WORDS)
        .collect();
    let is_stamp = |number: &usize| page.blocks[*number].zone == Zone::Stamp;
    let stamps: Vec<usize> = (0..text.min(page.blocks.len())).filter(is_stamp).collect();
    let Some(&first) = stamps.first() else { return longest(candidates.iter()) };
    let before = headlines_before(&candidates, &stamps);
    let after = || candidates.iter().map(|&(number, _)| number).find(|&number| number > first);
    longest(before.iter()).or_else(after)
}

/// For each stamp the line right before it that can be its headline, with its words: the last of enough words, else the
/// first of the longest.
fn headlines_before(candidates: &[(usize, usize)], stamps: &[usize]) -> Vec<(usize, usize)> {
    let mut rest = candidates.iter().peekable();
    let mut last: Option<(usize, usize)> = None;
    let mut best: Option<(usize, usize)> = None;
    let mut headlines = Vec::with_capacity(stamps.len());
    for &stamp in stamps {
        while let Some(&candidate) = rest.next_if(|&&(number, _)| number < stamp) {
            last = if candidate.1 >= ENOUGH_WORDS { Some(candidate) } else { last };
            best = best.filter(|best| best.1 >= candidate.1).or(Some(candidate));
        }
        headlines.extend(last.or(best));
    }
    headlines
}

/// Whether a block is a link to another page or a pair of rubrics: it begins with an arrow, or has a bar.
fn is_furniture(page: &Page, number: usize) -> bool {
    let block = &page.blocks[number];
    let tokens = &page.scan.tokens[block.tokens.0 as usize..block.tokens.1 as usize];
    page.is_link(number) || tokens.iter().any(|token| token.is('|'))
}

/// How many words a block has.
pub(super) fn word_count(page: &Page, block: &Block) -> usize {
    let tokens = &page.scan.tokens[block.tokens.0 as usize..block.tokens.1 as usize];
    tokens.iter().filter(|token| token.kind == TokenKind::Word).count()
}

/// The number of the first block of running text, or of the end.
fn first_paragraph(page: &Page) -> usize {
    let is_text = |number: &usize| {
        let block = &page.blocks[*number];
        block.zone == Zone::Body && (word_count(page, block) >= PARAGRAPH_WORDS || is_sentence(page, block))
    };
    (0..page.blocks.len()).find(is_text).unwrap_or(page.blocks.len())
}

/// The first of the longest candidates.
fn longest<'c>(candidates: impl Iterator<Item = &'c (usize, usize)>) -> Option<usize> {
    let best = candidates.fold(None, |best: Option<&(usize, usize)>, next| match best {
        Some(best) if best.1 >= next.1 => Some(best),
        _ => Some(next),
    });
    best.map(|&(number, _)| number)
}

/// Whether a block ends like a sentence of running text.
fn is_sentence(page: &Page, block: &Block) -> bool {
    let last = block.tokens.1.checked_sub(1).and_then(|last| page.scan.tokens.get(last as usize));
    last.is_some_and(|last| last.is('.')) && word_count(page, block) > SENTENCE_WORDS
}
