//! What holds for every text: no panic, evidence that is the text's own, order, identity, and the same bytes from any
//! number of threads.
#![allow(clippy::unwrap_used)]

mod samples;

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use bantin::document::{Document, OffsetUnit};
use bantin::fold::{fold, tone};
use bantin::pack::PackText;
use bantin::record::{Fact, Record, RecordType};
use bantin::{Extractor, Options};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{TestCaseError, TestRunner};
use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use samples::fixtures;

const UNITS: [OffsetUnit; 3] = [OffsetUnit::CodePoint, OffsetUnit::Byte, OffsetUnit::Utf16];

static EXTRACTORS: LazyLock<[Extractor; 3]> = LazyLock::new(|| UNITS.map(extractor));

fn extractor(unit: OffsetUnit) -> Extractor {
    let mut options = Options::default();
    options.offsets = unit;
    Extractor::builder().options(options).build().unwrap_or_else(|errors| panic!("{errors}"))
}

fn records(extractor: &Extractor, text: &str) -> Vec<Record> {
    extractor.extract(&Document::new("property", text)).unwrap()
}

// The texts

/// Pieces of sentences: what rules look for, and what leads them astray.
const PIECES: &[&str] = &[
    "Đảng bộ có 311 đảng viên (209 nữ đảng viên, 12 đảng viên dự bị)",
    "Lớp học có từ 25 đến 30 học viên",
    "Tỷ lệ hộ nghèo còn 4,6%, đạt so với chỉ tiêu được giao (4,7%)",
    "Thu ngân sách đạt 107,7% kế hoạch",
    "Dự hội nghị có đồng chí Lê Hữu Bằng, Tỉnh uỷ viên, Bí thư Huyện uỷ",
    "bà Vũ Thị Cúc - Chủ tịch Hội",
    "Tỉnh đạt 14,5 bác sĩ/vạn dân",
    "Số bản có nhân viên y tế: 1.092/1.215 bản (đạt 90,37%)",
    "Tổng kinh phí thực hiện trên 80.000.000 đ",
    "Phấn đấu kết nạp 30 đảng viên",
    "Đến ngày 5/3/2025",
    "Đảng bộ Sở Y tế",
    "Đảng uỷ",
    "chi bộ",
    "đảng viên",
    "đảng viên chính thức",
    "bác sĩ/vạn dân",
    "hộ nghèo",
    "giường bệnh",
    "trạm y tế",
    "có",
    "đạt",
    "là",
    "trong đó",
    "gồm",
    "phấn đấu",
    "Phấn đấu đến năm 2030",
    "chỉ tiêu",
    "kế hoạch",
    "giảm",
    "tăng",
    "so với cùng kỳ",
    "trên",
    "ít nhất",
    "khoảng",
    "từ",
    "đến",
    "năm",
    "ngày",
    "tháng",
    "nhiệm kỳ",
    "Chiều ngày 19/12",
    "sáng 14/8",
    "31/02/2023",
    "05/01/2024",
    "08/07/2024 09:13",
    "Quý II năm 2024",
    "6 tháng đầu năm",
    "2020 - 2025",
    "hôm qua",
    "đồng chí",
    "ông",
    "PGS.TS",
    "Lê Hữu Bằng",
    "Vũ Thị Cúc",
    "Cúc",
    "TRẦN THỊ DUNG",
    "Giám đốc Sở Y tế",
    "Bí thư Huyện uỷ",
    "Phó Chủ tịch Thường trực UBND tỉnh",
    "tỉnh Lào Cai",
    "Kế hoạch số 12-KH/ĐU",
    "Nghị quyết 27, 28, 29",
    "311",
    "1.157",
    "28,45",
    "98%",
    "4,7%",
    "15 - 20%",
    "7/8",
    "1.092/1.215",
    "hai mươi lăm",
    "một vạn",
    "2,9 tỷ đồng",
    "10.000",
    "99999999999999999999",
    "hoà",
    "thuỳ",
    "“",
    "”",
    "Tin, ảnh:",
    "Nguồn: https://example.vn/a.html",
    "Lượt truy cập: 12.345",
    "\u{1f600}",
    "𝄞",
    "\u{301}",
    "\u{feff}",
    "\u{200b}",
];

/// What may stand between two pieces.
const JOINTS: &[&str] = &[
    " ", " ", " ", " ", ", ", "; ", ". ", ": ", " (", ") ", " - ", "/", "", "\n", "\r\n", "\n\n", "\u{a0}",
    "  ", "\t", "\u{2003}", "…", "! ",
];

fn sentences() -> impl Strategy<Value = String> {
    let piece = (0..PIECES.len(), 0..JOINTS.len());
    prop::collection::vec(piece, 1..40).prop_map(|pieces| {
        pieces.into_iter().map(|(piece, joint)| [PIECES[piece], JOINTS[joint]].concat()).collect()
    })
}

