//! Winners become typed facts.

use super::claims::{Claim, Claims};
use super::date;
use super::draft::Draft;
use super::phrase::{self, Found};
use super::scope::Scopes;
use super::title::{position_end, titles};
use super::{Context, person};
use crate::compile::ruleset::{EntrySet, Find, FindPlace, PhraseId, Reader, Settings, TermKind};
use crate::compile::{Rule, Slot};
use crate::matching::{Candidate, Capture, Scratch, allows, holds_in};
use crate::read;
use crate::record::{
    Article, Comparator, Count, Date, DateRole, Fact, Measure, Number, Person, PersonRole, Precision, Ratio,
    RecordType, Reference, Target,
};
use crate::scan::TokenKind;

/// A winner with everything that its fact is made from.
pub(super) struct Winner<'a> {
    pub(super) context: Context<'a>,
    claims: &'a Claims,
    pub(super) rule: &'a Rule,
    pub(super) captures: &'a [Capture],
    pub(super) phrases: Vec<(Slot, (usize, usize))>,
    lead: Option<(Slot, (usize, usize))>,
    fallback: Option<(usize, usize)>,
    category: Option<String>,
}

/// The drafts of all winners that emit something, in text order.
pub(super) fn drafts(
    context: Context<'_>,
    scratch: &Scratch,
    winners: &[Candidate],
    claims: &Claims,
    scopes: &Scopes,
) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::with_capacity(winners.len());
    for draft in winners.iter().filter_map(|winner| draft(context, scratch, winner, claims, scopes)) {
        if follows(context, &draft, drafts.last()) {
            drafts.push(draft);
        }
    }
    drafts
}

/// Whether what a rule says must come right before did become a record, and not only a match.
fn follows(context: Context<'_>, draft: &Draft, before: Option<&Draft>) -> bool {
    let types = draft.rule.map_or(&[][..], |rule| &context.rules.rules[rule as usize].follows);
    types.is_empty()
        || before.is_some_and(|before| before.last == draft.first && types.contains(&before.record_type()))
}

fn draft(
    context: Context<'_>,
    scratch: &Scratch,
    candidate: &Candidate,
    claims: &Claims,
    scopes: &Scopes,
) -> Option<Draft> {
    let rule = &context.rules.rules[candidate.rule as usize];
    let emits = rule.emits?;
    let emits = if rule.keeps { emits } else { turned(context, emits, candidate, scopes) };
    let captures = &scratch.captures[candidate.captures as usize..candidate.captures_end as usize];
    let OpenSlots { phrases, lead, fallback, category } =
        open_slots(context, claims, rule, candidate, captures);
    let winner = Winner { context, claims, rule, captures, phrases, lead, fallback, category };
    let (start, end) = winner.evidence(emits, candidate);
    let parts = (emits == RecordType::Date).then(|| date::parts(context, captures, &rule.settings));
    let fact = winner.fact(emits, candidate)?;
    let (first, last) = (context.page.scan.token_from(start), context.page.scan.token_from(end));
    if !within_allows(context, rule, first, last, &winner.phrases) {
        return None;
    }
    let mut draft = Draft {
        rule: Some(candidate.rule),
        start,
        end,
        first,
        last,
        fact,
        flags: Vec::new(),
        parts,
        phrases: winner.phrases,
        fallback: winner.fallback,
        links: Vec::new(),
        mentions: Vec::new(),
        dropped: false,
    };
    if emits == RecordType::Person {
        draft.mentions.push((start, end));
    }
    Some(draft)
}

/// The type that a record has in the scopes that it stands in.
fn turned(context: Context<'_>, emits: RecordType, candidate: &Candidate, scopes: &Scopes) -> RecordType {
    let open = context
        .rules
        .scopes
        .iter()
        .enumerate()
        .filter(|(id, _)| scopes.is_open(*id, candidate.first as usize));
    let turned = open.flat_map(|(_, scope)| &scope.turns).find(|(from, _)| *from == emits);
    turned.map_or(emits, |&(_, to)| to)
}

