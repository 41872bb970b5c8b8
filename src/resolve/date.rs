//! Dates: what a text says of the calendar, completed by context and written as ISO 8601.
//!
//! A match says which parts of a date are printed ([`Parts`]). The year of `Chiều ngày 19/12` comes from the page: its
//! own stamp, the metadata, the reference date, or the years that the text states. Nothing reads the clock.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil;

use super::Context;
use super::draft::Draft;
use super::scope::Scopes;
use crate::compile::ruleset::{Reader, Settings};
use crate::compile::{Ruleset, Slot};
use crate::document::Metadata;
use crate::layout::{Page, Zone};
use crate::matching::{self, Capture, Scratch, holds_in};
use crate::read;
use crate::record::{Date, DateRole, Fact, Flag, PartOfDay, Precision, RecordType};

/// Years are looked back on in the first months of the next.
const REVIEW_MONTHS: u32 = 3;

/// A day without a year is the one nearest to the page's own day: at most this many days away.
const HALF_YEAR_DAYS: i32 = 183;

/// What the text says of a date; absent parts are to be supplied.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Parts {
    from: Ymd,
    to: Option<Ymd>,
    hour: Option<u32>,
    minute: Option<u32>,
    quarters: Option<(u32, u32)>,
    first_months: Option<u32>,
    last_months: Option<u32>,
    relative: Option<Step>,
    weekday: Option<u32>,
    part_of_day: Option<PartOfDay>,
    role: Option<DateRole>,
}

/// Year, month and day, as far as they are said.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Ymd {
    year: Option<u32>,
    month: Option<u32>,
    day: Option<u32>,
}

/// A step from the day of publication.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Step {
    unit: StepUnit,
    count: i32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum StepUnit {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// What the page says of its own time.
#[derive(Clone, Debug, Default)]
pub(super) struct Anchor {
    /// When it was published, ISO 8601, as precise as the page says.
    pub(super) published: Option<String>,
    /// The day of publication, or the reference date.
    pub(super) day: Option<civil::Date>,
    /// The year that the headline states first.
    title_year: Option<u32>,
    /// The year that the text speaks of most.
    main_year: Option<u32>,
}

impl Anchor {
    /// Whether `date` was over when the page was written, as far as its years tell.
    pub(super) fn is_over(&self, date: &Date) -> bool {
        let (Some(from), Some(to), Some(now)) =
            (year_of(date.from.as_ref()), year_of(date.to.as_ref()), self.year())
        else {
            return false;
        };
        to < now || (from < now && to == now)
    }

    /// Whether `date` was still to come when the page was written; where the page does not tell its day, only years
    /// are held against the year that it speaks of most.
    pub(super) fn lies_ahead(&self, date: &Date) -> bool {
        let last: Option<civil::Date> = date.to.as_deref().and_then(|day| day.parse().ok());
        match (last, self.day, self.main_year) {
            (Some(last), Some(published), _) => last > published,
            (Some(last), None, Some(year)) if date.precision == Precision::Year => {
                u32::try_from(last.year()).is_ok_and(|last| last > year)
            }
            _ => false,
        }
    }

    /// The year in which the page was written.
    fn year(&self) -> Option<u32> {
        self.day.and_then(|day| u32::try_from(day.year()).ok()).or(self.main_year)
    }
}

fn year_of(day: Option<&String>) -> Option<u32> {
    day?.get(..4)?.parse().ok()
}

/// The parts that a match captured.
pub(super) fn parts(context: Context<'_>, captures: &[Capture], settings: &Settings) -> Parts {
    let value = |slot| integer(context, captures, slot);
    let end = Ymd { year: value(Slot::EndYear), month: value(Slot::EndMonth), day: value(Slot::EndDay) };
    let quarter = value(Slot::Quarter);
    Parts {
        from: Ymd { year: value(Slot::Year), month: value(Slot::Month), day: value(Slot::Day) },
        to: (end != Ymd::default()).then_some(end),
        hour: value(Slot::Hour),
        minute: value(Slot::Minute),
        quarters: quarter.map(|quarter| (quarter, value(Slot::EndQuarter).unwrap_or(quarter))),
        first_months: value(Slot::FirstMonths).or(settings.first_months.map(u32::from)),
        last_months: value(Slot::LastMonths).or(settings.last_months.map(u32::from)),
        relative: step(context, captures, settings),
        weekday: value(Slot::Weekday),
        part_of_day: word(context, captures, Slot::PartOfDay).and_then(part_of_day).or(settings.part_of_day),
        role: settings.date_role,
    }
}

/// The whole number that a slot captured.
fn integer(context: Context<'_>, captures: &[Capture], slot: Slot) -> Option<u32> {
    let capture = captures.iter().find(|capture| capture.slot == slot)?;
    let text = context.page.folded.get(capture.start as usize..capture.end as usize)?;
    match context.rules.terms[capture.term].reader {
        Reader::Word => super::build::word_value(context, capture)?.parse().ok(),
        Reader::Roman => read::roman(text),
        Reader::Number => read::number(text, context.rules)?.as_whole()?.try_into().ok(),
        _ => text.trim().parse().ok(),
    }
}

fn word<'a>(context: Context<'a>, captures: &[Capture], slot: Slot) -> Option<&'a str> {
    let capture = captures.iter().find(|capture| capture.slot == slot)?;
    super::build::word_value(context, capture)
}

