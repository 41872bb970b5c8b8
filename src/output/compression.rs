//! Compression, told by the ending of a name.
//!
//! A file is one stream of its compression, with nothing in it that differs from run to run (no name, no time).

use std::io::{self, Write};
use std::path::Path;

use super::WholeFile;

/// How a file is compressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compression {
    /// Not at all.
    #[default]
    None,
    /// gzip, `.gz`.
    Gzip,
    /// Zstandard, `.zst`.
    Zstandard,
    /// bzip2, `.bz2`.
    Bzip2,
}

impl Compression {
    /// The compression that the name of `path` ends in.
    pub fn of_path(path: &Path) -> Self {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        match ending.as_deref() {
            Some("gz") => Self::Gzip,
            Some("zst") => Self::Zstandard,
            Some("bz2") => Self::Bzip2,
            _ => Self::None,
        }
    }

    /// What names of such files end in, with the dot; nothing without compression.
    pub fn ending(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Gzip => ".gz",
            Self::Zstandard => ".zst",
            Self::Bzip2 => ".bz2",
        }
    }
}

/// Compresses what is written into it on its way into a file.
pub(super) trait Compressor: Write + Send {
    /// Ends the stream. Returns the file with all of it.
    fn end(self: Box<Self>) -> io::Result<WholeFile>;
}

impl Compressor for WholeFile {
    fn end(self: Box<Self>) -> io::Result<WholeFile> {
        Ok(*self)
    }
}

/// Begins a stream of `compression` into `file`.
#[cfg(feature = "compression")]
pub(super) fn compress(file: WholeFile, compression: Compression) -> io::Result<Box<dyn Compressor>> {
    Ok(match compression {
        Compression::None => Box::new(file),
        Compression::Gzip => Box::new(flate2::GzBuilder::new().write(file, flate2::Compression::default())),
        Compression::Zstandard => Box::new(zstd::Encoder::new(file, zstd::DEFAULT_COMPRESSION_LEVEL)?),
        Compression::Bzip2 => Box::new(bzip2::write::BzEncoder::new(file, bzip2::Compression::default())),
    })
}

/// Begins a stream into `file`; this build knows no compression.
#[cfg(not(feature = "compression"))]
pub(super) fn compress(file: WholeFile, compression: Compression) -> io::Result<Box<dyn Compressor>> {
    match compression {
        Compression::None => Ok(Box::new(file)),
        _ => Err(io::Error::new(io::ErrorKind::Unsupported, "built without the feature `compression`")),
    }
}

#[cfg(feature = "compression")]
mod streams {
    use super::{Compressor, WholeFile, io};

    impl Compressor for flate2::write::GzEncoder<WholeFile> {
        fn end(self: Box<Self>) -> io::Result<WholeFile> {
            self.finish()
        }
    }

    impl Compressor for zstd::Encoder<'static, WholeFile> {
        fn end(self: Box<Self>) -> io::Result<WholeFile> {
            self.finish()
        }
    }

    impl Compressor for bzip2::write::BzEncoder<WholeFile> {
        fn end(self: Box<Self>) -> io::Result<WholeFile> {
            self.finish()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(feature = "compression")]
    use crate::output::Target;

    #[cfg(feature = "compression")]
    fn compressed(text: &str, compression: Compression) -> Vec<u8> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        let file = WholeFile::create(&Target::File(path.clone())).unwrap();
        let mut stream = compress(file, compression).unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        stream.end().unwrap().finish().unwrap();
        std::fs::read(path).unwrap()
    }

    #[test]
    fn names_tell_the_compression() {
        assert_eq!(Compression::of_path(Path::new("a/out.jsonl.gz")), Compression::Gzip);
        assert_eq!(Compression::of_path(Path::new("out.csv.ZST")), Compression::Zstandard);
        assert_eq!(Compression::of_path(Path::new("out.jsonl")), Compression::None);
    }

    #[cfg(feature = "compression")]
    #[test]
    fn every_stream_gives_its_bytes_back() {
        let text = "Đảng bộ Sở Y tế\n".repeat(1000);
        for compression in [Compression::Gzip, Compression::Zstandard, Compression::Bzip2] {
            let packed = compressed(&text, compression);
            assert!(packed.len() < text.len() / 10, "{compression:?}");
            let mut stream: Box<dyn io::Read> = match compression {
                Compression::Gzip => Box::new(flate2::read::GzDecoder::new(&*packed)),
                Compression::Zstandard => Box::new(zstd::Decoder::new(&*packed).unwrap()),
                _ => Box::new(bzip2::read::BzDecoder::new(&*packed)),
            };
            let mut back = String::new();
            stream.read_to_string(&mut back).unwrap();
            assert_eq!(back, text, "{compression:?}");
        }
    }
}
