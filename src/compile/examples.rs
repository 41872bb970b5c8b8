//! Examples, checked before they are run: what they give and where they are read.

use super::names::Names;
use crate::diagnostic::{Code, Diagnostic};
use crate::layout::Zone;
use crate::pack::model::{Example, Rule};

/// What an example may name as its zone to be laid out as a whole page.
const WHOLE_PAGE: &str = "page";
/// What an example gives where its rule makes no record.
const NOTHING: &str = "nothing";

/// Checks that a rule has examples, and each of them.
pub(super) fn check(names: &mut Names<'_>, source: usize, rule: &Rule) {
    if rule.example.is_empty() {
        let title = format!("rule `{}` has no example", rule.id.get_ref());
        let error = Diagnostic::at(Code::NoExample, &names.sources[source], rule.id.span(), title);
        names.errors.push(error.note("add a [[rule.example]] with `text` and `gives`"));
    }
    rule.example.iter().for_each(|example| check_one(names, source, example));
}

fn check_one(names: &mut Names<'_>, source: usize, example: &Example) {
    if let Some(zone) = &example.zone {
        let mut known = Zone::ALL.map(Zone::name).to_vec();
        known.push(WHOLE_PAGE);
        names.look_up("zone", source, zone, &known);
    }
    let gives = &example.gives;
    if gives.get_ref().is_table() || gives.get_ref().as_str() == Some(NOTHING) {
        return;
    }
    let title = "an example gives the fields of a record, or \"nothing\"";
    let error = Diagnostic::at(Code::BadValue, &names.sources[source], gives.span(), title);
    names.errors.push(error.note("write it as `gives = { value = 3 }` or as `gives = \"nothing\"`"));
}
