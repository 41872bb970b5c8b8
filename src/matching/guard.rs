//! Conditions on what stands beside a match.

use crate::compile::ruleset::{EntrySet, Guard};
use crate::layout::Page;
use crate::scan::TokenKind;

/// Whether what stands right before token `token` allows a match there.
pub fn allows_before(page: &Page, token: usize, guard: &Guard) -> bool {
    allows_by_length(guard, |set| {
        let entry = set.longest_ending_at(&page.scan, token).map_or(0, |hit| hit.end - hit.start);
        let (first, _) = page.sentence(token);
        if token == first {
            let inside = token > page.blocks[page.block_of(token)].tokens.0 as usize;
            return if set.edge || (set.later && inside) { entry.max(1) } else { entry * u32::from(inside) };
        }
        let beside = set.has_kind(&page.scan.tokens[token - 1]) || (set.attached && is_attached(page, token));
        entry.max(u32::from(beside))
    })
}

/// Whether a word stands before `token` with no space between, or a word or a number with a hyphen: both are one name or
/// one score, like `T-50` and `2-1`.
fn is_attached(page: &Page, token: usize) -> bool {
    let tokens = &page.scan.tokens;
    let touches = |at: usize| at > 0 && tokens[at - 1].end == tokens[at].start;
    let is = |at: usize, kind: TokenKind| tokens[at].kind == kind;
    let hyphened =
        || token > 1 && tokens[token - 1].is('-') && touches(token - 1) && !is(token - 2, TokenKind::Mark);
    touches(token) && (is(token - 1, TokenKind::Word) || hyphened())
}

/// Whether what stands right after token `token` (the first after the match) allows the match.
pub fn allows_after(page: &Page, token: usize, guard: &Guard) -> bool {
    allows_by_length(guard, |set| {
        let (_, end) = token.checked_sub(1).map_or((0, 0), |last| page.sentence(last));
        if token >= end {
            return u32::from(set.edge);
        }
        let entry = set.longest_at(&page.scan, token).map_or(0, |hit| hit.end - hit.start);
        entry.max(u32::from(set.has_kind(&page.scan.tokens[token])))
    })
}

/// Whether a guard is met, given how many tokens of a set stand beside the match: what is barred stands all the same
/// if it is only a part of something longer that is not.
fn allows_by_length(guard: &Guard, length: impl Fn(&EntrySet) -> u32) -> bool {
    let barred = guard.is_none.as_ref().map_or(0, &length);
    let spared = guard.unless.as_ref().map_or(0, &length);
    guard.is_any.as_ref().is_none_or(|set| length(set) > 0) && (barred == 0 || spared > barred)
}

/// Whether what stands earlier in the clause of `token` allows a match there.
pub fn allows_earlier(page: &Page, token: usize, guard: &Guard) -> bool {
    allows(guard, |set| holds_in(page, page.clause_start(token), token, set))
}

/// Whether an entry of `set` stands in the tokens from `first` to before `end`.
pub fn holds_in(page: &Page, first: usize, end: usize, set: &EntrySet) -> bool {
    (first..end)
        .any(|at| page.scan.hits_at(at).iter().any(|hit| hit.end as usize <= end && set.contains(hit.entry)))
}

/// Whether a guard is met, given how to look for a set.
pub(crate) fn allows(guard: &Guard, stands: impl Fn(&EntrySet) -> bool) -> bool {
    let barred =
        || guard.is_none.as_ref().is_some_and(&stands) && !guard.unless.as_ref().is_some_and(&stands);
    guard.is_any.as_ref().is_none_or(&stands) && !barred()
}
