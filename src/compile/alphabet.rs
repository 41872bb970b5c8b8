//! Characters as the patterns tell them apart.
//!
//! A page holds hundreds of different characters, but the patterns of a pack tell only some sets of them apart: most
//! capitals are just capitals to them, and most foreign letters just letters. All characters that no pattern tells
//! apart, and that have the same number of bytes in UTF-8, share one *symbol*, a byte. A text in symbols is as long as
//! the text in bytes: the symbol stands where the character begins, and [`FILLER`]s stand for its further bytes.
//! An automaton over symbols is several times smaller than one over UTF-8, since a set of letters is one step in it.
//!
//! Packs that tell more characters apart than there are symbols are matched by bytes: the text is its own.

use std::collections::HashMap;

use super::expression::Ranges;

/// Stands for the second and further bytes of a character.
pub const FILLER: u8 = 0;

/// The first characters with two, three and four bytes.
const LENGTH_STEPS: [u32; 3] = [0x80, 0x800, 0x1_0000];
/// One more than the last character.
const END: u32 = 0x11_0000;

/// The symbols of a set of patterns.
#[derive(Debug)]
pub struct Alphabet {
    symbols: Option<Symbols>,
}

#[derive(Debug)]
struct Symbols {
    /// The symbols of ASCII.
    ascii: [u8; 128],
    /// The symbols of the characters below U+2100, by pages of 64.
    pages: Vec<[u8; 64]>,
    page_of: Vec<u8>,
    /// The first characters of stretches that share a symbol, ascending, and the symbols.
    starts: Vec<u32>,
    of_start: Vec<u8>,
    /// For each class the symbols in it.
    of_class: Vec<Vec<Run>>,
}

/// Neighbouring symbols of one length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) first: u8,
    pub(super) last: u8,
    /// The bytes of its characters.
    pub(super) length: u8,
}

/// The characters below this one are looked up in pages.
const NEAR: u32 = 0x2100;
const PAGE: u32 = 64;

impl Alphabet {
    /// The alphabet that tells `classes` apart.
    pub(super) fn new(classes: &[Ranges]) -> Self {
        Self { symbols: Symbols::new(classes) }
    }

    /// Whether text is matched by symbols; else by its bytes.
    pub(super) fn has_symbols(&self) -> bool {
        self.symbols.is_some()
    }

    /// The symbols of a class.
    pub(super) fn runs(&self, class: usize) -> &[Run] {
        self.symbols.as_ref().map_or(&[], |symbols| &symbols.of_class[class])
    }

    /// `text` as automata read it, byte for byte as long.
    pub fn read(&self, text: &str) -> Vec<u8> {
        match &self.symbols {
            Some(symbols) => symbols.read(text),
            None => text.as_bytes().to_vec(),
        }
    }
}

impl Symbols {
    /// `None` if there are more kinds of character than symbols.
    fn new(classes: &[Ranges]) -> Option<Self> {
        let starts = starts(classes);
        let kinds = kinds(classes, &starts);
        let of_start = number_kinds(&starts, &kinds)?;
        let of_class = (0..classes.len()).map(|class| runs(class, &starts, &kinds, &of_start)).collect();
        let symbol = |code: u32| of_start[starts.partition_point(|&start| start <= code) - 1];
        let mut pages: Vec<[u8; PAGE as usize]> = Vec::new();
        let page_of = (0..NEAR / PAGE).map(|page| {
            let symbols = std::array::from_fn(|at| symbol(page * PAGE + at as u32));
            let known = pages.iter().position(|known| *known == symbols);
            known.unwrap_or_else(|| {
                pages.push(symbols);
                pages.len() - 1
            }) as u8
        });
        let page_of = page_of.collect();
        let ascii = std::array::from_fn(|code| symbol(code as u32));
        Some(Self { ascii, pages, page_of, starts, of_start, of_class })
    }

    #[inline]
    fn symbol(&self, letter: char) -> u8 {
        let code = letter as u32;
        match self.page_of.get((code / PAGE) as usize) {
            Some(&page) => self.pages[usize::from(page)][(code % PAGE) as usize],
            None => self.of_start[self.starts.partition_point(|&start| start <= code) - 1],
        }
    }

    fn read(&self, text: &str) -> Vec<u8> {
        let mut symbols = vec![FILLER; text.len()];
        for (at, letter) in text.char_indices() {
            symbols[at] = match self.ascii.get(letter as usize) {
                Some(&symbol) => symbol,
                None => self.symbol(letter),
            };
        }
        symbols
    }
}

