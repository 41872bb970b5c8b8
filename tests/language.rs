//! Rules are data: no word of Vietnamese stands in `src/` outside tests.
//!
//! What counts is what the compiler sees: string literals and names, in code that is not for tests. Comments and
//! documentation may quote examples. A single letter in a character literal is a table of an alphabet, not a word.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use bantin::Extractor;
use bantin::pack::lexicon;
use proc_macro2::{Delimiter, Literal, Span, TokenStream, TokenTree};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Words of the lexicons that are technical words as well: names of HTML elements, the first letters of a zip file,
/// the word for no value, a measure of a score, a key of rule files. Standing alone in a literal they prove nothing.
const TECHNICAL: [&str; 9] = ["em", "meta", "tr", "tt", "video", "pk", "null", "f1", "mark"];

/// A literal or a name in the source.
#[derive(Debug)]
struct Written {
    place: String,
    text: String,
    is_name: bool,
}

#[test]
fn no_vietnamese_letter_stands_in_the_source() {
    let found: Vec<String> = source()
        .into_iter()
        .filter(|written| has_vietnamese_letter(&written.text))
        .map(|written| format!("{}: {:?}", written.place, written.text))
        .collect();
    assert!(found.is_empty(), "the rules belong in rules/, not in src/:\n{}", found.join("\n"));
}

#[test]
fn no_word_of_the_lexicons_stands_in_the_source() {
    let lexicon = Lexicon::of_the_pack();
    let mut found = Vec::new();
    for written in source() {
        if let Some(what) = lexicon.found_in(&written) {
            found.push(format!("{}: {:?} holds {what:?}", written.place, written.text));
        }
    }
    assert!(found.is_empty(), "the rules belong in rules/, not in src/:\n{}", found.join("\n"));
}

#[test]
fn the_check_sees_words_however_they_are_written() {
    for text in ["đảng viên", "Đ/c", "\u{111}a\u{309}ng", "hoà", "Y tế"] {
        assert!(has_vietnamese_letter(text), "{text}");
    }
    for text in ["party_member", "…", "“", "naïve", "km2"] {
        assert!(!has_vietnamese_letter(text), "{text}");
    }
    let code = r#"
        /// Đảng viên.
        fn dang_vien() { let a = "\u{111}\u{1ea3}ng"; let b = 'đ'; } // chi bộ
        #[cfg(test)]
        mod tests { const C: &str = "huyện"; }
        const D: &str = "xã";
    "#;
    let texts: Vec<String> = written_in(code, "a.rs").into_iter().map(|written| written.text).collect();
    assert_eq!(texts.iter().filter(|text| has_vietnamese_letter(text)).collect::<Vec<_>>(), ["đảng", "xã"]);
    assert!(texts.contains(&"dang_vien".to_owned()) && !texts.contains(&"tests".to_owned()));
}

#[test]
fn the_check_knows_the_words_of_the_pack_without_their_marks() {
    let lexicon = Lexicon::of_the_pack();
    let literal = |text: &str| Written { place: String::new(), text: text.into(), is_name: false };
    for text in ["trong", "in Lao Cai today", "dang vien", "Ban Chap hanh", "km2"] {
        assert!(lexicon.found_in(&literal(text)).is_some(), "{text}");
    }
    for text in ["in the text", "a list of words", "trong x"] {
        assert!(lexicon.found_in(&literal(text)).is_none(), "{text}");
    }
    let name = |text: &str| Written { is_name: true, ..literal(text) };
    assert!(lexicon.found_in(&name("dangVien")).is_some() && lexicon.found_in(&name("so_y_te")).is_some());
    assert!(lexicon.found_in(&name("vec")).is_none(), "a name of one word may be any abbreviation");
}

// What is written

/// The literals and names of every source file that is compiled outside tests.
fn source() -> Vec<Written> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files: Vec<(PathBuf, String)> =
        files_under(&root.join("src"), "rs").into_iter().map(|path| (path.clone(), read(&path))).collect();
    assert!(files.len() > 30, "src/ is not where this test looks for it");
    let for_tests: BTreeSet<PathBuf> =
        files.iter().flat_map(|(path, text)| test_only_modules(path, text)).collect();
    let kept = files.iter().filter(|(path, _)| !for_tests.contains(path));
    kept.flat_map(|(path, text)| {
        let name = path.strip_prefix(root).unwrap_or(path).display().to_string();
        written_in(text, &name)
    })
    .collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()))
}

fn files_under(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|cause| panic!("{}: {cause}", folder.display()));
    let mut files = Vec::new();
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            files.extend(files_under(&path, ending));
        } else if path.extension().is_some_and(|found| found == ending) {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The files of modules that are declared under `#[cfg(test)]`.
fn test_only_modules(path: &Path, text: &str) -> Vec<PathBuf> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let declared = lines.windows(2).filter(|pair| pair[0] == "#[cfg(test)]").filter_map(|pair| {
        let name = pair[1].strip_suffix(';')?.rsplit(' ').next()?;
        Some(path.with_file_name(format!("{name}.rs")))
    });
    declared.collect()
}

fn written_in(text: &str, name: &str) -> Vec<Written> {
    let tokens: TokenStream = text.parse().unwrap_or_else(|cause| panic!("{name}: {cause}"));
    let mut written = Vec::new();
    collect(tokens, name, &mut written);
    written
}

