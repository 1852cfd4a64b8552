//! Article → blocks → tokens: the one walk over the text.
//!
//! Takes the text of an article, gives its [`Block`]s (non-blank lines, trimmed) with their [`Form`], and all words as
//! [`Token`]s. Never looks at another article, never changes a byte.

mod block;
mod folding;
mod form;
mod plain;
mod quotes;
mod seam;
mod signs;
mod token;
mod tokenizer;
mod walk;
mod words;

pub use block::{Block, Segmented, fold, masked};
pub use form::{End, Form};
pub use seam::Seam;
pub use token::Token;
pub use tokenizer::Segmenter;

#[expect(clippy::cast_possible_truncation, reason = "texts are cut at half of u32::MAX")]
fn as_u32(n: usize) -> u32 {
    n as u32
}
