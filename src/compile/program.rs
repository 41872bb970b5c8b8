//! Expressions become automata.
//!
//! An automaton is built from its end backwards: each part is told where to go on when it has matched. Parts that go
//! on at the same place are built once.

use std::collections::{BTreeMap, HashMap};

use regex_automata::nfa::thompson::{BuildError, Builder, NFA, Transition};
use regex_automata::util::look::Look;
use regex_automata::util::primitives::StateID;
use regex_syntax::utf8::Utf8Sequences;

use super::alphabet::{Alphabet, FILLER};
use super::expression::{ClassId, Edge, Expression, ExpressionId, Expressions, Repeat};
use super::ruleset::TermId;
use super::spelling::{Branch, Step};

/// The phrases of the word terms that patterns hold.
pub(super) type Lists = BTreeMap<TermId, Branch>;

/// What automata are built from.
#[derive(Clone, Copy)]
pub(super) struct Parts<'a> {
    pub(super) expressions: &'a Expressions,
    pub(super) alphabet: &'a Alphabet,
    pub(super) lists: &'a Lists,
    /// The class of a space.
    pub(super) space: ClassId,
}

/// The automaton of one pattern, with a group for each of its slots.
pub(super) fn with_slots(parts: Parts<'_>, pattern: ExpressionId, limit: usize) -> Result<NFA, BuildError> {
    let mut writer = Writer::new(parts, limit, true);
    writer.builder.start_pattern()?;
    let end = writer.builder.add_match()?;
    let end = writer.builder.add_capture_end(end, 0)?;
    let begin = writer.write(pattern, 1, end)?;
    let start = writer.builder.add_capture_start(begin, 0, None)?;
    writer.builder.finish_pattern(start)?;
    writer.builder.build(start, start)
}

/// One automaton that tells which of `patterns` match, and where; it has no groups. Patterns that begin alike share
/// their beginning.
pub(super) fn together(
    parts: Parts<'_>,
    patterns: &[Vec<ExpressionId>],
    limit: usize,
) -> Result<NFA, BuildError> {
    let mut writer = Writer::new(parts, limit, false);
    let mut root = Shared::default();
    for pattern in patterns {
        writer.builder.start_pattern()?;
        let matched = writer.builder.add_match()?;
        writer.builder.finish_pattern(matched)?;
        root.add(pattern, matched);
    }
    let start = writer.shared(&root)?;
    writer.builder.build(start, start)
}

/// Patterns that begin alike.
#[derive(Default)]
struct Shared {
    ends: Vec<StateID>,
    next: Vec<(ExpressionId, Shared)>,
}

impl Shared {
    fn add(&mut self, pattern: &[ExpressionId], matched: StateID) {
        let Some((first, rest)) = pattern.split_first() else {
            self.ends.push(matched);
            return;
        };
        let known = self.next.iter().position(|(next, _)| next == first);
        let at = known.unwrap_or_else(|| {
            self.next.push((*first, Self::default()));
            self.next.len() - 1
        });
        self.next[at].1.add(rest, matched);
    }
}

struct Writer<'a> {
    parts: Parts<'a>,
    builder: Builder,
    /// Whether slots are groups.
    groups: bool,
    /// The states of classes, by where they go on.
    classes: HashMap<(ClassId, StateID), StateID>,
    fillers: HashMap<StateID, StateID>,
}

impl<'a> Writer<'a> {
    fn new(parts: Parts<'a>, limit: usize, groups: bool) -> Self {
        let mut builder = Builder::new();
        builder.set_utf8(false);
        // A limit as large as this is always taken: the builder is empty.
        let _ = builder.set_size_limit(Some(limit));
        Self { parts, builder, groups, classes: HashMap::new(), fillers: HashMap::new() }
    }

    fn shared(&mut self, shared: &Shared) -> Result<StateID, BuildError> {
        let mut ways = shared.ends.clone();
        for (pattern, rest) in &shared.next {
            let next = self.shared(rest)?;
            ways.push(self.write(*pattern, 0, next)?);
        }
        self.union(ways)
    }

    fn union(&mut self, ways: Vec<StateID>) -> Result<StateID, BuildError> {
        match ways.as_slice() {
            [only] => Ok(*only),
            _ => self.builder.add_union(ways),
        }
    }

    /// Writes an expression that goes on at `next`; its groups are numbered from `group` on.
    fn write(&mut self, id: ExpressionId, group: u32, next: StateID) -> Result<StateID, BuildError> {
        let expressions = self.parts.expressions;
        match expressions.get(id) {
            Expression::Empty => Ok(next),
            Expression::Class(class) => self.class(*class, next),
            Expression::Words(term) => match self.parts.lists.get(term) {
                Some(list) => self.branch(list, next),
                None => self.builder.add_fail(),
            },
            Expression::Slot(_, _, inner) if self.groups => {
                let end = self.builder.add_capture_end(next, group)?;
                let begin = self.write(*inner, group + 1, end)?;
                self.builder.add_capture_start(begin, group, None)
            }
            Expression::Slot(_, _, inner) => self.write(*inner, group, next),
            Expression::Sequence(parts) => self.sequence(parts, group, next),
            Expression::Choice(parts) => {
                let ways = self.groups_of(parts, group);
                let ways: Result<Vec<_>, _> =
                    ways.into_iter().map(|(part, group)| self.write(part, group, next)).collect();
                self.union(ways?)
            }
            Expression::Repeat(repeat) => self.repeat(*repeat, group, next),
            Expression::Edge(Edge::Start) => self.builder.add_look(next, Look::Start),
            Expression::Edge(Edge::End) => self.builder.add_look(next, Look::End),
        }
    }

