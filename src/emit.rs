//! Drafts become records: ids, evidence and offsets into the text as it was given.

use xxhash_rust::xxh3::Xxh3;

use crate::compile::Ruleset;
use crate::document::{Document, OffsetUnit, Offsets};
use crate::fold::compose::Composed;
use crate::record::{Fact, Mention, Record};
use crate::resolve::{Draft, Link};

/// The rule id of article records.
const ARTICLE_RULE: &str = "article";

/// The records of `drafts`.
pub fn records(
    document: &Document,
    composed: &Composed<'_>,
    rules: &Ruleset,
    unit: OffsetUnit,
    drafts: Vec<Draft>,
) -> Vec<Record> {
    let ids: Vec<String> = drafts.iter().map(|draft| id(document, composed, rules, draft)).collect();
    let mut offsets = Offsets::new(&document.text, unit);
    let mut records = Vec::with_capacity(drafts.len());
    for (number, mut draft) in drafts.into_iter().enumerate() {
        let (start, end) = (composed.original(draft.start), composed.original(draft.end));
        link(&mut draft, &ids);
        name_mentions(&mut draft, document, composed, &mut offsets);
        records.push(Record {
            id: ids[number].clone(),
            doc: document.id.clone(),
            text: document.text.get(start..end).unwrap_or_default().to_owned(),
            start: offsets.convert(start),
            end: offsets.convert(end),
            rule: draft.rule.map_or(ARTICLE_RULE, |rule| &rules.rules[rule as usize].id).to_owned(),
            flags: draft.flags,
            fact: draft.fact,
        });
    }
    // Evidence that reaches back over an earlier record begins before it.
    if let Some((_, after_article)) = records.split_first_mut() {
        after_article.sort_by_key(|record| record.start);
    }
    records
}

/// A stable id: a hash of the document's id, the rule, the place and the evidence.
fn id(document: &Document, composed: &Composed<'_>, rules: &Ruleset, draft: &Draft) -> String {
    let (start, end) = (composed.original(draft.start), composed.original(draft.end));
    let mut hasher = Xxh3::new();
    let rule = draft.rule.map_or(ARTICLE_RULE, |rule| &rules.rules[rule as usize].id);
    for part in
        [&document.id, rule, draft.record_type().name(), document.text.get(start..end).unwrap_or_default()]
    {
        hasher.update(part.as_bytes());
        hasher.update(&[0xFF]);
    }
    hasher.update(&(start as u64).to_le_bytes());
    hasher.update(&(end as u64).to_le_bytes());
    hexadecimal(hasher.digest128())
}

/// The 32 hexadecimal digits of a number: for each record, so that the way by `format!` would be felt.
fn hexadecimal(number: u128) -> String {
    let digit = |place: u32| char::from(b"0123456789abcdef"[(number >> (4 * place)) as usize & 15]);
    (0..32).rev().map(digit).collect()
}

/// Writes the ids of the records that a draft is linked to into its fact. Links count from the first draft after the
/// article.
fn link(draft: &mut Draft, ids: &[String]) {
    for &(link, number) in &draft.links {
        let id = ids.get(number + 1).cloned();
        match (link, &mut draft.fact) {
            (Link::PartOf, Fact::Count(count)) => count.part_of = id,
            (Link::Of, Fact::Ratio(ratio)) => ratio.of = id,
            (Link::Target, Fact::Ratio(ratio)) => ratio.target = id,
            _ => {}
        }
    }
}

fn name_mentions(draft: &mut Draft, document: &Document, composed: &Composed<'_>, offsets: &mut Offsets<'_>) {
    let Fact::Person(person) = &mut draft.fact else { return };
    person.mentions = draft
        .mentions
        .iter()
        .map(|&(start, end)| {
            let (start, end) = (composed.original(start), composed.original(end));
            Mention {
                start: offsets.convert(start),
                end: offsets.convert(end),
                text: document.text.get(start..end).unwrap_or_default().to_owned(),
            }
        })
        .collect();
}
