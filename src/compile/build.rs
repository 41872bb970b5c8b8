//! Builds a [`Ruleset`] from a [`Pack`].

use std::collections::BTreeMap;
use std::ops::Range;

use xxhash_rust::xxh3::Xxh3;

use super::names::{Names, Used};
use super::pattern::{Piece, pieces};
use super::ruleset::{
    self, Brackets, EntrySet, Find, FindPlace, Lead, Mark, Meanings, Numbers, Phrase, PhraseId, Reach,
    Reader, Rule, Ruleset, Scope, Term, TermId, TermKind, WordList,
};
use super::settings::settings;
use super::slot::{Emits, Slot};
use super::syntax::Trees;
use super::triggers::Firsts;
use super::{circles, examples, warnings};
use crate::diagnostic::{Code, Diagnostic, PackErrors};
use crate::fold::fold;
use crate::layout::Zone;
use crate::pack::lexicon::{self, Entry};
use crate::pack::model::{self, Text};
use crate::pack::{Located, Pack, defined_already};
use crate::record::RecordType;
use crate::scan::Trie;

/// The names of the readers.
const READERS: [&str; 7] = ["number", "integer", "roman", "word", "name", "author", "text"];
/// The names of the reaches.
const REACHES: [&str; 8] =
    ["adjacent", "after", "clause", "sentence", "block", "document", "within", "evidence"];
/// What is wrong with an entry that the scan could not find.
const NO_ENTRY: &str = "this is no word or phrase of sixteen words at most";
/// A phrase that is told no length ends after this many words.
const MOST_WORDS: usize = 24;

/// Compiles `pack`, or tells everything that is wrong with it.
pub fn compile(pack: &Pack) -> Result<Ruleset, PackErrors> {
    build(pack).map(|(rules, _)| rules)
}

/// Compiles `pack`, and tells what works but is of no use or slow.
pub fn compile_and_warn(pack: &Pack) -> Result<(Ruleset, Vec<Diagnostic>), PackErrors> {
    let (rules, used) = build(pack)?;
    let warnings = warnings::of(pack, &rules, &used);
    Ok((rules, warnings))
}

/// The compiled rules, and the names that they use.
fn build(pack: &Pack) -> Result<(Ruleset, Used), PackErrors> {
    let mut builder = Builder::new(pack);
    let trees = std::thread::scope(|scope| {
        let trees = std::thread::Builder::new().spawn_scoped(scope, || Trees::of(pack));
        builder.terms();
        builder.phrases();
        builder.scopes();
        builder.marks();
        builder.sections();
        builder.rules();
        // Whatever no other thread could parse is parsed where it is needed.
        trees.ok().and_then(|thread| thread.join().ok()).unwrap_or_default()
    });
    builder.rules.trees = trees.into();
    builder.finish()
}

struct Builder<'p> {
    pack: &'p Pack,
    names: Names<'p>,
    rules: Ruleset,
    /// For each term whether something is wrong with it or with a term in it.
    broken: Vec<bool>,
    firsts: Firsts,
}

impl<'p> Builder<'p> {
    fn new(pack: &'p Pack) -> Self {
        let terms = pack.terms.keys().enumerate().map(|(number, name)| (name.as_str(), number)).collect();
        let used = Used::new();
        let names = Names { sources: &pack.sources, terms, used, errors: pack.errors.clone() };
        Self { pack, names, rules: Ruleset::default(), broken: Vec::new(), firsts: Firsts::default() }
    }

    fn finish(mut self) -> Result<(Ruleset, Used), PackErrors> {
        if self.names.errors.is_empty() {
            self.rules.hash = hash(self.pack);
            return Ok((self.rules, self.names.used));
        }
        let mut errors = self.names.errors;
        // A name that is missing may be defined in what could not be read.
        if errors.iter().any(|error| matches!(error.code, Code::Syntax | Code::UnreadableFile)) {
            errors.retain(|error| error.code != Code::UnknownName);
        }
        errors.sort_by_key(|error| {
            error.place.as_ref().map(|(source, span)| (source.path.clone(), span.start))
        });
        Err(PackErrors(errors))
    }

    fn error(&mut self, code: Code, source: usize, text: &Text, title: impl Into<String>) {
        self.names.error(code, source, text, title.into());
    }

    // Terms