/// Walks tokens, stepping over attributes and over what is compiled for tests only.
fn collect(tokens: TokenStream, name: &str, written: &mut Vec<Written>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '#' => {
                let inner = tokens.next_if(|token| matches!(token, TokenTree::Punct(_))).is_some();
                let attribute = tokens.next_if(is_attribute);
                if !inner && attribute.is_some_and(|attribute| is_cfg_test(&attribute)) {
                    skip_item(&mut tokens);
                }
            }
            TokenTree::Group(group) => collect(group.stream(), name, written),
            TokenTree::Ident(ident) => push(ident.to_string(), true, ident.span(), name, written),
            TokenTree::Literal(literal) => {
                let text = string(&literal);
                if let Some(text) = text {
                    push(text, false, literal.span(), name, written);
                }
            }
            TokenTree::Punct(_) => {}
        }
    }
}

fn is_attribute(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket)
}

fn is_cfg_test(attribute: &TokenTree) -> bool {
    attribute.to_string().replace(' ', "") == "[cfg(test)]"
}

/// Steps over the item that an attribute stands before: to its body or its semicolon.
fn skip_item(tokens: &mut impl Iterator<Item = TokenTree>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => return,
            TokenTree::Punct(mark) if mark.as_char() == ';' => return,
            _ => {}
        }
    }
}

/// What a string literal says, its escapes resolved.
fn string(literal: &Literal) -> Option<String> {
    match syn::Lit::new(literal.clone()) {
        syn::Lit::Str(text) => Some(text.value()),
        syn::Lit::ByteStr(text) => Some(String::from_utf8_lossy(&text.value()).into_owned()),
        _ => None,
    }
}

fn push(text: String, is_name: bool, span: Span, name: &str, written: &mut Vec<Written>) {
    written.push(Written { place: format!("{name}:{}", span.start().line), text, is_name });
}

// What is Vietnamese

/// Whether `text` holds a letter with a mark that Vietnamese puts on it, composed or not, or a barred d.
fn has_vietnamese_letter(text: &str) -> bool {
    text.chars().any(|letter| matches!(letter, 'đ' | 'Đ') || marks_of(letter).any(is_vietnamese_mark))
}

fn marks_of(letter: char) -> impl Iterator<Item = char> {
    let mut parts = Vec::new();
    decompose_canonical(letter, |part| parts.push(part));
    parts.into_iter().filter(|&part| is_combining_mark(part))
}

/// Grave, acute, circumflex, tilde, breve, hook above, horn, dot below.
fn is_vietnamese_mark(mark: char) -> bool {
    matches!(
        mark,
        '\u{300}' | '\u{301}' | '\u{302}' | '\u{303}' | '\u{306}' | '\u{309}' | '\u{31b}' | '\u{323}'
    )
}

/// The words of `text` in lower case without any mark; a name in the code is cut at its humps and underscores.
fn plain_words(text: &str) -> Vec<String> {
    let mut spaced = String::new();
    let mut after_small = false;
    for letter in text.nfd().filter(|&letter| !is_combining_mark(letter)) {
        if after_small && letter.is_uppercase() {
            spaced.push(' ');
        }
        after_small = letter.is_lowercase();
        spaced.push(if letter == 'đ' || letter == 'Đ' { 'd' } else { letter });
    }
    let words = spaced.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// What the pack's word lists hold that can be told without its marks.
struct Lexicon {
    /// Single words that are written without a mark.
    words: BTreeSet<String>,
    /// Phrases stripped of their marks, by their first word.
    phrases: BTreeMap<String, Vec<Vec<String>>>,
}

impl Lexicon {
    fn of_the_pack() -> Self {
        let pack = Extractor::builder().read();
        let files = pack
            .lexicons
            .values()
            .flat_map(|source| lexicon::parse(&source.text))
            .map(|(_, entry)| entry.text);
        let listed = pack.terms.values().flat_map(|term| &term.item.words);
        let listed = listed.filter_map(|word| Some(lexicon::Entry::parse(word.get_ref())?.text));
        let entries: Vec<&str> = files.chain(listed).collect();
        assert!(entries.len() > 1000, "the embedded pack has hardly a word");
        let mut lexicon = Self { words: BTreeSet::new(), phrases: BTreeMap::new() };
        for entry in &entries {
            lexicon.add(entry);
        }
        lexicon
    }

    fn add(&mut self, entry: &str) {
        let words = plain_words(entry);
        if words.len() > 1 {
            self.phrases.entry(words[0].clone()).or_default().push(words);
        } else if entry.is_ascii() {
            self.words.extend(
                words.into_iter().filter(|word| word.len() > 1 && !TECHNICAL.contains(&word.as_str())),
            );
        }
    }

    /// A phrase anywhere, or a word that is the whole literal.
    fn found_in(&self, written: &Written) -> Option<String> {
        let words = plain_words(&written.text);
        let phrase = (0..words.len()).find_map(|at| {
            let phrases = self.phrases.get(&words[at])?;
            phrases.iter().find(|phrase| words[at..].starts_with(phrase)).map(|phrase| phrase.join(" "))
        });
        let single = || words.first().filter(|word| words.len() == 1 && self.words.contains(*word)).cloned();
        phrase.or_else(|| single().filter(|_| !written.is_name))
    }
}
