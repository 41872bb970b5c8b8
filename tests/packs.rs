//! Faulty packs: each folder of `packs/bad` holds one kind of mistake, several times where they can be told at once,
//! and beside it the report that a rule writer gets.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use bantin::pack::PackText;
use bantin::proof::prove;
use bantin::{Extractor, ExtractorBuilder};

/// The folders with bad packs.
const BAD: &str = "tests/packs/bad";

fn only(folder: impl Into<PathBuf>) -> ExtractorBuilder {
    Extractor::builder().default_rules(false).rules_folder(folder)
}

/// The report on the pack in `folder`: what keeps it from compiling, else the examples that fail.
fn report(folder: &Path) -> String {
    let diagnostics = match prove(&only(folder)) {
        Ok(proof) => proof.failures,
        Err(errors) => errors.0,
    };
    let reports: Vec<String> = diagnostics.iter().map(|diagnostic| diagnostic.render(false)).collect();
    reports.join("\n\n")
}

#[test]
fn every_mistake_is_told_with_its_place() {
    let mut folders: Vec<PathBuf> = fs::read_dir(BAD).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    assert!(folders.len() >= 16, "{folders:?}");
    for folder in folders {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(Path::new("..").join(&folder));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("report", report(&folder)));
    }
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let report = report(Path::new("no/such/folder"));
    assert!(report.starts_with("error[E001]: cannot read no/such/folder: "), "{report}");
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_hides_no_other_mistake() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("terms.toml"), "[term.member]\nword = ['members']\n").unwrap();
    // A link to nothing, since a file without permissions opens for some users.
    std::os::unix::fs::symlink("nowhere", folder.path().join("gone.toml")).unwrap();
    let report = report(folder.path());
    assert!(report.contains("error[E001]: cannot read ") && report.contains("gone.toml"), "{report}");
    assert!(report.contains("terms.toml:2:1") && report.contains("did you mean `words`?"), "{report}");
}

#[test]
fn a_pattern_that_takes_too_much_memory_is_told_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let rule = "[[rule]]\nid = 'skip.huge'\nemits = 'nothing'\nabout = 'Too much'\n\
                pattern = '''members (?:\\w{500}){500}'''\n\
                [[rule.example]]\ntext = 'members'\ngives = 'nothing'\n";
    fs::write(folder.path().join("huge.toml"), rule).unwrap();
    let failed = only(folder.path()).build().unwrap().compile_all();
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0].line_and_column(), Some((5, 11)));
    assert!(failed[0].title.starts_with("rule `skip.huge`: "), "{}", failed[0].title);
}

#[test]
fn every_pattern_of_the_embedded_pack_compiles() {
    let extractor = Extractor::builder().build().unwrap();
    let failed: Vec<String> = extractor.compile_all().iter().map(ToString::to_string).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

/// The program does not look through the patterns of its own pack again, so that this does.
#[test]
fn no_pattern_of_the_embedded_pack_has_a_mistake() {
    let files = PackText::embedded();
    let copy = PackText::from_files(files.files());
    let built = Extractor::builder().default_rules(false).rules(copy).build();
    assert!(built.is_ok(), "{}", built.unwrap_err());
}

#[test]
fn every_example_of_the_embedded_pack_holds() {
    let proof = prove(&Extractor::builder()).unwrap_or_else(|errors| panic!("{errors}"));
    let failures: Vec<String> = proof.failures.iter().map(|failure| failure.render(false)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    assert!(proof.rules > 100 && proof.examples > proof.rules, "{} rules", proof.rules);
}

#[test]
fn an_alternative_that_ends_inside_a_word_is_no_match() {
    let rules = r#"
[term.digits]
reads = "number"
pattern = '[0-9]+'

[term.initial]
pattern = '(?-i:[A-Z][a-z]*r)'

[term.capital]
pattern = '(?-i:[A-Z][a-z]+)'

[[rule]]
id = "count.test"
emits = "count"
about = "The first alternative reads the beginning of a word that only the second reads to its end"
pattern = '{digits:value} {capital} (?:{initial}|{capital} {capital})'

  [[rule.example]]
  text = "Here are 12 Anna Peter today."
  gives = { value = 12 }
"#;
    let pack = PackText::from_files([("a.toml", rules)]);
    let extractor = Extractor::builder().default_rules(false).rules(pack).build().unwrap();
    let evidence = |text: &str| {
        let records = extractor.extract(&bantin::Document::new("a", text)).unwrap();
        records.into_iter().filter(|record| record.rule == "count.test").map(|record| record.text).next()
    };
    for (text, found) in [
        ("Here are 12 Anna Trung Kien today, she said.", Some("12 Anna Trung Kien")),
        ("Here are 12 Anna Peter today, she said.", Some("12 Anna Peter")),
        ("Here are 12 Anna Petra today, she said.", None),
    ] {
        assert_eq!(evidence(text).as_deref(), found, "{text}");
    }
}