    fn terms(&mut self) {
        for (name, term) in &self.pack.terms {
            let errors = self.names.errors.len();
            self.check_term(name, term);
            let kind = match &term.item.pattern {
                Some(pattern) => TermKind::Pattern(self.pattern(term.source, pattern, Emits::Unknown)),
                None => TermKind::Words(self.word_list(term)),
            };
            let reader = self.reader(term, &kind);
            self.rules.terms.push(Term { name: name.clone(), kind, reader });
            self.broken.push(self.names.errors.len() > errors);
        }
        self.refuse_circles();
        self.includes();
    }

    /// A term is a pattern or a list of words: one of them, and not both.
    fn check_term(&mut self, name: &str, term: &Located<model::Term>) {
        let item = &term.item;
        let lists = item.words.iter().chain(&item.lexicon).chain(&item.includes);
        let title = match (&item.pattern, lists.count()) {
            (Some(_), 1..) => format!("`{name}` has a pattern and words"),
            (None, 0) if self.pack.errors.is_empty() => format!("`{name}` has neither a pattern nor words"),
            _ => return,
        };
        let error = Diagnostic::at(Code::BadKey, &self.pack.sources[term.source], term.span.clone(), title);
        self.names
            .errors
            .push(error.note("a term takes either `pattern` or `words`, `lexicon` and `includes`"));
    }

    /// The pieces of a pattern, each of its names checked.
    fn pattern(&mut self, source: usize, pattern: &Text, emits: Emits) -> Vec<Piece> {
        let file = &self.pack.sources[source];
        let place = |span: Range<usize>| place_in(&file.text, pattern, &span);
        let pieces = pieces(pattern.get_ref());
        for piece in &pieces {
            let Piece::Term { name, slot, span } = piece else { continue };
            let start = span.start + 1;
            self.names.term(source, &Text::new(place(start..start + name.len()), name.clone()));
            if let Some(slot) = slot {
                let end = span.end - 1;
                self.check_slot(source, &Text::new(place(end - slot.len()..end), slot.clone()), emits);
            }
        }
        let proven = self.pack.proven.contains(&source);
        let mistake = if proven { None } else { super::regex::mistake(pattern.get_ref(), &pieces) };
        if let Some((span, cause)) = mistake {
            let title = format!("this pattern cannot be read: {cause}");
            self.names.errors.push(Diagnostic::at(Code::BadPattern, file, place(span), title));
        }
        pieces
    }

    fn check_slot(&mut self, source: usize, slot: &Text, emits: Emits) -> Option<Slot> {
        let name = slot.get_ref();
        let found = Slot::from_name(name).filter(|slot| emits.slots().contains(slot));
        if found.is_none() {
            let title = match emits {
                Emits::Records(kind) => format!("{} records have no slot `{name}`", kind.name()),
                Emits::Nothing => format!("a rule that emits nothing has no slot `{name}`"),
                Emits::Unknown => format!("no slot is called `{name}`"),
            };
            let error = Diagnostic::at(Code::UnknownSlot, &self.pack.sources[source], slot.span(), title);
            let known = emits.slots().iter().map(|slot| slot.name());
            self.names.errors.push(error.suggest(name, known));
        }
        found
    }

    fn word_list(&mut self, term: &Located<model::Term>) -> WordList {
        let mut list = WordList::default();
        for word in &term.item.words {
            let added =
                Entry::parse(word.get_ref()).and_then(|entry| add(&mut list, &mut self.rules.trie, entry));
            if added.is_none() {
                self.error(Code::BadValue, term.source, word, NO_ENTRY);
            }
        }
        for file in &term.item.lexicon {
            self.add_lexicon(&mut list, term.source, file);
        }
        list
    }

    fn add_lexicon(&mut self, list: &mut WordList, source: usize, file: &Text) {
        let pack = self.pack;
        let known: Vec<&str> = pack.lexicons.keys().map(String::as_str).collect();
        self.names.look_up(warnings::LEXICON, source, file, &known);
        let Some(lexicon) = pack.lexicons.get(file.get_ref()) else { return };
        for (place, entry) in lexicon::parse(&lexicon.text) {
            if add(list, &mut self.rules.trie, entry).is_none() {
                self.names.errors.push(Diagnostic::at(Code::BadValue, lexicon, place, NO_ENTRY));
            }
        }
    }

