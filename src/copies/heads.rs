//! Articles that are equal word for word, as one: a million copies of an article cost a million steps.
//!
//! Takes contents, gives for every article the one of its equals that stands for it. Compares no text.

use super::content::{Content, TINY};

/// Articles that are compared: of equal ones the first in rank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heads {
    /// For every article the one of its equals that stands for it.
    pub head_of: Vec<u32>,
}

impl Heads {
    /// Groups equal contents; `rank` says which of equals comes first, `apart` which equals are no duplicates of each
    /// other all the same. O(articles log articles), and equals × heads where some stand apart.
    #[must_use]
    pub fn new<K: Ord>(
        contents: &[Content],
        rank: impl Fn(u32) -> K,
        apart: impl Fn(u32, u32) -> bool,
    ) -> Self {
        let mut head_of: Vec<u32> = (0..).zip(contents).map(|(i, _)| i).collect();
        let is_told = |c: &Content| c.words as usize >= TINY || c.titled && c.words > 0;
        let mut told: Vec<(u64, u32)> = (0..)
            .zip(contents)
            .filter(|(_, c)| is_told(c))
            .map(|(i, c)| (c.fingerprint, i))
            .collect();
        told.sort_unstable();
        for equals in told.chunk_by(|a, b| a.0 == b.0).filter(|equals| equals.len() > 1) {
            let mut equals: Vec<u32> = equals.iter().map(|(_, i)| *i).collect();
            equals.sort_by_cached_key(|i| (rank(*i), *i));
            let mut heads: Vec<u32> = Vec::new();
            for i in equals {
                // The last head first: ordered by date, it is the nearest in time.
                match heads.iter().rev().find(|head| !apart(**head, i)) {
                    Some(head) => head_of[i as usize] = *head,
                    None => heads.push(i),
                }
            }
        }
        Self { head_of }
    }

    /// Whether an article stands for itself.
    #[must_use]
    pub fn is_head(&self, article: u32) -> bool {
        self.head_of[article as usize] == article
    }

    /// How many articles each one stands for, itself among them; 0 for those that do not stand for themselves.
    #[must_use]
    pub fn weights(&self) -> Vec<u32> {
        let mut weights = vec![0; self.head_of.len()];
        self.head_of.iter().for_each(|head| weights[*head as usize] += 1);
        weights
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(words: u32, fingerprint: u64) -> Content {
        Content { words, fingerprint, titled: false }
    }

    #[test]
    fn equals_hang_on_the_first_in_rank() {
        let contents =
            [content(100, 1), content(90, 2), content(100, 1), content(3, 9), content(3, 9)];
        assert_eq!(Heads::new(&contents, |i| i, |_, _| false).head_of, [0, 1, 0, 3, 4]);
        let heads = Heads::new(&contents, |i| 9 - i, |_, _| false);
        assert_eq!(heads.head_of, [2, 1, 2, 3, 4]);
        assert_eq!(heads.weights(), [0, 1, 2, 1, 1]);
    }

    #[test]
    fn tiny_articles_are_copies_only_under_one_headline() {
        let titled = Content { titled: true, ..content(3, 9) };
        assert_eq!(Heads::new(&[titled, titled], |i| i, |_, _| false).head_of, [0, 0]);
        let empty = Content { titled: true, ..content(0, 9) };
        assert_eq!(Heads::new(&[empty, empty], |i| i, |_, _| false).head_of, [0, 1]);
    }

    #[test]
    fn equals_that_stand_apart_have_heads_of_their_own() {
        let contents = [content(50, 1); 4];
        let days = [0_u32, 10, 100, 105];
        let apart = |a: u32, b: u32| days[a as usize].abs_diff(days[b as usize]) > 30;
        assert_eq!(Heads::new(&contents, |i| i, apart).head_of, [0, 0, 2, 2]);
    }
}
