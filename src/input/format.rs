//! Which format an input has, by the ending of its name and by how its bytes begin.
//!
//! Packed and archived bytes announce themselves, so their beginning decides. For text the ending decides, and only
//! what has none is looked into.

use std::fmt;
use std::str::FromStr;

/// How many bytes of an input are looked at: enough to see the mark of a tar archive.
pub(super) const HEAD: usize = 1024;

/// The format of an input, once it is unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Plain text: one document.
    Text,
    /// An HTML page: one document.
    Html,
    /// A JSON object a line: a document a line.
    JsonLines,
    /// Comma-separated values with a header: a document a row.
    Csv,
    /// Tab-separated values with a header: a document a row.
    Tsv,
    /// A web archive: a document a page.
    Warc,
    /// A tar archive of any of these.
    Tar,
    /// A zip archive of any of these.
    Zip,
}

/// How bytes are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compression {
    Gzip,
    Zstd,
    Bzip2,
}

/// The endings of names, without the dot. The first of a format is its name.
const ENDINGS: [(&str, Format); 14] = [
    ("txt", Format::Text),
    ("html", Format::Html),
    ("htm", Format::Html),
    ("xhtml", Format::Html),
    ("jsonl", Format::JsonLines),
    ("ndjson", Format::JsonLines),
    ("csv", Format::Csv),
    ("tsv", Format::Tsv),
    ("warc", Format::Warc),
    ("wet", Format::Warc),
    ("tar", Format::Tar),
    ("tgz", Format::Tar),
    ("tbz2", Format::Tar),
    ("zip", Format::Zip),
];

/// The endings that packing adds to a name.
const PACKED: [(&str, Compression); 5] = [
    ("gz", Compression::Gzip),
    ("zst", Compression::Zstd),
    ("zstd", Compression::Zstd),
    ("bz2", Compression::Bzip2),
    ("bz", Compression::Bzip2),
];

impl Format {
    /// The format that `name` announces, packed or not.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        let mut name = name;
        while let Some((stem, ending)) = split_ending(name) {
            if let Some((_, format)) = ENDINGS.iter().find(|(known, _)| ending.eq_ignore_ascii_case(known)) {
                return Some(*format);
            }
            Compression::of_ending(ending)?;
            name = stem;
        }
        None
    }

    /// The format that the first bytes leave no doubt of.
    pub(super) fn of_magic(head: &[u8]) -> Option<Self> {
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            return Some(Self::Zip);
        }
        if head.get(257..262) == Some(b"ustar") {
            return Some(Self::Tar);
        }
        head.starts_with(b"WARC/").then_some(Self::Warc)
    }

    /// The format that text most likely has, for want of an ending.
    pub(super) fn of_text(head: &[u8]) -> Self {
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        if looks_like_object(head) {
            return Self::JsonLines;
        }
        if looks_like_page(head) { Self::Html } else { Self::Text }
    }
}

/// A list of objects is not lines, but taking it for them gives an error, and taking it for text would not.
fn looks_like_object(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"[").map_or(head, <[u8]>::trim_ascii_start);
    head.strip_prefix(b"{").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"\""))
}

fn looks_like_page(head: &[u8]) -> bool {
    let begins =
        |tag: &str| head.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes()));
    ["<!doctype html", "<html", "<head", "<body"].into_iter().any(begins)
}

impl Compression {
    /// How bytes that begin with `head` are packed.
    pub(super) fn of_magic(head: &[u8]) -> Option<Self> {
        match head {
            [0x1F, 0x8B, ..] => Some(Self::Gzip),
            [0x28, 0xB5, 0x2F, 0xFD, ..] => Some(Self::Zstd),
            // The size of the blocks, then the mark of a block or of the end.
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, ..]
            | [b'B', b'Z', b'h', b'1'..=b'9', 0x17, 0x72, ..] => Some(Self::Bzip2),
            _ => None,
        }
    }

    /// How a file is packed by what its name claims.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        Self::of_ending(split_ending(name)?.1)
    }

    fn of_ending(ending: &str) -> Option<Self> {
        let (_, compression) = PACKED.iter().find(|(known, _)| ending.eq_ignore_ascii_case(known))?;
        Some(*compression)
    }
}

/// The name without the ending that packing added to it.
pub(super) fn unpacked_name(name: &str) -> &str {
    match split_ending(name) {
        Some((stem, ending)) if Compression::of_ending(ending).is_some() => stem,
        _ => name,
    }
}

/// `name` before and after its last dot, if the dot is in its last component and not its first character.
fn split_ending(name: &str) -> Option<(&str, &str)> {
    let (stem, ending) = name.rsplit_once('.')?;
    (!stem.is_empty() && !stem.ends_with('/') && !ending.contains('/')).then_some((stem, ending))
}

impl fmt::Display for Compression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
            Self::Bzip2 => "bzip2",
        })
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    /// An ending without its dot: `txt`, `html`, `jsonl`, `csv`, `tsv`, `warc`, `tar` or `zip`.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let known = ENDINGS.iter().find(|(ending, _)| ending.eq_ignore_ascii_case(name));
        known.map(|(_, format)| *format).ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = ENDINGS.iter().find(|(_, format)| format == self);
        f.write_str(known.map_or("", |(ending, _)| ending))
    }
}

/// A name that is no format's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFormat(String);

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown format \"{}\"; known are txt, html, jsonl, csv, tsv, warc, tar, zip", self.0)
    }
}

impl std::error::Error for UnknownFormat {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_tell_the_format() {
        assert_eq!(Format::of_name("a/b.c/news.TXT"), Some(Format::Text));
        assert_eq!(Format::of_name("news.jsonl.gz"), Some(Format::JsonLines));
        assert_eq!(Format::of_name("crawl.warc.wet.gz"), Some(Format::Warc));
        assert_eq!(Format::of_name("news.tgz"), Some(Format::Tar));
        assert_eq!(Format::of_name("news.pdf"), None);
        assert_eq!(Format::of_name("a.txt/news"), None);
        assert_eq!(Format::of_name("dump.gz"), None);
        assert_eq!(Format::of_name("a/.txt"), None);
    }

    #[test]
    fn beginnings_tell_what_is_packed() {
        assert_eq!(Compression::of_magic(b"\x1F\x8B\x08"), Some(Compression::Gzip));
        assert_eq!(Compression::of_magic(b"BZh91AY"), Some(Compression::Bzip2));
        assert_eq!(Compression::of_magic(b"BZh is a word"), None);
        assert_eq!(Format::of_magic(b"PK\x03\x04"), Some(Format::Zip));
        assert_eq!(Format::of_magic(b"PK"), None);
    }

    #[test]
    fn text_without_an_ending_is_looked_into() {
        assert_eq!(Format::of_text(b"\xEF\xBB\xBF {\"id\": 1}"), Format::JsonLines);
        assert_eq!(Format::of_text(b"\n<!DOCTYPE HTML><p>"), Format::Html);
        assert_eq!(Format::of_text(b"[\n {\"id\": 1}"), Format::JsonLines);
        assert_eq!(Format::of_text(b"{a} <html"), Format::Text);
        assert_eq!(Format::of_text(b"[1] \"a\""), Format::Text);
    }

    #[test]
    fn names_of_formats_are_read_and_written() {
        for name in ["txt", "html", "jsonl", "csv", "tsv", "warc", "tar", "zip"] {
            assert_eq!(name.parse::<Format>().map(|format| format.to_string()), Ok(name.to_owned()));
        }
        assert!("pdf".parse::<Format>().is_err());
    }
}
