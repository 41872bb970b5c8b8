//! Near-duplicates: one press release printed by many papers.
//!
//! Documents are compared in the order of the input, each with the ones before it, so the first is always the
//! original, whatever the number of threads. Sketches are looked up by bands: groups of bins that two similar texts
//! hardly ever differ in all at once. About half a kilobyte is kept for each original.

use std::collections::HashMap;

use super::decode::DecodedBatch;
use super::sketch::{BINS, Sketch};

/// What to do with a document whose text is nearly that of an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duplicates {
    /// Say so on its article: `same_as` is the first document's id.
    Mark,
    /// Leave its records out.
    Drop,
}

/// What the comparison says of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing before it is nearly the same.
    #[default]
    New,
    /// It is nearly the same as the document of this id.
    SameAs(String),
    /// It is nearly the same as an earlier one and is to be left out.
    Dropped,
}

/// Bins that must agree for two texts to pass for one: a similarity of about 0.8.
const AGREEMENT: usize = BINS * 8 / 10;
/// Bins in a band. Two texts of similarity 0.8 share one of the bands with a chance of 0.99.
const BAND: usize = 6;
/// How many bands a sketch has.
const BANDS: usize = BINS / BAND;
/// How many originals with a band in common are compared with, the latest first.
const CANDIDATES: usize = 256;

/// No original: the end of a chain.
const NONE: u32 = u32::MAX;

/// The originals so far.
pub(super) struct Comparison {
    policy: Duplicates,
    originals: Vec<Original>,
    /// The latest original with a given band; earlier ones follow by [`Original::previous`].
    latest: HashMap<(u8, u64), u32>,
}

struct Original {
    id: String,
    /// The lower halves of the sketch's values: enough to compare by.
    bins: [u16; BINS],
    /// The original before this one with the same band, for each band.
    previous: [u32; BANDS],
}

impl Comparison {
    pub fn new(policy: Duplicates) -> Self {
        Self { policy, originals: Vec::new(), latest: HashMap::new() }
    }

    /// Says of each document of the next batch whether it is new.
    pub fn judge(&mut self, mut batch: DecodedBatch) -> DecodedBatch {
        for document in &mut batch.documents {
            if let (Ok(text), Some(sketch)) = (&document.outcome, document.sketch.take()) {
                document.verdict = self.verdict(&text.id, &sketch);
            }
        }
        batch
    }

    fn verdict(&mut self, id: &str, sketch: &Sketch) -> Verdict {
        match (self.original_of(sketch), self.policy) {
            (None, _) => {
                self.add(id, sketch);
                Verdict::New
            }
            (Some(original), Duplicates::Mark) => Verdict::SameAs(original.id.clone()),
            (Some(_), Duplicates::Drop) => Verdict::Dropped,
        }
    }

    /// The first original that is nearly the same.
    fn original_of(&self, sketch: &Sketch) -> Option<&Original> {
        let bins = short(sketch);
        let candidates = bands(sketch).flat_map(|(band, key)| self.chain(band, key).take(CANDIDATES));
        let same = candidates.filter(|&at| agreement(&self.originals[at as usize].bins, &bins) >= AGREEMENT);
        same.min().map(|at| &self.originals[at as usize])
    }

    /// The originals with a band, the latest first.
    fn chain(&self, band: u8, key: u64) -> impl Iterator<Item = u32> {
        let link = |at: u32| (at != NONE).then_some(at);
        let first = self.latest.get(&(band, key)).copied();
        std::iter::successors(first, move |&at| link(self.originals[at as usize].previous[usize::from(band)]))
    }

    fn add(&mut self, id: &str, sketch: &Sketch) {
        let at = self.originals.len() as u32;
        let mut previous = [NONE; BANDS];
        for (band, key) in bands(sketch) {
            previous[usize::from(band)] = self.latest.insert((band, key), at).unwrap_or(NONE);
        }
        self.originals.push(Original { id: id.to_owned(), bins: short(sketch), previous });
    }
}

/// The bands of a sketch: their numbers and the hash of what stands in each.
fn bands(sketch: &Sketch) -> impl Iterator<Item = (u8, u64)> {
    (0..).zip(sketch.0.chunks_exact(BAND)).map(|(band, bins)| {
        let bytes: Vec<u8> = bins.iter().flat_map(|bin| bin.to_le_bytes()).collect();
        (band, xxhash_rust::xxh3::xxh3_64(&bytes))
    })
}

fn short(sketch: &Sketch) -> [u16; BINS] {
    sketch.0.map(|value| value as u16)
}

fn agreement(left: &[u16; BINS], right: &[u16; BINS]) -> usize {
    left.iter().zip(right).filter(|(left, right)| left == right).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An article of 400 words of which every `edited`-th is another one.
    fn article(topic: &str, edited: usize) -> String {
        let word =
            |at: usize| if at.is_multiple_of(edited) { format!("edit{at}") } else { format!("{topic}{at}") };
        (1..=400).map(word).collect::<Vec<_>>().join(" ")
    }

    fn verdicts(policy: Duplicates, texts: &[(&str, String)]) -> Vec<Verdict> {
        let mut comparison = Comparison::new(policy);
        texts.iter().map(|(id, text)| comparison.verdict(id, &Sketch::of(text).unwrap())).collect()
    }

    fn release() -> [(&'static str, String); 4] {
        [
            ("first", article("a", 1000)),
            ("other", article("b", 1000)),
            ("reprint", article("a", 100)),
            ("rewrite", article("a", 4)),
        ]
    }

    #[test]
    fn a_reprint_is_told_and_a_rewrite_is_not() {
        let expected = [Verdict::New, Verdict::New, Verdict::SameAs("first".into()), Verdict::New];
        assert_eq!(verdicts(Duplicates::Mark, &release()), expected);
        let dropped = [Verdict::New, Verdict::New, Verdict::Dropped, Verdict::New];
        assert_eq!(verdicts(Duplicates::Drop, &release()), dropped);
    }

    #[test]
    fn every_reprint_names_the_first() {
        let texts: Vec<(String, String)> =
            (0..50).map(|at| (format!("d{at}"), article("a", 100 + at))).collect();
        let texts: Vec<(&str, String)> = texts.iter().map(|(id, text)| (id.as_str(), text.clone())).collect();
        let verdicts = verdicts(Duplicates::Mark, &texts);
        assert!(verdicts[1..].iter().all(|verdict| *verdict == Verdict::SameAs("d0".into())), "{verdicts:?}");
    }

    #[test]
    fn short_texts_are_compared_too() {
        let texts = [("a", "một hai".to_owned()), ("b", "Một, hai!".to_owned()), ("c", "ba bốn".to_owned())];
        let expected = [Verdict::New, Verdict::SameAs("a".into()), Verdict::New];
        assert_eq!(verdicts(Duplicates::Mark, &texts), expected);
    }
}