fn within_allows(
    context: Context<'_>,
    rule: &Rule,
    first: usize,
    last: usize,
    phrases: &[(Slot, (usize, usize))],
) -> bool {
    let is_of_kind = |at: usize, set: &EntrySet| set.has_kind(&context.page.scan.tokens[at]);
    let holds = |set: &EntrySet| {
        holds_in(context.page, first, last, set)
            || (first..last).any(|at| is_of_kind(at, set))
            || phrases.iter().any(|&(_, (first, end))| holds_in(context.page, first, end, set))
    };
    allows(&rule.within, holds)
}

/// What the open slots of a winner are filled with.
#[derive(Default)]
struct OpenSlots {
    phrases: Vec<(Slot, (usize, usize))>,
    /// What comes before the words of a phrase.
    lead: Option<(Slot, (usize, usize))>,
    /// What stands beside the match but counts only if no earlier record fills the slot.
    fallback: Option<(usize, usize)>,
    /// The category that the first phrase names.
    category: Option<String>,
}

fn open_slots(
    context: Context<'_>,
    claims: &Claims,
    rule: &Rule,
    candidate: &Candidate,
    captures: &[Capture],
) -> OpenSlots {
    let mut open = OpenSlots::default();
    for (slot, finds) in &rule.finds {
        let mut after_previous = false;
        for find in finds {
            if find.further && !open.phrases.iter().any(|(found, _)| found == slot) {
                continue;
            }
            after_previous |= matches!(find.place, FindPlace::Previous(_));
            let Some(Found { tokens, lead }) = phrase::find(context, claims, captures, candidate, find)
            else {
                continue;
            };
            let follow_name = *slot == Slot::Titles && matches!(find.place, FindPlace::After(_));
            let tokens = if follow_name { own_titles(context, claims, tokens) } else { tokens };
            if after_previous {
                open.fallback = Some(tokens);
                break;
            }
            open.phrases.push((*slot, tokens));
            open.lead = open.lead.or(lead.map(|lead| (*slot, lead)));
            open.category = open.category.or_else(|| named_category(context, find.place.phrase(), tokens));
            if *slot != Slot::Titles {
                break;
            }
        }
    }
    open
}

/// The titles of a phrase without the last where that is a bare position and the next person's name stands right after
/// it: it is theirs.
fn own_titles(context: Context<'_>, claims: &Claims, (first, end): (usize, usize)) -> (usize, usize) {
    let is_name = |claim: &Claim| claim.first == end && claim.emits == Some(RecordType::Person);
    let comma = (first..end).rev().find(|&at| context.page.scan.tokens[at].is(','));
    let is_bare = position_end(context, comma.map_or(first, |comma| comma + 1), end) == Some(end);
    if is_bare && claims.at(end).is_some_and(is_name) {
        (first, comma.unwrap_or(first))
    } else {
        (first, end)
    }
}

/// The category of the first word in `tokens` that the phrase's word list gives one. The phrase is read by the words
/// that it knows: a syllable inside of one, or after a syllable that begins no word, may be the half of another word.
fn named_category(context: Context<'_>, phrase: Option<usize>, tokens: (usize, usize)) -> Option<String> {
    let phrase = &context.rules.phrases[phrase?];
    let TermKind::Words(list) = &context.rules.terms[phrase.category?].kind else { return None };
    let scan = &context.page.scan;
    let end_of = |set: &EntrySet, at| set.longest_at(scan, at).map_or(0, |hit| hit.end as usize);
    let mut at = tokens.0;
    let mut after_unknown = false;
    while at < tokens.1 {
        let known = end_of(&phrase.joined, at).max(end_of(&phrase.heads, at)).max(at + 1);
        let hit =
            list.entries.longest_at(scan, at).filter(|hit| (known..=tokens.1).contains(&(hit.end as usize)));
        let hit = hit.filter(|hit| !after_unknown || hit.end as usize > at + 1);
        if let Some(category) = hit.and_then(|hit| list.values.get(&hit.entry)) {
            return Some(category.to_string());
        }
        after_unknown = scan.hits_at(at).is_empty() && scan.tokens[at].kind == TokenKind::Word;
        at = known;
    }
    None
}

