//! An article as a desk keeps it: who it is, what was decided of it, and its words.
//!
//! Takes and gives bytes, opaque to the store. Holds all that a later comparison asks for, but no text.

use crate::segment::Segmented;
use crate::spill;
use serde::{Deserialize, Serialize};

/// What is known of an article beside its words.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct About {
    /// Its id.
    pub id: String,
    /// Number of its host.
    pub host: u32,
    /// Its date as YYYYMMDD, 0 if unknown.
    pub day: u32,
    /// Its name by content: equal for articles of one host with equal words.
    pub name: u64,
    /// The number of an article of its story.
    pub story: u32,
    /// The kept article that it is a copy of.
    pub copy_of: Option<u32>,
    /// What went, in order: number of the block and, where only a part of it went, first token and number of tokens.
    pub cuts: Vec<(u32, u32, u32)>,
}

/// An article and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record {
    /// What is known of it.
    pub about: About,
    /// Its blocks and words.
    pub article: Segmented,
}

impl Record {
    /// Appends the bytes of a record.
    pub fn encode(about: &About, article: &Segmented, out: &mut Vec<u8>) {
        // A plain value cannot fail to be written to memory; if it did, nothing could be read back, which is told then.
        let head = postcard::to_stdvec(about).unwrap_or_default();
        out.extend_from_slice(&u32::try_from(head.len()).unwrap_or(0).to_le_bytes());
        out.extend_from_slice(&head);
        spill::encode(article, out);
    }

    /// The record of these bytes; `None` if they are none, or if it was forgotten.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let (length, rest) = bytes.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let (head, words) = rest.split_at_checked(length)?;
        let about = postcard::from_bytes(head).ok()?;
        Some(Self { about, article: spill::decode(words)? })
    }
}
