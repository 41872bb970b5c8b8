use std::process::Command;

use libtest_mimic::{Failed, Trial};

use crate::{Python, pages, project};

/// The check of every output, ignored where Python lacks the packages.
pub fn trial(python: &Python) -> Trial {
    let program = python.program.clone();
    Trial::test("readers::every_output_reads_back_the_same", move || check(&program))
        .with_ignored_flag(!python.ready)
}

fn check(python: &str) -> Result<(), Failed> {
    let run = Command::new(python)
        .arg(project("tests/consumers/check.py"))
        .arg(env!("CARGO_BIN_EXE_bantin"))
        .args(pages())
        .output()?;
    let told = [run.stdout, run.stderr].concat();
    if run.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&told).into()) }
}
