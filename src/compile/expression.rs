//! Patterns as expressions: parsed once, terms put in by reference, equal parts stored once.
//!
//! A rule's pattern is built from terms that are built from terms, and most rules share the large ones. Here each term
//! is parsed once however many rules use it, and an [`ExpressionId`] stands for equal expressions, so that rules which
//! begin alike are seen to begin alike.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash};

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look};

use super::pattern::Piece;
use super::ruleset::{Term, TermId, TermKind};
use super::slot::Slot;
use super::syntax::{HELD, Trees, held_piece};
use crate::scan::trie::NumberHasher;

/// The number of an expression.
pub(super) type ExpressionId = usize;
/// The number of a set of characters.
pub(super) type ClassId = usize;

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Expression {
    /// Matches nothing at all, successfully.
    Empty,
    /// One character of a set.
    Class(ClassId),
    /// A phrase of a word term, the longest first.
    Words(TermId),
    /// What a slot captures.
    Slot(Slot, TermId, ExpressionId),
    /// One after another.
    Sequence(Vec<ExpressionId>),
    /// The first of these that leads to a match.
    Choice(Vec<ExpressionId>),
    /// One over and over.
    Repeat(Repeat),
    /// The beginning or the end of the text.
    Edge(Edge),
}

/// How often an expression is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Repeat {
    pub(super) inner: ExpressionId,
    pub(super) least: u32,
    pub(super) most: Option<u32>,
    pub(super) greedy: bool,
}

/// An edge of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Edge {
    Start,
    End,
}

/// Things of which equal ones are stored once.
#[derive(Debug)]
struct Interned<T> {
    items: Vec<T>,
    numbers: HashMap<T, usize, BuildHasherDefault<NumberHasher>>,
}

impl<T> Default for Interned<T> {
    fn default() -> Self {
        Self { items: Vec::new(), numbers: HashMap::default() }
    }
}

impl<T: Clone + Eq + Hash> Interned<T> {
    fn number(&mut self, item: T) -> usize {
        if let Some(&number) = self.numbers.get(&item) {
            return number;
        }
        self.items.push(item.clone());
        self.numbers.insert(item, self.items.len() - 1);
        self.items.len() - 1
    }
}

/// What the placeholders in a skeleton stand for.
#[derive(Clone, Copy)]
struct Held<'p> {
    pieces: &'p [Piece],
    terms: &'p [Term],
    trees: &'p Trees,
}

/// The first and last characters of the ranges of a set.
pub(super) type Ranges = Vec<(char, char)>;

/// What is known of expressions or terms, by number.
pub(super) type ByNumber<T> = HashMap<usize, T, BuildHasherDefault<NumberHasher>>;

/// All expressions of a set of rules.
#[derive(Debug)]
pub(super) struct Expressions {
    all: Interned<Expression>,
    classes: Interned<Ranges>,
    of_term: ByNumber<ExpressionId>,
    /// Expressions without their slots.
    bare: ByNumber<ExpressionId>,
    /// For each expression how many slots it has, those of its parts among them.
    slot_counts: Vec<u32>,
    /// The class of each letter of a word list: the letter in either case.
    of_letter: HashMap<char, ClassId, BuildHasherDefault<NumberHasher>>,
}

/// The first class that there is.
const SPACE: ClassId = 0;

impl Default for Expressions {
    fn default() -> Self {
        let (all, of_term, bare, slot_counts, of_letter) = Default::default();
        let mut classes = Interned::default();
        classes.number(vec![(' ', ' ')]);
        Self { all, classes, of_term, bare, slot_counts, of_letter }
    }
}

impl Expressions {
    pub(super) fn get(&self, id: ExpressionId) -> &Expression {
        &self.all.items[id]
    }

    /// The sets of characters, by number.
    pub(super) fn classes(&self) -> &[Ranges] {
        &self.classes.items
    }

    /// The number of an expression whose parts have theirs already.
    fn add(&mut self, expression: Expression) -> ExpressionId {
        let id = self.all.number(expression);
        if id == self.slot_counts.len() {
            let count = self.count_slots(id);
            self.slot_counts.push(count);
        }
        id
    }