fn part_of_day(value: &str) -> Option<PartOfDay> {
    serde_json::from_value(value.into()).ok()
}

/// Reads a step such as `day -1`, times the amount that the text states.
fn step(context: Context<'_>, captures: &[Capture], settings: &Settings) -> Option<Step> {
    let value = word(context, captures, Slot::Relative).or(settings.relative.as_deref())?;
    let (unit, count) = value.split_once(' ')?;
    let unit = match unit {
        "day" => StepUnit::Day,
        "week" => StepUnit::Week,
        "month" => StepUnit::Month,
        "quarter" => StepUnit::Quarter,
        "year" => StepUnit::Year,
        _ => return None,
    };
    let amount = integer(context, captures, Slot::Amount).unwrap_or(1);
    Some(Step { unit, count: count.parse::<i32>().ok()?.checked_mul(i32::try_from(amount).ok()?)? })
}

/// Completes all dates of a document. What cannot be completed is dropped.
pub(super) fn resolve(context: Context<'_>, drafts: &mut Vec<Draft>, scopes: &Scopes) -> Anchor {
    let mut anchor = anchor(context, drafts);
    anchor.main_year = main_year(context, drafts, scopes);
    let mut last_year = None;
    let mut last_sentence = None;
    let mut last_day = None;
    let years_after = years_after(drafts);
    for at in 0..drafts.len() {
        let Some(mut parts) = drafts[at].parts.take() else { continue };
        let first = drafts[at].first;
        let sentence = Some(context.page.sentence(first));
        let years = Years {
            anchor: &anchor,
            said: last_year.filter(|_| last_sentence == sentence),
            before: last_year,
            after: years_after[at],
            reviewed: reviewed_year(context, drafts, at),
            ahead: scopes.speaks_of_aims(context, first),
            near: last_day.or(anchor.day),
        };
        let Some(date) = complete(&mut parts, &years) else {
            drafts[at].dropped = true;
            continue;
        };
        if date.inferred.is_empty() && parts.to.is_none() && !is_compared_with(context, first) {
            last_year = parts.from.year.or(last_year);
            last_sentence = sentence;
        }
        if date.precision >= Precision::Day {
            last_day = date.from.as_deref().and_then(|day| day.parse().ok()).or(last_day);
        }
        let flags = flags(&date, parts.weekday);
        drafts[at].fact = Fact::Date(date);
        for flag in flags {
            drafts[at].flag(flag);
        }
    }
    drafts.retain(|draft| !draft.dropped);
    anchor
}

/// The page's own stamp stands at most this many blocks after its headline.
const STAMP_REACH: usize = 3;

