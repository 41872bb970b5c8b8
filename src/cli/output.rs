//! The flags that say what to write and where.

use std::num::NonZeroU64;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde_json::json;

use super::exit::Failure;
use crate::batch::{Duplicates, Settings, SideTargets};
use crate::output::{Compression, Split, Target};

/// Documents in a part unless told otherwise.
const PART: NonZeroU64 = NonZeroU64::new(10_000).expect("not zero");

/// What to write.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Output")]
pub(super) struct OutputArguments {
    /// Write to PATH instead of the standard output (-).
    ///
    /// A file appears when it is whole; its ending tells the format (.jsonl, .csv, .parquet, .sqlite) and the
    /// compression (.gz, .zst, .bz2). Parquet makes one file for each type: out.parquet becomes out.article.parquet,
    /// out.date.parquet … A folder (an existing one, or a name that ends in /) takes numbered parts.
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// The format, whatever the ending says.
    #[arg(long, value_name = "FORMAT")]
    format: Option<FormatName>,
    /// The compression, whatever the ending says.
    #[arg(long, value_name = "KIND")]
    compress: Option<CompressionName>,
    /// Turn lists into JSON text and objects into columns, so that a record holds nothing but strings and numbers. CSV
    /// and SQLite are always flat.
    #[arg(long)]
    flat: bool,
    /// One file for each type of record: out.jsonl becomes out.article.jsonl, out.date.jsonl …
    #[arg(long, value_name = "FIELD")]
    split_by: Option<SplitName>,
    /// Write a JSON line for each document that failed: doc, stage, code, message.
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
    /// Write a JSON line with the id and the text of each document, into which the records' offsets point.
    #[arg(long, value_name = "FILE")]
    keep_text: Option<PathBuf>,
    /// Documents in a part, where the output is a folder [default: 10000]
    #[arg(long, value_name = "N")]
    parts: Option<NonZeroU64>,
    /// Go on where an interrupted run into the same folder ended; begin where there is none.
    #[arg(long)]
    resume: bool,
    /// Find documents whose text is nearly that of an earlier one: mark says so on the article (`same_as`), drop
    /// leaves their records out.
    #[arg(long, value_name = "WHAT")]
    duplicates: Option<DuplicatesName>,
}

/// The formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatName {
    /// JSON Lines.
    Jsonl,
    /// Comma-separated values.
    Csv,
    /// Parquet.
    Parquet,
    /// A SQLite database.
    Sqlite,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CompressionName {
    /// No compression.
    None,
    /// gzip.
    Gz,
    /// Zstandard.
    Zst,
    /// bzip2.
    Bz2,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SplitName {
    /// By the type of the record.
    Type,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DuplicatesName {
    /// Keep their records, marked.
    Mark,
    /// Leave their records out.
    Drop,
}

/// What the flags come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plan {
    pub place: Place,
    pub format: FormatName,
    pub compression: Compression,
    pub split: Split,
    pub flat: bool,
    pub sides: SideTargets,
    pub duplicates: Option<Duplicates>,
}

/// Where the records go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// One output.
    Single(Target),
    /// Numbered parts.
    Parts { folder: PathBuf, size: NonZeroU64, resume: bool },
}

impl OutputArguments {
    /// What the flags come to, or what does not fit together.
    pub(super) fn plan(&self) -> Result<Plan, Failure> {
        let place = self.place()?;
        let path = match &place {
            Place::Single(Target::File(path)) => Some(path.as_path()),
            _ => None,
        };
        let compression = self.compress.map(Compression::from);
        let plan = Plan {
            format: self.format.or_else(|| path.and_then(format_of)).unwrap_or(FormatName::Jsonl),
            compression: compression.unwrap_or_else(|| path.map_or(Compression::None, Compression::of_path)),
            split: if self.split_by.is_some() { Split::ByType } else { Split::Together },
            flat: self.flat,
            sides: SideTargets { errors: self.errors.clone(), texts: self.keep_text.clone() },
            duplicates: self.duplicates.map(Duplicates::from),
            place,
        };
        plan.check()?;
        Ok(plan)
    }

    fn place(&self) -> Result<Place, Failure> {
        match &self.output {
            Some(path) if is_folder(path) => Ok(Place::Parts {
                folder: path.clone(),
                size: self.parts.unwrap_or(PART),
                resume: self.resume,
            }),
            _ if self.parts.is_some() => Err(Failure::new("--parts needs a folder: -o DIR/")),
            _ if self.resume => Err(Failure::new("--resume needs a folder of parts: -o DIR/")),
            Some(path) if !is_dash(path) => Ok(Place::Single(Target::File(path.clone()))),
            _ => Ok(Place::Single(Target::Stdout)),
        }
    }
}

impl Plan {
    fn check(&self) -> Result<(), Failure> {
        let packed = self.compression != Compression::None;
        let stream = self.place == Place::Single(Target::Stdout);
        let in_parts = matches!(self.place, Place::Parts { .. });
        let refusal = match self.format {
            FormatName::Parquet if packed => {
                "Parquet is compressed inside its file: leave the compression out"
            }
            FormatName::Sqlite if packed => "a database is not compressed: leave the compression out",
            FormatName::Parquet | FormatName::Sqlite if stream => "this format needs a file: -o FILE",
            FormatName::Sqlite if in_parts => "a database is one file, without parts: -o FILE",
            _ if stream && self.split == Split::ByType => "--split-by needs a file: -o FILE",
            _ if self.has_side(is_dash) => "--errors and --keep-text need a file each",
            _ if self.shares_a_file() => "-o, --errors and --keep-text need a file each",
            _ => return Ok(()),
        };
        Err(Failure::new(refusal))
    }

