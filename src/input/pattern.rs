//! From a pattern to the files and folders that it matches, in the order in which a folder is walked.
//!
//! The crate `glob` tells whether a name matches. The walk is our own: that of the crate ends the program at a name
//! that is not UTF-8, or passes it over in silence.

use std::collections::HashSet;
use std::ffi::OsString;
use std::io;
use std::path::{Component, Path, PathBuf};

use glob::{MatchOptions, Pattern, PatternError};

use super::walk::{fault, unreadable};
use crate::error::{DocumentError, ErrorCode};

/// Hidden files have to be asked for.
const OPTIONS: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };

type Match = Result<PathBuf, DocumentError>;

/// The files and folders that `pattern` matches, or what is wrong with it. What is in a folder that it matches is read
/// with the folder and not listed.
pub(super) fn matches(pattern: &str) -> Vec<Match> {
    let parts: Result<Vec<Part>, _> = Path::new(pattern).components().map(Part::new).collect();
    let mut search = Search::default();
    match parts {
        Ok(parts) => search.below(PathBuf::new(), &parts),
        Err(error) => {
            return vec![Err(fault(pattern, ErrorCode::NotFound, format!("not a pattern: {error}")))];
        }
    }
    let found = search.finish();
    if found.is_empty() {
        return vec![Err(fault(pattern, ErrorCode::NotFound, "nothing matches this pattern"))];
    }
    found
}

/// What a pattern has between two separators.
enum Part {
    /// A name, or the way to the root or up.
    Plain(OsString),
    /// Any name that matches.
    Name(Pattern),
    /// `**`: any folders, or none.
    Folders,
}

impl Part {
    fn new(component: Component<'_>) -> Result<Self, PatternError> {
        let text = component.as_os_str().to_string_lossy();
        Ok(match component {
            Component::Normal(_) if text == "**" => Self::Folders,
            Component::Normal(_) if text.contains(['*', '?', '[']) => Self::Name(Pattern::new(&text)?),
            _ => Self::Plain(component.as_os_str().to_owned()),
        })
    }
}

/// What has been found.
#[derive(Default)]
struct Search {
    paths: Vec<PathBuf>,
    errors: Vec<DocumentError>,
}

impl Search {
    /// Looks in `folder` for what `parts` match.
    fn below(&mut self, folder: PathBuf, parts: &[Part]) {
        match parts {
            [] => self.paths.push(folder),
            [Part::Plain(name), rest @ ..] => {
                let path = folder.join(name);
                if !rest.is_empty() || path.symlink_metadata().is_ok() {
                    self.below(path, rest);
                }
            }
            [Part::Name(pattern), rest @ ..] => {
                let matching = |name: &str| pattern.matches_with(name, OPTIONS);
                for path in self.children(&folder, matching) {
                    if rest.is_empty() || path.is_dir() {
                        self.below(path, rest);
                    }
                }
            }
            // All that is below a folder is read with it.
            [Part::Folders] => self.paths.push(here(&folder).to_owned()),
            [Part::Folders, rest @ ..] => {
                for path in self.children(&folder, |name| !name.starts_with('.')) {
                    // A link could lead back here.
                    if path.is_dir() && !path.is_symlink() {
                        self.below(path, parts);
                    }
                }
                self.below(folder, rest);
            }
        }
    }

    /// The files and folders in `folder` with names that are wanted.
    fn children(&mut self, folder: &Path, wanted: impl Fn(&str) -> bool) -> Vec<PathBuf> {
        use io::ErrorKind::{NotADirectory, NotFound};
        let entries = here(folder).read_dir().and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let names = match entries {
            Ok(entries) => entries.into_iter().map(|entry| entry.file_name()),
            Err(error) if matches!(error.kind(), NotFound | NotADirectory) => return Vec::new(),
            Err(error) => {
                self.errors.push(unreadable(&here(folder).to_string_lossy(), &error));
                return Vec::new();
            }
        };
        names.filter(|name| wanted(&name.to_string_lossy())).map(|name| folder.join(name)).collect()
    }