/// How long before the last year that a text states its news may lie: older years are its history.
const NEWS_YEARS: u32 = 10;

/// The year that the text speaks of most, days, months and the first months of a year counting for more than bare
/// years: what a page without a date of its own most likely is of. Aims and cited documents tell of other years; of
/// ranges only the month or day counts to which figures were gathered, as in “from 2012 to July 2013”.
fn main_year(context: Context<'_>, drafts: &[Draft], scopes: &Scopes) -> Option<u32> {
    let mut weights: BTreeMap<u32, u32> = BTreeMap::new();
    for draft in drafts {
        let Some(parts) = draft.parts.as_ref() else { continue };
        let Some(stated) = parts.to.map_or(Some(parts.from), |to| to.month.and(Some(to))) else { continue };
        let elsewhere = matches!(parts.role, Some(DateRole::Document | DateRole::Deadline))
            || is_compared_with(context, draft.first)
            || context.page.is_link(context.page.block_of(draft.first));
        if !elsewhere && !scopes.speaks_of_aims(context, draft.first) {
            let dated = u32::from(stated.month.is_some()) + u32::from(stated.day.is_some());
            let weight = 1 + dated + 2 * u32::from(parts.first_months.is_some());
            if let Some(year) = stated.year {
                *weights.entry(year).or_default() += weight;
            }
        }
    }
    let latest = *weights.keys().next_back()?;
    let recent = weights.into_iter().filter(|(year, _)| year + NEWS_YEARS >= latest);
    recent.rev().max_by_key(|&(_, weight)| weight).map(|(year, _)| year)
}

/// Whether words before a date say that it is only compared with.
fn is_compared_with(context: Context<'_>, first: usize) -> bool {
    context.rules.dates.compared.longest_ending_at(&context.page.scan, first).is_some()
}

/// The year that the sentence of a date looks back on after it.
fn reviewed_year(context: Context<'_>, drafts: &[Draft], at: usize) -> Option<u32> {
    let (_, end) = context.page.sentence(drafts[at].first);
    let mut later = drafts[at + 1..].iter().take_while(|later| later.first < end);
    let year = |draft: &Draft| {
        let parts = draft.parts.as_ref().filter(|parts| parts.to.is_none() && parts.from.month.is_none())?;
        parts.from.year.map(|year| (draft.first, year))
    };
    let (first, year) = later.find_map(year)?;
    holds_in(context.page, drafts[at].last, first, &context.rules.dates.reviewed).then_some(year)
}

/// For each draft the year that is stated next after it.
fn years_after(drafts: &[Draft]) -> Vec<Option<u32>> {
    let mut years = vec![None; drafts.len()];
    let mut next = None;
    for (year, draft) in years.iter_mut().zip(drafts).rev() {
        *year = next;
        next = draft.parts.as_ref().and_then(|parts| parts.from.year).or(next);
    }
    years
}

/// What the page says of its own time: its metadata, else its stamp, else the reference date.
fn anchor(context: Context<'_>, drafts: &[Draft]) -> Anchor {
    let published = context.published.map(str::to_owned).or_else(|| stamp(context, drafts));
    let day = published.as_deref().and_then(|iso| iso.get(..10)?.parse().ok());
    let title_year = drafts.iter().find_map(|draft| {
        let zone = context.page.blocks[context.page.block_of(draft.first)].zone;
        let parts = draft.parts.as_ref().filter(|_| zone == Zone::Title)?;
        parts.from.year.filter(|_| parts.to.is_none())
    });
    Anchor { published, day: day.or(context.reference_date), title_year, main_year: None }
}

