//! The table of the ways between the states of an automaton.
//!
//! There are thousands of states and hundreds of symbols, but the ways that texts take again and again are few: one
//! table holds them all, instead of a row for each state.

/// Ways from states, in an open table that is at most half full.
#[derive(Debug, Default)]
pub(super) struct Ways {
    /// A way and where it leads; a way of 0 marks a free place, since no state is 0 from which a way leads.
    places: Vec<(u64, u32)>,
    count: usize,
}

/// The size of the table of ways when the first comes; always a power of two.
const FIRST_WAYS: usize = 1 << 10;

impl Ways {
    /// Where a way leads, if that is known.
    #[inline]
    pub(super) fn get(&self, way: u64) -> Option<u32> {
        if self.places.is_empty() {
            return None;
        }
        let (found, next) = self.places[self.place_of(way)];
        (found == way).then_some(next)
    }

    /// Where `way` stands, or the free place where it would.
    #[inline]
    fn place_of(&self, way: u64) -> usize {
        let mask = self.places.len() - 1;
        let mut at = (way.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & mask;
        while self.places[at].0 != way && self.places[at].0 != 0 {
            at = (at + 1) & mask;
        }
        at
    }

    /// Remembers where a way leads that was not known.
    pub(super) fn insert(&mut self, way: u64, next: u32) {
        if self.count * 2 >= self.places.len() {
            let size = (self.places.len() * 2).max(FIRST_WAYS);
            let old = std::mem::replace(&mut self.places, vec![(0, 0); size]);
            old.into_iter().filter(|&(way, _)| way != 0).for_each(|(way, next)| {
                let at = self.place_of(way);
                self.places[at] = (way, next);
            });
        }
        let at = self.place_of(way);
        self.count += 1;
        self.places[at] = (way, next);
    }

    /// The memory taken, in bytes.
    pub(super) fn memory(&self) -> usize {
        16 * self.places.len()
    }
}