/// The characters at which a class begins or ends, or characters get longer.
fn starts(classes: &[Ranges]) -> Vec<u32> {
    let edges = classes.iter().flatten().flat_map(|&(first, last)| [first as u32, last as u32 + 1]);
    let mut starts: Vec<u32> = edges.chain(LENGTH_STEPS).chain([0]).filter(|&start| start < END).collect();
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// For each stretch of characters the classes that hold it, as bits.
fn kinds(classes: &[Ranges], starts: &[u32]) -> Vec<Vec<u64>> {
    let mut kinds = vec![vec![0u64; classes.len().div_ceil(64)]; starts.len()];
    for (number, ranges) in classes.iter().enumerate() {
        for &(first, last) in ranges {
            let from = starts.partition_point(|&start| start < first as u32);
            let to = starts.partition_point(|&start| start <= last as u32);
            kinds[from..to].iter_mut().for_each(|kind| kind[number / 64] |= 1 << (number % 64));
        }
    }
    kinds
}

/// A symbol for each kind and length; `None` if there are too many. They are numbered so that those of one length
/// stand together.
fn number_kinds(starts: &[u32], kinds: &[Vec<u64>]) -> Option<Vec<u8>> {
    let mut numbers: HashMap<(u8, &[u64]), u8> = HashMap::new();
    let mut symbols = Vec::with_capacity(starts.len());
    for (&start, kind) in starts.iter().zip(kinds) {
        let next = u8::try_from(numbers.len() + 1);
        let symbol = match numbers.entry((length(start), kind)) {
            std::collections::hash_map::Entry::Occupied(known) => *known.get(),
            std::collections::hash_map::Entry::Vacant(free) => *free.insert(next.ok()?),
        };
        symbols.push(symbol);
    }
    Some(symbols)
}

/// The number of bytes of a character.
fn length(code: u32) -> u8 {
    1 + LENGTH_STEPS.iter().filter(|&&step| code >= step).count() as u8
}

/// The symbols of a class, neighbours joined.
fn runs(class: usize, starts: &[u32], kinds: &[Vec<u64>], symbols: &[u8]) -> Vec<Run> {
    let held = kinds.iter().map(|kind| kind[class / 64] & (1 << (class % 64)) != 0);
    let held = held.zip(starts.iter().zip(symbols)).filter(|(held, _)| *held);
    let mut single: Vec<(u8, u8)> = held.map(|(_, (&start, &symbol))| (symbol, length(start))).collect();
    single.sort_unstable();
    single.dedup();
    let mut runs: Vec<Run> = Vec::new();
    for (symbol, length) in single {
        match runs.last_mut() {
            Some(run) if run.last + 1 == symbol && run.length == length => run.last = symbol,
            _ => runs.push(Run { first: symbol, last: symbol, length }),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_pattern_tells_apart_is_one_symbol() {
        let alphabet = Alphabet::new(&[vec![('a', 'z')], vec![('e', 'e')], vec![('đ', 'đ')]]);
        let symbols = alphabet.read("abeđĐ漢ab");
        assert_eq!(symbols.len(), "abeđĐ漢ab".len());
        assert_eq!(symbols[0], symbols[1]);
        assert_ne!(symbols[0], symbols[2]);
        assert_ne!(symbols[3], symbols[5]);
        assert_eq!([symbols[4], symbols[6], symbols[8], symbols[9]], [FILLER; 4]);
        assert_eq!(symbols[10..], symbols[..2]);
    }

    #[test]
    fn a_class_holds_the_symbols_of_its_characters() {
        let alphabet = Alphabet::new(&[vec![('a', 'c'), ('á', 'á')], vec![('b', 'b')]]);
        for (text, held) in [("a", true), ("b", true), ("á", true), ("d", false), ("ơ", false)] {
            let symbol = alphabet.read(text)[0];
            let found = alphabet.runs(0).iter().any(|run| run.first <= symbol && symbol <= run.last);
            assert_eq!(found, held, "{text}");
        }
    }

    #[test]
    fn too_many_kinds_are_read_as_bytes() {
        let classes: Vec<Ranges> = ('\u{4e00}'..'\u{4f00}').map(|letter| vec![(letter, letter)]).collect();
        let alphabet = Alphabet::new(&classes);
        assert!(!alphabet.has_symbols());
        assert_eq!(alphabet.read("漢"), "漢".as_bytes());
    }
}
