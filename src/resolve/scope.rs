//! Passages in which records mean something else, as the rule files declare them.

use crate::compile::Ruleset;
use crate::compile::ruleset::{Reach, Scope, ScopeId};
use crate::layout::{Block, Page, Zone};

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
    Scopes { open: rules.scopes.iter().map(|scope| passages(page, scope)).collect() }
}

fn passages(page: &Page, scope: &Scope) -> Vec<(usize, usize)> {
    let mut walk = Walk { page, scope, open: None, carried: false, spans: Vec::new() };
    for block in &page.blocks {
        walk.block(block);
    }
    walk.spans
}

struct Walk<'a> {
    page: &'a Page,
    scope: &'a Scope,
    /// Where the passage that is open began.
    open: Option<usize>,
    /// The last block of text ended inside a passage.
    carried: bool,
    spans: Vec<(usize, usize)>,
}

impl Walk<'_> {
    fn block(&mut self, block: &Block) {
        let (first, end) = (block.tokens.0 as usize, block.tokens.1 as usize);
        if !matches!(block.zone, Zone::Title | Zone::Body | Zone::Caption) || first == end {
            return;
        }
        if self.scope.until == Reach::Document && self.carried
            || self.carried && self.scope.carries.longest_at(&self.page.scan, first).is_some()
        {
            self.open = Some(first);
        }
        for at in first..end {
            self.token(at);
        }
        self.carried = self.open.is_some() || (self.carried && block.zone == Zone::Caption);
        self.close(end);
    }

    fn token(&mut self, at: usize) {
        let scan = &self.page.scan;
        let (sentence, sentence_end) = self.page.sentence(at);
        if self.open.is_some() && self.scope.closes.longest_at(scan, at).is_some() {
            self.close(at);
        } else if self.open.is_none() && self.opens(at, sentence) {
            self.open = Some(at);
        }
        let clause_ends = self.page.scan.tokens[at].is(';');
        let sentence_ends = at + 1 == sentence_end;
        if sentence_ends && self.scope.until <= Reach::Sentence
            || clause_ends && self.scope.until == Reach::Clause
        {
            self.close(at + 1);
        }
    }

    fn opens(&self, at: usize, sentence: usize) -> bool {
        let scan = &self.page.scan;
        let opened = self.scope.opens.longest_at(scan, at).is_some()
            || (at == sentence && self.scope.opens_sentence.longest_at(scan, at).is_some());
        opened && self.scope.not_after.longest_ending_at(scan, at).is_none()
    }

    fn close(&mut self, end: usize) {
        if let Some(start) = self.open.take() {
            self.spans.push((start, end));
        }
    }
}
