//! Decomposed input: composed for the rules, with a map back to the text as it was given.
//!
//! Most pages are composed already and take no part in this; a quick look for combining marks decides.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A text in composed form, and where each of its bytes came from.
#[derive(Debug)]
pub struct Composed<'t> {
    /// The composed text.
    pub text: Cow<'t, str>,
    /// For each byte of the composed text (and its end) the byte of the original; empty where both are the same.
    origin: Vec<u32>,
}

impl<'t> Composed<'t> {
    /// Composes `text` if it holds combining marks.
    pub fn new(text: &'t str) -> Self {
        if !holds_combining_mark(text) {
            return Self { text: Cow::Borrowed(text), origin: Vec::new() };
        }
        let (composed, origin) = compose(text);
        Self { text: Cow::Owned(composed), origin }
    }

    /// The byte of the original text at which byte `at` of the composed text begins.
    pub fn original(&self, at: usize) -> usize {
        if self.origin.is_empty() { at } else { self.origin[at.min(self.origin.len() - 1)] as usize }
    }
}

/// Whether `text` may hold a combining mark of the Latin blocks (U+0300 to U+036F): their lead bytes are 0xCC and 0xCD.
fn holds_combining_mark(text: &str) -> bool {
    memchr::memchr2(0xCC, 0xCD, text.as_bytes()).is_some()
}

/// Composes each cluster (a letter with its marks) by itself, so that its bytes share one origin.
fn compose(text: &str) -> (String, Vec<u32>) {
    let mut composed = String::with_capacity(text.len());
    let mut origin = Vec::with_capacity(text.len() + 1);
    for (start, cluster) in clusters(text) {
        composed.extend(cluster.nfc());
        origin.resize(composed.len(), start as u32);
    }
    origin.push(text.len() as u32);
    (composed, origin)
}

/// The clusters of `text`, each with its byte offset.
fn clusters(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut letters = rest.char_indices().skip(1);
        let end = letters.find(|&(_, letter)| !is_combining_mark(letter)).map_or(rest.len(), |(at, _)| at);
        let (cluster, after) = rest.split_at(end);
        let start = text.len() - rest.len();
        rest = after;
        (!cluster.is_empty()).then_some((start, cluster))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn composed_text_is_borrowed() {
        let composed = Composed::new("Đảng bộ");
        assert!(matches!(composed.text, Cow::Borrowed(_)));
        assert_eq!(composed.original(4), 4);
    }

    #[test]
    fn decomposed_text_maps_back() {
        let given = "Đa\u{309}ng bo\u{323}\u{302}";
        let composed = Composed::new(given);
        assert_eq!(composed.text, "Đảng bộ");
        let word = composed.text.find("bộ").unwrap();
        assert_eq!(&given[composed.original(word)..], "bo\u{323}\u{302}");
        assert_eq!(composed.original(composed.text.len()), given.len());
    }
}
