//! A map on many threads that keeps the order and holds only a few items at a time.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, sync_channel};

use rayon::Scope;

/// Applies `work` to the items of an iterator on the threads of a pool and yields the results in the order of the
/// items. At most `in_flight` items are being worked on or wait for their turn.
pub(super) struct Ordered<'p, 'scope, I, T, F> {
    items: I,
    work: &'scope F,
    pool: &'p Scope<'scope>,
    in_flight: usize,
    waiting: VecDeque<Receiver<T>>,
}

impl<'p, 'scope, I, T, F> Ordered<'p, 'scope, I, T, F>
where
    I: Iterator<Item: Send + 'scope>,
    T: Send + 'scope,
    F: Fn(I::Item) -> T + Sync,
{
    pub fn new(items: I, work: &'scope F, pool: &'p Scope<'scope>, in_flight: usize) -> Self {
        Self { items, work, pool, in_flight, waiting: VecDeque::new() }
    }

    fn start(&mut self, item: I::Item) {
        let (result, later) = sync_channel(1);
        let work = self.work;
        self.pool.spawn(move |_| {
            // Nobody waits any more once the run has failed elsewhere.
            let _ = result.send(work(item));
        });
        self.waiting.push_back(later);
    }
}

impl<'scope, I, T, F> Iterator for Ordered<'_, 'scope, I, T, F>
where
    I: Iterator<Item: Send + 'scope>,
    T: Send + 'scope,
    F: Fn(I::Item) -> T + Sync,
{
    type Item = T;

    fn next(&mut self) -> Option<T> {
        while self.waiting.len() < self.in_flight {
            match self.items.next() {
                Some(item) => self.start(item),
                None => break,
            }
        }
        // A worker that panicked sends nothing; the pool passes its panic on when the scope ends.
        self.waiting.pop_front()?.recv().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squares(threads: usize, in_flight: usize) -> Vec<u64> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let square = |number: u64| {
            // The first items take longest, so that an unordered map would yield them last.
            (0..(100 - number) * 1000).fold(0, |sum: u64, step| std::hint::black_box(sum ^ step));
            number * number
        };
        pool.in_place_scope(|scope| Ordered::new(0..100, &square, scope, in_flight).collect())
    }

    #[test]
    fn the_order_is_that_of_the_items() {
        let expected: Vec<u64> = (0..100).map(|number| number * number).collect();
        for (threads, in_flight) in [(1, 1), (1, 5), (4, 1), (4, 3), (4, 200)] {
            assert_eq!(squares(threads, in_flight), expected, "{threads} threads, {in_flight} in flight");
        }
    }
}
