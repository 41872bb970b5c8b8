//! One item of a rule file, read with everything that is wrong with it.
//!
//! The reader gives up at the first mistake. What is wrong is taken out and the rest read again, so that one run
//! tells every mistake, and so that other items still find what this one defines.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeArray, DeValue, ValueDeserializer};

use crate::diagnostic::{Code, Diagnostic, Source};

/// Reads `value`; what is wrong with it is added to `errors`. Nothing is returned if no item is left.
pub(super) fn read<T: DeserializeOwned>(
    mut value: Spanned<DeValue<'_>>,
    source: &Source,
    errors: &mut Vec<Diagnostic>,
) -> Option<T> {
    let before = errors.len();
    loop {
        let error = match T::deserialize(ValueDeserializer::from(value.clone())) {
            Ok(item) => return Some(item),
            Err(error) => error,
        };
        // A key that is missed because it was taken out has been told already.
        if errors.len() > before && error.message().starts_with("missing field") {
            return None;
        }
        let place = error.span().unwrap_or_else(|| value.span());
        errors.push(report(source, error.message().trim_end(), place.clone()));
        if !remove(value.get_mut(), &place) {
            return None;
        }
    }
}

/// Takes the entry whose key or value stands at `place` out of `value`; tells whether there is one.
fn remove(value: &mut DeValue<'_>, place: &Range<usize>) -> bool {
    match value {
        DeValue::Table(entries) => {
            let is_there = |key: Range<usize>, value: Range<usize>| key == *place || value == *place;
            let found = entries.iter().find(|(key, value)| is_there(key.span(), value.span()));
            match found.map(|(key, _)| key.get_ref().clone()) {
                Some(key) => entries.remove(key.as_ref()).is_some(),
                None => entries.iter_mut().any(|(_, value)| remove(value.get_mut(), place)),
            }
        }
        DeValue::Array(items) => {
            let count = items.len();
            let kept =
                std::mem::replace(items, DeArray::new()).into_iter().filter(|item| item.span() != *place);
            *items = kept.collect();
            items.len() < count || items.iter_mut().any(|item| remove(item.get_mut(), place))
        }
        _ => false,
    }
}

/// What the reader complains of, in the words of rule files.
fn report(source: &Source, message: &str, place: Range<usize>) -> Diagnostic {
    let Some((name, known)) = unknown_key(message) else {
        return Diagnostic::at(Code::BadKey, source, place, message);
    };
    let error = Diagnostic::at(Code::BadKey, source, place, format!("no key is called `{name}` here"));
    error.note(format!("the keys are {}", known.join(", "))).suggest(name, known)
}

/// The key that a message says is unknown, and those that are known.
fn unknown_key(message: &str) -> Option<(&str, Vec<&str>)> {
    let (name, rest) = message.strip_prefix("unknown field `")?.split_once('`')?;
    Some((name, rest.split('`').skip(1).step_by(2).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Item {
        name: String,
        #[serde(default)]
        size: u8,
        #[serde(default)]
        inner: Vec<Inner>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[serde(default)]
        word: String,
    }

    fn read_item(text: &str) -> (Option<Item>, Vec<String>) {
        let source = Source { path: "a.toml".into(), text: text.into() };
        let mut errors = Vec::new();
        let table = toml::de::DeTable::parse(text).unwrap();
        let span = table.span();
        let item = read(Spanned::new(span, DeValue::Table(table.into_inner())), &source, &mut errors);
        (item, errors.into_iter().map(|error| error.title).collect())
    }

    #[test]
    fn every_mistake_is_told_and_the_rest_is_read() {
        let (item, errors) =
            read_item("name = 'a'\nsiez = 1\nsize = 'x'\ninner = [{ wrd = 'x' }, { word = 'y' }]");
        let item = item.unwrap();
        assert_eq!((item.name.as_str(), item.size, item.inner[1].word.as_str()), ("a", 0, "y"));
        assert_eq!(errors.len(), 3, "{errors:?}");
        assert!(errors.iter().any(|error| error == "no key is called `siez` here"), "{errors:?}");
    }

    #[test]
    fn a_key_with_a_slip_of_the_pen_is_not_missed_as_well() {
        let (item, errors) = read_item("nmae = 'a'");
        assert!(item.is_none());
        assert_eq!(errors, ["no key is called `nmae` here"]);
        assert_eq!(read_item("size = 1").1, ["missing field `name`"]);
    }
}
