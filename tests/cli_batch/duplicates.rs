//! Near-duplicates on the way through a whole run.

use serde_json::Value;

use crate::bench::{Bench, Test, stderr, texts};

pub const TESTS: &[Test] = &[
    ("duplicates::mark_names_the_first", mark_names_the_first),
    ("duplicates::drop_leaves_the_first", drop_leaves_the_first),
    ("duplicates::a_resumed_run_remembers_the_originals", a_resumed_run_remembers_the_originals),
];

/// 100 documents, of which every tenth is the first one again with another number of its own.
fn bench() -> Bench {
    let mut texts: Vec<String> = texts(100).collect();
    for at in (10..100).step_by(10) {
        texts[at] = texts[0].replace("Tin số 0", &format!("Tin lại {at}"));
    }
    Bench::with(texts)
}

fn marked(records: &[Value]) -> Vec<(&str, &str)> {
    let marked =
        records.iter().filter_map(|record| Some((record["doc"].as_str()?, record["same_as"].as_str()?)));
    marked.collect()
}

fn mark_names_the_first() {
    let bench = bench();
    let records = bench.records("--duplicates mark");
    let expected: Vec<String> = (10..100).step_by(10).map(|at| format!("d{at}")).collect();
    let expected: Vec<(&str, &str)> = expected.iter().map(|doc| (doc.as_str(), "d0")).collect();
    assert_eq!(marked(&records), expected);
    assert_eq!(records.len(), bench.records("").len());
    assert!(bench.run("--duplicates mark --jobs 1").stdout == bench.run("--duplicates mark --jobs 5").stdout);
}

fn drop_leaves_the_first() {
    let bench = bench();
    let output = bench.run("--duplicates drop -o out.jsonl");
    assert!(
        stderr(&output).starts_with("100 documents, 0 failed, 9 near-duplicates, "),
        "{}",
        stderr(&output)
    );
    let kept: Vec<Value> =
        bench.records("").into_iter().filter(|record| !is_copy(record["doc"].as_str().unwrap())).collect();
    assert_eq!(crate::bench::lines(&bench.read("out.jsonl")), kept);
}

fn is_copy(doc: &str) -> bool {
    doc.ends_with('0') && doc != "d0"
}

fn a_resumed_run_remembers_the_originals() {
    let bench = bench();
    bench.run("-o whole/ --parts 30 --duplicates mark");
    bench.run("-o out/ --parts 30 --duplicates mark");
    let mut manifest: Value = serde_json::from_slice(&bench.read("out/manifest.json")).unwrap();
    manifest["complete"] = false.into();
    manifest["parts"].as_array_mut().unwrap().truncate(2);
    std::fs::write(bench.path("out/manifest.json"), manifest.to_string()).unwrap();
    bench.run("-o out/ --parts 30 --duplicates mark --resume");
    assert!(bench.files("out") == bench.files("whole"));
    assert!(bench.text("out/part-00004.jsonl").contains(r#""same_as":"d0""#));
}
