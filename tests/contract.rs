//! The record contract: the published schema, the fields, their order, and what the library promises.
//!
//! The records are declared here a second time, on their own and with unknown fields refused, so that a change to the
//! output cannot pass unseen.
#![allow(clippy::unwrap_used)]

mod samples;

use std::collections::{BTreeMap, BTreeSet};

use bantin::document::{Document, Metadata};
use bantin::record::{Flag, Number, RecordType, SCHEMA_VERSION, schema};
use bantin::{Extractor, Record};
use proptest::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use samples::{fields_in_order, fixtures};

// The contract's own words

/// Fields of every record, in order.
const ENVELOPE: [&str; 8] = ["type", "id", "doc", "text", "start", "end", "rule", "flags"];

/// The further fields of a type, in order.
fn fields(kind: RecordType) -> &'static [&'static str] {
    match kind {
        RecordType::Article => &[
            "title",
            "published",
            "authors",
            "source_url",
            "province",
            "organization",
            "event",
            "event_date",
            "event_place",
            "same_as",
            "record_counts",
        ],
        RecordType::Date => &["value", "from", "to", "precision", "part_of_day", "inferred", "role"],
        RecordType::Person => &["name", "honorific", "degrees", "titles", "role", "mentions"],
        RecordType::Count => &[
            "value",
            "value_max",
            "comparator",
            "subject",
            "unit",
            "category",
            "organization",
            "as_of",
            "part_of",
        ],
        RecordType::Ratio => &[
            "value",
            "value_max",
            "comparator",
            "unit",
            "numerator",
            "denominator",
            "metric",
            "category",
            "kind",
            "as_of",
            "of",
            "target",
        ],
        RecordType::Target => &[
            "comparator",
            "value",
            "value_max",
            "unit",
            "metric",
            "category",
            "period",
            "frequency",
            "action",
        ],
        RecordType::Measure => &["value", "value_max", "comparator", "unit", "metric"],
        RecordType::Reference => &["kind", "number", "date", "issuer", "subject"],
        _ => panic!("a type that the contract does not know"),
    }
}

