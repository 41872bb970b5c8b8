//! One file for everything, or one for each type of record.
//!
//! Where there is a file for each type, there is one for every type, be it empty: a query over the files does not
//! fail because a run happened to find no person.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::{Compression, OutputError, Target};
use crate::record::RecordType;

/// How records are spread over files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Split {
    /// All in one file.
    #[default]
    Together,
    /// A file for each type: `out.jsonl` becomes `out.article.jsonl` and so on.
    ByType,
}

impl Split {
    /// How many files there are.
    pub(super) fn files(self) -> usize {
        match self {
            Self::Together => 1,
            Self::ByType => RecordType::ALL.len(),
        }
    }

    /// Which of the files takes the records of type `kind`.
    pub(super) fn file_of(self, kind: RecordType) -> usize {
        match self {
            Self::Together => 0,
            Self::ByType => kind as usize,
        }
    }

    /// Where the files are.
    ///
    /// # Errors
    /// Where several files would have to share the standard output.
    pub(super) fn targets(self, target: &Target) -> Result<Vec<Target>, OutputError> {
        match (self, target) {
            (Self::Together, target) => Ok(vec![target.clone()]),
            (Self::ByType, Target::File(path)) => {
                Ok(RecordType::ALL.map(|kind| Target::File(path_of_type(path, kind))).into())
            }
            (Self::ByType, Target::Stdout) => {
                Err(OutputError::new("the standard output", "a file for each type needs a file name"))
            }
        }
    }
}

/// The path of the file that takes the records of type `kind`: the type goes before the ending.
fn path_of_type(path: &Path, kind: RecordType) -> PathBuf {
    let packed = Compression::of_path(path) != Compression::None;
    let (inner, outer) =
        if packed { (path.with_extension(""), path.extension()) } else { (path.into(), None) };
    let mut name = inner.file_stem().unwrap_or_default().to_owned();
    let endings = [Some(kind.name().as_ref()), inner.extension(), outer];
    endings.into_iter().flatten().for_each(|ending| push_ending(&mut name, ending));
    path.with_file_name(name)
}

fn push_ending(name: &mut OsString, ending: &std::ffi::OsStr) {
    name.push(".");
    name.push(ending);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_goes_before_the_endings() {
        let path_of = |path: &str| path_of_type(Path::new(path), RecordType::Date).display().to_string();
        assert_eq!(path_of("a.b/out.jsonl"), "a.b/out.date.jsonl");
        assert_eq!(path_of("out.jsonl.gz"), "out.date.jsonl.gz");
        assert_eq!(path_of("out"), "out.date");
        assert_eq!(path_of("part-00001.2.csv.zst"), "part-00001.2.date.csv.zst");
    }

    #[test]
    fn the_standard_output_cannot_be_split() {
        assert!(Split::ByType.targets(&Target::Stdout).is_err());
        assert_eq!(Split::Together.targets(&Target::Stdout).unwrap(), [Target::Stdout]);
    }
}