/// When the stamp says that the page was published: the first stamp of all, or one right after the headline that is
/// older, since the first is then the clock of the site.
fn stamp(context: Context<'_>, drafts: &[Draft]) -> Option<String> {
    let blocks = &context.page.blocks;
    let headline = blocks.iter().position(|block| block.zone == Zone::Title);
    let follows = |block: usize| headline.is_some_and(|at| (at + 1..=at + STAMP_REACH).contains(&block));
    let mut stamps = drafts.iter().filter_map(|draft| {
        let parts = draft.parts.as_ref().filter(|parts| parts.role == Some(DateRole::Published))?;
        let date = complete(&mut parts.clone(), &Years::none())?;
        let whole = date.from.is_some() && date.from == date.to;
        whole.then_some((context.page.block_of(draft.first), date.value))
    });
    let (block, first) = stamps.next()?;
    let clock = headline.is_some_and(|headline| block < headline);
    let own = stamps.find(|(block, value)| clock && follows(*block) && value.get(..10) < first.get(..10));
    Some(own.map_or(first, |(_, value)| value))
}

/// When `metadata` say that the document was published: ISO 8601, from that or from a stamp in the pages' own form.
pub fn published(metadata: &Metadata, rules: &Ruleset, scratch: &mut Scratch) -> Option<String> {
    let text = metadata.published.as_deref()?;
    let iso = text.get(..10).filter(|day| day.parse::<civil::Date>().is_ok());
    if let Some(day) = iso {
        let time = text.get(10..16).filter(|time| time.starts_with(['T', ' ']));
        let minute =
            time.and_then(|time| format!("2000-01-01T{}", &time[1..]).parse::<civil::DateTime>().ok());
        return Some(minute.map_or(day.to_owned(), |_| format!("{day}T{}", &text[11..16])));
    }
    let page = Page::new(text, Some(Zone::Stamp), rules, &mut scratch.memory);
    matching::find(&page, rules, scratch);
    let longest = scratch.candidates.iter().max_by_key(|candidate| candidate.end - candidate.start)?;
    let captures = &scratch.captures[longest.captures as usize..longest.captures_end as usize];
    let context =
        Context { page: &page, text, rules, metadata, authors: &[], published: None, reference_date: None };
    let rule = &rules.rules[longest.rule as usize];
    let mut parts =
        (rule.emits == Some(RecordType::Date)).then(|| parts(context, captures, &rule.settings))?;
    complete(&mut parts, &Years::none()).map(|date| date.value)
}

/// The years that context can supply.
struct Years<'a> {
    anchor: &'a Anchor,
    /// The last year stated before in the same sentence.
    said: Option<u32>,
    /// The last year stated before.
    before: Option<u32>,
    /// The next year stated after.
    after: Option<u32>,
    /// The year that the rest of the sentence looks back on.
    reviewed: Option<u32>,
    /// The date stands in a passage of aims and lies ahead.
    ahead: bool,
    /// The last day named before, or that of publication: a day without a month is near it.
    near: Option<civil::Date>,
}

static NO_ANCHOR: Anchor = Anchor { published: None, day: None, title_year: None, main_year: None };

impl Years<'_> {
    fn none() -> Self {
        Years {
            anchor: &NO_ANCHOR,
            said: None,
            before: None,
            after: None,
            reviewed: None,
            ahead: false,
            near: None,
        }
    }

    /// The year for a date without one.
    fn supply(&self, month: Option<u32>, day: Option<u32>) -> Option<u32> {
        let Some(published) = self.anchor.day else {
            let anchor = self.anchor;
            let begins = month.is_some_and(|month| month <= REVIEW_MONTHS);
            if let Some(reviewed) = self.reviewed.filter(|_| begins && day.is_some()) {
                return Some(reviewed + 1);
            }
            return anchor.title_year.or(self.said).or(anchor.main_year).or(self.before).or(self.after);
        };
        let year = u32::try_from(published.year()).ok()?;
        let Some(month) = month else { return Some(year) };
        let said = civil::Date::new(published.year(), month as i8, day.unwrap_or(15) as i8).ok();
        let ahead = said.map_or(0, |said| (said - published).get_days());
        Some(match ahead {
            _ if self.ahead => year,
            _ if ahead > HALF_YEAR_DAYS => year - 1,
            _ if ahead < -HALF_YEAR_DAYS - 60 => year + 1,
            _ => year,
        })
    }
}

