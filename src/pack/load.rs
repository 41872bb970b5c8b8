//! From the files of packs to a [`Pack`]: everything that is written in them, and everything that is wrong with them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::text::PackText;
use super::{item, model};
use crate::diagnostic::{Code, Diagnostic, Source};

/// Something written in a pack, with the file it stands in.
#[derive(Debug)]
pub struct Located<T> {
    /// Which of the pack's sources.
    pub source: usize,
    /// Where it begins and ends in the file; of a named item, where its name does.
    pub span: Range<usize>,
    /// What is written.
    pub item: T,
}

/// Everything that is written in one or more packs.
#[derive(Debug, Default)]
pub struct Pack {
    /// The files, for reports.
    pub sources: Vec<Source>,
    /// Heads of the packs.
    pub heads: Vec<Located<model::Head>>,
    /// Terms by name.
    pub terms: BTreeMap<String, Located<model::Term>>,
    /// Phrases by name.
    pub phrases: BTreeMap<String, Located<model::Phrase>>,
    /// Rules in the order of the files.
    pub rules: Vec<Located<model::Rule>>,
    /// Scopes by name.
    pub scopes: BTreeMap<String, Located<model::Scope>>,
    /// Marks by name.
    pub marks: BTreeMap<String, Located<model::Mark>>,
    /// How numbers are written; the last pack's wins.
    pub numbers: Option<Located<model::Numbers>>,
    /// How names are told; the last pack's wins.
    pub names: Option<Located<model::Names>>,
    /// How dates are completed; the last pack's wins.
    pub dates: Option<Located<model::Dates>>,
    /// How pages are laid out; the last pack's wins.
    pub layout: Option<Located<model::Layout>>,
    /// Lexicon files by file name.
    pub lexicons: BTreeMap<String, Source>,
    /// What is wrong with the files so far.
    pub errors: Vec<Diagnostic>,
    /// The sources whose patterns need not be looked through for mistakes.
    pub proven: BTreeSet<usize>,
}

impl Pack {
    /// Reads the files of a pack into this one. What is wrong is collected in `errors`; the rest is read all the same.
    /// A lexicon takes the place of one of the same name in a pack before.
    pub fn add(&mut self, pack: &PackText) {
        self.errors.extend_from_slice(pack.errors());
        let mut lexicons: BTreeMap<String, Source> = BTreeMap::new();
        let rule_files: Vec<&str> =
            pack.files().filter(|(path, _)| super::is_rule_file(path)).map(|(_, text)| text).collect();
        let mut parsed = parse_all(&rule_files).into_iter();
        for (path, text) in pack.files() {
            let source = Source { path: path.into(), text: text.into() };
            if super::is_rule_file(path) {
                self.proven.extend(pack.is_proven().then_some(self.sources.len()));
                self.add_rule_file(source, parsed.next().unwrap_or_else(|| DeTable::parse_recoverable(text)));
            } else {
                let name = Path::new(path).file_name().unwrap_or_default().to_string_lossy().into_owned();
                if let Some(first) = lexicons.insert(name, source) {
                    let title = format!("{path} and {} have the same name", first.path);
                    self.errors.push(Diagnostic::without_place(Code::Duplicate, title));
                }
            }
        }
        self.lexicons.extend(lexicons);
    }

    /// Reads a rule file. What is left of a file with mistakes of syntax is read for the names in it, without further
    /// complaints.
    fn add_rule_file(&mut self, source: Source, (table, errors): Parsed<'_>) {
        self.errors.extend(errors.iter().map(|error| syntax_error(&source, error)));
        let number = self.sources.len();
        self.sources.push(source);
        let told = self.errors.len();
        for (key, value) in table.into_inner() {
            self.add_section(number, &key, value);
        }
        if !errors.is_empty() {
            self.errors.truncate(told);
        }
    }

    fn add_section(
        &mut self,
        source: usize,
        key: &Spanned<toml::de::DeString<'_>>,
        value: Spanned<DeValue<'_>>,
    ) {
        let known = (self.sources.as_slice(), &self.proven);
        match key.get_ref().as_ref() {
            "pack" => self.heads.extend(read(source, value, &self.sources, &mut self.errors)),
            "numbers" => self.numbers = read(source, value, &self.sources, &mut self.errors),
            "names" => self.names = read(source, value, &self.sources, &mut self.errors),
            "dates" => self.dates = read(source, value, &self.sources, &mut self.errors),
            "layout" => self.layout = read(source, value, &self.sources, &mut self.errors),
            "term" => read_named(source, value, &mut self.terms, known, &mut self.errors),
            "phrase" => read_named(source, value, &mut self.phrases, known, &mut self.errors),
            "scope" => read_named(source, value, &mut self.scopes, known, &mut self.errors),
            "mark" => read_named(source, value, &mut self.marks, known, &mut self.errors),
            "rule" => self.add_rules(source, value),
            unknown => {
                let known = [
                    "pack", "numbers", "names", "dates", "layout", "term", "phrase", "scope", "mark", "rule",
                ];
                let title = format!("no section is called `{unknown}`");
                let error = Diagnostic::at(Code::BadKey, &self.sources[source], key.span(), title);
                self.errors.push(error.suggest(unknown, known));
            }
        }
    }

