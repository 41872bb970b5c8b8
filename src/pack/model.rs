//! The shape of a rule pack as it is written: every key of a rule file, and nothing that runs.
//!
//! Unknown keys are refused. Everything that can be wrong keeps its span, so that an error shows the line.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

/// The default of a key that is true unless told otherwise.
fn stays_true() -> bool {
    true
}

/// A string and where it stands.
pub type Text = Spanned<String>;

/// A named building block: a regex, or a list of words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// What it stands for, where the name does not say it.
    #[serde(default)]
    pub about: Option<String>,
    /// A regex with `{term}` and `{term:slot}` in it.
    #[serde(default)]
    pub pattern: Option<Text>,
    /// Words or phrases, each optionally `entry = value`.
    #[serde(default)]
    pub words: Vec<Text>,
    /// Lexicon files under `lexicons/`, one entry a line.
    #[serde(default)]
    pub lexicon: Vec<Text>,
    /// Other word terms, whose entries belong to this one as well.
    #[serde(default)]
    pub includes: Vec<Text>,
    /// How captured text becomes a value: `number`, `integer`, `roman`, `word`, `name`, `author` or
    /// `text`.
    #[serde(default)]
    pub reads: Option<Text>,
}

/// Open text beside a match: where it begins and what ends it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrase {
    /// What it stands for.
    #[serde(default)]
    pub about: Option<String>,
    /// Words before which the phrase ends.
    #[serde(default)]
    pub stops: Vec<Text>,
    /// Words at which a phrase before a match begins at the latest; the farthest within reach counts.
    #[serde(default)]
    pub heads: Vec<Text>,
    /// Words that the phrase must begin with.
    #[serde(default)]
    pub starts: Vec<Text>,
    /// Words that the phrase must not begin with.
    #[serde(default)]
    pub never_starts: Vec<Text>,
    /// Words with which the phrase must end.
    #[serde(default)]
    pub ends: Vec<Text>,
    /// Words with which a phrase that begins with one of `joined` may go on; with any other word it ends.
    #[serde(default)]
    pub modifiers: Vec<Text>,
    /// Modifiers that lead on to words of any kind, such as *suffering from*.
    #[serde(default)]
    pub open_modifiers: Vec<Text>,
    /// The most words of a phrase that begins with no word of `joined`.
    #[serde(default)]
    pub open_words: Option<usize>,
    /// Classifiers: a phrase that begins with one says little so far, and goes on as one with an unknown beginning.
    #[serde(default)]
    pub light: Vec<Text>,
    /// What ends a phrase right after a light beginning, in place of `stops`.
    #[serde(default)]
    pub light_stops: Vec<Text>,
    /// Whether a phrase before a match must begin right after a mark, or at the beginning of its clause.
    #[serde(default)]
    pub flush: bool,
    /// Words after which such a phrase may begin as well.
    #[serde(default)]
    pub flush_after: Vec<Text>,
    /// Words that end the phrase unless one of `starts` follows them.
    #[serde(default)]
    pub bridges: Vec<Text>,
    /// Words before a counted group that a phrase before a match is told of: it ends before them.
    #[serde(default)]
    pub beyond: Vec<Text>,
    /// Words that end the phrase unless a body follows: one of `joined` or a word with a capital.
    #[serde(default)]
    pub owners: Vec<Text>,
    /// Words after which a stop with a capital is a name: *director of the department of Planning*.
    #[serde(default)]
    pub named_after: Vec<Text>,
    /// Words at which a phrase before a match begins anew where one of `starts` follows.
    #[serde(default)]
    pub parts: Vec<Text>,
    /// Whether a phrase before a match is read from its head onwards and ends where it ends, not at the match.
    #[serde(default)]
    pub forward: bool,
    /// Words or marks that go on only if one of `joined` follows.
    #[serde(default)]
    pub joins: Vec<Text>,
    /// What may follow a join.
    #[serde(default)]
    pub joined: Vec<Text>,
    /// Words dropped from the front of the phrase.
    #[serde(default)]
    pub drop_first: Vec<Text>,
    /// Words dropped from the end of the phrase.
    #[serde(default)]
    pub drop_last: Vec<Text>,
    /// The most words it may have; it ends there.
    #[serde(default)]
    pub max_words: Option<usize>,
    /// The fewest words it must have; with fewer there is no phrase.
    #[serde(default)]
    pub min_words: Option<usize>,
    /// Whether brackets are stepped over (`skip`), belong to it (`keep`) or end it (the default).
    #[serde(default)]
    pub brackets: Option<Text>,
    /// Whether numbers belong to it (`keep`) or end it (the default).
    #[serde(default)]
    pub numbers: Option<Text>,
    /// Whether commas in a phrase before a match belong to it (`keep`) or are joins like others (the default).
    #[serde(default)]
    pub commas: Option<Text>,
    /// Types of records that a phrase before a match must not follow at once: it would be theirs.
    #[serde(default)]
    pub free: Vec<Text>,
    /// A word term whose values are category ids: the first of its entries in the phrase gives the record's category.
    #[serde(default)]
    pub category: Option<Text>,
    /// Whether other records' own words end it (the default) or are stepped over (`skip`): their types.
    #[serde(default)]
    pub over: Vec<Text>,
    /// What joins the members of a list of figures, of which the last says what is said of all.
    #[serde(default)]
    pub lists: Vec<Text>,
    /// First words of whole names: a phrase without one is completed from an earlier record whose name has one and
    /// shares a word with it.
    #[serde(default)]
    pub completes: Vec<Text>,
    /// Words that open a remark before a comma: a phrase before a match that begins with one begins after the comma.
    #[serde(default)]
    pub openings: Vec<Text>,
    /// Words for what was measured before, which such a phrase may be: it means the same as the last name of its block.
    #[serde(default)]
    pub anaphora: Vec<Text>,
    /// Words before the name of a place.
    #[serde(default)]
    pub place_words: Vec<Text>,
    /// What ends the beginning of a whole name that is put before the name of a place.
    #[serde(default)]
    pub whole_ends: Vec<Text>,
    /// A phrase after a match of no more words than this names a bare group, and goes on over a comma to what is said
    /// of it.
    #[serde(default)]
    pub bare_words: usize,
}

