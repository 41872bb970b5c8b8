//! All rules as automata: which rules match at a place is found in one walk, what their slots capture only for those.
//!
//! Most rules that something sets off do not match. One automaton over all of them tells which do, at the cost of
//! reading the few characters that any of them gets to. A rule that matches is then matched once more for its slots.
//! Both are made node by node as texts get to them, in the memory of the thread.

use std::collections::{BTreeSet, HashMap};
use std::hash::BuildHasherDefault;

use super::alphabet::{Alphabet, FILLER, Symbol};
use super::expression::{ByNumber, Expression, ExpressionId, Expressions};
use super::nodes::Parts;
use super::pattern::Piece;
use super::ruleset::{Rule, RuleId, Ruleset, Term, TermId};
use super::slot::Slot;
use super::slots::{SlotMemory, Stretch, Text};
use super::spelling::{Lists, letters_of};
use super::walk::{RuleSet, Walk, WalkMemory};
use crate::scan::trie::NumberHasher;
use crate::scan::vocabulary::Letters;
use crate::scan::{Near, Token};

/// The automata of a set of rules.
#[derive(Debug)]
pub struct Automata {
    alphabet: Alphabet,
    /// The nearest characters with their symbols.
    near: Box<Near>,
    expressions: Expressions,
    lists: Lists,
    /// For each rule its pattern, or what is wrong with it.
    patterns: Vec<Result<Pattern, String>>,
    /// Rules that match from the token that sets them off.
    starts: Walk,
    /// Rules that match what follows the words that set them off.
    leads: Walk,
    /// The patterns that lay out pages.
    layout: [Option<(Pattern, Walk)>; 2],
    /// What sets off which rules.
    pub triggers: Triggers,
}

/// A pattern with its slots.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pub(super) expression: ExpressionId,
    /// For each group its slot and the term that reads it.
    pub(super) groups: Vec<(Slot, TermId)>,
}

/// What a thread has built of the automata of a set of rules.
#[derive(Debug, Default)]
pub struct Memory {
    /// The hash of the rules that it was built for.
    rules: String,
    /// Which rules match from the token at hand.
    pub starts: WalkMemory,
    /// Which rules match after the words at hand.
    pub leads: WalkMemory,
    layout: [WalkMemory; 2],
    /// What the slots of the rule at hand captured.
    pub slots: SlotMemory,
}

impl Memory {
    /// Makes it fit for another text and for `rules`: what was built for other rules is forgotten.
    pub fn prepare(&mut self, rules: &Ruleset) {
        self.slots.forget_found();
        if self.rules != rules.hash {
            *self = Self { rules: rules.hash.clone(), ..Self::default() };
        }
    }
}

/// A pattern that lays out pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayoutPattern {
    /// A stamp.
    Stamp,
    /// A byline.
    Byline,
}

/// What sets off which rules.
#[derive(Debug, Default)]
pub struct Triggers {
    lists: Vec<TriggerList>,
    /// For each entry of the trie the number of its list.
    of_entry: Vec<u32>,
    /// The rules that a number sets off.
    pub number: TriggerList,
    /// The rules that a run of capitals sets off.
    pub capital: TriggerList,
}

/// Rules that the same thing sets off.
#[derive(Debug, Default)]
pub struct TriggerList {
    /// The zones that any of them reads.
    pub zones: u16,
    /// Those that match from the token itself.
    starts: RuleSet,
    /// Those that match after the words that set them off.
    leads: RuleSet,
    /// Those that are nothing but these words.
    bare: RuleSet,
}

impl TriggerList {
    fn new(ids: &[RuleId], rules: &[Rule]) -> Self {
        let mut list = Self::default();
        for &id in ids {
            let rule = &rules[id as usize];
            list.zones |= rule.zones;
            match (rule.lead, rule.pieces.is_empty()) {
                (None, _) => list.starts.insert(id),
                (Some(_), false) => list.leads.insert(id),
                (Some(_), true) => list.bare.insert(id),
            }
        }
        list
    }

    /// Whether any of them matches from the token itself.
    pub fn has_starts(&self) -> bool {
        self.starts.words() > 0
    }

    /// Whether any of them has a pattern to match after the words that set it off.
    pub fn has_leads(&self) -> bool {
        self.leads.words() > 0
    }