    /// The paths by name, each once, and what could not be looked into.
    fn finish(mut self) -> Vec<Match> {
        self.paths.sort_unstable();
        self.paths.dedup();
        let folders: HashSet<PathBuf> = self.paths.iter().filter(|path| path.is_dir()).cloned().collect();
        self.paths.retain(|path| !path.ancestors().skip(1).any(|above| folders.contains(above)));
        self.paths.into_iter().map(Ok).chain(self.errors.into_iter().map(Err)).collect()
    }
}

/// The folder to look into: the one where we are has no name.
fn here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn folder(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for name in names {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("made");
            fs::write(path, "x").expect("written");
        }
        folder
    }

    /// What `pattern` matches below `folder`, as paths from there.
    fn found(folder: &tempfile::TempDir, pattern: &str) -> Vec<String> {
        let root = folder.path();
        let strip = |path: PathBuf| path.strip_prefix(root).map(|path| path.to_string_lossy().into_owned());
        let found = matches(&root.join(pattern).to_string_lossy());
        found
            .into_iter()
            .map(|path| path.map_or("!".into(), |path| strip(path).unwrap_or_default()))
            .collect()
    }

    #[test]
    fn names_match_in_order() {
        let folder = folder(&["b.txt", "a.txt", ".c.txt", "d/a.txt", "d/.e/a.txt", "é.txt"]);
        assert_eq!(found(&folder, "*.txt"), ["a.txt", "b.txt", "é.txt"]);
        assert_eq!(found(&folder, ".*.txt"), [".c.txt"]);
        assert_eq!(found(&folder, "?/[ab].txt"), ["d/a.txt"]);
        assert_eq!(found(&folder, "d/.e/a.*"), ["d/.e/a.txt"]);
        assert_eq!(found(&folder, "*/a.txt"), ["d/a.txt"]);
    }

    #[test]
    fn any_folders_may_be_between() {
        let folder = folder(&["b.txt", "a/b.txt", "a/c/b.txt", "a/c/b.pdf", ".d/b.txt"]);
        assert_eq!(found(&folder, "**/b.txt"), ["a/b.txt", "a/c/b.txt", "b.txt"]);
        assert_eq!(found(&folder, "a/**/**/b.*"), ["a/b.txt", "a/c/b.pdf", "a/c/b.txt"]);
    }

    #[test]
    fn what_is_in_a_folder_that_matches_is_not_listed_again() {
        let folder = folder(&["b.txt", "a/b.txt", "a/c/b.txt"]);
        assert_eq!(found(&folder, "**"), [""]);
        assert_eq!(found(&folder, "a/**"), ["a"]);
        assert_eq!(found(&folder, "**/*"), ["a", "b.txt"]);
    }

    #[test]
    fn nothing_and_no_pattern_are_errors() {
        let folder = folder(&["a.txt"]);
        for pattern in ["*.html", "a.txt/*", "missing/*.txt", "*/a.txt", "***", "a**", "[a"] {
            assert_eq!(found(&folder, pattern), ["!"], "{pattern}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_that_are_not_text_are_no_end() {
        use std::os::unix::ffi::OsStrExt;
        let folder = folder(&["a.txt", "z.txt"]);
        let name = std::ffi::OsStr::from_bytes(b"m\xE9.txt");
        fs::write(folder.path().join(name), "x").expect("written");
        assert_eq!(found(&folder, "*.txt"), ["a.txt", "m\u{FFFD}.txt", "z.txt"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_in_no_circles() {
        let folder = folder(&["a/b.txt"]);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("a/up")).expect("linked");
        assert_eq!(found(&folder, "**/b.txt"), ["a/b.txt"]);
        assert_eq!(found(&folder, "*/up/a/b.txt"), ["a/up/a/b.txt"]);
    }
}
