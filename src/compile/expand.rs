//! Terms expanded into regex text.

use super::pattern::{Piece, alternation};
use super::ruleset::{Term, TermId, TermKind};
use super::slot::Slot;

/// The regex text of `pieces`; each slot becomes a named group, reported in order to `groups`.
pub(super) fn expand(pieces: &[Piece], terms: &[Term], groups: &mut Vec<(Slot, TermId)>) -> String {
    pieces.iter().map(|piece| expand_piece(piece, terms, groups)).collect()
}

fn expand_piece(piece: &Piece, terms: &[Term], groups: &mut Vec<(Slot, TermId)>) -> String {
    match piece {
        Piece::Regex(regex) => regex.clone(),
        Piece::Term { name, slot, .. } => {
            let Some(term) = terms.iter().position(|term| term.name == *name) else { return String::new() };
            match slot.as_deref().and_then(Slot::from_name) {
                Some(slot) => {
                    groups.push((slot, term));
                    format!("({})", expand_term(&terms[term], terms, groups))
                }
                None => format!("(?:{})", expand_term(&terms[term], terms, groups)),
            }
        }
    }
}

fn expand_term(term: &Term, terms: &[Term], groups: &mut Vec<(Slot, TermId)>) -> String {
    match &term.kind {
        TermKind::Words(list) => alternation(list.phrases.iter().map(String::as_str)),
        TermKind::Pattern(pieces) => expand(pieces, terms, groups),
    }
}
