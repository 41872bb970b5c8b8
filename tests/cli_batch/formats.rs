//! Every format is read back and compared with the JSON lines of the same run.

use std::collections::HashMap;
use std::io::Read;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::RowAccessor;
use serde_json::Value;

use crate::bench::{Bench, Test, is_filled, lines, stderr, texts};

pub const TESTS: &[Test] = &[
    ("formats::json_lines_follow_the_schema", json_lines_follow_the_schema),
    ("formats::the_bytes_do_not_depend_on_the_threads", the_bytes_do_not_depend_on_the_threads),
    ("formats::compressed_lines_are_the_same_lines", compressed_lines_are_the_same_lines),
    ("formats::split_files_together_are_the_whole", split_files_together_are_the_whole),
    ("formats::csv_holds_the_flat_records", csv_holds_the_flat_records),
    ("formats::parquet_holds_the_records", parquet_holds_the_records),
    ("formats::sqlite_holds_the_records_once", sqlite_holds_the_records_once),
    ("formats::texts_and_errors_stand_beside_the_records", texts_and_errors_stand_beside_the_records),
];

fn bench() -> Bench {
    Bench::with(texts(150))
}

fn of_type<'r>(records: &'r [Value], kind: &str) -> Vec<&'r Value> {
    records.iter().filter(|record| record["type"] == kind).collect()
}

fn json_lines_follow_the_schema() {
    let records = bench().records("");
    let validator = jsonschema::validator_for(&bantin::record::schema()).unwrap();
    for record in &records {
        assert!(validator.is_valid(record), "{record}");
    }
    assert_eq!(of_type(&records, "article").len(), 150);
    assert_eq!(of_type(&records, "count").len(), 300);
    assert_eq!(records[0]["doc"], "d0");
}

fn the_bytes_do_not_depend_on_the_threads() {
    let bench = bench();
    let outputs = ["a.jsonl", "a.csv", "a.parquet", "a.sqlite", "a.jsonl.zst"];
    for output in outputs {
        let written = |threads: usize, folder: &str| {
            std::fs::create_dir_all(bench.path(folder)).unwrap();
            bench.run(&format!("-o {folder}/{output} --jobs {threads}"));
            let files = bench.files(folder);
            std::fs::remove_dir_all(bench.path(folder)).unwrap();
            files
        };
        let alone = written(1, "alone");
        assert!(!alone.is_empty());
        assert!(written(2, "two") == alone, "{output}: 2 threads");
        assert!(written(7, "seven") == alone, "{output}: 7 threads");
    }
}

fn compressed_lines_are_the_same_lines() {
    let bench = bench();
    let plain = bench.run("").stdout;
    bench.run("-o out.jsonl.gz");
    bench.run("-o out.jsonl.zst");
    bench.run("-o out.jsonl.bz2");
    let mut gzip = Vec::new();
    flate2::read::GzDecoder::new(&*bench.read("out.jsonl.gz")).read_to_end(&mut gzip).unwrap();
    assert!(gzip == plain);
    assert!(zstd::decode_all(&*bench.read("out.jsonl.zst")).unwrap() == plain);
    let mut bzip2 = Vec::new();
    bzip2::read::BzDecoder::new(&*bench.read("out.jsonl.bz2")).read_to_end(&mut bzip2).unwrap();
    assert!(bzip2 == plain);
}

fn split_files_together_are_the_whole() {
    let bench = bench();
    let records = bench.records("");
    bench.run("-o out.jsonl --split-by type");
    for kind in bantin::record::RecordType::ALL {
        let file = lines(&bench.read(&format!("out.{}.jsonl", kind.name())));
        assert_eq!(file.iter().collect::<Vec<_>>(), of_type(&records, kind.name()), "{}", kind.name());
    }
}

fn csv_holds_the_flat_records() {
    let bench = bench();
    let records = bench.records("--flat");
    bench.run("-o out.csv");
    let mut reader = csv::Reader::from_path(bench.path("out.csv")).unwrap();
    let rows: Vec<HashMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    assert_eq!(rows.len(), records.len());
    for (row, record) in rows.iter().zip(&records) {
        let record = record.as_object().unwrap();
        for (name, field) in row.iter().filter(|(_, field)| !field.is_empty()) {
            let told = record[name].as_str().map_or_else(|| record[name].to_string(), str::to_owned);
            assert_eq!(*field, told, "{name}");
        }
        assert_eq!(row.values().filter(|field| !field.is_empty()).count(), filled(record));
    }
}

/// How many fields a CSV row shows: an empty text looks like none.
fn filled(record: &serde_json::Map<String, Value>) -> usize {
    record.values().filter(|value| value.as_str() != Some("")).count()
}

fn parquet_holds_the_records() {
    let bench = bench();
    let records = bench.records("");
    bench.run("-o out.parquet");
    for kind in bantin::record::RecordType::ALL {
        let file = std::fs::File::open(bench.path(&format!("out.{}.parquet", kind.name()))).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let ids: Vec<String> = reader
            .get_row_iter(None)
            .unwrap()
            .map(|row| row.unwrap().get_string(1).unwrap().clone())
            .collect();
        let expected = of_type(&records, kind.name());
        let expected: Vec<&str> = expected.iter().map(|record| record["id"].as_str().unwrap()).collect();
        assert_eq!(ids, expected, "{}", kind.name());
    }
    let size = |name: &str| bench.path(name).metadata().unwrap().len();
    assert!(size("out.count.parquet") < 20_000, "{} bytes are not compressed", size("out.count.parquet"));
}

fn sqlite_holds_the_records_once() {
    let bench = bench();
    let records = bench.records("");
    let count = |table: &str| {
        let database = rusqlite::Connection::open(bench.path("out.sqlite")).unwrap();
        let rows: u32 =
            database.query_row(&format!("SELECT count(*) FROM \"{table}\""), [], |row| row.get(0)).unwrap();
        rows as usize
    };
    for run in ["first", "second"] {
        bench.run("-o out.sqlite");
        for table in ["article", "date", "person", "count", "ratio"] {
            assert_eq!(count(table), of_type(&records, table).len(), "{table}, {run} run");
        }
    }
    let database = rusqlite::Connection::open(bench.path("out.sqlite")).unwrap();
    let sum = "SELECT sum(value) FROM count JOIN article USING (doc) WHERE article.title = 'Tin số 7'";
    let sum: f64 = database.query_row(sum, [], |row| row.get(0)).unwrap();
    assert_eq!(sum.to_string(), "5.3");
}

fn texts_and_errors_stand_beside_the_records() {
    let bench = Bench::with(["một 1".to_owned(), "hai fail".to_owned(), "ba 3".to_owned()]);
    let arguments = "-o out.jsonl --errors failed.jsonl --keep-text texts.jsonl";
    let output = bench.command(arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = stderr(&output);
    assert!(told.starts_with("error: d1: the toy was told to fail\n3 documents, 1 failed, "), "{told}");
    let errors = bench.text("failed.jsonl");
    let expected =
        r#"{"doc":"d1","stage":"extract","code":"malformed","message":"the toy was told to fail"}"#;
    assert_eq!(errors.trim_end(), expected);
    let texts = lines(&bench.read("texts.jsonl"));
    assert_eq!(texts[0], serde_json::json!({ "id": "d0", "text": "một 1" }));
    assert_eq!(texts.len(), 3);
    assert!(is_filled(&bench.path("out.jsonl")));
}
