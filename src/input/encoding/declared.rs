//! The encoding that an HTML page declares: in its HTTP header, in a `meta` element or in its XML declaration.

/// How far into a page the declaration is looked for, in bytes. The standard asks for 1024; pages that put scripts
/// first need more.
const REACH: usize = 4096;

/// What comes before the label.
const ANNOUNCEMENTS: [&str; 2] = ["charset", "encoding"];

/// The encoding that `page` declares. The header wins, as in browsers.
pub(super) fn encoding_of(page: &[u8], header: Option<&str>) -> Option<&'static encoding_rs::Encoding> {
    header.and_then(|label| for_label(label.as_bytes())).or_else(|| in_markup(page))
}

fn for_label(label: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    encoding_rs::Encoding::for_label_no_replacement(label)
}

/// The encoding that a tag near the beginning of `page` names.
fn in_markup(page: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = page[..page.len().min(REACH)].to_ascii_lowercase();
    let declaring = |tag: &&[u8]| tag.starts_with(b"meta") || tag.starts_with(b"?xml");
    head.split(|&byte| byte == b'<').skip(1).filter(declaring).find_map(|tag| for_label(label_in(tag)?))
}

/// The label that `tag` gives after `charset=` or `encoding=`.
fn label_in(tag: &[u8]) -> Option<&[u8]> {
    let tag = tag.split(|&byte| byte == b'>').next()?;
    ANNOUNCEMENTS.iter().find_map(|name| {
        let at = memchr::memmem::find(tag, name.as_bytes())?;
        let value = tag[at + name.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
        let end = value.iter().position(|byte| b"\"'; /\t\r\n".contains(byte)).unwrap_or(value.len());
        Some(&value[..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(page: &str) -> Option<&'static str> {
        encoding_of(page.as_bytes(), None).map(encoding_rs::Encoding::name)
    }

    #[test]
    fn every_way_to_declare_is_known() {
        assert_eq!(name("<meta charset=\"windows-1258\">"), Some("windows-1258"));
        assert_eq!(name("<META CHARSET = 'Windows-1258'/>"), Some("windows-1258"));
        let tag = "<meta http-equiv=Content-Type content=\"text/html; charset=windows-1258\">";
        assert_eq!(name(tag), Some("windows-1258"));
        assert_eq!(name("<?xml version=\"1.0\" encoding=\"windows-1252\"?>"), Some("windows-1252"));
    }

    #[test]
    fn what_is_no_declaration_is_none() {
        assert_eq!(name("<p>charset=windows-1258"), None);
        assert_eq!(name("<meta charset"), None);
        assert_eq!(name("<meta charset=klingon>"), None);
    }

    #[test]
    fn the_header_wins() {
        let page = b"<meta charset=windows-1252>";
        assert_eq!(encoding_of(page, Some("windows-1258")), Some(encoding_rs::WINDOWS_1258));
    }
}
