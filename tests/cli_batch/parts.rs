//! Runs in parts that nothing goes wrong with, and what a resumed run refuses.

use serde_json::Value;

use crate::bench::{Bench, Test, stderr, texts};

pub const TESTS: &[Test] = &[
    ("parts::parts_together_are_the_whole", parts_together_are_the_whole),
    ("parts::the_manifest_says_what_a_part_was_made_of", the_manifest_says_what_a_part_was_made_of),
    ("parts::side_files_are_those_of_a_whole_run", side_files_are_those_of_a_whole_run),
    ("parts::every_format_comes_in_parts", every_format_comes_in_parts),
    ("parts::a_used_folder_is_refused_unless_resumed", a_used_folder_is_refused_unless_resumed),
    ("parts::other_rules_are_refused", other_rules_are_refused),
    ("parts::other_flags_are_refused", other_flags_are_refused),
    ("parts::changed_input_is_refused", changed_input_is_refused),
    ("parts::a_missing_part_is_made_again", a_missing_part_is_made_again),
    ("parts::a_complete_run_that_lost_a_part_is_made_again", lost_part),
    ("parts::a_part_that_the_manifest_does_not_know_is_made_again", unknown_part),
];

fn bench() -> Bench {
    Bench::with(texts(150))
}

fn manifest(bench: &Bench) -> Value {
    serde_json::from_slice(&bench.read("out/manifest.json")).unwrap()
}

fn parts_together_are_the_whole() {
    let bench = bench();
    let whole = bench.run("").stdout;
    bench.run("-o out/ --parts 40");
    let names = bench.names("out");
    let parts = ["part-00001.jsonl", "part-00002.jsonl", "part-00003.jsonl", "part-00004.jsonl"];
    assert_eq!(names[1..], parts);
    assert_eq!(names[0], "manifest.json");
    let joined: Vec<u8> = parts.iter().flat_map(|part| bench.read(&format!("out/{part}"))).collect();
    assert!(joined == whole);
}

fn the_manifest_says_what_a_part_was_made_of() {
    let bench = bench();
    bench.run("-o out/ --parts 40");
    let manifest = manifest(&bench);
    assert_eq!(manifest["complete"], true);
    assert_eq!(manifest["settings"]["rules"], "first");
    let last = &manifest["parts"][3];
    assert_eq!((&last["part"], &last["documents"], &last["failed"]), (&4.into(), &30.into(), &0.into()));
    assert_eq!((&last["input"]["start"], &last["input"]["end"]), (&120.into(), &150.into()));
    assert_eq!(last["input"]["first"], "in.jsonl:121");
    assert_eq!(last["records"]["count"], 60);
    assert_eq!(last["files"][0]["bytes"], bench.read("out/part-00004.jsonl").len());
    assert_eq!(last["input"]["hash"].as_str().unwrap().len(), 32);
}

fn side_files_are_those_of_a_whole_run() {
    let mut texts: Vec<String> = texts(100).collect();
    texts[70] = String::from("fail");
    let bench = Bench::with(texts);
    for ending in ["jsonl", "jsonl.zst"] {
        let sides = |name: &str| format!("--errors {name}.errors.{ending} --keep-text {name}.texts.{ending}");
        let whole = bench.command(&format!("-o whole.jsonl {}", sides("whole"))).output().unwrap();
        let parts = bench.command(&format!("-o {ending}/ --parts 30 {}", sides("parts"))).output().unwrap();
        assert_eq!((whole.status.code(), parts.status.code()), (Some(1), Some(1)), "{}", stderr(&parts));
        for side in ["errors", "texts"] {
            let read = |name: &str| {
                let bytes = bench.read(&format!("{name}.{side}.{ending}"));
                if ending == "jsonl" { bytes } else { zstd::decode_all(&*bytes).unwrap() }
            };
            assert!(!read("whole").is_empty());
            assert!(read("whole") == read("parts"), "{side}.{ending}");
        }
        let hidden = bench.names(ending).into_iter().filter(|name| name.starts_with('.'));
        assert_eq!(hidden.count(), 0);
    }
}

fn every_format_comes_in_parts() {
    let bench = bench();
    bench.run("-o csv/ --parts 100 --format csv --compress gz");
    assert_eq!(bench.names("csv"), ["manifest.json", "part-00001.csv.gz", "part-00002.csv.gz"]);
    bench.run("-o parquet/ --parts 100 --format parquet");
    let names = bench.names("parquet");
    assert_eq!(names.len(), 17);
    assert!(names.contains(&"part-00002.person.parquet".to_owned()), "{names:?}");
}

