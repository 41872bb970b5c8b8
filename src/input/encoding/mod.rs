//! From bytes to text.
//!
//! Left to itself, an [`Encoding`] believes a byte order mark, then valid UTF-8, then what an HTML page declares;
//! it never guesses. The two encodings that Vietnamese fonts used before Unicode are in no standard library and
//! have their tables here. A byte order mark is not part of the text; everything else stays as it was given.

mod declared;
mod tcvn3;
mod vni;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// Which encoding the bytes of the inputs are in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Encoding(Scheme);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Scheme {
    #[default]
    Auto,
    Standard(&'static encoding_rs::Encoding),
    Tcvn3,
    Vni,
}

/// A name that is no encoding's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownEncoding(String);

/// Why bytes are not text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BadText(String);

impl Encoding {
    /// A byte order mark, else valid UTF-8, else what a page declares.
    pub const AUTO: Self = Self(Scheme::Auto);
    /// The single-byte encoding of the fonts whose names begin with `.Vn`, also called ABC.
    pub const TCVN3: Self = Self(Scheme::Tcvn3);
    /// VNI for Windows: a letter, then a character for its marks.
    pub const VNI: Self = Self(Scheme::Vni);

    /// The text of a whole file.
    pub(super) fn decode_text(self, bytes: Vec<u8>) -> Result<String, BadText> {
        let text = match marked(&bytes) {
            Some((encoding, length)) => standard(encoding, &bytes[length..])?.into_owned(),
            None => self.decode_unmarked(bytes)?,
        };
        refuse_nul(text)
    }

    /// The text of a line or a cell: a part of a stream, where a byte order mark means nothing any more and UTF-16
    /// has been turned into UTF-8.
    pub(super) fn decode_fragment(self, bytes: Vec<u8>) -> Result<String, BadText> {
        if self.utf16().is_some() { utf8(bytes) } else { self.decode_unmarked(bytes) }
    }

    /// The text of an HTML page; `header` is the encoding that came with it over HTTP.
    pub(super) fn decode_page(self, bytes: Vec<u8>, header: Option<&str>) -> Result<String, BadText> {
        if self != Self::AUTO || marked(&bytes).is_some() {
            return self.decode_text(bytes);
        }
        match declared::encoding_of(&bytes, header) {
            // Many pages declare the encoding that their template once had. No text of theirs is UTF-8 by chance.
            Some(encoding) if !encoding.is_ascii_compatible() || std::str::from_utf8(&bytes).is_err() => {
                standard(encoding, &bytes).map(Cow::into_owned)
            }
            _ => utf8(bytes),
        }
    }

    /// The UTF-16 that a stream is in, by its beginning or by this choice.
    pub(super) fn utf16_of(self, head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
        match marked(head) {
            Some((encoding, _)) => Self(Scheme::Standard(encoding)).utf16(),
            None => self.utf16(),
        }
    }

    fn utf16(self) -> Option<&'static encoding_rs::Encoding> {
        let Scheme::Standard(encoding) = self.0 else { return None };
        [encoding_rs::UTF_16LE, encoding_rs::UTF_16BE].contains(&encoding).then_some(encoding)
    }

    fn decode_unmarked(self, bytes: Vec<u8>) -> Result<String, BadText> {
        match self.0 {
            Scheme::Auto => utf8(bytes),
            Scheme::Standard(encoding) if encoding == encoding_rs::UTF_8 => utf8(bytes),
            Scheme::Standard(encoding) => standard(encoding, &bytes).map(Cow::into_owned),
            Scheme::Tcvn3 => Ok(by_font(bytes, tcvn3::decode)),
            Scheme::Vni => Ok(by_font(bytes, vni::decode)),
        }
    }
}

/// The encoding that a byte order mark announces, and how many bytes the mark takes.
fn marked(bytes: &[u8]) -> Option<(&'static encoding_rs::Encoding, usize)> {
    encoding_rs::Encoding::for_bom(bytes)
}

/// `bytes` as UTF-8, or where they stop being it.
fn utf8(bytes: Vec<u8>) -> Result<String, BadText> {
    // To look first and copy then takes a tenth of the time of the standard library's look alone.
    if let Ok(text) = simdutf8::basic::from_utf8(&bytes) {
        return Ok(text.to_owned());
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = 1 + memchr::memchr_iter(b'\n', &error.as_bytes()[..at]).count();
        BadText(format!(
            "not UTF-8 at byte {at} (line {line} of the text); if it is in another encoding, such as windows-1258, \
             tcvn3 or vni, name it (--encoding)"
        ))
    })
}

/// `bytes` in one of the encodings that browsers know.
fn standard<'b>(encoding: &'static encoding_rs::Encoding, bytes: &'b [u8]) -> Result<Cow<'b, str>, BadText> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or_else(|| BadText(format!("not text in {}", encoding.name())))
}

/// Text in an encoding that was a matter of fonts: the programs took its bytes for windows-1252, and many a page
/// has since been turned into UTF-8 as if they were. Text that is Unicode already stays as it is.
fn by_font(bytes: Vec<u8>, decode: fn(&str, &mut String)) -> String {
    let text = match String::from_utf8(bytes) {
        Ok(text) if text.is_ascii() || text.chars().any(is_beyond_western) => return text,
        Ok(text) => text,
        Err(error) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(error.as_bytes()).0.into_owned(),
    };
    let mut decoded = String::with_capacity(text.len() + text.len() / 4);
    decode(&text, &mut decoded);
    decoded
}

