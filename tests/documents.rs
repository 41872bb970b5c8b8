//! The documents say what is so: every key of the rule language stands in `docs/rules.md` and its blocks are a pack
//! that works; the README's line of output and first rule are real; the architecture has the whole tree.
#![allow(clippy::unwrap_used)]

mod samples;

use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::Path;

use bantin::Extractor;
use bantin::compile::Slot;
use bantin::diagnostic::Source;
use bantin::layout::Zone;
use bantin::pack::PackText;
use bantin::proof::prove;
use bantin::record::{RecordType, schema};
use regex::Regex;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()))
}

/// A fenced block of a document: what stands behind its fence, its first line's number, its text.
struct Block {
    kind: String,
    line: usize,
    text: String,
}

fn blocks(document: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for (number, line) in document.lines().enumerate() {
        match line.strip_prefix("```") {
            Some(kind) if !open => {
                blocks.push(Block { kind: kind.to_owned(), line: number + 2, text: String::new() });
                open = true;
            }
            Some(_) => open = false,
            None if open => blocks.last_mut().unwrap().text.extend([line, "\n"]),
            None => {}
        }
    }
    assert!(!open, "a block is not closed");
    blocks
}

/// The part of a document under a heading, to the next heading of the same rank.
fn section<'d>(document: &'d str, heading: &str) -> &'d str {
    let start = document.find(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("no {heading:?}"));
    let rest = &document[start + 1 + heading.len()..];
    let rank = heading.split(' ').next().unwrap_or_default();
    &rest[..rest.find(&format!("\n{rank} ")).unwrap_or(rest.len())]
}

fn assert_names(part: &str, heading: &str, names: &[String]) {
    let missing: Vec<&String> = names.iter().filter(|name| !part.contains(&format!("`{name}`"))).collect();
    assert!(!names.is_empty(), "nothing to look for under {heading:?}");
    assert!(missing.is_empty(), "{heading:?} does not tell of {missing:?}");
}

// The rule language

/// Where `docs/rules.md` tells of each part of the file shape.
const STRUCTS: [(&str, &str); 13] = [
    ("Term", "## Terms"),
    ("Phrase", "## Phrases"),
    ("Find", "## Finds"),
    ("Guard", "## Guards"),
    ("Example", "## Examples"),
    ("Rule", "## Rules"),
    ("Scope", "## Scopes"),
    ("Mark", "## Marks"),
    ("Numbers", "## Numbers"),
    ("Names", "## Names"),
    ("Dates", "## Dates"),
    ("Layout", "## Layout"),
    ("Head", "## Packs"),
];