/// The same text as other programs write it: decomposed, shouted, with other spaces and line ends.
fn rewritten(text: &str) -> impl Strategy<Value = String> + use<> {
    prop_oneof![
        4 => Just(text.to_owned()),
        2 => Just(text.nfd().collect()),
        1 => Just(text.to_uppercase()),
        1 => Just(text.replace(' ', "\u{a0}")),
        1 => Just(text.replace('\n', "\r\n")),
        1 => Just(half_decomposed(text)),
    ]
}

/// Every other word decomposed, as in a page that was pasted together.
fn half_decomposed(text: &str) -> String {
    let words = text.split_inclusive(' ').enumerate();
    words.map(|(at, word)| if at % 2 == 0 { word.nfd().collect() } else { word.to_owned() }).collect()
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => sentences().prop_flat_map(|text| rewritten(&text)),
        1 => any::<String>(),
        1 => "\\PC{0,200}",
        1 => "[0-9.,/% \\-]{0,120}",
        1 => "[A-ZĐÀẢ][a-zđảàạ]{0,5}( [A-ZĐÀẢ][a-zđảàạ]{0,5}){0,30}",
    ]
}

#[test]
fn the_texts_hold_every_type_of_record() {
    let mut runner = TestRunner::deterministic();
    let mut seen = [0; RecordType::ALL.len()];
    let mut linked = 0;
    for _ in 0..200 {
        let text = texts().new_tree(&mut runner).unwrap().current();
        for record in records(&EXTRACTORS[0], &text) {
            seen[record.record_type() as usize] += 1;
            linked += usize::from(links(&record).iter().flatten().count() > 0);
        }
    }
    let rare: Vec<&str> =
        RecordType::ALL.into_iter().filter(|&kind| seen[kind as usize] < 20).map(RecordType::name).collect();
    assert!(
        rare.is_empty() && linked > 20,
        "hardly any of {rare:?}, {linked} links: the properties prove little"
    );
}

// The properties of one document

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_record_is_sound(text in texts()) {
        for (extractor, unit) in EXTRACTORS.iter().zip(UNITS) {
            check(&text, unit, &records(extractor, &text))?;
        }
    }

    #[test]
    fn the_unit_changes_offsets_alone(text in texts()) {
        let [points, bytes, units] = EXTRACTORS.each_ref().map(|extractor| {
            records(extractor, &text).into_iter().map(without_offsets).collect::<Vec<_>>()
        });
        prop_assert_eq!(&points, &bytes);
        prop_assert_eq!(&points, &units);
    }

    #[test]
    fn what_came_before_changes_nothing(text in texts(), other in texts()) {
        let fresh = records(&EXTRACTORS[0], &text);
        records(&EXTRACTORS[0], &other);
        prop_assert_eq!(records(&EXTRACTORS[0], &text), fresh);
    }
}

fn check(text: &str, unit: OffsetUnit, records: &[Record]) -> Result<(), TestCaseError> {
    let slices = Slices::new(text, unit);
    prop_assert_eq!(records.first().map(Record::record_type), Some(RecordType::Article));
    for record in records {
        prop_assert_eq!(slices.get(record.start, record.end), Some(record.text.as_str()), "{:?}", record);
        check_fact(&slices, record)?;
    }
    let ids: HashSet<&str> = records.iter().map(|record| record.id.as_str()).collect();
    prop_assert_eq!(ids.len(), records.len(), "an id stands twice");
    check_links(records)?;
    let starts: Vec<usize> = records.iter().skip(1).map(|record| record.start).collect();
    prop_assert!(starts.is_sorted(), "the records are out of order: {:?}", starts);
    Ok(())
}

fn check_fact(slices: &Slices, record: &Record) -> Result<(), TestCaseError> {
    match &record.fact {
        Fact::Date(date) => {
            prop_assert!(date.from <= date.to || date.to.is_none(), "{:?}", date);
            prop_assert!(date.from.iter().chain(&date.to).all(|day| day.len() == 10), "{:?}", date);
        }
        Fact::Person(person) => {
            let first = person.mentions.first();
            prop_assert_eq!(first.map(|first| (first.start, first.end)), Some((record.start, record.end)));
            for mention in &person.mentions {
                prop_assert_eq!(slices.get(mention.start, mention.end), Some(mention.text.as_str()));
            }
        }
        Fact::Count(count) => {
            let finite = |number: bantin::record::Number| number.as_f64().is_finite();
            prop_assert!(finite(count.value) && count.value_max.is_none_or(finite), "{:?}", count);
        }
        _ => {}
    }
    Ok(())
}

/// The ids that a record points at: the whole it is a part of, what it qualifies, its target.
fn links(record: &Record) -> [Option<&str>; 3] {
    match &record.fact {
        Fact::Count(count) => [count.part_of.as_deref(), None, None],
        Fact::Ratio(ratio) => [None, ratio.of.as_deref(), ratio.target.as_deref()],
        _ => [None; 3],
    }
}

