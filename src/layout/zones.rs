//! Which zone each block of a page belongs to.

use std::ops::Range;

use super::{Block, Page, Zone, title};
use crate::compile::Ruleset;
use crate::compile::automata::{LayoutPattern, Memory};
use crate::compile::ruleset::{EntrySet, Layout};
use crate::scan::{Capital, TokenKind};

/// Chrome lines, stamps and bylines are short; longer blocks that begin alike are text.
const SHORT_WORDS: usize = 22;
/// A stamp's line has at most this many words beside the date: labels, counters, a name.
const WORDS_BESIDE_STAMP: usize = 8;
/// After a label of the page's own, as many more.
const WORDS_AFTER_LABEL: usize = 6;
/// A line that counts a site's readers has at most this many words.
const COUNTER_WORDS: usize = 8;
/// A line of names alone has at most this many words.
const BYLINE_WORDS: usize = 12;
/// A byline without a cue stands among so many blocks after the last paragraph, so many last, or so many first after
/// the headline.
const BYLINE_REACH: usize = 3;

/// Gives every block its zone.
pub(super) fn assign(page: &mut Page, rules: &Ruleset, memory: &mut Memory) {
    let layout = &rules.layout;
    let eyes = &mut Eyes { rules, memory };
    mark_chrome_and_tail(page, layout, eyes);
    mark_cued(page, layout, eyes);
    let headline = title::find(page);
    if let Some(headline) = headline {
        mark_headline(page, headline);
    }
    mark_bare_bylines(page, headline, eyes);
}

fn begins(page: &Page, number: usize, set: &EntrySet) -> bool {
    let block = &page.blocks[number];
    let tokens = block.tokens.0 as usize..(block.tokens.1 as usize).min(block.tokens.0 as usize + 3);
    let skipped = |at: &usize| page.scan.tokens[*at].mark != '\0';
    let first = tokens.clone().find(|at| !skipped(at)).unwrap_or(tokens.start);
    set.longest_at(&page.scan, block.tokens.0 as usize).is_some()
        || set.longest_at(&page.scan, first).is_some()
}

/// Whether a line is a menu or a trail of rubrics: short names parted by bars or arrows. An arrow before the first word
/// marks an item of a list.
fn is_trail(page: &Page, number: usize) -> bool {
    let block = &page.blocks[number];
    let tokens = &page.scan.tokens[block.tokens.0 as usize..block.tokens.1 as usize];
    let count = |marks: &[char]| {
        let words = tokens.iter().skip_while(|token| token.kind == TokenKind::Mark);
        words.filter(|token| marks.contains(&token.mark)).count()
    };
    count(&['|']) >= 2 || count(&title::ARROWS) >= 1
}

fn is_short(page: &Page, number: usize) -> bool {
    title::word_count(page, &page.blocks[number]) <= SHORT_WORDS
}

/// For each block how many words of running text stand in it and after it.
fn running_text_after(page: &Page) -> Vec<usize> {
    let mut words = 0;
    let mut after: Vec<usize> = (0..page.blocks.len())
        .rev()
        .map(|number| {
            words += if is_short(page, number) { 0 } else { title::word_count(page, &page.blocks[number]) };
            words
        })
        .collect();
    after.reverse();
    after
}

/// Whether a line is a label and a number, as a site counts its readers.
fn is_counter(page: &Page, number: usize) -> bool {
    let block = &page.blocks[number];
    let tokens = &page.scan.tokens[block.tokens.0 as usize..block.tokens.1 as usize];
    tokens.last().is_some_and(|last| last.kind == TokenKind::Number)
        && title::word_count(page, block) <= COUNTER_WORDS
}