    fn count_slots(&self, id: ExpressionId) -> u32 {
        match self.get(id) {
            Expression::Slot(_, _, inner) => self.slot_counts[*inner] + 1,
            Expression::Sequence(parts) | Expression::Choice(parts) => {
                parts.iter().fold(0, |sum, &part| sum.saturating_add(self.slot_counts[part]))
            }
            Expression::Repeat(repeat) => self.slot_counts[repeat.inner],
            _ => 0,
        }
    }

    /// How many slots an expression has.
    pub(super) fn slot_count(&self, id: ExpressionId) -> u32 {
        self.slot_counts[id]
    }

    /// The expression of `pieces`; an error is the regex parser's. What is parsed already is among `trees`.
    pub(super) fn parse(
        &mut self,
        pieces: &[Piece],
        terms: &[Term],
        trees: &Trees,
    ) -> Result<ExpressionId, String> {
        trees.with(pieces, |hir| self.lower(hir, Held { pieces, terms, trees }))
    }

    /// The class of a space.
    #[expect(clippy::unused_self, reason = "whoever has expressions has it among their classes")]
    pub(super) fn space(&self) -> ClassId {
        SPACE
    }

    fn lower(&mut self, hir: &Hir, held: Held<'_>) -> Result<ExpressionId, String> {
        match hir.kind() {
            HirKind::Empty => Ok(self.add(Expression::Empty)),
            HirKind::Literal(literal) => self.literal(&String::from_utf8_lossy(&literal.0), held),
            HirKind::Class(class) => Ok(self.class(class)),
            HirKind::Look(look) => self.look(*look),
            HirKind::Capture(capture) => self.lower(&capture.sub, held),
            HirKind::Repetition(repetition) => {
                let inner = self.lower(&repetition.sub, held)?;
                let (least, most, greedy) = (repetition.min, repetition.max, repetition.greedy);
                Ok(self.add(Expression::Repeat(Repeat { inner, least, most, greedy })))
            }
            HirKind::Concat(parts) => {
                let parts = self.lower_all(parts, held)?;
                Ok(self.sequence(parts))
            }
            HirKind::Alternation(parts) => {
                let parts = self.lower_all(parts, held)?;
                Ok(self.add(Expression::Choice(parts)))
            }
        }
    }

    fn lower_all(&mut self, parts: &[Hir], held: Held<'_>) -> Result<Vec<ExpressionId>, String> {
        parts.iter().map(|part| self.lower(part, held)).collect()
    }

