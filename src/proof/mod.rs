//! The rules' own examples, run: each rule file carries texts and what its rules make of them.
//!
//! An example is read by the whole engine with all packs at hand, so it also proves that no other rule takes its
//! letters. It holds if the rule makes a record with at least the fields that it gives, or makes none if it gives
//! nothing.

mod idle;

use serde_json::Value;

use crate::compile::compile;
use crate::diagnostic::{Code, Diagnostic, PackErrors};
use crate::document::Document;
use crate::engine::{Extractor, ExtractorBuilder, Options};
use crate::explain;
use crate::layout::Zone;
use crate::pack::model::{Example, Rule};
use crate::pack::{Located, Pack};
use crate::record::Record;

pub use idle::idle_rules;

/// What running all examples showed.
#[derive(Debug, Default)]
pub struct Proof {
    /// How many rules there are.
    pub rules: usize,
    /// How many examples were run.
    pub examples: usize,
    /// The examples that do not come out as they say.
    pub failures: Vec<Diagnostic>,
}

/// Runs the examples of every rule of the builder's packs.
pub fn prove(builder: &ExtractorBuilder) -> Result<Proof, PackErrors> {
    let pack = builder.read();
    let mut extractor = Extractor::from_rules(compile(&pack)?, Options::default());
    let mut proof = Proof { rules: pack.rules.len(), ..Proof::default() };
    for rule in &pack.rules {
        for example in &rule.item.example {
            proof.examples += 1;
            proof.failures.extend(check(&mut extractor, &pack, rule, example));
        }
    }
    Ok(proof)
}

/// Runs one example; a failure says what came out instead.
fn check(
    extractor: &mut Extractor,
    pack: &Pack,
    rule: &Located<Rule>,
    example: &Example,
) -> Option<Diagnostic> {
    let id = rule.item.id.get_ref();
    let records = records(extractor, example);
    let made: Vec<&Record> = records.iter().filter(|record| record.rule == *id).collect();
    let complaint = match serde_json::to_value(example.gives.get_ref()).unwrap_or_default() {
        Value::String(_) if made.is_empty() => return None,
        Value::String(_) => format!("it gives {}", brief(made[0])),
        wanted => {
            if records.iter().filter(|record| is_by(record, rule)).any(|record| holds(&wanted, record)) {
                return None;
            }
            not_given(&made, &records)
        }
    };
    let source = &pack.sources[rule.source];
    let error = Diagnostic::at(
        Code::FailedExample,
        source,
        example.text.span(),
        format!("an example of rule `{id}` does not hold"),
    );
    Some(error.label("this text").note(complaint))
}

/// Whether a record is the rule's own: what a rule says of the article shows in the article's record.
fn is_by(record: &Record, rule: &Located<Rule>) -> bool {
    record.rule == *rule.item.id.get_ref()
        || (rule.item.emits.get_ref() == "article"
            && record.record_type() == crate::record::RecordType::Article)
}

fn not_given(made: &[&Record], all: &[Record]) -> String {
    if let Some(record) = made.first() {
        return format!("it gives {}", brief(record));
    }
    let others: Vec<String> = all.iter().skip(1).map(brief).collect();
    match others.as_slice() {
        [] => "no rule gives anything".to_owned(),
        others => format!("it gives nothing; other rules give {}", others.join(" and ")),
    }
}

/// A record in one line, with its rule.
fn brief(record: &Record) -> String {
    format!("{} by `{}`", explain::brief(record), record.rule)
}

fn records(extractor: &mut Extractor, example: &Example) -> Vec<Record> {
    extractor.set_zone(zone(example));
    extractor.extract(&document(example)).unwrap_or_default()
}

/// The zone that an example is read in; `None` for a whole page.
fn zone(example: &Example) -> Option<Zone> {
    example.zone.as_ref().map_or(Some(Zone::Body), |zone| Zone::from_name(zone.get_ref()))
}

fn document(example: &Example) -> Document {
    let mut document = Document::new("example", example.text.get_ref().as_str());
    document.metadata.published.clone_from(&example.published);
    document
}

/// Whether `record` has every field of `wanted`.
fn holds(wanted: &Value, record: &Record) -> bool {
    let found = serde_json::to_value(record).unwrap_or_default();
    let Value::Object(wanted) = wanted else { return false };
    wanted.iter().all(|(field, value)| same(value, &found[field.as_str()]))
}

/// Whether a field is as wanted; a title may be given as one string.
fn same(wanted: &Value, found: &Value) -> bool {
    match (wanted, found) {
        (Value::Array(wanted), Value::Array(found)) => {
            wanted.len() == found.len() && wanted.iter().zip(found).all(|(wanted, found)| same(wanted, found))
        }
        (Value::String(wanted), Value::Object(title)) => {
            let parts = ["title", "organization"].into_iter().filter_map(|part| title.get(part)?.as_str());
            parts.collect::<Vec<_>>().join(" ") == *wanted
        }
        (Value::Number(wanted), Value::Number(found)) => wanted.as_f64() == found.as_f64(),
        _ => wanted == found,
    }
}