/// Chrome, and the tail: the first line that begins like one with most of the text before it. Such a line above the text
/// is a counter of the site in a column beside it.
fn mark_chrome_and_tail(page: &mut Page, layout: &Layout, eyes: &mut Eyes<'_>) {
    let text_after = running_text_after(page);
    let whole = text_after.first().copied().unwrap_or(0);
    let mut in_tail = false;
    let mut in_counters = false;
    for (number, &after) in text_after.iter().enumerate() {
        let short = is_short(page, number);
        let cue = short && begins(page, number, &layout.tail);
        in_tail |= cue && 2 * after <= whole;
        in_counters = cue || (in_counters && is_counter(page, number));
        let no_words = title::word_count(page, &page.blocks[number]) == 0;
        let stamped = !in_tail && short && is_stamp(page, number, layout, eyes);
        if stamped {
            continue;
        }
        let furniture = short
            && (in_counters
                || begins(page, number, &layout.chrome)
                || is_trail(page, number)
                || is_file_name(page, number));
        let empty = no_words && stamp_span(page, number, eyes).is_none();
        if in_tail || furniture || empty {
            page.blocks[number].zone = Zone::Chrome;
        }
    }
}

/// Whether a block is the name of a file and nothing else: one word with hyphens or underscores, and an ending of letters.
fn is_file_name(page: &Page, number: usize) -> bool {
    let block = &page.blocks[number];
    let text = &page.folded[block.start as usize..block.end as usize];
    let is_part = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.');
    text.rsplit_once('.').is_some_and(|(stem, ending)| {
        (3..=4).contains(&ending.len())
            && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && ending.bytes().any(|byte| byte.is_ascii_alphabetic())
            && stem.contains(['-', '_'])
            && text.chars().all(is_part)
    })
}

/// Stamps, bylines, sources and captions that say what they are.
fn mark_cued(page: &mut Page, layout: &Layout, eyes: &mut Eyes<'_>) {
    for number in 0..page.blocks.len() {
        if page.blocks[number].zone != Zone::Body || !is_short(page, number) {
            continue;
        }
        page.blocks[number].zone = if begins(page, number, &layout.source) {
            Zone::Source
        } else if is_stamp(page, number, layout, eyes) {
            Zone::Stamp
        } else if begins(page, number, &layout.byline) {
            Zone::Byline
        } else if begins(page, number, &layout.caption) {
            Zone::Caption
        } else {
            Zone::Body
        };
    }
}

/// Where a stamp stands in a block.
fn stamp_span(page: &Page, number: usize, eyes: &mut Eyes<'_>) -> Option<(usize, usize)> {
    let block = &page.blocks[number];
    let (start, end) = (block.start as usize, block.end as usize);
    eyes.find(page, LayoutPattern::Stamp, (start..end, end))
}

/// Where the headline holds a stamp.
pub(super) fn title_stamp(page: &Page, rules: &Ruleset, memory: &mut Memory) -> Option<(usize, usize)> {
    let headline = page.blocks.iter().position(|block| block.zone == Zone::Title)?;
    stamp_span(page, headline, &mut Eyes { rules, memory })
}

/// What layout patterns are looked for with.
struct Eyes<'a> {
    rules: &'a Ruleset,
    memory: &'a mut Memory,
}

impl Eyes<'_> {
    /// The first match of a pattern that begins in `starts` and ends by `end`.
    fn find(
        &mut self,
        page: &Page,
        pattern: LayoutPattern,
        stretch: (Range<usize>, usize),
    ) -> Option<(usize, usize)> {
        self.rules.automata().find_layout(pattern, self.rules, &page.symbols, stretch, self.memory)
    }
}

/// A block is a stamp if hardly a word beside the date stands in it.
fn is_stamp(page: &Page, number: usize, layout: &Layout, eyes: &mut Eyes<'_>) -> bool {
    let block = &page.blocks[number];
    let Some((start, end)) = stamp_span(page, number, eyes) else { return false };
    let outside = page.folded[block.start as usize..start].split_whitespace().count()
        + page.folded[end..block.end as usize].split_whitespace().count();
    let labelled = begins(page, number, &layout.chrome);
    outside <= WORDS_BESIDE_STAMP + WORDS_AFTER_LABEL * usize::from(labelled)
}

