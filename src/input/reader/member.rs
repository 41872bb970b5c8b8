//! Files in an archive: which of them are read, and what they are called.

use std::io::BufRead;

use super::super::fault::Fault;
use super::super::format::Format;
use super::super::outlet::Flow;
use super::Reader;
use super::entry::Entry;
use crate::error::ErrorCode;

/// An archive that is being read.
pub(super) struct Container {
    /// What errors and ids call it.
    pub name: String,
    depth: usize,
    /// Whether nothing that can be read has been found in it.
    empty: bool,
}

impl Container {
    pub fn new(name: &str, depth: usize) -> Self {
        Self { name: name.to_owned(), depth, empty: true }
    }

    /// What errors and ids call the member `name`.
    pub fn place(&self, name: &str) -> String {
        format!("{}!/{name}", self.name)
    }
}

impl Reader {
    /// Sends the documents of the member `name`, if it is one that would be read in a folder.
    pub(super) fn member(
        &mut self,
        container: &mut Container,
        name: &[u8],
        bytes: Box<dyn BufRead + '_>,
    ) -> Flow {
        let shown = String::from_utf8_lossy(name);
        if is_hidden(&shown) || Format::of_name(&shown).is_none() {
            return Flow::Continue(());
        }
        container.empty = false;
        let place = container.place(&shown);
        if std::str::from_utf8(name).is_err() {
            let message = "the member's name is not UTF-8; rename it";
            return self.fault(&place, Fault::new(ErrorCode::BadEncoding, message));
        }
        self.visit(Entry {
            name: place,
            file_name: shown.into_owned(),
            bytes,
            packed: true,
            depth: container.depth + 1,
            path: None,
        })
    }

    /// Says so if there was nothing in an archive.
    pub(super) fn finish_container(&mut self, container: &Container) -> Flow {
        if container.empty {
            let message = "no file with a known ending in this archive";
            return self.fault(&container.name, Fault::new(ErrorCode::Empty, message));
        }
        Flow::Continue(())
    }
}

/// Whether any part of the path `name` is hidden.
fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with('.') && part != "." && part != "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_members_are_known_in_any_folder() {
        assert!(is_hidden(".a.txt") && is_hidden("a/.b/c.txt") && is_hidden("__MACOSX/._a.txt"));
        assert!(!is_hidden("./a.txt") && !is_hidden("a.b/c.txt"));
    }
}
