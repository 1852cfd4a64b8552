//! The bands in force, and how likely they are to find a pair.
//!
//! Takes the settings, gives the bands of both grains. Never computes a signature.

use crate::config::Config;

/// One grain: what is compared, from which similarity on, with which bands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Grain {
    /// `blocks` or `articles`, as in the config file.
    pub(crate) name: &'static str,
    /// Similarity from which pairs count.
    pub(crate) threshold: f64,
    /// The bands in force.
    pub(crate) bands: Bands,
}

/// Both grains under these settings.
pub(crate) fn grains(config: &Config) -> [Grain; 2] {
    let (b, a) = (&config.blocks, &config.articles);
    [
        Grain {
            name: "blocks",
            threshold: b.threshold,
            bands: Bands::choose(b.num_perm, b.threshold, a.recall),
        },
        Grain {
            name: "articles",
            threshold: a.version,
            bands: Bands::choose(a.num_perm, a.version, a.recall),
        },
    ]
}

// Stub of `crate::lsh::Bands`, which takes its place.

/// How a signature is cut: `bands` pieces of `rows` values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bands {
    /// Pieces.
    pub(crate) bands: usize,
    /// Values a piece.
    pub(crate) rows: usize,
}

impl Bands {
    /// The longest rows with which a pair at `threshold` becomes a candidate with probability `recall`.
    pub(crate) fn choose(num_perm: usize, threshold: f64, recall: f64) -> Self {
        (1..=num_perm)
            .rev()
            .map(|rows| Self { bands: num_perm / rows, rows })
            .find(|bands| bands.probability(threshold) >= recall)
            .unwrap_or(Self { bands: num_perm, rows: 1 })
    }

    /// Probability with which a pair of this similarity becomes a candidate.
    pub(crate) fn probability(&self, jaccard: f64) -> f64 {
        let exponent = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
        1.0 - (1.0 - jaccard.powi(exponent(self.rows))).powi(exponent(self.bands))
    }
}
