//! SQLite: one table for each type of record, in the flat form, with the record's `id` as primary key.
//!
//! A document's rows are replaced as a whole: a second run over the same documents updates, never doubles, and
//! leaves nothing behind that newer rules no longer find. A new database appears when it is whole; one that is there
//! already is changed in one transaction, so that its readers see all of a run or nothing.

use std::path::Path;

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, params_from_iter};
use serde_json::Value;

use super::column::Kind;
use super::{
    DocumentRecords, FlatColumn, FlatRecord, Format, OutputError, Target, WholeFile, Writer, WrittenFile,
    flat_columns,
};
use crate::record::RecordType;

/// The database format.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sqlite;

/// The rows of one document.
#[derive(Debug)]
pub struct DocumentRows {
    doc: String,
    rows: Vec<FlatRecord>,
}

impl Format for Sqlite {
    type Chunk = Vec<DocumentRows>;
    type Writer = Database;

    fn encode(&self, documents: &[DocumentRecords]) -> Result<Self::Chunk, OutputError> {
        documents.iter().map(DocumentRows::of).collect()
    }

    fn open(&self, target: &Target) -> Result<Database, OutputError> {
        match target {
            Target::File(path) => Database::open(path),
            Target::Stdout => Err(OutputError::new("the standard output", "a database needs a file name")),
        }
    }
}

impl DocumentRows {
    fn of(document: &DocumentRecords) -> Result<Self, OutputError> {
        let rows = document.records.iter().map(FlatRecord::of).collect::<Result<_, _>>()?;
        Ok(Self { doc: document.doc.clone(), rows })
    }
}

/// An open database with a transaction under way.
#[derive(Debug)]
pub struct Database {
    connection: Connection,
    place: String,
    /// The new file; none where the database was there before.
    file: Option<WholeFile>,
    insert: [String; RecordType::ALL.len()],
    delete: [String; RecordType::ALL.len()],
}

impl Database {
    fn open(path: &Path) -> Result<Self, OutputError> {
        let file =
            if is_filled(path) { None } else { Some(WholeFile::create(&Target::File(path.to_owned()))?) };
        let opened = file.as_ref().and_then(WholeFile::temporary_path).unwrap_or(path);
        let connection = begin(opened, file.is_some()).map_err(|cause| OutputError::at(path, cause))?;
        Ok(Self {
            connection,
            place: path.display().to_string(),
            file,
            insert: RecordType::ALL.map(insert_statement),
            delete: RecordType::ALL.map(|kind| format!("DELETE FROM \"{}\" WHERE doc = ?1", kind.name())),
        })
    }

    fn replace(&self, document: &DocumentRows) -> rusqlite::Result<()> {
        for statement in &self.delete {
            self.connection.prepare_cached(statement)?.execute([&document.doc])?;
        }
        for row in &document.rows {
            let mut insert = self.connection.prepare_cached(&self.insert[row.kind as usize])?;
            insert.execute(params_from_iter(row.values.iter().map(Cell)))?;
        }
        Ok(())
    }
}

impl Writer for Database {
    type Chunk = Vec<DocumentRows>;

    fn write(&mut self, documents: Vec<DocumentRows>) -> Result<(), OutputError> {
        let written = documents.iter().try_for_each(|document| self.replace(document));
        written.map_err(|cause| OutputError::new(&self.place, cause))
    }

    fn finish(self) -> Result<Vec<WrittenFile>, OutputError> {
        let committed = self.connection.execute_batch("COMMIT; PRAGMA optimize;");
        let closed = committed.and_then(|()| self.connection.close().map_err(|(_, cause)| cause));
        closed.map_err(|cause| OutputError::new(self.place, cause))?;
        let written = self.file.map(WholeFile::finish).transpose()?;
        Ok(written.flatten().into_iter().collect())
    }

    /// A document's rows are whole or not there, so what was done so far is worth keeping under the database's own
    /// name: the next run completes it.
    fn keep_partial(self) -> Result<Vec<WrittenFile>, OutputError> {
        self.finish()
    }
}

/// Whether there is a database to update.
fn is_filled(path: &Path) -> bool {
    path.metadata().is_ok_and(|found| found.len() > 0)
}

/// Opens a database, makes sure of its tables and begins the transaction.
fn begin(path: &Path, new: bool) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.set_prepared_statement_cache_capacity(2 * RecordType::ALL.len());
    if new {
        // Nobody else sees the file yet, and a crash throws it away: it needs no journal.
        connection.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
    }
    connection.execute_batch("BEGIN IMMEDIATE")?;
    for kind in RecordType::ALL {
        connection.execute_batch(&create_statement(kind))?;
        add_missing_columns(&connection, kind)?;
    }
    Ok(connection)
}

