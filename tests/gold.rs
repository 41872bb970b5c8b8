//! How right the embedded rules are on annotated pages, held at what has been reached.
//!
//! A change to the rules may raise these floors; one that falls below them has lost something.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

use bantin::record::RecordType;
use bantin::score::{Emitted, Gold, Report, score};
use bantin::{Document, Extractor, Record};

/// The records of every text in `folder`.
fn extract(folder: &Path) -> Vec<Record> {
    let extractor = Extractor::builder().build().unwrap_or_else(|errors| panic!("{errors}"));
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let texts = paths.filter(|path| path.extension().is_some_and(|ending| ending == "txt"));
    texts
        .flat_map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            extractor.extract(&Document::new(name, fs::read_to_string(&path).unwrap())).unwrap()
        })
        .collect()
}

fn report(gold: &str, texts: &str) -> Report {
    let gold = Gold::load(Path::new(gold), Path::new(texts)).unwrap();
    let records = extract(Path::new(texts));
    score(&gold, &Emitted::from_records(&records, &gold), None)
}

#[test]
fn the_samples_stay_as_right_as_they_are() {
    let report = report("fixtures/gold", "fixtures");
    let floors = [
        (RecordType::Date, 0.99),
        (RecordType::Person, 0.99),
        (RecordType::Count, 0.95),
        (RecordType::Ratio, 0.92),
        (RecordType::Target, 0.97),
        (RecordType::Measure, 0.99),
        (RecordType::Reference, 0.99),
        (RecordType::Article, 0.99),
    ];
    for (kind, floor) in floors {
        let reached = report.of(kind).unwrap().strict.f1;
        assert!(reached >= floor, "{}: {reached:.4} is below {floor}\n{report}", kind.name());
    }
    let titles = report.of(RecordType::Person).and_then(|person| person.titles).unwrap();
    assert!(titles.f1 >= 0.97, "titles: {:.4}", titles.f1);
}

#[test]
fn the_annotated_articles_stay_as_right_as_they_are() {
    let floors = [
        ("round1", 0.85),
        ("round2", 0.91),
        ("round3", 0.78),
        ("round4", 0.93),
        ("round5", 0.91),
        ("round6", 0.89),
        ("round7", 0.88),
        ("round8", 0.94),
        ("round9", 0.88),
        ("round10", 0.91),
        ("round12", 0.90),
        ("round13", 0.89),
        ("round14", 0.92),
        ("round15", 0.90),
        ("round16", 0.94),
        ("round17", 0.94),
        ("round18", 0.94),
        ("round19", 0.95),
        ("round20", 0.95),
        ("round21", 0.92),
        ("round22", 0.91),
        ("round23", 0.93),
        ("round24", 0.94),
        ("round25", 0.93),
        ("round26", 0.93),
        ("round27", 0.95),
        ("round28", 0.93),
        ("round29", 0.93),
    ];
    for (round, floor) in floors {
        let folder = format!("tests/annotated/{round}");
        let report = report(&format!("{folder}/gold"), &format!("{folder}/text"));
        assert!(report.headline >= floor, "{round}: {:.4} is below {floor}\n{report}", report.headline);
    }
}
