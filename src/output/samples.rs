//! Records for the tests of the formats.

use crate::output::DocumentRecords;
use crate::record::{
    Article, Comparator, Count, Date, DateRole, Fact, Flag, Mention, Number, Person, PersonRole, Precision,
    Record, RecordCounts, Title,
};

/// A record of the document `page` around `fact`.
fn record(id: &str, text: &str, fact: Fact) -> Record {
    Record {
        id: id.into(),
        doc: "page".into(),
        text: text.into(),
        start: 3,
        end: 3 + text.chars().count(),
        rule: "sample".into(),
        flags: Vec::new(),
        fact,
    }
}

pub(crate) fn article() -> Record {
    let record_counts = RecordCounts { date: 1, person: 1, count: 1, ..RecordCounts::default() };
    let fact = Article { title: Some("Größe, das \"X\"".into()), record_counts, ..Article::default() };
    record("a1", "Größe", Fact::Article(fact))
}

pub(crate) fn date() -> Record {
    let fact = Date {
        value: "2022-12".into(),
        from: Some("2022-12-01".into()),
        to: Some("2022-12-31".into()),
        precision: Precision::Month,
        part_of_day: None,
        inferred: vec!["year".into()],
        role: DateRole::Period,
    };
    Record { flags: vec![Flag::YearInferred], ..record("d1", "Ende 2022", Fact::Date(fact)) }
}

pub(crate) fn person() -> Record {
    let fact = Person {
        name: "Jürgen Bär A".into(),
        honorific: None,
        degrees: vec!["TS".into()],
        titles: vec![Title { title: "Präsident".into(), organization: Some("Köln".into()) }],
        role: PersonRole::Participant,
        mentions: vec![Mention { start: 3, end: 15, text: "Jürgen Bär A".into() }],
    };
    record("p1", "Jürgen Bär A", Fact::Person(fact))
}

pub(crate) fn count() -> Record {
    let fact = Count {
        value: Number::from_decimal(460, 2),
        value_max: None,
        comparator: Comparator::AtLeast,
        subject: Some("Mitglieder\nörtlich".into()),
        unit: None,
        category: None,
        organization: None,
        as_of: None,
        part_of: None,
    };
    record("c1", "über 4,60 Mitglieder\nörtlich", Fact::Count(fact))
}

/// One of each of four types.
pub(crate) fn all() -> Vec<Record> {
    vec![article(), date(), person(), count()]
}

/// The records as those of one document.
pub(crate) fn document() -> DocumentRecords {
    DocumentRecords { doc: "page".into(), records: all() }
}