impl FindPlace {
    fn phrase(&self) -> Option<usize> {
        match self {
            Self::After(phrase) | Self::Before(phrase) => Some(*phrase),
            Self::Previous(_) => None,
        }
    }
}

/// What the word list that read a capture says it means.
pub(super) fn word_value<'a>(context: Context<'a>, capture: &Capture) -> Option<&'a str> {
    let TermKind::Words(list) = &context.rules.terms[capture.term].kind else { return None };
    let scan = &context.page.scan;
    let first = scan.token_from(capture.start as usize);
    let end = scan.token_from(capture.end as usize);
    let hit = scan
        .hits_at(first)
        .iter()
        .rev()
        .find(|hit| hit.end as usize == end && list.entries.contains(hit.entry))?;
    list.values.get(&hit.entry).map(AsRef::as_ref)
}

impl Winner<'_> {
    fn capture(&self, slot: Slot) -> Option<&Capture> {
        self.captures.iter().find(|capture| capture.slot == slot)
    }

    fn capture_text(&self, slot: Slot) -> Option<&str> {
        let capture = self.capture(slot)?;
        let (start, end) = (capture.start as usize, capture.end as usize);
        let text = self.context.text.get(start..end).or_else(|| self.context.page.folded.get(start..end))?;
        Some(text.trim()).filter(|text| !text.is_empty())
    }

    /// A slot's words: from the pattern, else from open text.
    fn words(&self, slot: Slot) -> Option<String> {
        let captured = self.capture_text(slot).map(str::to_owned);
        captured.or_else(|| {
            let &(_, (first, end)) = self.phrases.iter().find(|(found, _)| *found == slot)?;
            let lead = self.lead.filter(|(led, _)| *led == slot).map(|(_, lead)| lead);
            Some(led(self.context, lead, &self.without_asides(first, end)))
        })
    }

    /// The words from the first of `tokens` to the end of the last, without brackets that hold records of their own.
    fn without_asides(&self, first: usize, end: usize) -> String {
        let tokens = &self.context.page.scan.tokens;
        let mut words = String::new();
        let mut at = first;
        while at < end {
            let aside = (at..end).find(|&open| self.claims.opens_aside(tokens, open));
            let open = aside.unwrap_or(end);
            let stretch = self.context.slice(at, open);
            words.push_str(if words.is_empty() || stretch.is_empty() { "" } else { " " });
            words.push_str(stretch);
            at = (open..end).find(|&close| tokens[close].is(')')).map_or(end, |close| close + 1);
        }
        words
    }

    /// A slot's meaning: what its word list says, else its words.
    fn meaning(&self, slot: Slot) -> Option<String> {
        let value = self.capture(slot).and_then(|capture| word_value(self.context, capture));
        value.map(str::to_owned).or_else(|| self.words(slot))
    }

    fn number(&self, slot: Slot) -> Option<Number> {
        let capture = self.capture(slot)?;
        let text = self.context.page.folded.get(capture.start as usize..capture.end as usize)?;
        match self.context.rules.terms[capture.term].reader {
            Reader::Word => word_value(self.context, capture)?.parse::<u32>().ok().map(Number::from),
            _ => read::number(text, self.context.rules),
        }
    }

    fn settings(&self) -> &Settings {
        &self.rule.settings
    }

    fn comparator(&self) -> Comparator {
        let stated = self.capture(Slot::Comparator).and_then(|capture| word_value(self.context, capture));
        let stated = stated.and_then(Comparator::from_symbol).or(self.settings().comparator);
        stated.unwrap_or(if self.capture(Slot::ValueMax).is_some() {
            Comparator::Between
        } else {
            Comparator::Equal
        })
    }

    /// The value; a magnitude that a range states once, after its upper end, holds for both ends.
    fn values(&self) -> Option<(Number, Option<Number>)> {
        let value = self.number(Slot::Value).or(self.settings().value)?;
        let max = self.number(Slot::ValueMax);
        let value = self.scaled_like(value, max);
        max.is_none_or(|max| max.as_f64() > value.as_f64()).then_some((value, max))
    }

    fn scaled_like(&self, value: Number, max: Option<Number>) -> Number {
        let Some(max) = max.filter(|max| max.as_f64() >= 1000.0 && value.as_f64() < 1000.0) else {
            return value;
        };
        let last_number = self.capture(Slot::ValueMax).and_then(|capture| {
            let text = self.context.page.folded.get(capture.start as usize..capture.end as usize)?;
            let digits = text.split(' ').next()?;
            read::number(digits, self.context.rules)
        });
        match last_number.filter(|digits| digits.as_f64() < 1000.0 && digits.as_f64() > 0.0) {
            Some(digits) => Number::scaled(value, max.as_f64() / digits.as_f64()),
            None => value,
        }
    }

    /// The letters that state the fact.
    fn evidence(&self, emits: RecordType, candidate: &Candidate) -> (usize, usize) {
        let (start, end) = (candidate.start as usize, candidate.end as usize);
        match emits {
            RecordType::Person => match self.capture(Slot::Name) {
                Some(name) => (name.start as usize, name.end as usize),
                None => (start, end),
            },
            RecordType::Count | RecordType::Ratio | RecordType::Target | RecordType::Measure => {
                let first = self.captures.iter().map(|capture| capture.start as usize).min().unwrap_or(start);
                self.with_subject(emits, first.max(start), end)
            }
            RecordType::Article => match self.phrases.first() {
                Some(&(_, (first, last))) => self.context.page.bytes_of(first, last),
                None => (start, end),
            },
            _ => (start, end),
        }
    }

    /// A count's evidence takes in the noun that stands right beside it.
    fn with_subject(&self, emits: RecordType, start: usize, end: usize) -> (usize, usize) {
        let subject =
            self.phrases.iter().find(|(slot, _)| *slot == Slot::Subject && emits == RecordType::Count);
        let Some(&(_, (first, last))) = subject else { return (start, end) };
        let (from, to) = self.context.page.bytes_of(first, last);
        (start.min(from), end.max(to))
    }

    fn fact(&self, emits: RecordType, candidate: &Candidate) -> Option<Fact> {
        Some(match emits {
            RecordType::Article => Fact::Article(self.article()),
            RecordType::Date => Fact::Date(unsettled_date()),
            RecordType::Person => Fact::Person(self.person()?),
            RecordType::Count => Fact::Count(self.count()?),
            RecordType::Ratio => Fact::Ratio(self.ratio()?),
            RecordType::Target => Fact::Target(self.target(candidate)?),
            RecordType::Measure => Fact::Measure(self.measure()?),
            RecordType::Reference => Fact::Reference(self.reference()?),
        })
    }

    fn category(&self) -> Option<String> {
        self.settings().category.as_ref().map(ToString::to_string).or_else(|| self.category.clone())
    }

    /// A count is whole: there are no seven tenths of a doctor.
    fn count(&self) -> Option<Count> {
        let (value, value_max) = self.values().filter(|(value, _)| value.is_whole())?;
        let subject = self.words(Slot::Subject).or_else(|| self.words(Slot::Unit));
        // The noun that the number seemed to have belongs to another record: nothing is left to count.
        if subject.is_none() && self.rule.needs.contains(&Slot::Subject) {
            return None;
        }
        Some(Count {
            value,
            value_max,
            comparator: self.comparator(),
            subject,
            unit: self.words(Slot::Unit),
            category: self.category(),
            organization: self.words(Slot::Organization),
            as_of: None,
            part_of: None,
        })
    }

    fn ratio(&self) -> Option<Ratio> {
        let (value, value_max, unit, denominator) = self.rate()?;
        Some(Ratio {
            value,
            value_max,
            comparator: self.comparator(),
            unit,
            numerator: self.number(Slot::Numerator),
            denominator,
            metric: self.words(Slot::Metric).or_else(|| self.words(Slot::Subject)),
            category: self.category(),
            kind: self.settings().ratio_kind.unwrap_or_default(),
            as_of: None,
            of: None,
            target: None,
        })
    }

    /// Value, upper end, unit and denominator of a ratio: a quotient, a rate per N, or a share with a unit of its own.
    fn rate(&self) -> Option<(Number, Option<Number>, String, Option<Number>)> {
        if let (Some(a), Some(b)) = (self.number(Slot::Numerator), self.number(Slot::Denominator)) {
            return Some((Number::quotient(a, b)?, None, "fraction".to_owned(), Some(b)));
        }
        let (value, value_max) = self.values()?;
        let denominator = self.number(Slot::Denominator).or(self.settings().denominator);
        let unit = match denominator {
            Some(per) => format!("per_{per}"),
            None => self.unit()?,
        };
        Some((value, value_max, unit, denominator))
    }

    fn unit(&self) -> Option<String> {
        self.settings().unit.as_ref().map(ToString::to_string).or_else(|| self.meaning(Slot::Unit))
    }

    /// A target of any kind: a count's unit is `count`.
    fn target(&self, _: &Candidate) -> Option<Target> {
        let counts = self.rule.emits == Some(RecordType::Count);
        let (value, value_max, unit) = if counts {
            let (value, value_max) = self.values()?;
            (value, value_max, "count".to_owned())
        } else {
            let (value, value_max, unit, _) = self.rate()?;
            (value, value_max, unit)
        };
        let metric = self.words(Slot::Metric).or_else(|| self.words(Slot::Subject));
        Some(Target {
            comparator: self.comparator(),
            value,
            value_max,
            unit,
            metric: metric.or_else(|| self.words(Slot::Unit).filter(|_| counts)),
            category: self.category(),
            period: None,
            frequency: self.settings().frequency.as_ref().map(ToString::to_string),
            action: self.words(Slot::Action),
        })
    }

    fn measure(&self) -> Option<Measure> {
        let (value, value_max) = self.values()?;
        Some(Measure {
            value,
            value_max,
            comparator: self.comparator(),
            unit: self.unit()?,
            metric: self.words(Slot::Metric),
        })
    }

    fn reference(&self) -> Option<Reference> {
        let kind = self
            .words(Slot::Kind)
            .or_else(|| self.settings().reference_kind.as_ref().map(ToString::to_string));
        Some(Reference {
            kind,
            number: self.words(Slot::Number)?,
            date: None,
            issuer: self.words(Slot::Issuer),
            subject: self.words(Slot::Subject),
        })
    }

    fn person(&self) -> Option<Person> {
        let name = self.words(Slot::Name)?;
        let of_phrases = self.phrases.iter().filter(|(slot, _)| *slot == Slot::Titles);
        let open = of_phrases.flat_map(|&(_, (first, end))| titles(self.context, first, end));
        let captured = self.capture(Slot::Titles).into_iter().flat_map(|capture| {
            let scan = &self.context.page.scan;
            titles(
                self.context,
                scan.token_from(capture.start as usize),
                scan.token_from(capture.end as usize),
            )
        });
        Some(Person {
            name: person::one_line(&name),
            honorific: self.meaning(Slot::Honorific),
            degrees: self.degrees(),
            titles: captured.chain(open).collect(),
            role: self.settings().person_role.unwrap_or(PersonRole::Participant),
            mentions: Vec::new(),
        })
    }

    /// The degrees before a name, each by its canonical form.
    fn degrees(&self) -> Vec<String> {
        let captures = self.captures.iter().filter(|capture| capture.slot == Slot::Degrees);
        let mut degrees: Vec<String> = captures.flat_map(|capture| self.degrees_in(capture)).collect();
        degrees.dedup();
        degrees
    }

    fn degrees_in(&self, capture: &Capture) -> Vec<String> {
        let scan = &self.context.page.scan;
        let (mut at, end) = (scan.token_from(capture.start as usize), scan.token_from(capture.end as usize));
        let mut degrees = Vec::new();
        while at < end {
            let hit = scan.hits_at(at).iter().rev().find_map(|hit| {
                let value = self.degree_of(hit.entry)?;
                Some((hit.end as usize, value))
            });
            match hit.filter(|&(next, _)| next <= end) {
                Some((next, value)) => {
                    degrees.push(value);
                    at = next;
                }
                None => at += 1,
            }
        }
        degrees
    }

    /// What any word list with values that feeds the degrees' term says of an entry.
    fn degree_of(&self, entry: crate::scan::EntryId) -> Option<String> {
        let rules = self.context.rules;
        let term = rules.names.degrees?;
        rules.value_of(term, entry).map(ToString::to_string)
    }

    fn article(&self) -> Article {
        Article {
            event: self.words(Slot::Event),
            event_place: self.words(Slot::Place),
            province: self.meaning(Slot::Province),
            organization: self.words(Slot::Organization),
            source_url: self.words(Slot::SourceUrl),
            ..Article::default()
        }
    }
}

