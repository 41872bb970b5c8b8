//! Lexicon files: one entry a line, `entry` or `entry = value`; `#` begins a comment.

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

/// The entries of a lexicon file.
pub fn parse(text: &str) -> Vec<Entry> {
    let lines = text.trim_start_matches('\u{feff}').lines();
    lines.filter(|line| !line.trim_start().starts_with('#')).filter_map(Entry::parse).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_blank_lines_are_no_entries() {
        let entries = parse("# Sources: own\n\nđảng viên = party_member\nchi bộ\n");
        assert_eq!(entries.len(), 2);
        assert_eq!(entries[0].value.as_deref(), Some("party_member"));
        assert_eq!(entries[1], Entry { text: "chi bộ".into(), value: None });
    }
}
