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
use crate::compile::alphabet::{FILLER, Symbol};
use crate::compile::automata::Memory;
use crate::fold::fold_into;
use crate::scan::Scan;

/// The memory of a longer text is not kept for the next.
const KEPT_BYTES: usize = 1 << 18;

/// A document laid out and scanned: what rules are matched against.
#[derive(Debug, Default)]
pub struct Page {
    /// The text in the spelling of the rules; each byte stands where it stands in the composed text.
    pub folded: String,
    /// The same as automata read it, byte for byte; nothing stands for what is in no block.
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
        let mut page = Self::default();
        page.lay_out(text, zone, rules, memory);
        page
    }

    /// The same in the memory of a page that is done with.
    pub fn lay_out(&mut self, text: &str, zone: Option<Zone>, rules: &Ruleset, memory: &mut Memory) {
        memory.prepare(rules);
        self.clear();
        fold_into(text, &mut self.folded);
        self.symbols.resize(text.len(), FILLER);
        self.tables = block::tables(text);
        block::blocks(text, &self.tables, &mut self.blocks);
        self.scan(rules);
        self.split_sentences(rules);
        match zone {
            Some(zone) => self.blocks.iter_mut().for_each(|block| block.zone = zone),
            None => zones::assign(self, rules, memory),
        }
        self.title_stamp = zones::title_stamp(self, rules, memory);
    }

    /// Forgets the text but keeps the memory, unless it is that of a very long text.
    fn clear(&mut self) {
        if self.folded.capacity() > KEPT_BYTES {
            *self = Self::default();
        }
        let Self { folded, symbols, scan, blocks, sentences, tables, sentence_of, title_stamp } = self;
        folded.clear();
        symbols.clear();
        scan.clear();
        blocks.clear();
        tables.clear();
        sentences.clear();
        sentence_of.clear();
        *title_stamp = None;
    }

    fn scan(&mut self, rules: &Ruleset) {
        let letters = rules.automata().letters(rules);
        for block in &mut self.blocks {
            let first = self.scan.tokens.len() as u32;
            let stretch = (block.start as usize, block.end as usize);
            self.scan.append(&self.folded, stretch, &rules.trie, letters, &mut self.symbols);
            block.tokens = (first, self.scan.tokens.len() as u32);
        }
    }

    fn split_sentences(&mut self, rules: &Ruleset) {
        for block in &self.blocks {
            let abbreviations = &rules.layout.abbreviations;
            sentence::split(&self.folded, &self.scan, block.tokens, abbreviations, &mut self.sentences);
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

    /// Whether a number looks like a year of this century or the one before.
    pub(crate) fn is_like_year(&self, token: usize) -> bool {
        let text = self.scan.tokens[token].text(&self.folded);
        let is_year = |text: &str| text.len() == 4 && (text.starts_with("19") || text.starts_with("20"));
        is_year(text) && text.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Whether a block is a link to another page: it begins with the arrow of such lists.
    pub(crate) fn is_link(&self, number: usize) -> bool {
        let first = self.scan.tokens.get(self.blocks[number].tokens.0 as usize);
        first.is_some_and(|first| title::ARROWS.contains(&first.mark))
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