/// Completes one date; `None` if context does not suffice or no calendar has such a month.
fn complete(parts: &mut Parts, years: &Years<'_>) -> Option<Date> {
    let mut inferred = Vec::new();
    if let Some(step) = parts.relative {
        inferred = apply_step(parts, step, years.anchor.day?)?;
    }
    supply_missing(parts, years, &mut inferred)?;
    let span = span(parts)?;
    let (value, precision) = value(parts, &span);
    Some(Date {
        value,
        from: span.from.first_day().map(|day| day.to_string()),
        to: span.to.last_day().map(|day| day.to_string()),
        precision,
        part_of_day: parts.part_of_day,
        inferred: inferred.into_iter().map(str::to_owned).collect(),
        role: parts.role.unwrap_or(DateRole::Mention),
    })
}

/// Puts the day, month or year that a step leads to into `parts`; tells which of them context supplied.
fn apply_step(parts: &mut Parts, step: Step, published: civil::Date) -> Option<Vec<&'static str>> {
    let count = i64::from(step.count);
    let (year_only, month_only) = (vec!["year"], vec!["month", "year"]);
    let moved = match step.unit {
        StepUnit::Day => published.checked_add(count.days()),
        StepUnit::Week => published.checked_add(count.weeks()),
        StepUnit::Month => published.checked_add(count.months()),
        StepUnit::Quarter => published.checked_add((count * 3).months()),
        StepUnit::Year => published.checked_add(count.years()),
    }
    .ok()?;
    parts.from.year = u32::try_from(moved.year()).ok();
    match step.unit {
        StepUnit::Year => return Some(year_only),
        StepUnit::Quarter => {
            let quarter = calendar_number(moved.month()).div_ceil(3);
            parts.quarters = Some((quarter, quarter));
        }
        StepUnit::Month => parts.from.month = Some(calendar_number(moved.month())),
        StepUnit::Week => {
            let monday = moved.checked_sub(i64::from(moved.weekday().to_monday_zero_offset()).days()).ok()?;
            let day = |number: u32| monday.checked_add(i64::from(number).days()).ok().and_then(ymd);
            // A weekday of that week is a day; without one the whole week is meant.
            let (first, last) = parts.weekday.map_or((0, 6), |weekday| (weekday - 1, weekday - 1));
            parts.from = day(first)?;
            parts.to = (first != last).then(|| day(last)).flatten();
            return Some(vec!["day", "month", "year"]);
        }
        StepUnit::Day => {
            parts.from = ymd(moved)?;
            return Some(vec!["day", "month", "year"]);
        }
    }
    Some(month_only)
}

/// The calendar counts months and days from 1, in signed numbers.
fn calendar_number(number: i8) -> u32 {
    u32::from(number.unsigned_abs())
}

fn ymd(day: civil::Date) -> Option<Ymd> {
    Some(Ymd {
        year: Some(u32::try_from(day.year()).ok()?),
        month: Some(calendar_number(day.month())),
        day: Some(calendar_number(day.day())),
    })
}

/// The day of that number which is nearest to `near`: of its month, of the one before or of the one after.
fn nearest_day(number: u32, near: civil::Date) -> Option<civil::Date> {
    let day = i8::try_from(number).ok()?;
    let months =
        [-1_i64, 0, 1].iter().filter_map(|&step| near.first_of_month().checked_add(step.months()).ok());
    months
        .filter_map(|month| civil::Date::new(month.year(), month.month(), day).ok())
        .min_by_key(|day| (*day - near).get_days().abs())
}

/// Supplies the month of a day that is named alone, and of the last day of a range.
fn supply_month(parts: &mut Parts, years: &Years<'_>, inferred: &mut Vec<&'static str>) -> Option<()> {
    let Some(day) = parts.from.day.filter(|_| parts.from.month.is_none()) else { return Some(()) };
    if parts.to.is_some_and(|to| to.month.is_some()) {
        return Some(());
    }
    let first = nearest_day(day, years.near?)?;
    parts.from = ymd(first)?;
    if let Some(last) = parts.to.and_then(|to| to.day) {
        let month = if last < day { first.checked_add(1.months()).ok()? } else { first };
        parts.to = Some(Ymd { day: Some(last), ..ymd(month)? });
    }
    inferred.extend(["month", "year"]);
    Some(())
}