/// A run that is to be refused. Returns what it says.
fn refusal(bench: &Bench, arguments: &str, rules: &str) -> String {
    let before = bench.files("out");
    let output = bench.command(arguments).env("TOY_RULES", rules).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{arguments}: {}", stderr(&output));
    assert!(bench.files("out") == before, "{arguments} touched the parts");
    stderr(&output)
}

/// A bench with three whole parts of a run that was interrupted.
fn interrupted() -> Bench {
    let bench = bench();
    bench.run("-o out/ --parts 40");
    let mut manifest = manifest(&bench);
    manifest["complete"] = false.into();
    manifest["parts"].as_array_mut().unwrap().pop();
    std::fs::write(bench.path("out/manifest.json"), manifest.to_string()).unwrap();
    std::fs::remove_file(bench.path("out/part-00004.jsonl")).unwrap();
    bench
}

fn a_used_folder_is_refused_unless_resumed() {
    let bench = interrupted();
    let told = refusal(&bench, "-o out/ --parts 40", "first");
    assert!(told.contains("--resume"), "{told}");
    bench.run("-o out/ --parts 40 --resume");
    let told = stderr(&bench.run("-o out/ --parts 40 --resume"));
    assert!(told.starts_with("out/ is complete: 150 documents"), "{told}");
}

fn other_rules_are_refused() {
    let told = refusal(&interrupted(), "-o out/ --parts 40 --resume", "second");
    assert!(told.contains("rules \"first\", this run has \"second\""), "{told}");
}

fn other_flags_are_refused() {
    let bench = interrupted();
    for (flags, named) in [
        ("--parts 41", "parts 40"),
        ("--parts 40 --flat", "flat false"),
        ("--parts 40 --errors failed.jsonl", "errors false"),
        ("--parts 40 --max-document-bytes 1M", "max_document_bytes 16777216"),
    ] {
        let told = refusal(&bench, &format!("-o out/ --resume {flags}"), "first");
        assert!(told.contains(named), "{flags}: {told}");
    }
}

fn changed_input_is_refused() {
    let bench = interrupted();
    let changed = bench.text("in.jsonl").replacen("Tin số 50", "Bản tin 50", 1);
    std::fs::write(bench.path("in.jsonl"), changed).unwrap();
    let told = refusal(&bench, "-o out/ --parts 40 --resume", "first");
    assert!(told.contains("part 2 (in.jsonl:41 to in.jsonl:80) has changed"), "{told}");
    let shorter: Vec<String> = bench.text("in.jsonl").lines().take(10).map(str::to_owned).collect();
    std::fs::write(bench.path("in.jsonl"), shorter.join("\n")).unwrap();
    let told = refusal(&bench, "-o out/ --parts 40 --resume", "first");
    assert!(told.contains("part 1"), "{told}");
}

/// Resumes and compares with a run that was never interrupted.
fn assert_resumed(bench: &Bench) {
    bench.run("-o out/ --parts 40 --resume");
    bench.run("-o whole/ --parts 40");
    assert!(bench.files("out") == bench.files("whole"));
}

fn a_missing_part_is_made_again() {
    let bench = interrupted();
    std::fs::remove_file(bench.path("out/part-00002.jsonl")).unwrap();
    assert_resumed(&bench);
}

fn unknown_part() {
    let bench = interrupted();
    std::fs::write(bench.path("out/part-00004.jsonl"), "half a l").unwrap();
    std::fs::write(bench.path("out/.part-00004.jsonl.x7.partial"), "half").unwrap();
    assert_resumed(&bench);
}

fn lost_part() {
    let bench = bench();
    let arguments = "--parts 40 --keep-text texts.jsonl";
    bench.run(&format!("-o out/ {arguments}"));
    let (whole, texts) = (bench.files("out"), bench.read("texts.jsonl"));
    std::fs::remove_file(bench.path("out/part-00003.jsonl")).unwrap();
    std::fs::remove_file(bench.path("texts.jsonl")).unwrap();
    bench.run(&format!("-o out/ {arguments} --resume"));
    assert!(bench.files("out") == whole);
    assert!(bench.read("texts.jsonl") == texts);
}
