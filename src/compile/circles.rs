//! Terms that contain themselves: found by a walk from each term down to the words.

use std::collections::BTreeMap;

use super::pattern::Piece;
use super::ruleset::{Term, TermId, TermKind};
use crate::pack::{Located, model};

/// How far the walk has come with a term.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    New,
    Open,
    Done,
}

/// For each term those that it names.
pub(super) fn edges(terms: &[Term], written: &BTreeMap<String, Located<model::Term>>) -> Vec<Vec<TermId>> {
    let numbers = written.keys().enumerate().map(|(number, name)| (name.as_str(), number)).collect();
    terms.iter().zip(written.values()).map(|(term, written)| inner(term, &written.item, &numbers)).collect()
}

/// The circles: each term of one names the next, the last the first.
pub(super) fn find(edges: &[Vec<TermId>]) -> Vec<Vec<TermId>> {
    let mut walk =
        Walk { edges, state: vec![Visit::New; edges.len()], open: Vec::new(), circles: Vec::new() };
    (0..edges.len()).for_each(|term| walk.visit(term));
    walk.circles
}

/// Breaks every term that names a broken one, at whatever depth.
pub(super) fn spread(edges: &[Vec<TermId>], broken: &mut [bool]) {
    let mut spreads = broken.contains(&true);
    while spreads {
        spreads = false;
        for term in 0..edges.len() {
            if !broken[term] && edges[term].iter().any(|&inner| broken[inner]) {
                broken[term] = true;
                spreads = true;
            }
        }
    }
}

/// The terms that a term names.
fn inner(term: &Term, written: &model::Term, numbers: &BTreeMap<&str, TermId>) -> Vec<TermId> {
    let names: Vec<&str> = match &term.kind {
        TermKind::Words(_) => written.includes.iter().map(|name| name.get_ref().as_str()).collect(),
        TermKind::Pattern(pieces) => pieces.iter().filter_map(name).collect(),
    };
    names.into_iter().filter_map(|name| numbers.get(name).copied()).collect()
}

fn name(piece: &Piece) -> Option<&str> {
    match piece {
        Piece::Regex(_) => None,
        Piece::Term { name, .. } => Some(name),
    }
}

struct Walk<'e> {
    edges: &'e [Vec<TermId>],
    state: Vec<Visit>,
    /// The terms that the walk is inside of, the outermost first.
    open: Vec<TermId>,
    circles: Vec<Vec<TermId>>,
}

impl Walk<'_> {
    fn visit(&mut self, term: TermId) {
        match self.state[term] {
            Visit::Done => {}
            Visit::Open => {
                let first = self.open.iter().position(|&open| open == term).unwrap_or_default();
                let circle = self.open[first..].to_vec();
                if !self.circles.contains(&circle) {
                    self.circles.push(circle);
                }
            }
            Visit::New => {
                self.state[term] = Visit::Open;
                self.open.push(term);
                let edges = self.edges;
                edges[term].iter().for_each(|&inner| self.visit(inner));
                self.open.pop();
                self.state[term] = Visit::Done;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_told_once_and_what_leads_to_them_is_none() {
        let edges = [vec![1], vec![2], vec![1, 1], vec![3], vec![]];
        assert_eq!(find(&edges), [vec![1, 2], vec![3]]);
        assert!(find(&[vec![1, 1], vec![]]).is_empty());
    }

    #[test]
    fn what_is_broken_breaks_what_names_it() {
        let mut broken = [false, false, true, false];
        spread(&[vec![1], vec![2], vec![], vec![]], &mut broken);
        assert_eq!(broken, [true, true, true, false]);
    }
}
