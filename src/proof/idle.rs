//! Rules that nothing shows to be of use: without them their own examples would come out the same, or another rule
//! always takes their letters.

use super::{document, zone};
use crate::compile::compile;
use crate::compile::ruleset::RuleId;
use crate::diagnostic::{Code, Diagnostic, PackErrors};
use crate::engine::{Extractor, ExtractorBuilder, Options};
use crate::matching::Scratch;
use crate::pack::model::{Example, Rule};
use crate::record::{Record, RecordType};
use crate::trace::Trace;

/// A warning for each rule of the builder's packs that no example needs, in the order of the packs.
pub fn idle_rules(builder: &ExtractorBuilder) -> Result<Vec<Diagnostic>, PackErrors> {
    let pack = builder.read();
    let mut extractor = Extractor::from_rules(compile(&pack)?, Options::default());
    let mut warnings = Vec::new();
    for (number, rule) in pack.rules.iter().enumerate() {
        if let Some((title, note)) = complaint(&mut extractor, number as RuleId, &rule.item) {
            let source = &pack.sources[rule.source];
            let warning = Diagnostic::at(Code::IdleRule, source, rule.item.id.span(), title);
            warnings.push(warning.note(note));
        }
    }
    Ok(warnings)
}

/// What an example shows of its rule.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Use {
    /// Without the rule something else would come out.
    Needed,
    /// Without the rule this one says the same; or nobody knows who does.
    SameBy(Option<String>),
    /// This rule takes its letters.
    TakenBy(String),
    /// The rule does not match at all: the example fails.
    Absent,
}

/// What is to be said of a rule, and the reason.
fn complaint(extractor: &mut Extractor, number: RuleId, rule: &Rule) -> Option<(String, String)> {
    let id = rule.id.get_ref();
    let silent = extractor.rules().rules[number as usize].emits.is_none();
    let telling = rule.example.iter().filter(|example| silent || example.gives.get_ref().is_table());
    let uses: Vec<Use> = telling.map(|example| use_of(extractor, number, example)).collect();
    let Some(first) = uses.first() else {
        let note = "add an example of what it gives".to_owned();
        return Some((format!("no example of rule `{id}` gives anything"), note));
    };
    let alike = uses.iter().all(|found| std::mem::discriminant(found) == std::mem::discriminant(first));
    match first {
        Use::SameBy(other) if alike => {
            let same = match other {
                Some(other) => format!("without it rule `{other}` gives the same"),
                None => "without it the same records come out".to_owned(),
            };
            Some((format!("no example needs rule `{id}`"), same))
        }
        Use::TakenBy(other) if alike => Some((
            format!("rule `{id}` never wins in its own examples"),
            format!("rule `{other}` takes its letters"),
        )),
        _ => None,
    }
}

/// What one example shows of rule `number`.
fn use_of(extractor: &mut Extractor, number: RuleId, example: &Example) -> Use {
    extractor.set_zone(zone(example));
    let document = document(example);
    let mut scratch = Scratch::default();
    let Ok(trace) = Trace::new(extractor, &document, &mut scratch) else { return Use::Absent };
    let with = trace.records(trace.drafts());
    let without = trace.records(trace.drafts_of(|_, candidate| candidate.rule != number));
    match extractor.rules().rules[number as usize].emits {
        None | Some(RecordType::Article) if with == without => Use::SameBy(None),
        None | Some(RecordType::Article) => Use::Needed,
        Some(_) => use_of_records(extractor, number, &trace, &with, &without),
    }
}

fn use_of_records(
    extractor: &Extractor,
    number: RuleId,
    trace: &Trace<'_>,
    with: &[Record],
    without: &[Record],
) -> Use {
    let id = &*extractor.rules().rules[number as usize].id;
    let mut own = with.iter().filter(|record| record.rule == id).peekable();
    if own.peek().is_none() {
        return taker(extractor, number, trace).map_or(Use::Absent, Use::TakenBy);
    }
    if changes_others(id, with, without) {
        return Use::Needed;
    }
    let same = own.map(|record| without.iter().find(|other| says_the_same(record, other)));
    let same: Option<Vec<&Record>> = same.collect();
    same.and_then(|others| others.first().map(|other| other.rule.clone()))
        .map_or(Use::Needed, |other| Use::SameBy(Some(other)))
}

