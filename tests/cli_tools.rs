//! The commands for rule writers, as the built program runs them: scores, gaps, and the tools for rules.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A pack that is in order.
const CLUB: &[&str] = &["--no-default-rules", "--rules", "tests/packs/good/club"];
/// A pack with something of every kind to warn of.
const LOOSE: &[&str] = &["--no-default-rules", "--rules", "tests/packs/good/loose"];

fn bantin(arguments: &[&str], rules: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bantin")).args(arguments).args(rules).output().unwrap()
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

fn lines(output: &Output) -> Vec<Value> {
    stdout(output).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

mod usage {
    use super::*;

    /// What a mistake is told, which must have stopped the program before it did anything.
    fn refusal(arguments: &[&str]) -> String {
        let output = bantin(arguments, &[]);
        assert_eq!((code(&output), stdout(&output)), (Some(2), ""), "{arguments:?}");
        stderr(&output).to_owned()
    }

    #[test]
    fn a_mistake_says_what_would_be_right() {
        let page = "tests/formats/article.txt";
        for (arguments, told) in [
            (&["extract"][..], "<PATH>"),
            (&["extrct", page], "similar subcommand exists: 'extract'"),
            (&["extract", page, "--format", "xml"], "jsonl, csv, parquet, sqlite"),
            (&["extract", page, "--jobs", "100000"], "not a number up to 256"),
            (&["extract", page, "--reference-date", "12/7/2022"], "YYYY-MM-DD"),
            (&["extract", page, "--no-default-rules"], "--rules <DIR>"),
            (&["extract", "missing.txt"], "missing.txt: no such file or folder"),
            (&["extract", page, "--rules", "missing"], "cannot read missing"),
            (&["extract", "tests/formats/encodings/tcvn3.txt"], "--encoding"),
            (&["extract", page, "-o", "out.jsonl", "--resume"], "-o DIR/"),
            (&["gaps", "missing.txt"], "missing.txt: no such file or folder"),
            (&["score", "fixtures/gold", "missing.jsonl"], "missing.jsonl"),
            (&["score", "fixtures/gold", page], "no record as `bantin extract` writes it"),
            (&["rules", "list", "--rules", "missing"], "cannot read missing"),
            (&["rules", "test", "missing"], "cannot read missing"),
            (&["rules", "check", "--no-default-rules"], "--rules <DIR>"),
            (&["rules", "explain", "x", "--rule", "missing"], "`bantin rules list`"),
        ] {
            let found = refusal(arguments);
            assert!(found.contains(told), "{arguments:?}: {found}");
        }
    }

    #[test]
    fn a_missing_file_is_not_explained_without_a_word() {
        let output = bantin(&["rules", "explain", "news/missing.txt"], &[]);
        assert_eq!((code(&output), stdout(&output)), (Some(0), "no rule matches\n"));
        assert!(stderr(&output).contains("no file is called news/missing.txt"), "{}", stderr(&output));
        assert_eq!(stderr(&bantin(&["rules", "explain", "12.500 đảng viên, 1.500 hội viên"], &[])), "");
    }

    #[test]
    fn nobody_needs_to_read_what_is_told() {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bantin"));
        command.args(["extract", "missing.txt"]).args(CLUB);
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stderr.take());
        assert_eq!(child.wait().unwrap().code(), Some(2));
    }
}

mod score {
    use super::*;

    #[test]
    fn the_table_is_printed() {
        let output = bantin(&["score", "fixtures/gold", "tests/score/records.jsonl"], &[]);
        assert_eq!((code(&output), stderr(&output)), (Some(0), ""));
        assert_eq!(stdout(&output), fs::read_to_string("tests/score/table.txt").unwrap());
    }

    #[test]
    fn records_come_from_the_standard_input_as_well() {
        let mut child = Command::new(env!("CARGO_BIN_EXE_bantin"))
            .args(["score", "fixtures/gold", "-", "--json", "--type", "date"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let records = fs::read("tests/score/records.jsonl").unwrap();
        child.stdin.take().unwrap().write_all(&records).unwrap();
        let report: Value = serde_json::from_slice(&child.wait_with_output().unwrap().stdout).unwrap();
        assert_eq!(report["types"].as_object().unwrap().len(), 1);
        assert_eq!(report["types"]["date"]["n"], 66);
    }

    #[test]
    fn mistakes_are_listed_above_the_table() {
        let arguments =
            ["score", "fixtures/gold", "tests/score/records.jsonl", "--errors", "--type", "reference"];
        let output = bantin(&arguments, &[]);
        let (mistakes, table) = stdout(&output).split_once("\n\n").unwrap();
        assert!(mistakes.lines().all(|line| line.split('\t').nth(1) == Some("reference")), "{mistakes}");
        assert!(mistakes.lines().any(|line| line.split('\t').nth(2) == Some("missed")), "{mistakes}");
        assert!(table.starts_with("type "), "{table}");
    }

    #[test]
    fn what_cannot_be_scored_is_named() {
        let missing = bantin(&["score", "no/such/folder", "-"], &[]);
        assert_eq!(code(&missing), Some(2));
        assert!(stderr(&missing).starts_with("error: no/such/folder: "), "{}", stderr(&missing));
        let unknown = bantin(&["score", "fixtures/gold", "-", "--type", "dates"], &[]);
        assert_eq!(code(&unknown), Some(2));
        assert!(stderr(&unknown).contains("the types are article, date,"), "{}", stderr(&unknown));
    }
}

mod gaps {
    use super::*;

    fn page(text: &str) -> tempfile::NamedTempFile {
        let mut page = tempfile::Builder::new().suffix(".txt").tempfile().unwrap();
        page.write_all(text.as_bytes()).unwrap();
        page
    }

    #[test]
    fn what_no_rule_claims_is_listed_with_its_place() {
        let text = "A word about the club\n\nThere were 12 guests, 3 members and 14 guests more.\n";
        let page = page(text);
        let output = bantin(&["gaps", page.path().to_str().unwrap(), "--json", "--kind", "number"], CLUB);
        assert_eq!(code(&output), Some(0), "{}", stderr(&output));
        let gaps = lines(&output);
        assert_eq!(gaps.len(), 1, "{gaps:?}");
        assert_eq!((&gaps[0]["form"], &gaps[0]["count"]), (&"# guests".into(), &2.into()));
        let context = &gaps[0]["contexts"][0];
        let place = context["start"].as_u64().unwrap() as usize..context["end"].as_u64().unwrap() as usize;
        assert_eq!(&text[place], "12");
    }

    #[test]
    fn the_list_does_not_depend_on_the_number_of_threads() {
        let run = |threads: &str| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_bantin"));
            command.args(["gaps", "fixtures", "--json"]).args(CLUB).env("RAYON_NUM_THREADS", threads);
            command.output().unwrap().stdout
        };
        let one = run("1");
        assert!(one.len() > 1000);
        assert!(one == run("4"));
    }

    #[test]
    fn a_document_that_cannot_be_read_is_named_and_the_others_go_on() {
        let page = page("There were 12 guests.");
        let output = bantin(&["gaps", "no/such/page.txt", page.path().to_str().unwrap()], CLUB);
        assert_eq!(code(&output), Some(1));
        assert!(stderr(&output).starts_with("error: no/such/page.txt: "), "{}", stderr(&output));
        assert!(stdout(&output).contains("# guests"), "{}", stdout(&output));
        assert_eq!(code(&bantin(&["gaps", "no/such/page.txt"], CLUB)), Some(2));
    }
}

mod rules {
    use super::*;

    #[test]
    fn examples_that_hold_are_counted() {
        let output = bantin(&["rules", "test"], CLUB);
        assert_eq!((code(&output), stderr(&output)), (Some(0), ""));
        assert_eq!(stdout(&output), "3 examples of 3 rules: all hold\n");
    }

    #[test]
    fn examples_that_fail_are_shown() {
        let pack = ["--no-default-rules", "--rules", "tests/packs/bad/failing-example"];
        let output = bantin(&["rules", "test"], &pack);
        assert_eq!(code(&output), Some(2));
        assert_eq!(stderr(&output), "error: 4 out of 5 examples of 2 rules failed\n");
        assert_eq!(stdout(&output).matches("error[E010]").count(), 4);
        let places: Vec<Value> = lines(&bantin(&["rules", "test", "--json"], &pack));
        let places: Vec<_> = places.iter().map(|failure| failure["line"].as_u64().unwrap()).collect();
        assert_eq!(places, [12, 16, 20, 35]);
    }

    #[test]
    fn rules_that_do_not_compile_are_no_success() {
        let pack = ["--no-default-rules", "--rules", "tests/packs/bad/unknown-slot"];
        for command in ["test", "check", "list"] {
            let output = bantin(&["rules", command], &pack);
            assert_eq!(code(&output), Some(2), "{command}");
            assert!(stderr(&output).starts_with("error: the rules have "), "{command}: {}", stderr(&output));
        }
    }

    #[test]
    fn a_changed_copy_of_the_built_in_rules_is_told_how_to_replace_them() {
        let refused = bantin(&["rules", "check", "rules/vi"], &[]);
        assert_eq!(code(&refused), Some(2));
        let reports = stdout(&refused).matches("error[E008]").count();
        assert!(reports > 100, "{reports}");
        assert_eq!(stdout(&refused).matches("`--no-default-rules`").count(), reports);
        assert_eq!(code(&bantin(&["rules", "check", "rules/vi"], &["--no-default-rules"])), Some(0));
    }

    #[test]
    fn a_pack_in_order_has_no_warning() {
        let output = bantin(&["rules", "check", "--deny-warnings"], CLUB);
        assert_eq!((code(&output), stdout(&output)), (Some(0), "0 mistakes and 0 warnings\n"));
    }

    #[test]
    fn a_folder_needs_no_flag_where_a_command_is_about_rules_alone() {
        for command in [&["rules", "test"][..], &["rules", "check", "--json"], &["rules", "list"]] {
            let named = bantin(command, &["tests/packs/good/club", "--no-default-rules"]);
            let flagged = bantin(command, CLUB);
            assert_eq!((code(&named), stdout(&named)), (Some(0), stdout(&flagged)), "{}", stderr(&named));
        }
        let beside = lines(&bantin(&["rules", "list", "--json", "tests/packs/good/club"], &[]));
        let files: Vec<_> = beside.iter().map(|row| row["file"].as_str().unwrap()).collect();
        assert!(files.contains(&"tests/packs/good/club/club.toml") && files[0] != files[files.len() - 1]);
    }

    #[test]
    fn what_is_idle_unused_or_slow_is_told() {
        let output = bantin(&["rules", "check"], LOOSE);
        assert_eq!((code(&output), stderr(&output)), (Some(0), ""));
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("packs/good/loose");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("report", stdout(&output)));
        assert_eq!(code(&bantin(&["rules", "check", "--deny-warnings"], LOOSE)), Some(2));
    }

    #[test]
    fn rules_are_listed() {
        let table = bantin(&["rules", "list"], CLUB);
        let first = "count.members  count             0         1  How many members there are";
        assert_eq!(stdout(&table).lines().nth(1), Some(first));
        let rows = lines(&bantin(&["rules", "list", "--json"], CLUB));
        let ids: Vec<_> = rows.iter().map(|row| row["id"].as_str().unwrap()).collect();
        assert_eq!(ids, ["count.members", "count.total", "skip.about"]);
        assert_eq!((&rows[2]["emits"], &rows[2]["line"]), (&"nothing".into(), &37.into()));
    }

    #[test]
    fn a_text_is_explained() {
        let text = "There are 40 committee members in all, about 300 members came.";
        let output = bantin(&["rules", "explain", text, "--json"], CLUB);
        let groups = lines(&output);
        let outcomes: Vec<(&str, &str)> = groups
            .iter()
            .flat_map(|group| group["matches"].as_array().unwrap())
            .map(|found| (found["rule"].as_str().unwrap(), found["outcome"].as_str().unwrap()))
            .collect();
        let wanted = [
            ("count.total", "made"),
            ("count.members", "lost"),
            ("skip.about", "changed"),
            ("count.members", "lost"),
        ];
        assert_eq!(outcomes, wanted);
        assert_eq!(
            (&groups[0]["matches"][1]["to"], &groups[0]["matches"][1]["by"]),
            (&"count.total".into(), &"priority".into())
        );
        assert_eq!(groups[1]["matches"][1]["by"], "length");
        assert_eq!(
            (&groups[0]["start"], &groups[0]["text"]),
            (&10.into(), &"40 committee members in all".into())
        );
    }

    #[test]
    fn an_explanation_is_kept_to_one_rule() {
        let text = "There are 40 committee members in all, about 300 members came.";
        let output = bantin(&["rules", "explain", text, "--rule", "skip.about"], CLUB);
        assert!(
            stdout(&output).starts_with("39..56 “about 300 members”\n  + skip.about"),
            "{}",
            stdout(&output)
        );
        let unknown = bantin(&["rules", "explain", text, "--rule", "skip.abuot"], CLUB);
        assert_eq!(code(&unknown), Some(2));
    }

    #[test]
    fn a_file_is_explained_as_a_page() {
        let output = bantin(&["rules", "explain", "fixtures/quang-nam-2022.txt"], &[]);
        assert_eq!(code(&output), Some(0), "{}", stderr(&output));
        assert!(stdout(&output).contains("makes date "), "{}", stdout(&output));
    }
}
