//! The built program over every kind of input: the same article gives the same records, and rubbish costs only itself.
#![allow(clippy::unwrap_used)]
#![cfg(unix)]

use std::collections::HashMap;
use std::fs;
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const FORMATS: &str = "tests/formats";

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bantin"));
    command.args(["extract", "--quiet"]).args(arguments);
    command
}

fn lines(bytes: &[u8]) -> Vec<Value> {
    std::str::from_utf8(bytes).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// The records of a run that nothing may fail in.
fn records(arguments: &[&str]) -> Vec<Value> {
    let output = command(arguments).output().unwrap();
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), ""), "{arguments:?}");
    lines(&output.stdout)
}

/// What the records of each document say, without the names of things and without what the page said beside its text:
/// the article, and the dates that are reckoned from its day.
fn facts(records: Vec<Value>) -> Vec<Vec<Value>> {
    let mut documents: Vec<Vec<Value>> = Vec::new();
    for mut record in records {
        let fields = record.as_object_mut().unwrap();
        for name in ["doc", "id", "of", "part_of"] {
            fields.remove(name);
        }
        if fields["type"] == "article" {
            documents.push(Vec::new());
        } else if !fields.contains_key("inferred") {
            documents.last_mut().unwrap().push(record);
        }
    }
    documents
}

fn format(name: &str) -> String {
    Path::new(FORMATS).join(name).display().to_string()
}

/// The records of the same article in every format there is.
fn every_format() -> (usize, Vec<Value>) {
    let paths = fs::read_dir(FORMATS).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<String> = paths.map(|path| path.to_str().unwrap().to_owned()).collect();
    paths.retain(|path| path.contains("article"));
    (paths.len(), records(&paths.iter().map(String::as_str).collect::<Vec<_>>()))
}

#[test]
fn the_same_article_has_the_same_authors_in_every_format() {
    let (_, records) = every_format();
    let articles: Vec<_> = records.iter().filter(|record| record["type"] == "article").collect();
    assert_eq!(articles.len(), 25);
    for article in articles {
        assert_eq!(article["authors"], serde_json::json!(["Hồng Tấm", "Phương Hiền"]), "{}", article["doc"]);
    }
}

#[test]
fn the_same_article_gives_the_same_records_in_every_format() {
    let [plain] = &facts(records(&[&format("article.txt")]))[..] else { panic!("one document") };
    assert!(plain.len() > 15, "{} records", plain.len());
    let (files, found) = every_format();
    let found = facts(found);
    assert_eq!((files, found.len()), (13, 25), "files, and the documents in them");
    for facts in &found {
        assert_eq!(facts, plain);
    }
}

#[test]
fn the_same_article_gives_the_same_records_in_every_encoding() {
    let plain = facts(records(&[&format("article.txt")]));
    let declared = ["utf-8-bom.txt", "utf-16le.txt", "utf-16be.txt", "windows-1258.html"];
    for (names, encoding) in [(&declared[..], "auto"), (&["tcvn3.txt"], "tcvn3"), (&["vni.txt"], "vni")] {
        let paths: Vec<String> = names.iter().map(|name| format(&format!("encodings/{name}"))).collect();
        let mut arguments: Vec<&str> = paths.iter().map(String::as_str).collect();
        arguments.extend(["--encoding", encoding]);
        let found = facts(records(&arguments));
        assert_eq!(found.len(), names.len());
        for facts in &found {
            assert_eq!(values(facts), values(&plain[0]), "{encoding}");
        }
    }
}

/// What records say, wherever they stand: letters of old encodings may come apart.
fn values(facts: &[Value]) -> Vec<[Value; 2]> {
    facts.iter().map(|record| ["type", "value"].map(|name| record[name].clone())).collect()
}

#[test]
fn offsets_point_into_the_texts_that_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let texts = folder.path().join("texts.jsonl").display().to_string();
    let inputs = ["article.html", "encodings/decomposed.txt", "encodings/utf-16le.txt", "articles.warc"];
    let inputs = inputs.map(format);
    for unit in ["codepoint", "byte"] {
        let mut arguments: Vec<&str> = inputs.iter().map(String::as_str).collect();
        arguments.extend(["--keep-text", &texts, "--offsets", unit]);
        let records = records(&arguments);
        let kept = lines(&fs::read(&texts).unwrap());
        let kept: HashMap<&str, &str> =
            kept.iter().map(|line| (line["id"].as_str().unwrap(), line["text"].as_str().unwrap())).collect();
        assert_eq!(kept.len(), 5);
        for record in &records {
            let text = kept[record["doc"].as_str().unwrap()];
            assert_eq!(slice(text, record, unit), record["text"].as_str().unwrap(), "{record} by {unit}");
        }
    }
}

