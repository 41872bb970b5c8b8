//! The article of an HTML page: its text, without what the site puts around it, and what the page says of itself.
//!
//! Readability finds the passage that is the article. What it leaves out on purpose and what a reader of the page
//! would still call part of the article is put back from where the page shows it: the headline, the stamp, the lead
//! and the byline. So the text has the headline as its first line, every paragraph, heading, caption and table row
//! on a line of its own, and no menu, no related links and no comments.

#[cfg(feature = "html")]
mod article;
#[cfg(feature = "html")]
mod json_ld;
#[cfg(feature = "html")]
mod lines;
#[cfg(feature = "html")]
mod mass;
#[cfg(feature = "html")]
mod metadata;
#[cfg(feature = "html")]
mod signs;

#[cfg(feature = "html")]
pub(super) use article::read;

/// What to say of every page where the feature `html` is not built in.
#[cfg(not(feature = "html"))]
pub(super) fn read(_html: &str) -> Result<crate::document::Document, super::fault::Fault> {
    Err(super::fault::Fault::malformed("this build cannot read HTML"))
}
