//! The measure itself: pairs counted over all documents, type by type.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::agree::{Level, same_field};
use super::emitted::Emitted;
use super::gold::Gold;
use super::likeness::{fold, overlap_f1};
use super::pair::{Pairing, pair};
use super::report::{Figures, Mistake, MistakeKind, Report, Share, TypeScore};
use super::statement::{Statement, has_scored_offsets};
use crate::record::RecordType;

/// The types whose strict F1 makes the headline.
const MAIN: [RecordType; 5] =
    [RecordType::Date, RecordType::Person, RecordType::Count, RecordType::Ratio, RecordType::Target];
/// The further types, below them in the table.
const FURTHER: [RecordType; 3] = [RecordType::Measure, RecordType::Reference, RecordType::Article];
/// Two titles are the same if they share at least this much of their words.
const SAME_TITLE: f64 = 0.8;
/// The fields of a false alarm that are shown.
const SHOWN: [&str; 9] =
    ["value", "value_max", "comparator", "unit", "metric", "subject", "name", "number", "rule"];
/// The fields of a miss that are not shown: they are shown otherwise, or say nothing.
const NOT_SHOWN: [&str; 5] = ["type", "text", "n", "start", "end"];

/// Scores `emitted` against `gold`: all types, or one.
pub fn score(gold: &Gold, emitted: &Emitted, only: Option<RecordType>) -> Report {
    let wanted =
        MAIN.into_iter().chain(FURTHER).filter(|&record_type| only.is_none_or(|one| one == record_type));
    let (types, mistakes): (Vec<_>, Vec<_>) =
        wanted.map(|record_type| score_type(record_type, gold, emitted)).unzip();
    let mut mistakes: Vec<Mistake> = mistakes.into_iter().flatten().collect();
    mistakes.sort_by(|one, other| sort_key(one).cmp(&sort_key(other)));
    Report {
        headline: mean(&types, |scored| scored.strict.f1),
        value_mean: mean(&types, |scored| scored.value.f1),
        types,
        documents: gold.len(),
        mistakes,
    }
}

fn sort_key(mistake: &Mistake) -> (&str, &str, MistakeKind) {
    (mistake.record_type.name(), &mistake.document, mistake.kind)
}

/// The mean over the main types that gold has records of; 0 where there are none.
fn mean(types: &[TypeScore], figure: impl Fn(&TypeScore) -> f64) -> f64 {
    let main = types.iter().filter(|scored| MAIN.contains(&scored.record_type) && scored.gold > 0);
    let figures: Vec<f64> = main.map(figure).collect();
    if figures.is_empty() { 0.0 } else { figures.iter().sum::<f64>() / figures.len() as f64 }
}

fn score_type(record_type: RecordType, gold: &Gold, emitted: &Emitted) -> (TypeScore, Vec<Mistake>) {
    let (mut strict, mut value) = (Count::default(), Count::default());
    let mut beside = Beside::default();
    for (document, records) in &gold.documents {
        let case = Case { record_type, document, gold: records, emitted: emitted.of(document) };
        value.add(&case.pair(Level::Value));
        let pairing = case.pair(Level::Strict);
        strict.add(&pairing);
        beside.add(&case, &pairing);
    }
    let scored = TypeScore {
        record_type,
        strict: strict.figures(),
        value: value.figures(),
        gold: strict.right + strict.missed,
        beside: beside.share,
        titles: (record_type == RecordType::Person).then(|| beside.titles.figures()),
    };
    (scored, beside.mistakes)
}

/// The records of one type in one document.
struct Case<'s> {
    record_type: RecordType,
    document: &'s str,
    gold: &'s [Statement],
    emitted: &'s [Statement],
}

impl<'s> Case<'s> {
    /// Pairs the records; what is optional on the gold side neither counts nor harms.
    fn pair(&self, level: Level) -> Pairing<'s> {
        let of_type = |statements: &'s [Statement]| -> Vec<&'s Statement> {
            statements.iter().filter(|statement| statement.record_type == Some(self.record_type)).collect()
        };
        let mut pairing = pair(level, self.record_type, &of_type(self.gold), &of_type(self.emitted));
        pairing.pairs.retain(|(gold, _)| !gold.is_optional());
        let excuses = Excuses::new(self);
        pairing.alarms.retain(|alarm| !excuses.cover(alarm));
        pairing
    }

    fn mistake(&self, kind: MistakeKind, text: Option<&str>, detail: String) -> Mistake {
        let text = text.unwrap_or_default().to_owned();
        Mistake { record_type: self.record_type, document: self.document.to_owned(), kind, text, detail }
    }
}

