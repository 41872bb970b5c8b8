//! How long each stage and the whole take: `cargo bench --manifest-path benches/compare/Cargo.toml`, followed by
//! `-- whole` for a part.
//!
//! General news is measured where `BANTIN_NEWS` names a JSON Lines file of articles.

mod corpus;
mod tenfold;

use std::hint::black_box;
use std::time::Duration;

use bantin::matching::{self, Scratch};
use bantin::resolve::{self, Context};
use bantin::{Document, Extractor, Record, fold, layout};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

fn extractor() -> Extractor {
    Extractor::builder().build().expect("the embedded pack is sound")
}

fn bytes(pages: &[Document]) -> Throughput {
    Throughput::Bytes(pages.iter().map(|page| page.text.len() as u64).sum())
}

fn write(records: &[Record], lines: &mut Vec<u8>) {
    for record in records {
        serde_json::to_writer(&mut *lines, record).expect("a vector takes whatever is written to it");
        lines.push(b'\n');
    }
}

/// Extracts from every page and writes the records as lines, over what was written before.
fn extract(extractor: &Extractor, pages: &[Document], lines: &mut Vec<u8>) {
    for page in pages {
        lines.clear();
        write(&extractor.extract(page).expect("the pages are short"), lines);
    }
}

fn stages(criterion: &mut Criterion) {
    let extractor = extractor();
    let rules = extractor.rules();
    let pages = corpus::dense(256 << 10);
    let mut group = criterion.benchmark_group("stages");
    group.throughput(bytes(&pages));
    group.bench_function("fold", |bencher| {
        bencher.iter(|| pages.iter().map(|page| fold::fold(&page.text).len()).sum::<usize>());
    });
    group.bench_function("layout and scan", |bencher| {
        let mut scratch = Scratch::default();
        let mut lay =
            |page: &Document| layout::Page::new(&page.text, None, rules, &mut scratch.memory).blocks.len();
        bencher.iter(|| pages.iter().map(&mut lay).sum::<usize>());
    });
    let mut scratch = Scratch::default();
    let lay = |page: &Document| layout::Page::new(&page.text, None, rules, &mut scratch.memory);
    let laid: Vec<layout::Page> = pages.iter().map(lay).collect();
    group.bench_function("match", |bencher| {
        bencher.iter(|| laid.iter().for_each(|page| matching::find(page, rules, &mut scratch)));
    });
    group.bench_function("resolve", |bencher| {
        bencher.iter_custom(|rounds| resolving(&extractor, &pages, &laid, rounds));
    });
    let records: Vec<Record> =
        pages.iter().flat_map(|page| extractor.extract(page).expect("the pages are short")).collect();
    group.bench_function("write", |bencher| {
        let mut lines = Vec::new();
        bencher.iter(|| {
            lines.clear();
            write(&records, &mut lines);
        });
    });
    group.finish();
}

/// The time that the resolver alone takes: candidates are matched anew for each page, off the clock.
fn resolving(extractor: &Extractor, pages: &[Document], laid: &[layout::Page], rounds: u64) -> Duration {
    let rules = extractor.rules();
    let mut scratch = Scratch::default();
    let mut spent = Duration::ZERO;
    for _ in 0..rounds {
        for (document, page) in pages.iter().zip(laid) {
            matching::find(page, rules, &mut scratch);
            let metadata = &document.metadata;
            let context = Context {
                page,
                text: &document.text,
                rules,
                metadata,
                published: None,
                reference_date: None,
                authors: &[],
            };
            let begun = std::time::Instant::now();
            black_box(resolve::resolve(context, &scratch));
            spent += begun.elapsed();
        }
    }
    spent
}

fn whole(criterion: &mut Criterion) {
    let extractor = extractor();
    let article = vec![corpus::article_of_4_kilobytes()];
    let corpora = [("dense", corpus::dense(1 << 20)), ("news", corpus::news()), ("article", article)];
    let mut group = criterion.benchmark_group("whole");
    let mut lines = Vec::new();
    for (name, pages) in corpora.iter().filter(|(_, pages)| !pages.is_empty()) {
        group.throughput(bytes(pages));
        group.bench_function(*name, |bencher| bencher.iter(|| extract(&extractor, pages, &mut lines)));
    }
    group.finish();
}

fn rules(criterion: &mut Criterion) {
    let pages = corpus::dense(256 << 10);
    let mut group = criterion.benchmark_group("rules");
    group.throughput(bytes(&pages));
    let mut lines = Vec::new();
    for (name, copies) in [("the pack", 0), ("ten times the pack", 9)] {
        let pack = tenfold::multiplied(copies);
        let extractor = Extractor::builder()
            .default_rules(false)
            .rules(pack)
            .build()
            .expect("the multiplied pack is sound");
        group.bench_function(name, |bencher| bencher.iter(|| extract(&extractor, &pages, &mut lines)));
    }
    group.finish();
}

fn growth(criterion: &mut Criterion) {
    let extractor = extractor();
    let mut group = criterion.benchmark_group("growth");
    group.sample_size(10).warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(1));
    let mut lines = Vec::new();
    for size in [16 << 10, 256 << 10] {
        for (name, page) in corpus::adversarial(size) {
            let pages = [page];
            group.throughput(bytes(&pages));
            group.bench_with_input(BenchmarkId::new(name, size), &pages, |bencher, pages| {
                bencher.iter(|| extract(&extractor, pages, &mut lines));
            });
        }
    }
    group.finish();
}

fn start(criterion: &mut Criterion) {
    let article = [corpus::article_of_4_kilobytes()];
    let mut group = criterion.benchmark_group("start");
    group.sample_size(20);
    group.bench_function("load the pack", |bencher| bencher.iter(extractor));
    group.bench_function("load the pack and read one article", |bencher| {
        bencher.iter(|| extract(&extractor(), &article, &mut Vec::new()));
    });
    group.finish();
}

criterion_group!(benches, stages, whole, rules, growth, start);
criterion_main!(benches);
