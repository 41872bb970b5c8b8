//! The same text comes out of every format, encoding and packing, with the same metadata where the format has any.
#![allow(clippy::unwrap_used)]
#![cfg(all(feature = "archives", feature = "compression", feature = "html"))]

use std::path::Path;

use bantin::input::{Encoding, InputOptions, Inputs, Source};
use bantin::{Document, DocumentError};
use unicode_normalization::UnicodeNormalization;

const FORMATS: &str = "tests/formats";
const TITLE: &str = "Đảng bộ Sở Y tế tỉnh Lào Cai đưa ra 6 giải pháp chủ yếu trong nhiệm kỳ mới";
const URL_START: &str = "https://baolaocai.vn/dang-bo-so-y-te";
const AUTHORS: &str = "Hồng Tấm - Phương Hiền";
const PUBLISHED: &str = "2025-03-10T08:30:00+07:00";

fn text() -> String {
    std::fs::read_to_string(Path::new(FORMATS).join("article.txt")).expect("the article")
}

fn read_all(sources: Vec<Source>, options: &InputOptions) -> Vec<Result<Document, DocumentError>> {
    Inputs::new(sources, options).map(|raw| raw?.decode(options)).collect()
}

/// The documents of one file, none of which may fail.
fn read(file: &str, options: &InputOptions) -> Vec<Document> {
    let path = Path::new(FORMATS).join(file);
    let documents: Result<Vec<_>, _> =
        read_all(vec![Source::from_argument(path)], options).into_iter().collect();
    documents.unwrap_or_else(|error| panic!("{error}"))
}

fn ids(documents: &[Document]) -> Vec<&str> {
    documents.iter().map(|document| document.id.as_str()).collect()
}

#[test]
fn every_format_gives_the_text_of_the_plain_one() {
    for (file, count) in [
        ("article.txt", 1),
        ("article.html", 1),
        ("article.txt.gz", 1),
        ("article.txt.bz2", 1),
        ("article.txt.zst", 1),
        ("articles.jsonl", 2),
        ("articles.csv", 1),
        ("articles.tsv", 1),
        ("articles.warc", 2),
        ("articles.warc.gz", 2),
        ("packed.warc", 5),
        ("articles.tar", 4),
        ("articles.tar.gz", 4),
        ("articles.zip", 4),
    ] {
        let documents = read(file, &InputOptions::default());
        assert_eq!(documents.len(), count, "{file}");
        for document in documents {
            assert_eq!(document.text, text(), "{file}: {}", document.id);
        }
    }
}

#[test]
fn bytes_in_memory_are_read_as_the_file_they_could_be() {
    for file in ["article.html", "articles.jsonl", "articles.zip", "articles.warc.gz"] {
        let path = Path::new(FORMATS).join(file);
        let bytes = std::fs::read(&path).expect("a fixture").into();
        let source = Source::Memory { name: path.display().to_string(), bytes };
        let documents: Vec<_> =
            read_all(vec![source], &InputOptions::default()).into_iter().flatten().collect();
        assert_eq!(documents, read(file, &InputOptions::default()), "{file}");
    }
}

#[test]
fn a_page_carries_what_it_says_of_itself() {
    let page = &read("article.html", &InputOptions::default())[0];
    assert_eq!(page.id, "tests/formats/article.html");
    assert_eq!(page.metadata.title.as_deref(), Some(TITLE));
    assert_eq!(page.metadata.published.as_deref(), Some(PUBLISHED));
    assert_eq!(page.metadata.authors, [AUTHORS]);
    assert!(page.metadata.url.as_deref().is_some_and(|url| url.starts_with(URL_START)));
}

#[test]
fn lines_and_rows_carry_their_fields() {
    for file in ["articles.jsonl", "articles.csv", "articles.tsv"] {
        let line = &read(file, &InputOptions::default())[0];
        assert_eq!(line.id, "lao-cai-2025", "{file}");
        assert_eq!(line.metadata.title.as_deref(), Some(TITLE), "{file}");
        assert_eq!(line.metadata.published.as_deref(), Some(PUBLISHED), "{file}");
        assert_eq!(line.metadata.authors, [AUTHORS], "{file}");
        assert!(line.metadata.url.as_deref().is_some_and(|url| url.starts_with(URL_START)), "{file}");
    }
}

#[test]
fn members_and_pages_of_archives_have_ids_of_their_own() {
    let documents = read("articles.zip", &InputOptions::default());
    let archive = "tests/formats/articles.zip";
    let expected = [&format!("{archive}!/news/article.txt"), &format!("{archive}!/news/article.html")];
    assert_eq!(ids(&documents[..2]), expected);
    assert_eq!(ids(&documents[2..]), ["lao-cai-2025", "lao-cai-2025-page"]);
    let documents = read("articles.warc.gz", &InputOptions::default());
    assert!(documents[0].id.starts_with(URL_START));
    assert_eq!(documents[1].id, "https://baolaocai.vn/text");
}

