//! The built program: streams, exit codes, and files that are whole.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn bantin(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bantin")).args(arguments).output().unwrap()
}

fn page() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/quang-nam-2022.txt").display().to_string()
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_summary_goes_to_the_standard_error_unless_told_otherwise() {
    let output = bantin(&["extract", &page()]);
    assert_eq!(code(&output), Some(0));
    assert!(stderr(&output).starts_with("1 document, 0 failed, "), "{}", stderr(&output));
    assert!(bantin(&["extract", "--quiet", &page()]).stderr.is_empty());
}

#[test]
fn a_failed_document_is_named_and_the_others_go_on() {
    let output = bantin(&["extract", "/no/such/page.txt", &page()]);
    assert_eq!(code(&output), Some(1));
    assert!(stderr(&output).starts_with("error: /no/such/page.txt: "), "{}", stderr(&output));
    assert!(stderr(&output).contains("2 documents, 1 failed"), "{}", stderr(&output));
}

#[test]
fn nothing_readable_is_a_failure() {
    let output = bantin(&["extract", "/no/such/page.txt"]);
    assert_eq!(code(&output), Some(2));
    assert!(stderr(&output).ends_with("error: nothing could be read\n"), "{}", stderr(&output));
}

#[test]
fn wrong_usage_and_a_call_for_help_differ() {
    assert_eq!(code(&bantin(&["extract"])), Some(2));
    assert_eq!(code(&bantin(&["extract", "--no-such-flag"])), Some(2));
    let help = bantin(&["extract", "--help"]);
    assert_eq!(code(&help), Some(0));
    assert!(String::from_utf8(help.stdout).unwrap().contains("Exit codes:"));
}

#[test]
fn the_schema_is_the_published_one() {
    let output = bantin(&["schema"]);
    let schema: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(schema, bantin::record::schema());
}

#[test]
fn an_output_that_cannot_be_written_is_a_failure_that_names_it() {
    let output = bantin(&["extract", &page(), "-o", "/no/such/folder/out.jsonl"]);
    assert_eq!(code(&output), Some(2));
    assert!(stderr(&output).contains("cannot write /no/such/folder/out.jsonl: "), "{}", stderr(&output));
}

#[test]
fn a_file_holds_what_the_standard_output_would() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.jsonl");
    let output = bantin(&["extract", &page(), "-o", path.to_str().unwrap()]);
    assert_eq!(code(&output), Some(0));
    assert!(output.stdout.is_empty());
    assert_eq!(fs::read(path).unwrap(), bantin(&["extract", &page()]).stdout);
}