/// Whether `letter` can be one of the Vietnamese alphabet.
fn is_letter(letter: char) -> bool {
    matches!(letter, '\u{c0}'..='\u{ff}' | '\u{128}' | '\u{129}' | '\u{168}' | '\u{169}')
        || is_beyond_western(letter)
}

/// Whether `letter` is one of the Vietnamese alphabet that no western encoding has.
fn is_beyond_western(letter: char) -> bool {
    matches!(
        letter,
        '\u{102}'
            | '\u{103}'
            | '\u{110}'
            | '\u{111}'
            | '\u{1a0}'
            | '\u{1a1}'
            | '\u{1af}'
            | '\u{1b0}'
            | '\u{1ea0}'..='\u{1ef9}'
    )
}

/// No text has a NUL; UTF-16 without its mark has many.
fn refuse_nul(text: String) -> Result<String, BadText> {
    match memchr::memchr(0, text.as_bytes()) {
        Some(at) => Err(BadText(format!("not text: a zero byte at byte {at}; if it is UTF-16, name it"))),
        None => Ok(text),
    }
}

impl FromStr for Encoding {
    type Err = UnknownEncoding;

    /// `auto`, `tcvn3` (or `abc`), `vni`, or any label that a web page can carry, in any case.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name.to_ascii_lowercase().as_str() {
            "auto" => Ok(Self::AUTO),
            "tcvn3" | "abc" => Ok(Self::TCVN3),
            "vni" => Ok(Self::VNI),
            label => encoding_rs::Encoding::for_label_no_replacement(label.as_bytes())
                .map(|encoding| Self(Scheme::Standard(encoding)))
                .ok_or_else(|| UnknownEncoding(name.to_owned())),
        }
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Scheme::Auto => "auto",
            Scheme::Tcvn3 => "tcvn3",
            Scheme::Vni => "vni",
            Scheme::Standard(encoding) => encoding.name(),
        })
    }
}

impl fmt::Display for UnknownEncoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "unknown encoding \"{}\"; known are auto, utf-8, utf-16le, windows-1258, tcvn3, vni",
            self.0
        )
    }
}

impl std::error::Error for UnknownEncoding {}

impl fmt::Display for BadText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Encoding {
        name.parse().expect("a known name")
    }

    #[test]
    fn a_byte_order_mark_wins_and_is_no_text() {
        assert_eq!(
            Encoding::AUTO.decode_text(b"\xEF\xBB\xBFY t\xE1\xBA\xBF".to_vec()),
            Ok("Y tế".to_owned())
        );
        assert_eq!(Encoding::TCVN3.decode_text(b"\xFF\xFEY\0\xBF\x1E".to_vec()), Ok("Yế".to_owned()));
        assert_eq!(Encoding::AUTO.decode_text(b"\xFE\xFF\0Y\x1E\xBF".to_vec()), Ok("Yế".to_owned()));
    }

    #[test]
    fn decomposed_text_stays_decomposed() {
        let text = "Đa\u{309}ng bo\u{323}\u{302}";
        assert_eq!(Encoding::AUTO.decode_text(text.into()), Ok(text.to_owned()));
    }

    #[test]
    fn windows_1258_is_read_by_its_name() {
        let decoded = named("windows-1258").decode_text(b"Y t\xEA\xEC".to_vec());
        assert_eq!(decoded, Ok("Y tê\u{301}".to_owned()));
    }

    #[test]
    fn bytes_of_another_encoding_are_an_error_with_its_place() {
        let error = Encoding::AUTO.decode_text(b"Y\nt\xEA".to_vec()).expect_err("not UTF-8");
        assert!(error.to_string().contains("byte 3 (line 2"), "{error}");
        assert!(Encoding::AUTO.decode_text(b"Y\0t\0".to_vec()).is_err());
    }

    #[test]
    fn text_that_a_font_encoding_was_lost_in_is_read_as_well() {
        assert_eq!(Encoding::TCVN3.decode_fragment("§¶ng bé".into()), Ok("Đảng bộ".to_owned()));
        assert_eq!(Encoding::VNI.decode_fragment("Ñaûng boä".into()), Ok("Đảng bộ".to_owned()));
        assert_eq!(Encoding::VNI.decode_fragment("Đảng bộ".into()), Ok("Đảng bộ".to_owned()));
    }

    #[test]
    fn a_page_is_read_as_it_declares_unless_it_is_utf8() {
        let page = b"<meta charset=windows-1258><p>Y t\xEA\xEC".to_vec();
        assert!(Encoding::AUTO.decode_page(page, None).is_ok_and(|text| text.ends_with("Y tê\u{301}")));
        let page = "<meta charset=iso-8859-1><p>Y tế".into();
        assert!(Encoding::AUTO.decode_page(page, None).is_ok_and(|text| text.ends_with("Y tế")));
        let page = b"<p>Y t\xEA\xEC".to_vec();
        assert!(Encoding::AUTO.decode_page(page.clone(), Some("windows-1258")).is_ok());
        assert!(Encoding::AUTO.decode_page(page, None).is_err());
    }

    #[test]
    fn names_are_read_and_written() {
        for name in ["auto", "tcvn3", "vni", "windows-1258", "UTF-8", "UTF-16LE"] {
            assert_eq!(named(name).to_string(), name);
        }
        assert!("klingon".parse::<Encoding>().is_err());
    }
}
