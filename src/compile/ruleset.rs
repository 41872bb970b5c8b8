//! The compiled rules: immutable, shared by all threads, and complete but for the regexes, which compile when first
//! set off.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::Range;
use std::sync::{Arc, Mutex};

use once_cell::sync::OnceCell;

use super::automata::Automata;
use super::pattern::Piece;
use super::slot::Slot;
use super::syntax::Trees;
use crate::diagnostic::Source;
use crate::record::{Comparator, DateRole, Number, PartOfDay, PersonRole, RatioKind, RecordType};
use crate::scan::trie::NumberHasher;
use crate::scan::{EntryId, Hit, Scan, Token, TokenKind, Trie};

/// The number of a rule, in the order of the packs.
pub type RuleId = u32;
/// The number of a term.
pub type TermId = usize;
/// The number of a phrase.
pub type PhraseId = usize;
/// The number of a scope.
pub type ScopeId = usize;

/// Everything that the packs say, ready to run.
#[derive(Debug, Default)]
pub struct Ruleset {
    /// Every word list, in one trie.
    pub trie: Trie,
    /// The rules that each entry of the trie sets off.
    pub set_off: Vec<Vec<RuleId>>,
    /// The rules that a number sets off.
    pub by_number: Vec<RuleId>,
    /// The rules that a run of capitals sets off.
    pub by_capital: Vec<RuleId>,
    /// The terms.
    pub terms: Vec<Term>,
    /// The rules.
    pub rules: Vec<Rule>,
    /// The phrases.
    pub phrases: Vec<Phrase>,
    /// The scopes.
    pub scopes: Vec<Scope>,
    /// What opens any of them.
    pub scope_openers: EntrySet,
    /// The marks.
    pub marks: Vec<Mark>,
    /// How numbers are written.
    pub numbers: Numbers,
    /// How names are told.
    pub names: Names,
    /// How dates are completed.
    pub dates: Dates,
    /// How pages are laid out.
    pub layout: Layout,
    /// A hash of all that the packs say; equal for equal rules.
    pub hash: String,
    /// The syntax trees of their patterns, as far as they are parsed already, until the automata are built of them.
    pub trees: Mutex<Trees>,
    /// What the rules are matched by, built when the first text comes.
    pub automata: OnceCell<Automata>,
}

/// A set of entries of the trie, and of kinds of token.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a kind of token that is in the set or not")]
pub struct EntrySet {
    bits: Vec<u64>,
    /// Any number.
    pub number: bool,
    /// Any word.
    pub word: bool,
    /// Any word with a capital.
    pub capital: bool,
    /// Any word without a capital.
    pub small: bool,
    /// The edge of a sentence.
    pub edge: bool,
    /// The beginning of a sentence that is not its block's first.
    pub later: bool,
    /// A word or a hyphen without a space between.
    pub attached: bool,
}

impl EntrySet {
    /// Adds an entry.
    pub fn insert(&mut self, entry: EntryId) {
        let word = entry as usize / 64;
        if self.bits.len() <= word {
            self.bits.resize(word + 1, 0);
        }
        self.bits[word] |= 1 << (entry % 64);
    }

    /// Adds all of `other`.
    pub fn extend(&mut self, other: &Self) {
        if self.bits.len() < other.bits.len() {
            self.bits.resize(other.bits.len(), 0);
        }
        self.bits.iter_mut().zip(&other.bits).for_each(|(bits, more)| *bits |= more);
    }

    /// Whether it holds `entry`.
    #[inline]
    pub fn contains(&self, entry: EntryId) -> bool {
        self.bits.get(entry as usize / 64).is_some_and(|bits| bits & (1 << (entry % 64)) != 0)
    }

    /// Its entries, ascending.
    pub fn iter(&self) -> impl Iterator<Item = EntryId> {
        let words = self.bits.iter().enumerate().filter(|&(_, &bits)| bits != 0);
        words.flat_map(|(word, bits)| {
            (0..64).filter(move |bit| bits & (1 << bit) != 0).map(move |bit| word as u32 * 64 + bit)
        })
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        let kinds = self.number || self.word || self.capital || self.small || self.edge || self.later;
        !(kinds || self.attached) && self.bits.iter().all(|&bits| bits == 0)
    }

