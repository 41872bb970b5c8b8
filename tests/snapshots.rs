//! The records of the five sample documents, one readable line each.
//!
//! A change to the rules shows here as changed lines. Run with `INSTA_UPDATE=always`, read the difference, and commit
//! it with the change that made it; the files are never edited by hand.
#![allow(clippy::unwrap_used)]

mod samples;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use bantin::record::{Mention, Title};
use bantin::{Extractor, Fact, Record};
use serde_json::Value;

use samples::{fields_in_order, fixtures};

fn check(name: &str) {
    let document = fixtures().into_iter().find(|document| document.id == name).unwrap();
    let extractor = Extractor::builder().build().unwrap_or_else(|errors| panic!("{errors}"));
    let records = extractor.extract(&document).unwrap();
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, rendered(&records));
    });
}

#[test]
fn lao_cai_2025() {
    check("lao-cai-2025");
}

#[test]
fn nghe_an_2020() {
    check("nghe-an-2020");
}

#[test]
fn quang_nam_2022() {
    check("quang-nam-2022");
}

#[test]
fn quang_ngai_2024() {
    check("quang-ngai-2024");
}

#[test]
fn tra_vinh_2024() {
    check("tra-vinh-2024");
}

/// One line a record: `type start..end "text" key=value … !flag (rule)`. Ids are left out: a link shows the place of
/// the record that it points at.
fn rendered(records: &[Record]) -> String {
    let places: BTreeMap<&str, String> = records
        .iter()
        .map(|record| (record.id.as_str(), format!("{}..{}", record.start, record.end)))
        .collect();
    records.iter().map(|record| line(record, &places)).collect()
}

fn line(record: &Record, places: &BTreeMap<&str, String>) -> String {
    let mut line =
        format!("{} {}..{} {:?}", record.record_type().name(), record.start, record.end, record.text);
    for (key, value) in fields_in_order(record).iter().skip(8) {
        let _ = write!(line, " {key}={}", shown(record, key, value, places));
    }
    for flag in serde_json::to_value(&record.flags).unwrap().as_array().unwrap() {
        let _ = write!(line, " !{}", flag.as_str().unwrap());
    }
    let _ = writeln!(line, " ({})", record.rule);
    line
}

fn shown(record: &Record, key: &str, value: &Value, places: &BTreeMap<&str, String>) -> String {
    match (key, &record.fact) {
        ("titles", Fact::Person(person)) => list(&person.titles, title),
        ("mentions", Fact::Person(person)) => list(&person.mentions, mention),
        ("part_of" | "of" | "target", _) => places[value.as_str().unwrap()].clone(),
        _ => value.to_string(),
    }
}

fn list<T>(items: &[T], shown: impl Fn(&T) -> String) -> String {
    format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", "))
}

/// A position, and the organisation behind a bar.
fn title(title: &Title) -> String {
    match &title.organization {
        Some(organization) => format!("{} | {organization}", title.title),
        None => title.title.clone(),
    }
}

fn mention(mention: &Mention) -> String {
    format!("{}..{}", mention.start, mention.end)
}

#[test]
fn every_sample_has_its_snapshot() {
    let source = include_str!("snapshots.rs");
    for document in fixtures() {
        assert!(source.contains(&format!("check({:?})", document.id)), "{} is not checked", document.id);
    }
}
