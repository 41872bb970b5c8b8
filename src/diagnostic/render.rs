//! A diagnostic as text for people: the line, a caret, and what to do.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Source};

impl Diagnostic {
    /// Draws the report, in colour if `styled`.
    pub fn render(&self, styled: bool) -> String {
        let level = if self.code.is_warning() { Level::WARNING } else { Level::ERROR };
        let mut group = Group::with_title(level.primary_title(self.title.as_str()).id(self.code.as_str()));
        for snippet in self.snippets() {
            group = group.element(snippet);
        }
        if let Some(note) = &self.note {
            group = group.element(Level::HELP.message(note.as_str()));
        }
        let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&[group])
    }

    /// The lines to show: of one file both places together, of two files each by itself.
    fn snippets(&self) -> Vec<Snippet<'_, Annotation<'_>>> {
        let mut snippets: Vec<(&Source, Snippet<'_, Annotation<'_>>)> = Vec::new();
        if let Some((source, span)) = &self.place {
            snippets
                .push((source, mark(snippet(source), AnnotationKind::Primary, source, span, &self.label)));
        }
        if let Some((source, span, label)) = &self.also {
            let shown = match snippets.pop() {
                Some((first, snippet)) if first == source => snippet,
                first => {
                    snippets.extend(first);
                    snippet(source)
                }
            };
            snippets.push((source, mark(shown, AnnotationKind::Context, source, span, label)));
        }
        snippets.into_iter().map(|(_, snippet)| snippet).collect()
    }
}

fn snippet(source: &Source) -> Snippet<'_, Annotation<'_>> {
    Snippet::source(&*source.text).path(&*source.path)
}

/// Marks `span` in a snippet of `source`.
fn mark<'d>(
    snippet: Snippet<'d, Annotation<'d>>,
    kind: AnnotationKind,
    source: &Source,
    span: &Range<usize>,
    label: &'d str,
) -> Snippet<'d, Annotation<'d>> {
    let mark = kind.span(span.start.min(source.text.len())..span.end.min(source.text.len()));
    snippet.annotation(if label.is_empty() { mark } else { mark.label(label) })
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Code, Diagnostic, Source};

    fn source(path: &str) -> Source {
        Source { path: path.into(), text: "id = \"x\"\nemits = \"dat\"\n".into() }
    }

    #[test]
    fn the_report_names_code_place_and_remedy() {
        let report =
            Diagnostic::at(Code::BadValue, &source("rules/a.toml"), 17..22, "no record type is called `dat`")
                .suggest("dat", ["date", "person"])
                .render(false);
        assert!(report.contains("error[E012]: no record type is called `dat`"), "{report}");
        assert!(report.contains("rules/a.toml:2:9"), "{report}");
        assert!(report.contains("^^^^^"), "{report}");
        assert!(report.contains("did you mean `date`?"), "{report}");
    }

    #[test]
    fn both_places_are_shown() {
        let twice = |path: &str| {
            let first = source("a.toml");
            Diagnostic::at(Code::Duplicate, &source(path), 5..8, "twice")
                .also(&first, 17..22, "here")
                .render(false)
        };
        assert!(twice("b.toml").contains("b.toml:1:6"), "{}", twice("b.toml"));
        assert!(twice("b.toml").contains("a.toml:2:9"), "{}", twice("b.toml"));
        assert_eq!(twice("a.toml").matches("a.toml").count(), 1, "{}", twice("a.toml"));
    }
}