    /// The longest entry of the set that begins at `token`.
    pub fn longest_at<'s>(&self, scan: &'s Scan, token: usize) -> Option<&'s Hit> {
        scan.hits_at(token).iter().rev().find(|hit| self.contains(hit.entry))
    }

    /// The longest entry of the set that ends before `token`.
    pub fn longest_ending_at<'s>(&self, scan: &'s Scan, token: usize) -> Option<&'s Hit> {
        scan.hits_ending_at(token).filter(|hit| self.contains(hit.entry)).last()
    }

    /// Whether `token` is of one of the kinds in the set.
    pub fn has_kind(&self, token: &Token) -> bool {
        match token.kind {
            TokenKind::Number => self.number,
            TokenKind::Word if token.is_capitalised() => self.word || self.capital,
            TokenKind::Word => self.word || self.small,
            TokenKind::Mark => false,
        }
    }
}

/// How captured text becomes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// A number with grouping, decimals, number words and magnitudes.
    Number,
    /// A whole number.
    Integer,
    /// A Roman or Arabic numeral.
    Roman,
    /// The value that the word list gives the word.
    Word,
    /// A person's name.
    Name,
    /// A name in a byline, where nothing else that looks like a name stands.
    Author,
    /// The text itself.
    Text,
}

/// A named building block.
#[derive(Debug)]
pub struct Term {
    /// Its name.
    pub name: String,
    /// What it stands for.
    pub kind: TermKind,
    /// How captured text becomes a value.
    pub reader: Reader,
}

/// What a term stands for.
#[derive(Debug)]
pub enum TermKind {
    /// Words and phrases.
    Words(WordList),
    /// A pattern.
    Pattern(Vec<Piece>),
}

/// From entries to what a word list says they mean.
pub type Meanings = HashMap<EntryId, Arc<str>, BuildHasherDefault<NumberHasher>>;

/// The entries of a word term.
#[derive(Debug, Default)]
pub struct WordList {
    /// The entries as the trie numbers them.
    pub entries: EntrySet,
    /// Each phrase, folded.
    pub phrases: Vec<String>,
    /// From an entry to what the list says it means.
    pub values: Meanings,
}

/// A rule, ready to run.
#[derive(Debug)]
pub struct Rule {
    /// The rule's name.
    pub id: Arc<str>,
    /// The file that its pattern stands in, and where.
    pub place: (Source, Range<usize>),
    /// What it emits; `None` only keeps other rules off.
    pub emits: Option<RecordType>,
    /// Higher wins.
    pub priority: i32,
    /// A word list that the match begins with, found by the scan itself.
    pub lead: Option<Lead>,
    /// The rest of the pattern, or all of it where there is no lead.
    pub pieces: Vec<Piece>,
    /// The zones that it reads.
    pub zones: u16,
    /// Scopes of which one must be open.
    pub inside: Vec<ScopeId>,
    /// Scopes that must be shut.
    pub outside: Vec<ScopeId>,
    /// What stands right before.
    pub before: Guard,
    /// What stands right after.
    pub after: Guard,
    /// What stands earlier in the clause.
    pub earlier: Guard,
    /// What stands in the sentence.
    pub sentence: Guard,
    /// What stands in the evidence itself.
    pub within: Guard,
    /// Record types of which one must end right before.
    pub follows: Vec<RecordType>,
    /// Slots of which one must be filled.
    pub needs: Vec<Slot>,
    /// Where open slots are found.
    pub finds: Vec<(Slot, Vec<Find>)>,
    /// Fixed fields.
    pub settings: Settings,
    /// Whether its records stay what they are in every scope.
    pub keeps: bool,
    /// Whether later records may take what they measure from its records.
    pub lends: bool,
}

/// The word list that a match begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lead {
    /// The list.
    pub term: TermId,
    /// The slot that the word is captured into.
    pub slot: Option<Slot>,
}