/// A record points at other records of its own document, of the type that the field names.
fn check_links(records: &[Record]) -> Result<(), TestCaseError> {
    let types: BTreeMap<&str, RecordType> =
        records.iter().map(|record| (record.id.as_str(), record.record_type())).collect();
    for record in records {
        let links = links(record);
        prop_assert!(!links.contains(&Some(record.id.as_str())), "it points at itself: {:?}", record);
        let kinds = links.map(|id| id.map(|id| types.get(id).copied()));
        prop_assert!(kinds.iter().flatten().all(Option::is_some), "it points nowhere: {:?}", record);
        let [whole, _, target] = kinds.map(Option::flatten);
        prop_assert!(whole.is_none_or(|kind| kind == RecordType::Count), "{:?}", record);
        prop_assert!(target.is_none_or(|kind| kind == RecordType::Target), "{:?}", record);
    }
    Ok(())
}

fn without_offsets(mut record: Record) -> Record {
    (record.start, record.end) = (0, 0);
    if let Fact::Person(person) = &mut record.fact {
        person.mentions.iter_mut().for_each(|mention| (mention.start, mention.end) = (0, 0));
    }
    record
}

/// A text cut as another language cuts it.
struct Slices<'t> {
    text: &'t str,
    /// For each offset in the unit the byte there; `None` within a character.
    bytes: Vec<Option<usize>>,
}

impl<'t> Slices<'t> {
    fn new(text: &'t str, unit: OffsetUnit) -> Self {
        let mut bytes = Vec::new();
        for (at, letter) in text.char_indices() {
            let width = match unit {
                OffsetUnit::CodePoint => 1,
                OffsetUnit::Byte => letter.len_utf8(),
                OffsetUnit::Utf16 => letter.len_utf16(),
            };
            bytes.push(Some(at));
            bytes.extend(std::iter::repeat_n(None, width - 1));
        }
        bytes.push(Some(text.len()));
        Self { text, bytes }
    }

    fn get(&self, start: usize, end: usize) -> Option<&'t str> {
        let at = |offset: usize| self.bytes.get(offset).copied().flatten();
        self.text.get(at(start)?..at(end)?)
    }
}

// Threads and runs

/// The output lines of `documents`, extracted by `threads` threads that share an extractor fresh from its builder.
fn lines(documents: &[Document], threads: usize) -> Vec<String> {
    let extractor = extractor(OffsetUnit::CodePoint);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let json = |document: &Document| {
        let records = extractor.extract(document).unwrap();
        records.iter().map(|record| serde_json::to_string(record).unwrap()).collect::<Vec<_>>().join("\n")
    };
    pool.install(|| documents.par_iter().map(json).collect())
}

#[test]
fn threads_and_runs_change_no_byte() {
    let fixtures: Vec<Document> = fixtures();
    let documents: Vec<Document> = (0..6).flat_map(|_| fixtures.iter().cloned()).collect();
    let one = lines(&documents, 1);
    assert!(one.iter().all(|lines| lines.lines().count() > 10), "the fixtures give next to nothing");
    for threads in [1, 2, 4] {
        assert_eq!(lines(&documents, threads), one, "{threads} threads");
    }
    let backwards: Vec<Document> = documents.iter().rev().cloned().collect();
    let mut again = lines(&backwards, 4);
    again.reverse();
    assert_eq!(again, one, "in another order");
}

// The fold

const TONES: [char; 5] = ['\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'];
const PAIRS: [[char; 2]; 3] = [['o', 'a'], ['o', 'e'], ['u', 'y']];
/// All beginnings of a syllable but *q*, whose *u* bears no tone.
const ONSETS: [&str; 24] = [
    "", "b", "c", "ch", "d", "đ", "g", "h", "k", "kh", "l", "m", "n", "ng", "nh", "p", "ph", "r", "s", "t",
    "th", "tr", "v", "x",
];