    /// A sequence, with the parts of inner sequences in their place.
    fn sequence(&mut self, parts: Vec<ExpressionId>) -> ExpressionId {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match self.get(part) {
                Expression::Sequence(inner) => flat.extend(inner),
                Expression::Empty => {}
                _ => flat.push(part),
            }
        }
        match flat.as_slice() {
            [] => self.add(Expression::Empty),
            [only] => *only,
            _ => self.add(Expression::Sequence(flat)),
        }
    }

    /// Characters as they stand, and the terms that placeholders among them stand for.
    fn literal(&mut self, text: &str, held: Held<'_>) -> Result<ExpressionId, String> {
        let mut parts = Vec::new();
        for letter in text.chars().filter(|&letter| letter != HELD) {
            let piece = held_piece(letter).and_then(|number| held.pieces.get(number));
            parts.push(if let Some(piece) = piece {
                self.held(piece, held)?
            } else {
                let class = self.classes.number(vec![(letter, letter)]);
                self.add(Expression::Class(class))
            });
        }
        Ok(self.sequence(parts))
    }

    fn held(&mut self, piece: &Piece, held: Held<'_>) -> Result<ExpressionId, String> {
        let Piece::Term { name, slot, .. } = piece else { return Ok(self.add(Expression::Empty)) };
        // Terms come in the order of their names.
        let Ok(term) = held.terms.binary_search_by(|term| term.name.as_str().cmp(name)) else {
            return Ok(self.add(Expression::Empty));
        };
        let inner = self.term(term, held.terms, held.trees)?;
        Ok(match slot.as_deref().and_then(Slot::from_name) {
            Some(slot) => self.add(Expression::Slot(slot, term, inner)),
            None => inner,
        })
    }

    fn term(&mut self, term: TermId, terms: &[Term], trees: &Trees) -> Result<ExpressionId, String> {
        if let Some(&known) = self.of_term.get(&term) {
            return Ok(known);
        }
        let id = match &terms[term].kind {
            TermKind::Words(_) => self.add(Expression::Words(term)),
            TermKind::Pattern(pieces) => self.parse(pieces, terms, trees)?,
        };
        self.of_term.insert(term, id);
        Ok(id)
    }

    fn class(&mut self, class: &Class) -> ExpressionId {
        let ranges = match class {
            Class::Unicode(class) => ranges_of(class),
            Class::Bytes(class) => {
                class.ranges().iter().map(|range| (range.start() as char, range.end() as char)).collect()
            }
        };
        let class = self.classes.number(ranges);
        self.add(Expression::Class(class))
    }

    /// The class of a letter of a word list: the letter in any case.
    pub(super) fn class_of_letter(&mut self, letter: char) -> ClassId {
        if let Some(&known) = self.of_letter.get(&letter) {
            return known;
        }
        let mut class = ClassUnicode::new([ClassUnicodeRange::new(letter, letter)]);
        // Folding can fail only where the tables are left out of the build; the letter then stands for itself.
        let _ = class.try_case_fold_simple();
        let number = self.classes.number(ranges_of(&class));
        self.of_letter.insert(letter, number);
        number
    }

    /// The class of a letter that was asked for before.
    pub(super) fn known_class_of_letter(&self, letter: char) -> Option<ClassId> {
        self.of_letter.get(&letter).copied()
    }

    fn look(&mut self, look: Look) -> Result<ExpressionId, String> {
        // White space is folded to plain spaces, so that the text is one line.
        let edge = match look {
            Look::Start | Look::StartLF | Look::StartCRLF => Edge::Start,
            Look::End | Look::EndLF | Look::EndCRLF => Edge::End,
            _ => {
                return Err(
                    "a match begins and ends between words anyway; leave the word boundary out".to_owned()
                );
            }
        };
        Ok(self.add(Expression::Edge(edge)))
    }

    /// The same expression without its slots.
    pub(super) fn bare(&mut self, id: ExpressionId) -> ExpressionId {
        if let Some(&known) = self.bare.get(&id) {
            return known;
        }
        let bare = self.make_bare(id);
        self.bare.insert(id, bare);
        bare
    }

    fn make_bare(&mut self, id: ExpressionId) -> ExpressionId {
        match self.get(id).clone() {
            Expression::Slot(_, _, inner) => self.bare(inner),
            Expression::Sequence(parts) => {
                let parts = parts.into_iter().map(|part| self.bare(part)).collect();
                self.sequence(parts)
            }
            Expression::Choice(parts) => {
                let parts = parts.into_iter().map(|part| self.bare(part)).collect();
                self.add(Expression::Choice(parts))
            }
            Expression::Repeat(repeat) => {
                let inner = self.bare(repeat.inner);
                self.add(Expression::Repeat(Repeat { inner, ..repeat }))
            }
            _ => id,
        }
    }

    /// Whether an expression can match nothing at all.
    pub(super) fn may_be_empty(&self, id: ExpressionId) -> bool {
        match self.get(id) {
            Expression::Empty | Expression::Edge(_) => true,
            Expression::Class(_) | Expression::Words(_) => false,
            Expression::Slot(_, _, inner) => self.may_be_empty(*inner),
            Expression::Sequence(parts) => parts.iter().all(|&part| self.may_be_empty(part)),
            Expression::Choice(parts) => parts.iter().any(|&part| self.may_be_empty(part)),
            Expression::Repeat(repeat) => repeat.least == 0 || self.may_be_empty(repeat.inner),
        }
    }

    /// Adds the parts of an expression to `open`; a word term is told.
    pub(super) fn inner(&self, id: ExpressionId, open: &mut Vec<ExpressionId>) -> Option<TermId> {
        match self.get(id) {
            Expression::Words(term) => return Some(*term),
            Expression::Slot(_, _, inner) => open.push(*inner),
            Expression::Sequence(parts) | Expression::Choice(parts) => open.extend(parts),
            Expression::Repeat(repeat) => open.push(repeat.inner),
            Expression::Empty | Expression::Class(_) | Expression::Edge(_) => {}
        }
        None
    }

    /// How many characters an expression spells out, its repetitions written in full; a word list counts as one. What
    /// is known already is in `known`.
    pub(super) fn size(&self, id: ExpressionId, known: &mut ByNumber<usize>) -> usize {
        if let Some(&size) = known.get(&id) {
            return size;
        }
        let size = match self.get(id) {
            Expression::Empty | Expression::Class(_) | Expression::Words(_) | Expression::Edge(_) => 1,
            Expression::Slot(_, _, inner) => self.size(*inner, known),
            Expression::Sequence(parts) | Expression::Choice(parts) => {
                parts.iter().fold(0, |sum: usize, &part| sum.saturating_add(self.size(part, known)))
            }
            Expression::Repeat(Repeat { inner, least, most, .. }) => {
                let times = most.unwrap_or(*least).max(1) as usize;
                self.size(*inner, known).saturating_mul(times)
            }
        };
        known.insert(id, size);
        size
    }

    /// The slots of an expression, in the order of the pattern.
    pub(super) fn slots(&self, id: ExpressionId, slots: &mut Vec<(Slot, TermId)>) {
        if self.slot_counts[id] == 0 {
            return;
        }
        match self.get(id) {
            Expression::Slot(slot, term, inner) => {
                slots.push((*slot, *term));
                self.slots(*inner, slots);
            }
            Expression::Sequence(parts) | Expression::Choice(parts) => {
                for &part in parts {
                    self.slots(part, slots);
                }
            }
            Expression::Repeat(repeat) => self.slots(repeat.inner, slots),
            _ => {}
        }
    }
}

