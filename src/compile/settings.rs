//! Fixed fields of rules and marks, checked against the record types.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use toml::{Spanned, Value};

use super::names::Names;
use super::ruleset::Settings;
use super::slot::Emits;
use crate::diagnostic::{Code, Diagnostic};
use crate::pack::model::Text;
use crate::record::RecordType;

/// The keys that `set` takes.
const KEYS: [&str; 13] = [
    "comparator",
    "unit",
    "category",
    "kind",
    "role",
    "part_of_day",
    "frequency",
    "value",
    "denominator",
    "first_months",
    "last_months",
    "relative",
    "of",
];

/// Reads a `set` table of what emits `emits`.
pub(super) fn settings(
    names: &mut Names<'_>,
    source: usize,
    emits: Emits,
    table: &BTreeMap<Text, Spanned<Value>>,
) -> Settings {
    let mut settings = Settings::default();
    for (key, value) in table {
        if names.look_up("field", source, key, &KEYS).is_none() || emits == Emits::Unknown {
            continue;
        }
        let kind = emits.record_type();
        if !has_field(kind, key.get_ref()) {
            let owner = match kind {
                Some(kind) => format!("{} records have", kind.name()),
                None => "a rule that emits nothing has".to_owned(),
            };
            names.error(Code::BadValue, source, key, format!("{owner} no field `{}`", key.get_ref()));
        } else if !apply(&mut settings, kind, key, value) {
            let title = format!("`{}` does not take `{}`", key.get_ref(), value.get_ref());
            let error = Diagnostic::at(Code::BadValue, &names.sources[source], value.span(), title);
            names.errors.push(error);
        }
    }
    settings
}

/// Whether what emits `kind` can set the field; those that several types share are not told apart.
fn has_field(kind: Option<RecordType>, field: &str) -> bool {
    match field {
        "kind" => matches!(kind, Some(RecordType::Ratio | RecordType::Reference)),
        "role" => matches!(kind, Some(RecordType::Date | RecordType::Person)),
        "of" => false,
        _ => true,
    }
}

/// Sets one field; tells whether the value fits.
fn apply(settings: &mut Settings, emits: Option<RecordType>, key: &Text, value: &Spanned<Value>) -> bool {
    let value = value.get_ref();
    match (key.get_ref().as_str(), emits) {
        ("comparator", _) => put(&mut settings.comparator, value),
        ("unit", _) => put_text(&mut settings.unit, value),
        ("category", _) => put_text(&mut settings.category, value),
        ("kind", Some(RecordType::Ratio)) => put(&mut settings.ratio_kind, value),
        ("kind", Some(RecordType::Reference)) => put_text(&mut settings.reference_kind, value),
        ("role", Some(RecordType::Date)) => put(&mut settings.date_role, value),
        ("role", Some(RecordType::Person)) => put(&mut settings.person_role, value),
        ("part_of_day", _) => put(&mut settings.part_of_day, value),
        ("frequency", _) => put_text(&mut settings.frequency, value),
        ("value", _) => put(&mut settings.value, value),
        ("denominator", _) => put(&mut settings.denominator, value),
        ("first_months", _) => put(&mut settings.first_months, value),
        ("last_months", _) => put(&mut settings.last_months, value),
        ("relative", _) => put_text(&mut settings.relative, value),
        _ => false,
    }
}

fn put<T: DeserializeOwned>(field: &mut Option<T>, value: &Value) -> bool {
    *field = T::deserialize(value.clone()).ok();
    field.is_some()
}

fn put_text(field: &mut Option<Arc<str>>, value: &Value) -> bool {
    *field = value.as_str().map(Into::into);
    field.is_some()
}
