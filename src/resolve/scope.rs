//! Passages in which records mean something else, as the rule files declare them.

use super::Context;
use crate::compile::Ruleset;
use crate::compile::ruleset::{Reach, Scope, ScopeId};
use crate::layout::{Block, Page, Zone};
use crate::matching::holds_in;
use crate::record::RecordType;
use crate::scan::{Capital, Token, TokenKind};

/// A heading has at most this many tokens.
const HEADING_TOKENS: usize = 16;
/// A line of a list under a heading has at most this many tokens.
const ITEM_TOKENS: usize = 64;

/// A colon stands at most this many tokens after the word that opens a passage by it.
const COLON_TOKENS: usize = 16;

/// What is named stands at most this many tokens after the word that opens a passage by it.
const NAMED_TOKENS: usize = 16;

/// A sentence with so many semicolons goes on with the list of the one before it.
const LIST_SEMICOLONS: usize = 2;

/// The words that tell when or where before a sentence begins, with their comma, are at most this many tokens.
const LEAD_TOKENS: usize = 8;

/// A word that decides stands at most this many tokens before what it decides on.
const DECIDED_TOKENS: usize = 9;

/// Where each scope is open, as ranges of tokens in text order.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    open: Vec<Vec<(usize, usize)>>,
}

impl Scopes {
    /// Whether `scope` is open at `token`.
    pub(super) fn is_open(&self, scope: ScopeId, token: usize) -> bool {
        self.span(scope, token).is_some()
    }

    /// Whether a scope is open at `token` that makes targets of what stands there.
    pub(super) fn speaks_of_aims(&self, context: Context<'_>, token: usize) -> bool {
        let aims = context.rules.scopes.iter().enumerate();
        let mut aims = aims.filter(|(_, scope)| scope.turns.iter().any(|&(_, to)| to == RecordType::Target));
        aims.any(|(id, _)| self.is_open(id, token))
    }

    /// The passage of `scope` that holds `token`.
    pub(super) fn span(&self, scope: ScopeId, token: usize) -> Option<(usize, usize)> {
        let spans = self.open.get(scope)?;
        let next = spans.partition_point(|&(start, _)| start <= token);
        let span = spans[next.checked_sub(1)?];
        (token < span.1).then_some(span)
    }
}

/// Finds the passages of every scope.
pub(super) fn find(page: &Page, rules: &Ruleset) -> Scopes {
    let openings = openings(page, rules);
    let open = rules.scopes.iter().zip(&openings).map(|(scope, openings)| {
        let spans = passages(page, scope, openings);
        without_sentences(page, scope, spans)
    });
    Scopes { open: open.collect() }
}

/// For each scope the tokens at which it can open.
fn openings(page: &Page, rules: &Ruleset) -> Vec<Vec<u32>> {
    let mut openings = vec![Vec::new(); rules.scopes.len()];
    for hit in page.scan.hits.iter().filter(|hit| rules.scope_openers.contains(hit.entry)) {
        for (scope, openings) in rules.scopes.iter().zip(&mut openings) {
            if scope.openers.contains(hit.entry) && openings.last() != Some(&hit.start) {
                openings.push(hit.start);
            }
        }
    }
    openings
}

fn passages(page: &Page, scope: &Scope, openings: &[u32]) -> Vec<(usize, usize)> {
    let mut walk = Walk {
        page,
        scope,
        openings,
        open: None,
        carried: false,
        in_list: false,
        under_heading: false,
        aside_end: None,
        spans: Vec::new(),
    };
    for block in &page.blocks {
        walk.block(block);
    }
    walk.spans
}

struct Walk<'a> {
    page: &'a Page,
    scope: &'a Scope,
    /// Where the scope can open from here on.
    openings: &'a [u32],
    /// Where the passage that is open began.
    open: Option<usize>,
    /// The last block of text ended inside a passage.
    carried: bool,
    /// It ended with a colon or a semicolon: the next block is an item of its list.
    in_list: bool,
    /// A heading announced a list of short lines, and nothing else has come since.
    under_heading: bool,
    /// The bracket that closes what the passage that is open was opened in.
    aside_end: Option<usize>,
    spans: Vec<(usize, usize)>,
}

