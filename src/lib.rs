//! copydesk finds what news sites stamp on their pages and the articles that are copies of each other, and cleans both out of a scraped corpus.
//!
//! The data rises one floor a stage; a later stage imports the nouns of earlier ones and nothing else.
//!
//! ```text
//! records ─ read ─▶ Article ─ segment ─▶ Block ─┐
//!                                               │ shingle ▶ minhash ▶ lsh ▶ cluster      (grain 1: blocks)
//!                                               ▼
//!                     survey: where each block and each template stands (articles, stories, hosts, dates)
//!                                               ▼
//!                     classify: label, score and reason of every block
//!                                               ▼ content blocks only
//!                                                 shingle ▶ minhash ▶ lsh ▶ cluster      (grain 2: articles)
//!                                               ▼
//!                     write: cleaned articles, removals, what restores them ─▶ report
//! ```
//!
//! The input is read twice: the first reading learns, the second writes. Between them stands the spill: every article
//! as tokens, on disk, so that no text is split into words a second time.

pub mod article;
mod disk;
pub mod error;
pub mod progress;

pub mod classify;
pub mod cluster;
pub mod copies;
pub mod decisions;
pub mod desk;
pub mod languages;
pub mod lsh;
pub mod minhash;
pub mod segment;
pub mod shingle;
pub mod spill;
pub mod survey;

pub mod config;
pub mod pipeline;
pub mod read;
pub mod report;
pub mod write;

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
pub mod review;

pub use article::{Article, ArticleId};
pub use error::{Error, Result};
