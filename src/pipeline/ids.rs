//! The ids of all articles, each once.
//!
//! Takes ids in the order of reading, gives names by number. One text holds them all. Never drops one.

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

/// Ids by article.
#[derive(Debug, Default)]
pub(super) struct Ids {
    text: String,
    ends: Vec<usize>,
}

impl Ids {
    /// The id of an article.
    pub(super) fn get(&self, number: u32) -> &str {
        let end = |n: u32| self.ends.get(n as usize).copied().unwrap_or(0);
        let start = number.checked_sub(1).map_or(0, end);
        self.text.get(start..end(number)).unwrap_or_default()
    }

    /// Number of articles.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }
}

/// Takes ids as given; one that stands more than once gets `#2`, `#3` … behind it, so that every line of the report
/// names exactly one article.
#[derive(Debug, Default)]
pub(super) struct Naming {
    ids: Ids,
    /// By hash the number of an article; of ids with one hash the others under the next free number.
    seen: FxHashMap<u64, u32>,
    /// Ids that had to be told apart.
    pub(super) repeated: u64,
}

impl Naming {
    /// Takes an id in, gives the one that the report uses.
    pub(super) fn add(&mut self, id: &str) -> &str {
        let number = super::number(self.ids.len());
        let mut name = None;
        let mut copy = 1;
        while !self.is_new(name.as_deref().unwrap_or(id), number) {
            copy += 1;
            name = Some(format!("{id}#{copy}"));
        }
        self.repeated += u64::from(copy > 1);
        self.ids.text.push_str(name.as_deref().unwrap_or(id));
        self.ids.ends.push(self.ids.text.len());
        self.ids.get(number)
    }

    /// All ids.
    pub(super) fn finish(self) -> Ids {
        self.ids
    }

    /// Whether no article has the name yet; it then is that of `number`.
    fn is_new(&mut self, name: &str, number: u32) -> bool {
        let mut hash = xxh3_64(name.as_bytes());
        while let Some(other) = self.seen.get(&hash) {
            if self.ids.get(*other) == name {
                return false;
            }
            hash = hash.wrapping_add(1);
        }
        self.seen.insert(hash, number);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_stands_twice_names_two_articles() {
        let mut naming = Naming::default();
        for id in ["a", "a", "a#2", "a", ""] {
            naming.add(id);
        }
        assert_eq!(naming.repeated, 3);
        let ids = naming.finish();
        let all: Vec<&str> = (0..5).map(|n| ids.get(n)).collect();
        assert_eq!(all, ["a", "a#2", "a#2#2", "a#3", ""]);
    }
}
