//! What is wrong with a rule pack: all of it at once, each with its place and what to do.
//!
//! A [`Diagnostic`] is data; [`render`](Diagnostic::render) draws it with the line and a caret. Codes are stable and
//! a released code is never used for anything else.

mod json;
mod render;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// The kinds of mistake that a pack can hold, each with its stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Code {
    /// A file of the pack cannot be read.
    UnreadableFile,
    /// The file is not TOML.
    Syntax,
    /// A key that means nothing there, a missing one, or a value of the wrong type.
    BadKey,
    /// A name that nothing defines.
    UnknownName,
    /// A term that contains itself.
    CircularTerm,
    /// A pattern that is no regular expression.
    BadPattern,
    /// A slot that records of this type do not have.
    UnknownSlot,
    /// The same name or rule id twice.
    Duplicate,
    /// A rule without an example.
    NoExample,
    /// An example that does not come out as it says.
    FailedExample,
    /// A pattern that nothing in the text can set off.
    NoTrigger,
    /// A value that the field does not take.
    BadValue,
    /// A rule that no example needs, or that another rule always beats.
    IdleRule,
    /// A term, phrase, scope or lexicon file that nothing uses.
    UnusedName,
    /// A long list of words where only the regex can look for them.
    LongList,
}

impl Code {
    /// The stable code, such as `E004`; warnings begin with `W`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnreadableFile => "E001",
            Self::Syntax => "E002",
            Self::BadKey => "E003",
            Self::UnknownName => "E004",
            Self::CircularTerm => "E005",
            Self::BadPattern => "E006",
            Self::UnknownSlot => "E007",
            Self::Duplicate => "E008",
            Self::NoExample => "E009",
            Self::FailedExample => "E010",
            Self::NoTrigger => "E011",
            Self::BadValue => "E012",
            Self::IdleRule => "W001",
            Self::UnusedName => "W002",
            Self::LongList => "W003",
        }
    }

    /// Whether a pack with this mistake still runs.
    pub fn is_warning(self) -> bool {
        self.as_str().starts_with('W')
    }
}

/// A file of a pack, kept so that a report can show the line.
#[derive(Clone, PartialEq, Eq)]
pub struct Source {
    /// The file's path, as the user gave it.
    pub path: Arc<str>,
    /// Its text.
    pub text: Arc<str>,
}

impl fmt::Debug for Source {
    /// The path alone: the text is too long to be of use.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Source").field(&self.path).finish()
    }
}

/// One mistake and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of mistake.
    pub code: Code,
    /// What is wrong, in one line.
    pub title: String,
    /// Where: a file and a span of bytes in it; `None` where there is no text to show.
    pub place: Option<(Source, Range<usize>)>,
    /// What stands at the place, in a few words.
    pub label: String,
    /// A second place that has to do with it, and what stands there.
    pub also: Option<(Source, Range<usize>, String)>,
    /// What to do, if there is more to say.
    pub note: Option<String>,
}

impl Diagnostic {
    /// A mistake at `span` of `source`.
    pub fn at(code: Code, source: &Source, span: Range<usize>, title: impl Into<String>) -> Self {
        let place = Some((source.clone(), span));
        Self { code, title: title.into(), place, label: String::new(), also: None, note: None }
    }

    /// A mistake without a place in a text, such as a file that cannot be read.
    pub fn without_place(code: Code, title: impl Into<String>) -> Self {
        Self { code, title: title.into(), place: None, label: String::new(), also: None, note: None }
    }

    /// Says what stands at the place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Points at a second place and says what stands there.
    #[must_use]
    pub fn also(mut self, source: &Source, span: Range<usize>, label: impl Into<String>) -> Self {
        self.also = Some((source.clone(), span, label.into()));
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Adds “did you mean” if one of `known` is near `name`.
    #[must_use]
    pub fn suggest<'k>(self, name: &str, known: impl IntoIterator<Item = &'k str>) -> Self {
        match nearest(name, known) {
            Some(near) => self.note(format!("did you mean `{near}`?")),
            None => self,
        }
    }

    /// Line and column of the place, both counted from 1, the column in characters.
    pub fn line_and_column(&self) -> Option<(usize, usize)> {
        let (source, span) = self.place.as_ref()?;
        let before = source.text.get(..span.start)?;
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Some((before.matches('\n').count() + 1, before[line_start..].chars().count() + 1))
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.render(false))
    }
}

/// Everything that is wrong with the packs of one run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackErrors(pub Vec<Diagnostic>);

impl fmt::Display for PackErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reports: Vec<String> = self.0.iter().map(|diagnostic| diagnostic.render(false)).collect();
        f.write_str(&reports.join("\n\n"))
    }
}

impl std::error::Error for PackErrors {}

/// The name nearest to `name`, if it is near enough to be a slip of the pen.
fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let limit = name.chars().count() / 3 + 1;
    let scored = known.into_iter().map(|candidate| (edits(name, candidate), candidate));
    scored.filter(|&(distance, _)| distance <= limit).min().map(|(_, candidate)| candidate)
}

/// The Levenshtein distance of two names.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &to) in b.iter().enumerate() {
            let change = diagonal + usize::from(from != to);
            diagonal = row[j + 1];
            row[j + 1] = change.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_recognised() {
        assert_eq!(nearest("subjct", ["value", "subject", "unit"]), Some("subject"));
        assert_eq!(nearest("colour", ["value", "subject"]), None);
    }

    #[test]
    fn columns_count_characters() {
        let source = Source { path: "a.toml".into(), text: "x = 1\nđảng = y".into() };
        let at = source.text.find('y').unwrap();
        let diagnostic = Diagnostic::at(Code::BadKey, &source, at..at + 1, "t");
        assert_eq!(diagnostic.line_and_column(), Some((2, 8)));
    }
}
