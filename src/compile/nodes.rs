//! Expressions as the nodes of an automaton, each made when a text first gets to it.
//!
//! A node is an expression and the node that follows it. A pack's patterns have tens of thousands of nodes, most of
//! them letters of long word lists, and a page gets to some hundreds: the others are never made, so that one article
//! starts in milliseconds. The nodes belong to the thread that walks over them.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::alphabet::{Alphabet, Symbol};
use super::expression::{ClassId, Edge, Expression, ExpressionId, Expressions, Repeat};
use super::ruleset::{Term, TermId};
use super::spelling::Lists;
use crate::scan::trie::NumberHasher;

/// The number of a node.
pub(super) type NodeId = u32;
/// The number of a pattern.
pub(super) type PatternId = u32;

/// What nodes are made from.
#[derive(Clone, Copy)]
pub(super) struct Parts<'a> {
    pub(super) expressions: &'a Expressions,
    pub(super) alphabet: &'a Alphabet,
    pub(super) lists: &'a Lists,
    pub(super) terms: &'a [Term],
    /// Patterns that begin alike; the first stands for all of them.
    pub(super) shared: &'a [Shared],
}

/// Patterns that begin alike.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// Patterns that end here.
    ends: Vec<PatternId>,
    /// What the others go on with, and those that go on with the same.
    next: Vec<(ExpressionId, u32)>,
}

/// A tree of patterns, each with its number and as a sequence of expressions.
pub(super) fn share(patterns: &[(PatternId, Vec<ExpressionId>)]) -> Vec<Shared> {
    let mut all = vec![Shared::default()];
    for (number, pattern) in patterns {
        let mut at = 0;
        for &part in pattern {
            let known = all[at].next.iter().find(|(next, _)| *next == part).map(|&(_, rest)| rest as usize);
            at = known.unwrap_or_else(|| {
                let new = all.len();
                all[at].next.push((part, new as u32));
                all.push(Shared::default());
                new
            });
        }
        all[at].ends.push(*number);
    }
    all
}

/// What a node matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Item {
    /// An expression.
    Whole(ExpressionId),
    /// The parts of a sequence from one on.
    Rest(ExpressionId, u32),
    /// A repetition that is still to be matched so many times.
    Again(ExpressionId, u32, Option<u32>),
    /// A repetition that may go on for ever.
    Loop(ExpressionId),
    /// What is left of the phrases of a word term.
    Phrases(TermId, u32),
    /// Patterns that begin alike.
    Shared(u32),
    /// The end of a group.
    End,
    /// The end of a pattern.
    Match(PatternId),
}

/// Where a node stands: what it matches, the number of its first group, and where it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Place {
    item: Item,
    group: u32,
    next: NodeId,
}

/// What is to be done at a node.
#[derive(Clone, Copy, Debug)]
pub(super) enum Node {
    /// Nobody got here yet.
    Unseen,
    /// Read one character of a class.
    Class(ClassId, NodeId),
    /// Read as many characters of a class as there are, or fewer.
    Run(ClassId, NodeId),
    /// Read on in the phrases of a word term, or leave them where one ends.
    Phrases(TermId, u32, NodeId),
    /// Go on at one of these: the first of so many.
    Fork(u32, u32),
    /// Go on at an edge of the text.
    Edge(Edge, NodeId),
    /// A group begins.
    Begin(u32, NodeId),
    /// A group ends.
    End(u32, NodeId),
    /// A pattern has matched.
    Match(PatternId),
}

/// The nodes that a thread got to.
#[derive(Debug, Default)]
pub(super) struct Nodes {
    /// Whether slots are groups.
    groups: bool,
    known: Vec<Node>,
    places: Vec<Place>,
    numbers: HashMap<Place, NodeId, BuildHasherDefault<NumberHasher>>,
    ways: Vec<NodeId>,
}

impl Nodes {
    /// Nodes among which slots are groups.
    pub(super) fn with_groups() -> Self {
        Self { groups: true, ..Self::default() }
    }

    pub(super) fn len(&self) -> usize {
        self.known.len()
    }

    /// The node of `item` that goes on at `next`.
    pub(super) fn at(&mut self, item: Item, group: u32, next: NodeId) -> NodeId {
        let place = Place { item, group, next };
        *self.numbers.entry(place).or_insert_with(|| {
            self.known.push(Node::Unseen);
            self.places.push(place);
            self.known.len() as NodeId - 1
        })
    }

    /// The ways of a fork, the preferred first.
    pub(super) fn ways(&self, first: u32, count: u32) -> &[NodeId] {
        &self.ways[first as usize..(first + count) as usize]
    }

    /// What is to be done at a node.
    #[inline]
    pub(super) fn get(&mut self, parts: Parts<'_>, id: NodeId) -> Node {
        match self.known[id as usize] {
            Node::Unseen => self.make(parts, id),
            known => known,
        }
    }

    #[cold]
    fn make(&mut self, parts: Parts<'_>, id: NodeId) -> Node {
        let Place { item, group, next } = self.places[id as usize];
        let node = match item {
            Item::Whole(expression) => self.whole(parts, expression, group, next),
            Item::Rest(sequence, from) => self.rest(parts, sequence, from, group, next),
            Item::Again(expression, least, most) => match parts.expressions.get(expression) {
                Expression::Repeat(repeat) => {
                    self.again(parts, expression, Repeat { least, most, ..*repeat }, group, next)
                }
                _ => self.get(parts, next),
            },
            Item::Loop(expression) => match parts.expressions.get(expression) {
                Expression::Repeat(repeat) => self.endless(parts, id, *repeat, group, next),
                _ => self.get(parts, next),
            },
            Item::Phrases(term, branch) => Node::Phrases(term, branch, next),
            Item::Shared(number) => self.shared(&parts.shared[number as usize]),
            Item::End => Node::End(group, next),
            Item::Match(pattern) => Node::Match(pattern),
        };
        self.known[id as usize] = node;
        node
    }

