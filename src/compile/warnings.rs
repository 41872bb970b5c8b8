//! What works but is of no use, or slow: names that nothing uses, and long lists of words inside a regex.

use super::build::place_in;
use super::names::Used;
use super::pattern::Piece;
use super::ruleset::{Ruleset, TermKind};
use crate::diagnostic::{Code, Diagnostic, Source};
use crate::pack::{Located, Pack, model};

/// What terms are called where a name is looked up.
pub(super) const TERM: &str = "term";
/// What phrases are called.
pub(super) const PHRASE: &str = "phrase";
/// What scopes are called.
pub(super) const SCOPE: &str = "scope";
/// What lexicon files are called.
pub(super) const LEXICON: &str = "lexicon file";

/// A list of more words is slow where the scan cannot look for them.
const LONG: usize = 300;
/// How deep terms are followed into terms.
const DEEPEST: usize = 32;

/// All warnings on a pack that compiles to `rules` and uses the names `used`, in the order of the pack.
pub(super) fn of(pack: &Pack, rules: &Ruleset, used: &Used) -> Vec<Diagnostic> {
    let mut warnings = unused(pack, used);
    for (written, rule) in pack.rules.iter().zip(&rules.rules) {
        warnings.extend(long_lists(pack, written, &rule.pieces, rules));
    }
    warnings.sort_by_key(|warning| {
        warning.place.as_ref().map(|(source, span)| (source.path.clone(), span.start))
    });
    warnings
}

fn unused(pack: &Pack, used: &Used) -> Vec<Diagnostic> {
    let terms = pack.terms.iter().map(|(name, term)| (name, place(pack, term)));
    let phrases = pack.phrases.iter().map(|(name, phrase)| (name, place(pack, phrase)));
    let scopes = pack.scopes.iter().map(|(name, scope)| (name, place(pack, scope)));
    let turns = |name: &String| pack.scopes.get(name).is_some_and(|scope| !scope.item.turns.is_empty());
    let lexicons = pack.lexicons.iter().map(|(name, lexicon)| (name, (lexicon, 0..0)));
    let mut warnings = Vec::new();
    warnings.extend(unused_among(TERM, terms, used, |_| false));
    warnings.extend(unused_among(PHRASE, phrases, used, |_| false));
    warnings.extend(unused_among(SCOPE, scopes, used, turns));
    warnings.extend(unused_among(LEXICON, lexicons, used, |_| false));
    warnings
}

type Place<'p> = (&'p Source, std::ops::Range<usize>);

fn place<'p, T>(pack: &'p Pack, item: &Located<T>) -> Place<'p> {
    (&pack.sources[item.source], item.span.clone())
}

fn unused_among<'p>(
    what: &'static str,
    known: impl Iterator<Item = (&'p String, Place<'p>)>,
    used: &Used,
    stands_alone: impl Fn(&String) -> bool,
) -> impl Iterator<Item = Diagnostic> {
    let idle = known
        .enumerate()
        .filter(move |(number, (name, _))| !used.contains(&(what, *number)) && !stands_alone(name));
    idle.map(move |(_, (name, place))| {
        Diagnostic::at(Code::UnusedName, place.0, place.1, format!("nothing uses the {what} `{name}`"))
    })
}

/// A warning for each term in `pieces`, the pattern of a rule after its leading list, that stands for too many words.
fn long_lists(
    pack: &Pack,
    rule: &Located<model::Rule>,
    pieces: &[Piece],
    rules: &Ruleset,
) -> Vec<Diagnostic> {
    let source = &pack.sources[rule.source];
    let long = pieces.iter().filter_map(|piece| match piece {
        Piece::Regex(_) => None,
        Piece::Term { name, span, .. } => {
            let (list, length) = longest_list(name, rules, 0)?;
            (length > LONG).then_some((list, length, span))
        }
    });
    let warning = |(list, length, span): (&str, usize, &std::ops::Range<usize>)| {
        let title = format!("the {length} words of `{list}` stand inside a regex");
        let place = place_in(&source.text, &rule.item.pattern, span);
        Diagnostic::at(Code::LongList, source, place, title)
            .note("lists are fast where a pattern begins with them, and in `before`, `after` and the like")
    };
    long.map(warning).collect()
}

/// The longest list of words in term `name` or in a term in it, and how many words it has.
fn longest_list<'r>(name: &str, rules: &'r Ruleset, depth: usize) -> Option<(&'r str, usize)> {
    let term = &rules.terms[rules.term(name)?];
    match &term.kind {
        TermKind::Words(list) => Some((&term.name, list.phrases.len())),
        TermKind::Pattern(pieces) if depth < DEEPEST => {
            let inner = pieces.iter().filter_map(|piece| match piece {
                Piece::Regex(_) => None,
                Piece::Term { name, .. } => longest_list(name, rules, depth + 1),
            });
            inner.max_by_key(|&(_, length)| length)
        }
        TermKind::Pattern(_) => None,
    }
}
