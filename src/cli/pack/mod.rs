//! `bantin rules`: tools for those who write rules. One file holds one of them.

mod check;
mod explain;
mod list;
mod test;

use super::exit::{Done, Failure};
use super::rules::plural;
use super::stdout::{print, print_json_lines};
use crate::diagnostic::Diagnostic;

/// What can be done with rules.
#[derive(Debug, clap::Subcommand)]
pub(super) enum RulesCommand {
    Test(test::TestArguments),
    Check(check::CheckArguments),
    List(list::ListArguments),
    Explain(explain::ExplainArguments),
}

/// Runs the command.
pub(super) fn run(command: &RulesCommand) -> Result<Done, Failure> {
    match command {
        RulesCommand::Test(arguments) => test::run(arguments),
        RulesCommand::Check(arguments) => check::run(arguments),
        RulesCommand::List(arguments) => list::run(arguments),
        RulesCommand::Explain(arguments) => explain::run(arguments),
    }
}

/// Prints diagnostics: drawn, in colour on a terminal, or as lines of JSON.
fn print_diagnostics(diagnostics: &[Diagnostic], json: bool) -> Result<(), Failure> {
    if json {
        return print_json_lines(diagnostics);
    }
    let styled = std::io::IsTerminal::is_terminal(&std::io::stdout());
    diagnostics.iter().try_for_each(|diagnostic| print(&format!("{}\n", diagnostic.render(styled))))
}
