//! A document before it is decoded: its bytes and what they are.

use std::sync::Arc;

use super::fault::Fault;
use super::fields::{Fields, Row};
use super::options::{FieldNames, InputOptions};
use super::page;
use crate::document::Document;
use crate::error::{DocumentError, ErrorCode, Stage};

/// Bytes that are one document, and how to turn them into it.
///
/// Cheap to make and to send, so that [`decode`](Self::decode) can run on any thread.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RawDocument {
    /// What errors call it: its path, with the line or the member.
    pub(super) place: String,
    /// What its records call it, if that is not the place and not in the bytes.
    pub(super) id: Option<String>,
    pub(super) position: Position,
    pub(super) body: Body,
}

/// Where in the input a document stands; the same in every run over the same input.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// The file it comes from, as given; an archive for its members, `-` for standard input.
    pub source: Arc<str>,
    /// How many documents and errors of this file come before it.
    pub ordinal: u64,
}

/// The bytes of a document, by what they are.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Body {
    /// Plain text.
    Text(Vec<u8>),
    /// An HTML page, and the encoding that its HTTP header declares.
    Page { bytes: Vec<u8>, charset: Option<String> },
    /// A JSON object.
    Json(Vec<u8>),
    /// A row of a table.
    Row(Row),
}

impl RawDocument {
    /// Where in the input it stands.
    pub fn position(&self) -> &Position {
        &self.position
    }

    /// What errors call it: its path, with the line or the member.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// How many bytes it has, as they were read.
    pub fn byte_len(&self) -> usize {
        self.body.len()
    }

    /// The document in these bytes. Takes the options that the [`Inputs`](super::Inputs) were made with.
    pub fn decode(self, options: &InputOptions) -> Result<Document, DocumentError> {
        let place = self.place;
        let named = Place { place: &place, id: self.id };
        let document = named.read(self.body, options).map_err(|fault| fault.of(&place, Stage::Decode))?;
        if document.text.trim().is_empty() {
            return Err(Fault::empty().of(&place, Stage::Decode));
        }
        Ok(document)
    }
}

/// What a document is called while it is decoded.
struct Place<'p> {
    place: &'p str,
    id: Option<String>,
}

impl Place<'_> {
    fn read(self, body: Body, options: &InputOptions) -> Result<Document, Fault> {
        match body {
            Body::Text(bytes) => {
                let text = options.encoding.decode_text(bytes)?;
                Ok(Document::new(self.id(), text))
            }
            Body::Page { bytes, charset } => self.read_page(bytes, charset.as_deref(), options),
            Body::Json(bytes) => {
                let line = options.encoding.decode_fragment(bytes)?;
                self.assemble(Fields::of_json(&line, &options.fields)?, &options.fields)
            }
            Body::Row(row) => self.assemble(Fields::of_row(&row, options)?, &options.fields),
        }
    }

    fn read_page(
        self,
        bytes: Vec<u8>,
        charset: Option<&str>,
        options: &InputOptions,
    ) -> Result<Document, Fault> {
        let html = options.encoding.decode_page(bytes, charset)?;
        let mut document = page::read(&html)?;
        // Only web archives know the address beside the page.
        if document.metadata.url.is_none() {
            document.metadata.url.clone_from(&self.id);
        }
        document.id = self.id();
        Ok(document)
    }

    /// The document that the fields of a line or row make.
    fn assemble(self, fields: Fields, names: &FieldNames) -> Result<Document, Fault> {
        let mut document = match (fields.text, &fields.html) {
            (Some(text), _) => Document::new("", text),
            (None, Some(html)) => page::read(html)?,
            (None, None) => return Err(Fault::new(ErrorCode::MissingField, names.missing_text())),
        };
        fields.metadata.prevail_over(&mut document.metadata);
        document.id = fields.id.unwrap_or_else(|| self.id());
        Ok(document)
    }

    fn id(self) -> String {
        self.id.unwrap_or_else(|| self.place.to_owned())
    }
}

impl Body {
    /// How many bytes it has.
    pub fn len(&self) -> usize {
        match self {
            Self::Text(bytes) | Self::Page { bytes, .. } | Self::Json(bytes) => bytes.len(),
            Self::Row(row) => row.len(),
        }
    }
}