/// A date whose year and role are settled later.
fn unsettled_date() -> Date {
    Date {
        value: String::new(),
        from: None,
        to: None,
        precision: Precision::Year,
        part_of_day: None,
        inferred: Vec::new(),
        role: DateRole::Mention,
    }
}

/// `words` with the words of their lead before them.
fn led(context: Context<'_>, lead: Option<(usize, usize)>, words: &str) -> String {
    match lead {
        Some((first, end)) => format!("{} {words}", context.slice(first, end)),
        None => words.to_owned(),
    }
}

/// `words` with the words of their tail after them.
fn followed(context: Context<'_>, tail: Option<(usize, usize)>, words: String) -> String {
    match tail {
        Some((first, end)) => format!("{words} {}", context.slice(first, end)),
        None => words,
    }
}

/// Fills open slots from earlier records of the same sentence, as the rules say.
pub(super) fn inherit(context: Context<'_>, claims: &Claims, drafts: &mut [Draft]) {
    for at in 0..drafts.len() {
        let Some(rule) = drafts[at].rule.map(|rule| &context.rules.rules[rule as usize]) else { continue };
        for (slot, finds) in &rule.finds {
            let previous = finds.iter().find_map(|find| match &find.place {
                FindPlace::Previous(kinds) => Some((kinds, find)),
                _ => None,
            });
            let Some((kinds, find)) = previous else { continue };
            match slot {
                Slot::Metric | Slot::Subject if drafts[at].phrase(*slot).is_none() => {
                    inherit_metric(context, claims, drafts, at, kinds, find);
                    fall_back(context, &mut drafts[at]);
                }
                Slot::Kind => inherit_kind(drafts, at),
                _ => {}
            }
        }
    }
}

