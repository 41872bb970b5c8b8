//! Records without nesting: one scalar a column, the same in every format.
//!
//! An object becomes a column for each of its fields, joined by an underscore (`record_counts_person`). A list
//! becomes JSON text (`["TS","BS"]`), which loses nothing and which every database takes apart again. CSV and SQLite
//! know no other form; JSON Lines and Parquet use it on demand.

use std::sync::LazyLock;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::OutputError;
use super::column::{Column, Kind, columns};
use crate::record::{Record, RecordType};

/// A column of scalars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlatColumn {
    /// Its name.
    pub name: String,
    /// What it holds: never a list or an object.
    pub kind: Kind,
    /// The way to its value in the record.
    path: Vec<String>,
}

static TABLES: LazyLock<[Vec<FlatColumn>; RecordType::ALL.len()]> =
    LazyLock::new(|| RecordType::ALL.map(|kind| flatten(columns(kind), &[])));

/// The flat columns of the records of type `kind`, in the order of the contract.
pub fn flat_columns(kind: RecordType) -> &'static [FlatColumn] {
    &TABLES[kind as usize]
}

fn flatten(columns: &[Column], parents: &[String]) -> Vec<FlatColumn> {
    let mut flat = Vec::new();
    for column in columns {
        let path = [parents, std::slice::from_ref(&column.name)].concat();
        match &column.kind {
            Kind::Object(fields) => flat.extend(flatten(fields, &path)),
            Kind::List(_) => flat.push(FlatColumn { name: path.join("_"), kind: Kind::Json, path }),
            kind => flat.push(FlatColumn { name: path.join("_"), kind: kind.clone(), path }),
        }
    }
    flat
}

/// A record as a row of scalars. Serialises as an object without the empty ones.
#[derive(Clone, Debug, PartialEq)]
pub struct FlatRecord {
    /// Which table it belongs to.
    pub kind: RecordType,
    /// One value for each of [`flat_columns`]: a string, a number or null.
    pub values: Vec<Value>,
}

impl FlatRecord {
    /// The flat form of `record`.
    pub fn of(record: &Record) -> Result<Self, OutputError> {
        let kind = record.record_type();
        let mut fields = serde_json::to_value(record).map_err(|cause| OutputError::new("a record", cause))?;
        let values =
            flat_columns(kind).iter().map(|column| scalar(take(&mut fields, &column.path))).collect();
        Ok(Self { kind, values })
    }
}

fn take(fields: &mut Value, path: &[String]) -> Value {
    let found = path.iter().try_fold(fields, |fields, name| fields.get_mut(name));
    found.map_or(Value::Null, Value::take)
}

fn scalar(value: Value) -> Value {
    if value.is_array() || value.is_object() { value.to_string().into() } else { value }
}

impl Serialize for FlatRecord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (column, value) in flat_columns(self.kind).iter().zip(&self.values) {
            if !value.is_null() {
                map.serialize_entry(&column.name, value)?;
            }
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples;

    #[test]
    fn lists_become_json_text() {
        let line = serde_json::to_string(&FlatRecord::of(&samples::person()).unwrap()).unwrap();
        let row: serde_json::Map<String, Value> = serde_json::from_str(&line).unwrap();
        assert_eq!(row["degrees"], r#"["TS"]"#);
        assert_eq!(row["titles"], r#"[{"title":"Präsident","organization":"Köln"}]"#);
        assert_eq!(row["flags"], "[]");
        assert_eq!(row["start"], 3);
        assert!(!row.contains_key("honorific"));
    }

    #[test]
    fn objects_become_columns() {
        let record = FlatRecord::of(&samples::article()).unwrap();
        let line = serde_json::to_value(&record).unwrap();
        assert_eq!(line["record_counts_person"], 1);
        assert!(line.get("record_counts").is_none());
    }

    #[test]
    fn a_row_has_a_value_for_every_column() {
        for record in samples::all() {
            let row = FlatRecord::of(&record).unwrap();
            assert_eq!(row.values.len(), flat_columns(row.kind).len());
            assert!(row.values.iter().all(|value| !value.is_array() && !value.is_object()));
        }
    }
}
