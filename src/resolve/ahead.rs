//! Figures that are aims by where they stand: in the column of a plan, or after a time to come, as in `By 2030, 95% of
//! the households have clean water`.
//!
//! Which time is still to come is known only when the dates are read, after the scopes were found.

use super::Context;
use super::date::Anchor;
use super::draft::Draft;
use crate::compile::ruleset::Scope;
use crate::layout::Table;
use crate::matching::holds_in;
use crate::record::{Count, Fact, Measure, Ratio, RatioKind, RecordType, Target};
use crate::scan::{Hit, Token};

/// The time stands at most this many tokens after the beginning of its sentence.
const OPENING_TOKENS: usize = 5;

/// Turns the figures that follow a time to come into what the scopes with words for it make of them.
pub(super) fn turn(context: Context<'_>, drafts: &mut [Draft], anchor: &Anchor) {
    for scope in context.rules.scopes.iter().filter(|scope| !scope.opens_ahead.is_empty()) {
        drafts
            .iter_mut()
            .filter(|draft| in_column(context, scope, draft))
            .for_each(|draft| turn_one(context, scope, draft));
        for at in 0..drafts.len() {
            if let Some(end) = sentence_ahead(context, scope, anchor, drafts, at) {
                turn_sentence(context, scope, anchor, &mut drafts[at + 1..], end);
            } else if let Some((from, end)) = rest_ahead(context, scope, anchor, &drafts[at]) {
                let later = drafts[at + 1..].partition_point(|draft| draft.first < from);
                turn_sentence(context, scope, anchor, &mut drafts[at + 1 + later..], end);
            }
        }
    }
    keep_past(context, drafts, anchor);
}

/// Makes a fact again of a share in brackets after a time that is over: it tells where the way to an aim began.
fn keep_past(context: Context<'_>, drafts: &mut [Draft], anchor: &Anchor) {
    for at in 1..drafts.len() {
        let (earlier, rest) = drafts.split_at_mut(at);
        if is_turned_share(context, &rest[0])
            && is_past_aside(context, earlier, &rest[0], anchor)
            && let Some(fact) = stated(&rest[0].fact)
        {
            rest[0].fact = fact;
        }
    }
}

/// Whether a target was made of what its rule reads as a share.
fn is_turned_share(context: Context<'_>, draft: &Draft) -> bool {
    let emits = draft.rule.and_then(|rule| context.rules.rules[rule as usize].emits);
    matches!(draft.fact, Fact::Target(_)) && emits == Some(RecordType::Ratio)
}

/// Whether a figure stands in brackets, after a time in them that is over.
fn is_past_aside(context: Context<'_>, earlier: &[Draft], draft: &Draft, anchor: &Anchor) -> bool {
    let tokens = &context.page.scan.tokens;
    let (sentence, _) = context.page.sentence(draft.first);
    let mark = (sentence..draft.first).rev().find(|&at| tokens[at].is('(') || tokens[at].is(')'));
    let is_over = |draft: &Draft| matches!(&draft.fact, Fact::Date(date) if anchor.is_over(date));
    mark.filter(|&at| tokens[at].is('('))
        .is_some_and(|open| earlier.iter().rev().take_while(|draft| draft.first > open).any(is_over))
}

/// The share that a target was made of.
fn stated(fact: &Fact) -> Option<Fact> {
    let Fact::Target(target) = fact.clone() else { return None };
    Some(Fact::Ratio(Ratio {
        value: target.value,
        value_max: target.value_max,
        comparator: target.comparator,
        unit: target.unit,
        numerator: None,
        denominator: None,
        metric: target.metric,
        category: target.category,
        kind: RatioKind::Level,
        as_of: None,
        of: None,
        target: None,
    }))
}

/// Whether a figure stands in a column whose head opens `scope`.
fn in_column(context: Context<'_>, scope: &Scope, draft: &Draft) -> bool {
    let Some((start, end)) = Table::head_in(&context.page.tables, draft.start as u32) else { return false };
    let token = |byte: u32| context.page.scan.token_from(byte as usize);
    holds_in(context.page, token(start), token(end), &scope.opens_column)
}

