//! The words around a place, short enough for a line.

use std::fmt;
use std::ops::Range;

use serde::Serialize;

use crate::layout::Block;
use crate::trace::Trace;

/// How many characters are shown on either side.
const WIDTH: usize = 40;

/// A place in a document and the words around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Context {
    /// The document.
    pub doc: String,
    /// Offset of the first unit, as in records.
    pub start: usize,
    /// Offset after the last unit.
    pub end: usize,
    /// What stands before it in its block, shortened.
    pub before: String,
    /// The place itself.
    pub text: String,
    /// What stands after it in its block, shortened.
    pub after: String,
}

/// On one line, the place in square brackets, the document behind.
impl fmt::Display for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]{}  ({}:{})", self.before, self.text, self.after, self.doc, self.start)
    }
}

impl Context {
    pub(super) fn new(trace: &Trace<'_>, doc: &str, block: &Block, tokens: &Range<usize>) -> Self {
        let (from, to) = trace.page().bytes_of(tokens.start, tokens.end);
        let (start, end) = trace.offsets(from, to);
        Self {
            doc: doc.to_owned(),
            start,
            end,
            before: tail(&one_line(trace.text(block.start as usize, from))),
            text: one_line(trace.text(from, to)),
            after: head(&one_line(trace.text(to, block.end as usize))),
        }
    }
}

/// White space of any kind and length as one space.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let rim = |is_space: bool| if is_space { " " } else { "" };
    let (first, last) = (text.starts_with(char::is_whitespace), text.ends_with(char::is_whitespace));
    if words.is_empty() {
        return rim(first).to_owned();
    }
    format!("{}{}{}", rim(first), words.join(" "), rim(last))
}

/// The first characters of `text`.
fn head(text: &str) -> String {
    match text.char_indices().nth(WIDTH) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

/// The last characters of `text`.
fn tail(text: &str) -> String {
    match text.char_indices().rev().nth(WIDTH) {
        Some((at, letter)) => format!("…{}", text[at + letter.len_utf8()..].trim_start()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_sides_are_cut() {
        let long = "đ".repeat(WIDTH + 1);
        assert_eq!(head(&long), format!("{}…", "đ".repeat(WIDTH)));
        assert_eq!(tail(&long), format!("…{}", "đ".repeat(WIDTH)));
        assert_eq!(tail("ngắn "), "ngắn ");
    }

    #[test]
    fn line_breaks_are_spaces() {
        assert_eq!(one_line("a\n\n b \n"), "a b ");
        assert_eq!(one_line("\n"), " ");
    }
}