    fn add_rules(&mut self, source: usize, value: Spanned<DeValue<'_>>) {
        let span = value.span();
        let DeValue::Array(rules) = value.into_inner() else {
            let title = "rules are written as `[[rule]]`, in double brackets";
            self.errors.push(Diagnostic::at(Code::BadKey, &self.sources[source], span, title));
            return;
        };
        for rule in rules {
            self.rules.extend(read(source, rule, &self.sources, &mut self.errors));
        }
    }
}

/// The tables of a file, and what is wrong with its syntax.
type Parsed<'t> = (Spanned<DeTable<'t>>, Vec<toml::de::Error>);

/// Parses `texts` in their order: the second half of what they hold in another thread.
fn parse_all<'t>(texts: &[&'t str]) -> Vec<Parsed<'t>> {
    let parse = |texts: &[&'t str]| -> Vec<Parsed<'t>> {
        texts.iter().map(|text| DeTable::parse_recoverable(text)).collect()
    };
    let whole: usize = texts.iter().map(|text| text.len()).sum();
    let halves = texts.iter().scan(0, |read, text| {
        *read += text.len();
        Some(*read)
    });
    let middle = halves.take_while(|&read| 2 * read <= whole).count();
    let (first, second) = texts.split_at(middle);
    std::thread::scope(|scope| {
        let other = std::thread::Builder::new().spawn_scoped(scope, || parse(second));
        let mut parsed = parse(first);
        // What no other thread could parse is parsed here.
        parsed.extend(other.ok().and_then(|thread| thread.join().ok()).unwrap_or_else(|| parse(second)));
        parsed
    })
}

/// Reads one item; what is wrong with it is collected.
fn read<T: DeserializeOwned>(
    source: usize,
    value: Spanned<DeValue<'_>>,
    sources: &[Source],
    errors: &mut Vec<Diagnostic>,
) -> Option<Located<T>> {
    let span = value.span();
    let item = item::read(value, &sources[source], errors)?;
    Some(Located { source, span, item })
}

/// Reads the named items of a section; a name that is taken already is an error.
fn read_named<T: DeserializeOwned>(
    source: usize,
    value: Spanned<DeValue<'_>>,
    into: &mut BTreeMap<String, Located<T>>,
    (sources, proven): (&[Source], &BTreeSet<usize>),
    errors: &mut Vec<Diagnostic>,
) {
    let span = value.span();
    let DeValue::Table(items) = value.into_inner() else {
        let title = "a table of named items belongs here";
        errors.push(Diagnostic::at(Code::BadKey, &sources[source], span, title));
        return;
    };
    for (name, item) in items {
        let key = name.span();
        let Some(mut item) = read(source, item, sources, errors) else { continue };
        item.span = key.clone();
        let name = name.into_inner().into_owned();
        if let Some(first) = into.get(&name) {
            let title = format!("`{name}` is defined already");
            let (at, first) = ((source, key), (first.source, first.span.clone()));
            errors.push(defined_already(title, at, first, sources, proven));
        }
        into.insert(name, item);
    }
}

/// The mistake of a name at `at` that is taken since `first`; each is a source and a span. Where the built-in rules took
/// it, their file is none that the user can open: what to do is told in place of where.
pub(crate) fn defined_already(
    title: String,
    at: (usize, Range<usize>),
    first: (usize, Range<usize>),
    sources: &[Source],
    proven: &BTreeSet<usize>,
) -> Diagnostic {
    let error = Diagnostic::at(Code::Duplicate, &sources[at.0], at.1, title);
    if proven.contains(&first.0) {
        return error.note(
            "the built-in rules have it: choose another name, or leave them out by `--no-default-rules`",
        );
    }
    error.also(&sources[first.0], first.1, "first defined here")
}

fn syntax_error(source: &Source, error: &toml::de::Error) -> Diagnostic {
    Diagnostic::at(Code::Syntax, source, error.span().unwrap_or(0..0), error.message().trim_end())
}
