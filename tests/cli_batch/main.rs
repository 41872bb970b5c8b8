//! The command line over many documents, end to end, with a toy in the place of the rules.
//!
//! The tests need records of every type, and faults on command; no rule gives those. So this executable plays two
//! parts: started by `cargo test` it runs the tests, and started by a test it is the command line with the toy
//! extraction of [`toy`] inside. Everything else (inputs, batches, outputs, exit codes) is the real thing.
#![allow(clippy::unwrap_used)]

/// What the tests share: documents, folders, and the program under test.
mod bench;
/// Marked and dropped near-duplicates.
mod duplicates;
/// Kills, full disks, panics and places that cannot be written.
mod faults;
/// What each format holds, told from the others.
mod formats;
/// Parts, manifests and resuming without faults.
mod parts;
/// The extraction in the place of the rules.
mod toy;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    if std::env::var_os(bench::TOY).is_some() {
        let hash = std::env::var("TOY_RULES").unwrap_or("first".to_owned());
        return bantin::cli::run_with(std::env::args_os(), &toy::extract, &hash);
    }
    let trials = [formats::TESTS, parts::TESTS, duplicates::TESTS, faults::TESTS].concat();
    let trials = trials.into_iter().map(|(name, test)| {
        Trial::test(name, move || {
            test();
            Ok(())
        })
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}