/// One place to look for an open slot.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Find {
    /// A phrase right after the match.
    #[serde(default)]
    pub after: Option<Text>,
    /// A phrase right before the match.
    #[serde(default)]
    pub before: Option<Text>,
    /// The same slot of the nearest earlier record of one of these types in the same sentence.
    #[serde(default)]
    pub previous: Vec<Text>,
    /// Words and marks stepped over between the match and the phrase.
    #[serde(default)]
    pub via: Vec<Text>,
    /// At least one of `via` must stand there.
    #[serde(default)]
    pub needs_via: bool,
    /// A slot of the match that the phrase goes on to: the phrase and the match up to the slot's end are one.
    #[serde(default)]
    pub through: Option<Text>,
    /// With `after` or `previous`: a phrase before what counts, whose words lead the words that were found.
    #[serde(default)]
    pub led_by: Option<Text>,
    /// With `previous`: a phrase right after the noun that the earlier record counts, whose words come last.
    #[serde(default)]
    pub followed_by: Option<Text>,
    /// The most words that are led: longer ones tell enough.
    #[serde(default)]
    pub led_words: Option<usize>,
    /// Nothing is found without such a phrase.
    #[serde(default)]
    pub needs_lead: bool,
    /// With `before`: a slot of the match whose words come before the phrase's.
    #[serde(default)]
    pub with: Option<Text>,
    /// It only adds to what an earlier place of the slot gave, and fills no slot that a rule needs.
    #[serde(default)]
    pub further: bool,
}

/// Conditions on what stands beside a match.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guard {
    /// One of these must stand there.
    #[serde(default, rename = "is")]
    pub is_any: Vec<Text>,
    /// None of these may stand there.
    #[serde(default, rename = "not")]
    pub is_none: Vec<Text>,
    /// Unless one of these stands there.
    #[serde(default)]
    pub unless: Vec<Text>,
}

/// A text and what the rule makes of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// Our own sentence.
    pub text: Text,
    /// The fields of one record, or `"nothing"`.
    pub gives: Spanned<toml::Value>,
    /// The zone that the text is read in; `body` unless told otherwise, `page` for a whole page.
    #[serde(default)]
    pub zone: Option<Text>,
    /// The day of publication that relative dates are read against.
    #[serde(default)]
    pub published: Option<String>,
}