    fn reader(&mut self, term: &Located<model::Term>, kind: &TermKind) -> Reader {
        let default = match kind {
            TermKind::Words(list) if !list.values.is_empty() => Reader::Word,
            _ => Reader::Text,
        };
        let Some(reads) = &term.item.reads else { return default };
        match self.names.look_up("reader", term.source, reads, &READERS) {
            Some(0) => Reader::Number,
            Some(1) => Reader::Integer,
            Some(2) => Reader::Roman,
            Some(3) => Reader::Word,
            Some(4) => Reader::Name,
            Some(5) => Reader::Author,
            _ => Reader::Text,
        }
    }

    /// Adds to each word term the entries of those that it includes.
    fn includes(&mut self) {
        for (number, term) in self.pack.terms.values().enumerate() {
            for other in &term.item.includes {
                let Some(from) = self.names.term(term.source, other) else { continue };
                if self.broken[from] {
                    continue;
                }
                let Some((entries, phrases, values)) = self.words_of(from, 0) else {
                    self.error(Code::BadValue, term.source, other, "only a list of words can be included");
                    continue;
                };
                if let TermKind::Words(list) = &mut self.rules.terms[number].kind {
                    list.entries.extend(&entries);
                    list.phrases.extend(phrases);
                    list.values.extend(values);
                    if self.rules.terms[number].reader == Reader::Text && term.item.reads.is_none() {
                        self.rules.terms[number].reader = Reader::Word;
                    }
                }
            }
        }
    }

    /// The entries of a word term and of all that it includes, however deep.
    fn words_of(&self, term: TermId, depth: usize) -> Option<(EntrySet, Vec<String>, Meanings)> {
        let TermKind::Words(list) = &self.rules.terms[term].kind else { return None };
        let (mut entries, mut phrases, mut values) =
            (list.entries.clone(), list.phrases.clone(), list.values.clone());
        let model = self.pack.terms.values().nth(term)?;
        for other in model.item.includes.iter().filter(|_| depth < 8) {
            let inner = self.names.terms.get(other.get_ref().as_str())?;
            let (more, words, meanings) = self.words_of(*inner, depth + 1)?;
            entries.extend(&more);
            phrases.extend(words);
            values.extend(meanings);
        }
        Some((entries, phrases, values))
    }

    fn refuse_circles(&mut self) {
        let pack = self.pack;
        let edges = circles::edges(&self.rules.terms, &pack.terms);
        for circle in circles::find(&edges) {
            let (name, written) = pack.terms.iter().nth(circle[0]).unwrap_or_else(|| unreachable!());
            let names = circle.iter().chain(&circle[..1]).map(|&term| self.rules.terms[term].name.as_str());
            let note = format!("it goes {}", names.collect::<Vec<_>>().join(" → "));
            let span = written.item.pattern.as_ref().map_or(written.span.clone(), Text::span);
            let title = format!("`{name}` contains itself");
            let error = Diagnostic::at(Code::CircularTerm, &pack.sources[written.source], span, title);
            self.names.errors.push(error.note(note));
            // The circle is cut, so that nothing that follows can run in it.
            self.rules.terms[circle[0]].kind = TermKind::Pattern(Vec::new());
            self.broken[circle[0]] = true;
        }
        circles::spread(&edges, &mut self.broken);
    }

    /// Whether nothing is wrong with the terms in `pieces`.
    fn is_sound(&self, pieces: &[Piece]) -> bool {
        pieces.iter().all(|piece| match piece {
            Piece::Regex(_) => true,
            Piece::Term { name, .. } => {
                self.names.terms.get(name.as_str()).is_some_and(|&term| !self.broken[term])
            }
        })
    }

    fn set(&mut self, source: usize, texts: &[Text]) -> EntrySet {
        self.names.entries(source, texts, &self.rules.terms)
    }

    // Phrases, scopes, marks, sections

