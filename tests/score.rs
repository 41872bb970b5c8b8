//! The scorer against figures of an independent implementation of the same measure: the gold of the sample documents,
//! and records of theirs that were damaged on purpose (values, comparators, spans, types, titles, roles), so that
//! hardly a figure is 1.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use bantin::record::RecordType;
use bantin::score::{Emitted, Gold, MistakeKind, Report, score};
use serde_json::Value;

fn report(only: Option<RecordType>) -> Report {
    let gold = Gold::load(Path::new("fixtures/gold"), Path::new("fixtures")).unwrap();
    let emitted = Emitted::open(Path::new("tests/score/records.jsonl"), &gold).unwrap();
    score(&gold, &emitted, only)
}

/// Asserts that every number in `found` is the one in `wanted`, to the last digits of a double.
fn assert_same(wanted: &Value, found: &Value, place: &str) {
    match (wanted, found) {
        (Value::Object(wanted), Value::Object(found)) => {
            assert_eq!(wanted.keys().collect::<Vec<_>>(), found.keys().collect::<Vec<_>>(), "{place}");
            wanted.iter().for_each(|(key, value)| assert_same(value, &found[key], &format!("{place}.{key}")));
        }
        (Value::Array(wanted), Value::Array(found)) => {
            assert_eq!(wanted.len(), found.len(), "{place}");
            wanted.iter().zip(found).for_each(|(wanted, found)| assert_same(wanted, found, place));
        }
        _ => {
            let (wanted, found) = (wanted.as_f64().unwrap(), found.as_f64().unwrap());
            assert!((wanted - found).abs() < 1e-12, "{place}: {found}, not {wanted}");
        }
    }
}

/// Sorts keys, so that the comparison does not depend on how maps are kept.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut keys: Vec<&String> = fields.keys().collect();
            keys.sort();
            keys.into_iter().map(|key| (key.clone(), sorted(&fields[key]))).collect()
        }
        other => other.clone(),
    }
}

#[test]
fn the_figures_are_those_of_the_reference() {
    let wanted: Value = serde_json::from_str(include_str!("score/figures.json")).unwrap();
    let found = serde_json::to_value(report(None)).unwrap();
    assert_same(&sorted(&wanted), &sorted(&found), "report");
}

#[test]
fn the_table_is_that_of_the_reference() {
    assert_eq!(format!("{}\n", report(None)), include_str!("score/table.txt"));
}

#[test]
fn one_type_alone_has_the_same_figures() {
    let (all, alone) = (report(None), report(Some(RecordType::Person)));
    assert_eq!(alone.types, [all.of(RecordType::Person).unwrap().clone()]);
}

#[test]
fn every_miss_is_listed() {
    let report = report(None);
    for scored in &report.types {
        let missed = report
            .mistakes
            .iter()
            .filter(|mistake| {
                mistake.record_type == scored.record_type && mistake.kind == MistakeKind::Missed
            })
            .count();
        let found = scored.strict.recall * scored.gold as f64;
        assert!((scored.gold as f64 - found - missed as f64).abs() < 1e-6, "{scored:?}: {missed} missed");
    }
}

#[test]
fn nothing_emitted_finds_nothing() {
    let gold = Gold::load(Path::new("fixtures/gold"), Path::new("fixtures")).unwrap();
    let report = score(&gold, &Emitted::from_records([], &gold), None);
    assert!(report.headline.abs() < 1e-12);
    assert!(report.types.iter().all(|scored| scored.strict.recall.abs() < 1e-12));
}
