//! What was looked at lately: the same item is asked for by many comparisons, and reading it costs more than comparing.
//!
//! Takes items as they are made, gives them again while they are at hand. Holds no more bytes than it was told, and never
//! changes what a caller sees: an item that is gone is made once more.

use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Parts that are locked one by one, so that threads seldom wait.
const SHARDS: usize = 64;

/// Items by number, for as long as there is room.
#[derive(Debug)]
pub struct Shelf<V> {
    shards: Vec<Mutex<Shard<V>>>,
    /// Bytes of one generation of a shard.
    room: usize,
}

/// Two generations: when the young one is full it becomes the old one, and what nobody asked for since is dropped.
#[derive(Debug)]
struct Shard<V> {
    young: FxHashMap<u32, (Arc<V>, usize)>,
    old: FxHashMap<u32, (Arc<V>, usize)>,
    bytes: usize,
}

impl<V> Shelf<V> {
    /// Room for about so many bytes.
    #[must_use]
    pub fn new(bytes: usize) -> Self {
        let empty = || Shard { young: FxHashMap::default(), old: FxHashMap::default(), bytes: 0 };
        let shards = (0..SHARDS).map(|_| Mutex::new(empty())).collect();
        Self { shards, room: bytes / SHARDS / 2 }
    }

    /// An item, made by `make` if it is not at hand, with the bytes that it takes. O(1) beside making it; the shelf is
    /// open to others in the meantime.
    pub fn get(&self, item: u32, make: impl FnOnce() -> (V, usize)) -> Arc<V> {
        let shard = &self.shards[item as usize % SHARDS];
        let lock = || shard.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = lock().find(item, self.room) {
            return found;
        }
        let (new, bytes) = make();
        let new = Arc::new(new);
        lock().put(item, (Arc::clone(&new), bytes), self.room);
        new
    }
}

impl<V> Shard<V> {
    fn find(&mut self, item: u32, room: usize) -> Option<Arc<V>> {
        if let Some((found, _)) = self.young.get(&item) {
            return Some(Arc::clone(found));
        }
        let again = self.old.remove(&item)?;
        let found = Arc::clone(&again.0);
        self.put(item, again, room);
        Some(found)
    }

    fn put(&mut self, item: u32, made: (Arc<V>, usize), room: usize) {
        if self.bytes + made.1 > room {
            self.old = std::mem::take(&mut self.young);
            self.bytes = 0;
        }
        self.bytes += made.1;
        self.young.insert(item, made);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn what_is_asked_for_stays_and_the_rest_goes() {
        let shelf = Shelf::new(SHARDS * 2 * 4);
        let made = Cell::new(0);
        let get = |item: usize| {
            let new = || (made.set(made.get() + 1), 1);
            shelf.get(u32::try_from(item * SHARDS).unwrap(), new);
        };
        (0..4).for_each(get);
        (0..4).for_each(get);
        assert_eq!(made.get(), 4);
        for item in 4..100 {
            get(item);
            get(0);
        }
        assert_eq!(made.get(), 100, "the first was asked for all the time");
        get(1);
        assert_eq!(made.get(), 101);
    }
}