/// Adds the columns that the contract gained since the table was made.
fn add_missing_columns(connection: &Connection, kind: RecordType) -> rusqlite::Result<()> {
    let mut query = connection.prepare("SELECT name FROM pragma_table_info(?1)")?;
    let known: Vec<String> = query.query_map([kind.name()], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for column in flat_columns(kind).iter().filter(|column| !known.contains(&column.name)) {
        let definition = definition(column);
        connection.execute_batch(&format!("ALTER TABLE \"{}\" ADD COLUMN {definition}", kind.name()))?;
    }
    Ok(())
}

fn create_statement(kind: RecordType) -> String {
    let table = kind.name();
    let columns: Vec<String> = flat_columns(kind).iter().map(definition).collect();
    format!(
        "CREATE TABLE IF NOT EXISTS \"{table}\" ({});
         CREATE INDEX IF NOT EXISTS \"{table}_doc\" ON \"{table}\" (doc);",
        columns.join(", ")
    )
}

fn definition(column: &FlatColumn) -> String {
    let name = &column.name;
    let kind = match column.kind {
        Kind::Integer => "INTEGER",
        Kind::Number => "REAL",
        _ => "TEXT",
    };
    let key = if name == "id" { " PRIMARY KEY NOT NULL" } else { "" };
    format!("\"{name}\" {kind}{key}")
}

fn insert_statement(kind: RecordType) -> String {
    let columns = flat_columns(kind);
    let names: Vec<String> = columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
    let places = vec!["?"; columns.len()].join(", ");
    format!("INSERT OR REPLACE INTO \"{}\" ({}) VALUES ({places})", kind.name(), names.join(", "))
}

/// A scalar on its way into the database.
struct Cell<'v>(&'v Value);

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::String(text) => ValueRef::Text(text.as_bytes()),
            Value::Number(number) => match number.as_i64() {
                Some(whole) => ValueRef::Integer(whole),
                None => number.as_f64().map_or(ValueRef::Null, ValueRef::Real),
            },
            _ => ValueRef::Null,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples;
    use crate::record::{Fact, Number, Record};

    fn write(path: &Path, documents: &[DocumentRecords]) {
        let mut database = Sqlite.open(&Target::File(path.to_owned())).unwrap();
        database.write(Sqlite.encode(documents).unwrap()).unwrap();
        database.finish().unwrap();
    }

    fn query<T: rusqlite::types::FromSql>(path: &Path, sql: &str) -> T {
        Connection::open(path).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
    }

    fn with_value(value: u32) -> Record {
        let mut record = samples::count();
        let Fact::Count(count) = &mut record.fact else { unreachable!("the sample is a count") };
        count.value = Number::from(value);
        record
    }

    #[test]
    fn values_have_their_types() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.sqlite");
        write(&path, &[samples::document()]);
        assert_eq!(query::<f64>(&path, "SELECT value FROM count").to_string(), "4.6");
        assert_eq!(query::<i64>(&path, "SELECT \"end\" - start FROM person"), 12);
        let organization = "SELECT json_extract(titles, '$[0].organization') FROM person";
        assert_eq!(query::<String>(&path, organization), "Köln");
        assert_eq!(query::<Option<String>>(&path, "SELECT honorific FROM person"), None);
    }

    #[test]
    fn a_second_run_updates_and_never_doubles() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.sqlite");
        write(&path, &[samples::document()]);
        write(&path, &[DocumentRecords { doc: "page".into(), records: vec![with_value(7)] }]);
        assert_eq!(query::<f64>(&path, "SELECT value FROM count").to_string(), "7");
        assert_eq!(query::<i64>(&path, "SELECT count(*) FROM count"), 1);
        assert_eq!(query::<i64>(&path, "SELECT count(*) FROM person"), 0, "no longer found");
    }

    #[test]
    fn other_documents_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.sqlite");
        write(&path, &[samples::document()]);
        let other = Record { id: "c2".into(), doc: "other".into(), ..samples::count() };
        write(&path, &[DocumentRecords { doc: "other".into(), records: vec![other] }]);
        assert_eq!(query::<i64>(&path, "SELECT count(*) FROM count"), 2);
    }

    #[test]
    fn an_unfinished_run_leaves_the_database_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.sqlite");
        let unfinished = |records: Vec<Record>| {
            let mut database = Sqlite.open(&Target::File(path.clone())).unwrap();
            let document = DocumentRecords { doc: "page".into(), records };
            database.write(Sqlite.encode(&[document]).unwrap()).unwrap();
        };
        unfinished(vec![with_value(7)]);
        assert!(!path.exists());
        write(&path, &[samples::document()]);
        unfinished(vec![with_value(7)]);
        assert_eq!(query::<f64>(&path, "SELECT value FROM count").to_string(), "4.6");
    }

    #[test]
    fn an_older_table_gains_the_new_columns() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.sqlite");
        let older = "CREATE TABLE count (type TEXT, id TEXT PRIMARY KEY, doc TEXT, value REAL);
                     INSERT INTO count VALUES ('count', 'old', 'older page', 1)";
        Connection::open(&path).unwrap().execute_batch(older).unwrap();
        write(&path, &[samples::document()]);
        assert_eq!(query::<i64>(&path, "SELECT count(*) FROM count"), 2);
        assert_eq!(query::<String>(&path, "SELECT comparator FROM count WHERE id = 'c1'"), ">=");
    }

    #[test]
    fn a_file_that_is_no_database_is_named_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.sqlite");
        let text = "this is not a database, but it is longer than a header of a hundred bytes ".repeat(3);
        std::fs::write(&path, &text).unwrap();
        let error = Sqlite.open(&Target::File(path.clone())).unwrap_err();
        assert!(error.to_string().contains("out.sqlite"), "{error}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }
}
