//! The flags that say what to read and how.

use std::path::PathBuf;

use serde_json::json;

use crate::batch::Settings;
use crate::input::{DEFAULT_MAX_DOCUMENT_BYTES, Encoding, FieldNames, Format, InputOptions, Source};

/// What to read.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Input")]
pub(super) struct InputArguments {
    /// Files, folders, archives or patterns; - is the standard input.
    ///
    /// Text, HTML, JSON Lines, CSV, TSV, WARC, tar and zip, each also compressed by gzip, zstd or bzip2, told apart
    /// by content and ending and mixed as you like.
    #[arg(value_name = "PATH", required_unless_present = "files_from")]
    paths: Vec<PathBuf>,
    /// Read the paths in LIST too, one a line; - is the standard input.
    #[arg(long, value_name = "LIST")]
    files_from: Vec<PathBuf>,
    /// The format of what shows none, such as a table on the standard input: txt, html, jsonl, csv, tsv, warc, tar,
    /// zip.
    #[arg(long, value_name = "FORMAT")]
    input_format: Option<Format>,
    /// The encoding of what carries no byte order mark: auto, tcvn3, vni, or a name that a web page could declare.
    #[arg(long, value_name = "NAME", default_value_t = Encoding::AUTO)]
    encoding: Encoding,
    /// Field or column with the text; several are tried in order [default: text, content, body]
    #[arg(long, value_name = "NAME")]
    text_field: Vec<String>,
    /// Field or column with an HTML page [default: html]
    #[arg(long, value_name = "NAME")]
    html_field: Vec<String>,
    /// Field or column with the document's id [default: id, url]
    #[arg(long, value_name = "NAME")]
    id_field: Vec<String>,
    /// Field or column with the date of publication [default: published, date]
    #[arg(long, value_name = "NAME")]
    published_field: Vec<String>,
    /// Field or column with the address [default: url]
    #[arg(long, value_name = "NAME")]
    url_field: Vec<String>,
    /// Field or column with the headline [default: title]
    #[arg(long, value_name = "NAME")]
    title_field: Vec<String>,
    /// Field or column with the authors [default: authors, author]
    #[arg(long, value_name = "NAME")]
    author_field: Vec<String>,
    /// A document of more bytes is an error; K, M and G are understood.
    #[arg(long, value_name = "SIZE", value_parser = size, default_value_t = DEFAULT_MAX_DOCUMENT_BYTES)]
    max_document_bytes: usize,
}

impl InputArguments {
    /// What to read, in order.
    pub(super) fn sources(&self) -> Vec<Source> {
        let named = self.paths.iter().map(Source::from_argument);
        named.chain(self.files_from.iter().cloned().map(Source::List)).collect()
    }

    /// How to read it.
    pub(super) fn options(&self) -> InputOptions {
        InputOptions {
            fields: self.fields(),
            encoding: self.encoding,
            format: self.input_format,
            max_document_bytes: self.max_document_bytes,
        }
    }

    fn fields(&self) -> FieldNames {
        let default = FieldNames::default();
        let or = |given: &Vec<String>, default| if given.is_empty() { default } else { given.clone() };
        FieldNames {
            text: or(&self.text_field, default.text),
            html: or(&self.html_field, default.html),
            id: or(&self.id_field, default.id),
            published: or(&self.published_field, default.published),
            url: or(&self.url_field, default.url),
            title: or(&self.title_field, default.title),
            authors: or(&self.author_field, default.authors),
        }
    }
}

/// What of `options` shapes the output, by name.
pub(super) fn settings(options: &InputOptions) -> Settings {
    let fields = &options.fields;
    let lists = [
        ("text_field", &fields.text),
        ("html_field", &fields.html),
        ("id_field", &fields.id),
        ("published_field", &fields.published),
        ("url_field", &fields.url),
        ("title_field", &fields.title),
        ("author_field", &fields.authors),
    ];
    let mut settings: Settings =
        lists.into_iter().map(|(name, names)| (name.to_owned(), json!(names))).collect();
    settings.insert("encoding".into(), json!(options.encoding.to_string()));
    settings.insert("input_format".into(), json!(options.format.map(|format| format.to_string())));
    settings.insert("max_document_bytes".into(), json!(options.max_document_bytes));
    settings
}

/// Reads a number of bytes with an optional K, M or G.
fn size(text: &str) -> Result<usize, String> {
    let units = [("K", 10), ("M", 20), ("G", 30)];
    let unit = units.iter().find_map(|(unit, shift)| Some((text.strip_suffix(unit)?, shift)));
    let (digits, shift) = unit.unwrap_or((text, &0));
    let number: usize =
        digits.parse().map_err(|_| "not a number of bytes, such as 500000 or 16M".to_owned())?;
    number.checked_mul(1 << shift).filter(|&bytes| bytes > 0).ok_or_else(|| "out of range".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        assert_eq!(size("500"), Ok(500));
        assert_eq!(size("16M"), Ok(16 << 20));
        assert!(size("0").is_err());
        assert!(size("M").is_err());
        assert!(size("99999999999G").is_err());
    }
}