/// Takes the text beside a match where no earlier record told what is measured.
fn fall_back(context: Context<'_>, draft: &mut Draft) {
    let Some((first, end)) = draft.fallback.filter(|_| draft.metric().is_none()) else { return };
    let metric = Some(context.slice(first, end).to_owned());
    match &mut draft.fact {
        Fact::Ratio(ratio) => ratio.metric = metric,
        Fact::Target(target) => target.metric = metric,
        Fact::Measure(measure) => measure.metric = metric,
        _ => {}
    }
}

/// Takes what is measured from the nearest record before in the sentence, rather from one that says more than words of
/// `weak`.
fn inherit_metric(
    context: Context<'_>,
    claims: &Claims,
    drafts: &mut [Draft],
    at: usize,
    kinds: &[RecordType],
    find: &Find,
) {
    let (sentence, _) = context.page.sentence(drafts[at].first);
    let lenders = || {
        let earlier = (0..at).rev().take_while(|&earlier| drafts[earlier].first >= sentence);
        let telling = earlier.filter(|&earlier| !is_company(context, drafts, earlier));
        telling.map(|earlier| &drafts[earlier]).filter(|draft| {
            let lends = draft.rule.is_none_or(|rule| context.rules.rules[rule as usize].lends);
            lends
                && kinds.contains(&draft.record_type())
                && draft.metric().is_some()
                && !is_bracketed_off(context, draft, &drafts[at])
        })
    };
    let lead = |draft: &Draft| find.led_by.and_then(|phrase| lead_of(context, claims, phrase, draft));
    let to = drafts[at].first;
    let tail =
        |draft: &Draft| find.followed_by.and_then(|phrase| tail_of(context, claims, phrase, draft, to));
    let telling = lenders().filter(|draft| {
        !says_only(context, draft, &find.via) || lead(draft).is_some() || tail(draft).is_some()
    });
    let found = telling.chain(lenders()).find_map(|draft| {
        let metric = followed(context, tail(draft), led(context, lead(draft), draft.metric()?));
        Some((metric, category_of(draft), unit_of(draft)))
    });
    let found = of_difference(context, drafts, at)
        .map(|draft| (draft.metric().unwrap_or_default().to_owned(), category_of(draft), unit_of(draft)))
        .or(found);
    let Some((metric, category, unit)) = found else { return };
    match &mut drafts[at].fact {
        Fact::Ratio(Ratio { unit: same, .. }) | Fact::Target(Target { unit: same, .. })
            if same == SAME_UNIT =>
        {
            *same = unit;
        }
        _ => {}
    }
    match &mut drafts[at].fact {
        Fact::Ratio(ratio) => (ratio.metric, ratio.category) = (Some(metric), category),
        Fact::Target(target) => (target.metric, target.category) = (Some(metric), category),
        Fact::Measure(measure) => measure.metric = Some(metric),
        Fact::Count(count) => (count.subject, count.category) = (Some(metric), category),
        _ => {}
    }
}

