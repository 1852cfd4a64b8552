//! Whether one article is an edited copy of another: words were changed everywhere, and nothing was told that the other
//! does not tell.
//!
//! Takes the shingles of both articles paragraph by paragraph, gives a yes or no. Two stories that share some paragraphs
//! and a copy in which every fifth word was changed have the same Jaccard similarity; what tells them apart is where the
//! shared shingles stand: in an edited copy they stand everywhere, and in the other's order.

use rustc_hash::FxHashMap;

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

/// Whether two articles, given as the shingles of each of their paragraphs, tell the same throughout.
/// O(shingles log shingles) for texts that do not repeat themselves.
#[must_use]
pub fn is_edited(a: &[Vec<u64>], b: &[Vec<u64>]) -> bool {
    carried(a, &places(b)) >= EDITED && carried(b, &places(a)) >= EDITED
}

/// Whether of the first article next to nothing stands in passages that the second does not tell: a near copy with a new
/// lead is none.
#[must_use]
pub fn is_told(article: &[Vec<u64>], kept: &[Vec<u64>]) -> bool {
    carried(article, &places(kept)) >= TOLD
}

/// Where every shingle stands, ascending.
fn places(paragraphs: &[Vec<u64>]) -> Vec<(u64, usize)> {
    let mut places: Vec<(u64, usize)> = paragraphs.iter().flatten().copied().zip(0..).collect();
    places.sort_unstable();
    places
}

/// The share of a text, by shingles, that stands in passages which the other article tells too, 0 to 1; 0 for an empty
/// one.
#[expect(clippy::cast_precision_loss, reason = "articles have few shingles")]
fn carried(paragraphs: &[Vec<u64>], other: &[(u64, usize)]) -> f64 {
    let (mut all, mut told) = (0, 0);
    let mut passage: Vec<u64> = Vec::new();
    let mut close = |passage: &mut Vec<u64>| {
        all += passage.len();
        if in_order(passage, other) as f64 >= CARRIED * passage.len() as f64 {
            told += passage.len();
        }
        passage.clear();
    };
    for piece in paragraphs.iter().flat_map(|p| p.chunks(MOST)) {
        passage.extend(piece);
        if passage.len() >= LEAST {
            close(&mut passage);
        }
    }
    close(&mut passage);
    if all == 0 { 0.0 } else { told as f64 / all as f64 }
}

/// How many shingles of a passage stand in the other article about as far from each other as here, if that place stands
/// out: what two texts share by chance is scattered.
fn in_order(passage: &[u64], other: &[(u64, usize)]) -> usize {
    let mut bands: FxHashMap<usize, (usize, usize)> = FxHashMap::default();
    for (i, shingle) in passage.iter().enumerate() {
        let start = other.partition_point(|(s, _)| s < shingle);
        let same = other[start..].iter().take(COMMON + 1).take_while(|(s, _)| s == shingle);
        let same: Vec<&(u64, usize)> = same.collect();
        if same.len() > COMMON {
            continue;
        }
        for (_, at) in same {
            // Shifted, so that what stands before is no negative number; each distance lies in two bands.
            let band = (at + passage.len() - i) / DRIFT;
            for band in [band, band + 1] {
                let (count, last) = bands.entry(band).or_insert((0, usize::MAX));
                *count += usize::from(*last != i);
                *last = i;
            }
        }
    }
    let best = bands.iter().map(|(band, (count, _))| (*count, *band)).max();
    let Some((count, best)) = best else { return 0 };
    let elsewhere = bands.iter().filter(|(band, _)| band.abs_diff(best) > 1);
    let chance = elsewhere.map(|(_, (count, _))| *count).max().unwrap_or(0);
    if count >= BEYOND * chance { count } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(text: &[u64], piece: usize, other: &[u64]) -> f64 {
        let text: Vec<Vec<u64>> = text.chunks(piece).map(<[u64]>::to_vec).collect();
        carried(&text, &places(&[other.to_vec()]))
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
