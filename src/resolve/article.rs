//! The article record: what the whole page is about.

use super::Context;
use super::date::Anchor;
use super::draft::Draft;
use crate::layout::Zone;
use crate::record::{Article, Date, DateRole, Fact, PersonRole};

/// Takes what rules say of the article out of `drafts`: it is no record of its own.
pub(super) fn take(drafts: &mut Vec<Draft>) -> Vec<Article> {
    let stated = drafts.iter().filter_map(|draft| match &draft.fact {
        Fact::Article(article) => Some(article.clone()),
        _ => None,
    });
    let stated = stated.collect();
    drafts.retain(|draft| !matches!(draft.fact, Fact::Article(_)));
    stated
}

/// Builds the article's record.
pub(super) fn build(context: Context<'_>, stated: &[Article], drafts: &[Draft], anchor: &Anchor) -> Draft {
    let mut article = Article { published: anchor.published.clone(), ..Article::default() };
    let title = title(context, &mut article);
    article.authors = authors(context, drafts);
    article.event_date = drafts.iter().find_map(event_date);
    article.source_url.clone_from(&context.metadata.url);
    for found in stated {
        take_missing(&mut article, found);
    }
    for draft in drafts {
        article.record_counts.add(draft.record_type());
    }
    let (start, end) = title.unwrap_or((0, 0));
    Draft {
        rule: None,
        start,
        end,
        first: 0,
        last: 0,
        fact: Fact::Article(article),
        flags: Vec::new(),
        parts: None,
        phrases: Vec::new(),
        fallback: None,
        links: Vec::new(),
        mentions: Vec::new(),
        dropped: false,
    }
}

/// Sets the title: the source's own, else the headline without its stamp. Returns where it stands in the text.
fn title(context: Context<'_>, article: &mut Article) -> Option<(usize, usize)> {
    let headline = context.page.blocks.iter().find(|block| block.zone == Zone::Title);
    let span = headline.map(|block| without_stamp(context, block.start as usize, block.end as usize));
    let printed = span.and_then(|(start, end)| context.text.get(start..end)).map(super::person::one_line);
    article.title = context.metadata.title.clone().or(printed);
    span
}

/// A headline's span without a stamp at its end, and without the brackets around that.
fn without_stamp(context: Context<'_>, start: usize, end: usize) -> (usize, usize) {
    match context.page.title_stamp {
        Some((at, stop)) if at > start && end - stop <= 8 => {
            let kept = context.page.folded[start..at].trim_end_matches(['(', ' ', '-', '|', ',']);
            (start, start + kept.len())
        }
        _ => (start, end),
    }
}

fn authors(context: Context<'_>, drafts: &[Draft]) -> Vec<String> {
    if !context.metadata.authors.is_empty() {
        return context.metadata.authors.clone();
    }
    let named = drafts.iter().filter_map(|draft| match &draft.fact {
        Fact::Person(person) if person.role == PersonRole::Author => Some(person.name.clone()),
        _ => None,
    });
    named.collect()
}

fn event_date(draft: &Draft) -> Option<String> {
    match &draft.fact {
        Fact::Date(Date { role: DateRole::Event, from: Some(from), to, value, .. }) => {
            Some(if to.as_ref() == Some(from) { from.clone() } else { value.clone() })
        }
        _ => None,
    }
}

/// The first rule to say something is believed.
fn take_missing(article: &mut Article, found: &Article) {
    let fill = |field: &mut Option<String>, value: &Option<String>| {
        if field.is_none() {
            field.clone_from(value);
        }
    };
    fill(&mut article.event, &found.event);
    fill(&mut article.event_place, &found.event_place);
    fill(&mut article.province, &found.province);
    fill(&mut article.organization, &found.organization);
    fill(&mut article.source_url, &found.source_url);
}