/// Whether draft `at` counts what only goes with the measure before it: *loans of 740 million with 19,800 clients*.
fn is_company(context: Context<'_>, drafts: &[Draft], at: usize) -> bool {
    let measured = |draft: &Draft| matches!(&draft.fact, Fact::Measure(measure) if measure.metric.is_some());
    let Some(before) = at.checked_sub(1).map(|before| &drafts[before]).filter(|before| measured(before))
    else {
        return false;
    };
    let word = context.rules.numbers.company.longest_ending_at(&context.page.scan, drafts[at].first);
    matches!(drafts[at].fact, Fact::Count(_)) && word.is_some_and(|word| word.start as usize == before.last)
}

/// A figure in brackets begins so many tokens after what it belongs to at most: the bracket, and words for the change.
const BESIDE_TOKENS: usize = 3;

/// So many records at most are looked through for what changed: what stands further back is another matter, and a page of
/// one endless line takes no longer for each.
const CHANGED_WITHIN: usize = 64;

/// The record whose figure changed by what stands right before the brackets of draft `at`: the last of its block that
/// counts the same noun and tells more of it. Of `41 road accidents … 6 fewer accidents (12.8%)`, the road accidents.
fn of_difference<'d>(context: Context<'_>, drafts: &'d [Draft], at: usize) -> Option<&'d Draft> {
    let tokens = &context.page.scan.tokens;
    let difference = &drafts[at.checked_sub(1)?];
    let is_difference = difference.rule.is_some_and(|rule| !context.rules.rules[rule as usize].lends);
    let bracketed =
        tokens[difference.last.min(drafts[at].first)..=drafts[at].first].iter().any(|token| token.is('('));
    let beside = drafts[at].first <= difference.last + BESIDE_TOKENS;
    let Fact::Count(count) = &difference.fact else { return None };
    let noun = count.subject.as_deref().filter(|_| is_difference && bracketed && beside)?;
    let block = context.page.blocks[context.page.block_of(drafts[at].first)].tokens.0 as usize;
    let earlier = drafts[..at - 1].iter().rev().take(CHANGED_WITHIN).take_while(|draft| draft.first >= block);
    let tells_more = |metric: &str| metric.strip_prefix(noun).is_some_and(|rest| rest.starts_with(' '));
    earlier
        .filter(|draft| matches!(draft.fact, Fact::Count(_)))
        .find(|draft| draft.metric().is_some_and(tells_more))
}

