//! What a list of figures says once, after its last member: `95% of the boys and 90% of the girls passed`.

use super::Context;
use super::draft::Draft;
use crate::compile::Slot;
use crate::compile::ruleset::{FindPlace, Phrase};
use crate::record::Fact;
use crate::scan::TokenKind;

/// A predicate has at least this many words: fewer belong to the last noun.
const PREDICATE_WORDS: usize = 2;

/// Gives the bare nouns of a list what is said of its last one.
pub(super) fn predicates(context: Context<'_>, drafts: &mut [Draft]) {
    let mut said: Option<(usize, (usize, usize))> = None;
    for at in (0..drafts.len()).rev() {
        let Some((phrase, (start, end))) = listed(context, &drafts[at]) else { continue };
        let noun = phrase.joined.longest_at(&context.page.scan, start).map(|hit| hit.end as usize);
        let follows = said.filter(|&(next, _)| joins(context, phrase, end, next));
        said = match (noun, follows) {
            (Some(noun), Some((_, predicate))) if !is_predicate(context, noun, end) => {
                add(context, &mut drafts[at], (start, end), predicate);
                Some((drafts[at].first, predicate))
            }
            (Some(noun), _) if is_predicate(context, noun, end) => Some((drafts[at].first, (noun, end))),
            _ => None,
        };
    }
}

/// The phrase after the figure that says what it is of, if its kind of phrase stands in lists.
fn listed<'a>(context: Context<'a>, draft: &Draft) -> Option<(&'a Phrase, (usize, usize))> {
    let rule = &context.rules.rules[draft.rule? as usize];
    let tokens = draft.phrase(Slot::Metric).filter(|tokens| tokens.0 >= draft.last)?;
    let finds = rule.finds.iter().filter(|(slot, _)| *slot == Slot::Metric).flat_map(|(_, finds)| finds);
    let mut phrases = finds.filter_map(|find| match find.place {
        FindPlace::After(phrase) => Some(&context.rules.phrases[phrase]),
        _ => None,
    });
    phrases.find(|phrase| !phrase.lists.is_empty()).map(|phrase| (phrase, tokens))
}

/// Whether only words that join a list stand between token `end` and the figure at `next`.
fn joins(context: Context<'_>, phrase: &Phrase, end: usize, next: usize) -> bool {
    let mut at = end;
    while at < next {
        match phrase.lists.longest_at(&context.page.scan, at) {
            Some(hit) => at = hit.end as usize,
            None => return false,
        }
    }
    at == next && end < next
}

fn is_predicate(context: Context<'_>, start: usize, end: usize) -> bool {
    let tokens = &context.page.scan.tokens[start.min(end)..end];
    tokens.len() >= PREDICATE_WORDS && tokens.first().is_some_and(|token| token.kind == TokenKind::Word)
}

fn add(context: Context<'_>, draft: &mut Draft, noun: (usize, usize), predicate: (usize, usize)) {
    let whole = format!("{} {}", context.slice(noun.0, noun.1), context.slice(predicate.0, predicate.1));
    match &mut draft.fact {
        Fact::Ratio(ratio) => ratio.metric = Some(whole),
        Fact::Target(target) => target.metric = Some(whole),
        _ => {}
    }
}
