//! When an emitted record says what a gold record says.

use serde_json::Value;

use super::likeness::{fold, overlap_f1};
use super::statement::{Fields, Statement};
use crate::record::RecordType;

/// How much must agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// All scored fields.
    Strict,
    /// The value alone.
    Value,
}

/// Titles of articles share at least this much of their words.
const SAME_HEADLINE: f64 = 0.9;
/// Subjects and metrics share at least this much of their words.
const SAME_PHRASE: f64 = 0.5;

/// Whether `emitted` says what `gold` says, both of `record_type`.
pub(super) fn agrees(level: Level, record_type: RecordType, gold: &Statement, emitted: &Statement) -> bool {
    let (gold, emitted) = (&gold.fields, &emitted.fields);
    values_agree(record_type, gold, emitted)
        && (level == Level::Value || rest_agrees(record_type, gold, emitted))
}

fn values_agree(record_type: RecordType, gold: &Fields, emitted: &Fields) -> bool {
    match record_type {
        RecordType::Date => gold.value == emitted.value,
        RecordType::Person => same_text(gold.name.as_deref(), emitted.name.as_deref()),
        RecordType::Reference => same_text(gold.number.as_deref(), emitted.number.as_deref()),
        RecordType::Article => overlap_f1(gold.title.as_deref(), emitted.title.as_deref()) >= SAME_HEADLINE,
        _ => {
            same_number(gold.value.as_ref(), emitted.value.as_ref())
                && same_number(gold.value_max.as_ref(), emitted.value_max.as_ref())
        }
    }
}

/// Whether the fields beside the value agree.
fn rest_agrees(record_type: RecordType, gold: &Fields, emitted: &Fields) -> bool {
    match record_type {
        RecordType::Count => {
            comparator(gold) == comparator(emitted)
                && overlap_f1(gold.subject.as_deref(), emitted.subject.as_deref()) >= SAME_PHRASE
        }
        RecordType::Ratio => gold.unit == emitted.unit && metrics_agree(gold, emitted),
        RecordType::Target => {
            gold.unit == emitted.unit
                && comparator(gold) == comparator(emitted)
                && metrics_agree(gold, emitted)
        }
        RecordType::Measure => gold.unit == emitted.unit,
        RecordType::Article => stated(gold.published.as_deref()) == stated(emitted.published.as_deref()),
        _ => true,
    }
}

/// A gold record without a metric asks for none.
fn metrics_agree(gold: &Fields, emitted: &Fields) -> bool {
    let wanted = stated(gold.metric.as_deref());
    wanted.is_none() || overlap_f1(wanted, emitted.metric.as_deref()) >= SAME_PHRASE
}

fn comparator(fields: &Fields) -> &str {
    stated(fields.comparator.as_deref()).unwrap_or("=")
}

/// An empty string states nothing.
fn stated(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.is_empty())
}

fn same_text(one: Option<&str>, other: Option<&str>) -> bool {
    fold(one.unwrap_or_default()) == fold(other.unwrap_or_default())
}

/// Whether two numbers are the same to a thousandth of the larger.
fn same_number(one: Option<&Value>, other: Option<&Value>) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => {
            let (one, other) = (number(one), number(other));
            (one - other).abs() <= 1e-3 * one.abs().max(other.abs()) + 1e-9
        }
        _ => false,
    }
}

/// The number in a field, also where it is written as a string; what is no number is like no other.
fn number(value: &Value) -> f64 {
    match value {
        Value::String(text) => text.trim().parse().unwrap_or(f64::NAN),
        value => value.as_f64().unwrap_or(f64::NAN),
    }
}

/// Whether two further fields agree: strings and lists of strings by their folded letters.
pub(super) fn same_field(one: &Value, other: Option<&Value>) -> bool {
    other.is_some_and(|other| folded(one) == folded(other))
}

fn folded(value: &Value) -> Value {
    match value {
        Value::String(text) => fold(text).into(),
        Value::Array(items) => items.iter().map(folded).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(json: Value) -> Statement {
        let Value::Object(fields) = json else { unreachable!() };
        Statement::read(fields).unwrap()
    }

    /// Whether the two agree strictly, and by value.
    fn both(gold: Value, emitted: Value) -> (bool, bool) {
        let (gold, emitted) = (statement(gold), statement(emitted));
        let record_type = gold.record_type.unwrap();
        (
            agrees(Level::Strict, record_type, &gold, &emitted),
            agrees(Level::Value, record_type, &gold, &emitted),
        )
    }

    fn count(value: impl Into<Value>, comparator: &str, subject: &str) -> Value {
        serde_json::json!({ "type": "count", "value": value.into(), "comparator": comparator, "subject": subject })
    }

    #[test]
    fn a_count_agrees_by_value_comparator_and_half_its_words() {
        let gold = count(3680, "", "giường bệnh công lập");
        assert_eq!(both(gold.clone(), count(3680.0, "=", "giường bệnh")), (true, true));
        assert_eq!(both(gold.clone(), count(3680, ">", "giường bệnh")), (false, true));
        assert_eq!(both(gold.clone(), count(3680, "=", "bệnh viện")), (false, true));
        assert_eq!(both(gold, count(3690, "=", "giường bệnh")), (false, false));
    }

    #[test]
    fn numbers_agree_to_a_thousandth() {
        assert!(same_number(Some(&0.898_765.into()), Some(&0.8988.into())));
        assert!(!same_number(Some(&100.into()), Some(&100.2.into())));
        assert!(same_number(Some(&"4.6".into()), Some(&4.6.into())));
        assert!(!same_number(Some(&"x".into()), Some(&"x".into())));
        assert!(!same_number(None, Some(&0.into())));
    }

    #[test]
    fn a_metric_that_gold_does_not_name_is_not_asked_for() {
        let ratio = |metric: Option<&str>| serde_json::json!({ "type": "ratio", "value": 40, "unit": "percent", "metric": metric });
        assert_eq!(both(ratio(None), ratio(Some("hộ nghèo"))), (true, true));
        assert_eq!(both(ratio(Some("hộ nghèo")), ratio(None)), (false, true));
    }

    #[test]
    fn an_article_agrees_by_title_and_stamp() {
        let article = |title: &str, published: Option<&str>| serde_json::json!({ "type": "article", "title": title, "published": published });
        let gold = article("Đại hội Đảng bộ Sở Y tế", None);
        assert_eq!(both(gold.clone(), article("ĐẠI HỘI ĐẢNG BỘ SỞ Y TẾ", Some(""))), (true, true));
        assert_eq!(both(gold.clone(), article("Đại hội Đảng bộ Sở Y tế", Some("2024"))), (false, true));
        assert_eq!(both(gold, article("Đại hội", None)), (false, false));
    }

    #[test]
    fn lists_agree_in_order() {
        let gold = serde_json::json!(["Hồng Tấm", "Phương Hiền"]);
        assert!(same_field(&gold, Some(&serde_json::json!(["hồng tấm", "Phương Hiền"]))));
        assert!(!same_field(&gold, Some(&serde_json::json!(["Phương Hiền", "Hồng Tấm"]))));
        assert!(!same_field(&gold, None));
    }
}