/// The end of the sentence that a time to come opens: at its beginning, after nothing but cited papers, or before a colon.
fn sentence_ahead(
    context: Context<'_>,
    scope: &Scope,
    anchor: &Anchor,
    drafts: &[Draft],
    at: usize,
) -> Option<usize> {
    let draft = &drafts[at];
    let Fact::Date(date) = &draft.fact else { return None };
    let (first, end) = context.page.sentence(draft.first);
    let announces = draft.last < end && context.page.scan.tokens[draft.last].is(':');
    let parts = |token: &Token| token.is(':') || token.is(';');
    let mark = (first..draft.first).rev().find(|&at| parts(&context.page.scan.tokens[at]));
    let begun = mark.map_or(first, |mark| mark + 1);
    let near = draft.first - begun <= OPENING_TOKENS || follows_citation(&drafts[..at], first);
    let opens = (announces || near) && leads(context, scope, draft.first);
    let tells_results = holds_in(context.page, first, end, &scope.not_sentences);
    (opens && anchor.lies_ahead(date) && !tells_results).then_some(end)
}

/// Whether the sentence from `first` on has told of cited papers and their days only.
fn follows_citation(earlier: &[Draft], first: usize) -> bool {
    let mut said = earlier.iter().rev().take_while(|draft| draft.first >= first).peekable();
    said.peek().is_some() && said.all(|draft| matches!(draft.fact, Fact::Reference(_) | Fact::Date(_)))
}

/// The rest of the sentence from the word on that tells what will be done in a period.
fn rest_ahead(context: Context<'_>, scope: &Scope, anchor: &Anchor, draft: &Draft) -> Option<(usize, usize)> {
    let Fact::Date(date) = &draft.fact else { return None };
    let is_day = date.from.is_some() && date.from == date.to;
    if is_day || anchor.is_over(date) || scope.opens_will.is_empty() {
        return None;
    }
    let (_, end) = context.page.sentence(draft.first);
    let from = (draft.last..end).find(|&at| scope.opens_will.longest_at(&context.page.scan, at).is_some())?;
    Some((from, end))
}

/// Whether words for a time to come stand at the date, and not as the end of longer ones that keep the scope shut.
fn leads(context: Context<'_>, scope: &Scope, at: usize) -> bool {
    let scan = &context.page.scan;
    let before = scope.opens_ahead.longest_ending_at(scan, at);
    let barred = scope.not_after.longest_ending_at(scan, at);
    let is_longer = |hit: &Hit| barred.is_none_or(|barred| barred.start >= hit.start);
    before.is_some_and(is_longer) || (barred.is_none() && scope.opens_ahead.longest_at(scan, at).is_some())
}

/// Turns the figures up to `end`, or up to a time that is over.
fn turn_sentence(context: Context<'_>, scope: &Scope, anchor: &Anchor, drafts: &mut [Draft], end: usize) {
    for draft in drafts.iter_mut().take_while(|draft| draft.first < end) {
        if matches!(&draft.fact, Fact::Date(date) if anchor.is_over(date)) {
            return;
        }
        turn_one(context, scope, draft);
    }
}

fn turn_one(context: Context<'_>, scope: &Scope, draft: &mut Draft) {
    let keeps = draft.rule.is_some_and(|rule| context.rules.rules[rule as usize].keeps);
    let aims = scope.turns.contains(&(draft.record_type(), RecordType::Target));
    if let Some(target) = target(&draft.fact).filter(|_| aims && !keeps) {
        draft.fact = target;
    }
}

/// The target that states what `fact` would state of the past.
fn target(fact: &Fact) -> Option<Fact> {
    let (comparator, value, value_max, unit, metric, category) = match fact.clone() {
        Fact::Count(Count { comparator, value, value_max, subject, category, .. }) => {
            (comparator, value, value_max, "count".to_owned(), subject, category)
        }
        Fact::Ratio(Ratio { comparator, value, value_max, unit, metric, category, .. }) => {
            (comparator, value, value_max, unit, metric, category)
        }
        Fact::Measure(Measure { comparator, value, value_max, unit, metric, .. }) => {
            (comparator, value, value_max, unit, metric, None)
        }
        _ => return None,
    };
    let (period, frequency, action) = (None, None, None);
    Some(Fact::Target(Target {
        comparator,
        value,
        value_max,
        unit,
        metric,
        category,
        period,
        frequency,
        action,
    }))
}
