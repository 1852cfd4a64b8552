//! Whether one article is an edited copy of another: words were changed everywhere, and nothing was told that the other
//! does not tell.
//!
//! Takes the shingles of both articles in order, gives a yes or no. Two stories that share some paragraphs
//! and a copy in which every fifth word was changed have the same Jaccard similarity; what tells them apart is where the
//! shared shingles stand: in an edited copy they stand everywhere, and in the other's order.

use crate::shingle::{Overlap, into_set};

/// Shingles of the least passage that is looked at by itself; shorter paragraphs are looked at with the next.
const LEAST: usize = 12;
/// Shingles of the longest; longer paragraphs, and texts without any, are cut.
const MOST: usize = 40;
/// Share of a passage's shingles that must stand in the other, in order: of words changed at random, three in ten leave
/// a third of the three-word shingles as they were.
const CARRIED: f64 = 0.15;
/// A shingle that stands in more places of the other article tells no place.
const COMMON: usize = 16;
/// How far words put in and left out may move the rest, in shingles.
const DRIFT: usize = 16;
/// How many times as many must stand there as in any other place: what phrases that come back give by chance.
const BEYOND: usize = 2;
/// Share of each article that the other must tell too.
const EDITED: f64 = 0.9;

/// Share of a near copy that the kept article must tell.
const TOLD: f64 = 0.85;

/// The shingles of an article in the order of its text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sequence {
    shingles: Vec<u64>,
    /// Where passages end.
    ends: Vec<usize>,
    /// Every shingle and where it stands, ascending.
    places: Vec<(u64, u32)>,
}

impl Sequence {
    /// Of the shingles of each paragraph. O(shingles log shingles).
    pub(super) fn of(paragraphs: impl IntoIterator<Item = Vec<u64>>) -> Self {
        let (mut shingles, mut ends) = (Vec::new(), vec![0]);
        for paragraph in paragraphs {
            for piece in paragraph.chunks(MOST) {
                shingles.extend_from_slice(piece);
                if shingles.len() - ends[ends.len() - 1] >= LEAST {
                    ends.push(shingles.len());
                }
            }
        }
        ends.push(shingles.len());
        let mut places: Vec<(u64, u32)> = shingles.iter().copied().zip(0..).collect();
        places.sort_unstable();
        Self { shingles, ends, places }
    }

    /// How many of an ascending set stand among the first `count` shingles. O(count log count + set).
    #[must_use]
    pub fn at_head(&self, count: usize, set: &[u64]) -> usize {
        let head = &self.shingles[..count.min(self.shingles.len())];
        Overlap::of(&into_set(head.to_vec()), set).shared
    }

    /// The places of each shingle in another article; none for those that tell no place. O(shingles).
    fn places_in<'a>(&self, other: &'a Self) -> Vec<&'a [(u64, u32)]> {
        let mut found: Vec<&[(u64, u32)]> = vec![&[]; self.shingles.len()];
        let mut rest = &other.places[..];
        for same in self.places.chunk_by(|a, b| a.0 == b.0) {
            let shingle = same[0].0;
            let start = rest.iter().position(|p| p.0 >= shingle).unwrap_or(rest.len());
            rest = &rest[start..];
            let run = rest.iter().take(COMMON + 1).take_while(|p| p.0 == shingle).count();
            if run <= COMMON {
                for (_, at) in same {
                    found[*at as usize] = &rest[..run];
                }
            }
        }
        found
    }

    /// The share of this text, by shingles, that stands in passages which the other article tells too, 0 to 1; 0 for an
    /// empty one. O(shingles + passages × shingles of the other / 16).
    #[expect(clippy::cast_precision_loss, reason = "articles have few shingles")]
    fn carried(&self, other: &Self) -> f64 {
        let found = self.places_in(other);
        let mut bands = vec![Band::default(); (other.shingles.len() + MOST + LEAST) / DRIFT + 2];
        let is_told = |passage: &&[&[(u64, u32)]]| {
            in_order(passage, &mut bands) as f64 >= CARRIED * passage.len() as f64
        };
        let passages = self.ends.windows(2).map(|ends| &found[ends[0]..ends[1]]);
        let told: usize = passages.filter(is_told).map(<[_]>::len).sum();
        if found.is_empty() { 0.0 } else { told as f64 / found.len() as f64 }
    }
}

/// Whether two articles tell the same throughout. O(shingles) for texts that do not repeat themselves.
#[must_use]
pub fn is_edited(a: &Sequence, b: &Sequence) -> bool {
    a.carried(b) >= EDITED && b.carried(a) >= EDITED
}

/// Whether of the first article next to nothing stands in passages that the second does not tell: a near copy with a new
/// lead is none.
#[must_use]
pub fn is_told(article: &Sequence, kept: &Sequence) -> bool {
    article.carried(kept) >= TOLD
}

/// Shingles of one passage that stand about as far from each other in the other article.
#[derive(Debug, Clone, Copy, Default)]
struct Band {
    count: usize,
    /// The shingle counted last, from 1.
    last: usize,
}

/// How many shingles of a passage, each given by its places in the other article, stand there about as far from each
/// other as here, if that place stands out: what two texts share by chance is scattered. `bands` are used over again.
fn in_order(passage: &[&[(u64, u32)]], bands: &mut [Band]) -> usize {
    bands.fill(Band::default());
    for (i, places) in passage.iter().enumerate() {
        for (_, at) in *places {
            // Shifted, so that what stands before is no negative number; each distance lies in two bands.
            let first = (*at as usize + passage.len() - i) / DRIFT;
            for band in &mut bands[first..first + 2] {
                band.count += usize::from(band.last != i + 1);
                band.last = i + 1;
            }
        }
    }
    let counts = || bands.iter().map(|band| band.count).enumerate();
    let Some((best, count)) = counts().max_by_key(|(i, count)| (*count, *i)) else { return 0 };
    let elsewhere = counts().filter(|(i, _)| i.abs_diff(best) > 1);
    let chance = elsewhere.map(|(_, count)| count).max().unwrap_or(0);
    if count >= BEYOND * chance { count } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(text: &[u64], piece: usize, other: &[u64]) -> f64 {
        let text = Sequence::of(text.chunks(piece).map(<[u64]>::to_vec));
        text.carried(&Sequence::of([other.to_vec()]))
    }

    #[test]
    fn changed_words_everywhere_are_an_edit_and_other_paragraphs_are_not() {
        let other: Vec<u64> = (0..120).collect();
        let text: Vec<u64> = (0..120).map(|s| if s % 3 == 0 { s } else { s + 1000 }).collect();
        assert!(share(&text, 20, &other) >= 1.0);
        let text: Vec<u64> = (0..120).map(|s| if s < 40 { s } else { s + 1000 }).collect();
        assert!((share(&text, 20, &other) - 1.0 / 3.0).abs() < 1e-9);
        assert!(share(&[], 20, &other) <= 0.0);
    }

    #[test]
    fn phrases_that_are_scattered_are_chance() {
        let other: Vec<u64> = (0..1200).collect();
        let text: Vec<u64> =
            (0..120).map(|s| if s % 3 == 0 { s * 331 % 1200 } else { s + 5000 }).collect();
        assert!(share(&text, 20, &other) <= 0.0);
    }

    #[test]
    fn short_paragraphs_are_looked_at_together() {
        let other: Vec<u64> = (0..12).collect();
        let text: Vec<u64> = (8..20).collect();
        assert!(share(&text, 2, &other) >= 1.0);
    }
}