/// What a record points at in `text`.
fn slice(text: &str, record: &Value, unit: &str) -> String {
    let [start, end] = ["start", "end"].map(|name| usize::try_from(record[name].as_u64().unwrap()).unwrap());
    match unit {
        "byte" => text[start..end].to_owned(),
        _ => text.chars().skip(start).take(end - start).collect(),
    }
}

/// A folder with two good pages among everything that can be wrong with a file.
fn rubbish() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let article = fs::read(format("article.txt")).unwrap();
    let packed = fs::read(format("article.txt.gz")).unwrap();
    let archive = fs::read_to_string(format("articles.jsonl")).unwrap();
    let noise: Vec<u8> = (0..100_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let files: [(&[u8], &[u8]); 10] = [
        (b"a-good.txt", &article),
        (b"b-cut.txt.gz", &packed[..packed.len() / 2]),
        (b"c-noise.txt", &noise),
        (b"d-noise.zip", &noise),
        (b"e-long.jsonl", &[b"{\"text\": \"".as_slice(), &vec![b'x'; 3_000_000], b"\"}"].concat()),
        (b"f-empty.html", b""),
        (b"g-broken.warc", b"WARC/1.0\r\nContent-Length: many\r\n\r\n"),
        (b"h-mixed.jsonl", &[b"{\"text\": \n", archive.as_bytes()].concat()),
        (b"i-\xE9.txt", &article),
        (b"z-good.txt", &article),
    ];
    for (name, bytes) in files {
        fs::write(folder.path().join(std::ffi::OsStr::from_bytes(name)), bytes).unwrap();
    }
    symlink(folder.path(), folder.path().join("j-loop")).unwrap();
    symlink("k-ring.txt", folder.path().join("k-ring.txt")).unwrap();
    symlink("gone", folder.path().join("l-vanished.txt")).unwrap();
    folder
}

#[test]
fn rubbish_leaves_the_other_records_whole() {
    let folder = rubbish();
    let [root, failed] = ["", "failed.json"].map(|name| folder.path().join(name).display().to_string());
    let output = command(&[&root, "--errors", &failed, "--max-document-bytes", "1M"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let errors = lines(&fs::read(&failed).unwrap());
    let told: Vec<(String, &str)> = errors
        .iter()
        .map(|error| (error["doc"].as_str().unwrap().replace(&root, ""), error["code"].as_str().unwrap()))
        .collect();
    let expected = [
        ("b-cut.txt.gz", "malformed"),
        ("c-noise.txt", "bad_encoding"),
        ("d-noise.zip", "malformed"),
        ("e-long.jsonl:1", "too_large"),
        ("f-empty.html", "empty"),
        ("g-broken.warc:1", "malformed"),
        ("h-mixed.jsonl:1", "malformed"),
        ("i-\u{FFFD}.txt", "bad_encoding"),
        ("k-ring.txt", "unreadable"),
        ("l-vanished.txt", "not_found"),
    ];
    assert_eq!(told, expected.map(|(doc, code)| (doc.to_owned(), code)));
    let good = ["a-good.txt", "h-mixed.jsonl", "z-good.txt"].map(|name| format!("{root}{name}"));
    let alone = command(&[&good[0], &good[1], &good[2]]).output().unwrap();
    assert!(output.stdout == alone.stdout);
}

#[test]
fn paths_come_from_patterns_lists_and_pipes() {
    let whole = records(&[&format("article.txt"), &format("articles.csv")]);
    assert_eq!(records(&[&format("article.t[x]t"), &format("*.csv")]), whole);
    let list = format!("{}\n{}\n", format("article.txt"), format("articles.csv"));
    assert_eq!(lines(&piped(&["--files-from", "-"], list.as_bytes())), whole);
    let table = fs::read(format("articles.csv")).unwrap();
    let found = facts(lines(&piped(&["-", "--input-format", "csv"], &table)));
    assert_eq!(found, facts(records(&[&format("articles.csv")])));
}

/// What a run prints that reads `input` from a pipe.
fn piped(arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let mut command = command(arguments);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    output.stdout
}
