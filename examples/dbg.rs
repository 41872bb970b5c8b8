fn main() {
    let ex = bantin::Extractor::builder().build().unwrap();
    let rules = ex.rules();
    let text = std::env::args().nth(1).unwrap();
    let page = bantin::layout::Page::new(&text, Some(bantin::layout::Zone::Body), rules);
    let mut s = bantin::matching::Scratch::default();
    bantin::matching::find(&page, rules, &mut s);
    for c in &s.candidates {
        println!(
            "{} [{}] {:?}",
            rules.rules[c.rule as usize].id,
            &page.folded[c.start as usize..c.end as usize],
            s.captures[c.captures as usize..c.captures_end as usize]
                .iter()
                .map(|k| (k.slot, &page.folded[k.start as usize..k.end as usize]))
                .collect::<Vec<_>>()
        );
    }
}
