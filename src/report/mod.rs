//! What a run has to say, as versioned data, and one renderer a file over it.

pub mod model;