    fn phrases(&mut self) {
        for (name, phrase) in &self.pack.phrases {
            let (source, item) = (phrase.source, &phrase.item);
            let compiled = Phrase {
                name: name.clone(),
                stops: self.set(source, &item.stops),
                heads: self.set(source, &item.heads),
                starts: self.set(source, &item.starts),
                never_starts: self.set(source, &item.never_starts),
                ends: self.set(source, &item.ends),
                light: self.set(source, &item.light),
                light_stops: self.set(source, &item.light_stops),
                flush: item.flush,
                flush_after: self.set(source, &item.flush_after),
                parts: self.set(source, &item.parts),
                bridges: self.set(source, &item.bridges),
                beyond: self.set(source, &item.beyond),
                owners: self.set(source, &item.owners),
                named_after: self.set(source, &item.named_after),
                forward: item.forward,
                modifiers: self.set(source, &item.modifiers),
                open_modifiers: self.set(source, &item.open_modifiers),
                open_words: item.open_words.or(item.max_words).unwrap_or(MOST_WORDS),
                joins: self.set(source, &item.joins),
                joined: self.set(source, &item.joined),
                drop_first: self.set(source, &item.drop_first),
                drop_last: self.set(source, &item.drop_last),
                max_words: item.max_words.unwrap_or(MOST_WORDS),
                min_words: item.min_words.unwrap_or(1),
                brackets: self.brackets(source, item.brackets.as_ref()),
                keeps_numbers: self.keeps(source, item.numbers.as_ref()),
                keeps_commas: self.keeps(source, item.commas.as_ref()),
                over: self.record_types(source, &item.over),
                lists: self.set(source, &item.lists),
                completes: self.set(source, &item.completes),
                openings: self.set(source, &item.openings),
                anaphora: self.set(source, &item.anaphora),
                place_words: self.set(source, &item.place_words),
                whole_ends: self.set(source, &item.whole_ends),
                bare_words: item.bare_words,
                free: self.record_types(source, &item.free),
                category: item.category.as_ref().and_then(|term| self.names.term(source, term)),
            };
            self.rules.phrases.push(compiled);
        }
    }

    fn brackets(&mut self, source: usize, text: Option<&Text>) -> Brackets {
        let choice = text
            .and_then(|text| self.names.look_up("choice", source, text, &["stop", "skip", "keep", "inside"]));
        match choice {
            Some(1) => Brackets::Skip,
            Some(2) => Brackets::Keep,
            Some(3) => Brackets::Inside,
            _ => Brackets::Stop,
        }
    }

    fn keeps(&mut self, source: usize, text: Option<&Text>) -> bool {
        text.and_then(|text| self.names.look_up("choice", source, text, &["stop", "keep"])) == Some(1)
    }

    fn record_types(&mut self, source: usize, texts: &[Text]) -> Vec<RecordType> {
        texts.iter().filter_map(|text| self.record_type(source, text)).collect()
    }

    fn record_type(&mut self, source: usize, text: &Text) -> Option<RecordType> {
        let known = RecordType::ALL.map(RecordType::name);
        self.names.look_up("record type", source, text, &known).map(|number| RecordType::ALL[number])
    }

    fn reach(&mut self, source: usize, text: &Text) -> Reach {
        match self.names.look_up("reach", source, text, &REACHES) {
            Some(0) => Reach::Adjacent,
            Some(1) => Reach::After,
            Some(2) => Reach::Clause,
            Some(4) => Reach::Block,
            Some(5) => Reach::Document,
            Some(6) => Reach::Within,
            Some(7) => Reach::Evidence,
            _ => Reach::Sentence,
        }
    }

    fn scopes(&mut self) {
        for (name, scope) in &self.pack.scopes {
            let (source, item) = (scope.source, &scope.item);
            let turns = item.turns.iter().filter_map(|(from, to)| {
                Some((self.record_type(source, from)?, self.record_type(source, to)?))
            });
            let turns = turns.collect();
            let opens = self.set(source, &item.opens);
            let opens_sentence = self.set(source, &item.opens_sentence);
            let opens_list = self.set(source, &item.opens_list);
            let mut openers = opens.clone();
            openers.extend(&opens_sentence);
            openers.extend(&opens_list);
            let opens_colon = self.set(source, &item.opens_colon);
            openers.extend(&opens_colon);
            let opens_object = self.set(source, &item.opens_object);
            openers.extend(&opens_object);
            let opens_named = self.set(source, &item.opens_named);
            openers.extend(&opens_named);
            let compiled = Scope {
                name: name.clone(),
                turns,
                opens,
                opens_sentence,
                opens_list,
                opens_colon,
                opens_object,
                opens_named,
                names: self.set(source, &item.names),
                not_named: self.set(source, &item.not_named),
                lasts: self.set(source, &item.lasts),
                opens_heading: self.set(source, &item.opens_heading),
                opens_column: self.set(source, &item.opens_column),
                opens_ahead: self.set(source, &item.opens_ahead),
                opens_will: self.set(source, &item.opens_will),
                decides: self.set(source, &item.decides),
                openers,
                not_sentences: self.set(source, &item.not_sentences),
                not_lists: self.set(source, &item.not_lists),
                goes_on: self.set(source, &item.goes_on),
                not_after: self.set(source, &item.not_after),
                closes: self.set(source, &item.closes),
                until: self.reach(source, &item.until),
                carries: self.set(source, &item.carries),
            };
            self.rules.scope_openers.extend(&compiled.openers);
            self.rules.scopes.push(compiled);
        }
    }