/// Conditions on what stands somewhere.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    /// One of these must.
    pub is_any: Option<EntrySet>,
    /// None of these may.
    pub is_none: Option<EntrySet>,
    /// Unless one of these does.
    pub unless: Option<EntrySet>,
}

/// One place to look for an open slot.
#[derive(Debug)]
pub struct Find {
    /// Where.
    pub place: FindPlace,
    /// Words stepped over on the way.
    pub via: EntrySet,
    /// Whether one of them must stand there.
    pub needs_via: bool,
    /// A slot of the match that the phrase goes on to.
    pub through: Option<Slot>,
    /// A phrase before the match, or before the earlier record, whose words come first.
    pub led_by: Option<PhraseId>,
    /// A phrase after the noun of the earlier record, whose words come last.
    pub followed_by: Option<PhraseId>,
    /// The most words that it leads.
    pub led_words: usize,
    /// Whether nothing is found without it.
    pub needs_lead: bool,
    /// A slot of the match whose words come before the phrase's.
    pub with: Option<Slot>,
    /// Whether it only adds to what an earlier place of the slot gave.
    pub further: bool,
}

/// Where an open slot is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FindPlace {
    /// Right after the match.
    After(PhraseId),
    /// Right before the match.
    Before(PhraseId),
    /// In the nearest earlier record of one of these types in the sentence.
    Previous(Vec<RecordType>),
}

/// What happens at brackets within a phrase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Brackets {
    /// The phrase ends.
    #[default]
    Stop,
    /// They are stepped over.
    Skip,
    /// They belong to it.
    Keep,
    /// They belong to it where it goes on after them.
    Inside,
}

/// Open text beside a match.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of the rule language")]
pub struct Phrase {
    /// Its name.
    pub name: String,
    /// Entries that end it.
    pub stops: EntrySet,
    /// Entries at which a phrase before a match begins.
    pub heads: EntrySet,
    /// Entries that it must begin with.
    pub starts: EntrySet,
    /// Entries that it must not begin with.
    pub never_starts: EntrySet,
    /// Entries with which it must end.
    pub ends: EntrySet,
    /// Entries with which it may go on after a known beginning.
    pub modifiers: EntrySet,
    /// Modifiers that lead on to words of any kind.
    pub open_modifiers: EntrySet,
    /// The most words after an unknown beginning.
    pub open_words: usize,
    /// Entries that say little as a beginning.
    pub light: EntrySet,
    /// What ends it right after a light beginning.
    pub light_stops: EntrySet,
    /// Whether it must begin right after a mark.
    pub flush: bool,
    /// Words after which it may begin as well.
    pub flush_after: EntrySet,
    /// Words that end the phrase unless one of `starts` follows them.
    pub bridges: EntrySet,
    /// Words before a counted group that a phrase before a match is told of.
    pub beyond: EntrySet,
    /// Words that end the phrase unless a body follows.
    pub owners: EntrySet,
    /// Words after which a stop with a capital is a name.
    pub named_after: EntrySet,
    /// Words at which a phrase before a match begins anew where one of `starts` follows.
    pub parts: EntrySet,
    /// Whether it is read from its head onwards.
    pub forward: bool,
    /// Words or marks that go on only if one of `joined` follows.
    pub joins: EntrySet,
    /// What may follow a join.
    pub joined: EntrySet,
    /// Dropped from the front.
    pub drop_first: EntrySet,
    /// Dropped from the end.
    pub drop_last: EntrySet,
    /// The most words.
    pub max_words: usize,
    /// The fewest words.
    pub min_words: usize,
    /// What happens at brackets.
    pub brackets: Brackets,
    /// Whether numbers belong to it.
    pub keeps_numbers: bool,
    /// Whether commas before a match belong to it.
    pub keeps_commas: bool,
    /// Types of records that it must not follow at once.
    pub free: Vec<RecordType>,
    /// The word list whose values are categories.
    pub category: Option<TermId>,
    /// Types of records that are stepped over.
    pub over: Vec<RecordType>,
    /// What joins the members of a list of figures, of which the last says what is said of all.
    pub lists: EntrySet,
    /// First words of whole names, from which a phrase without one is completed.
    pub completes: EntrySet,
    /// Words that open a remark before a comma.
    pub openings: EntrySet,
    /// Words for what was measured before.
    pub anaphora: EntrySet,
    /// Words before the name of a place.
    pub place_words: EntrySet,
    /// What ends the beginning of a whole name.
    pub whole_ends: EntrySet,
    /// The most words of a bare group, which goes on over a comma.
    pub bare_words: usize,
}

