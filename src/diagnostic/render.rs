//! A diagnostic as text for people: the line, a caret, and what to do.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::Diagnostic;

impl Diagnostic {
    /// Draws the report, in colour if `styled`.
    pub fn render(&self, styled: bool) -> String {
        let level = if self.code.is_warning() { Level::WARNING } else { Level::ERROR };
        let mut group = Group::with_title(level.primary_title(self.title.as_str()).id(self.code.as_str()));
        if let Some((source, span)) = &self.place {
            let span = span.start.min(source.text.len())..span.end.min(source.text.len());
            let mut mark = AnnotationKind::Primary.span(span);
            if !self.label.is_empty() {
                mark = mark.label(self.label.as_str());
            }
            group = group.element(Snippet::source(&*source.text).path(&*source.path).annotation(mark));
        }
        if let Some(note) = &self.note {
            group = group.element(Level::HELP.message(note.as_str()));
        }
        let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&[group])
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Code, Diagnostic, Source};

    #[test]
    fn the_report_names_code_place_and_remedy() {
        let source = Source { path: "rules/a.toml".into(), text: "id = \"x\"\nemits = \"dat\"\n".into() };
        let report = Diagnostic::at(Code::BadValue, &source, 17..22, "no record type is called `dat`")
            .suggest("dat", ["date", "person"])
            .render(false);
        assert!(report.contains("error[E012]: no record type is called `dat`"), "{report}");
        assert!(report.contains("rules/a.toml:2:9"), "{report}");
        assert!(report.contains("^^^^^"), "{report}");
        assert!(report.contains("did you mean `date`?"), "{report}");
    }
}