    fn marks(&mut self) {
        for mark in self.pack.marks.values() {
            let (source, item) = (mark.source, &mark.item);
            let on = self.record_types(source, &item.on);
            let compiled = Mark {
                words: self.set(source, &item.words),
                reach: self.reach(source, &item.reach),
                inside: self.scope_numbers(source, &item.inside),
                settings: settings(
                    &mut self.names,
                    source,
                    on.first().map_or(Emits::Unknown, |&kind| Emits::Records(kind)),
                    &item.set,
                ),
                on,
            };
            self.rules.marks.push(compiled);
        }
    }

    fn scope_numbers(&mut self, source: usize, texts: &[Text]) -> Vec<usize> {
        let scopes: Vec<&str> = self.pack.scopes.keys().map(String::as_str).collect();
        texts.iter().filter_map(|text| self.names.look_up(warnings::SCOPE, source, text, &scopes)).collect()
    }

    fn sections(&mut self) {
        if let Some(numbers) = &self.pack.numbers {
            let words = self.names.term(numbers.source, &numbers.item.words);
            let whole = self.set(numbers.source, &numbers.item.whole);
            let (decimal, group) = (numbers.item.decimal, numbers.item.group);
            let company = self.set(numbers.source, &numbers.item.company);
            self.rules.numbers = Numbers { decimal, group, words, whole, company };
        }
        if let Some(Located { source, item, .. }) = &self.pack.names {
            self.rules.names = ruleset::Names {
                ends: self.set(*source, &item.ends),
                ends_long: self.set(*source, &item.ends_long),
                never: self.set(*source, &item.never),
                never_long: self.set(*source, &item.never_long),
                never_author: self.set(*source, &item.never_author),
                vowels: item.vowels.to_lowercase(),
                organizations: self.set(*source, &item.organizations),
                positions: self.set(*source, &item.positions),
                address: self.set(*source, &item.address),
                degrees: item.degrees.as_ref().and_then(|term| self.names.term(*source, term)),
                position_prefixes: self.set(*source, &item.position_prefixes),
                whole_words: self.set(*source, &item.whole_words),
                plurals: self.set(*source, &item.plurals),
                lists: self.set(*source, &item.lists),
                given: self.set(*source, &item.given),
                middles: self.set(*source, &item.middles),
                owners: self.set(*source, &item.owners),
                origins: self.set(*source, &item.origins),
                appointed: self.set(*source, &item.appointed),
            };
        }
        if let Some(Located { source, item, .. }) = &self.pack.dates {
            self.rules.dates = ruleset::Dates {
                compared: self.set(*source, &item.compared),
                reviewed: self.set(*source, &item.reviewed),
            };
        }
        if let Some(Located { source, item, .. }) = &self.pack.layout {
            self.rules.layout = self.layout(*source, item);
        }
    }

    fn layout(&mut self, source: usize, item: &model::Layout) -> ruleset::Layout {
        ruleset::Layout {
            chrome: self.set(source, &item.chrome),
            tail: self.set(source, &item.tail),
            caption: self.set(source, &item.caption),
            byline: self.set(source, &item.byline),
            source: self.set(source, &item.source),
            abbreviations: self.set(source, &item.abbreviations),
            byline_ends: self.set(source, &item.byline_ends),
            stamp: self.layout_term(source, item.stamp.as_ref()),
            byline_pattern: self.layout_term(source, item.byline_pattern.as_ref()),
            link: self.layout_term(source, item.link.as_ref()),
        }
    }

    fn layout_term(&mut self, source: usize, term: Option<&Text>) -> Option<TermId> {
        self.names.term(source, term?).filter(|&term| !self.broken[term])
    }

    // Rules

