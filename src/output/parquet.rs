//! Parquet: one file for each type of record, with real column types, compressed by Zstandard.
//!
//! Numbers are doubles, offsets are integers, full dates are dates, lists and objects stay what they are unless the
//! flat form is asked for. Worker threads build the columns of a batch; the writer gathers them into row groups.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_cast::cast;
use arrow_json::ReaderBuilder;
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression as Codec, ZstdLevel};
use parquet::file::properties::WriterProperties;
use serde::Serialize;

use super::column::{Column, Kind, columns};
use super::text_files::collect;
use super::{
    DocumentRecords, FlatRecord, Format, OutputError, Split, Target, WholeFile, Writer, WrittenFile,
    flat_columns,
};
use crate::record::{Record, RecordType};

/// A row group is written when it has this many rows …
const ROWS_IN_GROUP: usize = 128 * 1024;
/// … or about this many bytes, which bounds the memory.
const BYTES_IN_GROUP: usize = 16 << 20;

/// The columnar format of analysts.
#[derive(Clone, Debug)]
pub struct Parquet {
    flat: bool,
    schemas: [SchemaRef; RecordType::ALL.len()],
}

impl Parquet {
    /// The format, its nested values as they are or `flat`.
    pub fn new(flat: bool) -> Self {
        let schema = if flat { flat_schema } else { nested_schema };
        Self { flat, schemas: RecordType::ALL.map(|kind| Arc::new(schema(kind))) }
    }

    fn columns(&self, kind: RecordType, records: &[&Record]) -> Result<Option<RecordBatch>, OutputError> {
        let schema = &self.schemas[kind as usize];
        if self.flat {
            let rows: Vec<FlatRecord> =
                records.iter().map(|record| FlatRecord::of(record)).collect::<Result<_, _>>()?;
            to_columns(schema, &rows)
        } else {
            to_columns(schema, records)
        }
    }
}

impl Format for Parquet {
    /// The columns for each type.
    type Chunk = Vec<Option<RecordBatch>>;
    type Writer = ParquetFiles;

    fn encode(&self, documents: &[DocumentRecords]) -> Result<Self::Chunk, OutputError> {
        let mut rows: [Vec<&Record>; RecordType::ALL.len()] = Default::default();
        for record in documents.iter().flat_map(|document| &document.records) {
            rows[record.record_type() as usize].push(record);
        }
        RecordType::ALL.iter().map(|&kind| self.columns(kind, &rows[kind as usize])).collect()
    }

    fn open(&self, target: &Target) -> Result<ParquetFiles, OutputError> {
        let targets = Split::ByType.targets(target)?;
        let files = targets.iter().zip(&self.schemas);
        let files = files.map(|(target, schema)| ParquetFile::create(target, schema));
        Ok(ParquetFiles { files: files.collect::<Result<_, _>>()? })
    }
}

fn to_columns(schema: &SchemaRef, rows: &[impl Serialize]) -> Result<Option<RecordBatch>, OutputError> {
    let fill = || {
        let mut decoder = ReaderBuilder::new(with_dates_as_text(schema)).build_decoder()?;
        decoder.serialize(rows)?;
        decoder.flush()?.map(|columns| with_dates(schema, &columns)).transpose()
    };
    fill().map_err(|cause: ArrowError| OutputError::new("the columns of a batch", cause))
}

/// The schema to read rows by: a day that no calendar has must not end the run, so dates are text at first.
fn with_dates_as_text(schema: &SchemaRef) -> SchemaRef {
    let fields = schema.fields().iter().map(|field| match field.data_type() {
        DataType::Date32 => Arc::new(Field::new(field.name(), DataType::Utf8, true)),
        _ => Arc::clone(field),
    });
    Arc::new(Schema::new(fields.collect::<Fields>()))
}

/// The columns with dates where `schema` has them; empty where there is no such day.
fn with_dates(schema: &SchemaRef, columns: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let fields = schema.fields().iter().zip(columns.columns());
    let columns = fields.map(|(field, column)| cast(column, field.data_type()));
    RecordBatch::try_new(Arc::clone(schema), columns.collect::<Result<_, _>>()?)
}

/// Open Parquet files, one for each type.
#[derive(Debug)]
pub struct ParquetFiles {
    files: Vec<ParquetFile>,
}

impl Writer for ParquetFiles {
    type Chunk = Vec<Option<RecordBatch>>;

    fn write(&mut self, chunk: Self::Chunk) -> Result<(), OutputError> {
        let filled = self.files.iter_mut().zip(chunk).filter_map(|(file, columns)| Some((file, columns?)));
        filled.into_iter().try_for_each(|(file, columns)| file.write(&columns))
    }

    fn finish(self) -> Result<Vec<WrittenFile>, OutputError> {
        collect(self.files.into_iter().map(|file| file.end()?.finish()))
    }

    fn keep_partial(self) -> Result<Vec<WrittenFile>, OutputError> {
        collect(self.files.into_iter().map(|file| file.end()?.keep_partial()))
    }
}

#[derive(Debug)]
struct ParquetFile {
    place: String,
    writer: ArrowWriter<WholeFile>,
}

