//! What users do with the outputs: other tools read them back, and the recipes of the manual work.
//!
//! Some of it needs other programs, or Python with packages that a Rust project need not have. What is missing is said
//! and its tests are ignored; `tests/consumers/run.sh` brings it all.
#![allow(clippy::unwrap_used)]

/// Every output, read back by the tools of analysts.
mod readers;
/// The commands of docs/batch.md, run from top to bottom.
mod recipes;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use libtest_mimic::Arguments;

fn main() -> ExitCode {
    let python = Python::find();
    let mut trials = vec![readers::trial(&python)];
    trials.extend(recipes::trials(&python));
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// The Python to use: `$BANTIN_PYTHON`, or the system's.
struct Python {
    program: String,
    /// Whether it has the packages.
    ready: bool,
}

impl Python {
    fn find() -> Self {
        let program = std::env::var("BANTIN_PYTHON").unwrap_or("python3".to_owned());
        let import = "import duckdb, pandas, polars, pyarrow";
        let ready =
            Command::new(&program).args(["-c", import]).output().is_ok_and(|run| run.status.success());
        if !ready {
            eprintln!(
                "no Python with duckdb, pandas, polars and pyarrow: run tests/consumers/run.sh to bring them"
            );
        }
        Self { program, ready }
    }
}

/// A path of the project.
fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The sample pages.
fn pages() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(project("fixtures")).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|end| end == "txt")).collect();
    pages.sort();
    pages
}