/// How far a scope or a mark reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Right before the record.
    Adjacent,
    /// Right after the record.
    After,
    /// In the words of the match.
    Evidence,
    /// Inside the words for what is counted or measured, but not at their end.
    Within,
    /// To the next semicolon or the sentence's end.
    Clause,
    /// To the sentence's end.
    Sentence,
    /// To the block's end.
    Block,
    /// To the document's end.
    Document,
}

/// A passage in which records mean something else.
#[derive(Debug)]
pub struct Scope {
    /// Its name.
    pub name: String,
    /// What opens it.
    pub opens: EntrySet,
    /// What opens it in whatever way.
    pub openers: EntrySet,
    /// What opens it at the beginning of a sentence.
    pub opens_sentence: EntrySet,
    /// What opens it where its sentence ends with a colon.
    pub opens_list: EntrySet,
    /// Words that open it where a colon follows soon.
    pub opens_colon: EntrySet,
    /// What opens it where something of `names` follows soon.
    pub opens_named: EntrySet,
    /// What leads from that to what is named.
    pub names: EntrySet,
    /// What keeps it shut before that.
    pub not_named: EntrySet,
    /// What makes a number before it a span of time.
    pub lasts: EntrySet,
    /// What begins a heading that opens it.
    pub opens_heading: EntrySet,
    /// What opens it if something of `decides` stands before.
    pub opens_object: EntrySet,
    /// What opens it before a time that lies ahead.
    pub opens_ahead: EntrySet,
    /// Words for what will be done that open it after a period that is not over.
    pub opens_will: EntrySet,
    /// What opens it in the head of a column.
    pub opens_column: EntrySet,
    /// What decides on an object.
    pub decides: EntrySet,
    /// What a later sentence must begin with for it to go on.
    pub goes_on: EntrySet,
    /// What keeps its own sentence out of it.
    pub not_sentences: EntrySet,
    /// What keeps the list of its sentence or heading shut.
    pub not_lists: EntrySet,
    /// What keeps an opening word from opening it.
    pub not_after: EntrySet,
    /// What closes it.
    pub closes: EntrySet,
    /// How far it reaches.
    pub until: Reach,
    /// What carries it over into the next block.
    pub carries: EntrySet,
    /// Which types become which.
    pub turns: Vec<(RecordType, RecordType)>,
}

/// Words that set fields of the records of their sentence.
#[derive(Debug)]
pub struct Mark {
    /// The words.
    pub words: EntrySet,
    /// The types that they speak of.
    pub on: Vec<RecordType>,
    /// Scopes of which one must be open.
    pub inside: Vec<ScopeId>,
    /// How far they reach.
    pub reach: Reach,
    /// The fields.
    pub settings: Settings,
}

/// Fields with a fixed value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// How the number relates to the true one.
    pub comparator: Option<Comparator>,
    /// The unit.
    pub unit: Option<Arc<str>>,
    /// The category.
    pub category: Option<Arc<str>>,
    /// What a ratio tells.
    pub ratio_kind: Option<RatioKind>,
    /// What kind of document.
    pub reference_kind: Option<Arc<str>>,
    /// What a date is to the article.
    pub date_role: Option<DateRole>,
    /// Whether a person is an author.
    pub person_role: Option<PersonRole>,
    /// A part of the day.
    pub part_of_day: Option<PartOfDay>,
    /// How often.
    pub frequency: Option<Arc<str>>,
    /// A number, where the words say it.
    pub value: Option<Number>,
    /// The denominator of a rate.
    pub denominator: Option<Number>,
    /// Months from the beginning of the year.
    pub first_months: Option<u8>,
    /// Months to the end of the year.
    pub last_months: Option<u8>,
    /// A step from the day of publication.
    pub relative: Option<Arc<str>>,
}

