//! A hash table from numbers to numbers.
//!
//! The scan and the automata look up little else, once for each word or character, and what they wait for is the memory:
//! key and number share eight bytes, so that as much of a table as can be lies near the processor. The keys come from
//! rule files, so nobody gains by making them meet.

use std::collections::HashMap;

/// Numbers by numbers, in an open table that is at most three quarters full, with the next free place for keys that meet.
#[derive(Debug, Default)]
pub struct NumberTable {
    /// A key and its number; 0 marks a free place.
    places: Vec<u64>,
    count: usize,
    /// What is too large for a place.
    large: HashMap<u64, u32>,
}

/// The bits of a number in a place.
const NUMBER_BITS: u32 = 24;
/// The size of the table when the first key comes; always a power of two.
const FIRST_SIZE: usize = 1 << 10;

impl NumberTable {
    /// The number of `key`, which is not 0.
    #[inline]
    pub fn get(&self, key: u64) -> Option<u32> {
        let places = self.places.as_slice();
        let mask = places.len().wrapping_sub(1);
        let mut at = spread(key);
        while let Some(&place) = places.get(at & mask) {
            if place >> NUMBER_BITS == key {
                return Some((place & ((1 << NUMBER_BITS) - 1)) as u32);
            }
            if place == 0 {
                break;
            }
            at += 1;
        }
        if self.large.is_empty() { None } else { self.get_large(key) }
    }

    #[cold]
    fn get_large(&self, key: u64) -> Option<u32> {
        self.large.get(&key).copied()
    }

    /// Gives `key`, which is not 0 and has no number, a number.
    pub fn insert(&mut self, key: u64, number: u32) {
        if key >> (64 - NUMBER_BITS) != 0 || number >> NUMBER_BITS != 0 {
            self.large.insert(key, number);
            return;
        }
        if self.count * 4 >= self.places.len() * 3 {
            self.grow();
        }
        self.count += 1;
        self.place(key << NUMBER_BITS | u64::from(number));
    }

    /// Puts a key and its number at the first free place.
    fn place(&mut self, place: u64) {
        let mask = self.places.len() - 1;
        let mut at = spread(place >> NUMBER_BITS) & mask;
        while self.places[at] != 0 {
            at = (at + 1) & mask;
        }
        self.places[at] = place;
    }

    fn grow(&mut self) {
        let size = (self.places.len() * 2).max(FIRST_SIZE);
        let old = std::mem::replace(&mut self.places, vec![0; size]);
        old.into_iter().filter(|&place| place != 0).for_each(|place| self.place(place));
    }

    /// The memory taken, in bytes.
    pub fn memory(&self) -> usize {
        size_of::<u64>() * self.places.len() + 32 * self.large.len()
    }
}

/// Spreads the bits of a key.
#[inline]
fn spread(key: u64) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_inserted_is_found() {
        let mut table = NumberTable::default();
        assert_eq!(table.get(1), None);
        (1..5000).for_each(|key| table.insert(key << 20, key as u32));
        assert!((1..5000).all(|key| table.get(key << 20) == Some(key as u32)));
        assert_eq!(table.get(1), None);
    }

    #[test]
    fn large_keys_and_numbers_are_found_too() {
        let mut table = NumberTable::default();
        let large = [(1 << 40, 5), (7, u32::MAX), (u64::MAX, 0)];
        for (key, number) in large {
            table.insert(key, number);
        }
        assert!(large.iter().all(|&(key, number)| table.get(key) == Some(number)));
        assert_eq!(table.get(2 << 40), None);
    }
}
