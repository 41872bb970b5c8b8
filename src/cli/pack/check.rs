//! `bantin rules check`: everything that is wrong with rules, or of no use.

use super::{plural, print, print_diagnostics};
use crate::cli::exit::{Done, Failure};
use crate::cli::rules::NamedPacks;
use crate::diagnostic::Diagnostic;
use crate::engine::ExtractorBuilder;
use crate::lint::lint;

/// Compile every rule and pattern, and warn of what is idle, unused or slow.
///
/// The exit code is 2 if something is wrong; warnings alone leave it at 0.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct CheckArguments {
    #[command(flatten)]
    packs: NamedPacks,
    /// Count warnings as mistakes.
    #[arg(long)]
    deny_warnings: bool,
    /// Print each mistake and warning as one JSON object a line, and no summary.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(super) fn run(arguments: &CheckArguments) -> Result<Done, Failure> {
    let found = diagnostics(&arguments.packs.builder());
    print_diagnostics(&found, arguments.json)?;
    let warnings = found.iter().filter(|diagnostic| diagnostic.code.is_warning()).count();
    let told = format!("{} and {}", plural(found.len() - warnings, "mistake"), plural(warnings, "warning"));
    let bad = if arguments.deny_warnings { found.len() } else { found.len() - warnings };
    if bad > 0 {
        return Err(Failure::new(format!("the rules have {told}")));
    }
    if !arguments.json {
        print(&told)?;
    }
    Ok(Done::Whole)
}

fn diagnostics(builder: &ExtractorBuilder) -> Vec<Diagnostic> {
    lint(builder).unwrap_or_else(|errors| errors.0)
}