    fn rules(&mut self) {
        let pack = self.pack;
        let phrases: Vec<&str> = pack.phrases.keys().map(String::as_str).collect();
        let mut seen: BTreeMap<&str, (usize, Range<usize>)> = BTreeMap::new();
        for rule in &pack.rules {
            let id = &rule.item.id;
            let place = (rule.source, id.span());
            if let Some((source, span)) = seen.get(id.get_ref().as_str()) {
                let title = format!("rule `{}` is defined already", id.get_ref());
                let first = (*source, span.clone());
                let error = defined_already(title, place, first, &pack.sources, &pack.proven);
                self.names.errors.push(error);
            } else {
                seen.insert(id.get_ref().as_str(), place);
            }
            examples::check(&mut self.names, rule.source, &rule.item);
            let compiled = self.rule(rule, &phrases);
            self.rules.rules.push(compiled);
        }
    }

    fn rule(&mut self, rule: &Located<model::Rule>, phrases: &[&str]) -> Rule {
        let (source, item) = (rule.source, &rule.item);
        let emits = self.emits(source, &item.emits);
        let errors = self.names.errors.len();
        let all = self.pattern(source, &item.pattern, emits);
        let sound = self.names.errors.len() == errors && self.is_sound(&all);
        let (lead, pieces) = split_lead(all, &self.rules.terms, &self.names);
        if sound {
            self.set_off(rule, lead, &pieces);
        }
        let inside = self.scope_numbers(source, &item.inside);
        let outside = self.scope_numbers(source, &item.outside);
        let terms = &self.rules.terms;
        Rule {
            id: item.id.get_ref().as_str().into(),
            place: (self.pack.sources[source].clone(), item.pattern.span()),
            emits: emits.record_type(),
            priority: item.priority,
            lead,
            pieces,
            inside,
            outside,
            before: self.names.guard(source, &item.before, terms),
            after: self.names.guard(source, &item.after, terms),
            earlier: self.names.guard(source, &item.earlier, terms),
            sentence: self.names.guard(source, &item.sentence, terms),
            within: self.names.guard(source, &item.within, terms),
            follows: self.record_types(source, &item.follows),
            needs: item.needs.iter().filter_map(|slot| self.check_slot(source, slot, emits)).collect(),
            finds: self.finds(source, emits, &item.find, phrases),
            settings: settings(&mut self.names, source, emits, &item.set),
            zones: self.zones(source, &item.zones),
            keeps: item.keeps,
            lends: item.lends,
        }
    }

    fn emits(&mut self, source: usize, text: &Text) -> Emits {
        if text.get_ref() == "nothing" {
            return Emits::Nothing;
        }
        self.record_type(source, text).map_or(Emits::Unknown, Emits::Records)
    }

    fn zones(&mut self, source: usize, texts: &[Text]) -> u16 {
        if texts.is_empty() {
            return Zone::Title.bit() | Zone::Body.bit() | Zone::Caption.bit();
        }
        let known = Zone::ALL.map(Zone::name);
        let zones = texts.iter().filter_map(|text| self.names.look_up("zone", source, text, &known));
        zones.map(|number| Zone::ALL[number].bit()).fold(0, |all, bit| all | bit)
    }

    fn finds(
        &mut self,
        source: usize,
        emits: Emits,
        finds: &BTreeMap<Text, Vec<model::Find>>,
        phrases: &[&str],
    ) -> Vec<(Slot, Vec<Find>)> {
        let mut compiled = Vec::new();
        for (slot, places) in finds {
            let slot = self.check_slot(source, slot, emits);
            let places = places.iter().filter_map(|find| self.find(source, emits, find, phrases)).collect();
            compiled.extend(slot.map(|slot| (slot, places)));
        }
        compiled
    }

    fn find(&mut self, source: usize, emits: Emits, find: &model::Find, phrases: &[&str]) -> Option<Find> {
        let mut phrase =
            |text: &Text| -> Option<PhraseId> { self.names.look_up(warnings::PHRASE, source, text, phrases) };
        let led_by = find.led_by.as_ref().and_then(&mut phrase);
        let followed_by = find.followed_by.as_ref().and_then(&mut phrase);
        let place = match (&find.after, &find.before) {
            (Some(after), _) => FindPlace::After(phrase(after)?),
            (None, Some(before)) => FindPlace::Before(phrase(before)?),
            (None, None) => FindPlace::Previous(self.record_types(source, &find.previous)),
        };
        let through = find.through.as_ref().and_then(|slot| self.check_slot(source, slot, emits));
        let via = self.set(source, &find.via);
        let with = find.with.as_ref().and_then(|slot| self.check_slot(source, slot, emits));
        let led_words = find.led_words.unwrap_or(MOST_WORDS);
        let (needs_via, needs_lead, further) = (find.needs_via, find.needs_lead, find.further);
        Some(Find {
            place,
            via,
            needs_via,
            through,
            led_by,
            followed_by,
            led_words,
            needs_lead,
            with,
            further,
        })
    }

