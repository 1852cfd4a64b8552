//! The bands in force, and how likely they are to find a pair.
//!
//! Takes the settings, gives the bands of both grains. Never computes a signature.

use crate::config::Config;
use crate::lsh::Bands;

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