    fn has_side(&self, is: impl Fn(&Path) -> bool) -> bool {
        let sides = [&self.sides.errors, &self.sides.texts];
        sides.into_iter().flatten().any(|path| is(path))
    }

    /// Whether one file would take the place of another.
    fn shares_a_file(&self) -> bool {
        let output = match &self.place {
            Place::Single(Target::File(path)) => Some(path),
            _ => None,
        };
        self.sides.errors.is_some() && self.sides.errors == self.sides.texts
            || self.has_side(|path| output.is_some_and(|output| output == path))
    }

    /// What the name of a part ends in.
    pub(super) fn ending(&self) -> String {
        let format = match self.format {
            FormatName::Jsonl => ".jsonl",
            FormatName::Csv => ".csv",
            FormatName::Parquet => ".parquet",
            FormatName::Sqlite => ".sqlite",
        };
        format!("{format}{}", self.compression.ending())
    }

    /// What of the plan shapes the parts, by name.
    pub(super) fn settings(&self, size: NonZeroU64) -> Settings {
        let duplicates = self.duplicates.map(|policy| match policy {
            Duplicates::Mark => "mark",
            Duplicates::Drop => "drop",
        });
        let settings = [
            ("format", json!(self.ending())),
            ("flat", json!(self.flat)),
            ("split_by", json!((self.split == Split::ByType).then_some("type"))),
            ("parts", json!(size)),
            ("duplicates", json!(duplicates)),
            ("errors", json!(self.sides.errors.is_some())),
            ("keep_text", json!(self.sides.texts.is_some())),
        ];
        settings.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// The format that the ending of `path` tells, a compression's ending left out.
fn format_of(path: &Path) -> Option<FormatName> {
    let packed = Compression::of_path(path) != Compression::None;
    let inner = if packed { path.with_extension("") } else { path.to_owned() };
    match inner.extension()?.to_string_lossy().to_ascii_lowercase().as_str() {
        "csv" => Some(FormatName::Csv),
        "parquet" => Some(FormatName::Parquet),
        "sqlite" | "sqlite3" | "db" => Some(FormatName::Sqlite),
        _ => None,
    }
}

/// Whether `path` means the standard output.
fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Whether `path` is a folder or is to be one.
fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().to_string_lossy().ends_with(std::path::is_separator)
}

impl From<CompressionName> for Compression {
    fn from(name: CompressionName) -> Self {
        match name {
            CompressionName::None => Self::None,
            CompressionName::Gz => Self::Gzip,
            CompressionName::Zst => Self::Zstandard,
            CompressionName::Bz2 => Self::Bzip2,
        }
    }
}

impl From<DuplicatesName> for Duplicates {
    fn from(name: DuplicatesName) -> Self {
        match name {
            DuplicatesName::Mark => Self::Mark,
            DuplicatesName::Drop => Self::Drop,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        output: OutputArguments,
    }

    fn plan(line: &str) -> Result<Plan, Failure> {
        let words = std::iter::once("bantin").chain(line.split_whitespace());
        Line::try_parse_from(words).unwrap().output.plan()
    }

    #[test]
    fn the_ending_tells_format_and_compression() {
        let told =
            |path: &str| plan(&format!("-o {path}")).map(|plan| (plan.format, plan.compression)).unwrap();
        assert_eq!(told("out.jsonl"), (FormatName::Jsonl, Compression::None));
        assert_eq!(told("out.csv.gz"), (FormatName::Csv, Compression::Gzip));
        assert_eq!(told("out.parquet"), (FormatName::Parquet, Compression::None));
        assert_eq!(told("out.DB"), (FormatName::Sqlite, Compression::None));
        assert_eq!(told("out.zst"), (FormatName::Jsonl, Compression::Zstandard));
    }

    #[test]
    fn a_flag_wins_over_the_ending() {
        let plan = plan("-o out.jsonl.gz --format csv --compress none").unwrap();
        assert_eq!((plan.format, plan.compression), (FormatName::Csv, Compression::None));
    }

    #[test]
    fn a_dash_is_the_standard_output() {
        assert_eq!(plan("-o -").unwrap().place, Place::Single(Target::Stdout));
        assert_eq!(plan("-o ./-").unwrap().place, Place::Single(Target::File("./-".into())));
    }

    #[test]
    fn a_folder_takes_parts() {
        let plan = plan("-o new/ --parts 50 --format csv --compress zst").unwrap();
        let size = NonZeroU64::new(50).unwrap();
        assert_eq!(plan.place, Place::Parts { folder: "new/".into(), size, resume: false });
        assert_eq!(plan.ending(), ".csv.zst");
    }

    #[test]
    fn what_does_not_fit_together_is_refused() {
        let lines = [
            "--format parquet",
            "--format sqlite",
            "--split-by type",
            "--parts 5",
            "-o out.jsonl --parts 5",
            "-o out.jsonl --resume",
            "-o out.sqlite.gz",
            "-o out.parquet --compress zst",
            "-o new/ --format sqlite",
            "-o - --format parquet",
            "-o a.jsonl --errors a.jsonl",
            "-o a.jsonl --keep-text a.jsonl",
            "--errors a.jsonl --keep-text a.jsonl",
            "--errors -",
            "--keep-text -",
        ];
        for line in lines {
            assert!(plan(line).is_err(), "{line}");
        }
    }
}
