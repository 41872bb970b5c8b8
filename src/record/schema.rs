//! The published JSON Schema of the output (draft 2020-12).

use schemars::JsonSchema;
use serde::Serialize;

use super::{Fact, Flag};

/// The version of the output. Within a major version it only grows.
pub const SCHEMA_VERSION: &str = "1.0";

/// The envelope as the schema sees it; [`super::Record`] writes the same fields with `type` first.
#[derive(JsonSchema, Serialize)]
#[schemars(rename = "Record")]
struct Envelope {
    /// Stable over runs and machines; usable as an upsert key.
    id: String,
    /// The document's id.
    doc: String,
    /// The evidence, verbatim: the slice from `start` to `end` of the document as it was given.
    text: String,
    /// Offset of the first unit (Unicode code points unless told otherwise).
    start: usize,
    /// Offset after the last unit.
    end: usize,
    /// The id of the rule that made the record.
    rule: String,
    /// Data-quality remarks, empty where there are none.
    flags: Vec<Flag>,
    #[serde(flatten)]
    fact: Fact,
}

/// The JSON Schema of one output line.
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Envelope).to_value();
    if let Some(object) = schema.as_object_mut() {
        object.insert("$id".into(), format!("urn:bantin:record:{SCHEMA_VERSION}").into());
        object.insert("version".into(), SCHEMA_VERSION.into());
    }
    schema
}
