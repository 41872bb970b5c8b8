//! Which tokens of a page some rule has an answer to.

use serde_json::Value;

use crate::compile::Ruleset;
use crate::fold::fold;
use crate::layout::{Block, Page};
use crate::resolve::Draft;
use crate::trace::Trace;

/// For each token of the page whether it is claimed: by a record's evidence, by one of its fields that quotes the text
/// around it, or by a rule that emits nothing.
pub(super) fn of(trace: &Trace<'_>, rules: &Ruleset) -> Vec<bool> {
    let page = trace.page();
    let mut claims = Claims { page, claimed: vec![false; page.scan.tokens.len()] };
    for draft in trace.drafts() {
        claims.add_draft(&draft);
    }
    for candidate in trace.candidates() {
        if rules.rules[candidate.rule as usize].emits.is_none() {
            claims.claimed[candidate.first as usize..candidate.last as usize].fill(true);
        }
    }
    claims.claimed
}

struct Claims<'p> {
    page: &'p Page,
    claimed: Vec<bool>,
}

impl Claims<'_> {
    fn add_draft(&mut self, draft: &Draft) {
        let mut fields = Vec::new();
        let mut fact = serde_json::to_value(&draft.fact).unwrap_or_default();
        let page = self.page;
        // The article has no rule: its own evidence and its title are the whole headline, which answers nothing, and
        // its other fields come from anywhere.
        if draft.rule.is_none() {
            fact["title"].take();
            strings(&fact, &mut fields);
            page.blocks.iter().for_each(|block| self.add_fields(&fields, block));
            return;
        }
        strings(&fact, &mut fields);
        self.add_bytes(draft.start, draft.end);
        self.add_fields(&fields, &page.blocks[page.block_of(draft.first)]);
        for &(start, end) in &draft.mentions {
            self.add_bytes(start, end);
            self.add_fields(&fields, &page.blocks[page.block_of(page.scan.token_from(start))]);
        }
    }

    fn add_bytes(&mut self, start: usize, end: usize) {
        let (first, last) = (self.page.scan.token_from(start), self.page.scan.token_from(end));
        self.claimed[first..last.max(first)].fill(true);
    }

    fn add_fields(&mut self, fields: &[String], block: &Block) {
        let text = &self.page.folded[block.start as usize..block.end as usize];
        for field in fields {
            for (at, _) in text.match_indices(field.as_str()) {
                let start = block.start as usize + at;
                self.add_bytes(start, start + field.len());
            }
        }
    }
}

/// The folded strings in a record's fields.
fn strings(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) if !text.is_empty() => into.push(fold(text)),
        Value::Array(items) => items.iter().for_each(|item| strings(item, into)),
        Value::Object(fields) => fields.values().for_each(|field| strings(field, into)),
        _ => {}
    }
}
