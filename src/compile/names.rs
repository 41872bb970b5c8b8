//! Names in rule files resolved to numbers, with an error for each name that nothing defines.

use std::collections::{BTreeMap, BTreeSet};

use super::ruleset::{EntrySet, Guard, TermKind};
use super::ruleset::{Term, TermId};
use super::warnings;
use crate::diagnostic::{Code, Diagnostic, Source};
use crate::pack::model::{self, Text};

/// The names that packs define, and the errors found while they are looked up.
pub(super) struct Names<'p> {
    pub(super) sources: &'p [Source],
    pub(super) terms: BTreeMap<&'p str, TermId>,
    /// The names that something uses.
    pub(super) used: Used,
    pub(super) errors: Vec<Diagnostic>,
}

/// What was looked up and found: the kind of name, and its number among the known ones.
pub(super) type Used = BTreeSet<(&'static str, usize)>;

/// Stands for a kind of token in a list of terms.
const KINDS: [&str; 7] = ["#number", "#word", "#capital", "#small", "#edge", "#later", "#attached"];

impl Names<'_> {
    /// Records an error at `text` of file `source`.
    pub(super) fn error(&mut self, code: Code, source: usize, text: &Text, title: String) {
        self.errors.push(Diagnostic::at(code, &self.sources[source], text.span(), title));
    }

    /// The number of `text` in `known`, or an error that suggests the nearest.
    pub(super) fn look_up(
        &mut self,
        what: &'static str,
        source: usize,
        text: &Text,
        known: &[&str],
    ) -> Option<usize> {
        let name = text.get_ref();
        let found = known.iter().position(|candidate| candidate == name);
        if let Some(number) = found {
            self.used.insert((what, number));
        } else {
            let title = format!("no {what} is called `{name}`");
            let error = Diagnostic::at(Code::UnknownName, &self.sources[source], text.span(), title);
            self.errors.push(error.suggest(name, known.iter().copied()));
        }
        found
    }

    /// The term called `text`, or an error.
    pub(super) fn term(&mut self, source: usize, text: &Text) -> Option<TermId> {
        if let Some(&term) = self.terms.get(text.get_ref().as_str()) {
            self.used.insert((warnings::TERM, term));
            return Some(term);
        }
        let known: Vec<&str> = self.terms.keys().copied().collect();
        self.look_up(warnings::TERM, source, text, &known)
    }

    /// The entries of the word terms in `texts`, and the kinds of token among them.
    pub(super) fn entries(&mut self, source: usize, texts: &[Text], terms: &[Term]) -> EntrySet {
        let mut set = EntrySet::default();
        for text in texts {
            if text.get_ref().starts_with('#') {
                self.add_kind(source, text, &mut set);
            } else if let Some(term) = self.term(source, text) {
                match &terms[term].kind {
                    TermKind::Words(list) => set.extend(&list.entries),
                    TermKind::Pattern(_) => {
                        let title =
                            format!("`{}` is a pattern; a list of words belongs here", text.get_ref());
                        self.error(Code::BadValue, source, text, title);
                    }
                }
            }
        }
        set
    }

    fn add_kind(&mut self, source: usize, text: &Text, set: &mut EntrySet) {
        match self.look_up("kind of token", source, text, &KINDS) {
            Some(0) => set.number = true,
            Some(1) => set.word = true,
            Some(2) => set.capital = true,
            Some(3) => set.small = true,
            Some(4) => set.edge = true,
            Some(5) => set.later = true,
            Some(_) => set.attached = true,
            None => {}
        }
    }

    /// A guard with its lists resolved.
    pub(super) fn guard(&mut self, source: usize, guard: &model::Guard, terms: &[Term]) -> Guard {
        let mut resolve = |texts: &[Text]| (!texts.is_empty()).then(|| self.entries(source, texts, terms));
        Guard {
            is_any: resolve(&guard.is_any),
            is_none: resolve(&guard.is_none),
            unless: resolve(&guard.unless),
        }
    }
}
