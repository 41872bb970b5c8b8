//! What a run may be told about its inputs.

use super::encoding::Encoding;
use super::format::Format;

/// The largest document unless an option says otherwise: 16 MiB.
pub const DEFAULT_MAX_DOCUMENT_BYTES: usize = 16 << 20;

/// How the inputs are to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputOptions {
    /// Which fields of a line or row hold what.
    pub fields: FieldNames,
    /// The encoding of everything that carries no byte order mark.
    pub encoding: Encoding,
    /// The format of what shows its format neither by its ending nor by its content, such as a table on standard
    /// input. Plain text if there is none.
    pub format: Option<Format>,
    /// The most bytes that one document may have: a file, a line, a row, an archive member. A larger one is an error.
    pub max_document_bytes: usize,
}

impl Default for InputOptions {
    fn default() -> Self {
        Self {
            fields: FieldNames::default(),
            encoding: Encoding::AUTO,
            format: None,
            max_document_bytes: DEFAULT_MAX_DOCUMENT_BYTES,
        }
    }
}

/// The fields of a JSON line, or the columns of a table, that hold the parts of a document.
///
/// Each is a list of names, tried in order: the first that is there and not null wins. A line needs a text or a page;
/// of a line that has both, the text is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldNames {
    /// Plain text; by default `text`, `content`, `body`.
    pub text: Vec<String>,
    /// An HTML page; by default `html`.
    pub html: Vec<String>,
    /// The document's id; by default `id`, `url`. Without one, the id is the path and the line.
    pub id: Vec<String>,
    /// When it was published; by default `published`, `date`.
    pub published: Vec<String>,
    /// Where it comes from; by default `url`.
    pub url: Vec<String>,
    /// The headline; by default `title`.
    pub title: Vec<String>,
    /// The authors, a string or a list of strings; by default `authors`, `author`.
    pub authors: Vec<String>,
}

impl Default for FieldNames {
    fn default() -> Self {
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Self {
            text: names(&["text", "content", "body"]),
            html: names(&["html"]),
            id: names(&["id", "url"]),
            published: names(&["published", "date"]),
            url: names(&["url"]),
            title: names(&["title"]),
            authors: names(&["authors", "author"]),
        }
    }
}

impl FieldNames {
    /// What to say of a line that has neither text nor page.
    pub(super) fn missing_text(&self) -> String {
        let names: Vec<_> = self.text.iter().chain(&self.html).map(|name| format!("\"{name}\"")).collect();
        format!("no text: none of the fields {} is there", names.join(", "))
    }
}
