//! Measures the extractor and the peers that are Rust crates on the JSON Lines file that is named.

use std::time::{Duration, Instant};

use bantin::{Document, Extractor};
use duckling::{Context, DimensionKind, Lang, Locale, Options};

/// How long each is measured, after one page to warm up.
const BUDGET: Duration = Duration::from_secs(5);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name a JSON Lines file")?;
    let pages: Vec<Document> = std::fs::read_to_string(path)?.lines().filter_map(page).collect();
    let extractor = Extractor::builder().build()?;
    let mut lines = Vec::new();
    measure("bantin", "all records, written as JSON Lines", &pages, |page| {
        lines.clear();
        let records = extractor.extract(page).unwrap_or_default();
        for record in &records {
            // A vector takes whatever is written to it.
            let _ = serde_json::to_writer(&mut lines, record);
            lines.push(b'\n');
        }
        records.len()
    });
    let locale = Locale::new(Lang::VI, None);
    let (context, options) = (Context::default(), Options::default());
    let kinds = [DimensionKind::Numeral, DimensionKind::Time];
    measure("duckling (crate)", "numerals and times, Vietnamese", &pages, |page| {
        page.text.lines().map(|line| duckling::parse(line, &locale, &kinds, &context, &options).len()).sum()
    });
    Ok(())
}

fn page(line: &str) -> Option<Document> {
    let line: serde_json::Value = serde_json::from_str(line).ok()?;
    Some(Document::new(line["id"].as_str()?, line["text"].as_str()?))
}

/// Reads pages until the time is up; prints name, what it finds, megabytes a second and finds a kilobyte.
fn measure(name: &str, what: &str, pages: &[Document], mut find: impl FnMut(&Document) -> usize) {
    let Some(first) = pages.first() else { return };
    find(first);
    let begun = Instant::now();
    let (mut bytes, mut found) = (0, 0);
    for page in pages {
        found += find(page);
        bytes += page.text.len();
        if begun.elapsed() > BUDGET {
            break;
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    let (bytes, found) = (bytes as f64, found as f64);
    println!("{name}\t{what}\t{:.4}\t{:.1}", bytes / seconds / 1e6, found / bytes * 1000.0);
}
