//! What a web archive keeps of a page: the response of its server, or the bytes with their media type.

use super::super::fault::Fault;
use super::super::format::{Compression, Format};
use super::super::raw::Body;
use super::unpack;

/// The most headers of a response.
const MAX_HEADERS: usize = 256;

/// Bytes with what a server said of them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Content {
    media_type: String,
    chunked: bool,
    packed_by: String,
    bytes: Vec<u8>,
}

impl Content {
    pub fn new(media_type: &str, bytes: Vec<u8>) -> Self {
        Self { media_type: media_type.to_owned(), bytes, ..Self::default() }
    }

    /// What the response `block` brought, unless it is a redirection, a failure or the like.
    pub fn of_response(block: &[u8]) -> Result<Option<Self>, Fault> {
        let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
        let mut response = httparse::Response::new(&mut headers);
        let Ok(httparse::Status::Complete(length)) = response.parse(block) else {
            return Err(Fault::malformed("broken: the record does not begin with an HTTP header"));
        };
        if response.code != Some(200) {
            return Ok(None);
        }
        let mut content = Self::new("", block[length..].to_vec());
        for header in response.headers {
            content.note(header.name, &String::from_utf8_lossy(header.value));
        }
        Ok(Some(content))
    }

    fn note(&mut self, name: &str, value: &str) {
        match name.to_ascii_lowercase().as_str() {
            "content-type" => value.clone_into(&mut self.media_type),
            "content-encoding" => self.packed_by = value.trim().to_ascii_lowercase(),
            "transfer-encoding" => self.chunked = value.to_ascii_lowercase().contains("chunked"),
            _ => {}
        }
    }

    /// The page or the text in these bytes, if they are one, of at most `limit` bytes.
    pub fn into_body(self, limit: usize) -> Result<Option<Body>, Fault> {
        let Some(is_page) = self.is_page() else { return Ok(None) };
        let charset = self.charset();
        let bytes = self.unpacked(limit)?;
        Ok(Some(if is_page { Body::Page { bytes, charset } } else { Body::Text(bytes) }))
    }

    /// Whether this is a page, or a text, or neither.
    fn is_page(&self) -> Option<bool> {
        let media_type = self.media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match media_type.as_str() {
            "text/html" | "application/xhtml+xml" => Some(true),
            "text/plain" => Some(false),
            "" => Some(true).filter(|_| Format::of_text(&self.bytes) == Format::Html),
            _ => None,
        }
    }

    /// The encoding that the media type names.
    fn charset(&self) -> Option<String> {
        let parameters = self.media_type.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
        let mut charsets = parameters.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
        charsets.next().map(|(_, charset)| charset.trim().trim_matches('"').to_owned())
    }

    /// The bytes as the server had them. Many archives unpack them and keep the headers, so the bytes decide.
    fn unpacked(self, limit: usize) -> Result<Vec<u8>, Fault> {
        let joined = if self.chunked { joined(&self.bytes) } else { None };
        let bytes = joined.unwrap_or(self.bytes);
        let unpacked = match Compression::of_magic(&bytes) {
            Some(compression) => unpack::unpacked(&bytes, compression, limit)?,
            None if is_readable(&bytes) => Some(bytes).filter(|bytes| bytes.len() <= limit),
            None => match self.packed_by.as_str() {
                "br" => unpack::unbrotlied(&bytes, limit)?,
                "deflate" => unpack::inflated(&bytes, limit)?,
                _ => Some(bytes).filter(|bytes| bytes.len() <= limit),
            },
        };
        unpacked.ok_or_else(|| Fault::too_large(limit))
    }
}

/// Whether `bytes` are what a server has packed, and not packed themselves: a text, or a page in another encoding.
fn is_readable(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok() || Format::of_text(bytes) == Format::Html
}