    /// How many words of bits the rules take.
    pub fn words(&self) -> usize {
        self.starts.words().max(self.leads.words()).max(self.bare.words())
    }

    /// Those of the rules from the `64 * word`th on which match by what the walks found, as bits.
    #[inline]
    pub fn matching(&self, word: usize, memory: &Memory) -> u64 {
        let starts = self.starts.word(word) & memory.starts.found.word(word);
        let leads = self.leads.word(word) & memory.leads.found.word(word);
        starts | leads | self.bare.word(word)
    }
}

impl Triggers {
    fn new(rules: &Ruleset) -> Self {
        let mut numbers = HashMap::<&[RuleId], u32, BuildHasherDefault<NumberHasher>>::default();
        numbers.insert(&[], 0);
        let mut lists = vec![TriggerList::default()];
        let of_entry = rules.set_off.iter().map(|ids| {
            *numbers.entry(ids.as_slice()).or_insert_with(|| {
                lists.push(TriggerList::new(ids, &rules.rules));
                lists.len() as u32 - 1
            })
        });
        let of_entry = of_entry.collect();
        let number = TriggerList::new(&rules.by_number, &rules.rules);
        let capital = TriggerList::new(&rules.by_capital, &rules.rules);
        Self { lists, of_entry, number, capital }
    }

    /// The rules that an entry sets off.
    #[inline]
    pub fn of(&self, entry: u32) -> Option<&TriggerList> {
        let number = self.of_entry.get(entry as usize).copied().filter(|&number| number != 0)?;
        self.lists.get(number as usize)
    }
}

impl Automata {
    /// The automata of `rules`.
    pub fn new(rules: &Ruleset) -> Self {
        let mut expressions = Expressions::default();
        let mut sizes = ByNumber::default();
        let trees = rules.trees.lock().map(|mut trees| std::mem::take(&mut *trees)).unwrap_or_default();
        let mut pattern = |pieces: &[Piece]| {
            let expression = expressions.parse(pieces, &rules.terms, &trees)?;
            let size = expressions.size(expression, &mut sizes);
            if size > LARGEST {
                return Err(format!("the pattern spells out {size} characters, more than {LARGEST}"));
            }
            let mut groups = Vec::new();
            expressions.slots(expression, &mut groups);
            Ok(Pattern { expression, groups })
        };
        let mut patterns: Vec<Result<Pattern, String>> =
            rules.rules.iter().map(|rule| pattern(&rule.pieces)).collect();
        let layout = [rules.layout.stamp, rules.layout.byline_pattern];
        let layout = layout.map(|term| {
            let name = rules.terms[term?].name.clone();
            pattern(&[Piece::Term { name, slot: None, span: 0..0 }]).ok()
        });
        let all = patterns.iter().flatten().chain(layout.iter().flatten());
        add_letters(all.map(|pattern| pattern.expression).collect(), &mut expressions, &rules.terms);
        let mut walked = [const { Vec::new() }; 2];
        for (number, rule) in rules.rules.iter().enumerate() {
            let Ok(pattern) = &patterns[number] else { continue };
            let parts = bare_parts(pattern, &mut expressions);
            walked[usize::from(rule.lead.is_some())].push((number as RuleId, parts));
        }
        let [starts, leads] = walked.map(|patterns| Walk::new(&patterns));
        let layout = layout.map(|pattern| {
            let pattern = pattern?;
            let walk = Walk::new(&[(0, bare_parts(&pattern, &mut expressions))]);
            Some((pattern, walk))
        });
        let alphabet = Alphabet::new(expressions.classes()).unwrap_or_else(|| {
            patterns.fill(Err(TOO_MANY_CHARACTERS.to_owned()));
            Alphabet::default()
        });
        let near = rules.trie.vocabulary().near_with_symbols(&alphabet);
        let (lists, triggers) = (Lists::new(rules.terms.len()), Triggers::new(rules));
        Self { alphabet, near, expressions, lists, patterns, starts, leads, layout, triggers }
    }

    /// What the characters of a text are looked up in, to be scanned and walked.
    pub fn letters<'a>(&'a self, rules: &'a Ruleset) -> Letters<'a> {
        rules.trie.vocabulary().letters_with_symbols(&self.near, &self.alphabet)
    }

    /// What is wrong with the pattern of a rule.
    pub fn mistake(&self, rule: RuleId) -> Option<&str> {
        self.patterns[rule as usize].as_ref().err().map(String::as_str)
    }

