//! A second language needs rule files and nothing else: the small English pack in `packs/english`.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use bantin::document::Document;
use bantin::proof::prove;
use bantin::record::{Fact, Record};
use bantin::{Extractor, ExtractorBuilder};

const PAGE: &str = "\
Home
County Hospital opens a second ward after two years

14 May 2024
By Tomas Lindqvist
The County Hospital opened its second ward on Monday, 13 May 2024 in the morning. Mrs Ada Whitlock, director of the \
County Hospital, thanked more than 1,250 nurses who had signed the letter. Later deputy mayor Ines Calder spoke.
As of 1 May 2024 the town has 36 doctors; nearly 92.5 per cent of voters were in favour, Mrs Whitlock said.
The county plans to hire 40 nurses.
Share this
";

fn english() -> ExtractorBuilder {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/packs/english");
    Extractor::builder().default_rules(false).rules_folder(folder)
}

fn records(text: &str) -> Vec<Record> {
    let extractor = english().build().unwrap_or_else(|errors| panic!("{errors}"));
    extractor.extract(&Document::new("page", text)).unwrap()
}

/// One line a record, with the fields that the pack decides.
fn lines(records: &[Record]) -> Vec<String> {
    let line = |record: &Record| {
        let told = match &record.fact {
            Fact::Article(article) => {
                [&article.title, &article.published].map(|field| field.as_deref().unwrap_or("?")).join(", ")
            }
            Fact::Date(date) => format!("{} {:?}", date.value, date.role),
            Fact::Person(person) => {
                let titles: Vec<&str> = person.titles.iter().map(|title| title.title.as_str()).collect();
                format!("{} {titles:?} {:?} x{}", person.name, person.role, person.mentions.len())
            }
            Fact::Count(count) => {
                format!("{} {} {:?}", count.value, count.category.as_deref().unwrap_or("?"), count.as_of)
            }
            Fact::Ratio(ratio) => format!("{} {} {:?}", ratio.value, ratio.unit, ratio.metric),
            Fact::Target(target) => format!("{} {} {:?}", target.value, target.unit, target.action),
            _ => String::new(),
        };
        format!("{}: {}", record.record_type().name(), told)
    };
    records.iter().map(line).collect()
}

#[test]
fn its_examples_hold() {
    let proof = prove(&english()).unwrap_or_else(|errors| panic!("{errors}"));
    let failures: Vec<String> = proof.failures.iter().map(|failure| failure.render(false)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    assert!(proof.examples >= proof.rules && proof.rules >= 10, "{proof:?}");
}

#[test]
fn its_patterns_are_all_sound() {
    let extractor = english().build().unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(extractor.compile_all(), []);
}

#[test]
fn a_whole_page_is_read() {
    assert_eq!(
        lines(&records(PAGE)),
        [
            r"article: County Hospital opens a second ward after two years, 2024-05-14",
            r"date: 2024-05-14 Published",
            r"person: Tomas Lindqvist [] Author x1",
            r"date: 2024-05-13 Event",
            r#"person: Ada Whitlock ["director of the"] Participant x2"#,
            r"count: 1250 nurse None",
            r#"person: Ines Calder ["deputy mayor"] Participant x1"#,
            r"date: 2024-05-01 AsOf",
            r#"count: 36 doctor Some("2024-05-01")"#,
            r#"ratio: 92.5 percent Some("voters")"#,
            r#"target: 40 count Some("hire")"#,
        ]
    );
}