impl Walk<'_> {
    fn block(&mut self, block: &Block) {
        let (first, end) = (block.tokens.0 as usize, block.tokens.1 as usize);
        if block.zone == Zone::Byline {
            // Who signs ends a report: what comes next is another.
            (self.carried, self.in_list, self.under_heading) = (false, false, false);
        }
        if !matches!(block.zone, Zone::Title | Zone::Body | Zone::Caption) || first == end {
            return;
        }
        let listed = self.in_list;
        let carried = self.scope.carries.longest_at(&self.page.scan, first).is_some();
        let item = self.under_heading && self.is_item(first, end);
        let listed = listed || item;
        let goes_on = listed || carried || self.is_numbered(first, end);
        if self.carried && (self.scope.until == Reach::Document || goes_on) {
            self.open = Some(first);
        }
        let mut at = first;
        while at < end {
            if self.open.is_none() {
                at = self.next_opening(at);
            }
            if at < end {
                self.token(at, item);
            }
            at = at.saturating_add(1);
        }
        let text_between = block.zone != Zone::Caption;
        self.carried = self.open.is_some() || (self.carried && !text_between);
        let last = &self.page.scan.tokens[end - 1];
        let below = self.under_heading && self.parts_list(first, end);
        self.under_heading = self.is_heading(first, end) || item || below;
        self.carried |= self.under_heading;
        self.in_list = self.carried && (last.is(':') || last.is(';') || (listed && last.is(',')));
        self.close(end);
    }

    /// The bracket that closes the one that `at` stands in.
    fn bracket_end(&self, at: usize, sentence: usize, end: usize) -> Option<usize> {
        let tokens = &self.page.scan.tokens;
        let last = (sentence..=at).rev().find(|&at| tokens[at].is('(') || tokens[at].is(')'))?;
        tokens[last].is('(').then(|| (at..end).find(|&at| tokens[at].is(')'))).flatten()
    }

    /// The first token from `at` on at which the scope can open.
    fn next_opening(&mut self, at: usize) -> usize {
        while let Some((&next, rest)) = self.openings.split_first() {
            if next as usize >= at {
                return next as usize;
            }
            self.openings = rest;
        }
        usize::MAX
    }

    /// Whether a block is an item of a numbered or lettered list.
    fn is_numbered(&self, first: usize, end: usize) -> bool {
        let tokens = &self.page.scan.tokens[first..end];
        let numbers = |token: &Token| token.kind == TokenKind::Number || token.end - token.start == 1;
        matches!(tokens, [number, mark, ..] if numbers(number) && (mark.is('.') || mark.is(')')))
    }

    /// Whether a block is a heading that announces a list.
    fn is_heading(&self, first: usize, end: usize) -> bool {
        let short = end - first <= HEADING_TOKENS && !self.page.scan.tokens[end - 1].is_final_mark();
        short
            && self.stands_out(first, end)
            && !holds_in(self.page, first, end, &self.scope.not_sentences)
            && !holds_in(self.page, first, end, &self.scope.not_lists)
            && (self.heads(first) || (first..end).any(|at| self.announces(at)))
    }

    /// Whether a line of the text begins with a word that makes it a heading.
    fn heads(&self, first: usize) -> bool {
        let zone = self.page.blocks[self.page.block_of(first)].zone;
        zone != Zone::Title && self.scope.opens_heading.longest_at(&self.page.scan, first).is_some()
    }

    /// Whether a word that opens a list begins at `at`, and nothing before it says otherwise.
    fn announces(&self, at: usize) -> bool {
        let scan = &self.page.scan;
        self.scope.opens_list.longest_at(scan, at).is_some()
            && self.scope.not_after.longest_ending_at(scan, at).is_none()
    }

    /// Whether a block looks like a heading: it begins with a mark or a number, is mostly in capitals, or is one
    /// sentence that ends with a colon.
    fn stands_out(&self, first: usize, end: usize) -> bool {
        let tokens = &self.page.scan.tokens[first..end];
        let capitals = tokens.iter().filter(|token| token.capital == Capital::All).count();
        let announces = tokens[end - first - 1].is(':') && self.page.sentence(first).1 >= end;
        self.heads(first) || tokens[0].kind != TokenKind::Word || 2 * capitals > tokens.len() || announces
    }

    /// Whether a block is a line within a list that names what comes next in it.
    fn parts_list(&self, first: usize, end: usize) -> bool {
        end - first <= HEADING_TOKENS && self.page.scan.tokens[end - 1].is(':')
    }

    /// Whether a block can be an item of the list under a heading: a short line with a figure in it.
    fn is_item(&self, first: usize, end: usize) -> bool {
        let tokens = &self.page.scan.tokens[first..end];
        tokens.len() <= ITEM_TOKENS && tokens.iter().any(|token| token.kind == TokenKind::Number)
    }

    /// Opens or closes the passage at a token; all sentences of an `item` under a heading go on with it.
    fn token(&mut self, at: usize, item: bool) {
        let scan = &self.page.scan;
        let (sentence, sentence_end) = self.page.sentence(at);
        if at == sentence && self.open.is_some_and(|open| open < at) && !item && !self.goes_on_with(at) {
            self.close(at);
        }
        if self.open.is_some() && self.scope.closes.longest_at(scan, at).is_some() {
            self.close(at);
            self.in_list = false;
        } else if self.open.is_none() && self.opens(at, sentence) {
            self.open = Some(at);
            self.aside_end = self.bracket_end(at, sentence, sentence_end);
        } else if self.aside_end == Some(at) {
            self.close(at);
        }
        let clause_ends = self.page.scan.tokens[at].is(';');
        let sentence_ends = at + 1 == sentence_end;
        if sentence_ends && self.scope.until <= Reach::Sentence
            || clause_ends && self.scope.until == Reach::Clause
        {
            self.close(at + 1);
        }
    }

    /// Whether a passage goes on with the sentence that begins at `at`.
    fn goes_on_with(&self, at: usize) -> bool {
        let goes_on = &self.scope.goes_on;
        let token = &self.page.scan.tokens[at];
        goes_on.is_empty()
            || goes_on.has_kind(token)
            || goes_on.longest_at(&self.page.scan, at).is_some()
            || self.is_list(at)
    }

    /// Whether the sentence that begins at `at` is a list, by its semicolons.
    fn is_list(&self, at: usize) -> bool {
        let (first, end) = self.page.sentence(at);
        let tokens = &self.page.scan.tokens[first..end];
        tokens.iter().filter(|token| token.is(';')).count() >= LIST_SEMICOLONS
    }

    fn opens(&self, at: usize, sentence: usize) -> bool {
        let scan = &self.page.scan;
        let block_end = self.page.blocks[self.page.block_of(at)].tokens.1 as usize;
        let ends_listing = |end: usize| self.page.scan.tokens[end - 1].is(':');
        let sentence_end = self.page.sentence(at).1;
        let next_end = if sentence_end < block_end { self.page.sentence(sentence_end).1 } else { block_end };
        let listed = || ends_listing(sentence_end) || (next_end == block_end && ends_listing(block_end));
        let opened = self.scope.opens.longest_at(scan, at).is_some()
            || (self.scope.opens_list.longest_at(scan, at).is_some()
                && listed()
                && !self.is_done(at)
                && !holds_in(self.page, sentence, sentence_end, &self.scope.not_lists))
            || (self.scope.opens_colon.longest_at(scan, at).is_some()
                && self.colon_follows(at, sentence_end))
            || (self.scope.opens_sentence.longest_at(scan, at).is_some() && self.leads(at, sentence))
            || (self.scope.opens_named.longest_at(scan, at).is_some()
                && self.is_named(at, sentence_end)
                && !holds_in(self.page, at, sentence_end, &self.scope.not_sentences))
            || (self.scope.opens_object.longest_at(scan, at).is_some()
                && self.is_decided(at)
                && !holds_in(self.page, at, sentence_end, &self.scope.not_sentences));
        opened && !self.is_share_of(at) && self.scope.not_after.longest_ending_at(scan, at).is_none()
    }

    /// Whether the word at `at` is counted as so many of so many: that tells how far it was reached.
    fn is_share_of(&self, at: usize) -> bool {
        let tokens = &self.page.scan.tokens;
        let is_date = at >= 4 && tokens[at - 4].is('/') || at >= 1 && self.page.is_like_year(at - 1);
        at >= 3
            && tokens[at - 1].kind == TokenKind::Number
            && tokens[at - 2].is('/')
            && tokens[at - 3].kind == TokenKind::Number
            && !is_date
    }

    /// Whether the sentence begins at `at`, but for a few words and a comma that tell when or where.
    fn leads(&self, at: usize, sentence: usize) -> bool {
        at == sentence
            || (at - sentence <= LEAD_TOKENS
                && self.page.scan.tokens[at - 1].is(',')
                && self.page.scan.tokens[sentence..at - 1].iter().all(|token| token.kind != TokenKind::Mark))
    }

    /// Whether the word at `at` is counted, and words before its number keep the scope shut: so many of them were reached.
    fn is_done(&self, at: usize) -> bool {
        let tokens = &self.page.scan.tokens;
        let counts = |at: &usize| tokens[*at].kind == TokenKind::Number || tokens[*at].is('/');
        let number = (0..at).rev().take_while(counts).last();
        number.is_some_and(|first| self.scope.not_after.longest_ending_at(&self.page.scan, first).is_some())
    }

    /// Whether a colon stands soon after the token `at`.
    fn colon_follows(&self, at: usize, end: usize) -> bool {
        let last = end.min(at + COLON_TOKENS);
        self.page.scan.tokens[at..last].iter().any(|token| token.is(':'))
    }

    /// Whether a word that leads to what is named follows the token `at` soon, before any mark or figure.
    fn is_named(&self, at: usize, end: usize) -> bool {
        let scan = &self.page.scan;
        let counted_or_aside = |token: &Token| token.kind == TokenKind::Number || token.is('(');
        if at.checked_sub(1).is_some_and(|before| counted_or_aside(&scan.tokens[before])) {
            return false;
        }
        let first = self.scope.opens_named.longest_at(scan, at).map_or(at, |hit| hit.end as usize);
        for at in first..end.min(first + NAMED_TOKENS) {
            if self.scope.names.longest_at(scan, at).is_some() {
                return true;
            }
            if self.scope.not_named.longest_at(scan, at).is_some() {
                return false;
            }
            let token = &scan.tokens[at];
            let passes = match token.kind {
                TokenKind::Word => true,
                TokenKind::Number => {
                    self.page.is_like_year(at) || self.scope.lasts.longest_at(scan, at + 1).is_some()
                }
                TokenKind::Mark => matches!(token.mark, '-' | '\u{2013}' | '(' | ')'),
            };
            if !passes {
                return false;
            }
        }
        false
    }

    /// Whether a word that decides stands nearer before `at`, in its clause, than one that keeps the scope shut.
    fn is_decided(&self, at: usize) -> bool {
        let scan = &self.page.scan;
        let floor = self.page.clause_start(at).max(at.saturating_sub(DECIDED_TOKENS));
        let ends = (floor..=at).rev();
        ends.map(|end| {
            let decides = self.scope.decides.longest_ending_at(scan, end).is_some();
            (decides, decides || self.scope.not_after.longest_ending_at(scan, end).is_some())
        })
        .find(|&(_, settles)| settles)
        .is_some_and(|(decides, _)| decides)
    }

    fn close(&mut self, end: usize) {
        self.aside_end = None;
        if let Some(start) = self.open.take() {
            self.spans.push((start, end));
        }
    }
}

/// The passages without the sentences that hold a word which keeps them out; in the sentence in which a passage begins,
/// what stands before a semicolon tells of something else.
fn without_sentences(page: &Page, scope: &Scope, spans: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    if scope.not_sentences.is_empty() {
        return spans;
    }
    let mut kept = Vec::with_capacity(spans.len());
    for (start, end) in spans {
        let mut at = start;
        while at < end {
            let (first, last) = page.sentence(at);
            let stop = last.clamp(at + 1, end);
            let parted = (first..at).rev().find(|&before| page.scan.tokens[before].is(';'));
            if !holds_in(page, parted.unwrap_or(first), last, &scope.not_sentences) {
                kept.push((at, stop));
            }
            at = stop;
        }
    }
    kept
}