    /// The groups of a rule: for each its slot and the term that reads it.
    pub fn groups(&self, rule: RuleId) -> &[(Slot, TermId)] {
        self.patterns[rule as usize].as_ref().map_or(&[], |pattern| &pattern.groups)
    }

    fn parts<'a>(&'a self, terms: &'a [Term], walk: Option<&'a Walk>) -> Parts<'a> {
        let Self { expressions, alphabet, lists, .. } = self;
        Parts { expressions, alphabet, lists, terms, shared: walk.map_or(&[], |walk| &walk.shared) }
    }

    /// Finds the rules that match from byte `at`, where the first of `tokens` begins, to byte `end` at most.
    pub fn find_starts(
        &self,
        rules: &Ruleset,
        symbols: &[Symbol],
        tokens: &[Token],
        stretch: (usize, usize),
        memory: &mut Memory,
    ) {
        let parts = self.parts(&rules.terms, Some(&self.starts));
        Walk::find(parts, symbols, tokens, stretch, &mut memory.starts);
    }

    /// Finds the rules that match after the words that set them off, which end at byte `at` before `tokens`.
    pub fn find_leads(
        &self,
        rules: &Ruleset,
        symbols: &[Symbol],
        tokens: &[Token],
        stretch: (usize, usize),
        memory: &mut Memory,
    ) {
        let parts = self.parts(&rules.terms, Some(&self.leads));
        Walk::find(parts, symbols, tokens, stretch, &mut memory.leads);
    }

    /// Matches a rule with its slots from byte `at`, by which none of `tokens` ends, to byte `end` at most; the end of
    /// the match.
    pub fn match_slots(
        &self,
        rule: RuleId,
        rules: &Ruleset,
        symbols: &[Symbol],
        tokens: &[Token],
        (at, end): (usize, usize),
        memory: &mut Memory,
    ) -> Option<usize> {
        let Ok(pattern) = &self.patterns[rule as usize] else { return None };
        let text = Text { symbols, tokens };
        memory.slots.search(self.parts(&rules.terms, None), pattern, text, Stretch { at, end })
    }

    /// The first match of a layout pattern that begins at one of `starts` and ends by `end`.
    pub fn find_layout(
        &self,
        which: LayoutPattern,
        rules: &Ruleset,
        symbols: &[Symbol],
        (starts, end): (std::ops::Range<usize>, usize),
        memory: &mut Memory,
    ) -> Option<(usize, usize)> {
        let (pattern, walk) = self.layout[which as usize].as_ref()?;
        let Memory { layout, slots, .. } = memory;
        let parts = self.parts(&rules.terms, Some(walk));
        let mut places = starts.filter(|&at| symbols.get(at).is_some_and(|&symbol| symbol != FILLER));
        let start =
            places.find(|&at| Walk::matches(parts, symbols, (at, end), &mut layout[which as usize]))?;
        let stop = slots.search(parts, pattern, Text { symbols, tokens: &[] }, Stretch { at: start, end })?;
        Some((start, stop))
    }
}

/// A pattern spells out so many characters at most, its repetitions written in full.
const LARGEST: usize = 50_000;
/// What is wrong with all patterns of a pack that tells more characters apart than there are symbols.
const TOO_MANY_CHARACTERS: &str = "the patterns tell more kinds of characters apart than can be counted";

/// The parts of a pattern without its slots, one after another.
fn bare_parts(pattern: &Pattern, expressions: &mut Expressions) -> Vec<ExpressionId> {
    let bare = expressions.bare(pattern.expression);
    match expressions.get(bare) {
        Expression::Sequence(parts) => parts.clone(),
        _ => vec![bare],
    }
}

/// Gives the letters of all word terms in the patterns their classes.
fn add_letters(patterns: Vec<ExpressionId>, expressions: &mut Expressions, terms: &[Term]) {
    let mut open = patterns;
    let (mut seen, mut found) = (BTreeSet::new(), BTreeSet::<TermId>::new());
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            found.extend(expressions.inner(id, &mut open));
        }
    }
    let mut letters = BTreeSet::new();
    for term in found {
        letters_of(&terms[term], |letter| {
            letters.insert(letter);
        });
    }
    for letter in letters {
        expressions.class_of_letter(letter);
    }
}