    fn whole(&mut self, parts: Parts<'_>, id: ExpressionId, group: u32, next: NodeId) -> Node {
        match parts.expressions.get(id) {
            Expression::Empty => self.get(parts, next),
            Expression::Class(class) => Node::Class(*class, next),
            Expression::Words(term) => Node::Phrases(*term, 0, next),
            Expression::Slot(_, _, inner) if self.groups => {
                let end = self.at(Item::End, group, next);
                Node::Begin(group, self.at(Item::Whole(*inner), group + 1, end))
            }
            Expression::Slot(_, _, inner) => self.whole(parts, *inner, group, next),
            Expression::Sequence(_) => self.rest(parts, id, 0, group, next),
            Expression::Choice(choices) => {
                let mut group = group;
                let ways = choices.iter().map(|&choice| {
                    let way = self.at(Item::Whole(choice), group, next);
                    group += self.groups_in(parts, choice);
                    way
                });
                let ways = ways.collect();
                self.fork(ways)
            }
            Expression::Repeat(repeat) => self.again(parts, id, *repeat, group, next),
            Expression::Edge(edge) => Node::Edge(*edge, next),
        }
    }

    /// How many groups an expression has.
    fn groups_in(&self, parts: Parts<'_>, id: ExpressionId) -> u32 {
        if self.groups { parts.expressions.slot_count(id) } else { 0 }
    }

    fn rest(&mut self, parts: Parts<'_>, id: ExpressionId, from: u32, group: u32, next: NodeId) -> Node {
        let Expression::Sequence(sequence) = parts.expressions.get(id) else { return self.get(parts, next) };
        let Some(&first) = sequence.get(from as usize) else { return self.get(parts, next) };
        let next = if from as usize + 1 == sequence.len() {
            next
        } else {
            let group = group + self.groups_in(parts, first);
            self.at(Item::Rest(id, from + 1), group, next)
        };
        self.whole(parts, first, group, next)
    }

    /// A repetition that is still to be matched as `repeat` says. What can match nothing at all is matched at least
    /// once before it may be left out, so that its groups are set as in a plain regex.
    fn again(
        &mut self,
        parts: Parts<'_>,
        id: ExpressionId,
        repeat: Repeat,
        group: u32,
        next: NodeId,
    ) -> Node {
        let Repeat { inner, least, most, greedy } = repeat;
        match (least, most) {
            (_, Some(0)) => self.get(parts, next),
            (0, None) => {
                let again = self.at(Item::Loop(id), group, next);
                if !parts.expressions.may_be_empty(inner) {
                    return self.get(parts, again);
                }
                let on = self.at(Item::Whole(inner), group, again);
                self.either(greedy, on, next)
            }
            (1, None) => {
                let again = self.at(Item::Loop(id), group, next);
                self.whole(parts, inner, group, again)
            }
            (least, most) => {
                let (less, fewer) = (least.saturating_sub(1), most.map(|most| most - 1));
                let rest = self.at(Item::Again(id, less, fewer), group, next);
                if least > 0 {
                    return self.whole(parts, inner, group, rest);
                }
                let on = self.at(Item::Whole(inner), group, rest);
                self.either(greedy, on, next)
            }
        }
    }

    /// A repetition, at node `id`, that may go on for ever.
    fn endless(&mut self, parts: Parts<'_>, id: NodeId, repeat: Repeat, group: u32, next: NodeId) -> Node {
        if let (Expression::Class(class), true) = (parts.expressions.get(repeat.inner), repeat.greedy) {
            return Node::Run(*class, next);
        }
        let on = self.at(Item::Whole(repeat.inner), group, id);
        self.either(repeat.greedy, on, next)
    }

    /// Either on with a repetition or out of it, in the order that greed asks for.
    fn either(&mut self, greedy: bool, on: NodeId, out: NodeId) -> Node {
        self.fork(if greedy { vec![on, out] } else { vec![out, on] })
    }

    fn fork(&mut self, ways: Vec<NodeId>) -> Node {
        let first = self.ways.len() as u32;
        let count = ways.len() as u32;
        self.ways.extend(ways);
        Node::Fork(first, count)
    }

    fn shared(&mut self, shared: &Shared) -> Node {
        let mut ways: Vec<NodeId> =
            shared.ends.iter().map(|&pattern| self.at(Item::Match(pattern), 0, 0)).collect();
        for &(expression, rest) in &shared.next {
            let next = self.at(Item::Shared(rest), 0, 0);
            ways.push(self.at(Item::Whole(expression), 0, next));
        }
        self.fork(ways)
    }

    /// Where node `id` goes on after `symbol`; `None` if it does not read it.
    #[inline]
    pub(super) fn after(&mut self, parts: Parts<'_>, id: NodeId, symbol: Symbol) -> Option<NodeId> {
        match self.get(parts, id) {
            Node::Class(class, next) => parts.alphabet.holds(class, symbol).then_some(next),
            Node::Run(class, _) => parts.alphabet.holds(class, symbol).then_some(id),
            Node::Phrases(term, branch, next) => self.read_phrase(parts, (term, branch, next), symbol),
            _ => None,
        }
    }

    /// Where the phrases of a word term go on after `symbol`.
    fn read_phrase(
        &mut self,
        parts: Parts<'_>,
        (term, branch, next): (TermId, u32, NodeId),
        symbol: Symbol,
    ) -> Option<NodeId> {
        let below = parts.lists.branch(parts, term, branch).below(symbol)?;
        Some(self.at(Item::Phrases(term, below), 0, next))
    }
}