/// How numbers are written.
#[derive(Clone, Debug)]
pub struct Numbers {
    /// The decimal mark.
    pub decimal: char,
    /// The mark that groups thousands.
    pub group: char,
    /// Number words.
    pub words: Option<TermId>,
    /// Phrases of which no match takes only a part.
    pub whole: EntrySet,
    /// Words right between a measure and a count that only goes with it.
    pub company: EntrySet,
}

impl Default for Numbers {
    fn default() -> Self {
        Self {
            decimal: '.',
            group: ',',
            words: None,
            whole: EntrySet::default(),
            company: EntrySet::default(),
        }
    }
}

/// How names are told from other capitals.
#[derive(Debug, Default)]
pub struct Names {
    /// Entries at which a run of capitals stops being a name.
    pub ends: EntrySet,
    /// The same, but only entries of two or more words.
    pub ends_long: EntrySet,
    /// Entries that a name does not begin with.
    pub never: EntrySet,
    /// The same, but only entries of two or more words.
    pub never_long: EntrySet,
    /// The same for a name in a byline.
    pub never_author: EntrySet,
    /// Letters of which every name has one, in small letters.
    pub vowels: String,
    /// Entries at which an organisation begins.
    pub organizations: EntrySet,
    /// Entries that are positions.
    pub positions: EntrySet,
    /// Entries before a position that belong to it.
    pub position_prefixes: EntrySet,
    /// Words of several syllables inside of which no organisation begins.
    pub whole_words: EntrySet,
    /// Words for several people, after which names of a list share one title.
    pub plurals: EntrySet,
    /// What joins the names of a list.
    pub lists: EntrySet,
    /// Syllables of given names: two of them begin a name, whatever the first is elsewhere.
    pub given: EntrySet,
    /// Middle names, after which a name always goes on.
    pub middles: EntrySet,
    /// Words between a position and whose it is, which belong to neither.
    pub owners: EntrySet,
    /// Words after which a title tells where somebody comes from, which is no organisation.
    pub origins: EntrySet,
    /// Entries before a given name alone.
    pub address: EntrySet,
    /// The term of the degrees before a name.
    pub degrees: Option<TermId>,
    /// Entries between a title and the one that the person was given.
    pub appointed: EntrySet,
}

/// How dates are completed.
#[derive(Debug, Default)]
pub struct Dates {
    /// Entries before a time that figures are only compared with.
    pub compared: EntrySet,
    /// Entries before a year that is looked back on.
    pub reviewed: EntrySet,
}

/// How pages are laid out.
#[derive(Debug, Default)]
pub struct Layout {
    /// Begins a line of chrome.
    pub chrome: EntrySet,
    /// Begins the tail of a page.
    pub tail: EntrySet,
    /// Begins a caption.
    pub caption: EntrySet,
    /// Begins a byline.
    pub byline: EntrySet,
    /// Begins a source line.
    pub source: EntrySet,
    /// Words whose point ends no sentence.
    pub abbreviations: EntrySet,
    /// A stamp.
    pub stamp: Option<TermId>,
    /// A byline.
    pub byline_pattern: Option<TermId>,
    /// A web address.
    pub link: Option<TermId>,
    /// Ends an author's name.
    pub byline_ends: EntrySet,
}

impl Ruleset {
    /// What the rules are matched by.
    pub fn automata(&self) -> &Automata {
        self.automata.get_or_init(|| Automata::new(self))
    }

    /// What word list `term` says of an entry.
    pub fn value_of(&self, term: TermId, entry: EntryId) -> Option<&Arc<str>> {
        match &self.terms[term].kind {
            TermKind::Words(list) => list.values.get(&entry),
            TermKind::Pattern(_) => None,
        }
    }

    /// The term called `name`.
    pub fn term(&self, name: &str) -> Option<TermId> {
        self.terms.iter().position(|term| term.name == name)
    }
}