/// Every open syllable of the three pairs with its mark on the first letter and on the second.
fn syllables() -> Vec<[String; 2]> {
    let mut syllables = Vec::new();
    for (onset, [first, second]) in ONSETS.iter().flat_map(|onset| PAIRS.map(|pair| (onset, pair))) {
        for tone in TONES {
            let older = format!("{onset}{first}{tone}{second}").nfc().collect();
            let newer = format!("{onset}{first}{second}{tone}").nfc().collect();
            syllables.push([older, newer]);
        }
    }
    syllables
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

#[test]
fn both_placements_fold_to_one_word_or_are_both_known() {
    for [older, newer] in syllables() {
        for [older, newer] in [
            [older.clone(), newer.clone()],
            [older.to_uppercase(), newer.to_uppercase()],
            [capitalised(&older), capitalised(&newer)],
        ] {
            assert_eq!(fold(&older).len(), older.len());
            assert_eq!(fold(&newer).len(), newer.len());
            let both = tone::spellings(&fold(&older));
            match both {
                None => assert_eq!(fold(&older), fold(&newer)),
                Some(both) => assert!(both.contains(&older) && both.contains(&newer), "{older} {newer}"),
            }
        }
    }
}

/// A pack that finds `words` by the scan, within a pattern as a list, and written out in a pattern.
fn pack_of(words: &[&str]) -> PackText {
    let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    let rules = format!(
        "
        [term.digits]
        reads = 'number'
        pattern = '[0-9]+'
        [term.listed]
        words = [{}]
        [[rule]]
        id = 'by_scan'
        emits = 'count'
        about = 'The word begins the match'
        pattern = '{{listed:subject}} {{digits:value}}'
        example = [{{ text = 'x', gives = 'nothing' }}]
        [[rule]]
        id = 'by_list'
        emits = 'count'
        about = 'The word is one of a list within the match'
        pattern = '= {{listed:subject}} {{digits:value}}'
        priority = 1
        example = [{{ text = 'x', gives = 'nothing' }}]
        [[rule]]
        id = 'by_letters'
        emits = 'count'
        about = 'The word stands in the pattern itself'
        pattern = '# (?:{}) {{digits:value}}'
        priority = 1
        example = [{{ text = 'x', gives = 'nothing' }}]
        ",
        quoted.join(", "),
        words.join("|"),
    );
    PackText::from_files([("words.toml", rules)])
}

/// How many records each of the three rules makes of `words`.
fn found(extractor: &Extractor, words: &[String]) -> [usize; 3] {
    let lines = words.iter().map(|word| format!("{word} 1.\n= {word} 2.\n# {word} 3.\n"));
    let records = records(extractor, &lines.collect::<String>());
    ["by_scan", "by_list", "by_letters"]
        .map(|rule| records.iter().filter(|record| record.rule == rule).count())
}

#[test]
fn either_placement_in_a_rule_matches_either_in_a_text() {
    let syllables = syllables();
    for written in 0..2 {
        let words: Vec<&str> = syllables.iter().map(|pair| pair[written].as_str()).collect();
        let builder = Extractor::builder().default_rules(false).rules(pack_of(&words));
        let extractor = builder.build().unwrap_or_else(|errors| panic!("{errors}"));
        for read in 0..2 {
            let texts: Vec<String> = syllables.iter().map(|pair| pair[read].clone()).collect();
            let all = [texts.len(); 3];
            assert_eq!(found(&extractor, &texts), all, "{written} as {read}");
            let shouted: Vec<String> = texts.iter().map(|text| text.to_uppercase()).collect();
            assert_eq!(found(&extractor, &shouted), all, "{written} as {read}, in capitals");
            let decomposed: Vec<String> = texts.iter().map(|text| text.nfd().collect()).collect();
            assert_eq!(found(&extractor, &decomposed), all, "{written} as {read}, decomposed");
        }
    }
}

/// Every letter of the alphabet, in both cases.
fn alphabet() -> Vec<char> {
    let plain = "aăâbcdđeêghiklmnoôơpqrstuưvxy";
    let vowels = "aăâeêioôơuưy";
    let toned =
        vowels.chars().flat_map(|vowel| TONES.map(|tone| format!("{vowel}{tone}").nfc().collect::<String>()));
    let small: String = plain.chars().map(String::from).chain(toned).collect();
    small.chars().chain(small.to_uppercase().chars()).collect()
}

#[test]
fn the_fold_keeps_length_and_borders_over_the_whole_alphabet() {
    let alphabet = alphabet();
    assert_eq!(alphabet.len(), 2 * (29 + 12 * 5));
    for &one in &alphabet {
        for &two in &alphabet {
            for text in
                [format!("{one}{two}"), format!("th{one}{two} {two}{one}, {one}{two}n\u{a0}q{one}{two}.")]
            {
                assert_keeps_place(&text);
            }
        }
    }
}

fn assert_keeps_place(text: &str) {
    let folded = fold(text);
    assert_eq!(folded.len(), text.len(), "{text:?}");
    let borders = |text: &str| -> Vec<(usize, bool)> {
        let mut inside = false;
        let edges = text.char_indices().filter_map(|(at, letter)| {
            let edge = letter.is_alphabetic() != inside;
            inside = letter.is_alphabetic();
            edge.then_some((at, inside))
        });
        edges.collect()
    };
    assert_eq!(borders(&folded), borders(text), "{text:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_fold_keeps_length_and_borders_of_any_text(text in texts()) {
        assert_keeps_place(&text);
        prop_assert_eq!(fold(&fold(&text)), fold(&text));
    }
}
