//! How far the work has come: the library tells, the command line draws.
//!
//! Takes events from the pipeline, gives nothing. `()` is the silent listener; the library itself never prints.

use std::fmt;

/// One stage of the pipeline, as people see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// First reading of the input: records to articles, blocks and tokens. Counts bytes of the input.
    Read,
    /// Counting blocks and templates over the corpus. Counts articles.
    Survey,
    /// Near-equal blocks, then near-equal articles. Counts articles.
    Match,
    /// Deciding block by block. Counts articles.
    Classify,
    /// Second reading of the input: the output is written. Counts bytes of the input.
    Write,
}

impl Stage {
    /// All stages in the order of the work.
    pub const ALL: [Self; 5] = [Self::Read, Self::Survey, Self::Classify, Self::Match, Self::Write];

    /// Lower-case name, as in progress events and timings.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Survey => "survey",
            Self::Match => "match",
            Self::Classify => "classify",
            Self::Write => "write",
        }
    }

    /// Whether the stage counts bytes (else articles).
    #[must_use]
    pub fn counts_bytes(self) -> bool {
        matches!(self, Self::Read | Self::Write)
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A listener to the work. Called from many threads; must be cheap.
pub trait Progress: Sync {
    /// A stage begins; `total` units of work are expected, if known.
    fn begin(&self, stage: Stage, total: Option<u64>);
    /// `units` more are done.
    fn advance(&self, stage: Stage, units: u64);
    /// The stage is over.
    fn end(&self, stage: Stage);
}

impl Progress for () {
    fn begin(&self, _: Stage, _: Option<u64>) {}
    fn advance(&self, _: Stage, _: u64) {}
    fn end(&self, _: Stage) {}
}