/// The chunks of `bytes` put together, if they are chunks.
fn joined(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    loop {
        let end = memchr::memchr(b'\n', rest)?;
        let size = std::str::from_utf8(&rest[..end]).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        if size == 0 {
            return Some(joined);
        }
        let chunk = rest.get(end + 1..)?.get(..size)?;
        joined.extend_from_slice(chunk);
        rest = &rest[end + 1 + size..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(response: &str) -> Result<Option<Body>, Fault> {
        Content::of_response(response.as_bytes())?.map_or(Ok(None), |content| content.into_body(100))
    }

    #[test]
    fn the_encoding_comes_with_the_page() {
        let page = body("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=\"windows-1258\"\r\n\r\n<p>");
        let charset = Some("windows-1258".to_owned());
        assert_eq!(page, Ok(Some(Body::Page { bytes: b"<p>".to_vec(), charset })));
    }

    #[test]
    fn chunks_are_joined_and_what_only_claims_to_be_chunked_stays() {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n";
        let text = |body: &str| Ok(Some(Body::Text(body.into())));
        assert_eq!(body(&format!("{head}3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n")), text("abcde"));
        assert_eq!(body(&format!("{head}abc de")), text("abc de"));
        assert_eq!(body(&format!("{head}ffffffffffffffff\r\nabc")), text("ffffffffffffffff\r\nabc"));
    }

    const PAGE: &str = "<p>Đảng bộ Sở Y tế có 311 đảng viên</p>";

    /// [`PAGE`], packed by brotli.
    #[cfg(feature = "compression")]
    const BROTLI: &str = "0b1a803c703ec490e1baa36e672062e1bb992053e1bb9f20592074e1babf2063c3b32033313120c491e1baa36e67207669c3aa6e3c2f703e03";

    fn body_packed(by: &str, bytes: &[u8], limit: usize) -> Result<Option<Body>, Fault> {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {by}\r\n\r\n");
        Content::of_response(&[head.as_bytes(), bytes].concat())?
            .map_or(Ok(None), |content| content.into_body(limit))
    }

    /// [`PAGE`] in every packing that a header must name.
    #[cfg(feature = "compression")]
    fn packings() -> [(&'static str, Vec<u8>); 3] {
        use std::io::Read;
        let digits = |at: usize| u8::from_str_radix(&BROTLI[at..at + 2], 16).expect("two digits");
        let level = flate2::Compression::default();
        let (mut framed, mut bare) = (Vec::new(), Vec::new());
        flate2::read::ZlibEncoder::new(PAGE.as_bytes(), level).read_to_end(&mut framed).expect("packed");
        flate2::read::DeflateEncoder::new(PAGE.as_bytes(), level).read_to_end(&mut bare).expect("packed");
        [("br", (0..BROTLI.len()).step_by(2).map(digits).collect()), ("deflate", framed), ("Deflate", bare)]
    }

    #[test]
    #[cfg(feature = "compression")]
    fn what_only_a_header_tells_to_be_packed_is_unpacked_within_the_limit() {
        let page = Ok(Some(Body::Page { bytes: PAGE.into(), charset: None }));
        for (by, bytes) in packings() {
            assert_eq!(body_packed(by, &bytes, PAGE.len()), page, "{by}");
            assert_eq!(
                body_packed(by, &bytes, PAGE.len() - 1),
                Err(Fault::too_large(PAGE.len() - 1)),
                "{by}"
            );
            assert!(body_packed(by, &bytes[..20], 100).is_err(), "{by}");
        }
    }

    #[test]
    #[cfg(feature = "compression")]
    fn a_page_that_unpacks_without_end_stops_at_the_limit() {
        use std::io::Read;
        let (mut packed, limit) = (Vec::new(), 1 << 20);
        let zeros = std::io::repeat(0).take(64 << 20);
        flate2::read::ZlibEncoder::new(zeros, flate2::Compression::fast())
            .read_to_end(&mut packed)
            .expect("packed");
        assert_eq!(body_packed("deflate", &packed, limit), Err(Fault::too_large(limit)));
    }

    #[test]
    fn many_archives_keep_the_header_with_the_unpacked_page() {
        for by in ["br", "deflate", "gzip"] {
            for bytes in [PAGE.as_bytes(), b"<html><p>Caf\xE9</p>"] {
                let page = Ok(Some(Body::Page { bytes: bytes.into(), charset: None }));
                assert_eq!(body_packed(by, bytes, 100), page, "{by}");
            }
        }
    }

    #[test]
    fn without_a_media_type_the_bytes_decide() {
        assert!(matches!(body("HTTP/1.0 200\r\n\r\n<html>"), Ok(Some(Body::Page { .. }))));
        assert_eq!(body("HTTP/1.0 200\r\n\r\n\x01"), Ok(None));
        assert!(body("SIP/1.0").is_err());
        assert!(body(&format!("HTTP/1.0 200\r\n\r\n<html>{}", "x".repeat(100))).is_err());
    }
}
