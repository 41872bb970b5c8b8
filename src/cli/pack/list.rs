//! `bantin rules list`: every rule in a line.

use serde::Serialize;

use super::{print, print_json_lines};
use crate::cli::exit::{Done, Failure};
use crate::cli::rules::{NamedPacks, reported};
use crate::compile::compile;
use crate::diagnostic::{Code, Diagnostic};
use crate::pack::{Located, Pack, model};

/// List the rules: id, type, priority, number of examples, and what each is about.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ListArguments {
    #[command(flatten)]
    packs: NamedPacks,
    /// Print one JSON object a line.
    #[arg(long)]
    json: bool,
}

/// A rule in the list.
#[derive(Serialize)]
struct Row<'p> {
    id: &'p str,
    emits: &'p str,
    priority: i32,
    examples: usize,
    about: &'p str,
    file: &'p str,
    line: usize,
}

/// Runs the command.
pub(super) fn run(arguments: &ListArguments) -> Result<Done, Failure> {
    let pack = arguments.packs.builder().read();
    compile(&pack).map_err(|errors| reported(&errors))?;
    let rows: Vec<Row<'_>> = pack.rules.iter().map(|rule| row(&pack, rule)).collect();
    if arguments.json {
        print_json_lines(rows)?;
    } else {
        print(&table(&rows))?;
    }
    Ok(Done::Whole)
}

fn row<'p>(pack: &'p Pack, rule: &'p Located<model::Rule>) -> Row<'p> {
    let (source, item) = (&pack.sources[rule.source], &rule.item);
    let place = Diagnostic::at(Code::IdleRule, source, item.id.span(), "");
    Row {
        id: item.id.get_ref(),
        emits: item.emits.get_ref(),
        priority: item.priority,
        examples: item.example.len(),
        about: item.about.get_ref(),
        file: &source.path,
        line: place.line_and_column().map_or(1, |(line, _)| line),
    }
}

fn table(rows: &[Row<'_>]) -> String {
    let width = rows.iter().map(|row| row.id.chars().count()).max().unwrap_or_default().max(4);
    let head = format!("{:width$}  {:<9}  {:>8}  {:>8}  about", "rule", "type", "priority", "examples");
    let line = |row: &Row<'_>| {
        let Row { id, emits, priority, examples, about, .. } = row;
        format!("{id:width$}  {emits:<9}  {priority:>8}  {examples:>8}  {about}")
    };
    std::iter::once(head).chain(rows.iter().map(line)).collect::<Vec<_>>().join("\n")
}