    /// Registers what sets a rule off.
    fn set_off(&mut self, rule: &Located<model::Rule>, lead: Option<Lead>, pieces: &[Piece]) {
        let number = self.rules.rules.len() as u32;
        if let Some(lead) = lead {
            if let TermKind::Words(list) = &self.rules.terms[lead.term].kind {
                let entries = list.entries.clone();
                self.subscribe(number, &entries);
            }
            return;
        }
        match self.firsts.triggers(pieces, &self.rules.terms, &mut self.rules.trie) {
            Ok(found) if found.anything => {
                let title = "this pattern can begin with anything, so nothing can set it off";
                let error = Diagnostic::at(
                    Code::NoTrigger,
                    &self.pack.sources[rule.source],
                    rule.item.pattern.span(),
                    title,
                );
                self.names
                    .errors
                    .push(error.note("let it begin with a word, a mark, a digit or a capital letter"));
            }
            Ok(found) => {
                self.subscribe(number, &found.entries);
                self.rules.by_number.extend(found.number.then_some(number));
                self.rules.by_capital.extend(found.capital.then_some(number));
            }
            Err(cause) => self.error(Code::BadPattern, rule.source, &rule.item.pattern, cause),
        }
    }

    fn subscribe(&mut self, rule: u32, entries: &EntrySet) {
        self.rules.set_off.resize(self.rules.trie.entry_count(), Vec::new());
        for entry in entries.iter() {
            self.rules.set_off[entry as usize].push(rule);
        }
    }
}

/// Adds an entry to a list and to the trie.
fn add(list: &mut WordList, trie: &mut Trie, entry: Entry<'_>) -> Option<()> {
    let folded = fold(entry.text);
    let id = trie.insert_folded(&folded)?;
    list.entries.insert(id);
    list.phrases.push(folded);
    if let Some(value) = entry.value {
        list.values.insert(id, value.into());
    }
    Some(())
}

/// Parts the word list that a pattern begins with from the rest; a list under a repetition stays where it is.
fn split_lead(pieces: Vec<Piece>, terms: &[Term], names: &Names<'_>) -> (Option<Lead>, Vec<Piece>) {
    let repeated =
        matches!(pieces.get(1), Some(Piece::Regex(text)) if text.starts_with(['?', '*', '+', '{', '|']));
    let alternates = pieces.iter().any(|piece| matches!(piece, Piece::Regex(text) if top_level_bar(text)));
    let lead = match pieces.first() {
        Some(Piece::Term { name, slot, .. }) if !repeated && !alternates => {
            let term = names.terms.get(name.as_str()).copied();
            term.filter(|&term| matches!(terms[term].kind, TermKind::Words(_)))
                .map(|term| Lead { term, slot: slot.as_deref().and_then(Slot::from_name) })
        }
        _ => None,
    };
    let rest = if lead.is_some() { pieces[1..].to_vec() } else { pieces };
    (lead, rest)
}

/// Whether a piece may hold an alternation that is not inside a group of its own.
fn top_level_bar(text: &str) -> bool {
    let mut depth = 0i32;
    let mut escaped = false;
    for letter in text.chars() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            '|' if depth <= 0 => return true,
            _ => {}
        }
    }
    false
}

/// Where a reference inside a pattern stands in its file: patterns are literal strings, so their letters stand as they
/// are after the opening quotes.
pub(super) fn place_in(text: &str, pattern: &Text, span: &Range<usize>) -> Range<usize> {
    let whole = pattern.span();
    let written = text.get(whole.clone()).unwrap_or_default();
    match written.find(pattern.get_ref().as_str()) {
        Some(quotes) => whole.start + quotes + span.start..whole.start + quotes + span.end,
        None => whole,
    }
}

/// A hash of all files of the packs.
fn hash(pack: &Pack) -> String {
    let mut hasher = Xxh3::new();
    for source in &pack.sources {
        hasher.update(source.text.as_bytes());
        hasher.update(&[0]);
    }
    for (name, lexicon) in &pack.lexicons {
        hasher.update(name.as_bytes());
        hasher.update(lexicon.text.as_bytes());
        hasher.update(&[0]);
    }
    format!("{:032x}", hasher.digest128())
}
