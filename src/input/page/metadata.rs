//! What a page says of its article where readers do not see it: JSON-LD, Open Graph, `meta` and `link` elements.

use dom_query::{Document as Tree, NodeRef};
use serde_json::Value;

use super::json_ld;
use super::signs::Signs;
use crate::document::Metadata;

/// The names under which `meta` elements give the time of publication, the most reliable first.
const PUBLISHED: [&str; 10] = [
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish_date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "date",
];

/// The names under which they give the headline.
const TITLE: [&str; 4] = ["og:title", "twitter:title", "dc.title", "title"];

/// The names under which they give an author.
const AUTHOR: [&str; 4] = ["article:author", "author", "dc.creator", "parsely-author"];

/// The names under which they give the lead.
const DESCRIPTION: [&str; 3] = ["og:description", "description", "twitter:description"];

/// What the page says of its article.
#[derive(Debug, Default)]
pub(super) struct Facts {
    metas: Vec<(String, String)>,
    canonical: Option<String>,
    title: Option<String>,
    article: Option<Value>,
}

impl Facts {
    pub fn of(tree: &Tree) -> Self {
        let mut facts = Self::default();
        for node in tree.root().descendants_it().filter(NodeRef::is_element) {
            facts.note(&node);
        }
        facts
    }

    fn note(&mut self, node: &NodeRef<'_>) {
        let Some(name) = node.qual_name_ref().map(|name| name.local.clone()) else { return };
        match &*name {
            "meta" => self.note_meta(node),
            "link" if node.attr("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                self.canonical = self.canonical.take().or_else(|| attribute(node, "href"));
            }
            "title" if self.title.is_none() => self.title = Some(node.text().trim().to_owned()),
            "script"
                if self.article.is_none()
                    && attribute(node, "type").is_some_and(|kind| is_json_ld(&kind)) =>
            {
                self.article = json_ld::article(&node.text());
            }
            _ => {}
        }
    }

    fn note_meta(&mut self, node: &NodeRef<'_>) {
        let name = ["property", "name", "itemprop"].iter().find_map(|key| attribute(node, key));
        if let (Some(name), Some(content)) = (name, attribute(node, "content")) {
            self.metas.push((name.to_ascii_lowercase(), content));
        }
    }

    fn meta(&self, names: &[&str]) -> Option<&str> {
        let content = |name: &&str| self.metas.iter().find(|(known, _)| known == name);
        names.iter().find_map(content).map(|(_, content)| content.as_str())
    }

    fn in_article(&self, name: &str) -> Option<String> {
        json_ld::string(self.article.as_ref()?, name)
    }

    /// What is said to be the headline; some of it with the name of the site.
    pub fn headlines(&self) -> Vec<String> {
        let metas = TITLE.iter().filter_map(|name| self.meta(&[name]).map(str::to_owned));
        self.in_article("headline").into_iter().chain(metas).collect()
    }

    /// What the window is called: the headline on good sites, the name of the site on others.
    pub fn title(&self) -> Option<String> {
        self.title.clone().filter(|title| !title.is_empty())
    }

    /// What the page gives to those who show a link to it: the lead, or the beginning of the text.
    pub fn description(&self) -> Option<String> {
        self.meta(&DESCRIPTION).map(str::to_owned).or_else(|| self.in_article("description"))
    }

    /// The document's metadata, completed by what the page shows.
    pub fn into_metadata(self, signs: &Signs) -> Metadata {
        let published = self.in_article("datePublished");
        let published = published.or_else(|| self.meta(&PUBLISHED).map(str::to_owned));
        Metadata {
            title: signs.headline.clone(),
            published: published.or_else(|| signs.time.clone()).or_else(|| signs.stamp.clone()),
            authors: self.authors(signs),
            url: self.url(),
        }
    }

    fn authors(&self, signs: &Signs) -> Vec<String> {
        let described = self.article.as_ref().map(json_ld::authors).unwrap_or_default();
        if !described.is_empty() {
            return described;
        }
        let named = self.meta(&AUTHOR).filter(|author| !is_url(author)).map(str::to_owned);
        signs.byline.clone().or(named).into_iter().collect()
    }

    fn url(&self) -> Option<String> {
        let candidates =
            [self.canonical.clone(), self.meta(&["og:url"]).map(str::to_owned), self.in_article("url")];
        candidates.into_iter().flatten().find(|url| is_url(url))
    }
}

/// The attribute `name`, unless it is blank.
pub(super) fn attribute(node: &NodeRef<'_>, name: &str) -> Option<String> {
    node.attr(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

fn is_json_ld(kind: &str) -> bool {
    kind.to_ascii_lowercase().starts_with("application/ld+json")
}

fn is_url(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Metadata {
        let tree = Tree::from(html);
        let facts = Facts::of(&tree);
        let signs = Signs::of(&tree, &facts);
        facts.into_metadata(&signs)
    }

    #[test]
    fn json_ld_comes_before_meta_elements() {
        let html = r#"<meta property="article:published_time" content="2024-01-01"><meta name="author" content="M">
            <script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-07-08T09:13:00+07:00",
            "author": {"@type": "Person", "name": "L"}, "headline": "H", "url": "https://a.vn/ld"}</script>"#;
        let metadata = read(html);
        assert_eq!(metadata.published.as_deref(), Some("2024-07-08T09:13:00+07:00"));
        assert_eq!(metadata.authors, ["L"]);
        assert_eq!(metadata.title.as_deref(), Some("H"));
        assert_eq!(metadata.url.as_deref(), Some("https://a.vn/ld"));
    }

    #[test]
    fn meta_elements_are_known_by_any_of_their_names() {
        let html = r#"<META NAME="PubDate" CONTENT="2024-01-01"><link rel=canonical href="https://a.vn/c">
            <meta property="og:url" content="https://a.vn/og"><meta property="article:author" content="https://fb.com/x">
            <title>The name of the page</title><b>The name of the page</b>"#;
        let metadata = read(html);
        assert_eq!(metadata.published.as_deref(), Some("2024-01-01"));
        assert_eq!(metadata.url.as_deref(), Some("https://a.vn/c"));
        assert_eq!(metadata.title.as_deref(), Some("The name of the page"));
        assert!(metadata.authors.is_empty());
    }

    #[test]
    fn a_page_that_says_nothing_gives_nothing() {
        assert_eq!(read("<p>text"), Metadata::default());
    }
}
