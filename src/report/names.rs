//! Words of the model as they stand in the report files.
//!
//! Takes a value, gives its name, the same as its JSON.

use super::model::{Decision, Relation};

impl Relation {
    /// The relation as it stands in the report files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Near => "near",
            Self::Contained => "contained",
            Self::Version => "version",
        }
    }
}

impl Decision {
    /// The decision as it stands in the report files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Remove => "remove",
            Self::Keep => "keep",
            Self::Mixed => "mixed",
        }
    }
}
