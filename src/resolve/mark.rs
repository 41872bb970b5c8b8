//! Words that set fields of the records of their sentence, as the rule files declare them.

use super::Context;
use super::draft::Draft;
use super::scope::Scopes;
use crate::compile::ruleset::{Mark, Reach, Settings};
use crate::layout::Page;
use crate::matching::holds_in;
use crate::record::{Comparator, DateRole, Fact};

/// A mark reaches at most so many tokens; without a bound, a page of one block would take time by the square of its
/// length.
const MOST_TOKENS: usize = 4096;

/// Applies every mark to the records that it speaks of.
pub(super) fn apply(context: Context<'_>, drafts: &mut [Draft], scopes: &Scopes) {
    for draft in drafts.iter_mut() {
        for mark in &context.rules.marks {
            let open =
                mark.inside.is_empty() || mark.inside.iter().any(|&scope| scopes.is_open(scope, draft.first));
            if open && mark.on.contains(&draft.record_type()) && reaches(context.page, draft, mark) {
                set(&mut draft.fact, &mark.settings);
            }
        }
    }
}

fn reaches(page: &Page, draft: &Draft, mark: &Mark) -> bool {
    match mark.reach {
        Reach::Adjacent => mark.words.longest_ending_at(&page.scan, draft.first).is_some(),
        Reach::After => draft.ends().any(|end| mark.words.longest_at(&page.scan, end).is_some()),
        Reach::Evidence => holds_in(page, draft.first, draft.last, &mark.words),
        Reach::Within => draft.phrases.iter().any(|&(_, (first, end))| {
            let inside =
                |at| mark.words.longest_at(&page.scan, at).is_some_and(|hit| (hit.end as usize) < end);
            (first + 1..end).any(inside)
        }),
        Reach::Clause => holds_in(page, page.clause_start(draft.first), draft.first, &mark.words),
        Reach::Sentence => holds_in(page, page.sentence(draft.first).0, draft.first, &mark.words),
        Reach::Block | Reach::Document => {
            let block = &page.blocks[page.block_of(draft.first)];
            let from = (block.tokens.0 as usize).max(draft.first.saturating_sub(MOST_TOKENS));
            holds_in(page, from, draft.first, &mark.words)
        }
    }
}

fn set(fact: &mut Fact, settings: &Settings) {
    if let (Some(stated), Some(comparator)) = (settings.comparator, comparator(fact))
        && *comparator == Comparator::Equal
    {
        *comparator = stated;
    }
    match fact {
        Fact::Date(date) => {
            if let (Some(role), DateRole::Mention) = (settings.date_role, date.role) {
                date.role = role;
            }
        }
        Fact::Target(target) => {
            if let Some(frequency) = &settings.frequency {
                target.frequency = Some(frequency.to_string());
            }
        }
        Fact::Ratio(ratio) => {
            if let Some(kind) = settings.ratio_kind {
                ratio.kind = kind;
            }
        }
        _ => {}
    }
}

fn comparator(fact: &mut Fact) -> Option<&mut Comparator> {
    match fact {
        Fact::Count(count) => Some(&mut count.comparator),
        Fact::Ratio(ratio) => Some(&mut ratio.comparator),
        Fact::Target(target) => Some(&mut target.comparator),
        Fact::Measure(measure) => Some(&mut measure.comparator),
        _ => None,
    }
}
