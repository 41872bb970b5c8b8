"""Reads every output back with the tools that users have and compares it with the JSON lines of the same run.

    python check.py BANTIN PAGE...

BANTIN is the program, PAGE… what it reads. Needs duckdb, polars, pandas and pyarrow; run.sh brings them. Prints a
line for each check and ends with 1 if one fails.
"""

import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

import duckdb
import pandas
import polars
import pyarrow.parquet

TYPES = ["article", "date", "person", "count", "ratio", "target", "measure", "reference"]


def extract(program, pages, *arguments):
    """Runs the program; what it prints."""
    command = [program, "extract", "--quiet", *pages, *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def by_type(lines):
    """The records of JSON lines, by their type."""
    records = {name: [] for name in TYPES}
    for line in lines.splitlines():
        record = json.loads(line)
        records[record["type"]].append(record)
    return records


def pruned(value):
    """A value without what does not apply: columns say null where a record has no such field."""
    if isinstance(value, dict):
        fields = {name: pruned(field) for name, field in value.items()}
        return {name: field for name, field in fields.items() if field is not None}
    if isinstance(value, list):
        return [pruned(item) for item in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value


def without_empty_lists(record):
    """A column cannot tell a list that is empty from one that is not there; only `flags` is always there."""
    return {name: value for name, value in record.items() if value != [] or name == "flags"}


def same(found, expected, what):
    found = [without_empty_lists(pruned(record)) for record in found]
    expected = [without_empty_lists(record) for record in expected]
    assert len(found) == len(expected), f"{what}: {len(found)} rows for {len(expected)} records"
    for row, record in zip(found, expected):
        assert row == record, f"{what}:\n{row}\nis not\n{record}"


def check_duckdb(folder, nested, flat):
    for name in TYPES:
        parquet = duckdb.sql(f"SELECT * FROM '{folder}/nested.{name}.parquet'")
        rows = [dict(zip(parquet.columns, row)) for row in parquet.fetchall()]
        same(rows, nested[name], f"duckdb, {name}.parquet")
    dates = duckdb.sql(f"SELECT * FROM '{folder}/nested.date.parquet'")
    types = dict(zip(dates.columns, map(str, dates.types)))
    assert (types["from"], types["start"], types["value"]) == ("DATE", "BIGINT", "VARCHAR"), types
    count = duckdb.sql(f"SELECT value FROM '{folder}/nested.count.parquet'")
    assert str(count.types[0]) == "DOUBLE", count.types
    lines = duckdb.sql(f"SELECT count(*) FROM read_json_auto('{folder}/nested.jsonl.gz')").fetchall()
    assert lines[0][0] == sum(map(len, nested.values())), "duckdb, jsonl.gz"
    titles = f"SELECT json_extract_string(titles, '$[0].title') FROM '{folder}/flat.person.parquet' ORDER BY id"
    people = sorted(nested["person"], key=lambda record: record["id"])
    expected = [record["titles"][0]["title"] if "titles" in record else None for record in people]
    assert [row[0] for row in duckdb.sql(titles).fetchall()] == expected, "duckdb, flat titles"


def check_polars(folder, nested, flat):
    for name in TYPES:
        same(polars.read_parquet(f"{folder}/nested.{name}.parquet").to_dicts(), nested[name], f"polars, {name}.parquet")
        same(polars.read_parquet(f"{folder}/flat.{name}.parquet").to_dicts(), flat[name], f"polars, flat {name}.parquet")
    lines = polars.read_ndjson(f"{folder}/flat.jsonl", infer_schema_length=None)
    assert lines.height == sum(map(len, flat.values())), "polars, jsonl"
    table = polars.read_csv(f"{folder}/flat.count.csv")
    assert table["value"].to_list() == [row["value"] for row in flat["count"]], "polars, csv"


def check_pandas(folder, nested, flat):
    for name in TYPES:
        frame = pandas.read_parquet(f"{folder}/nested.{name}.parquet")
        assert list(frame["id"]) == [record["id"] for record in nested[name]], f"pandas, {name}.parquet"
    frame = pandas.read_csv(f"{folder}/all.csv.gz")
    assert len(frame) == sum(map(len, flat.values())), "pandas, csv.gz"
    assert frame["text"].notna().all()
    people = frame[frame["type"] == "person"]
    assert list(people["name"]) == [row["name"] for row in flat["person"]], "pandas, csv.gz names"


def check_pyarrow(folder, nested, flat):
    for name in TYPES:
        same(pyarrow.parquet.read_table(f"{folder}/nested.{name}.parquet").to_pylist(), nested[name], f"pyarrow, {name}")
    column = pyarrow.parquet.ParquetFile(f"{folder}/nested.count.parquet").metadata.row_group(0).column(3)
    assert column.compression == "ZSTD", column.compression


def check_sqlite(folder, nested, flat):
    database = sqlite3.connect(f"{folder}/out.sqlite")
    database.row_factory = sqlite3.Row
    for name in TYPES:
        rows = [dict(row) for row in database.execute(f'SELECT * FROM "{name}" ORDER BY rowid')]
        same(rows, flat[name], f"sqlite3, {name}")
    titles = database.execute("SELECT count(*) FROM person, json_each(person.titles)").fetchone()[0]
    assert titles == sum(len(record.get("titles", [])) for record in nested["person"]), "sqlite3, titles"
    assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def main(program, pages):
    program, pages = os.path.abspath(program), [os.path.abspath(page) for page in pages]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        nested, flat = by_type(extract(program, pages)), by_type(extract(program, pages, "--flat"))
        assert all(nested[name] for name in ("article", "date", "person", "count")), "the pages show too little"
        for output in ["nested.parquet", "nested.jsonl.gz", "all.csv.gz", "out.sqlite"]:
            extract(program, pages, "-o", str(folder / output))
        extract(program, pages, "-o", str(folder / "out.sqlite"))
        for output in ["flat.parquet", "flat.jsonl"]:
            extract(program, pages, "--flat", "-o", str(folder / output))
        extract(program, pages, "--split-by", "type", "-o", str(folder / "flat.csv"))
        for check in [check_duckdb, check_polars, check_pandas, check_pyarrow, check_sqlite]:
            check(folder, nested, flat)
            print(f"{check.__name__.removeprefix('check_')}: ok")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