/// Copies what a range says once, and supplies the year.
fn supply_missing(parts: &mut Parts, years: &Years<'_>, inferred: &mut Vec<&'static str>) -> Option<()> {
    supply_month(parts, years, inferred)?;
    if let Some(to) = &mut parts.to {
        to.month = to.month.or(parts.from.month.filter(|_| to.day.is_some()));
        let year_given_once = parts.from.year.is_none() && to.year.is_some();
        if parts.from.month.is_none() && parts.from.day.is_some() {
            parts.from.month = to.month;
        }
        if year_given_once {
            let later = (parts.from.month, parts.from.day) > (to.month, to.day);
            parts.from.year = to.year.map(|year| if later { year - 1 } else { year });
        }
    }
    if parts.from.year.is_none() {
        let month = parts.from.month.or(parts.quarters.map(|(quarter, _)| quarter * 3 - 2));
        parts.from.year = Some(years.supply(month, parts.from.day)?);
        inferred.push("year");
    }
    parts.from.year = parts.from.year.map(|year| full_year(year, years));
    if let Some(to) = &mut parts.to {
        let wraps = to.year.is_none() && (to.month, to.day) < (parts.from.month, parts.from.day);
        to.year = to
            .year
            .map(|year| full_year(year, years))
            .or(parts.from.year.map(|year| year + u32::from(wraps)));
    }
    (1000..3000).contains(&parts.from.year?).then_some(())
}

/// The full year of one that was printed with two digits.
fn full_year(year: u32, years: &Years<'_>) -> u32 {
    if year >= 100 {
        return year;
    }
    let now = years.anchor.day.map_or(2000, |day| u32::try_from(day.year()).unwrap_or(2000));
    let this_century = now / 100 * 100 + year;
    if this_century > now + 40 { this_century - 100 } else { this_century }
}

/// The first and last calendar unit that a date covers.
struct Span {
    from: Unit,
    to: Unit,
}

/// A year, a month or a day.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Unit(Ymd);

impl Unit {
    fn month(year: Option<u32>, month: u32) -> Self {
        Self(Ymd { year, month: Some(month), day: None })
    }

    fn civil(self, month: u32, day: u32) -> Option<civil::Date> {
        civil::Date::new(i16::try_from(self.0.year?).ok()?, month as i8, day as i8).ok()
    }

    fn first_day(self) -> Option<civil::Date> {
        self.civil(self.0.month.unwrap_or(1), self.0.day.unwrap_or(1))
    }

    fn last_day(self) -> Option<civil::Date> {
        match (self.0.month, self.0.day) {
            (Some(month), Some(day)) => self.civil(month, day),
            (Some(month), None) => self.civil(month, 1).map(civil::Date::last_of_month),
            _ => self.civil(12, 31),
        }
    }

