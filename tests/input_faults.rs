//! Whatever is wrong with one input is an error that names it, and the inputs after it are read all the same.
#![allow(clippy::unwrap_used)]
#![cfg(all(feature = "archives", feature = "compression", feature = "html"))]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use bantin::error::ErrorCode;
use bantin::input::{InputOptions, Inputs, Source};
use bantin::{Document, DocumentError};
use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::TempDir;

/// A folder of inputs.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    /// Writes a file and one after it that nothing is wrong with.
    fn with(name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let folder = Self::new();
        fs::write(folder.path(name), bytes).expect("written");
        fs::write(folder.path("zzz.txt"), "good").expect("written");
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}

fn read_all(sources: Vec<Source>, options: &InputOptions) -> Vec<Result<Document, DocumentError>> {
    Inputs::new(sources, options).map(|raw| raw?.decode(options)).collect()
}

/// What comes of the file `name` of `folder`, each as the text or as `code place`. The file after it must be read.
fn outcome_with(folder: &Folder, name: &str, options: &InputOptions) -> Vec<String> {
    let sources = vec![Source::Path(folder.path(name)), Source::Path(folder.path("zzz.txt"))];
    let mut results = read_all(sources, options);
    let last = results.pop().expect("the good file").expect("no error");
    assert_eq!(last.text, "good");
    let show = |result: Result<Document, DocumentError>| match result {
        Ok(document) => document.text,
        Err(error) => {
            assert!(!error.message.is_empty());
            let place =
                Path::new(&error.doc).strip_prefix(folder.0.path()).expect("the place is the path as given");
            format!("{:?} {}", error.code, place.display())
        }
    };
    results.into_iter().map(show).collect()
}

fn outcome(name: &str, bytes: impl AsRef<[u8]>) -> Vec<String> {
    outcome_with(&Folder::with(name, bytes), name, &InputOptions::default())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("packed");
    encoder.finish().expect("packed")
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        builder.append_data(&mut header, name, *bytes).expect("packed");
    }
    builder.into_inner().expect("packed")
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("packed");
        writer.write_all(bytes).expect("packed");
    }
    writer.finish().expect("packed").into_inner()
}

fn limited(max_document_bytes: usize) -> InputOptions {
    InputOptions { max_document_bytes, ..InputOptions::default() }
}

#[test]
fn a_missing_path_or_pattern_or_list() {
    let folder = Folder::with("a.txt", "a");
    assert_eq!(outcome_with(&folder, "missing.txt", &InputOptions::default()), ["NotFound missing.txt"]);
    let sources = vec![Source::from_argument("missing/*.txt"), Source::List("missing.list".into())];
    let codes: Vec<_> = read_all(sources, &InputOptions::default()).into_iter().map(Result::err).collect();
    assert!(codes.iter().all(|error| error.as_ref().is_some_and(|error| error.code == ErrorCode::NotFound)));
    assert_eq!(codes.len(), 2);
}

#[test]
fn a_list_with_bad_lines() {
    let folder = Folder::with("paths", b"gone.txt\n\xFF\n" as &[u8]);
    let list = Source::List(folder.path("paths"));
    let results = read_all(vec![list, Source::Path(folder.path("zzz.txt"))], &InputOptions::default());
    let errors: Vec<_> = results.iter().filter_map(|result| result.as_ref().err()).collect();
    assert_eq!(errors[0].doc, "gone.txt");
    assert!(errors[1].doc.ends_with("paths:2"));
    assert_eq!((errors.len(), results.len()), (2, 3));
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_or_is_none() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::with("a.txt", "a");
    fs::set_permissions(folder.path("a.txt"), fs::Permissions::from_mode(0o000)).expect("forbidden");
    // Whoever may read everything may read this too.
    let forbidden = fs::read(folder.path("a.txt")).is_err();
    let expected = if forbidden { "Unreadable a.txt" } else { "a" };
    assert_eq!(outcome_with(&folder, "a.txt", &InputOptions::default()), [expected]);
    symlink("nowhere", folder.path("link.txt")).expect("linked");
    assert_eq!(outcome_with(&folder, "link.txt", &InputOptions::default()), ["NotFound link.txt"]);
    symlink("ring.txt", folder.path("ring.txt")).expect("linked");
    assert_eq!(outcome_with(&folder, "ring.txt", &InputOptions::default()), ["Unreadable ring.txt"]);
}