/// A rule: a pattern, what it emits, and where.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The rule's name, unique over all packs.
    pub id: Text,
    /// A record type, or `nothing` for a rule that only keeps others off.
    pub emits: Text,
    /// What construction it stands for.
    pub about: Text,
    /// A regex with named building blocks.
    pub pattern: Text,
    /// Higher wins where two rules want the same letters; 0 unless told otherwise.
    #[serde(default)]
    pub priority: i32,
    /// The zones of a page that it reads; title, body and captions unless told otherwise.
    #[serde(default)]
    pub zones: Vec<Text>,
    /// Scopes that it must stand in (one of them).
    #[serde(default)]
    pub inside: Vec<Text>,
    /// Scopes that it must not stand in.
    #[serde(default)]
    pub outside: Vec<Text>,
    /// What stands right before the match.
    #[serde(default)]
    pub before: Guard,
    /// What stands right after the match.
    #[serde(default)]
    pub after: Guard,
    /// What stands earlier in the same clause.
    #[serde(default)]
    pub earlier: Guard,
    /// What stands anywhere in the same sentence.
    #[serde(default)]
    pub sentence: Guard,
    /// What stands in the evidence itself, its phrases included.
    #[serde(default)]
    pub within: Guard,
    /// Record types, one of which must end right before the match.
    #[serde(default)]
    pub follows: Vec<Text>,
    /// Slots, at least one of which must be filled.
    #[serde(default)]
    pub needs: Vec<Text>,
    /// Where open slots are found.
    #[serde(default)]
    pub find: BTreeMap<Text, Vec<Find>>,
    /// Fields with a fixed value.
    #[serde(default)]
    pub set: BTreeMap<Text, Spanned<toml::Value>>,
    /// Whether its records stay what they are in every scope.
    #[serde(default)]
    pub keeps: bool,
    /// Whether later records may take what they measure from its records; a difference says nothing of its own.
    #[serde(default = "stays_true")]
    pub lends: bool,
    /// What it gives.
    #[serde(default)]
    pub example: Vec<Example>,
}

/// A passage in which records mean something else.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// What passage it is.
    #[serde(default)]
    pub about: Option<String>,
    /// Words that open it.
    pub opens: Vec<Text>,
    /// Words that open it only at the beginning of a sentence.
    #[serde(default)]
    pub opens_sentence: Vec<Text>,
    /// Words that open it where their sentence ends with a colon: what follows is a list.
    #[serde(default)]
    pub opens_list: Vec<Text>,
    /// Words that open it where a colon stands soon after them in their sentence.
    #[serde(default)]
    pub opens_colon: Vec<Text>,
    /// Words that open it where one of `names` follows soon in their clause, with no figure between but a year or one that
    /// one of `lasts` follows.
    #[serde(default)]
    pub opens_named: Vec<Text>,
    /// Words that lead from what `opens_named` holds to what is named.
    #[serde(default)]
    pub names: Vec<Text>,
    /// Words that keep what `opens_named` holds shut where they stand before those.
    #[serde(default)]
    pub not_named: Vec<Text>,
    /// Words after a number that tells how long something lasts.
    #[serde(default)]
    pub lasts: Vec<Text>,
    /// Words that open it for the short lines below a short line of the text which begins with them.
    #[serde(default)]
    pub opens_heading: Vec<Text>,
    /// Words that open it where the nearest of `decides` and `not_after` before them in their clause is one of the
    /// former.
    #[serde(default)]
    pub opens_object: Vec<Text>,
    /// Words before a time that lies ahead of the page's own: at the beginning of a sentence they open it for the figures
    /// of that sentence.
    #[serde(default)]
    pub opens_ahead: Vec<Text>,
    /// Words for what will be done that open it for the rest of their sentence, after a month, a year or the like that is
    /// not over.
    #[serde(default)]
    pub opens_will: Vec<Text>,
    /// Words in the head of a table's column that open it for the figures of that column.
    #[serde(default)]
    pub opens_column: Vec<Text>,
    /// Words that decide on what `opens_object` names.
    #[serde(default)]
    pub decides: Vec<Text>,
    /// What a later sentence of the block must begin with for the passage to go on; anything where there is nothing.
    #[serde(default)]
    pub goes_on: Vec<Text>,
    /// Words that keep their own sentence out of it.
    #[serde(default)]
    pub not_sentences: Vec<Text>,
    /// Words of a sentence or heading that keep its list shut: it tells how things stand.
    #[serde(default)]
    pub not_lists: Vec<Text>,
    /// Words before an opening word that keep it shut.
    #[serde(default)]
    pub not_after: Vec<Text>,
    /// Words that close it.
    #[serde(default)]
    pub closes: Vec<Text>,
    /// How far it reaches at most: `clause`, `sentence`, `block` or `document`.
    pub until: Text,
    /// Words that carry it over into a block that begins with them.
    #[serde(default)]
    pub carries: Vec<Text>,
    /// Which record types become which, within it.
    #[serde(default)]
    pub turns: BTreeMap<Text, Text>,
}