    fn iso(self) -> String {
        let year = self.0.year.unwrap_or(0);
        match (self.0.month, self.0.day) {
            (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
            (Some(month), None) => format!("{year:04}-{month:02}"),
            _ => format!("{year:04}"),
        }
    }

    fn precision(self) -> Precision {
        match (self.0.month, self.0.day) {
            (_, Some(_)) => Precision::Day,
            (Some(_), None) => Precision::Month,
            _ => Precision::Year,
        }
    }
}

fn span(parts: &Parts) -> Option<Span> {
    let year = parts.from.year;
    let months = |first: u32, last: u32| Span { from: Unit::month(year, first), to: Unit::month(year, last) };
    let span = if let Some((first, last)) = parts.quarters {
        (1..=4).contains(&first).then(|| months(first * 3 - 2, last.clamp(first, 4) * 3))?
    } else if let Some(count) = parts.first_months {
        (1..=12).contains(&count).then(|| months(1, count))?
    } else if let Some(count) = parts.last_months {
        (1..=12).contains(&count).then(|| months(13 - count, 12))?
    } else {
        Span { from: Unit(parts.from), to: Unit(parts.to.unwrap_or(parts.from)) }
    };
    let sound = |unit: Unit| {
        unit.0.month.is_none_or(|month| (1..=12).contains(&month))
            && unit.0.day.is_none_or(|day| (1..=31).contains(&day))
    };
    let ordered = (span.from.0.year, span.from.0.month, span.from.0.day)
        <= (span.to.0.year, span.to.0.month, span.to.0.day);
    (sound(span.from) && sound(span.to) && ordered).then_some(span)
}

fn value(parts: &Parts, span: &Span) -> (String, Precision) {
    if span.from != span.to {
        return (
            format!("{}/{}", span.from.iso(), span.to.iso()),
            span.from.precision().max(span.to.precision()),
        );
    }
    match (parts.hour, span.from.precision()) {
        (Some(hour), Precision::Day) if hour < 24 => {
            let minute = parts.minute.filter(|&minute| minute < 60).unwrap_or(0);
            let past_noon = matches!(parts.part_of_day, Some(PartOfDay::Afternoon | PartOfDay::Evening));
            let hour = if past_noon && hour < 12 { hour + 12 } else { hour };
            (format!("{}T{hour:02}:{minute:02}", span.from.iso()), Precision::Minute)
        }
        _ => (span.from.iso(), span.from.precision()),
    }
}

fn flags(date: &Date, weekday: Option<u32>) -> Vec<Flag> {
    let mut flags = Vec::new();
    if date.from.is_none() || date.to.is_none() {
        flags.push(Flag::DateImpossible);
    }
    if date.inferred.iter().any(|part| part == "year") {
        flags.push(Flag::YearInferred);
    }
    let day: Option<civil::Date> =
        date.from.as_deref().filter(|from| date.to.as_deref() == Some(from)).and_then(|day| day.parse().ok());
    if let (Some(day), Some(weekday)) = (day, weekday)
        && calendar_number(day.weekday().to_monday_one_offset()) != weekday
    {
        flags.push(Flag::WeekdayMismatch);
    }
    flags
}

/// Gives a role to each date that no rule or mark gave one: the first day of the text is the event's.
pub(super) fn roles(context: Context<'_>, drafts: &mut [Draft], anchor: &Anchor) {
    let body: Vec<usize> = (0..context.page.blocks.len())
        .filter(|&number| context.page.blocks[number].zone == Zone::Body)
        .collect();
    let mut event_seen = false;
    for draft in drafts.iter_mut() {
        let block = context.page.block_of(draft.first);
        let early = body.iter().take(3).any(|&number| number == block);
        let Fact::Date(date) = &mut draft.fact else { continue };
        let is_day = date.precision >= Precision::Day;
        if date.role == DateRole::Mention && is_day && early && !event_seen {
            date.role = DateRole::Event;
            event_seen = true;
        } else if date.role == DateRole::Mention && !is_day {
            date.role = DateRole::Period;
        } else if date.role == DateRole::AsOf && anchor.lies_ahead(date) {
            // No figure holds for a day to come: the same words say when something is to be reached.
            date.role = DateRole::Deadline;
        }
        let late = date.role == DateRole::Event && is_after(date, anchor.day);
        if late {
            draft.flag(Flag::EventAfterPublication);
        }
    }
}

fn is_after(date: &Date, published: Option<civil::Date>) -> bool {
    let from: Option<civil::Date> = date.from.as_deref().and_then(|from| from.parse().ok());
    matches!((from, published), (Some(from), Some(published)) if from > published)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_alone_is_the_nearest_of_three_months() {
        let near = civil::date(2021, 9, 28);
        for (number, expected) in [(2, civil::date(2021, 10, 2)), (20, civil::date(2021, 9, 20))] {
            assert_eq!(nearest_day(number, near), Some(expected), "{number}");
        }
        assert_eq!(nearest_day(31, civil::date(2021, 2, 1)), Some(civil::date(2021, 1, 31)));
        assert_eq!(nearest_day(32, near), None);
    }
}
