//! What is to hold for any bytes, one function for each fuzz target.
//!
//! `tests/fuzz_cases.rs` runs the same functions over what the fuzzers have found.

use std::sync::LazyLock;

use bantin::input::{Encoding, InputOptions, Inputs, Source};
use bantin::{Document, DocumentError, Extractor, ExtractorBuilder, OffsetUnit, Options, Record};

/// The most bytes of one document: little enough that a fuzzer meets the limit.
const MAX_DOCUMENT_BYTES: usize = 1 << 16;

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| build(Extractor::builder()));

/// Any text as a document: its records quote it.
pub fn document(bytes: &[u8]) {
    extract(&EXTRACTOR, &Document::new("any", String::from_utf8_lossy(bytes)));
}

/// Any text as a rule file, beside a lexicon that it can name: rules that run, or mistakes that can be shown.
pub fn rules(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let files = [("any.toml", text), ("words.txt", "đảng viên\nhội viên\n".to_owned())];
    let builder = Extractor::builder().default_rules(false).rules(bantin::pack::PackText::from_files(files));
    match builder.build() {
        Ok(extractor) => {
            extractor.compile_all().iter().for_each(show);
            extract(&extractor, &Document::new("any", "Đảng bộ Sở Y tế có 311 đảng viên, ngày 12/7/2022."));
        }
        Err(errors) => {
            assert!(!errors.0.is_empty());
            errors.0.iter().for_each(show);
        }
    }
}

/// Any bytes as a plain text; the first one chooses the encoding.
pub fn text(bytes: &[u8]) {
    let Some((choice, bytes)) = bytes.split_first() else { return };
    let encodings = ["auto", "utf-8", "utf-16le", "utf-16be", "windows-1258", "iso-2022-jp", "tcvn3", "vni"];
    read("any.txt", bytes, encodings[usize::from(*choice) % encodings.len()]);
}

/// Any bytes as a page.
pub fn page(bytes: &[u8]) {
    read("any.html", bytes, "auto");
}

/// Any bytes as JSON Lines.
pub fn json_lines(bytes: &[u8]) {
    read("any.jsonl", bytes, "auto");
}

/// Any bytes as a table; the first one chooses what separates the cells.
pub fn table(bytes: &[u8]) {
    let Some((choice, bytes)) = bytes.split_first() else { return };
    read(["any.csv", "any.tsv"][usize::from(*choice) % 2], bytes, "auto");
}

/// Any bytes as a web archive.
pub fn web_archive(bytes: &[u8]) {
    read("any.warc", bytes, "auto");
}

/// Any bytes as whatever they begin like: an archive, packed bytes, or a text.
pub fn archive(bytes: &[u8]) {
    read("any", bytes, "auto");
}

/// Reads `bytes` as a file called `name`: documents with a text, or errors that name the file; never nothing.
fn read(name: &str, bytes: &[u8], encoding: &str) {
    let encoding = encoding.parse::<Encoding>().expect("a known encoding");
    let options =
        InputOptions { encoding, max_document_bytes: MAX_DOCUMENT_BYTES, ..InputOptions::default() };
    let source = Source::Memory { name: name.to_owned(), bytes: bytes.into() };
    let mut read = 0;
    for raw in Inputs::new(vec![source], &options) {
        check(name, raw.and_then(|raw| raw.decode(&options)));
        read += 1;
    }
    assert!(read > 0, "silence");
}

fn check(name: &str, result: Result<Document, DocumentError>) {
    match result {
        Ok(document) => assert!(!document.text.trim().is_empty() && !document.id.is_empty()),
        Err(error) => assert!(error.doc.starts_with(name) && !error.message.is_empty(), "{error}"),
    }
}

fn build(builder: ExtractorBuilder) -> Extractor {
    let mut options = Options::default();
    options.offsets = OffsetUnit::Byte;
    options.max_document_bytes = MAX_DOCUMENT_BYTES;
    builder.options(options).build().expect("the embedded rules compile")
}

fn extract(extractor: &Extractor, document: &Document) {
    match extractor.extract(document) {
        Ok(records) => records.iter().for_each(|record| quotes(record, extractor, document)),
        Err(error) => assert!(!error.message.is_empty()),
    }
}

/// What a record gives as its text is what stands in the document.
fn quotes(record: &Record, extractor: &Extractor, document: &Document) {
    if extractor.options().offsets == OffsetUnit::Byte {
        assert_eq!(document.text.get(record.start..record.end), Some(&*record.text), "{}", record.rule);
    }
}

fn show(mistake: &bantin::diagnostic::Diagnostic) {
    assert!(!mistake.render(false).is_empty());
}
