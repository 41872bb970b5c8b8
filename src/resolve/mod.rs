//! From candidates to facts: overlaps are settled, open slots found, years supplied, people merged, records linked and
//! checked.
//!
//! Matching only says what could be read where; everything that needs the rest of the document happens here.

mod ahead;
mod article;
mod build;
mod check;
mod claims;
mod date;
mod draft;
mod ellipsis;
mod link;
mod mark;
mod overlap;
mod person;
mod phrase;
mod scope;
mod shared;
mod shared_title;
mod title;

pub use article::named as authors;
pub use date::published;
pub use draft::{Draft, Link};

use crate::compile::Ruleset;
use crate::document::Metadata;
use crate::layout::Page;
use crate::matching::Scratch;

/// What the resolver knows of a document beside its page.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The page.
    pub page: &'a Page,
    /// The composed text, whose letters the records quote.
    pub text: &'a str,
    /// The rules.
    pub rules: &'a Ruleset,
    /// What the source says beside the text.
    pub metadata: &'a Metadata,
    /// The authors that the metadata name, each by itself.
    pub authors: &'a [String],
    /// When the metadata say that it was published, ISO 8601.
    pub published: Option<&'a str>,
    /// The day that relative dates are read against where the page and its metadata name none.
    pub reference_date: Option<jiff::civil::Date>,
}

impl<'a> Context<'a> {
    /// The text as given from the first of `tokens` to the end of the last.
    pub fn slice(&self, first: usize, end: usize) -> &'a str {
        let (start, end) = self.page.bytes_of(first, end);
        self.text.get(start..end).unwrap_or_default()
    }
}

/// The facts of a document, the article first, the others in text order.
pub fn resolve(context: Context<'_>, scratch: &Scratch) -> Vec<Draft> {
    let scopes = scope::find(context.page, context.rules);
    let candidates = overlap::viable(context, scratch, &scopes);
    let winners = overlap::choose(candidates, context.rules);
    let claims = claims::Claims::new(context, &winners);
    let mut drafts = build::drafts(context, scratch, &winners, &claims, &scopes);
    let anchor = date::resolve(context, &mut drafts, &scopes);
    ahead::turn(context, &mut drafts, &anchor);
    build::inherit(context, &claims, &mut drafts);
    shared::predicates(context, &mut drafts);
    ellipsis::complete(context, &mut drafts);
    mark::apply(context, &mut drafts, &scopes);
    link::references(context, &mut drafts);
    date::roles(context, &mut drafts, &anchor);
    shared_title::share(context, &mut drafts);
    person::merge(context, &mut drafts);
    let stated = article::take(&mut drafts);
    link::quantities(context, &mut drafts, &anchor);
    check::flag(context, &mut drafts);
    let article = article::build(context, &stated, &drafts, &anchor);
    drafts.insert(0, article);
    drafts
}
