//! How much work a page will be, told from its tags before its tree is built.
//!
//! Building the tree of a page, and finding the article in it, takes time that grows with the square of how deep its
//! elements stand in each other; and an element of formatting that is never closed is repeated in every block that
//! follows. News pages are some thousand elements, a few dozen deep. What is far beyond is refused, so that no file
//! can hold up a run.

use std::collections::HashMap;

use super::super::fault::Fault;
use crate::error::ErrorCode;

/// The most elements of a page.
const MAX_ELEMENTS: usize = 100_000;

/// The deepest that elements may stand in each other; browsers build no deeper tree either.
const MAX_DEPTH: usize = 512;

/// Elements that end by themselves, or hold nothing.
const BRIEF: [&[u8]; 30] = [
    b"area",
    b"base",
    b"body",
    b"br",
    b"col",
    b"colgroup",
    b"dd",
    b"dt",
    b"embed",
    b"head",
    b"hr",
    b"html",
    b"img",
    b"input",
    b"li",
    b"link",
    b"meta",
    b"optgroup",
    b"option",
    b"p",
    b"param",
    b"source",
    b"tbody",
    b"td",
    b"tfoot",
    b"th",
    b"thead",
    b"tr",
    b"track",
    b"wbr",
];

/// Elements of formatting, which go on from block to block until they are closed.
const FORMATTING: [&[u8]; 14] = [
    b"a", b"b", b"big", b"code", b"em", b"font", b"i", b"nobr", b"s", b"small", b"strike", b"strong", b"tt",
    b"u",
];

/// Elements whose content is no markup.
const RAW: [&[u8]; 5] = [b"script", b"style", b"textarea", b"title", b"xmp"];

/// Refuses `html` if its tree would be too large or too deep.
pub(super) fn refuse_mass(html: &str) -> Result<(), Fault> {
    let mut mass = Mass::default();
    let mut rest = html.as_bytes();
    while let Some(at) = memchr::memchr(b'<', rest) {
        rest = mass.weigh_tag(&rest[at + 1..]);
        if mass.elements > MAX_ELEMENTS {
            return Err(refusal(format!("a page of more than {MAX_ELEMENTS} elements")));
        }
        if mass.depth > MAX_DEPTH {
            return Err(refusal(format!("a page of elements more than {MAX_DEPTH} deep")));
        }
    }
    Ok(())
}

fn refusal(message: String) -> Fault {
    Fault::new(ErrorCode::TooLarge, message)
}

/// What has been seen of a page.
#[derive(Default)]
struct Mass<'h> {
    elements: usize,
    depth: usize,
    /// How many elements of formatting are open.
    formatting: usize,
    open: HashMap<Name<'h>, usize>,
}

/// The name of an element, in any case.
#[derive(Clone, Copy)]
struct Name<'h>(&'h [u8]);

impl<'h> Mass<'h> {
    /// Weighs the tag at the beginning of `rest`, whose `<` has been read. What comes after it.
    fn weigh_tag(&mut self, rest: &'h [u8]) -> &'h [u8] {
        if rest.starts_with(b"!--") {
            return after(rest, b"-->");
        }
        let (closing, named) = rest.strip_prefix(b"/").map_or((false, rest), |named| (true, named));
        let length = named.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(named.len());
        let (name, rest) = (Name(&named[..length]), &named[length..]);
        if length == 0 || name.is_in(&BRIEF) {
            self.elements += usize::from(!closing && length > 0) * (1 + self.formatting);
            return rest;
        }
        if closing {
            self.close(name);
            return rest;
        }
        if name.is_in(&RAW) {
            return after_closing(rest, name);
        }
        self.open(name, rest);
        rest
    }

    fn open(&mut self, name: Name<'h>, rest: &[u8]) {
        self.elements += 1;
        if name.is_in(&FORMATTING) {
            self.formatting += 1;
        } else {
            self.elements += self.formatting;
        }
        if !self.closes_itself(rest) {
            self.depth += 1;
            *self.open.entry(name).or_default() += 1;
        }
    }

    fn close(&mut self, name: Name<'h>) {
        let Some(count) = self.open.get_mut(&name).filter(|count| **count > 0) else { return };
        *count -= 1;
        self.depth -= 1;
        if name.is_in(&FORMATTING) {
            self.formatting -= 1;
        }
    }

    /// Whether the tag that goes on with `rest` is whole; only drawings have such elements.
    fn closes_itself(&self, rest: &[u8]) -> bool {
        let drawing = self.open.get(&Name(b"svg")).is_some_and(|count| *count > 0);
        drawing && memchr::memchr(b'>', rest).is_some_and(|end| rest[..end].ends_with(b"/"))
    }
}

/// What comes after the first `end` in `rest`.
fn after<'h>(rest: &'h [u8], end: &[u8]) -> &'h [u8] {
    memchr::memmem::find(rest, end).map_or(&[], |at| &rest[at + end.len()..])
}

/// What comes after the next tag that closes `name`.
fn after_closing<'h>(rest: &'h [u8], name: Name<'_>) -> &'h [u8] {
    let mut rest = rest;
    while let Some(at) = memchr::memmem::find(rest, b"</") {
        rest = &rest[at + 2..];
        if rest.get(..name.0.len()).is_some_and(|closed| closed.eq_ignore_ascii_case(name.0)) {
            return rest;
        }
    }
    &[]
}

impl Name<'_> {
    fn is_in(self, names: &[&[u8]]) -> bool {
        names.iter().any(|known| known.eq_ignore_ascii_case(self.0))
    }
}

impl PartialEq for Name<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(other.0)
    }
}

impl Eq for Name<'_> {}

impl std::hash::Hash for Name<'_> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.iter().for_each(|byte| state.write_u8(byte.to_ascii_lowercase()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_refused(html: &str) -> bool {
        refuse_mass(html).is_err()
    }

    #[test]
    fn pages_as_they_are_written_pass() {
        assert!(!is_refused(&"<div><p>a<br><B>b</b><ul><li>c<li>d</ul></div>".repeat(9_000)));
        assert!(!is_refused(&format!("<script>{}</script>", "'<div>' <a".repeat(10_000))));
        assert!(!is_refused(&format!("<!-- {} -->", "<div>".repeat(10_000))));
        assert!(!is_refused(&format!("<svg>{}</svg>", "<path d='1' />".repeat(10_000))));
        assert!(!is_refused("<"));
        assert!(!is_refused("</ 1 < 2 <script"));
    }

    #[test]
    fn pages_that_would_take_for_ever_are_refused() {
        assert!(is_refused(&"<p>".repeat(200_000)));
        assert!(is_refused(&"<div>".repeat(1000)));
        assert!(is_refused(&"<div/></x>".repeat(1000)));
        assert!(is_refused(&format!("{}{}", "<b>".repeat(400), "<p>".repeat(1000))));
    }
}
