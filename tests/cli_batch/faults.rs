//! What goes wrong in real runs: nothing half-written, nothing lost that was whole, and a way to go on.

use std::process::{Command, Output, Stdio};

use crate::bench::{Bench, TOY, Test, lines, stderr, texts};

pub const TESTS: &[Test] = &[
    ("faults::a_killed_run_resumes_to_the_same_bytes", a_killed_run_resumes_to_the_same_bytes),
    ("faults::a_killed_run_leaves_the_old_output", a_killed_run_leaves_the_old_output),
    ("faults::an_interrupted_run_resumes_to_the_same_bytes", an_interrupted_run_resumes_to_the_same_bytes),
    ("faults::an_interrupted_file_is_kept_beside_its_name", an_interrupted_file_is_kept_beside_its_name),
    ("faults::a_run_that_waits_for_its_input_can_be_interrupted", a_run_that_waits_for_its_input),
    ("faults::an_interrupted_database_is_completed_by_the_next_run", an_interrupted_database),
    ("faults::a_full_disk_leaves_nothing_half_written", a_full_disk_leaves_nothing_half_written),
    ("faults::a_full_disk_under_parts_is_resumed", a_full_disk_under_parts_is_resumed),
    ("faults::a_full_device_is_told", a_full_device_is_told),
    ("faults::a_folder_that_cannot_be_made_is_told", a_folder_that_cannot_be_made_is_told),
    ("faults::a_broken_pipe_ends_quietly", a_broken_pipe_ends_quietly),
    ("faults::a_panic_costs_one_document", a_panic_costs_one_document),
    ("faults::nothing_readable_leaves_the_old_output", nothing_readable_leaves_the_old_output),
];

/// Documents in the runs that are killed.
const DOCUMENTS: usize = 200;

/// Documents in the runs that are interrupted: more than one thread has in hand at a time.
const MANY_DOCUMENTS: usize = 2000;

/// A bench of `documents` of which the one `at` sends the program `signal`.
fn fatal(documents: usize, at: usize, signal: &str) -> Bench {
    let mut texts: Vec<String> = texts(documents).collect();
    texts[at] = format!("kill {signal}");
    Bench::with(texts)
}

/// Runs the program as if the fatal document were harmless.
fn run_well(bench: &Bench, arguments: &str) -> Output {
    let output = bench.command(arguments).env("TOY_IS_WELL", "1").output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    output
}

/// Resumes and compares with a run that was never interrupted.
fn assert_resumed(bench: &Bench, arguments: &str) {
    run_well(bench, &format!("-o out/ {arguments} --resume"));
    run_well(bench, &format!("-o whole/ {arguments}"));
    assert!(bench.files("out") == bench.files("whole"), "{arguments}");
}

fn a_killed_run_resumes_to_the_same_bytes() {
    for round in 0..20 {
        let bench = fatal(DOCUMENTS, round * DOCUMENTS / 20 + 5, "-9");
        let format = ["jsonl", "csv --compress gz", "jsonl --split-by type", "parquet"][round % 4];
        let arguments = format!("--parts 30 --jobs {} --format {format}", round % 3 + 1);
        let output = bench.command(&format!("-o out/ {arguments}")).output().unwrap();
        assert_eq!(output.status.code(), None, "round {round} was not killed: {}", stderr(&output));
        assert_resumed(&bench, &arguments);
    }
}

fn a_killed_run_leaves_the_old_output() {
    let bench = fatal(DOCUMENTS, 150, "-9");
    std::fs::write(bench.path("out.jsonl"), "old").unwrap();
    let output = bench.command("-o out.jsonl").output().unwrap();
    assert_eq!(output.status.code(), None);
    assert_eq!(bench.text("out.jsonl"), "old");
}

fn an_interrupted_run_resumes_to_the_same_bytes() {
    for signal in ["-INT", "-TERM"] {
        let bench = fatal(DOCUMENTS, 50, signal);
        let output = bench.command("-o out/ --parts 30 --jobs 1").output().unwrap();
        assert_eq!(output.status.code(), Some(130), "{signal}: {}", stderr(&output));
        assert!(stderr(&output).contains("--resume"), "{}", stderr(&output));
        let half_written = bench.names("out").into_iter().filter(|name| name.starts_with('.'));
        assert_eq!(half_written.count(), 0);
        assert_resumed(&bench, "--parts 30");
    }
}

fn an_interrupted_file_is_kept_beside_its_name() {
    let bench = fatal(MANY_DOCUMENTS, 10, "-INT");
    let output = bench.command("-o out.jsonl --jobs 1").output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", stderr(&output));
    assert!(!bench.path("out.jsonl").exists());
    let kept = bench.read("out.jsonl.partial");
    assert!(lines(&kept).len() > 64);
    assert!(run_well(&bench, "").stdout.starts_with(&kept));
}

