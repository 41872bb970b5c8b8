//! What a page shows around its article: headline, stamp, lead and byline.
//!
//! Sites agree on little but on how they name their classes, so an element is known by the words of its class, and
//! only where a reader would look: a date in the head of the site is today's, the one below the headline is the
//! article's.

use dom_query::{Document as Tree, NodeRef};

use super::lines::{Line, is_silent, line_of};
use super::metadata::{Facts, attribute};

/// How far below the headline the stamp is looked for, in bytes of text.
const STAMP_REACH: usize = 800;

/// The shortest text that is taken for a headline by what it says, in bytes: shorter ones are in menus.
const SHORTEST_HEADLINE: usize = 16;

/// The longest such text, in bytes.
const LONGEST_HEADLINE: usize = 1000;

/// The longest stamp or byline, in characters.
const LONGEST: usize = 90;

/// How many candidates of each kind are looked at closely.
const CANDIDATES: usize = 32;

/// How many characters of a description must be those of an element for it to be the lead.
const LEAD_PREFIX: usize = 40;

/// Words of classes that stamps have.
const STAMP_WORDS: [&str; 12] = [
    "date",
    "dateposted",
    "datetime",
    "postdate",
    "posted",
    "pubdate",
    "publish",
    "publishdate",
    "published",
    "publishtime",
    "time",
    "timestamp",
];

/// Words of classes that bylines have.
const BYLINE_WORDS: [&str; 5] = ["author", "authorname", "authors", "byline", "writer"];

/// What a page shows around its article.
#[derive(Debug, Default)]
pub(super) struct Signs {
    pub headline: Option<String>,
    /// The date below the headline as it is printed.
    pub stamp: Option<String>,
    /// The same for machines, from a `time` element.
    pub time: Option<String>,
    pub lead: Option<String>,
    pub byline: Option<String>,
}

impl Signs {
    pub fn of(tree: &Tree, facts: &Facts) -> Self {
        let mut search = Search::new(facts);
        search.walk(&tree.root());
        let headline = search.headline(facts);
        Self { headline, ..search.found }
    }

