//! The columns of each type of record.
//!
//! They are read off the published schema, so that a field that the contract gains is a column of every table
//! without another line here.

use std::sync::LazyLock;

use serde_json::Value;

use crate::record::{RecordType, schema};

/// A named field of a record, or of an object within one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The field's name.
    pub name: String,
    /// What it holds; any column may be empty.
    pub kind: Kind,
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A full calendar date, `YYYY-MM-DD`.
    Date,
    /// A whole number.
    Integer,
    /// A decimal number.
    Number,
    /// Any number of values of one kind.
    List(Box<Kind>),
    /// A fixed set of fields.
    Object(Vec<Column>),
    /// Anything else, as JSON text.
    Json,
}

static TABLES: LazyLock<[Vec<Column>; RecordType::ALL.len()]> = LazyLock::new(|| {
    let schema = schema();
    RecordType::ALL.map(|kind| Reader { schema: &schema }.table(kind))
});

/// The columns of the records of type `kind`, in the order of the contract.
pub fn columns(kind: RecordType) -> &'static [Column] {
    &TABLES[kind as usize]
}

/// Reads columns off a JSON Schema.
struct Reader<'s> {
    schema: &'s Value,
}

impl Reader<'_> {
    fn table(&self, kind: RecordType) -> Vec<Column> {
        let mut columns = vec![Column { name: "type".into(), kind: Kind::Text }];
        columns.extend(self.fields(self.schema));
        columns.extend(
            self.variant(kind).map(|variant| self.fields(self.resolve(variant))).into_iter().flatten(),
        );
        columns
    }

    /// The branch of the schema that describes the records of type `kind`.
    fn variant(&self, kind: RecordType) -> Option<&Value> {
        let variants = self.schema["oneOf"].as_array()?;
        variants.iter().find(|variant| variant["properties"]["type"]["const"] == kind.name())
    }

    fn fields(&self, object: &Value) -> Vec<Column> {
        let properties = object["properties"].as_object().into_iter().flatten();
        properties.map(|(name, shape)| Column { name: name.clone(), kind: self.kind(shape) }).collect()
    }

    fn kind(&self, shape: &Value) -> Kind {
        let shape = self.resolve(shape);
        match type_name(shape) {
            Some("string") if shape["format"] == "date" => Kind::Date,
            Some("string") => Kind::Text,
            Some("integer") => Kind::Integer,
            Some("number") => Kind::Number,
            Some("array") => Kind::List(Box::new(self.kind(&shape["items"]))),
            Some("object") => Kind::Object(self.fields(shape)),
            _ => Kind::Json,
        }
    }

    /// Follows a reference, and the branch that is not null.
    fn resolve<'a>(&'a self, shape: &'a Value) -> &'a Value {
        if let Some(name) = shape["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) {
            return self.resolve(&self.schema["$defs"][name]);
        }
        let branches = shape["anyOf"].as_array().into_iter().flatten();
        branches
            .filter(|branch| branch["type"] != "null")
            .map(|branch| self.resolve(branch))
            .next()
            .unwrap_or(shape)
    }
}

/// The JSON type of a shape, `null` left out; a choice of fixed strings is a string.
fn type_name(shape: &Value) -> Option<&str> {
    match &shape["type"] {
        Value::String(name) => Some(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).find(|&name| name != "null"),
        _ => type_name(shape["oneOf"].as_array()?.first()?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(table: RecordType, name: &str) -> Kind {
        columns(table).iter().find(|column| column.name == name).unwrap().kind.clone()
    }

    fn names(columns: &[Column]) -> Vec<&str> {
        columns.iter().map(|column| column.name.as_str()).collect()
    }

    #[test]
    fn the_order_is_that_of_the_contract() {
        let expected = ["type", "id", "doc", "text", "start", "end", "rule", "flags", "name", "honorific"];
        assert_eq!(names(columns(RecordType::Person))[..10], expected);
    }

    #[test]
    fn kinds_are_those_of_the_schema() {
        assert_eq!(kind_of(RecordType::Count, "value"), Kind::Number);
        assert_eq!(kind_of(RecordType::Date, "value"), Kind::Text);
        assert_eq!(kind_of(RecordType::Date, "from"), Kind::Date);
        assert_eq!(kind_of(RecordType::Date, "part_of_day"), Kind::Text);
        assert_eq!(kind_of(RecordType::Count, "comparator"), Kind::Text);
        assert_eq!(kind_of(RecordType::Count, "start"), Kind::Integer);
        assert_eq!(kind_of(RecordType::Count, "flags"), Kind::List(Box::new(Kind::Text)));
    }

    #[test]
    fn objects_keep_their_fields() {
        let Kind::List(mention) = kind_of(RecordType::Person, "mentions") else { panic!("not a list") };
        let Kind::Object(fields) = *mention else { panic!("not an object") };
        assert_eq!(names(&fields), ["start", "end", "text"]);
        assert_eq!(fields[0].kind, Kind::Integer);
    }

    #[test]
    fn the_schema_holds_nothing_that_a_table_cannot_say() {
        fn is_known(kind: &Kind) -> bool {
            match kind {
                Kind::Json => false,
                Kind::List(items) => is_known(items),
                Kind::Object(fields) => {
                    !fields.is_empty() && fields.iter().all(|field| is_known(&field.kind))
                }
                _ => true,
            }
        }
        for table in RecordType::ALL {
            for column in columns(table) {
                assert!(is_known(&column.kind), "{}.{}", table.name(), column.name);
            }
        }
    }
}
