//! Records that speak of one another: a document and its date, a part and its whole, a result and its target.

use super::Context;
use super::date::Anchor;
use super::draft::{Draft, Link};
use crate::record::{Count, DateRole, Fact, Precision, Ratio, RatioKind, Target};

/// A cited document's date begins at most so many tokens after its number.
const DATE_REACH: usize = 4;

/// Gives cited documents the dates that follow them.
pub(super) fn references(context: Context<'_>, drafts: &mut [Draft]) {
    for at in 0..drafts.len().saturating_sub(1) {
        let (before, after) = drafts.split_at_mut(at + 1);
        let (reference, date) = (&mut before[at], &mut after[0]);
        let near = date.first >= reference.last && date.first <= reference.last + DATE_REACH;
        let same = context.page.sentence(reference.first) == context.page.sentence(date.first);
        if let (Fact::Reference(reference), Fact::Date(date), true) =
            (&mut reference.fact, &mut date.fact, near && same)
            && date.from == date.to
        {
            reference.date = Some(date.value.clone());
            date.role = DateRole::Document;
        }
    }
}

/// Links quantities: targets to periods, results to targets, parts to wholes, ratios to what they qualify.
pub(super) fn quantities(context: Context<'_>, drafts: &mut [Draft], anchor: &Anchor) {
    periods(context, drafts, anchor);
    for at in 0..drafts.len() {
        link_target(context, drafts, at);
        link_of(context, drafts, at);
    }
    parts(context, drafts);
    as_of(context, drafts);
}

/// A period is looked for among so many dates before: a page of nothing but dates must not take the square of its time.
const DATES_BACK: usize = 64;

/// A date that can be the period of targets.
struct Spoken {
    first: usize,
    value: String,
    role: DateRole,
}

/// A target's period: a deadline after it in its clause, else the nearest date before it in its block that lies ahead,
/// else the nearest term, period or deadline before it.
fn periods(context: Context<'_>, drafts: &mut [Draft], anchor: &Anchor) {
    let spoken: Vec<Spoken> = drafts.iter().filter_map(|draft| spoken(draft, anchor)).collect();
    for draft in drafts.iter_mut() {
        if !matches!(&draft.fact, Fact::Target(target) if target.period.is_none()) {
            continue;
        }
        let found = deadline_after(context, draft, &spoken).or_else(|| said_before(context, draft, &spoken));
        let period = found.map(|date| date.value.clone());
        if let Fact::Target(target) = &mut draft.fact {
            target.period = period;
        }
    }
}

/// A date of a draft that aims may be for: not a day on which something happened, and not over.
fn spoken(draft: &Draft, anchor: &Anchor) -> Option<Spoken> {
    let Fact::Date(date) = &draft.fact else { return None };
    let aims = speaks_of_aims(date.role);
    let open = date.role == DateRole::Mention
        && date.precision != Precision::Day
        && date.precision != Precision::Minute;
    let value = date.value.clone();
    ((aims || open) && !anchor.is_over(date)).then_some(Spoken { first: draft.first, value, role: date.role })
}

fn deadline_after<'a>(context: Context<'_>, draft: &Draft, spoken: &'a [Spoken]) -> Option<&'a Spoken> {
    let (_, end) = context.page.sentence(draft.first);
    let clause = context.page.clause_start(draft.first);
    let next = spoken.get(spoken.partition_point(|date| date.first < draft.last))?;
    if next.first >= end {
        return None;
    }
    let together = context.page.clause_start(next.first) == clause;
    (together && next.role == DateRole::Deadline).then_some(next)
}

fn said_before<'a>(context: Context<'_>, draft: &Draft, spoken: &'a [Spoken]) -> Option<&'a Spoken> {
    let block = context.page.block_of(draft.first);
    let before = spoken.partition_point(|date| date.first < draft.first);
    let earlier = || spoken[..before].iter().rev().take(DATES_BACK);
    let near = earlier().find(|date| context.page.block_of(date.first) == block);
    near.or_else(|| earlier().find(|date| speaks_of_aims(date.role)))
}

fn speaks_of_aims(role: DateRole) -> bool {
    matches!(role, DateRole::Term | DateRole::Period | DateRole::Deadline)
}

/// A ratio is held against the target that follows it in its sentence with the same metric and unit.
fn link_target(context: Context<'_>, drafts: &mut [Draft], at: usize) {
    let Fact::Ratio(Ratio { metric: Some(metric), unit, .. }) = &drafts[at].fact else { return };
    let (_, end) = context.page.sentence(drafts[at].first);
    let found = drafts.iter().enumerate().skip(at + 1).take_while(|(_, draft)| draft.first < end).find(|(_, draft)| {
        matches!(&draft.fact, Fact::Target(Target { metric: Some(other), unit: same, .. }) if other == metric && same == unit)
    });
    if let Some((target, _)) = found {
        drafts[at].links.push((Link::Target, target));
    }
}

/// An achievement or a ratio in brackets qualifies the record before it that has the same metric.
fn link_of(context: Context<'_>, drafts: &mut [Draft], at: usize) {
    let Fact::Ratio(Ratio { metric: Some(metric), kind, unit, .. }) = &drafts[at].fact else { return };
    let qualifies = *kind == RatioKind::Achievement || unit == "percent";
    let (start, _) = context.page.sentence(drafts[at].first);
    let found = drafts[..at].iter().enumerate().rev().take_while(|(_, draft)| draft.first >= start);
    let found =
        found.take(3).find(|(_, draft)| draft.metric() == Some(metric.as_str())).map(|(number, _)| number);
    if let Some(of) = found.filter(|_| qualifies) {
        drafts[at].links.push((Link::Of, of));
    }
}

/// Counts in the brackets right after a count break it down.
fn parts(context: Context<'_>, drafts: &mut [Draft]) {
    let tokens = &context.page.scan.tokens;
    for at in 0..drafts.len() {
        if !matches!(drafts[at].fact, Fact::Count(_))
            || !tokens.get(drafts[at].last).is_some_and(|token| token.is('('))
        {
            continue;
        }
        let (_, end) = context.page.sentence(drafts[at].first);
        let Some(closing) = (drafts[at].last..end).find(|&token| tokens[token].is(')')) else { continue };
        for part in drafts[at + 1..].iter_mut().take_while(|part| part.first < end) {
            if part.first < closing && matches!(part.fact, Fact::Count(_)) {
                part.links.push((Link::PartOf, at));
            }
        }
    }
}

/// Counts of a sentence hold for the day that it names with *as of*.
fn as_of(context: Context<'_>, drafts: &mut [Draft]) {
    let mut day: Option<((usize, usize), String)> = None;
    for draft in drafts.iter_mut() {
        let sentence = context.page.sentence(draft.first);
        let stated = day.as_ref().filter(|(found, _)| *found == sentence).map(|(_, value)| value.clone());
        match &mut draft.fact {
            Fact::Date(date) if date.role == DateRole::AsOf => day = Some((sentence, date.value.clone())),
            Fact::Count(Count { as_of, .. }) | Fact::Ratio(Ratio { as_of, .. }) => *as_of = stated,
            _ => {}
        }
    }
}
