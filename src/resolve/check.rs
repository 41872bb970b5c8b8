//! Data-quality remarks: what a careful analyst would notice in the article's own figures.
//!
//! A remark never removes a record and never changes its value.

use std::collections::BTreeMap;

use super::Context;
use super::draft::{Draft, Link};
use crate::record::{Comparator, Count, Fact, Flag, Number, Ratio};

/// Adds the remarks that need more than one record.
pub(super) fn flag(_: Context<'_>, drafts: &mut [Draft]) {
    sums(drafts);
    quotients(drafts);
    against_targets(drafts);
}

/// The parts of a count must add up to it, if they are meant to: all of one noun, and at least two.
fn sums(drafts: &mut [Draft]) {
    let mut parts_of: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for draft in drafts.iter() {
        let wholes = draft.links.iter().filter(|(link, _)| *link == Link::PartOf);
        for &(_, whole) in wholes {
            parts_of.entry(whole).or_default().extend(exact(draft));
        }
    }
    for (whole, parts) in parts_of {
        let Fact::Count(Count { value: total, comparator: Comparator::Equal, .. }) = drafts[whole].fact
        else {
            continue;
        };
        let sum: f64 = parts.iter().sum();
        if parts.len() >= 2 && sum > total.as_f64() && !explains(&parts, total) {
            drafts[whole].flag(Flag::SumMismatch);
        }
    }
}

/// The value of a count that is stated exactly.
fn exact(draft: &Draft) -> Option<f64> {
    match &draft.fact {
        Fact::Count(Count { value, comparator: Comparator::Equal, .. }) => Some(value.as_f64()),
        _ => None,
    }
}

/// Whether a run of the parts from the first on adds up to the total: what follows breaks it down anew.
fn explains(parts: &[f64], total: Number) -> bool {
    let mut sum = 0.0;
    parts.iter().any(|part| {
        sum += part;
        (sum - total.as_f64()).abs() < 0.5
    })
}

/// A percentage that qualifies a fraction must be what the fraction gives, to the decimals that are printed.
fn quotients(drafts: &mut [Draft]) {
    for at in 0..drafts.len() {
        let Some(&(_, of)) = drafts[at].links.iter().find(|(link, _)| *link == Link::Of) else { continue };
        let (Fact::Ratio(stated), Fact::Ratio(fraction)) = (&drafts[at].fact, &drafts[of].fact) else {
            continue;
        };
        if disagrees(stated, fraction) {
            drafts[at].flag(Flag::RatioMismatch);
        }
    }
}

fn disagrees(stated: &Ratio, fraction: &Ratio) -> bool {
    let (true, "percent", Comparator::Equal) =
        (fraction.unit == "fraction", stated.unit.as_str(), stated.comparator)
    else {
        return false;
    };
    let tolerance = 0.5 * 10f64.powi(-i32::from(stated.value.decimals())) * 1.000_001;
    let unit = 2.0 * tolerance;
    (stated.value.as_f64() - fraction.value.as_f64() * 100.0).abs() > unit
}

/// A ratio held against its own target.
fn against_targets(drafts: &mut [Draft]) {
    for at in 0..drafts.len() {
        let Some(&(_, target)) = drafts[at].links.iter().find(|(link, _)| *link == Link::Target) else {
            continue;
        };
        let (Fact::Ratio(ratio), Fact::Target(aim)) = (&drafts[at].fact, &drafts[target].fact) else {
            continue;
        };
        let (value, wanted) = (ratio.value.as_f64(), aim.value.as_f64());
        let flag = match aim.comparator {
            Comparator::AtMost | Comparator::Below if value > wanted => Some(Flag::AboveTarget),
            Comparator::AtMost | Comparator::Below => None,
            _ if value < wanted => Some(Flag::BelowTarget),
            _ if value > wanted => Some(Flag::AboveTarget),
            _ => None,
        };
        if let Some(flag) = flag {
            drafts[at].flag(flag);
        }
    }
}