fn a_run_that_waits_for_its_input() {
    let bench = Bench::with(texts(3));
    let mut command = bench.command("- -o out.jsonl");
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // The input that never ends; the program has it from now until it is gone.
    let input = child.stdin.take();
    while !bench.names("").iter().any(|name| name.ends_with(".partial")) {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    drop(input);
    assert_eq!(output.status.code(), Some(130), "{}", stderr(&output));
    assert!(bench.path("out.jsonl.partial").exists(), "{:?}", bench.names(""));
}

fn an_interrupted_database() {
    let bench = fatal(MANY_DOCUMENTS, 10, "-INT");
    let output = bench.command("-o out.sqlite --jobs 1").output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", stderr(&output));
    run_well(&bench, "-o out.sqlite");
    let database = rusqlite::Connection::open(bench.path("out.sqlite")).unwrap();
    let articles: i64 = database.query_row("SELECT count(*) FROM article", [], |row| row.get(0)).unwrap();
    assert_eq!(usize::try_from(articles), Ok(MANY_DOCUMENTS));
}

/// The program under a limit on the size of files: a write beyond it fails as on a full disk.
fn with_file_limit(bench: &Bench, half_kilobytes: usize, arguments: &str) -> Output {
    let script = format!("ulimit -f {half_kilobytes}; exec \"$0\" extract in.jsonl {arguments}");
    let program = std::env::current_exe().unwrap();
    Command::new("sh")
        .args(["-c", &script])
        .arg(program)
        .current_dir(bench.path(""))
        .env(TOY, "1")
        .output()
        .unwrap()
}

fn a_full_disk_leaves_nothing_half_written() {
    let bench = Bench::with(texts(DOCUMENTS));
    for output in ["out.jsonl", "out.csv", "out.parquet", "out.sqlite", "out.jsonl.gz"] {
        let ended = with_file_limit(&bench, 4, &format!("-o {output}"));
        assert_eq!(ended.status.code(), Some(2), "{output}: {}", stderr(&ended));
        assert!(stderr(&ended).contains("cannot write "), "{output}: {}", stderr(&ended));
        assert_eq!(bench.names(""), ["in.jsonl"], "{output}");
    }
}

fn a_full_disk_under_parts_is_resumed() {
    // The parts grow, so that the first ones fit and a later one does not.
    let bench = Bench::with((0..100).map(|at| "7 8 9 ".repeat(at + 1)));
    let ended = with_file_limit(&bench, 200, "-o out/ --parts 10");
    assert_eq!(ended.status.code(), Some(2), "{}", stderr(&ended));
    assert!(stderr(&ended).contains("--resume"), "{}", stderr(&ended));
    let whole = bench.names("out");
    assert!(whole.len() > 1 && whole.len() < 11, "{whole:?}");
    assert_resumed(&bench, "--parts 10");
}

fn a_full_device_is_told() {
    let bench = Bench::with(texts(DOCUMENTS));
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let output = bench.command("").stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("cannot write the standard output: "), "{}", stderr(&output));
    let output = bench.command("-o /dev/full").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("cannot write /dev/full: "), "{}", stderr(&output));
}

fn a_folder_that_cannot_be_made_is_told() {
    let bench = Bench::with(texts(3));
    for place in ["in.jsonl/out/", "in.jsonl/out.csv", "no/such/folder/out.sqlite", "no/such/out.parquet"] {
        let output = bench.command(&format!("-o {place}")).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{place}");
        assert!(stderr(&output).contains("cannot write "), "{place}: {}", stderr(&output));
    }
}

fn a_broken_pipe_ends_quietly() {
    let bench = Bench::with(texts(2000));
    let mut command = bench.command("--quiet");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stderr(&output), "");
}

fn a_panic_costs_one_document() {
    let bench = Bench::with(["một 1".to_owned(), "panic".to_owned(), "ba 3".to_owned()]);
    let output = bench.command("--errors failed.jsonl").output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let docs: Vec<String> =
        lines(&output.stdout).iter().map(|record| record["doc"].as_str().unwrap().to_owned()).collect();
    assert_eq!(docs, ["d0", "d0", "d2", "d2"]);
    assert!(bench.text("failed.jsonl").contains(r#""code":"internal""#));
}

fn nothing_readable_leaves_the_old_output() {
    let bench = Bench::with(["fail".to_owned()]);
    std::fs::write(bench.path("out.jsonl"), "old").unwrap();
    let output = bench.command("-o out.jsonl --errors failed.jsonl").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(bench.text("out.jsonl"), "old");
    assert_eq!(lines(&bench.read("failed.jsonl")).len(), 1);
}
