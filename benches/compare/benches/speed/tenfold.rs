//! A pack multiplied: the same rules again and again, with words that no text holds.

use bantin::pack::PackText;
use toml::{Table, Value};

/// What makes a word one that no text holds.
const MARK: &str = "zq";

/// The embedded pack and `copies` copies of it with other words.
pub fn multiplied(copies: usize) -> PackText {
    let embedded = PackText::embedded();
    let mut files: Vec<(String, String)> =
        embedded.files().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
    for copy in 0..copies {
        let suffix = format!("{MARK}{}", char::from(b'a' + copy as u8));
        files.extend(embedded.files().filter_map(|(path, text)| file(path, text, &suffix)));
    }
    PackText::from_files(files)
}

/// A copy of one file; only terms and rules are copied.
fn file(path: &str, text: &str, suffix: &str) -> Option<(String, String)> {
    let path = match path.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/{suffix}-{name}"),
        None => format!("{suffix}-{path}"),
    };
    if path.ends_with(".txt") {
        return Some((path, text.lines().map(|line| entry(line, suffix) + "\n").collect()));
    }
    let mut table: Table = text.parse().ok()?;
    table.retain(|section, _| section == "term" || section == "rule");
    if let Some(Value::Table(terms)) = table.get_mut("term") {
        *terms = std::mem::take(terms)
            .into_iter()
            .map(|(name, term)| (name + suffix, changed(term, suffix)))
            .collect();
    }
    if let Some(Value::Array(rules)) = table.get_mut("rule") {
        rules.iter_mut().for_each(|rule| *rule = copied_rule(rule.clone(), suffix));
    }
    Some((path, table.to_string()))
}

/// A rule that matches only what ends with a word of its own; it keeps what sets it off where that is no word.
fn copied_rule(rule: Value, suffix: &str) -> Value {
    let Value::Table(mut rule) = changed(rule, suffix) else { return Value::Table(Table::new()) };
    for name in ["id", "pattern"] {
        if let Some(Value::String(text)) = rule.get_mut(name) {
            *text = if name == "id" { format!("{text}.{suffix}") } else { format!("(?:{text}) {suffix}") };
        }
    }
    for named in ["find", "needs", "inside", "outside", "example", "within", "follows"] {
        rule.remove(named);
    }
    let mut example = Table::new();
    example.insert("text".into(), suffix.into());
    example.insert("gives".into(), "nothing".into());
    rule.insert("example".into(), Value::Array(vec![Value::Table(example)]));
    Value::Table(rule)
}

/// Whatever is in a term or rule, its words and references changed.
fn changed(value: Value, suffix: &str) -> Value {
    match value {
        Value::Table(table) => {
            let fields = table.into_iter().map(|(name, value)| match (name.as_str(), value) {
                ("pattern", Value::String(text)) => (name, Value::String(pattern(&text, suffix))),
                ("words", Value::Array(words)) => (name, map(words, |word| entry(word, suffix))),
                ("lexicon", Value::Array(files)) => (name, map(files, |file| format!("{suffix}-{file}"))),
                ("includes" | "is" | "not" | "unless", Value::Array(names)) => (
                    name,
                    map(names, |term| {
                        if term.starts_with('#') { term.to_owned() } else { format!("{term}{suffix}") }
                    }),
                ),
                ("before" | "after" | "earlier" | "sentence", value) => (name, changed(value, suffix)),
                (_, value) => (name, value),
            });
            Value::Table(fields.collect())
        }
        other => other,
    }
}

fn map(texts: Vec<Value>, change: impl Fn(&str) -> String) -> Value {
    let texts = texts.iter().filter_map(Value::as_str);
    Value::Array(texts.map(|text| Value::String(change(text))).collect())
}

/// A line of a word list: its first word gets the suffix.
fn entry(line: &str, suffix: &str) -> String {
    let is_entry = !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let first = line.find(|letter: char| !letter.is_alphabetic()).unwrap_or(line.len());
    if is_entry { format!("{}{suffix}{}", &line[..first], &line[first..]) } else { line.to_owned() }
}

/// A pattern: its words get the suffix, its references the suffix of their terms.
fn pattern(text: &str, suffix: &str) -> String {
    let mut changed = String::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let length = match letter {
            '\\' => escape(rest),
            '[' => rest.find(']').map_or(rest.len(), |end| end + 1),
            '{' | '(' => letter.len_utf8(),
            _ if letter.is_alphabetic() => {
                rest.find(|letter: char| !letter.is_alphabetic()).unwrap_or(rest.len())
            }
            _ => letter.len_utf8(),
        };
        let reference = reference(rest);
        let (taken, after) = rest.split_at(reference.map_or(length, |(length, _)| length).max(group(rest)));
        match reference {
            Some((_, name)) => {
                let slot = taken[1 + name.len()..].to_owned();
                changed.push_str(&format!("{{{name}{suffix}{slot}"));
            }
            None if letter.is_alphabetic() => changed.push_str(&format!("{taken}{suffix}")),
            None => changed.push_str(taken),
        }
        rest = after;
    }
    changed
}

/// The length of an escape: `\d`, `\p{Lu}`.
fn escape(text: &str) -> usize {
    let named = text[1..].starts_with(['p', 'P', 'x', 'u']) && text[2..].starts_with('{');
    if named {
        text.find('}').map_or(text.len(), |end| end + 1)
    } else {
        1 + text[1..].chars().next().map_or(0, char::len_utf8)
    }
}

/// The length of a reference to a term, and the term.
fn reference(text: &str) -> Option<(usize, &str)> {
    let inside = text.strip_prefix('{').filter(|inside| inside.starts_with(char::is_alphabetic))?;
    let end = inside.find('}')?;
    let name = inside[..end].split(':').next()?;
    Some((end + 2, name))
}

/// The length of what opens a group with flags, whose letters are no words.
fn group(text: &str) -> usize {
    let flags = text.strip_prefix("(?").and_then(|flags| flags.find([':', ')']));
    flags.map_or(0, |end| end + 3)
}
