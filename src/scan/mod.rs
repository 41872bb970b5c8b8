//! One pass over the folded text: its tokens, and every word-list entry that stands in it.
//!
//! The pass decides which rules are tried and where; no regex runs over text that no rule's words or numbers stand in.

mod letter;
pub(crate) mod table;
pub mod token;
pub mod trie;
pub mod vocabulary;

pub use letter::{Letter, Near};
pub use token::{Capital, Token, TokenKind};
pub use trie::{EntryId, Hit, Trie};

use crate::compile::alphabet::Symbol;
use vocabulary::Letters;

/// The tokens of a stretch of text and the word-list entries that stand in it.
#[derive(Debug, Default)]
pub struct Scan {
    /// Tokens in text order.
    pub tokens: Vec<Token>,
    /// Entries by their first token, the shorter first.
    pub hits: Vec<Hit>,
    /// For each token the first of its hits in `hits`, and the end after the last token.
    first_hit: Vec<u32>,
    /// For each token, and the end after the last, the number plus one of the last hit that ends before it.
    last_ending: Vec<u32>,
    /// For each hit the number plus one of the hit before it that ends at the same place.
    ending_before: Vec<u32>,
}

impl Scan {
    /// Scans `folded[start..end]` and appends to what was scanned before; an entry never spans two calls. The symbols of
    /// its characters are written to `symbols`, which has a place for each byte of `folded`.
    pub fn append(
        &mut self,
        folded: &str,
        (start, end): (usize, usize),
        trie: &Trie,
        letters: Letters<'_>,
        symbols: &mut [Symbol],
    ) {
        let first = self.tokens.len();
        token::tokenize(folded, (start, end), letters, symbols, &mut self.tokens);
        self.first_hit.truncate(first);
        self.first_hit.reserve(self.tokens.len() - first + 1);
        for at in first..self.tokens.len() {
            self.first_hit.push(self.hits.len() as u32);
            trie.find_at(&self.tokens, at, &mut self.hits);
        }
        self.first_hit.push(self.hits.len() as u32);
        self.link_endings();
    }

    /// Links each new hit to the one before it that ends at the same place.
    fn link_endings(&mut self) {
        self.last_ending.resize(self.tokens.len() + 1, 0);
        for hit in &self.hits[self.ending_before.len()..] {
            let number = self.ending_before.len() as u32 + 1;
            self.ending_before.push(std::mem::replace(&mut self.last_ending[hit.end as usize], number));
        }
    }

    /// The entries that begin at token `at`, the shorter first.
    pub fn hits_at(&self, at: usize) -> &[Hit] {
        match (self.first_hit.get(at), self.first_hit.get(at + 1)) {
            (Some(&first), Some(&end)) => &self.hits[first as usize..end as usize],
            _ => &[],
        }
    }

    /// The entries that end before token `end`, the shorter first.
    pub fn hits_ending_at(&self, end: usize) -> impl Iterator<Item = &Hit> {
        let mut next = self.last_ending.get(end).copied().unwrap_or(0);
        std::iter::from_fn(move || {
            let number = next.checked_sub(1)? as usize;
            next = self.ending_before[number];
            Some(&self.hits[number])
        })
    }

    /// The index of the first token that begins at byte `at` or later.
    pub fn token_from(&self, at: usize) -> usize {
        self.tokens.partition_point(|token| (token.start as usize) < at)
    }

    /// Forgets everything but keeps the memory.
    pub fn clear(&mut self) {
        self.tokens.clear();
        self.hits.clear();
        self.first_hit.clear();
        self.last_ending.clear();
        self.ending_before.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits_are_found_from_both_ends() {
        let mut trie = Trie::default();
        trie.insert("chi bộ");
        trie.insert("bộ");
        let text = "14 chi bộ";
        let mut scan = Scan::default();
        scan.append(text, (0, text.len()), &trie, trie.vocabulary().letters(), &mut []);
        assert_eq!(scan.hits_at(1).len(), 1);
        let starts: Vec<u32> = scan.hits_ending_at(3).map(|hit| hit.start).collect();
        assert_eq!(starts, [2, 1]);
        assert_eq!(scan.hits_ending_at(2).count(), 0);
        assert_eq!(scan.token_from(3), 1);
    }
}
