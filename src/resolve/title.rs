//! The positions of a person, parted as the text lists them.

use super::Context;
use crate::compile::ruleset::EntrySet;
use crate::record::Title;
use crate::scan::TokenKind;

/// Marks at which a list of titles is parted, if a position follows.
fn parts_titles(mark: char) -> bool {
    matches!(mark, ',' | ';' | '-' | '\u{2013}' | '\u{2014}' | '.')
}

/// The titles in the tokens from `first` to before `end`.
pub(super) fn titles(context: Context<'_>, first: usize, end: usize) -> Vec<Title> {
    let mut titles = Vec::new();
    let mut start = first;
    for at in first..=end {
        let Some(next) = next_title(context, at, end).filter(|_| start < at) else { continue };
        titles.extend(title(context, start, at));
        start = next;
    }
    titles
}

/// Where the next title begins, if the one before ends at `at`.
fn next_title(context: Context<'_>, at: usize, end: usize) -> Option<usize> {
    if at == end {
        return Some(end);
    }
    let scan = &context.page.scan;
    if let Some(appointed) = context.rules.names.appointed.longest_at(scan, at) {
        let next = appointed.end as usize;
        return is_position(context, next, end).then_some(next);
    }
    let joined = context.rules.names.lists.longest_at(scan, at).map(|hit| hit.end as usize);
    let parted = parts_titles(scan.tokens[at].mark).then_some(at + 1);
    joined.or(parted).filter(|&next| is_position(context, next, end))
}

fn is_position(context: Context<'_>, at: usize, end: usize) -> bool {
    at < end && context.rules.names.positions.longest_at(&context.page.scan, at).is_some()
}

/// One title: its position, and the organisation that begins where the position ends.
fn title(context: Context<'_>, first: usize, end: usize) -> Option<Title> {
    let (first, end) = without_marks(context, first, end);
    if first >= end {
        return None;
    }
    let split = body_in_position(context, first, end).or_else(|| body_after_position(context, first, end));
    let title = |end: usize| {
        let owner = context.rules.names.owners.longest_ending_at(&context.page.scan, end);
        let end = owner.map_or(end, |owner| (owner.start as usize).max(first + 1));
        context.slice(first, end).to_owned()
    };
    Some(match split {
        Some(split) => {
            Title { title: title(split), organization: Some(context.slice(split, end).to_owned()) }
        }
        None => Title { title: title(end), organization: None },
    })
}

/// Where the organisation begins that a longer position ends with: of *director of the department*, where *department* does.
fn body_in_position(context: Context<'_>, first: usize, end: usize) -> Option<usize> {
    let names = &context.rules.names;
    let scan = &context.page.scan;
    let mut start = first;
    loop {
        let positions = scan.hits_at(start).iter().filter(|hit| {
            names.positions.contains(hit.entry) && !names.position_prefixes.contains(hit.entry)
        });
        let split =
            positions.map(|hit| hit.end as usize).find(|&at| at < end && begins_body(context, first, at));
        if split.is_some() {
            return split;
        }
        let next = names.position_prefixes.longest_at(scan, start)?.end as usize;
        start = Some(next).filter(|&next| is_position(context, next, end))?;
    }
}

/// Where the organisation begins that follows the longest position at `first`.
fn body_after_position(context: Context<'_>, first: usize, end: usize) -> Option<usize> {
    let position_end = position_end(context, first, end).unwrap_or(first + 1).min(end);
    let is_capitalised = |at: usize| context.page.scan.tokens[at].is_capitalised();
    let mut from = after_brackets(context, position_end, end);
    loop {
        let at = (from..end).find(|&at| is_capitalised(at) || begins_body(context, first, at))?;
        if context.rules.names.origins.longest_ending_at(&context.page.scan, at).is_none() {
            return Some(at);
        }
        from = (at..end).find(|&at| !is_capitalised(at))?;
    }
}

/// The token after the brackets that open at `at`, or `at` if none do: they tell the position once more.
fn after_brackets(context: Context<'_>, at: usize, end: usize) -> usize {
    let tokens = &context.page.scan.tokens;
    let opens = at < end && tokens[at].is('(');
    let close = opens.then(|| (at..end).find(|&at| tokens[at].is(')'))).flatten();
    close.map_or(at, |close| close + 1)
}

/// Whether an organisation begins at `at`, and not a syllable of a longer word of the title from `first` on.
fn begins_body(context: Context<'_>, first: usize, at: usize) -> bool {
    let (names, scan) = (&context.rules.names, &context.page.scan);
    let inside =
        |from: usize| names.whole_words.longest_at(scan, from).is_some_and(|hit| hit.end as usize > at);
    names.organizations.longest_at(scan, at).is_some() && !(first..at).any(inside)
}

/// Where the position that begins at `first` ends, if prefixes go on with the position after them up to `end`.
pub(super) fn position_end(context: Context<'_>, first: usize, end: usize) -> Option<usize> {
    let names = &context.rules.names;
    let end_of =
        |set: &EntrySet, at: usize| set.longest_at(&context.page.scan, at).map(|hit| hit.end as usize);
    let (mut start, mut stop) = (first, end_of(&names.positions, first)?);
    while stop < end
        && end_of(&names.position_prefixes, start) == Some(stop)
        && let Some(next) = end_of(&names.positions, stop)
    {
        (start, stop) = (stop, next);
    }
    Some(stop)
}

fn without_marks(context: Context<'_>, first: usize, end: usize) -> (usize, usize) {
    let is_mark = |at: usize| context.page.scan.tokens[at].kind == TokenKind::Mark;
    let first = (first..end).find(|&at| !is_mark(at)).unwrap_or(end);
    let opens = |at: usize| (first..at).any(|at| context.page.scan.tokens[at].is('('));
    let closes = |at: usize| context.page.scan.tokens[at].is(')') && opens(at);
    let end = (first..end).rev().find(|&at| !is_mark(at) || closes(at)).map_or(first, |at| at + 1);
    (first, end)
}
