//! What part of a page is what: lines become blocks, blocks get zones, and their tokens fall into sentences.
//!
//! A page is scraped with its menus, stamps, captions and counters. Rules choose the zones that they read, so a visit
//! counter never becomes a count. The words that tell the zones are the pack's.

mod block;
mod rows;
mod sentence;
mod title;
mod zone;
mod zones;

pub use block::Block;
pub use rows::{Row, Table};
pub use zone::Zone;

use crate::compile::Ruleset;
use crate::compile::alphabet::Symbol;
use crate::compile::automata::Memory;
use crate::fold::fold;
use crate::scan::Scan;

/// A document laid out and scanned: what rules are matched against.
#[derive(Debug, Default)]
pub struct Page {
    /// The text in the spelling of the rules; each byte stands where it stands in the composed text.
    pub folded: String,
    /// The same as automata read it, byte for byte.
    pub symbols: Vec<Symbol>,
    /// Its tokens and the word-list entries in it.
    pub scan: Scan,
    /// The blocks, in text order.
    pub blocks: Vec<Block>,
    /// The sentences, as ranges of tokens, in text order.
    pub sentences: Vec<(u32, u32)>,
    /// The tables whose cells stand on lines of their own.
    pub tables: Vec<Table>,
    /// Where the headline holds a stamp.
    pub title_stamp: Option<(usize, usize)>,
    /// For each token the number of its sentence.
    sentence_of: Vec<u32>,
}

impl Page {
    /// Lays out `text` (composed). With `zone` the whole text is of that zone, as examples need it; `memory` is
    /// the thread's.
    pub fn new(text: &str, zone: Option<Zone>, rules: &Ruleset, memory: &mut Memory) -> Self {
        memory.prepare(rules);
        let folded = fold(text);
        let symbols = rules.automata().alphabet().read(&folded);
        let mut page = Self { folded, symbols, ..Self::default() };
        page.tables = block::tables(text);
        page.blocks = block::blocks(text, &page.tables);
        for block in &mut page.blocks {
            let first = page.scan.tokens.len() as u32;
            page.scan.append(&page.folded, block.start as usize, block.end as usize, &rules.trie);
            block.tokens = (first, page.scan.tokens.len() as u32);
        }
        page.split_sentences(rules);
        match zone {
            Some(zone) => page.blocks.iter_mut().for_each(|block| block.zone = zone),
            None => zones::assign(&mut page, rules, memory),
        }
        page.title_stamp = zones::title_stamp(&page, rules, memory);
        page
    }

    fn split_sentences(&mut self, rules: &Ruleset) {
        for block in &self.blocks {
            sentence::split(&self.scan, block.tokens, &rules.layout.abbreviations, &mut self.sentences);
        }
        for (number, &(first, end)) in self.sentences.iter().enumerate() {
            self.sentence_of.resize(first as usize, number as u32);
            self.sentence_of.resize(end as usize, number as u32);
        }
    }

    /// The sentence of token `token`, as a range of tokens.
    pub fn sentence(&self, token: usize) -> (usize, usize) {
        let number = self.sentence_of.get(token).or(self.sentence_of.last());
        let (first, end) =
            number.and_then(|&number| self.sentences.get(number as usize)).copied().unwrap_or((0, 0));
        (first as usize, end as usize)
    }

    /// The number of the block that holds token `token`.
    pub fn block_of(&self, token: usize) -> usize {
        self.blocks
            .partition_point(|block| block.tokens.1 as usize <= token)
            .min(self.blocks.len().saturating_sub(1))
    }

    /// The folded text of token `token`.
    pub fn token_text(&self, token: usize) -> &str {
        self.scan.tokens[token].text(&self.folded)
    }

    /// The bytes from the first of `tokens` to the end of the last; an empty range is empty at its place.
    pub fn bytes_of(&self, first: usize, end: usize) -> (usize, usize) {
        match (self.scan.tokens.get(first), end.checked_sub(1).and_then(|last| self.scan.tokens.get(last))) {
            (Some(start), Some(last)) if first < end => (start.start as usize, last.end as usize),
            (Some(start), _) => (start.start as usize, start.start as usize),
            _ => (self.folded.len(), self.folded.len()),
        }
    }

    /// The beginning of the clause of token `token`: after the last semicolon of its sentence.
    pub fn clause_start(&self, token: usize) -> usize {
        let (first, _) = self.sentence(token);
        (first..token).rev().find(|&at| self.scan.tokens[at].is(';')).map_or(first, |at| at + 1)
    }

    /// The end of the clause of token `token`: before the next semicolon of its sentence.
    pub fn clause_end(&self, token: usize) -> usize {
        let (_, end) = self.sentence(token);
        (token..end).find(|&at| self.scan.tokens[at].is(';')).unwrap_or(end)
    }
}