    /// Each of `parts` with the number of its first group.
    fn groups_of(&self, parts: &[ExpressionId], group: u32) -> Vec<(ExpressionId, u32)> {
        let mut group = group;
        let number = |&part: &ExpressionId| {
            let first = group;
            if self.groups {
                let mut slots = Vec::new();
                self.parts.expressions.slots(part, &mut slots);
                group += slots.len() as u32;
            }
            (part, first)
        };
        parts.iter().map(number).collect()
    }

    fn sequence(&mut self, parts: &[ExpressionId], group: u32, next: StateID) -> Result<StateID, BuildError> {
        let parts = self.groups_of(parts, group);
        parts.into_iter().rev().try_fold(next, |next, (part, group)| self.write(part, group, next))
    }

    fn repeat(&mut self, repeat: Repeat, group: u32, next: StateID) -> Result<StateID, BuildError> {
        let mut at = match repeat.most {
            None => self.unbounded(repeat, group, next)?,
            Some(most) => self.bounded(repeat, group, most, next)?,
        };
        let surely = if repeat.most.is_none() { repeat.least.saturating_sub(1) } else { repeat.least };
        for _ in 0..surely {
            at = self.write(repeat.inner, group, at)?;
        }
        Ok(at)
    }

    /// Either on with the repetition or out of it, in the order that greed asks for.
    fn either(&mut self, repeat: Repeat, on: StateID, out: StateID) -> Result<StateID, BuildError> {
        self.builder.add_union(if repeat.greedy { vec![on, out] } else { vec![out, on] })
    }

    /// The optional part of a repetition that has an end.
    fn bounded(
        &mut self,
        repeat: Repeat,
        group: u32,
        most: u32,
        next: StateID,
    ) -> Result<StateID, BuildError> {
        let mut at = next;
        for _ in repeat.least..most {
            let on = self.write(repeat.inner, group, at)?;
            at = self.either(repeat, on, next)?;
        }
        Ok(at)
    }

    /// The last of the sure parts of a repetition without an end, and the loop. What can match nothing at all is
    /// matched at least once before it may be left out, so that its groups are set as in a plain regex.
    fn unbounded(&mut self, repeat: Repeat, group: u32, next: StateID) -> Result<StateID, BuildError> {
        let again = self.builder.add_union(Vec::new())?;
        let on = self.write(repeat.inner, group, again)?;
        let ways = if repeat.greedy { [on, next] } else { [next, on] };
        ways.into_iter().try_for_each(|way| self.builder.patch(again, way))?;
        if repeat.least > 0 {
            Ok(on)
        } else if self.parts.expressions.may_be_empty(repeat.inner) {
            self.either(repeat, on, next)
        } else {
            Ok(again)
        }
    }

    fn class(&mut self, class: ClassId, next: StateID) -> Result<StateID, BuildError> {
        if let Some(&known) = self.classes.get(&(class, next)) {
            return Ok(known);
        }
        let state = if self.parts.alphabet.has_symbols() {
            let transitions = self.transitions(class, next)?;
            self.builder.add_sparse(transitions)?
        } else {
            self.utf8(class, next)?
        };
        self.classes.insert((class, next), state);
        Ok(state)
    }

    /// The ways out of a state by the symbols of a class.
    fn transitions(&mut self, class: ClassId, next: StateID) -> Result<Vec<Transition>, BuildError> {
        let alphabet = self.parts.alphabet;
        let mut transitions = Vec::new();
        for run in alphabet.runs(class) {
            let next = (1..run.length).try_fold(next, |next, _| self.filler(next))?;
            transitions.push(Transition { start: run.first, end: run.last, next });
        }
        Ok(transitions)
    }

    fn filler(&mut self, next: StateID) -> Result<StateID, BuildError> {
        if let Some(&known) = self.fillers.get(&next) {
            return Ok(known);
        }
        let state = self.builder.add_range(Transition { start: FILLER, end: FILLER, next })?;
        self.fillers.insert(next, state);
        Ok(state)
    }

    /// A class by the bytes of its characters.
    fn utf8(&mut self, class: ClassId, next: StateID) -> Result<StateID, BuildError> {
        let ranges = &self.parts.expressions.classes()[class];
        let mut ways = Vec::new();
        for sequence in ranges.iter().flat_map(|&(first, last)| Utf8Sequences::new(first, last)) {
            let way = sequence.as_slice().iter().rev().try_fold(next, |next, bytes| {
                self.builder.add_range(Transition { start: bytes.start, end: bytes.end, next })
            })?;
            ways.push(way);
        }
        self.union(ways)
    }

    /// The phrases of a list: on with a longer one first, else out.
    fn branch(&mut self, branch: &Branch, next: StateID) -> Result<StateID, BuildError> {
        let mut ways = Vec::new();
        let mut letters = Vec::new();
        for (step, rest) in &branch.steps {
            let rest = self.branch(rest, next)?;
            match step {
                Step::Letter(class) if self.parts.alphabet.has_symbols() => {
                    letters.extend(self.transitions(*class, rest)?);
                }
                Step::Letter(class) => ways.push(self.class(*class, rest)?),
                Step::Spaces => ways.push(self.spaces(rest)?),
            }
        }
        if !letters.is_empty() {
            letters.sort_by_key(|letter| letter.start);
            ways.push(self.builder.add_sparse(letters)?);
        }
        ways.extend(branch.ends.then_some(next));
        self.union(ways)
    }

    /// One or more spaces.
    fn spaces(&mut self, next: StateID) -> Result<StateID, BuildError> {
        let again = self.builder.add_union(Vec::new())?;
        let on = self.class(self.parts.space, again)?;
        self.builder.patch(again, on)?;
        self.builder.patch(again, next)?;
        Ok(on)
    }
}