/// The headline and the blocks that repeat it.
fn mark_headline(page: &mut Page, headline: usize) {
    let Page { folded, blocks, .. } = page;
    let letters = |block: &Block| folded[block.start as usize..block.end as usize].chars();
    let title: Vec<char> = letters(&blocks[headline]).flat_map(char::to_lowercase).collect();
    for (number, block) in blocks.iter_mut().enumerate() {
        let repeats = || letters(block).flat_map(char::to_lowercase).eq(title.iter().copied());
        if number == headline || (block.zone == Zone::Body && repeats()) {
            block.zone = Zone::Title;
        }
    }
}

/// Lines of names alone at the end of the text or right after the headline.
fn mark_bare_bylines(page: &mut Page, headline: Option<usize>, eyes: &mut Eyes<'_>) {
    let is_text = |&number: &usize| page.blocks[number].zone == Zone::Body && !page.is_link(number);
    let body: Vec<usize> = (0..page.blocks.len()).filter(is_text).collect();
    let after_headline =
        body.iter().copied().filter(|&number| headline.is_some_and(|headline| number > headline));
    let first: Vec<usize> = after_headline.take(BYLINE_REACH).collect();
    let text_end = body.iter().rposition(|&number| !is_short(page, number)).map_or(0, |last| last + 1);
    let last =
        body[text_end..].iter().take(BYLINE_REACH).chain(body.iter().rev().take(BYLINE_REACH)).copied();
    let (next, final_) = (first.first().copied(), body.last().copied());
    let ends: Vec<usize> = body.iter().copied().filter(|&number| ends_an_item(page, number)).collect();
    let near: Vec<usize> = first.into_iter().chain(last).collect();
    for number in near.iter().copied().chain(ends.iter().copied()) {
        let at_rim = Some(number) == next || Some(number) == final_ || ends.binary_search(&number).is_ok();
        if is_bare_byline(page, number, eyes) && (at_rim || !is_in_capitals(page, number)) {
            page.blocks[number].zone = Zone::Byline;
        }
    }
}

/// Whether a line stands between a finished paragraph and what is no running text: the page's own lines, or the next
/// item of a round-up, which begins with a mark.
fn ends_an_item(page: &Page, number: usize) -> bool {
    let Some(before) = number.checked_sub(1).map(|before| &page.blocks[before]) else { return false };
    let finished = before.zone == Zone::Body
        && title::word_count(page, before) > SHORT_WORDS
        && page.scan.tokens[before.tokens.0 as usize..before.tokens.1 as usize]
            .last()
            .is_some_and(|token| token.kind == TokenKind::Mark);
    let next = page.blocks.get(number + 1);
    finished
        && next.is_none_or(|next| {
            let first = page.scan.tokens[next.tokens.0 as usize..next.tokens.1 as usize].first();
            next.zone == Zone::Chrome
                || first.is_some_and(|token| token.kind == TokenKind::Mark && !is_opening(token.mark))
        })
}

/// Whether a mark opens running text: a quotation or an aside.
fn is_opening(mark: char) -> bool {
    matches!(mark, '\u{201c}' | '"' | '(' | '\u{2018}' | '\u{ab}')
}

/// Whether a line is in capitals throughout: in the midst of a text it is a heading and no name.
fn is_in_capitals(page: &Page, number: usize) -> bool {
    let block = &page.blocks[number];
    let tokens = &page.scan.tokens[block.tokens.0 as usize..block.tokens.1 as usize];
    tokens.iter().filter(|token| token.kind == TokenKind::Word).all(|token| token.capital == Capital::All)
}

fn is_bare_byline(page: &Page, number: usize, eyes: &mut Eyes<'_>) -> bool {
    let block = &page.blocks[number];
    if title::word_count(page, block) > BYLINE_WORDS {
        return false;
    }
    let (start, end) = (block.start as usize, block.end as usize);
    let found = eyes.find(page, LayoutPattern::Byline, (start..start + 1, end));
    found.is_some_and(|(_, stop)| stop == end)
}
