//! Every word list of the rules in one trie over syllables: one walk finds all their entries.

use std::hash::Hasher;

use super::table::NumberTable;
use super::token::Token;
use super::vocabulary::{UNKNOWN, Vocabulary, WordId};
use crate::fold::{case::lower_text, fold};

/// The number of an entry: a phrase that some word list holds.
pub type EntryId = u32;

/// The longest entry that a text can match, in tokens.
pub const LONGEST_ENTRY: usize = 16;

#[derive(Debug, Default, Clone, Copy)]
struct Node {
    entry: Option<EntryId>,
    /// One bit for each child's word, by its lowest bits: most words that are no child are told at a glance.
    children: u64,
}

/// The bit of a word among the children of a node.
fn bit(word: WordId) -> u64 {
    1 << (word % 64)
}

/// Word-list entries by their syllables.
#[derive(Debug)]
pub struct Trie {
    vocabulary: Vocabulary,
    nodes: Vec<Node>,
    /// From a word to its node below the root; 0 where there is none.
    roots: Vec<u32>,
    children: NumberTable,
    entries: u32,
    /// The tokens of the phrase at hand.
    tokens: Vec<Token>,
}

/// The way from a node to its child; never 0, since the root has no part in it. Of all but very large packs it is short
/// enough for the table's places.
#[inline]
fn edge(node: u32, word: WordId) -> u64 {
    if word >> WORD_BITS == 0 {
        u64::from(node) << WORD_BITS | u64::from(word)
    } else {
        1 << 63 | u64::from(node) << 31 | u64::from(word)
    }
}

/// The bits of a word's number in a way.
const WORD_BITS: u32 = 17;

/// A multiplicative hash of numbers; they come from rule files, so nobody gains by making them collide.
#[derive(Default)]
pub struct NumberHasher(u64);

impl Hasher for NumberHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (numbers, rest) = bytes.as_chunks();
        for &number in numbers {
            self.write_u64(u64::from_le_bytes(number));
        }
        for &byte in rest {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn write_isize(&mut self, number: isize) {
        self.write_u64(number.cast_unsigned() as u64);
    }

    fn write_u64(&mut self, number: u64) {
        let product = (self.0 ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = product ^ (product >> 32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// An entry that stands in the text, from one token to before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The first token.
    pub start: u32,
    /// The token after the last.
    pub end: u32,
    /// Which entry.
    pub entry: EntryId,
}

impl Default for Trie {
    fn default() -> Self {
        Self {
            vocabulary: Vocabulary::default(),
            nodes: vec![Node::default()],
            roots: Vec::new(),
            children: NumberTable::default(),
            entries: 0,
            tokens: Vec::new(),
        }
    }
}

impl Trie {
    /// Adds a phrase in any spelling; the same phrase gives the same entry. `None` for a phrase without a word or mark,
    /// or one of more than [`LONGEST_ENTRY`] tokens.
    pub fn insert(&mut self, phrase: &str) -> Option<EntryId> {
        self.insert_folded(&fold(phrase))
    }

    /// The same for a phrase that is folded already.
    pub fn insert_folded(&mut self, folded: &str) -> Option<EntryId> {
        let mut tokens = std::mem::take(&mut self.tokens);
        tokens.clear();
        super::token::tokenize(folded, (0, folded.len()), self.vocabulary.letters(), &mut [], &mut tokens);
        let fits = !tokens.is_empty() && tokens.len() <= LONGEST_ENTRY;
        let mut node = 0;
        for token in tokens.iter().filter(|_| fits) {
            let word = match token.word {
                UNKNOWN => self.vocabulary.intern(&lower_text(token.text(folded))),
                known => known,
            };
            node = self.child_or_new(node, word);
        }
        self.tokens = tokens;
        if !fits {
            return None;
        }
        let entries = &mut self.entries;
        Some(*self.nodes[node as usize].entry.get_or_insert_with(|| {
            *entries += 1;
            *entries - 1
        }))
    }

    fn child_or_new(&mut self, node: u32, word: WordId) -> u32 {
        if node == 0 {
            self.roots.resize(self.roots.len().max(word as usize + 1), 0);
        }
        let known = if node == 0 { self.roots[word as usize] } else { self.child(node, word).unwrap_or(0) };
        if known != 0 {
            return known;
        }
        let new = self.nodes.len() as u32;
        self.nodes.push(Node::default());
        self.nodes[node as usize].children |= bit(word);
        if node == 0 {
            self.roots[word as usize] = new;
        } else {
            self.children.insert(edge(node, word), new);
        }
        new
    }

    #[inline]
    fn child(&self, node: u32, word: WordId) -> Option<u32> {
        self.children.get(edge(node, word))
    }

    /// The syllables of all entries.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// How many entries there are; their ids run from 0.
    pub fn entry_count(&self) -> usize {
        self.entries as usize
    }

    /// Appends every entry that begins at token `start`, shortest first.
    #[inline]
    pub fn find_at(&self, tokens: &[Token], start: usize, hits: &mut Vec<Hit>) {
        let word = tokens[start].word;
        let Some(&root) = self.roots.get(word as usize) else { return };
        if word == UNKNOWN || root == 0 {
            return;
        }
        let mut node = root;
        let mut at = start + 1;
        loop {
            let Node { entry, children } = self.nodes[node as usize];
            if let Some(entry) = entry {
                hits.push(Hit { start: start as u32, end: at as u32, entry });
            }
            let next =
                tokens.get(at).filter(|token| children & bit(token.word) != 0 && token.word != UNKNOWN);
            let Some(child) = next.and_then(|token| self.child(node, token.word)) else { return };
            node = child;
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::token::tokenize;

    fn found<'t>(trie: &Trie, text: &'t str) -> Vec<&'t str> {
        let mut tokens = Vec::new();
        tokenize(text, (0, text.len()), trie.vocabulary().letters(), &mut [], &mut tokens);
        let mut hits = Vec::new();
        (0..tokens.len()).for_each(|start| trie.find_at(&tokens, start, &mut hits));
        hits.iter()
            .map(|hit| {
                &text[tokens[hit.start as usize].start as usize..tokens[hit.end as usize - 1].end as usize]
            })
            .collect()
    }

    #[test]
    fn entries_within_entries_are_all_found() {
        let mut trie = Trie::default();
        for phrase in ["đảng viên", "đảng viên chính thức", "đ/c", "viên"] {
            trie.insert(phrase).unwrap();
        }
        let text = "311 Đảng  viên chính thức, Đ/c ĐẢNG VIÊN";
        assert_eq!(
            found(&trie, text),
            ["Đảng  viên", "Đảng  viên chính thức", "viên", "Đ/c", "ĐẢNG VIÊN", "VIÊN"]
        );
    }

    #[test]
    fn the_same_phrase_is_the_same_entry() {
        let mut trie = Trie::default();
        assert_eq!(trie.insert("Đảng ủy"), trie.insert("đảng uỷ"));
        assert_eq!(trie.insert("  "), None);
    }
}