/// The phrase right after the noun that `draft` counts, if it ends before the token `to`; where `to` stands in brackets
/// right after the noun, the phrase after these.
fn tail_of(
    context: Context<'_>,
    claims: &Claims,
    phrase: PhraseId,
    draft: &Draft,
    to: usize,
) -> Option<(usize, usize)> {
    let (noun, end) = draft.phrase(Slot::Subject).or_else(|| draft.phrase(Slot::Metric))?;
    let after = after_brackets(context, end, to);
    let tail =
        phrase::follow(context, claims, phrase, after.unwrap_or(end)).filter(|_| noun > draft.first)?;
    (after.is_some() || tail.1 <= to).then_some(tail)
}

/// The token after the brackets that open at token `at`, if the token `inside` stands in them.
fn after_brackets(context: Context<'_>, at: usize, inside: usize) -> Option<usize> {
    let tokens = &context.page.scan.tokens;
    let (_, end) = context.page.sentence(at);
    tokens.get(at).filter(|token| token.is('('))?;
    let close = (at..end).find(|&at| tokens[at].is(')'))?;
    (inside < close).then_some(close + 1)
}

/// The phrase before a figure whose noun follows it.
fn lead_of(context: Context<'_>, claims: &Claims, phrase: PhraseId, draft: &Draft) -> Option<(usize, usize)> {
    let (noun, _) = draft.phrase(Slot::Subject)?;
    (noun > draft.first).then(|| phrase::lead(context, claims, phrase, draft.first)).flatten()
}

