//! Lexicon files: one entry a line, `entry` or `entry = value`; `#` begins a comment.

use std::ops::Range;

/// An entry of a word list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'t> {
    /// The word or phrase, as written.
    pub text: &'t str,
    /// What it means, where the list says so.
    pub value: Option<&'t str>,
}

impl<'t> Entry<'t> {
    /// Reads `entry` or `entry = value`; `None` if there is no entry.
    pub fn parse(line: &'t str) -> Option<Self> {
        let (text, value) = match equals_sign(line) {
            Some(at) => (&line[..at], Some(line[at + 1..].trim())),
            None => (line, None),
        };
        let text = text.trim();
        (!text.is_empty()).then_some(Self { text, value })
    }
}

/// Where the equals sign stands that has a space on either side. Lists have tens of thousands of lines, and a search
/// for one byte has nothing to prepare.
fn equals_sign(line: &str) -> Option<usize> {
    memchr::memchr_iter(b'=', line.as_bytes())
        .find(|&at| line[..at].ends_with(' ') && line[at + 1..].starts_with(' '))
}

/// The entries of a lexicon file, each with the bytes of its line.
pub fn parse(text: &str) -> impl Iterator<Item = (Range<usize>, Entry<'_>)> {
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
        assert_eq!(entries[0].1.value, Some("party_member"));
        assert_eq!(&text[entries[0].0.clone()], "đảng viên = party_member");
        assert_eq!(entries[1].1, Entry { text: "chi bộ", value: None });
    }

    #[test]
    fn an_equals_sign_without_spaces_belongs_to_the_entry() {
        assert_eq!(Entry::parse("a=b = c = d"), Some(Entry { text: "a=b", value: Some("c = d") }));
        assert_eq!(Entry::parse("a =b"), Some(Entry { text: "a =b", value: None }));
        assert_eq!(Entry::parse(" = c"), None);
    }
}
