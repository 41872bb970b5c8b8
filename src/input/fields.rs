//! The parts of a document in the fields of a JSON line or the cells of a row.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::fault::Fault;
use super::options::{FieldNames, InputOptions};
use crate::document::Metadata;

/// What a line or row says of a document.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Fields {
    pub text: Option<String>,
    pub html: Option<String>,
    pub id: Option<String>,
    pub metadata: Metadata,
}

/// A row of a table: its cells end to end, and the names of the columns.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Row {
    pub columns: Arc<[String]>,
    pub bytes: Vec<u8>,
    pub ends: Vec<usize>,
}

impl Fields {
    /// The fields of the JSON object `line`.
    pub fn of_json(line: &str, names: &FieldNames) -> Result<Self, Fault> {
        let mut reader = serde_json::Deserializer::from_str(line);
        let values = Wanted(names).deserialize(&mut reader);
        let values = values.and_then(|values| reader.end().map(|()| values));
        Self::new(
            &mut values.map_err(|error| Fault::malformed(format!("not a JSON object: {error}")))?,
            names,
        )
    }

    /// The fields of `row`; an empty cell counts as none.
    pub fn of_row(row: &Row, options: &InputOptions) -> Result<Self, Fault> {
        let mut values = Vec::new();
        for (column, cell) in row.columns.iter().zip(row.cells()) {
            if options.fields.are_named(column) && !row.bytes[cell.clone()].is_empty() {
                let text = options.encoding.decode_fragment(row.bytes[cell].to_vec())?;
                values.push((column.clone(), Value::String(text)));
            }
        }
        Self::new(&mut values, &options.fields)
    }

    fn new(values: &mut Values, names: &FieldNames) -> Result<Self, Fault> {
        Ok(Self {
            id: find(values, &names.id).cloned().and_then(scalar),
            metadata: Metadata {
                title: find(values, &names.title).cloned().and_then(scalar),
                published: find(values, &names.published).cloned().and_then(scalar),
                authors: find(values, &names.authors).cloned().map(list).unwrap_or_default(),
                url: find(values, &names.url).cloned().and_then(scalar),
            },
            text: string(find(values, &names.text).map(Value::take))?,
            html: string(find(values, &names.html).map(Value::take))?,
        })
    }
}

impl Metadata {
    /// Puts what this knows in the place of what `other` says.
    pub(super) fn prevail_over(self, other: &mut Self) {
        other.title = self.title.or_else(|| other.title.take());
        other.published = self.published.or_else(|| other.published.take());
        other.url = self.url.or_else(|| other.url.take());
        if !self.authors.is_empty() {
            other.authors = self.authors;
        }
    }
}

impl FieldNames {
    /// Whether any part of a document is looked for in `field`.
    fn are_named(&self, field: &str) -> bool {
        let lists =
            [&self.text, &self.html, &self.id, &self.published, &self.url, &self.title, &self.authors];
        lists.into_iter().flatten().any(|name| name == field)
    }
}

impl Row {
    /// How many bytes the cells have.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    fn cells(&self) -> impl Iterator<Item = Range<usize>> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| start..end)
    }
}

/// Field names and their values, in the order of the line.
type Values = Vec<(String, Value)>;

/// Reads an object and keeps the fields that are wanted.
struct Wanted<'n>(&'n FieldNames);

impl<'de> DeserializeSeed<'de> for Wanted<'_> {
    type Value = Values;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Values, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Wanted<'_> {
    type Value = Values;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Values, A::Error> {
        let mut values = Values::new();
        while let Some(name) = map.next_key::<String>()? {
            if self.0.are_named(&name) {
                values.push((name, map.next_value()?));
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(values)
    }
}

/// The value of the first of `names` that has one.
fn find<'v>(values: &'v mut Values, names: &[String]) -> Option<&'v mut Value> {
    let index = names.iter().find_map(|name| {
        let is_it = |(field, value): &(String, Value)| field == name && !value.is_null();
        values.iter().position(is_it)
    })?;
    values.get_mut(index).map(|(_, value)| value)
}

/// A text must be a string.
fn string(value: Option<Value>) -> Result<Option<String>, Fault> {
    match value {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Fault::malformed("the field of the text does not hold a string")),
    }
}

/// A string or number as it was written; anything else says nothing.
fn scalar(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text).filter(|text| !text.trim().is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// One string, or a list of strings.
fn list(value: Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.into_iter().filter_map(scalar).collect(),
        value => scalar(value).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Result<Fields, Fault> {
        Fields::of_json(line, &FieldNames::default())
    }

    #[test]
    fn the_parts_are_found_under_their_usual_names() {
        let line = r#"{"id": 7, "other": {"text": 1}, "content": "Y tế", "date": "2024-07-08", "author": ["A", "B"], "url": "https://a.vn"}"#;
        let fields = of(line).expect("fields");
        assert_eq!((fields.id.as_deref(), fields.text.as_deref()), (Some("7"), Some("Y tế")));
        assert_eq!(fields.metadata.published.as_deref(), Some("2024-07-08"));
        assert_eq!(fields.metadata.authors, ["A", "B"]);
        assert_eq!(fields.metadata.url.as_deref(), Some("https://a.vn"));
    }

    #[test]
    fn a_url_is_an_id_where_there_is_no_other() {
        let fields = of(r#"{"id": null, "url": "https://a.vn", "text": ""}"#).expect("fields");
        assert_eq!(fields.id, fields.metadata.url);
        assert_eq!(fields.text.as_deref(), Some(""));
    }

    #[test]
    fn the_order_of_the_names_decides() {
        let fields = of(r#"{"body": "b", "text": null, "content": "c"}"#).expect("fields");
        assert_eq!(fields.text.as_deref(), Some("c"));
    }

    #[test]
    fn a_text_with_a_letter_of_any_plane_is_read_as_it_is() {
        let fields = of(r#"{"text": "\ud834\udd1e e\u0302\u0301"}"#).expect("fields");
        assert_eq!(fields.text.as_deref(), Some("𝄞 e\u{302}\u{301}"));
    }

    #[test]
    fn what_is_no_object_is_an_error() {
        for line in
            ["", "[]", "\"text\"", "{\"text\": \"a\"", "{\"text\": \"a\"} {}", r#"{"text": "\ud834"}"#]
        {
            assert!(of(line).is_err(), "{line}");
        }
        assert!(of(r#"{"text": ["a"]}"#).is_err());
        assert!(of(&"[".repeat(100_000)).is_err());
        assert!(of(&format!("{{\"a\": {}", "[".repeat(100_000))).is_err());
    }

    #[test]
    fn what_a_line_says_wins_over_its_page() {
        let line = Metadata { title: Some("line".to_owned()), ..Metadata::default() };
        let mut page = Metadata { title: Some("page".to_owned()), url: Some("u".to_owned()), ..line.clone() };
        line.prevail_over(&mut page);
        assert_eq!((page.title.as_deref(), page.url.as_deref()), (Some("line"), Some("u")));
    }
}