/// Whether the words for what `draft` counts are nothing but one of `words`.
fn says_only(context: Context<'_>, draft: &Draft, words: &EntrySet) -> bool {
    let subject = draft.phrase(Slot::Subject).or_else(|| draft.phrase(Slot::Metric));
    subject.is_some_and(|(first, end)| {
        words.longest_at(&context.page.scan, first).is_some_and(|hit| hit.end as usize == end)
    })
}

/// The unit of a figure that takes over the unit of the record that it inherits from.
const SAME_UNIT: &str = "same";

fn unit_of(draft: &Draft) -> String {
    match &draft.fact {
        Fact::Ratio(ratio) => ratio.unit.clone(),
        Fact::Target(target) => target.unit.clone(),
        Fact::Measure(measure) => measure.unit.clone(),
        _ => "count".to_owned(),
    }
}

/// Whether `earlier` stands in brackets that close before `later` begins: it is an aside to what came before it.
fn is_bracketed_off(context: Context<'_>, earlier: &Draft, later: &Draft) -> bool {
    let between = &context.page.scan.tokens[earlier.last.min(later.first)..later.first];
    between.iter().find(|token| token.is('(') || token.is(')')).is_some_and(|token| token.is(')'))
}

fn category_of(draft: &Draft) -> Option<String> {
    match &draft.fact {
        Fact::Count(count) => count.category.clone(),
        Fact::Ratio(ratio) => ratio.category.clone(),
        Fact::Target(target) => target.category.clone(),
        _ => None,
    }
}

fn inherit_kind(drafts: &mut [Draft], at: usize) {
    let kind = drafts[..at].iter().rev().find_map(|draft| match &draft.fact {
        Fact::Reference(reference) => Some(reference.kind.clone()),
        _ => None,
    });
    if let (Fact::Reference(reference), Some(kind)) = (&mut drafts[at].fact, kind)
        && reference.kind.is_none()
    {
        reference.kind = kind;
    }
}
