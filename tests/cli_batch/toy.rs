//! An extraction without rules: words of fixed shapes become records, and some words are faults.

use std::process::Command;

use bantin::error::{ErrorCode, Stage};
use bantin::record::{
    Article, Comparator, Count, Date, DateRole, Mention, Number, Person, PersonRole, Precision, RecordCounts,
    Title,
};
use bantin::{Document, DocumentError, Fact, Record};

/// A number is a count, a day a date, `@Name` a person with two titles. `fail` fails, `panic` panics, `kill` kills
/// the program with the signal that follows, unless the environment says that it is well.
pub fn extract(document: &Document) -> Result<Vec<Record>, DocumentError> {
    let mut records = Vec::new();
    let mut words = document.text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        match word {
            "fail" => return Err(failure(document)),
            "panic" => panic!("the toy was told to"),
            "kill" => kill(words.peek().copied().unwrap_or("-9")),
            _ => {}
        }
        records.extend(fact(word).map(|fact| record(document, word, fact)));
    }
    records.insert(0, record(document, "", article(document, &records)));
    Ok(records)
}

fn failure(document: &Document) -> DocumentError {
    DocumentError::new(&document.id, Stage::Extract, ErrorCode::Malformed, "the toy was told to fail")
}

/// Sends a signal to the program itself and waits for it to arrive.
fn kill(signal: &str) {
    if std::env::var_os("TOY_IS_WELL").is_none() {
        let own = std::process::id().to_string();
        let _ = Command::new("kill").args([signal, &own]).status();
    }
}

fn fact(word: &str) -> Option<Fact> {
    if let Some(name) = word.strip_prefix('@') {
        return Some(person(name));
    }
    match word.split('/').collect::<Vec<_>>()[..] {
        [day, month, year] => Some(date(&format!("{year}-{month}-{day}"))),
        [number] => number.parse().ok().map(count),
        _ => None,
    }
}

fn article(document: &Document, records: &[Record]) -> Fact {
    let mut record_counts = RecordCounts::default();
    for record in records {
        record_counts.add(record.record_type());
    }
    let title = document.text.lines().next().map(str::to_owned);
    Fact::Article(Article { title, record_counts, ..Article::default() })
}

fn person(name: &str) -> Fact {
    let title = |title: &str, organization: Option<&str>| Title {
        title: title.to_owned(),
        organization: organization.map(str::to_owned),
    };
    Fact::Person(Person {
        name: name.to_owned(),
        honorific: None,
        degrees: vec!["TS".to_owned()],
        titles: vec![title("Giám đốc", Some("Sở Y tế")), title("Bí thư", None)],
        role: PersonRole::Participant,
        mentions: vec![Mention { start: 0, end: name.chars().count(), text: name.to_owned() }],
    })
}

fn date(day: &str) -> Fact {
    Fact::Date(Date {
        value: day.to_owned(),
        from: Some(day.to_owned()),
        to: Some(day.to_owned()),
        precision: Precision::Day,
        part_of_day: None,
        inferred: Vec::new(),
        role: DateRole::Mention,
    })
}

fn count(number: u32) -> Fact {
    Fact::Count(Count {
        value: Number::from_decimal(u64::from(number), 1),
        value_max: None,
        comparator: Comparator::Equal,
        subject: Some("đảng viên, \"chính thức\"".to_owned()),
        unit: None,
        category: None,
        organization: None,
        as_of: None,
        part_of: None,
    })
}

fn record(document: &Document, word: &str, fact: Fact) -> Record {
    let at = if word.is_empty() { 0 } else { word.as_ptr().addr() - document.text.as_ptr().addr() };
    let start = document.text[..at].chars().count();
    Record {
        id: format!("{}#{at}{}", document.id, fact.record_type().name()),
        doc: document.id.clone(),
        text: word.to_owned(),
        start,
        end: start + word.chars().count(),
        rule: "toy".to_owned(),
        flags: Vec::new(),
        fact,
    }
}
