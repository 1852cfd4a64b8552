//! Whether one article is an edited copy of another: words were changed everywhere, and nothing was told that the other
//! does not tell.
//!
//! Takes the shingles of one article paragraph by paragraph and those of the other as a set, gives a share. Two stories
//! that share some paragraphs and a copy in which every fifth word was changed have the same Jaccard similarity; what
//! tells them apart is where the shared shingles stand.

/// Shingles of the least passage that is looked at by itself; shorter paragraphs are looked at with the next.
const LEAST: usize = 12;
/// Shingles of the longest; longer paragraphs, and texts without any, are cut.
const MOST: usize = 40;
/// Share of a passage's shingles that must stand in the other: of words changed at random, three in ten leave a third
/// of the three-word shingles as they were.
const CARRIED: f64 = 0.1;

/// The share of a text, by shingles, that stands in passages which the other article tells too, 0 to 1; 0 for an empty
/// one. `paragraphs` are the shingles of each in order; `other` is ascending. O(shingles log other).
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "articles have few shingles")]
pub fn carried<'a>(paragraphs: impl IntoIterator<Item = &'a [u64]>, other: &[u64]) -> f64 {
    let (mut all, mut told) = (0, 0);
    let (mut size, mut shared) = (0, 0);
    let mut close = |size: &mut usize, shared: &mut usize| {
        all += *size;
        told += if *shared as f64 >= CARRIED * *size as f64 { *size } else { 0 };
        (*size, *shared) = (0, 0);
    };
    for paragraph in paragraphs.into_iter().flat_map(|p| p.chunks(MOST)) {
        size += paragraph.len();
        shared += paragraph.iter().filter(|s| other.binary_search(s).is_ok()).count();
        if size >= LEAST {
            close(&mut size, &mut shared);
        }
    }
    close(&mut size, &mut shared);
    if all == 0 { 0.0 } else { told as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_words_everywhere_are_an_edit_and_other_paragraphs_are_not() {
        let other: Vec<u64> = (0..120).collect();
        let text: Vec<u64> = (0..120).map(|s| if s % 3 == 0 { s } else { s + 1000 }).collect();
        assert!(carried(text.chunks(20), &other) >= 1.0);
        let text: Vec<u64> = (0..120).map(|s| if s < 40 { s } else { s + 1000 }).collect();
        assert!((carried(text.chunks(20), &other) - 1.0 / 3.0).abs() < 1e-9);
        assert!(carried(std::iter::empty(), &other) <= 0.0);
    }

    #[test]
    fn short_paragraphs_are_looked_at_together() {
        let other: Vec<u64> = (0..12).collect();
        let text: Vec<u64> = (8..20).collect();
        assert!(carried(text.chunks(2), &other) >= 1.0);
    }
}
