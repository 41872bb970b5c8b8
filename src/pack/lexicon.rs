//! Lexicon files: one entry a line, `entry` or `entry = value`; `#` begins a comment.

use std::ops::Range;

/// An entry of a word list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The word or phrase, as written.
    pub text: String,
    /// What it means, where the list says so.
    pub value: Option<String>,
}

impl Entry {
    /// Reads `entry` or `entry = value`; `None` if there is no entry.
    pub fn parse(line: &str) -> Option<Self> {
        let (text, value) = match line.split_once(" = ") {
            Some((text, value)) => (text.trim(), Some(value.trim().to_owned())),
            None => (line.trim(), None),
        };
        (!text.is_empty()).then(|| Self { text: text.to_owned(), value })
    }
}

/// The entries of a lexicon file, each with the bytes of its line.
pub fn parse(text: &str) -> impl Iterator<Item = (Range<usize>, Entry)> {
    let mut end = 0;
    let lines = text.split_inclusive('\n').map(move |line| {
        let start = end;
        end += line.len();
        (start..start + line.trim_end().len(), line.trim_start_matches('\u{feff}'))
    });
    lines
        .filter(|(_, line)| !line.trim_start().starts_with('#'))
        .filter_map(|(place, line)| Some((place, Entry::parse(line)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_blank_lines_are_no_entries() {
        let text = "\u{feff}# Sources: own\n\nđảng viên = party_member\r\nchi bộ";
        let entries: Vec<_> = parse(text).collect();
        assert_eq!(entries.len(), 2);
        assert_eq!(entries[0].1.value.as_deref(), Some("party_member"));
        assert_eq!(&text[entries[0].0.clone()], "đảng viên = party_member");
        assert_eq!(entries[1].1, Entry { text: "chi bộ".into(), value: None });
    }
}