#[test]
fn nothing_in_it() {
    for (name, bytes) in [
        ("a.txt", &b""[..]),
        ("a.html", b""),
        ("a.txt", b" \n\t\n"),
        ("a.txt", b"\xEF\xBB\xBF"),
        ("a.html", b"<html><script>x</script></html>"),
        ("a.jsonl", b"\n\n"),
        ("a.csv", b"text,id\n"),
        ("a.tar", &[0; 1024]),
        ("a.gz", &gzip(b"")),
        ("a.zip", &zip(&[("photo.jpg", b"x")])),
        ("a.warc", b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n"),
    ] {
        assert_eq!(outcome(name, bytes), [format!("Empty {name}")]);
    }
    assert_eq!(outcome("a.jsonl", "{\"text\": \" \"}"), ["Empty a.jsonl:1"]);
    assert_eq!(outcome("a.zip", zip(&[("a.txt", b"")])), ["Empty a.zip!/a.txt"]);
}

#[test]
fn bytes_that_are_no_text() {
    assert_eq!(outcome("a.txt", b"t\xEA"), ["BadEncoding a.txt"]);
    assert_eq!(outcome("a.html", b"<p>t\xEA"), ["BadEncoding a.html"]);
    assert_eq!(outcome("a.bin", b"\x7FELF\x02\x01\0\0\0"), ["BadEncoding a.bin"]);
    assert_eq!(
        outcome("a.jsonl", b"{\"text\": \"t\xEA\"}\n{\"text\": \"b\"}"),
        ["BadEncoding a.jsonl:1", "b"]
    );
    assert_eq!(outcome("a.csv", b"text\nt\xEA\nb\n"), ["BadEncoding a.csv:2", "b"]);
    assert_eq!(outcome("a.jsonl", b"\xFF\xFE{\0}\0\0\xD8a\0"), ["Malformed a.jsonl:1"]);
}

#[test]
fn lines_and_rows_of_a_wrong_form() {
    let lines = "{\"text\": \"a\"}\n{\"text\": \n\n[1]\n{\"title\": \"t\"}\n{\"text\": 1}\n{\"text\": \"b\"}";
    let expected = [
        "a",
        "Malformed a.jsonl:2",
        "Malformed a.jsonl:4",
        "MissingField a.jsonl:5",
        "Malformed a.jsonl:6",
        "b",
    ];
    assert_eq!(outcome("a.jsonl", lines), expected);
    assert_eq!(
        outcome("a.csv", "id,text\n1,a\n2\n3,\n4,b\n"),
        ["a", "Malformed a.csv:3", "MissingField a.csv:4", "b"]
    );
    assert_eq!(outcome("a.csv", "id,name\n1,a\n"), ["MissingField a.csv:1"]);
    assert_eq!(outcome("a.csv", "id,text\n1,\"a\n2,b\n"), ["a\n2,b\n"]);
}

#[test]
fn what_is_cut_short() {
    let text = "text ".repeat(10_000);
    let packed = gzip(text.as_bytes());
    assert_eq!(outcome("a.txt.gz", &packed[..packed.len() / 2]), ["Malformed a.txt.gz"]);
    assert_eq!(outcome("a.txt.gz", &packed[..5]), ["Malformed a.txt.gz"]);
    let line = format!("{{\"text\": \"{}\"}}\n", "a".repeat(1000));
    let packed = gzip(line.repeat(3).as_bytes());
    let results = outcome("a.jsonl.gz", &packed[..packed.len() - 12]);
    assert!(results.last().is_some_and(|last| last.starts_with("Malformed a.jsonl.gz:")), "{results:?}");
    let packed = tar(&[("a.txt", b"a"), ("b.txt", text.as_bytes())]);
    assert_eq!(outcome("a.tar", &packed[..4096]), ["a", "Malformed a.tar!/b.txt", "Malformed a.tar"]);
    let packed = zip(&[("a.txt", text.as_bytes())]);
    assert_eq!(outcome("a.zip", &packed[..packed.len() / 2]), ["Malformed a.zip"]);
    for name in ["a.txt.zst", "a.txt.bz2"] {
        let whole =
            fs::read(Path::new("tests/formats").join(name.replace("a.", "article."))).expect("a fixture");
        assert_eq!(outcome(name, &whole[..whole.len() / 2]), [format!("Malformed {name}")]);
    }
}

#[test]
fn bytes_that_were_changed() {
    let mut packed = zip(&[("a.txt", "text ".repeat(100).as_bytes()), ("b.txt", b"b")]);
    packed[40] ^= 0xFF;
    let results = outcome("a.zip", &packed);
    assert_eq!(results, ["Malformed a.zip!/a.txt", "b"]);
    assert_eq!(outcome("a.txt.gz", "no gzip at all"), ["Malformed a.txt.gz"]);
    assert_eq!(outcome("a.tar", "no tar at all".repeat(100)), ["Malformed a.tar"]);
    assert_eq!(outcome("a.zip", "no zip at all"), ["Malformed a.zip"]);
    assert_eq!(outcome("a.warc", "no warc at all"), ["Malformed a.warc:1"]);
}

#[test]
fn a_broken_record_of_a_web_archive() {
    let record =
        "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\na\r\n\r\n";
    let broken = record.replace("Length: 1", "Length: long");
    assert_eq!(outcome("a.warc", format!("{record}{broken}{record}")), ["a", "Malformed a.warc:2", "a"]);
    assert_eq!(outcome("a.warc", &record[..record.len() - 6]), ["Malformed a.warc:1"]);
}

#[test]
fn documents_beyond_the_limit() {
    let long = "x".repeat(5001);
    let with = |name: &str, bytes: &[u8]| outcome_with(&Folder::with(name, bytes), name, &limited(5000));
    assert_eq!(with("a.txt", long.as_bytes()), ["TooLarge a.txt"]);
    assert_eq!(with("a.txt", &long.as_bytes()[1..]), [&long[1..]]);
    assert_eq!(with("a.txt.gz", &gzip(long.as_bytes())), ["TooLarge a.txt.gz"]);
    let lines = format!("{{\"text\": \"{long}\"}}\n{{\"text\": \"b\"}}");
    assert_eq!(with("a.jsonl", lines.as_bytes()), ["TooLarge a.jsonl:1", "b"]);
    assert_eq!(with("a.csv", format!("text\n{long}\nb\n").as_bytes()), ["TooLarge a.csv:2", "b"]);
    let members: [(&str, &[u8]); 2] = [("a.txt", long.as_bytes()), ("b.txt", b"b")];
    assert_eq!(with("a.tar", &tar(&members)), ["TooLarge a.tar!/a.txt", "b"]);
    assert_eq!(with("a.zip", &zip(&members)), ["TooLarge a.zip!/a.txt", "b"]);
}

#[test]
fn a_bomb() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..256 {
        encoder.write_all(&vec![b'x'; 1 << 20]).expect("packed");
    }
    let bomb = encoder.finish().expect("packed");
    assert_eq!(outcome("a.txt.gz", &bomb), ["TooLarge a.txt.gz"]);
    assert_eq!(outcome("a.jsonl.gz", &bomb), ["TooLarge a.jsonl.gz:1"]);
    assert_eq!(outcome("a.zip", zip(&[("a.txt.gz", &bomb)])), ["TooLarge a.zip!/a.txt.gz"]);
}

