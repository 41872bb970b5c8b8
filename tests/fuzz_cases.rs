//! What the fuzzers have found, and what they begin with, run by what they run: see `fuzz/run.sh`.
#![cfg(all(feature = "archives", feature = "compression", feature = "html"))]

use std::path::Path;

#[path = "../fuzz/src/lib.rs"]
mod targets;

/// Runs `target` over the files in its folder of cases, none of which may be a surprise any more.
fn run(name: &str, target: fn(&[u8])) {
    target(b"");
    target(b"\0");
    let Ok(cases) = Path::new("fuzz/cases").join(name).read_dir() else { return };
    for case in cases {
        let path = case.expect("an entry").path();
        eprintln!("{}", path.display());
        target(&std::fs::read(path).expect("a case"));
    }
}

#[test]
fn as_a_document() {
    run("document", targets::document);
}

#[test]
fn as_rules() {
    run("rules", targets::rules);
}

#[test]
fn as_an_input() {
    run("text", targets::text);
    run("page", targets::page);
    run("json_lines", targets::json_lines);
    run("table", targets::table);
    run("web_archive", targets::web_archive);
    run("archive", targets::archive);
}
