//! Any bytes, under any name, are documents or errors: never a crash, and never silence.
#![allow(clippy::unwrap_used)]
#![cfg(all(feature = "archives", feature = "compression", feature = "html"))]

use std::io::Write;

use bantin::input::{Encoding, InputOptions, Inputs, Source};
use bantin::{Document, DocumentError};
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;

const ENDINGS: [&str; 16] = [
    "txt",
    "html",
    "jsonl",
    "csv",
    "tsv",
    "warc",
    "tar",
    "zip",
    "txt.gz",
    "jsonl.zst",
    "csv.bz2",
    "warc.gz",
    "tgz",
    "tar.zst",
    "bin",
    "json",
];

/// Fixtures to make near misses of.
const SEEDS: [&str; 12] = [
    "article.txt",
    "article.html",
    "articles.jsonl",
    "articles.csv",
    "articles.tsv",
    "articles.warc",
    "articles.warc.gz",
    "articles.tar",
    "articles.tar.gz",
    "articles.zip",
    "article.txt.zst",
    "article.txt.bz2",
];

/// How many documents and errors come of `bytes` in a file with this ending.
fn count(ending: &str, bytes: &[u8], encoding: &str) -> usize {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(format!("any.{ending}"));
    std::fs::write(&path, bytes).expect("written");
    let encoding: Encoding = encoding.parse().expect("a known encoding");
    let options = InputOptions { encoding, max_document_bytes: 1 << 20, ..InputOptions::default() };
    let name = path.display().to_string();
    let results = Inputs::new(vec![Source::Path(path)], &options).map(|raw| raw?.decode(&options));
    let check = |result: Result<Document, DocumentError>| match result {
        Ok(document) => assert!(!document.text.trim().is_empty() && !document.id.is_empty()),
        Err(error) => assert!(error.doc.starts_with(&name) && !error.message.is_empty(), "{error}"),
    };
    results.map(check).collect::<Vec<()>>().len()
}

fn encodings() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["auto", "utf-8", "utf-16le", "windows-1258", "iso-2022-jp", "tcvn3", "vni"])
}

/// A fixture, cut and with some bytes changed.
fn damaged(seed: &str, cut: usize, changes: &[(usize, u8)]) -> Vec<u8> {
    let mut bytes = std::fs::read(format!("tests/formats/{seed}")).expect("a fixture");
    for &(at, value) in changes {
        let at = at % bytes.len();
        bytes[at] = value;
    }
    bytes.truncate(1 + cut % bytes.len());
    bytes
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("packed");
    encoder.finish().expect("packed")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(
        bytes in prop::collection::vec(any::<u8>(), 0..2000),
        ending in prop::sample::select(ENDINGS.to_vec()),
        encoding in encodings(),
    ) {
        prop_assert!(count(ending, &bytes, encoding) > 0);
    }

    #[test]
    fn any_text(
        text in "(<[/!a-z]{1,6}( [a-z]{1,5}=[^ ]{0,5})?>|[{}\\[\\]\",:\n\r\t]|\\PC){0,200}",
        ending in prop::sample::select(ENDINGS.to_vec()),
        encoding in encodings(),
    ) {
        prop_assert!(count(ending, text.as_bytes(), encoding) > 0);
    }

    #[test]
    fn damaged_files(
        seed in prop::sample::select(SEEDS.to_vec()),
        cut in any::<usize>(),
        changes in prop::collection::vec((any::<usize>(), any::<u8>()), 0..4),
        packed in any::<bool>(),
    ) {
        let bytes = damaged(seed, cut, &changes);
        let ending = seed.split_once('.').map_or("", |(_, ending)| ending);
        let found = if packed { count(ending, &gzip(&bytes), "auto") } else { count(ending, &bytes, "auto") };
        prop_assert!(found > 0);
    }
}