#[test]
fn other_fields_can_be_named() {
    let mut options = InputOptions::default();
    options.fields.text = vec!["title".to_owned()];
    options.fields.id = vec!["published".to_owned()];
    let document = &read("articles.csv", &options)[0];
    assert_eq!((document.id.as_str(), document.text.as_str()), (PUBLISHED, TITLE));
}

#[test]
fn every_encoding_gives_the_same_letters() {
    for (file, encoding) in [
        ("utf-8-bom.txt", "auto"),
        ("utf-16le.txt", "auto"),
        ("utf-16be.txt", "auto"),
        ("utf-16le.jsonl", "auto"),
        ("decomposed.txt", "auto"),
        ("windows-1258.html", "auto"),
        ("windows-1258.txt", "windows-1258"),
        ("tcvn3.txt", "tcvn3"),
        ("vni.txt", "vni"),
    ] {
        let encoding: Encoding = encoding.parse().expect("a known encoding");
        let options = InputOptions { encoding, ..InputOptions::default() };
        let documents = read(&format!("encodings/{file}"), &options);
        assert!(!documents.is_empty());
        for document in documents {
            assert_eq!(document.text.nfc().to_string(), text(), "{file}");
        }
    }
}

#[test]
fn decomposed_text_is_given_as_it_came() {
    let document = &read("encodings/decomposed.txt", &InputOptions::default())[0];
    assert_eq!(document.text, text().nfd().to_string());
}

#[test]
fn anything_can_be_mixed_in_one_run_in_the_order_it_was_named() {
    let options = InputOptions::default();
    let list = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(list.path(), "\ntests/formats/article.txt\r\ntests/formats/articles.csv")
        .expect("written");
    let sources = vec![
        Source::from_argument("tests/formats/*.txt"),
        Source::Path("tests/formats/articles.tar".into()),
        Source::List(list.path().to_path_buf()),
        Source::Path(FORMATS.into()),
    ];
    let documents: Vec<_> = read_all(sources, &options).into_iter().flatten().collect();
    let plain = "tests/formats/article.txt";
    assert_eq!(ids(&documents[..2]), [plain, "tests/formats/articles.tar!/news/article.txt"]);
    assert_eq!(ids(&documents[5..8]), [plain, "lao-cai-2025", "tests/formats/article.html"]);
}

#[test]
fn positions_are_the_same_in_every_run_and_count_errors_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.csv");
    std::fs::write(&path, "text,id\na,1\nb\nc,3\n").expect("written");
    std::fs::write(folder.path().join("b.txt"), "d").expect("written");
    let options = InputOptions::default();
    let positions = || -> Vec<_> {
        let inputs = Inputs::new(vec![Source::Path(folder.path().into())], &options);
        inputs.flatten().map(|raw| (raw.position().source.to_string(), raw.position().ordinal)).collect()
    };
    let (table, text) = (path.display().to_string(), folder.path().join("b.txt").display().to_string());
    assert_eq!(positions(), [(table.clone(), 0), (table, 2), (text, 0)]);
    assert_eq!(positions(), positions());
}

#[test]
fn bytes_are_counted_against_their_sum() {
    let options = InputOptions::default();
    let sources = ["tests/formats/articles.jsonl", "tests/formats"].map(|path| Source::Path(path.into()));
    let mut inputs = Inputs::new(sources.to_vec(), &options);
    let total = inputs.total_bytes_hint().expect("sizes of files");
    assert!(inputs.by_ref().count() > 10);
    assert!(inputs.bytes_read() >= total, "{} of {total}", inputs.bytes_read());
    assert_eq!(Inputs::new(vec![Source::List("-".into())], &options).total_bytes_hint(), None);
}

#[test]
fn a_format_can_be_told_where_nothing_else_tells_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("table");
    std::fs::write(&path, "text,id\nxin,1\n").expect("written");
    let sources = || vec![Source::Path(path.clone())];
    let options = InputOptions { format: "csv".parse().ok(), ..InputOptions::default() };
    let documents: Vec<_> = read_all(sources(), &options).into_iter().flatten().collect();
    assert_eq!((documents[0].id.as_str(), documents[0].text.as_str()), ("1", "xin"));
    let documents: Vec<_> = read_all(sources(), &InputOptions::default()).into_iter().flatten().collect();
    assert_eq!(documents[0].text, "text,id\nxin,1\n");
}
