//! The article record: what the whole page is about.

use super::Context;
use super::date::Anchor;
use super::draft::Draft;
use crate::compile::Ruleset;
use crate::document::Metadata;
use crate::fold::compose::Composed;
use crate::layout::{Page, Zone};
use crate::matching::{self, Scratch};
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
    if !context.authors.is_empty() {
        return context.authors.to_vec();
    }
    let named = drafts.iter().filter_map(author);
    named.map(|(_, name)| name.to_owned()).collect()
}

/// The draft with the name that it gives, if that is an author's.
fn author(draft: &Draft) -> Option<(&Draft, &str)> {
    match &draft.fact {
        Fact::Person(person) if person.role == PersonRole::Author => Some((draft, &person.name)),
        _ => None,
    }
}

/// The authors that `metadata` name. A line with several of them is taken apart as the rules read the byline of a page.
pub fn named(metadata: &Metadata, rules: &Ruleset, scratch: &mut Scratch) -> Vec<String> {
    let lines = metadata.authors.iter();
    lines.flat_map(|line| apart(line, rules, scratch).unwrap_or_else(|| vec![line.clone()])).collect()
}

/// The names in a byline, if they are several with something between them. A line in which the rules see one name or
/// none stays as it is: it is a pseudonym, a newsroom, or a name of a form of its own.
fn apart(line: &str, rules: &Ruleset, scratch: &mut Scratch) -> Option<Vec<String>> {
    let composed = Composed::new(line);
    let page = Page::new(&composed.text, Some(Zone::Byline), rules, &mut scratch.memory);
    matching::find(&page, rules, scratch);
    let metadata = Metadata::default();
    let context = Context {
        page: &page,
        text: &composed.text,
        rules,
        metadata: &metadata,
        authors: &[],
        published: None,
        reference_date: None,
    };
    let drafts = super::resolve(context, scratch);
    let names: Vec<_> = drafts.iter().filter_map(author).collect();
    let is_apart = |pair: &[(&Draft, &str)]| {
        let between = composed.text.get(pair[0].0.end..pair[1].0.start);
        between.is_some_and(|between| !between.trim().is_empty())
    };
    let several = names.len() > 1 && names.windows(2).all(is_apart);
    several.then(|| names.iter().map(|(_, name)| (*name).to_owned()).collect())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, Extractor};

    /// The authors of a page whose metadata have `line` for them.
    fn authors(extractor: &Extractor, line: &str) -> Vec<String> {
        let mut document = Document::new("a", "Sở Y tế có 311 đảng viên.");
        document.metadata.authors = vec![line.to_owned()];
        let records = extractor.extract(&document).expect("short enough");
        match &records[0].fact {
            Fact::Article(article) => article.authors.clone(),
            fact => panic!("{fact:?}"),
        }
    }

    #[test]
    fn a_line_with_several_authors_is_taken_apart() {
        let extractor = Extractor::builder().build().expect("the embedded rules");
        for line in [
            "Hồng Tấm - Phương Hiền",
            "Hồng Tấm, Phương Hiền",
            "Hồng Tấm & Phương Hiền",
            "Hồng Tấm; Phương Hiền (t/h)",
            "Hồng Tấm và Phương Hiền",
            "Bài, ảnh: Hồng Tấm – Phương Hiền",
        ] {
            assert_eq!(authors(&extractor, line), ["Hồng Tấm", "Phương Hiền"], "{line}");
        }
    }

    #[test]
    fn a_line_with_one_author_or_none_that_is_known_stays() {
        let extractor = Extractor::builder().build().expect("the embedded rules");
        for line in [
            "Hồng Tấm",
            "PV",
            "Jean-Luc O'Neil",
            "Báo Lào Cai",
            "Hồng Tấm - Báo Lào Cai",
            "Tôn Nữ Thị Hoàng Minh Anh",
            "Nguyễn Văn A",
            "M.H - PV",
        ] {
            assert_eq!(authors(&extractor, line), [line], "{line}");
        }
    }
}