#[test]
fn archives_without_end() {
    let mut nested = b"text".to_vec();
    for _ in 0..12 {
        nested = gzip(&nested);
    }
    assert_eq!(outcome("a.txt.gz", &nested), ["Malformed a.txt.gz"]);
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::GNULongName);
    header.set_size(1 << 40);
    header.set_cksum();
    let mut long_name = header.as_bytes().to_vec();
    long_name.resize(16 << 20, b'a');
    assert_eq!(outcome("a.tar.gz", gzip(&long_name)), ["Malformed a.tar.gz"]);
}

#[test]
fn pages_that_would_take_for_ever() {
    assert_eq!(outcome("a.html", "<div>".repeat(100_000)), ["TooLarge a.html"]);
    assert_eq!(outcome("a.html", "<p>".repeat(1_000_000)), ["TooLarge a.html"]);
}

#[test]
fn what_is_in_a_folder_and_unknown_is_no_error() {
    let folder = Folder::with("photo.jpg", b"\xFF\xD8\xFF");
    fs::write(folder.path(".hidden.txt"), b"\xFF").expect("written");
    let results = read_all(vec![Source::Path(folder.0.path().into())], &InputOptions::default());
    assert_eq!(
        results.into_iter().map(|result| result.map(|document| document.text)).collect::<Vec<_>>(),
        [Ok("good".to_owned())]
    );
}