/// The keys of each struct of the file shape, by the struct's name.
fn model_keys() -> Vec<(String, Vec<String>)> {
    let source = read("src/pack/model.rs");
    let item = Regex::new(r"(?ms)^pub struct (\w+) \{\n(.*?)^\}").unwrap();
    let field = Regex::new(r#"(?:rename = "(\w+)"\)\]\s*)?pub (\w+):"#).unwrap();
    let keys = |body: &str| {
        field
            .captures_iter(body)
            .map(|found| found.get(1).unwrap_or_else(|| found.get(2).unwrap()).as_str().to_owned())
            .collect()
    };
    item.captures_iter(&source).map(|found| (found[1].to_owned(), keys(&found[2]))).collect()
}

#[test]
fn every_key_is_told_where_it_belongs() {
    let document = read("docs/rules.md");
    let structs = model_keys();
    assert!(
        structs.iter().map(|(_, keys)| keys.len()).sum::<usize>() > 80,
        "the keys are not found: {structs:?}"
    );
    for (name, keys) in structs {
        let (_, heading) = STRUCTS
            .into_iter()
            .find(|(known, _)| *known == name)
            .unwrap_or_else(|| panic!("`{name}` has no place in docs/rules.md yet"));
        assert_names(section(&document, heading), heading, &keys);
    }
}

/// The strings of a constant in the source.
fn constant(path: &str, name: &str) -> Vec<String> {
    let source = read(path);
    let whole = Regex::new(&format!(r"(?s)const {name}: \[&str; \d+\] =\s*\[(.*?)\]")).unwrap();
    let body = whole.captures(&source).unwrap_or_else(|| panic!("no {name} in {path}"))[1].to_owned();
    let string = Regex::new(r#""([^"]+)""#).unwrap();
    string.captures_iter(&body).map(|found| found[1].to_owned()).collect()
}

#[test]
fn every_word_of_the_language_is_told() {
    let document = read("docs/rules.md");
    let told = |heading: &str, names: &[String]| assert_names(section(&document, heading), heading, names);
    told("### Readers", &constant("src/compile/build.rs", "READERS"));
    told("## Guards", &constant("src/compile/names.rs", "KINDS"));
    let reaches = constant("src/compile/build.rs", "REACHES");
    assert_names(
        &format!("{}{}", section(&document, "## Marks"), section(&document, "## Scopes")),
        "reaches",
        &reaches,
    );
    told("## Layout", &Zone::ALL.map(|zone| zone.name().to_owned()));
    told("## Rules", &RecordType::ALL.map(|kind| kind.name().to_owned()));
    let codes = Regex::new(r#""([EW]\d{3})""#).unwrap();
    let source = read("src/diagnostic/mod.rs");
    let codes: Vec<String> = codes.captures_iter(&source).map(|found| found[1].to_owned()).collect();
    told("## Mistakes", &codes);
}

#[test]
fn every_slot_is_told_with_its_type() {
    let document = read("docs/rules.md");
    let table = section(&document, "### Slots");
    for kind in RecordType::ALL {
        let row = table.lines().find(|line| line.starts_with(&format!("| `{}` |", kind.name()))).unwrap();
        let told: Vec<&str> = row.split('`').skip(3).step_by(2).collect();
        let known: Vec<&str> = Slot::of(kind).iter().map(|slot| slot.name()).collect();
        let mut sorted = (told.clone(), known.clone());
        sorted.0.sort_unstable();
        sorted.1.sort_unstable();
        assert_eq!(sorted.0, sorted.1, "{}", kind.name());
    }
}

#[test]
fn the_blocks_of_the_rule_language_are_a_pack_that_works() {
    let files = blocks(&read("docs/rules.md")).into_iter().filter_map(|block| {
        let name = match block.kind.split_once(' ') {
            None if block.kind == "toml" => format!("docs/rules.md:{}.toml", block.line),
            Some(("txt", name)) => name.to_owned(),
            _ => return None,
        };
        Some((name, block.text))
    });
    let builder = Extractor::builder().default_rules(false).rules(PackText::from_files(files));
    let proof = prove(&builder).unwrap_or_else(|errors| panic!("{errors}"));
    let failures: Vec<String> = proof.failures.iter().map(|failure| failure.render(false)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    assert!(proof.rules >= 6 && proof.examples >= 12, "{proof:?}");
}

// The README

#[test]
fn the_line_of_output_is_real() {
    let shown = blocks(&read("README.md")).into_iter().find(|block| block.kind == "json").unwrap();
    let shown = shown.text.trim_end();
    let extractor = Extractor::builder().build().unwrap_or_else(|errors| panic!("{errors}"));
    let records = samples::fixtures().into_iter().flat_map(|mut document| {
        document.id = format!("fixtures/{}.txt", document.id);
        extractor.extract(&document).unwrap()
    });
    let lines: Vec<String> = records.map(|record| serde_json::to_string(&record).unwrap()).collect();
    let evidence = Regex::new(r#""text":"[^"]+""#).unwrap().find(shown).unwrap().as_str();
    let near: Vec<&String> = lines.iter().filter(|line| line.contains(evidence)).collect();
    assert!(lines.iter().any(|line| line == shown), "the samples do not give this line, but {near:#?}");
}

#[test]
fn the_first_rule_works() {
    let document = read("README.md");
    let rule = blocks(&document).into_iter().find(|block| block.kind.starts_with("toml ")).unwrap();
    let path = rule.kind.trim_start_matches("toml ").to_owned();
    let builder = Extractor::builder().rules(PackText::from_files([(path.clone(), rule.text)]));
    let proof = prove(&builder).unwrap_or_else(|errors| panic!("{errors}"));
    let is_its_own = |place: &(Source, Range<usize>)| *place.0.path == *path;
    let failures = proof.failures.iter().filter(|failure| failure.place.as_ref().is_some_and(is_its_own));
    let failures: Vec<String> = failures.map(|failure| failure.render(false)).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

#[test]
fn the_table_of_records_has_the_fields_of_the_schema() {
    let document = read("README.md");
    let table = section(&document, "## What comes out");
    let schema = schema();
    for kind in RecordType::ALL {
        let row = table.lines().find(|line| line.starts_with(&format!("| `{}` |", kind.name()))).unwrap();
        let told: BTreeSet<&str> = row.split('`').skip(3).step_by(2).collect();
        let name = kind.name()[..1].to_uppercase() + &kind.name()[1..];
        let fields = schema["$defs"][&name]["properties"].as_object().unwrap_or_else(|| panic!("no {name}"));
        assert_eq!(told, fields.keys().map(String::as_str).collect(), "{name}");
    }
}

// The constructions

#[test]
fn every_rule_has_its_construction() {
    let document = read("docs/constructions.md");
    let pack = Extractor::builder().read();
    let ids: Vec<String> = pack.rules.iter().map(|rule| rule.item.id.get_ref().clone()).collect();
    assert_names(&document, "docs/constructions.md", &ids);
}

// All documents

/// The documents, by path.
fn documents() -> Vec<(String, String)> {
    let in_docs = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")).unwrap();
    let in_docs = in_docs.map(|entry| format!("docs/{}", entry.unwrap().file_name().to_string_lossy()));
    let at_root = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md"].map(String::from);
    let paths = at_root
        .into_iter()
        .chain(in_docs.filter(|path| Path::new(path).extension().is_some_and(|ending| ending == "md")));
    paths.map(|path| (path.clone(), read(&path))).collect()
}

#[test]
fn every_link_leads_somewhere() {
    let link = Regex::new(r"\]\(([^)#:]*)(#[^)]*)?\)").unwrap();
    let mut count = 0;
    for (path, text) in documents() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(&path).parent().unwrap().to_owned();
        for found in link.captures_iter(&text) {
            count += 1;
            let target = &found[1];
            assert!(target.is_empty() || folder.join(target).exists(), "{path}: nothing at {target}");
            let anchor = found.get(2).map_or("", |anchor| anchor.as_str().trim_start_matches('#'));
            let known = anchor.is_empty() || !target.is_empty() || anchors(&text).contains(anchor);
            assert!(known, "{path}: no heading for #{anchor}");
        }
    }
    assert!(count > 10, "the links are not found");
}

/// The anchors of a document's headings.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| line.trim_start_matches(['#', ' ']).to_lowercase().replace(' ', "-").replace(',', ""))
        .collect()
}

#[test]
fn the_architecture_has_every_part_of_the_source() {
    let document = read("docs/architecture.md");
    let parts = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    let names: Vec<String> = parts
        .map(|entry| entry.unwrap())
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            if entry.path().is_dir() { format!("{name}/") } else { name }
        })
        .collect();
    assert!(names.len() > 15, "{names:?}");
    assert_names(section(&document, "## The tree"), "## The tree", &names);
}