impl ParquetFile {
    fn create(target: &Target, schema: &SchemaRef) -> Result<Self, OutputError> {
        let file = WholeFile::create(target)?;
        let place = file.place().to_owned();
        match ArrowWriter::try_new(file, Arc::clone(schema), Some(properties())) {
            Ok(writer) => Ok(Self { place, writer }),
            Err(cause) => Err(OutputError::new(place, cause)),
        }
    }

    fn write(&mut self, columns: &RecordBatch) -> Result<(), OutputError> {
        let written = self.writer.write(columns).and_then(|()| {
            if self.writer.in_progress_size() > BYTES_IN_GROUP { self.writer.flush() } else { Ok(()) }
        });
        written.map_err(|cause| OutputError::new(&self.place, cause))
    }

    fn end(self) -> Result<WholeFile, OutputError> {
        self.writer.into_inner().map_err(|cause| OutputError::new(self.place, cause))
    }
}

fn properties() -> WriterProperties {
    WriterProperties::builder()
        .set_compression(Codec::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(Some(ROWS_IN_GROUP))
        .set_created_by(concat!("bantin ", env!("CARGO_PKG_VERSION")).to_owned())
        .build()
}

fn nested_schema(kind: RecordType) -> Schema {
    Schema::new(fields(columns(kind)))
}

fn flat_schema(kind: RecordType) -> Schema {
    let fields =
        flat_columns(kind).iter().map(|column| Field::new(&column.name, data_type(&column.kind), true));
    Schema::new(fields.collect::<Fields>())
}

fn fields(columns: &[Column]) -> Fields {
    columns.iter().map(|column| Field::new(&column.name, data_type(&column.kind), true)).collect()
}

fn data_type(kind: &Kind) -> DataType {
    match kind {
        Kind::Text | Kind::Json => DataType::Utf8,
        Kind::Date => DataType::Date32,
        Kind::Integer => DataType::Int64,
        Kind::Number => DataType::Float64,
        Kind::List(items) => DataType::List(Arc::new(Field::new("element", data_type(items), true))),
        Kind::Object(columns) => DataType::Struct(fields(columns)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples;
    use crate::record::Fact;
    use arrow_array::Array;
    use arrow_array::cast::AsArray;
    use arrow_array::types::{Date32Type, Float64Type};
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    use std::path::Path;

    fn written(flat: bool, folder: &Path) -> Vec<WrittenFile> {
        let format = Parquet::new(flat);
        let mut files = format.open(&Target::File(folder.join("out.parquet"))).unwrap();
        files.write(format.encode(&[samples::document()]).unwrap()).unwrap();
        files.finish().unwrap()
    }

    fn read(file: &WrittenFile) -> RecordBatch {
        let file = std::fs::File::open(&file.path).unwrap();
        let mut batches = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
        batches.next().unwrap().unwrap()
    }

    fn written_of(kind: RecordType, flat: bool) -> RecordBatch {
        let folder = tempfile::tempdir().unwrap();
        read(&written(flat, folder.path())[kind as usize])
    }

    #[test]
    fn every_type_has_a_file_even_without_records() {
        let folder = tempfile::tempdir().unwrap();
        let files = written(false, folder.path());
        let names: Vec<_> =
            files.iter().map(|file| file.path.file_name().unwrap().to_str().unwrap()).collect();
        assert_eq!(names[..2], ["out.article.parquet", "out.date.parquet"]);
        let target = std::fs::File::open(&files[RecordType::Target as usize].path).unwrap();
        let builder = ParquetRecordBatchReaderBuilder::try_new(target).unwrap();
        assert_eq!(builder.metadata().file_metadata().num_rows(), 0);
        assert!(builder.schema().field_with_name("frequency").is_ok());
    }

    #[test]
    fn numbers_and_dates_have_their_types() {
        let count = written_of(RecordType::Count, false);
        let value = count.column_by_name("value").unwrap().as_primitive::<Float64Type>().value(0);
        assert_eq!(value.to_string(), "4.6");
        let date = written_of(RecordType::Date, false);
        let from = date.column_by_name("from").unwrap().as_primitive::<Date32Type>();
        assert_eq!(from.value(0), 19327, "days from 1970-01-01 to 2022-12-01");
    }

    #[test]
    fn a_day_that_no_calendar_has_is_left_out() {
        let mut record = samples::date();
        let Fact::Date(date) = &mut record.fact else { unreachable!("the sample is a date") };
        date.from = Some("2022-02-31".into());
        let document = DocumentRecords { doc: "page".into(), records: vec![record] };
        let columns = Parquet::new(false).encode(&[document]).unwrap();
        let date = columns[RecordType::Date as usize].as_ref().unwrap();
        assert!(date.column_by_name("from").unwrap().is_null(0));
        assert!(date.column_by_name("to").unwrap().is_valid(0));
    }

    #[test]
    fn lists_stay_lists_unless_flat() {
        let person = written_of(RecordType::Person, false);
        let titles = person.column_by_name("titles").unwrap().as_list::<i32>().value(0);
        assert_eq!(
            titles.as_struct().column_by_name("title").unwrap().as_string::<i32>().value(0),
            "Präsident"
        );
        let flat = written_of(RecordType::Person, true);
        let titles = flat.column_by_name("titles").unwrap().as_string::<i32>().value(0);
        assert_eq!(titles, r#"[{"title":"Präsident","organization":"Köln"}]"#);
    }
}