/// Declares a type of record with the envelope around its own fields.
macro_rules! record {
    ($name:ident { $($field:ident: $kind:ty,)* }) => {
        #[expect(dead_code, reason = "read by serde alone")]
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct $name {
            r#type: String,
            id: String,
            doc: String,
            text: String,
            start: u64,
            end: u64,
            rule: String,
            flags: Vec<RemarkName>,
            $($field: $kind,)*
        }
    };
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum RemarkName {
    SumMismatch,
    RatioMismatch,
    DateImpossible,
    YearInferred,
    BelowTarget,
    AboveTarget,
    WeekdayMismatch,
    EventAfterPublication,
    ConflictingValues,
}

#[derive(Deserialize)]
enum Relation {
    #[serde(rename = "=")]
    Equal,
    #[serde(rename = ">=")]
    AtLeast,
    #[serde(rename = ">")]
    Above,
    #[serde(rename = "<=")]
    AtMost,
    #[serde(rename = "<")]
    Below,
    #[serde(rename = "~")]
    About,
    #[serde(rename = "between")]
    Between,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum PrecisionName {
    Year,
    Month,
    Day,
    Minute,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum PartOfDayName {
    Morning,
    Noon,
    Afternoon,
    Evening,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum DateRoleName {
    Published,
    Event,
    Document,
    Term,
    AsOf,
    Deadline,
    Period,
    Mention,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum PersonRoleName {
    Participant,
    Author,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum RatioKindName {
    Level,
    Achievement,
    Change,
}

#[expect(dead_code, reason = "read by serde alone")]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Counts {
    date: u64,
    person: u64,
    count: u64,
    ratio: u64,
    target: u64,
    measure: u64,
    reference: u64,
}

#[expect(dead_code, reason = "read by serde alone")]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Title {
    title: String,
    organization: Option<String>,
}

#[expect(dead_code, reason = "read by serde alone")]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mention {
    start: u64,
    end: u64,
    text: String,
}

record!(ArticleRecord {
    title: Option<String>,
    published: Option<String>,
    authors: Option<Vec<String>>,
    source_url: Option<String>,
    province: Option<String>,
    organization: Option<String>,
    event: Option<String>,
    event_date: Option<String>,
    event_place: Option<String>,
    record_counts: Counts,
});
record!(DateRecord {
    value: String,
    from: Option<String>,
    to: Option<String>,
    precision: PrecisionName,
    part_of_day: Option<PartOfDayName>,
    inferred: Option<Vec<String>>,
    role: DateRoleName,
});
record!(PersonRecord {
    name: String,
    honorific: Option<String>,
    degrees: Option<Vec<String>>,
    titles: Option<Vec<Title>>,
    role: PersonRoleName,
    mentions: Vec<Mention>,
});
record!(CountRecord {
    value: f64,
    value_max: Option<f64>,
    comparator: Relation,
    subject: Option<String>,
    unit: Option<String>,
    category: Option<String>,
    organization: Option<String>,
    as_of: Option<String>,
    part_of: Option<String>,
});
record!(RatioRecord {
    value: f64,
    value_max: Option<f64>,
    comparator: Relation,
    unit: String,
    numerator: Option<f64>,
    denominator: Option<f64>,
    metric: Option<String>,
    category: Option<String>,
    kind: RatioKindName,
    as_of: Option<String>,
    of: Option<String>,
    target: Option<String>,
});
record!(TargetRecord {
    comparator: Relation,
    value: f64,
    value_max: Option<f64>,
    unit: String,
    metric: Option<String>,
    category: Option<String>,
    period: Option<String>,
    frequency: Option<String>,
    action: Option<String>,
});
record!(MeasureRecord {
    value: f64,
    value_max: Option<f64>,
    comparator: Relation,
    unit: String,
    metric: Option<String>,
});
record!(ReferenceRecord {
    kind: Option<String>,
    number: String,
    date: Option<String>,
    issuer: Option<String>,
    subject: Option<String>,
});

fn declared(kind: RecordType, line: &str) -> Result<(), serde_json::Error> {
    fn read<T: DeserializeOwned>(line: &str) -> Result<(), serde_json::Error> {
        serde_json::from_str::<T>(line).map(|_| ())
    }
    match kind {
        RecordType::Article => read::<ArticleRecord>(line),
        RecordType::Date => read::<DateRecord>(line),
        RecordType::Person => read::<PersonRecord>(line),
        RecordType::Count => read::<CountRecord>(line),
        RecordType::Ratio => read::<RatioRecord>(line),
        RecordType::Target => read::<TargetRecord>(line),
        RecordType::Measure => read::<MeasureRecord>(line),
        RecordType::Reference => read::<ReferenceRecord>(line),
        _ => panic!("a type that the contract does not know"),
    }
}

// What is emitted

/// A document that gives what the samples do not: a source's own metadata, an impossible day, a part of a whole.
fn extra_document() -> Document {
    let text = "Đại hội Đảng bộ xã diễn ra ngày 31/02/2023.\n\
        Đảng bộ có 311 đảng viên (209 nữ đảng viên, 12 đảng viên dự bị). Lớp học có từ 25 đến 30 học viên.\n\
        Tổng kinh phí thực hiện trên 80.000.000 đ. Sau rà soát, 7/9 chỉ tiêu đã hoàn thành.\n\
        Kế hoạch số 12-KH/ĐU, ngày 14/8/2023 của Đảng ủy Sở về công tác dân vận.\n";
    let metadata = Metadata {
        title: Some("Đại hội Đảng bộ xã".into()),
        published: Some("2023-03-02T08:00".into()),
        authors: vec!["Vũ Cúc".into()],
        url: Some("https://example.vn/dai-hoi".into()),
    };
    Document { metadata, ..Document::new("extra", text) }
}

fn emitted() -> Vec<(Record, String)> {
    let extractor = Extractor::builder().build().unwrap_or_else(|errors| panic!("{errors}"));
    let documents = fixtures().into_iter().chain([extra_document()]);
    let records: Vec<Record> = documents.flat_map(|document| extractor.extract(&document).unwrap()).collect();
    let seen: BTreeSet<RecordType> = records.iter().map(Record::record_type).collect();
    assert_eq!(seen.len(), RecordType::ALL.len(), "a type is missing, so its fields would go unchecked");
    records
        .into_iter()
        .map(|record| (serde_json::to_string(&record).unwrap(), record))
        .map(|(line, record)| (record, line))
        .collect()
}

#[test]
fn every_line_is_valid_by_the_published_schema() {
    let schema = schema();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["version"], SCHEMA_VERSION);
    jsonschema::meta::validate(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (_, line) in emitted() {
        let value: Value = serde_json::from_str(&line).unwrap();
        let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{line}\n{}", errors.join("\n"));
    }
}

#[test]
fn the_schema_refuses_what_the_contract_does_not_know() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let (_, line) =
        emitted().into_iter().find(|(record, _)| record.record_type() == RecordType::Count).unwrap();
    let count: Value = serde_json::from_str(&line).unwrap();
    assert!(validator.is_valid(&count));
    for (field, wrong) in [
        ("type", Value::from("sum")),
        ("value", "311".into()),
        ("start", (-1).into()),
        ("flags", Value::Null),
        ("comparator", "!=".into()),
    ] {
        let mut damaged = count.clone();
        damaged[field] = wrong;
        assert!(!validator.is_valid(&damaged), "{field}");
    }
    for field in ENVELOPE {
        let mut damaged = count.clone();
        damaged.as_object_mut().unwrap().remove(field);
        assert!(!validator.is_valid(&damaged), "{field}");
    }
}

#[test]
fn every_line_has_the_declared_fields_and_no_other() {
    for (record, line) in emitted() {
        declared(record.record_type(), &line).unwrap_or_else(|cause| panic!("{cause}: {line}"));
    }
}

#[test]
fn the_keys_stand_in_one_order() {
    for (record, _) in emitted() {
        let keys: Vec<String> = fields_in_order(&record).into_iter().map(|(key, _)| key).collect();
        let order: Vec<&str> =
            ENVELOPE.into_iter().chain(fields(record.record_type()).iter().copied()).collect();
        let places: Vec<usize> =
            keys.iter().map(|key| order.iter().position(|known| known == key).expect(key)).collect();
        assert!(places.is_sorted_by(|a, b| a < b), "{keys:?}");
        assert_eq!(keys[..ENVELOPE.len()], ENVELOPE, "the envelope comes first and whole");
    }
}

#[test]
fn a_field_is_absent_rather_than_empty() {
    for (_, line) in emitted() {
        let value: Value = serde_json::from_str(&line).unwrap();
        for (field, value) in value.as_object().unwrap() {
            let empty =
                value.is_null() || value == "" || (value == &Value::Array(Vec::new()) && field != "flags");
            assert!(!empty, "{field} is empty in {line}");
        }
    }
}

#[test]
fn a_line_read_back_is_the_same_line() {
    for (record, line) in emitted() {
        let again: Record = serde_json::from_str(&line).unwrap_or_else(|cause| panic!("{cause}: {line}"));
        assert_eq!(serde_json::to_string(&again).unwrap(), line);
        assert_eq!(again.record_type(), record.record_type());
    }
}

proptest! {
    #[test]
    fn a_quotient_read_back_is_the_same_number(a in 0u32..100_000, b in 1u32..100_000) {
        let quotient = Number::quotient(a.into(), b.into()).unwrap();
        let line = serde_json::to_string(&quotient).unwrap();
        let again: Number = serde_json::from_str(&line).unwrap();
        prop_assert_eq!(again.as_f64().to_bits(), quotient.as_f64().to_bits());
    }
}

#[test]
fn the_schema_lists_the_declared_fields() {
    let schema = schema();
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for variant in schema["oneOf"].as_array().unwrap() {
        let (kind, properties) = variant_fields(&schema, variant);
        known.insert(kind, properties);
    }
    let common: BTreeSet<String> = property_names(&schema);
    for kind in RecordType::ALL {
        let mut wanted: BTreeSet<String> = fields(kind).iter().map(ToString::to_string).collect();
        let mut found =
            known.remove(kind.name()).unwrap_or_else(|| panic!("no {} in the schema", kind.name()));
        found.extend(common.iter().cloned());
        wanted.extend(ENVELOPE.map(String::from));
        assert_eq!(found, wanted, "{}", kind.name());
    }
    assert!(known.is_empty(), "types that the contract does not know: {known:?}");
}

/// The type of a variant of the schema and the names of its fields, those behind its reference among them.
fn variant_fields(schema: &Value, variant: &Value) -> (String, BTreeSet<String>) {
    let kind = variant["properties"]["type"]["const"].as_str().unwrap().to_owned();
    let mut names = property_names(variant);
    if let Some(name) = variant["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()) {
        names.extend(property_names(&schema["$defs"][name]));
    }
    (kind, names)
}

fn property_names(schema: &Value) -> BTreeSet<String> {
    schema["properties"].as_object().into_iter().flat_map(|fields| fields.keys().cloned()).collect()
}

// What the library promises

#[test]
fn an_extractor_is_shared_between_threads() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<Extractor>();
    shared::<Record>();
    shared::<bantin::DocumentError>();
    shared::<bantin::diagnostic::PackErrors>();
}

#[test]
fn a_document_beyond_the_limit_is_an_error_that_names_it() {
    let mut options = bantin::Options::default();
    options.max_document_bytes = 10;
    let extractor = Extractor::builder().options(options).build().unwrap();
    assert!(extractor.extract(&Document::new("short", "0123456789")).is_ok());
    let error = extractor.extract(&Document::new("long", "0123456789a")).unwrap_err();
    assert_eq!((error.doc.as_str(), error.code), ("long", bantin::error::ErrorCode::TooLarge));
    assert!(error.to_string().contains("long") && error.to_string().contains("11 bytes"), "{error}");
}

#[test]
fn the_remarks_are_the_declared_ones() {
    let all = [
        Flag::SumMismatch,
        Flag::RatioMismatch,
        Flag::DateImpossible,
        Flag::YearInferred,
        Flag::BelowTarget,
        Flag::AboveTarget,
        Flag::WeekdayMismatch,
        Flag::EventAfterPublication,
        Flag::ConflictingValues,
    ];
    let text = serde_json::to_string(&all).unwrap();
    assert_eq!(serde_json::from_str::<Vec<RemarkName>>(&text).unwrap().len(), all.len());
    let listed = serde_json::to_string(&schema()["$defs"]["Flag"]).unwrap();
    for name in serde_json::from_str::<Vec<String>>(&text).unwrap() {
        assert!(listed.contains(&format!("\"{name}\"")), "{name} is not in the schema");
    }
}