/// What makes a false alarm none: it touches something optional, of whatever type that was read as.
enum Excuses<'s> {
    Names(HashSet<String>),
    Spans(Vec<&'s Statement>),
}

impl<'s> Excuses<'s> {
    fn new(case: &Case<'s>) -> Self {
        let optional = case.gold.iter().filter(|statement| statement.is_optional());
        if has_scored_offsets(case.record_type) {
            Self::Spans(optional.collect())
        } else {
            Self::Names(optional.map(name_or_text).collect())
        }
    }

    fn cover(&self, alarm: &Statement) -> bool {
        match self {
            Self::Names(names) => names.contains(&alarm.folded_name()),
            Self::Spans(spans) => spans.iter().any(|optional| optional.overlaps(alarm)),
        }
    }
}

fn name_or_text(statement: &Statement) -> String {
    let fields = &statement.fields;
    let name = fields.name.as_deref().filter(|name| !name.is_empty());
    fold(name.or(fields.text.as_deref()).unwrap_or_default())
}

/// Right, wrong and missed records of all documents.
#[derive(Default)]
struct Count {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Count {
    fn add(&mut self, pairing: &Pairing<'_>) {
        self.right += pairing.pairs.len();
        self.wrong += pairing.alarms.len();
        self.missed += pairing.missed.len();
    }

    fn figures(&self) -> Figures {
        Figures::new(self.right, self.wrong, self.missed)
    }
}

/// What is told beside the main figures.
#[derive(Default)]
struct Beside {
    share: Share,
    titles: Count,
    mistakes: Vec<Mistake>,
}

impl Beside {
    fn add(&mut self, case: &Case<'_>, pairing: &Pairing<'_>) {
        for (gold, emitted) in &pairing.pairs {
            self.add_field(case.record_type, gold, emitted);
            if case.record_type == RecordType::Person {
                self.add_titles(case, gold, emitted);
            }
        }
        for missed in &pairing.missed {
            let detail = json(missed.all.iter().filter(|(field, _)| !NOT_SHOWN.contains(&field.as_str())));
            self.mistakes.push(case.mistake(MistakeKind::Missed, missed.fields.text.as_deref(), detail));
        }
        for alarm in &pairing.alarms {
            let shown = SHOWN.iter().filter_map(|field| alarm.all.get_key_value(*field));
            let detail = json(shown.filter(|(_, value)| !value.is_null()));
            self.mistakes.push(case.mistake(MistakeKind::False, alarm.fields.text.as_deref(), detail));
        }
    }

    fn add_field(&mut self, record_type: RecordType, gold: &Statement, emitted: &Statement) {
        let Some(wanted) = further_field(record_type, gold) else { return };
        self.share.of += 1;
        self.share.agreeing += usize::from(same_field(wanted, further_field(record_type, emitted)));
    }

    fn add_titles(&mut self, case: &Case<'_>, gold: &Statement, emitted: &Statement) {
        let name = gold.fields.name.as_deref();
        let mut made = emitted.titles();
        for wanted in gold.titles() {
            if let Some(at) = nearest(&wanted, &made) {
                self.titles.right += 1;
                made.remove(at);
            } else {
                self.titles.missed += 1;
                self.mistakes.push(case.mistake(MistakeKind::TitleMissed, name, wanted));
            }
        }
        self.titles.wrong += made.len();
        let wrong = made.into_iter().map(|title| case.mistake(MistakeKind::TitleWrong, name, title));
        self.mistakes.extend(wrong);
    }
}

/// The field that is told beside the figures of a type.
fn further_field(record_type: RecordType, statement: &Statement) -> Option<&Value> {
    let fields = &statement.fields;
    match record_type {
        RecordType::Date | RecordType::Person => fields.role.as_ref(),
        RecordType::Target => fields.period.as_ref(),
        RecordType::Article => fields.authors.as_ref(),
        _ => None,
    }
}

/// The number of the title that is most like `wanted`, the first of equals, if it is like enough.
fn nearest(wanted: &str, titles: &[String]) -> Option<usize> {
    let mut best = None;
    let mut most = SAME_TITLE;
    for (number, title) in titles.iter().enumerate() {
        let likeness = overlap_f1(Some(wanted), Some(title));
        if likeness > most || (best.is_none() && likeness >= most) {
            (best, most) = (Some(number), likeness);
        }
    }
    best
}

fn json<'f>(fields: impl Iterator<Item = (&'f String, &'f Value)>) -> String {
    let fields: Map<String, Value> = fields.map(|(field, value)| (field.clone(), value.clone())).collect();
    Value::Object(fields).to_string()
}
