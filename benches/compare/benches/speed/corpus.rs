//! Texts to measure on, the same on every machine and in every run.

use bantin::Document;

/// The sample pages: dense with figures, dates and names.
const SAMPLES: [&str; 5] = [
    include_str!("../../../../fixtures/lao-cai-2025.txt"),
    include_str!("../../../../fixtures/nghe-an-2020.txt"),
    include_str!("../../../../fixtures/quang-nam-2022.txt"),
    include_str!("../../../../fixtures/quang-ngai-2024.txt"),
    include_str!("../../../../fixtures/tra-vinh-2024.txt"),
];

/// A generator of numbers (xorshift): quick, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// Pages of at least `bytes` bytes together: the sample pages over and over, their lines shuffled.
pub fn dense(bytes: usize) -> Vec<Document> {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut pages = Vec::new();
    let mut length = 0;
    while length < bytes {
        let mut lines: Vec<&str> = SAMPLES[dice.below(SAMPLES.len())].lines().collect();
        dice.shuffle(&mut lines);
        let page = Document::new(format!("page-{}", pages.len()), lines.join("\n"));
        length += page.text.len();
        pages.push(page);
    }
    pages
}

/// The articles of a JSON Lines file named by the environment variable `BANTIN_NEWS`: objects with `id`, `text` and
/// perhaps `published`. General news is nobody's to publish with this project, so everyone measures on their own.
pub fn news() -> Vec<Document> {
    let Some(path) = std::env::var_os("BANTIN_NEWS") else { return Vec::new() };
    let Ok(lines) = std::fs::read_to_string(path) else { return Vec::new() };
    lines.lines().filter_map(article).collect()
}

fn article(line: &str) -> Option<Document> {
    let line: serde_json::Value = serde_json::from_str(line).ok()?;
    let mut document = Document::new(line["id"].as_str()?, line["text"].as_str()?);
    document.metadata.published = line["published"].as_str().map(str::to_owned);
    Some(document)
}

/// A page of about four kilobytes.
pub fn article_of_4_kilobytes() -> Document {
    Document::new("article", SAMPLES[2])
}

/// Pages of at least `bytes` bytes that a matcher might read over and over.
pub fn adversarial(bytes: usize) -> Vec<(&'static str, Document)> {
    let one_line: String =
        SAMPLES.iter().flat_map(|page| page.lines()).map(|line| line.replace(". ", ", ") + " ").collect();
    let texts = [
        ("one line", one_line.as_str()),
        ("digits", "7"),
        ("digits in groups", "100 "),
        ("numbers", "12 345 "),
        ("capitals", "A"),
        ("capitalised words", "Nguyễn "),
        ("names", "đồng chí Nguyễn Văn An, "),
        ("triggers", "tỷ lệ đạt ngày tháng năm "),
        ("unclosed brackets", "12 đảng viên ("),
        ("closed brackets", "12 đảng viên (3 nữ) "),
        ("near-matches", "từ ngày 12 đến ngày "),
        ("number words", "hai mươi "),
        ("list", "tỷ lệ 12%, "),
        ("clauses", "12%;"),
        ("days", "ngày 12/3, "),
        ("references", "Nghị quyết số 12-NQ/TW, "),
        ("aims", "phấn đấu kết nạp 30 đảng viên, "),
        ("words", "bò gạo sông "),
        ("spaces", " "),
        ("lines", "xin chào các\n"),
        ("combining marks", "e\u{301}"),
    ];
    texts.into_iter().map(|(name, text)| (name, repeated(text, bytes))).collect()
}

fn repeated(text: &str, bytes: usize) -> Document {
    Document::new("page", text.repeat(bytes / text.len() + 1))
}