fn ranges_of(class: &ClassUnicode) -> Ranges {
    class.ranges().iter().map(|range| (range.start(), range.end())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::pattern::pieces;

    fn terms() -> Vec<Term> {
        use crate::compile::ruleset::{Reader, WordList};
        let pattern = |name: &str, pattern: &str| Term {
            name: name.into(),
            kind: TermKind::Pattern(pieces(pattern)),
            reader: Reader::Text,
        };
        let list = WordList { phrases: vec!["hai ba".into()], ..WordList::default() };
        vec![
            pattern("digits", "[0-9]+"),
            pattern("amount", "{digits}(,{digits})?"),
            Term { name: "word".into(), kind: TermKind::Words(list), reader: Reader::Text },
        ]
    }

    #[test]
    fn equal_parts_are_one_expression() {
        let terms = terms();
        let mut expressions = Expressions::default();
        let one = expressions.parse(&pieces("{amount:value} x"), &terms, &Trees::default()).unwrap();
        let two = expressions.parse(&pieces("{amount:denominator} x"), &terms, &Trees::default()).unwrap();
        assert_ne!(one, two);
        assert_eq!(expressions.bare(one), expressions.bare(two));
        let mut slots = Vec::new();
        expressions.slots(one, &mut slots);
        assert_eq!(slots, [(Slot::Value, 1)]);
    }

    #[test]
    fn alternatives_keep_their_order() {
        let terms = terms();
        let mut expressions = Expressions::default();
        let choice = expressions.parse(&pieces("({word}|{digits})"), &terms, &Trees::default()).unwrap();
        let Expression::Choice(parts) = expressions.get(choice) else { unreachable!("two alternatives") };
        assert_eq!(expressions.get(parts[0]), &Expression::Words(2));
    }

    #[test]
    fn word_boundaries_are_refused() {
        let terms = terms();
        assert!(Expressions::default().parse(&pieces(r"\bx"), &terms, &Trees::default()).is_err());
    }
}
