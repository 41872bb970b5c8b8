//! Why a text gives the records that it gives: every rule that matched, where, what its slots took, and what became
//! of it.
//!
//! Overlaps are settled by a written order (priority, length, start, the order of the rules), scopes and guards by
//! the resolver. Nothing of that is told twice here: to learn what a match is good for, it is taken out and the rest
//! is resolved again.

mod outcome;
mod render;

use serde::Serialize;

use crate::document::Document;
use crate::engine::Extractor;
use crate::error::DocumentError;
use crate::matching::{Candidate, Scratch};
use crate::record::Record;
use crate::trace::Trace;
use outcome::Judge;
pub use outcome::{Outcome, Reason};

/// Everything that matched in one document.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    /// The matches in groups that share letters, in text order.
    pub groups: Vec<Group>,
}

/// Matches that want the same letters.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    /// Offset of the first unit of the first match, in the unit of the options.
    pub start: usize,
    /// Offset after the last unit of the last match.
    pub end: usize,
    /// The text from the first to the last.
    pub text: String,
    /// The matches, those that count first, then by the order in which they win.
    pub matches: Vec<Match>,
}

/// One rule that matched at one place.
#[derive(Clone, Debug, Serialize)]
pub struct Match {
    /// The rule.
    pub rule: String,
    /// The type that it emits; absent where it only keeps others off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emits: Option<&'static str>,
    /// Its priority.
    pub priority: i32,
    /// Offset of the first unit.
    pub start: usize,
    /// Offset after the last unit.
    pub end: usize,
    /// What the pattern matched.
    pub text: String,
    /// What its slots captured, by name.
    pub slots: Vec<(&'static str, String)>,
    /// What became of it.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// Explains what `extractor` makes of `document`.
pub fn explain(extractor: &Extractor, document: &Document) -> Result<Explanation, DocumentError> {
    let mut scratch = Scratch::default();
    let trace = Trace::new(extractor, document, &mut scratch)?;
    let judge = Judge::new(&trace, extractor.rules());
    let groups = clusters(trace.candidates());
    Ok(Explanation {
        groups: groups.iter().map(|numbers| group(extractor, &trace, &judge, numbers)).collect(),
    })
}

/// The candidates, by number, in groups of which each shares letters with another of its group.
fn clusters(candidates: &[Candidate]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by_key(|&number| (candidates[number].start, candidates[number].end));
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut end = 0;
    for number in order {
        match groups.last_mut() {
            Some(group) if candidates[number].start < end => group.push(number),
            _ => groups.push(vec![number]),
        }
        end = end.max(candidates[number].end);
    }
    groups
}

fn group(extractor: &Extractor, trace: &Trace<'_>, judge: &Judge<'_>, numbers: &[usize]) -> Group {
    let candidates = trace.candidates();
    let start = numbers.iter().map(|&number| candidates[number].start).min().unwrap_or_default() as usize;
    let end = numbers.iter().map(|&number| candidates[number].end).max().unwrap_or_default() as usize;
    let mut ranked = numbers.to_vec();
    ranked.sort_by_key(|&number| judge.rank(number));
    let mut matches: Vec<Match> =
        ranked.into_iter().map(|number| describe(extractor, trace, judge, number)).collect();
    matches.sort_by_key(|found| !found.outcome.counts());
    let (first, last) = trace.offsets(start, end);
    Group { start: first, end: last, text: trace.text(start, end).to_owned(), matches }
}

fn describe(extractor: &Extractor, trace: &Trace<'_>, judge: &Judge<'_>, number: usize) -> Match {
    let candidate = &trace.candidates()[number];
    let rule = &extractor.rules().rules[candidate.rule as usize];
    let (from, to) = (candidate.start as usize, candidate.end as usize);
    let (start, end) = trace.offsets(from, to);
    let slots = trace.captures(candidate).iter();
    let slots = slots.map(|capture| {
        (capture.slot.name(), trace.text(capture.start as usize, capture.end as usize).to_owned())
    });
    Match {
        rule: rule.id.to_string(),
        emits: rule.emits.map(crate::record::RecordType::name),
        priority: rule.priority,
        start,
        end,
        text: trace.text(from, to).to_owned(),
        slots: slots.collect(),
        outcome: judge.outcome(number),
    }
}

/// A record without what tells documents apart.
pub(crate) fn brief(record: &Record) -> String {
    let mut fields = serde_json::to_value(&record.fact).unwrap_or_default();
    if let Some(fields) = fields.as_object_mut() {
        fields.retain(|field, _| !matches!(field.as_str(), "type" | "mentions" | "record_counts"));
    }
    format!("{} “{}” {fields}", record.record_type().name(), record.text)
}
