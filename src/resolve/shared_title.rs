//! One title over several people: `the deputy heads A and B`, or `A and B were elected deputy heads`.
//!
//! A title belongs to the name beside it. Only where a word for several people stands before the list do the others share
//! it; a list without one names people of whom only the last has a title.

use super::Context;
use super::draft::Draft;
use super::title::titles;
use crate::compile::Slot;
use crate::record::{Fact, Title};
use crate::scan::TokenKind;

/// The tokens of a phrase.
type Tokens = (usize, usize);

/// A word for several people stands at most this many tokens before the list, with forms of address between.
const ADDRESS_TOKENS: usize = 6;

/// Gives each title to all whom it is said of, and to no one else.
pub(super) fn share(context: Context<'_>, drafts: &mut [Draft]) {
    let people: Vec<usize> =
        (0..drafts.len()).filter(|&at| matches!(drafts[at].fact, Fact::Person(_))).collect();
    for pair in people.windows(2) {
        take_back(context, drafts, pair[0], pair[1]);
    }
    for (number, &at) in people.iter().enumerate() {
        share_before(context, drafts, at, &people[number + 1..]);
        share_after(context, drafts, at, &people[..number]);
    }
}

/// A title that follows a name is not that of the next name as well; where the first name has a title before it, and this
/// one stands right before the second, it is the second's.
fn take_back(context: Context<'_>, drafts: &mut [Draft], first: usize, second: usize) {
    let Some(taken) = title_after(&drafts[first]) else { return };
    let Some(claimed) = title_before(&drafts[second]).filter(|claimed| claimed.0 < taken.1) else { return };
    let listed_before = title_before(&drafts[first]).is_some() && claimed.1 == drafts[second].first;
    let (loser, lost) = if listed_before { (first, taken) } else { (second, claimed) };
    let wrong = titles(context, claimed.0, claimed.1);
    drafts[loser].phrases.retain(|&(slot, tokens)| slot != Slot::Titles || tokens != lost);
    if let Fact::Person(person) = &mut drafts[loser].fact {
        person.titles.retain(|title| !wrong.contains(title));
    }
}

/// The title before the name at `at` is also that of the names that follow it in a list.
fn share_before(context: Context<'_>, drafts: &mut [Draft], at: usize, next: &[usize]) {
    let Some(stated) = title_before(&drafts[at]).filter(|stated| is_plural(context, stated.0)) else {
        return;
    };
    let shared = titles(context, stated.0, stated.1);
    let mut last = drafts[at].last;
    for &other in next {
        if !is_listed(context, last, drafts[other].first) || !give(&mut drafts[other], &shared) {
            return;
        }
        last = drafts[other].last;
    }
}

/// The title after the name at `at` and a verb is also that of the names that lead to it in a list.
fn share_after(context: Context<'_>, drafts: &mut [Draft], at: usize, before: &[usize]) {
    let is_word = |at: usize| context.page.scan.tokens[at].kind == TokenKind::Word;
    let said = |stated: &Tokens| (drafts[at].last..stated.0).any(is_word);
    let Some(stated) = title_after(&drafts[at]).filter(said) else { return };
    let mut first = drafts[at].first;
    let mut others = Vec::new();
    for &other in before.iter().rev() {
        if !is_listed(context, drafts[other].last, first) || !is_untitled(&drafts[other]) {
            break;
        }
        first = drafts[other].first;
        others.push(other);
    }
    if is_plural(context, first) {
        let shared = titles(context, stated.0, stated.1);
        for other in others {
            give(&mut drafts[other], &shared);
        }
    }
}

fn title_before(draft: &Draft) -> Option<Tokens> {
    title_phrases(draft).find(|tokens| tokens.1 <= draft.first)
}

fn title_after(draft: &Draft) -> Option<Tokens> {
    title_phrases(draft).find(|tokens| tokens.0 >= draft.last)
}

fn title_phrases(draft: &Draft) -> impl Iterator<Item = Tokens> {
    draft.phrases.iter().filter(|(slot, _)| *slot == Slot::Titles).map(|&(_, tokens)| tokens)
}

/// Whether a word for several people stands right before token `at`, or before or at the beginning of forms of address.
fn is_plural(context: Context<'_>, at: usize) -> bool {
    let (names, scan) = (&context.rules.names, &context.page.scan);
    let plurals = &names.plurals;
    let floor = context.page.clause_start(at).max(at.saturating_sub(ADDRESS_TOKENS));
    let mut at = at;
    loop {
        if plurals.longest_at(scan, at).or_else(|| plurals.longest_ending_at(scan, at)).is_some() {
            return true;
        }
        if at <= floor {
            return false;
        }
        let address = names.address.longest_ending_at(scan, at).map(|hit| hit.start as usize);
        let mark = (scan.tokens[at - 1].kind == TokenKind::Mark).then_some(at - 1);
        let Some(before) = address.or(mark) else { return false };
        at = before;
    }
}

/// Whether nothing but what joins a list stands between two tokens.
fn is_listed(context: Context<'_>, from: usize, to: usize) -> bool {
    let mut at = from;
    while at < to {
        match context.rules.names.lists.longest_at(&context.page.scan, at) {
            Some(hit) => at = hit.end as usize,
            None => return false,
        }
    }
    at == to && from < to
}

fn is_untitled(draft: &Draft) -> bool {
    matches!(&draft.fact, Fact::Person(person) if person.titles.is_empty())
}

/// Gives titles to a person who has none; whether they took them.
fn give(draft: &mut Draft, shared: &[Title]) -> bool {
    match &mut draft.fact {
        Fact::Person(person) if person.titles.is_empty() => {
            person.titles = shared.to_vec();
            true
        }
        _ => false,
    }
}
