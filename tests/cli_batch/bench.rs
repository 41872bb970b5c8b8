//! A place to work in, documents to work on, and the program under test.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// The environment variable that turns this executable into the program under test.
pub const TOY: &str = "BANTIN_TOY";

/// A test and its name.
pub type Test = (&'static str, fn());

/// A folder of its own for one test.
pub struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A bench with `texts` as the lines of `in.jsonl`.
    pub fn with(texts: impl IntoIterator<Item = String>) -> Self {
        let bench = Self::new();
        let mut lines = String::new();
        for (number, text) in texts.into_iter().enumerate() {
            let line = serde_json::json!({ "id": format!("d{number}"), "text": text });
            writeln!(lines, "{line}").unwrap();
        }
        std::fs::write(bench.path("in.jsonl"), lines).unwrap();
        bench
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub fn text(&self, name: &str) -> String {
        String::from_utf8(self.read(name)).unwrap()
    }

    /// The names of everything on the bench, hidden things among them.
    pub fn names(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.path(folder)).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Every file of a folder, by name.
    pub fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let names = self.names(folder).into_iter();
        names.map(|name| (name.clone(), self.read(&format!("{folder}/{name}")))).collect()
    }

    /// The program under test over `in.jsonl`, in the bench's folder.
    pub fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["extract", "in.jsonl"]).args(arguments.split_whitespace());
        command.current_dir(self.folder.path()).env(TOY, "1");
        command
    }

    /// Runs the program, which is to do all there is to do.
    pub fn run(&self, arguments: &str) -> Output {
        let output = self.command(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments}: {}", stderr(&output));
        output
    }

    /// The records that the program prints.
    pub fn records(&self, arguments: &str) -> Vec<Value> {
        lines(&self.run(arguments).stdout)
    }
}

/// Bytes that are JSON lines.
pub fn lines(bytes: &[u8]) -> Vec<Value> {
    std::str::from_utf8(bytes).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Texts with records of several types, no two alike.
pub fn texts(number: usize) -> impl Iterator<Item = String> {
    (0..number).map(|at| {
        let word = |part: usize| format!("từ{}", at * 1000 + part);
        let words: Vec<String> = (0..40).map(word).collect();
        format!("Tin số {at}\n@Nguyễn{at} họp ngày 0{}/12/2022 với 46 {}", at % 9 + 1, words.join(" "))
    })
}

/// Whether `path` is a file with something in it.
pub fn is_filled(path: &Path) -> bool {
    path.metadata().is_ok_and(|found| found.len() > 0)
}
