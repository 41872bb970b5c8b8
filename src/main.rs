//! The command line; see [`bantin::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    bantin::cli::run(std::env::args_os())
}
