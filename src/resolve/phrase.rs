//! Open text beside a match: the noun that a number counts, what a share is a share of, the titles of a person.
//!
//! A phrase ends at words that its pack lists, at marks, and where other records begin. It is found among the tokens
//! and word-list entries of the scan; no regex is involved.

use super::Context;
use super::claims::Claims;
use crate::compile::Slot;
use crate::compile::ruleset::{Brackets, EntrySet, Find, FindPlace, Phrase, PhraseId};
use crate::matching::{Candidate, Capture};
use crate::record::RecordType;
use crate::scan::{Token, TokenKind};

/// As long as no record is settled, a number of no more digits before a word may be a part of a name.
const FIGURE_DIGITS: u32 = 2;

/// A remark in brackets of more tokens than this, the opening one included, is no other name of what stands before it.
const REMARK_TOKENS: usize = 7;

/// Open text that was found beside a match.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    /// The tokens of the phrase.
    pub(super) tokens: (usize, usize),
    /// The tokens of the phrase before the match whose words come first.
    pub(super) lead: Option<(usize, usize)>,
}

/// The phrase that `find` looks for beside `candidate`.
pub(super) fn find(
    context: Context<'_>,
    claims: &Claims,
    captures: &[Capture],
    candidate: &Candidate,
    find: &Find,
) -> Option<Found> {
    let (first, last) = (candidate.first as usize, candidate.last as usize);
    let finder = Finder { context, claims, own: first };
    match find.place {
        FindPlace::After(phrase) => {
            let lead = find.led_by.and_then(|phrase| {
                finder.lead(&context.rules.phrases[phrase], figure(context, captures).unwrap_or(first))
            });
            let lead = lead.filter(|lead| !says_the_action(context, captures, *lead));
            let tokens = finder.after(&context.rules.phrases[phrase], find, last)?;
            let lead = lead.filter(|_| tokens.1 - tokens.0 <= find.led_words);
            (lead.is_some() || !find.needs_lead).then_some(Found { tokens, lead })
        }
        FindPlace::Before(phrase) => {
            let (start, end) = finder.before(&context.rules.phrases[phrase], find, first)?;
            let through = find.through.and_then(|slot| slot_end(context, captures, slot));
            let lead = find.with.and_then(|slot| slot_tokens(context, captures, slot));
            Some(Found { tokens: (start, through.unwrap_or(end)), lead })
        }
        FindPlace::Previous(_) => None,
    }
}

/// The phrase right before the token `at` of an earlier record.
pub(super) fn lead(
    context: Context<'_>,
    claims: &Claims,
    phrase: PhraseId,
    at: usize,
) -> Option<(usize, usize)> {
    Finder { context, claims, own: at }.lead(&context.rules.phrases[phrase], at)
}

/// The phrase from the token `at` on, after the noun of an earlier record.
pub(super) fn follow(
    context: Context<'_>,
    claims: &Claims,
    phrase: PhraseId,
    at: usize,
) -> Option<(usize, usize)> {
    let finder = Finder { context, claims, own: at };
    let phrase = &context.rules.phrases[phrase];
    let (_, end) = context.page.sentence(at.checked_sub(1)?);
    if !finder.may_start(phrase, at, end) {
        return None;
    }
    finder.trimmed(phrase, at, finder.walk(phrase, at, end))
}

/// The token at which the figure itself begins: a match may begin with words for what is done.
fn figure(context: Context<'_>, captures: &[Capture]) -> Option<usize> {
    let figures = captures.iter().filter(|capture| capture.slot != Slot::Action);
    let start = figures.map(|capture| capture.start).min()?;
    Some(context.page.scan.token_from(start as usize))
}

/// Whether the words of a lead are no more than those that the match holds for what is done.
fn says_the_action(context: Context<'_>, captures: &[Capture], lead: (usize, usize)) -> bool {
    let action = slot_tokens(context, captures, Slot::Action);
    action.is_some_and(|(first, end)| lead.0 >= first && lead.1 <= end)
}

