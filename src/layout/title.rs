//! Which block is the headline.

use super::{Block, Page, Zone};
use crate::scan::TokenKind;

/// A block of this many words is a paragraph: the headline stands before it.
const PARAGRAPH_WORDS: usize = 45;
/// A headline has at most this many words.
const MOST_WORDS: usize = 45;
/// A block of so many words before the first paragraph is taken as the headline without looking further.
const ENOUGH_WORDS: usize = 7;
/// A headline has at least this many words.
const FEWEST_WORDS: usize = 4;

/// The number of the block that is the headline, if there is one.
pub(super) fn find(page: &Page) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for (number, block) in page.blocks.iter().enumerate() {
        if block.zone != Zone::Body {
            continue;
        }
        let words = word_count(page, block);
        if words >= PARAGRAPH_WORDS || is_sentence(page, block) {
            break;
        }
        if (FEWEST_WORDS..=MOST_WORDS).contains(&words) {
            if words >= ENOUGH_WORDS {
                return Some(number);
            }
            if best.is_none_or(|(_, most)| words > most) {
                best = Some((number, words));
            }
        }
    }
    best.map(|(number, _)| number)
}

/// How many words a block has.
pub(super) fn word_count(page: &Page, block: &Block) -> usize {
    let tokens = &page.scan.tokens[block.tokens.0 as usize..block.tokens.1 as usize];
    tokens.iter().filter(|token| token.kind == TokenKind::Word).count()
}

/// Whether a block ends like a sentence of running text.
fn is_sentence(page: &Page, block: &Block) -> bool {
    let last = block.tokens.1.checked_sub(1).and_then(|last| page.scan.tokens.get(last as usize));
    last.is_some_and(|last| last.is('.')) && word_count(page, block) > 12
}
