//! A document: an id, the text as it was given, and what its source says about it.

mod offset;

pub use offset::{OffsetUnit, Offsets};

/// One page or article. The text is never changed: every offset in the output points into it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// What the records call it: a path, an id field, a URL.
    pub id: String,
    /// The text as it was given.
    pub text: String,
    /// What the source says beside the text.
    pub metadata: Metadata,
}

/// What a source knows of an article beside its text; everything is optional and wins over what the text suggests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The headline.
    pub title: Option<String>,
    /// When it was published: ISO 8601, or as the site printed it.
    pub published: Option<String>,
    /// The authors, as written. What names several is taken apart as the rules read a byline.
    pub authors: Vec<String>,
    /// Where it comes from.
    pub url: Option<String>,
}

impl Document {
    /// A document without metadata.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self { id: id.into(), text: text.into(), metadata: Metadata::default() }
    }
}
