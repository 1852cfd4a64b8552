//! The scorecard: what each piece of evidence is worth for a part of a line.
//!
//! Takes `scorecard.toml`, gives points. One point is a factor of e in the odds that a careful editor would cut the
//! part: its points add up to the logarithm of the odds (Good, *Probability and the Weighing of Evidence*,
//! 1950). They were fitted to labelled lines by penalised logistic regression, before trees came to weigh lines; those of
//! `glued` were set by hand.

use super::evidence::{Evidence, Kind};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The file as it stands.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Where every part starts.
    bias: f32,
    /// Points by kind, one a bin; what has none tells nothing of parts.
    points: BTreeMap<String, Vec<f32>>,
}

/// Points by kind and bin.
#[derive(Debug, Clone, PartialEq)]
pub struct Scorecard {
    /// Points that every part starts with.
    pub bias: f32,
    points: Vec<Vec<f32>>,
}

impl Scorecard {
    /// The scorecard that the program carries.
    ///
    /// # Errors
    /// [`Error::Config`] if the file is broken (a test proves that it is not).
    pub fn built_in() -> Result<Self> {
        Self::from_toml(include_str!("scorecard.toml"))
    }

    /// A scorecard from TOML.
    ///
    /// # Errors
    /// [`Error::Config`] for unknown kinds and wrong numbers of bins.
    pub fn from_toml(text: &str) -> Result<Self> {
        let file: File =
            toml::from_str(text).map_err(|e| Error::Config(format!("scorecard: {e}")))?;
        let mut points = Vec::new();
        for kind in Kind::ALL {
            let want = kind.bins().len();
            let row = file.points.get(kind.name()).cloned().unwrap_or_else(|| vec![0.0; want]);
            if row.len() != want {
                return Err(Error::Config(format!(
                    "scorecard: {} needs {want} points",
                    kind.name()
                )));
            }
            points.push(row);
        }
        if file.points.keys().any(|name| Kind::named(name).is_none()) {
            return Err(Error::Config("scorecard: a kind of evidence is unknown".into()));
        }
        Ok(Self { bias: file.bias, points })
    }

    /// What one observation is worth.
    #[must_use]
    pub fn points(&self, evidence: Evidence) -> f32 {
        self.points[evidence.kind as usize].get(usize::from(evidence.bin)).copied().unwrap_or(0.0)
    }

    /// What many are worth together.
    #[must_use]
    pub fn sum(&self, evidence: &[Evidence]) -> f32 {
        evidence.iter().map(|e| self.points(*e)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_scorecard_is_whole() {
        Scorecard::built_in().unwrap();
    }
}