/// Whether records of other rules are not the same without rule `id`: what they measure can come from its records.
fn changes_others(id: &str, with: &[Record], without: &[Record]) -> bool {
    let others = with.iter().filter(|record| record.rule != id);
    let stays = |record: &Record| {
        without.iter().any(|other| other.start == record.start && other.fact == record.fact)
    };
    others.into_iter().any(|record| !stays(record))
}

fn says_the_same(one: &Record, other: &Record) -> bool {
    one.fact == other.fact && one.start < other.end && other.start < one.end
}

/// The rule that made a record of letters that rule `number` matched.
fn taker(extractor: &Extractor, number: RuleId, trace: &Trace<'_>) -> Option<String> {
    let own = trace.candidates().iter().filter(|candidate| candidate.rule == number);
    let spans: Vec<(usize, usize)> = own.map(|own| (own.first as usize, own.last as usize)).collect();
    let drafts = trace.drafts();
    let taken = drafts
        .iter()
        .filter(|draft| spans.iter().any(|&(first, last)| draft.first < last && first < draft.last));
    let rule = taken.filter_map(|draft| draft.rule).find(|&rule| rule != number)?;
    Some(extractor.rules().rules[rule as usize].id.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::PackText;

    const TERM: &str = "[term.number]\nreads = 'number'\npattern = '''[0-9]+'''\n";

    fn rule(id: &str, emits: &str, pattern: &str, priority: i32, text: &str, gives: &str) -> String {
        format!(
            "[[rule]]\nid = '{id}'\nemits = '{emits}'\nabout = 'x'\npattern = '''{pattern}'''\n\
             priority = {priority}\n[[rule.example]]\ntext = '{text}'\ngives = {gives}\n"
        )
    }

    fn warnings(rules: &[String]) -> Vec<(String, String)> {
        let pack = PackText::from_files([("rules.toml", format!("{TERM}{}", rules.concat()))]);
        let warnings = idle_rules(&Extractor::builder().default_rules(false).rules(pack)).unwrap();
        warnings.into_iter().map(|warning| (warning.title, warning.note.unwrap_or_default())).collect()
    }

    fn members() -> String {
        rule("a", "count", "{number:value} members", 0, "3 members", "{ value = 3 }")
    }

    #[test]
    fn a_rule_that_alone_gives_its_record_is_needed() {
        assert_eq!(warnings(&[members()]), []);
    }

    #[test]
    fn a_rule_that_another_would_replace_is_told() {
        let again = rule("b", "count", "{number:value} members", 1, "4 members", "{ value = 4 }");
        let told = warnings(&[members(), again]);
        let wanted = [
            ("rule `a` never wins in its own examples", "rule `b` takes its letters"),
            ("no example needs rule `b`", "without it rule `a` gives the same"),
        ];
        assert_eq!(told, wanted.map(|(title, note)| (title.to_owned(), note.to_owned())));
    }

    #[test]
    fn a_rule_that_only_gives_nothing_is_told() {
        let never = rule("b", "count", "{number:value} rooms", 0, "no rooms", "'nothing'");
        assert_eq!(warnings(&[never])[0].0, "no example of rule `b` gives anything");
    }

    #[test]
    fn a_rule_that_keeps_nothing_off_is_told() {
        let useful = rule("b", "nothing", "about {number} members", 0, "about 3 members", "'nothing'");
        let useless = rule("c", "nothing", "room {number}", 0, "room 3", "'nothing'");
        let told = warnings(&[members(), useful, useless]);
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].0, "no example needs rule `c`");
    }
}