    /// The text of the article: `lines`, with those signs that are not in them where they belong.
    pub fn around(&self, lines: Vec<Line>) -> String {
        let is_headline = |line: &Line| self.headline.as_ref().is_some_and(|title| same(title, &line.text));
        let body: Vec<String> = lines.into_iter().skip_while(is_headline).map(|line| line.text).collect();
        let missing = |sign: &&String| !body.iter().any(|line| line.contains(beginning(sign)));
        let stamp = self.stamp.iter().filter(missing);
        let lead = self.lead.iter().filter(missing);
        let byline = self.byline.iter().filter(missing);
        let text: Vec<&str> = self
            .headline
            .iter()
            .chain(stamp)
            .chain(lead)
            .chain(&body)
            .chain(byline)
            .map(String::as_str)
            .collect();
        text.join("\n")
    }
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// Enough of `text` to know it by.
fn beginning(text: &str) -> &str {
    let end = text.char_indices().nth(LEAD_PREFIX).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// A walk through the page in the order of reading.
struct Search {
    found: Signs,
    /// The headings of the first level.
    headings: Vec<String>,
    /// The first text that what the page is called begins with.
    shown: Option<String>,
    /// What the page is called, in small letters.
    titles: Vec<String>,
    /// How the lead begins.
    description: Option<String>,
    /// How much text there has been since the first heading of the page.
    below_heading: Option<usize>,
    stamps: usize,
    bylines: usize,
}

impl Search {
    fn new(facts: &Facts) -> Self {
        let description = facts.description().filter(|text| text.chars().count() >= LEAD_PREFIX);
        let description = description.map(|text| beginning(&text).to_owned());
        Self {
            found: Signs::default(),
            headings: Vec::new(),
            shown: None,
            titles: facts
                .headlines()
                .into_iter()
                .chain(facts.title())
                .map(|title| title.to_lowercase())
                .collect(),
            description,
            below_heading: None,
            stamps: 0,
            bylines: 0,
        }
    }

    fn walk(&mut self, root: &NodeRef<'_>) {
        let mut next = root.first_child();
        while let Some(node) = next {
            self.look_at(&node);
            let child = node.first_child().filter(|_| !is_silent(&node));
            next = child.or_else(|| following(node));
        }
    }

    fn look_at(&mut self, node: &NodeRef<'_>) {
        if node.is_text() {
            if let Some(length) = &mut self.below_heading {
                *length += node.text().trim().len();
            }
        } else if node.is_element() && !is_silent(node) {
            let own_text = node.immediate_text();
            self.look_for_heading(node, own_text.trim());
            self.look_for_lead(node, own_text.trim());
            self.look_for_stamp(node);
            self.look_for_byline(node);
        }
    }

    fn look_for_heading(&mut self, node: &NodeRef<'_>, own_text: &str) {
        if node.has_name("h1") && self.headings.len() < CANDIDATES {
            self.headings.extend(Some(node_text(node)).filter(|heading| !heading.is_empty()));
            self.below_heading.get_or_insert(0);
        } else if self.shown.is_none() && self.is_title(own_text) {
            self.shown = Some(node_text(node));
            self.below_heading.get_or_insert(0);
        }
    }

    /// Whether the page is called `text`, perhaps with the name of the site after it.
    fn is_title(&self, text: &str) -> bool {
        if text.len() < SHORTEST_HEADLINE || text.len() > LONGEST_HEADLINE {
            return false;
        }
        let text = text.to_lowercase();
        let rest = self.titles.iter().filter_map(|title| title.strip_prefix(&text));
        rest.into_iter()
            .any(|rest| rest.trim_start().chars().next().is_none_or(|next| !next.is_alphanumeric()))
    }

    /// The heading that the page is called by, else what it is said to be, else the first heading.
    fn headline(&mut self, facts: &Facts) -> Option<String> {
        let called = |heading: &&String| {
            let heading = heading.to_lowercase();
            self.titles.iter().any(|title| title.contains(&heading))
        };
        let heading = self.headings.iter().find(called).cloned();
        let said = || facts.headlines().into_iter().next();
        heading.or_else(|| self.shown.take()).or_else(said).or_else(|| self.headings.first().cloned())
    }

    /// Keeps the innermost of the first elements that look like a stamp.
    fn look_for_stamp(&mut self, node: &NodeRef<'_>) {
        let near = self.below_heading.is_some_and(|length| length < STAMP_REACH);
        let marked = || node.has_name("time") || says(node, "itemprop", &["datepublished"]);
        if self.stamps >= CANDIDATES || !(marked() || near && says(node, "class", &STAMP_WORDS)) {
            return;
        }
        self.stamps += 1;
        if self.found.time.is_none() && marked() {
            self.found.time = attribute(node, "datetime").or_else(|| attribute(node, "content"));
        }
        let stamp = line_of(node);
        let inside = self.found.stamp.as_ref().is_none_or(|outer| outer.contains(&stamp) && near);
        if inside && is_short(&stamp) && stamp.contains(|character: char| character.is_ascii_digit()) {
            self.found.stamp = Some(stamp);
        }
    }

    fn look_for_byline(&mut self, node: &NodeRef<'_>) {
        let marked = says(node, "rel", &["author"]) || says(node, "itemprop", &["author"]);
        if self.found.byline.is_some() || self.bylines >= CANDIDATES {
            return;
        }
        if (marked || says(node, "class", &BYLINE_WORDS)) && !is_comment(node) {
            self.bylines += 1;
            self.found.byline = Some(node_text(node)).filter(|byline| is_short(byline));
        }
    }

    fn look_for_lead(&mut self, node: &NodeRef<'_>, own_text: &str) {
        let Some(description) = &self.description else { return };
        if self.found.lead.is_none() && own_text.starts_with(description.as_str()) {
            self.found.lead = Some(line_of(node));
        }
    }
}

/// What comes after `node` and all that is in it.
fn following(node: NodeRef<'_>) -> Option<NodeRef<'_>> {
    let mut node = node;
    loop {
        if let Some(sibling) = node.next_sibling() {
            return Some(sibling);
        }
        node = node.parent()?;
    }
}

/// The text of `node` in one line, links included: a byline often is one.
fn node_text(node: &NodeRef<'_>) -> String {
    node.text().split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_short(text: &str) -> bool {
    (2..=LONGEST).contains(&text.trim().chars().count())
}

/// Whether one of the words of an attribute is among `words`.
fn says(node: &NodeRef<'_>, name: &str, words: &[&str]) -> bool {
    let is_known = |word: &str| words.iter().any(|known| word.eq_ignore_ascii_case(known));
    let value = node.attr(name);
    value.is_some_and(|value| value.split(|letter: char| !letter.is_ascii_alphanumeric()).any(is_known))
}

/// Whether `node` stands among the comments of readers.
fn is_comment(node: &NodeRef<'_>) -> bool {
    let words = ["comment", "comments", "commentlist"];
    node.ancestors_it(Some(16)).any(|parent| says(&parent, "class", &words) || says(&parent, "id", &words))
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines_of;
    use super::*;

    fn signs(html: &str) -> Signs {
        let tree = Tree::from(html);
        Signs::of(&tree, &Facts::of(&tree))
    }

    #[test]
    fn the_stamp_is_the_date_below_the_headline() {
        let html = r#"<div class="date">1/1/2030</div><h1>A</h1><div class="post-date box">Share
            <span class="date">08/07/2024 09:13</span></div><p>text</p><div class="date">2/2/2030</div>"#;
        assert_eq!(signs(html).stamp.as_deref(), Some("08/07/2024 09:13"));
    }

    #[test]
    fn a_time_element_needs_no_headline() {
        let signs = signs(r#"<time datetime="2024-07-08">8 July 2024</time>"#);
        assert_eq!(
            (signs.time.as_deref(), signs.stamp.as_deref()),
            (Some("2024-07-08"), Some("8 July 2024"))
        );
    }

    #[test]
    fn the_headline_is_the_heading_that_the_page_is_called_by() {
        let html = "<title>Sở Y tế họp - Báo Lào Cai</title><h1>Báo Yên Bái</h1><h1>Sở Y tế họp</h1>";
        assert_eq!(signs(html).headline.as_deref(), Some("Sở Y tế họp"));
        let html = r#"<meta property="og:title" content="Sở Y tế họp | Báo"><h1>Báo Lào Cai</h1>"#;
        assert_eq!(signs(html).headline.as_deref(), Some("Sở Y tế họp | Báo"));
    }

    #[test]
    fn without_headings_the_headline_is_where_the_page_shows_it() {
        let html = r#"<title>Sở Y tế sơ kết 6 tháng - Báo</title><b>Sở Y tế</b><b>SỞ Y TẾ SƠ KẾT 6 THÁNG</b>
            <div class="time">08/07/2024</div>"#;
        let signs_there = signs(html);
        assert_eq!(signs_there.headline.as_deref(), Some("SỞ Y TẾ SƠ KẾT 6 THÁNG"));
        assert_eq!(signs_there.stamp.as_deref(), Some("08/07/2024"));
        assert_eq!(signs("<title>Sở Y tế tỉnh Quảng Ngãi</title><p>Chiều 3/7").headline, None);
    }

    #[test]
    fn those_who_comment_are_no_authors() {
        let html = r#"<div class="comments"><div><b class="author">X</b></div></div><p class="author"><a>Hà Linh</a></p>"#;
        assert_eq!(signs(html).byline.as_deref(), Some("Hà Linh"));
    }

    #[test]
    fn signs_that_are_in_the_text_are_not_repeated() {
        let signs = Signs {
            headline: Some("A".to_owned()),
            stamp: Some("8/7".to_owned()),
            byline: Some("B C".to_owned()),
            ..Signs::default()
        };
        let lines = lines_of(&Tree::from("<p>a<p>on 8/7<p>end").root());
        assert_eq!(signs.around(lines), "A\non 8/7\nend\nB C");
        assert_eq!(Signs::default().around(Vec::new()), "");
    }
}