fn slot_tokens(context: Context<'_>, captures: &[Capture], slot: Slot) -> Option<(usize, usize)> {
    let capture = captures.iter().find(|capture| capture.slot == slot)?;
    let scan = &context.page.scan;
    Some((scan.token_from(capture.start as usize), scan.token_from(capture.end as usize)))
}

fn slot_end(context: Context<'_>, captures: &[Capture], slot: Slot) -> Option<usize> {
    slot_tokens(context, captures, slot).map(|(_, end)| end)
}

struct Finder<'a> {
    context: Context<'a>,
    claims: &'a Claims,
    /// The first token of the match itself, whose words may belong to the phrase.
    own: usize,
}

/// What to do at a token.
enum Step {
    /// Go on at this token.
    To(usize),
    /// The phrase ends here.
    End,
}

impl Finder<'_> {
    fn token(&self, at: usize) -> &Token {
        &self.context.page.scan.tokens[at]
    }

    fn longest(&self, set: &EntrySet, at: usize) -> Option<usize> {
        set.longest_at(&self.context.page.scan, at).map(|hit| hit.end as usize)
    }

    // After a match

    fn after(&self, phrase: &Phrase, find: &Find, from: usize) -> Option<(usize, usize)> {
        let (_, end) = self.context.page.sentence(from.checked_sub(1)?);
        let start = self.skip_via(phrase, find, from, end)?;
        if !self.may_start(phrase, start, end) {
            return None;
        }
        let at = self.walk(phrase, start, end);
        self.trimmed(phrase, start, at)
    }

    /// Where the phrase that begins at `start` ends.
    fn walk(&self, phrase: &Phrase, start: usize, end: usize) -> usize {
        let mut at = start;
        let mut words = 0;
        let light = self.longest(&phrase.light, start);
        let known = self.longest(&phrase.joined, start).is_some_and(|end| light != Some(end));
        let most = if known { phrase.max_words } else { phrase.open_words };
        let mut open_to = 0;
        while at < end && words < most {
            let opens = self.longest(&phrase.open_modifiers, at);
            if known && at > start && words >= open_to && opens.is_none() && !self.may_go_on(phrase, at) {
                break;
            }
            let leads_on = opens.filter(|_| known && at > start).map(|next| Step::To(next.min(end)));
            match leads_on.unwrap_or_else(|| self.step(phrase, start, at, end)) {
                Step::To(next) => {
                    words += next - at;
                    open_to = if opens == Some(next) { words + phrase.open_words } else { open_to };
                    at = next;
                }
                Step::End => break,
            }
        }
        at
    }

    /// Steps over the words and records that may stand between the match and the phrase.
    fn skip_via(&self, phrase: &Phrase, find: &Find, from: usize, end: usize) -> Option<usize> {
        let mut at = from;
        let mut seen = false;
        while at < end {
            if let Some(next) = self.longest(&find.via, at) {
                (at, seen) = (next, true);
            } else if let Some(next) = self.over(phrase, at) {
                at = next;
            } else {
                break;
            }
        }
        (at < end && (seen || !find.needs_via)).then_some(at)
    }

    /// The end of a record at `at` that the phrase steps over.
    fn over(&self, phrase: &Phrase, at: usize) -> Option<usize> {
        let claim = self.claims.at(at)?;
        claim.emits.is_some_and(|kind| phrase.over.contains(&kind)).then_some(claim.last)
    }

    fn may_start(&self, phrase: &Phrase, at: usize, end: usize) -> bool {
        if at >= end {
            return false;
        }
        let opens = self.opens(phrase, at);
        let barred =
            self.longest(&phrase.never_starts, at).is_some_and(|barred| !self.is_masked(phrase, at, barred));
        let kind = self.token(at);
        let fits = match kind.kind {
            TokenKind::Word => true,
            TokenKind::Number => phrase.keeps_numbers,
            TokenKind::Mark => is_quote(kind),
        };
        opens && !barred && fits && self.ends_at(phrase, at).is_none()
    }

    fn opens(&self, phrase: &Phrase, at: usize) -> bool {
        let starts = &phrase.starts;
        let quoted = is_quote(self.token(at)) && at + 1 < self.context.page.scan.tokens.len();
        let at = if quoted { at + 1 } else { at };
        let kind = self.token(at);
        let opens = starts.is_empty() || starts.has_kind(kind) || self.longest(starts, at).is_some();
        opens && !phrase.never_starts.has_kind(kind)
    }

    /// Whether a longer entry of `joined` begins where a stop of fewer words does.
    fn is_masked(&self, phrase: &Phrase, at: usize, stop_end: usize) -> bool {
        self.longest(&phrase.joined, at)
            .max(self.longest(&phrase.modifiers, at))
            .is_some_and(|end| end > stop_end)
    }

    /// Whether another record begins at `at` that the phrase does not step over.
    fn is_owned(&self, phrase: &Phrase, at: usize) -> bool {
        let claim = self.claims.at(at).filter(|claim| claim.emits.is_some() && claim.first == at);
        claim.is_some() && self.over(phrase, at).is_none()
    }

    /// The end of the stop word or record that ends the phrase at `at`; words that a rule has set aside end none.
    fn ends_at(&self, phrase: &Phrase, at: usize) -> Option<usize> {
        if self.is_owned(phrase, at) {
            return Some(at + 1);
        }
        if self.claims.at(at).is_some_and(|claim| claim.emits.is_none() && claim.first == at) {
            return None;
        }
        self.longest(&phrase.stops, at).filter(|&end| {
            !self.is_masked(phrase, at, end)
                && !self.is_bridge(phrase, at, end)
                && !self.is_named(phrase, at)
                && !self.is_owner(phrase, at)
        })
    }

    /// Whether words at `at` tell whose position it is, and a body or its name follows them.
    fn is_owner(&self, phrase: &Phrase, at: usize) -> bool {
        let Some(next) = self.longest(&phrase.owners, at) else { return false };
        let named = self.context.page.scan.tokens.get(next).is_some_and(Token::is_capitalised);
        (named || self.longest(&phrase.joined, next).is_some())
            && self.longest(&phrase.starts, next).is_none()
    }

    /// Whether the word at `at` has a capital because it is the name of what stands before it.
    fn is_named(&self, phrase: &Phrase, at: usize) -> bool {
        let scan = &self.context.page.scan;
        self.token(at).is_capitalised()
            && phrase.named_after.longest_ending_at(scan, at).is_some()
            && self.context.rules.names.address.longest_at(scan, at).is_none()
    }

    /// Whether words at `at`, no fewer than those of the stop that ends at `stop_end`, lead to another beginning of the
    /// phrase.
    fn is_bridge(&self, phrase: &Phrase, at: usize, stop_end: usize) -> bool {
        let next = self.longest(&phrase.bridges, at).filter(|&next| next >= stop_end);
        next.is_some_and(|next| self.longest(&phrase.starts, next).is_some())
    }

    fn step(&self, phrase: &Phrase, start: usize, at: usize, end: usize) -> Step {
        let light = self.longest(&phrase.light, start) == Some(at);
        let barred = if light { self.longest(&phrase.light_stops, at) } else { self.ends_at(phrase, at) };
        if at > start && (barred.is_some() || (light && self.is_owned(phrase, at))) {
            return Step::End;
        }
        if let Some(next) = self.over(phrase, at).or_else(|| self.aside(at)) {
            return Step::To(next.min(end));
        }
        if self.longest(&phrase.joins, at).is_some() && !self.is_glued(phrase, at) {
            return self.join(phrase, start, at, end);
        }
        match self.token(at).kind {
            TokenKind::Word => {
                let atom = self.longest(&phrase.joined, at).max(self.longest(&phrase.modifiers, at));
                Step::To(atom.unwrap_or(at + 1).min(end))
            }
            TokenKind::Number => self.number(phrase, at),
            TokenKind::Mark => self.mark(phrase, start, at, end),
        }
    }

    /// Whether a phrase with a known beginning goes on with what stands at `at`.
    fn may_go_on(&self, phrase: &Phrase, at: usize) -> bool {
        phrase.modifiers.is_empty()
            || self.token(at).kind != TokenKind::Word
            || self.aside(at).is_some()
            || [&phrase.modifiers, &phrase.joined, &phrase.joins]
                .iter()
                .any(|set| self.longest(set, at).is_some())
    }

    /// The end of what a rule has set aside from `at` on: it is a part of the phrase.
    fn aside(&self, at: usize) -> Option<usize> {
        self.claims.at(at).filter(|claim| claim.emits.is_none() && claim.first == at).map(|claim| claim.last)
    }

    /// A join goes on only if what it joins follows: no longer word that ends the phrase, nothing with a number of its
    /// own, no place with its name, and no name after a common noun.
    fn join(&self, phrase: &Phrase, start: usize, at: usize, end: usize) -> Step {
        let next = self.longest(&phrase.joins, at).unwrap_or(at + 1);
        let joined = (next < end).then(|| self.longest(&phrase.joined, next)).flatten();
        let stop = self.longest(&phrase.stops, next);
        let counted = |last: usize| last < end && self.token(last).kind == TokenKind::Number;
        let named = |at: usize| self.token(at).is_capitalised();
        let place =
            |last: usize| self.longest(&phrase.place_words, next) == Some(last) && last < end && named(last);
        let known = joined.filter(|&last| {
            stop.is_none_or(|stop| stop <= last)
                && !counted(last)
                && !place(last)
                && (named(start) || !named(next))
        });
        match known {
            Some(last) => Step::To(last),
            None if self.is_bare(phrase, start, at) && self.is_said_of(phrase, next, end) => Step::To(next),
            None => Step::End,
        }
    }

    /// Whether the phrase from `start` to the comma at `at` is a bare group, of which something must be said yet.
    fn is_bare(&self, phrase: &Phrase, start: usize, at: usize) -> bool {
        self.token(at).is(',') && at - start <= phrase.bare_words
    }

    /// A number belongs to a phrase that keeps numbers, or where a rule has set it aside.
    fn number(&self, phrase: &Phrase, at: usize) -> Step {
        let aside = self.claims.at(at).filter(|claim| claim.emits.is_none());
        match aside {
            Some(claim) => Step::To(claim.last),
            None if phrase.keeps_numbers => Step::To(at + 1),
            None => Step::End,
        }
    }

    fn mark(&self, phrase: &Phrase, start: usize, at: usize, end: usize) -> Step {
        let token = self.token(at);
        if self.is_bare(phrase, start, at) && self.is_said_of(phrase, at + 1, end) {
            return Step::To(at + 1);
        }
        if is_quote(token) || (is_inner_mark(token) && self.is_tight(at)) {
            return Step::To(at + 1);
        }
        if token.is('(') && phrase.brackets != Brackets::Stop {
            let closing = (at..end).find(|&at| self.token(at).is(')'));
            return closing.map_or(Step::End, |closing| Step::To(closing + 1));
        }
        Step::End
    }

    /// Whether what follows the comma before `from` tells of the group before it: several words up to the next mark,
    /// no figure of its own, and nothing that could not begin a phrase.
    fn is_said_of(&self, phrase: &Phrase, from: usize, end: usize) -> bool {
        let plain = (from..end)
            .find(|&at| self.token(at).kind == TokenKind::Mark || self.claims.at(at).is_some())
            .unwrap_or(end);
        let closed = plain == end || self.token(plain).kind == TokenKind::Mark;
        closed && plain - from >= phrase.bare_words && self.may_start(phrase, from, end)
    }

    /// Whether the mark at `at` holds two words together as one name: `S&P`, the syllables of a foreign one, or two fields of
    /// one body.
    fn is_glued(&self, phrase: &Phrase, at: usize) -> bool {
        let tokens = &self.context.page.scan.tokens;
        let after = tokens.get(at + 1).filter(|after| after.start == tokens[at].end);
        let is_field = !phrase.named_after.is_empty() && self.longest(&phrase.joined, at + 1).is_none();
        let holds = |after: &Token| {
            tokens[at].is('&') || (tokens[at].is('-') && (is_field || !after.is_capitalised()))
        };
        after.is_some_and(holds) && self.is_tight(at)
    }

    /// Whether words stand right on both sides of the mark at `at`.
    fn is_tight(&self, at: usize) -> bool {
        let tokens = &self.context.page.scan.tokens;
        let (Some(before), Some(after)) = (at.checked_sub(1).map(|at| &tokens[at]), tokens.get(at + 1))
        else {
            return false;
        };
        before.end == tokens[at].start && after.start <= tokens[at].end + 1 && after.kind == TokenKind::Word
    }

    /// The phrase without the words that are dropped at its rims; `None` if too little is left.
    fn trimmed(&self, phrase: &Phrase, start: usize, end: usize) -> Option<(usize, usize)> {
        let closes =
            phrase.ends.is_empty() || phrase.ends.longest_ending_at(&self.context.page.scan, end).is_some();
        let (mut start, mut end) = (start, end);
        while let Some(next) = (start < end).then(|| self.dropped_first(phrase, start)).flatten() {
            start = next.min(end);
        }
        loop {
            let scan = &self.context.page.scan;
            let dropped = phrase.drop_last.longest_ending_at(scan, end);
            let whole = phrase.joined.longest_ending_at(scan, end).map_or(end, |hit| hit.start as usize);
            let rim = end > start && self.is_rim(end - 1);
            let named = |at: usize| {
                at > start && self.token(at).is_capitalised() && self.token(at - 1).is_capitalised()
            };
            let dropped = dropped.filter(|hit| !named(hit.start as usize));
            match dropped.filter(|hit| hit.start as usize >= start && hit.start as usize <= whole) {
                Some(hit) => end = hit.start as usize,
                None if rim => end -= 1,
                None => break,
            }
        }
        while start < end && self.is_rim(start) && !is_quote(self.token(start)) {
            start += 1;
        }
        if self.closes_another(start, end) {
            end -= 1;
        }
        let end = self.before_remark(phrase, start, end);
        let words = (start..end).filter(|&at| self.token(at).kind == TokenKind::Word).count();
        (words >= phrase.min_words && closes).then_some((start, end))
    }

    /// Where a phrase ends that a remark in brackets stands behind: a short one is another name of the same.
    fn before_remark(&self, phrase: &Phrase, start: usize, end: usize) -> usize {
        let closes = start < end && self.token(end - 1).is(')');
        let opening = closes.then(|| (start + 1..end).rev().find(|&at| self.token(at).is('('))).flatten();
        let is_remark = |opening: &usize| {
            phrase.brackets == Brackets::Inside
                || end - opening > REMARK_TOKENS
                || self.holds_records(end - 1, start)
        };
        opening.filter(is_remark).unwrap_or(end)
    }

    /// The end of what is dropped from the front of a phrase: no part of a longer known word.
    fn dropped_first(&self, phrase: &Phrase, start: usize) -> Option<usize> {
        let dropped = self.longest(&phrase.drop_first, start);
        dropped.filter(|&end| !self.is_masked(phrase, start, end)).or_else(|| self.over(phrase, start))
    }

    /// A mark that belongs to no phrase's rim; a closing quote does.
    fn is_rim(&self, at: usize) -> bool {
        let token = self.token(at);
        token.kind == TokenKind::Mark && !matches!(token.mark, '\u{201d}' | '"' | ')')
    }

    /// Whether the phrase ends with a closing quote whose opening one stands before it.
    fn closes_another(&self, start: usize, end: usize) -> bool {
        let is_last = |token: &Token| matches!(token.mark, '\u{201d}' | '"');
        let opens = |at: usize| is_quote(self.token(at));
        end > start + 1 && is_last(self.token(end - 1)) && !(start..end - 1).any(opens)
    }

    // Before a match

    /// The phrase that ends right before token `to`.
    fn lead(&self, phrase: &Phrase, to: usize) -> Option<(usize, usize)> {
        let floor = self.context.page.clause_start(to);
        let from = self.walk_back(phrase, to, floor);
        let start = (from..to).find(|&at| self.opens(phrase, at))?;
        self.trimmed(phrase, start, to)
    }

    fn before(&self, phrase: &Phrase, find: &Find, to: usize) -> Option<(usize, usize)> {
        let floor = self.context.page.clause_start(to);
        let end = self.skip_via_back(phrase, find, to, floor)?;
        let start = self.beginning(phrase, end, floor);
        let (start, end) = match self.before_group(phrase, start, floor) {
            Some(end) => (self.beginning(phrase, end, floor), end),
            None => (start, end),
        };
        let start = self.after_opening(phrase, start, end);
        let start = if phrase.starts.is_empty() { start } else { self.opening(phrase, start, end)? };
        let never = self.longest(&phrase.never_starts, start);
        let barred = never.is_some_and(|end| !self.is_masked(phrase, start, end))
            || self.is_taken(phrase, start, floor)
            || self.is_said_of_share(start, end, floor);
        if start >= end || barred {
            return None;
        }
        let flush = start <= floor
            || self.token(start - 1).kind == TokenKind::Mark
            || phrase.flush_after.longest_ending_at(&self.context.page.scan, start).is_some();
        let (start, end) = if phrase.forward { self.read_on(phrase, start, end) } else { (start, end) };
        self.trimmed(phrase, start, end).filter(|_| flush || !phrase.flush)
    }

    /// Where a phrase begins that ends at `end`.
    fn beginning(&self, phrase: &Phrase, end: usize, floor: usize) -> usize {
        self.head(phrase, floor, end).unwrap_or_else(|| self.walk_back(phrase, end, floor))
    }

    /// Where a phrase ends that tells of the counted group whose noun begins at `noun`, if it does.
    fn before_group(&self, phrase: &Phrase, noun: usize, floor: usize) -> Option<usize> {
        let group = self.claims.at(noun.checked_sub(1)?)?;
        let is_group = group.emits == Some(RecordType::Count) && group.first > floor;
        let word =
            is_group.then(|| phrase.beyond.longest_ending_at(&self.context.page.scan, group.first))??;
        Some(word.start as usize).filter(|&start| start > floor)
    }

    /// The first token from `start` on at which the phrase can begin. What never begins one is passed as a whole, so that
    /// none begins at a later syllable of it.
    fn opening(&self, phrase: &Phrase, start: usize, end: usize) -> Option<usize> {
        let mut at = start;
        while at < end {
            let never =
                self.longest(&phrase.never_starts, at).filter(|&last| !self.is_masked(phrase, at, last));
            let inside = at > 0 && self.longest(&phrase.never_starts, at - 1).is_some_and(|end| end > at);
            if never.is_none() && !inside && self.opens(phrase, at) {
                return Some(at);
            }
            at = never.unwrap_or(at + 1);
        }
        None
    }

    /// Where a phrase begins without the remark that opens it.
    fn after_opening(&self, phrase: &Phrase, start: usize, end: usize) -> usize {
        let scan = &self.context.page.scan;
        let opened = phrase.openings.longest_at(scan, start).is_some()
            || phrase.openings.longest_ending_at(scan, start).is_some();
        if !opened {
            return start;
        }
        (start..end).rev().find(|&at| self.token(at).is(',')).map_or(start, |comma| comma + 1)
    }

    /// Reads a phrase on from the head that it begins with.
    fn read_on(&self, phrase: &Phrase, head: usize, end: usize) -> (usize, usize) {
        let mut start = head;
        while let Some(next) = (start < end).then(|| self.longest(&phrase.drop_first, start)).flatten() {
            start = next.min(end);
        }
        (start, self.walk(phrase, start, end))
    }

    /// Whether the phrase tells what the share right before it is a share of, and a mark ends that.
    fn is_said_of_share(&self, start: usize, end: usize, floor: usize) -> bool {
        let claim = (start > floor).then(|| self.claims.at(start - 1)).flatten();
        let share = claim.is_some_and(|claim| claim.emits == Some(RecordType::Ratio));
        share && end > start && self.token(end - 1).kind == TokenKind::Mark
    }

    /// Whether only marks stand between the phrase and an earlier record that it may belong to.
    fn is_taken(&self, phrase: &Phrase, start: usize, floor: usize) -> bool {
        let before = (floor..start).rev().find(|&at| self.token(at).kind != TokenKind::Mark);
        let claim = before.and_then(|at| self.claims.at(at));
        claim.and_then(|claim| claim.emits).is_some_and(|kind| phrase.free.contains(&kind))
    }

    fn skip_via_back(&self, phrase: &Phrase, find: &Find, to: usize, floor: usize) -> Option<usize> {
        let scan = &self.context.page.scan;
        let mut at = to;
        let mut seen = false;
        while at > floor {
            let whole = phrase.joined.longest_ending_at(scan, at).map_or(at, |hit| hit.start as usize);
            let via = find.via.longest_ending_at(scan, at).filter(|hit| hit.start as usize <= whole);
            if let Some(hit) = via {
                (at, seen) = (hit.start as usize, true);
            } else if let Some(claim) = self.claims.at(at - 1).filter(|_| self.over(phrase, at - 1).is_some())
            {
                at = claim.first;
            } else {
                break;
            }
        }
        (at > floor && (seen || !find.needs_via)).then_some(at)
    }

    /// The farthest head in reach, or the last right after a comma, which names something anew: what stands between it and the
    /// match belongs to the phrase, except other records.
    fn head(&self, phrase: &Phrase, floor: usize, end: usize) -> Option<usize> {
        if phrase.heads.is_empty() {
            return None;
        }
        let is_wall = |at: usize| {
            let claimed = self.claims.at(at).is_some_and(|claim| claim.emits.is_some());
            let passed = phrase.over.contains(&RecordType::Date) && self.context.page.is_like_year(at);
            let unsettled = self.claims.is_empty() && self.is_figure(at) && !passed;
            claimed && self.over(phrase, at).is_none()
                || unsettled
                || self.token(at).is('(')
                || self.token(at).is(':')
        };
        let wall = (floor..end).rev().find(|&at| is_wall(at) && !self.is_bracketed(at, end));
        let floor = wall.map_or(floor, |at| at + 1).max(end.saturating_sub(3 * phrase.max_words));
        let is_head =
            |at: usize| self.longest(&phrase.heads, at).is_some_and(|last| !self.is_inner(phrase, at, last));
        let anew = (floor + 1..end).rev().find(|&at| self.token(at - 1).is(',') && is_head(at));
        anew.or_else(|| (floor..end).find(|&at| is_head(at)))
    }

    /// Whether a token is a number that may be a record of its own: one of fewer digits is rather an age or an ordinal
    /// in a name.
    fn is_figure(&self, at: usize) -> bool {
        let token = self.token(at);
        let long = token.end - token.start > FIGURE_DIGITS;
        let named =
            self.context.page.scan.tokens.get(at + 1).is_some_and(|next| next.kind == TokenKind::Word);
        token.kind == TokenKind::Number && (long || !named)
    }

    /// Whether the words in `first..last` are the end of a longer known one.
    fn is_inner(&self, phrase: &Phrase, first: usize, last: usize) -> bool {
        let longer = phrase.joined.longest_ending_at(&self.context.page.scan, last);
        longer.is_some_and(|hit| (hit.start as usize) < first)
    }

    /// Whether the bracket that opens at `at` also closes before `end`.
    fn is_bracketed(&self, at: usize, end: usize) -> bool {
        self.token(at).is('(') && (at..end).any(|at| self.token(at).is(')'))
    }

    fn walk_back(&self, phrase: &Phrase, end: usize, floor: usize) -> usize {
        let mut at = end;
        while at > floor && end - at < phrase.max_words {
            match self.step_back(phrase, at, floor, end) {
                Step::To(next) => at = next,
                Step::End => break,
            }
        }
        at
    }

    /// What to do with the token before `at`.
    fn step_back(&self, phrase: &Phrase, at: usize, floor: usize, end: usize) -> Step {
        let scan = &self.context.page.scan;
        let last = at - 1;
        if let Some(claim) = self.claims.at(last).filter(|claim| claim.first != self.own) {
            let passes = claim.emits.is_none() || self.over(phrase, last).is_some();
            return if passes { Step::To(claim.first.max(floor)) } else { Step::End };
        }
        let stop = phrase.stops.longest_ending_at(scan, at).map_or(at as u32, |hit| hit.start);
        let atom = phrase.joined.longest_ending_at(scan, at).filter(|hit| hit.end - hit.start > 1);
        if let Some(atom) = atom.filter(|hit| hit.start <= stop) {
            return Step::To((atom.start as usize).max(floor));
        }
        let parts = phrase.parts.longest_ending_at(scan, at).is_some();
        if parts && self.longest(&phrase.starts, at).is_some() {
            return Step::End;
        }
        let keeps = phrase.keeps_commas && self.token(last).is(',') || self.is_glued(phrase, last);
        if let Some(join) = phrase.joins.longest_ending_at(scan, at).filter(|_| !keeps) {
            let joined = self.longest(&phrase.joined, at).is_some();
            return if joined { Step::To((join.start as usize).max(floor)) } else { Step::End };
        }
        if let Some(stop) = phrase.stops.longest_ending_at(scan, at) {
            let stop = stop.start as usize;
            return if self.is_owner(phrase, stop) { Step::To(stop.max(floor)) } else { Step::End };
        }
        match self.token(last).kind {
            TokenKind::Word => Step::To(last),
            TokenKind::Number if phrase.keeps_numbers => Step::To(last),
            TokenKind::Number => Step::End,
            TokenKind::Mark => self.mark_back(phrase, last, floor, end),
        }
    }

    fn mark_back(&self, phrase: &Phrase, at: usize, floor: usize, end: usize) -> Step {
        let token = self.token(at);
        if is_quote(token)
            || (is_inner_mark(token) && self.is_tight(at))
            || (phrase.keeps_commas && token.is(',') && at + 1 < end)
        {
            return Step::To(at);
        }
        if token.is(')') && phrase.brackets != Brackets::Stop && !self.holds_records(at, floor) {
            let opening = (floor..at).rev().find(|&at| self.token(at).is('('));
            return opening.map_or(Step::End, Step::To);
        }
        Step::End
    }
}

impl Finder<'_> {
    /// Whether other records stand in the brackets that close at `closing`.
    fn holds_records(&self, closing: usize, floor: usize) -> bool {
        let inside = (floor..closing).rev().take_while(|&at| !self.token(at).is('('));
        inside.into_iter().any(|at| self.claims.at(at).is_some_and(|claim| claim.emits.is_some()))
    }
}

fn is_quote(token: &Token) -> bool {
    matches!(token.mark, '\u{201c}' | '\u{201d}' | '"' | '\'' | '\u{2018}' | '\u{2019}')
}

/// A mark that may stand inside a compound.
fn is_inner_mark(token: &Token) -> bool {
    matches!(token.mark, '/' | '-' | '\u{2013}' | '&' | '.')
}