/// Words that set fields of the records of their sentence.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// What they mean.
    #[serde(default)]
    pub about: Option<String>,
    /// The words.
    pub words: Vec<Text>,
    /// The record types that they speak of.
    pub on: Vec<Text>,
    /// Scopes of which one must be open.
    #[serde(default)]
    pub inside: Vec<Text>,
    /// How far they reach: `adjacent` (right before the record), `after` it, in its `evidence`, `within` its phrases, or back
    /// to them within the `clause`, `sentence` or `block`.
    pub reach: Text,
    /// The fields and their values.
    pub set: BTreeMap<Text, Spanned<toml::Value>>,
}

/// How numbers are written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Numbers {
    /// The decimal mark.
    pub decimal: char,
    /// The mark that groups thousands; a space does so as well.
    pub group: char,
    /// Number words: `3`, `x10`, `x1000` or `half` as values.
    pub words: Text,
    /// Phrases that begin like a number word ends: no match takes only a part of one.
    #[serde(default)]
    pub whole: Vec<Text>,
    /// Words right between a measure and a count that only goes with it: a later figure tells of the measure.
    #[serde(default)]
    pub company: Vec<Text>,
}

/// How dates are completed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dates {
    /// Words before a time that figures are only compared with: the text is not of that time.
    #[serde(default)]
    pub compared: Vec<Text>,
    /// Words before a year that say that it is looked back on: it is over.
    #[serde(default)]
    pub reviewed: Vec<Text>,
}

/// How names are told from other capitals.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// Words at which a run of capitals stops being a name.
    #[serde(default)]
    pub ends: Vec<Text>,
    /// The same, but only phrases of two or more words: single words of these lists may be parts of names.
    #[serde(default)]
    pub ends_long: Vec<Text>,
    /// What is no name though it looks like one; a name must not begin with it.
    #[serde(default)]
    pub never: Vec<Text>,
    /// The same, but only phrases of two or more words.
    #[serde(default)]
    pub never_long: Vec<Text>,
    /// The same for a name in a byline, where places and surnames may be names.
    #[serde(default)]
    pub never_author: Vec<Text>,
    /// Letters of which every name has one: a word of plain capitals without any is the initials of a body. Empty: no
    /// word is.
    #[serde(default)]
    pub vowels: String,
    /// Words at which a title's position ends and its organisation begins.
    #[serde(default)]
    pub organizations: Vec<Text>,
    /// The positions themselves.
    #[serde(default)]
    pub positions: Vec<Text>,
    /// Words before a position that belong to it, such as *former*.
    #[serde(default)]
    pub position_prefixes: Vec<Text>,
    /// Words of several syllables inside of which no organisation begins.
    #[serde(default)]
    pub whole_words: Vec<Text>,
    /// Words for several people, after which names of a list share one title.
    #[serde(default)]
    pub plurals: Vec<Text>,
    /// What joins the names of a list.
    #[serde(default)]
    pub lists: Vec<Text>,
    /// Syllables of given names: two of them begin a name, whatever `never` says of the first.
    #[serde(default)]
    pub given: Vec<Text>,
    /// Middle names, after which a name always goes on.
    #[serde(default)]
    pub middles: Vec<Text>,
    /// Words between a position and whose it is, which belong to neither.
    #[serde(default)]
    pub owners: Vec<Text>,
    /// Words in a title after which stands where somebody comes from, which is no organisation.
    #[serde(default)]
    pub origins: Vec<Text>,
    /// What may stand before a given name alone.
    #[serde(default)]
    pub address: Vec<Text>,
    /// The degrees before a name, each with its canonical form.
    pub degrees: Option<Text>,
    /// Words between a title and the one that the person was given.
    #[serde(default)]
    pub appointed: Vec<Text>,
}

/// How a page is told into zones.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Layout {
    /// Words that begin a line of menus, counters, shares and the like.
    pub chrome: Vec<Text>,
    /// Words that begin a line after which nothing of the article comes.
    pub tail: Vec<Text>,
    /// Words that begin a caption.
    pub caption: Vec<Text>,
    /// Words that begin a byline.
    pub byline: Vec<Text>,
    /// Words that begin a source line.
    pub source: Vec<Text>,
    /// A pattern term that a stamp line holds.
    pub stamp: Option<Text>,
    /// A pattern term that a byline is.
    pub byline_pattern: Option<Text>,
    /// Words with a point that end no sentence.
    pub abbreviations: Vec<Text>,
    /// A web address.
    pub link: Option<Text>,
    /// Words that end an author's name in a byline.
    pub byline_ends: Vec<Text>,
}

/// The head of a pack.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Head {
    /// The pack's name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What it is for.
    pub about: String,
}
