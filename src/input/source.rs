//! What a user names as input: a path, a pattern, a list of paths, standard input; or brings along, as a program can.

use std::path::PathBuf;
use std::sync::Arc;

/// One thing to read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file of any format, or a folder that is walked.
    Path(PathBuf),
    /// A pattern with `*`, `?`, `[…]` or `**`; what it matches is read as if it had been named.
    Pattern(String),
    /// A file with one path a line, or standard input for `-`.
    List(PathBuf),
    /// Standard input.
    Stdin,
    /// Bytes that are in memory already; the name tells their format as that of a file does.
    Memory {
        /// What errors and ids call it.
        name: String,
        /// What would be in the file.
        bytes: Arc<[u8]>,
    },
}

impl Source {
    /// What a command-line argument names: `-` is standard input, a path that exists is a path even if it looks like
    /// a pattern, and what has the signs of a pattern is one.
    pub fn from_argument(argument: impl Into<PathBuf>) -> Self {
        let path = argument.into();
        match path.to_str() {
            Some("-") => Self::Stdin,
            Some(pattern) if pattern.contains(['*', '?', '[']) && path.symlink_metadata().is_err() => {
                Self::Pattern(pattern.to_owned())
            }
            _ => Self::Path(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_told_apart() {
        assert_eq!(Source::from_argument("-"), Source::Stdin);
        assert_eq!(Source::from_argument("news/*.txt"), Source::Pattern("news/*.txt".to_owned()));
        assert_eq!(Source::from_argument("news"), Source::Path("news".into()));
    }

    #[test]
    fn a_file_with_brackets_in_its_name_is_a_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a[1].txt");
        std::fs::write(&path, "x").expect("written");
        assert_eq!(Source::from_argument(&path), Source::Path(path.clone()));
    }
}
