//! A diagnostic as JSON, for editors and other programs.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::Diagnostic;

/// As an object: `code`, `level`, `title`, `path`, `line` and `column` (from 1, in characters), `label`, `note`. What
/// does not apply is null.
impl Serialize for Diagnostic {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let place = self.line_and_column();
        let label = Some(self.label.as_str()).filter(|label| !label.is_empty());
        let mut object = serializer.serialize_struct("Diagnostic", 8)?;
        object.serialize_field("code", self.code.as_str())?;
        object.serialize_field("level", if self.code.is_warning() { "warning" } else { "error" })?;
        object.serialize_field("title", &self.title)?;
        object.serialize_field("path", &self.place.as_ref().map(|(source, _)| &*source.path))?;
        object.serialize_field("line", &place.map(|(line, _)| line))?;
        object.serialize_field("column", &place.map(|(_, column)| column))?;
        object.serialize_field("label", &label)?;
        object.serialize_field("note", &self.note)?;
        object.end()
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Code, Diagnostic, Source};

    #[test]
    fn the_place_is_in_the_object() {
        let source = Source { path: "a.toml".into(), text: "x = 1\ny = 2".into() };
        let json = serde_json::to_value(Diagnostic::at(Code::BadKey, &source, 6..7, "no `y`")).unwrap();
        assert_eq!((json["path"].as_str(), json["line"].as_u64()), (Some("a.toml"), Some(2)));
        assert_eq!((json["code"].as_str(), json["level"].as_str()), (Some("E003"), Some("error")));
        assert!(json["note"].is_null());
    }
}
