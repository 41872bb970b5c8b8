//! From a folder of files, or from the binary, to a [`Pack`].

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::model;
use crate::diagnostic::{Code, Diagnostic, Source};

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/rules/vi");

/// The files of a pack before anything is read in them: path and text, in the order of their paths.
#[derive(Clone, Debug, Default)]
pub struct PackText {
    files: BTreeMap<String, String>,
}

impl PackText {
    /// The pack in the binary.
    pub fn embedded() -> Self {
        let mut files = BTreeMap::new();
        add_embedded(&EMBEDDED, &mut files);
        Self { files }
    }

    /// A pack from `(path, text)` pairs, for tests and programs that bring their own.
    pub fn from_files<P: Into<String>, T: Into<String>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        Self { files: files.into_iter().map(|(path, text)| (path.into(), text.into())).collect() }
    }

    /// The pack in folder `root`: its `.toml` files at any depth and the lexicons in `.txt` files.
    pub fn from_folder(root: &Path) -> Result<Self, Diagnostic> {
        let mut files = BTreeMap::new();
        let mut folders = vec![root.to_path_buf()];
        while let Some(folder) = folders.pop() {
            for path in listing(&folder)? {
                if path.is_dir() {
                    folders.push(path);
                } else if is_pack_file(&path) {
                    let text = std::fs::read_to_string(&path).map_err(|cause| unreadable(&path, &cause))?;
                    files.insert(path.to_string_lossy().into_owned(), text);
                }
            }
        }
        Ok(Self { files })
    }

    /// The pack's files, by path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }
}

fn listing(folder: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let entries = std::fs::read_dir(folder).map_err(|cause| unreadable(folder, &cause))?;
    Ok(entries.filter_map(Result::ok).map(|entry| entry.path()).collect())
}

fn unreadable(path: &Path, cause: &std::io::Error) -> Diagnostic {
    Diagnostic::without_place(Code::UnreadableFile, format!("cannot read {}: {cause}", path.display()))
}

fn is_pack_file(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "toml" || ending == "txt")
}

fn add_embedded(folder: &Dir<'static>, files: &mut BTreeMap<String, String>) {
    for file in folder.files().filter(|file| is_pack_file(file.path())) {
        let path = format!("rules/vi/{}", file.path().display());
        files.insert(path, file.contents_utf8().unwrap_or_default().to_owned());
    }
    folder.dirs().for_each(|inner| add_embedded(inner, files));
}

/// Something written in a pack, with the file it stands in.
#[derive(Debug)]
pub struct Located<T> {
    /// Which of the pack's sources.
    pub source: usize,
    /// Where it begins and ends in the file.
    pub span: std::ops::Range<usize>,
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
    /// How pages are laid out; the last pack's wins.
    pub layout: Option<Located<model::Layout>>,
    /// Lexicon files by file name.
    pub lexicons: BTreeMap<String, String>,
    /// What is wrong with the files so far.
    pub errors: Vec<Diagnostic>,
}

impl Pack {
    /// Reads the files of a pack into this one. What is wrong is collected in `errors`; the rest is read all the same.
    pub fn add(&mut self, pack: &PackText) {
        for (path, text) in pack.files() {
            if path.ends_with(".toml") {
                self.add_rule_file(path, text);
            } else {
                let name = Path::new(path).file_name().unwrap_or_default().to_string_lossy().into_owned();
                self.lexicons.insert(name, text.to_owned());
            }
        }
    }

    fn add_rule_file(&mut self, path: &str, text: &str) {
        let source = Source { path: path.into(), text: text.into() };
        let (table, errors) = DeTable::parse_recoverable(text);
        self.errors.extend(errors.iter().map(|error| toml_error(Code::Syntax, &source, error, 0..0)));
        let number = self.sources.len();
        self.sources.push(source);
        if errors.is_empty() {
            for (key, value) in table.into_inner() {
                self.add_section(number, &key, value);
            }
        }
    }

    fn add_section(
        &mut self,
        source: usize,
        key: &Spanned<toml::de::DeString<'_>>,
        value: Spanned<DeValue<'_>>,
    ) {
        match key.get_ref().as_ref() {
            "pack" => self.heads.extend(read(source, value, &self.sources, &mut self.errors)),
            "numbers" => self.numbers = read(source, value, &self.sources, &mut self.errors),
            "names" => self.names = read(source, value, &self.sources, &mut self.errors),
            "layout" => self.layout = read(source, value, &self.sources, &mut self.errors),
            "term" => read_named(source, value, &mut self.terms, &self.sources, &mut self.errors),
            "phrase" => read_named(source, value, &mut self.phrases, &self.sources, &mut self.errors),
            "scope" => read_named(source, value, &mut self.scopes, &self.sources, &mut self.errors),
            "mark" => read_named(source, value, &mut self.marks, &self.sources, &mut self.errors),
            "rule" => self.add_rules(source, value),
            unknown => {
                let known = ["pack", "numbers", "names", "layout", "term", "phrase", "scope", "mark", "rule"];
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

/// Reads one item; an error is collected.
fn read<T: DeserializeOwned>(
    source: usize,
    value: Spanned<DeValue<'_>>,
    sources: &[Source],
    errors: &mut Vec<Diagnostic>,
) -> Option<Located<T>> {
    let span = value.span();
    match T::deserialize(ValueDeserializer::from(value)) {
        Ok(item) => Some(Located { source, span, item }),
        Err(error) => {
            errors.push(toml_error(Code::BadKey, &sources[source], &error, span));
            None
        }
    }
}

/// Reads the named items of a section; a name that is taken already is an error.
fn read_named<T: DeserializeOwned>(
    source: usize,
    value: Spanned<DeValue<'_>>,
    into: &mut BTreeMap<String, Located<T>>,
    sources: &[Source],
    errors: &mut Vec<Diagnostic>,
) {
    let span = value.span();
    let DeValue::Table(items) = value.into_inner() else {
        errors.push(Diagnostic::at(
            Code::BadKey,
            &sources[source],
            span,
            "a table of named items belongs here",
        ));
        return;
    };
    for (name, item) in items {
        let key = name.span();
        let Some(item) = read(source, item, sources, errors) else { continue };
        let name = name.into_inner().into_owned();
        if into.contains_key(&name) {
            let title = format!("`{name}` is defined already");
            errors.push(Diagnostic::at(Code::Duplicate, &sources[source], key, title));
        }
        into.insert(name, item);
    }
}

fn toml_error(
    code: Code,
    source: &Source,
    error: &toml::de::Error,
    fallback: std::ops::Range<usize>,
) -> Diagnostic {
    Diagnostic::at(code, source, error.span().unwrap_or(fallback), error.message().trim_end())
}
