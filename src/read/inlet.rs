//! Standard input as it comes.
//!
//! Takes a reader, gives decompressed bytes as soon as there are some, and says whether they are JSON Lines. Waits where
//! there is nothing to read, and for nothing else.

use super::charset::wide_encoding;
use super::config::ReadConfig;
use super::discover::STDIN;
use super::lot::Lot;
use super::shape::{Shape, shape_of};
use super::splitter::MARK;
use super::unpack::{Bytes, Feed, Filled};
use crate::error::{Error, Result};
use std::path::Path;

/// Bytes that are asked for at a time.
const BLOCK: usize = 256 << 10;

/// What a reading brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    /// More may come.
    More,
    /// Nothing follows.
    End,
    /// The compressed stream cannot be read further, for this reason.
    Broken(String),
}

/// A stream that is read while it comes.
pub struct Inlet(Feed);

impl Inlet {
    /// Waits for the first bytes, and looks how they are compressed.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn open(from: Bytes) -> Result<Self> {
        Feed::open(from, Path::new(STDIN)).map(Self)
    }

    /// Appends what there is, and waits only where there is nothing.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn read(&mut self, buffer: &mut Vec<u8>) -> Result<Came> {
        Ok(match self.0.some(buffer, BLOCK)? {
            Filled::More => Came::More,
            Filled::End => Came::End,
            Filled::Broken(reason) => Came::Broken(reason),
        })
    }
}

impl Lot {
    /// Refuses the first lot of a stream that is no JSON Lines.
    ///
    /// # Errors
    /// [`Error::Input`] with what it is, and what to do.
    pub fn expect_lines(&self, config: &ReadConfig) -> Result<()> {
        let bytes = self.bytes.strip_prefix(MARK).unwrap_or(&self.bytes);
        let what = if wide_encoding(&self.bytes, config.encoding()).is_some() {
            "this is UTF-16; convert it to UTF-8 first".to_owned()
        } else {
            match shape_of(bytes, true) {
                Shape::Lines => return Ok(()),
                Shape::Refused(reason) => reason,
                Shape::Objects if self.first_line().ends_with(b"}") => return Ok(()),
                Shape::Objects => {
                    "these are JSON objects, but not one a line; `jq -c '.[]?'` makes lines of an array"
                        .to_owned()
                }
                Shape::Prose if bytes.trim_ascii().is_empty() => return Ok(()),
                Shape::Prose if self.lines_begin_objects() => return Ok(()),
                Shape::Prose => "this is not JSON Lines, one object a line".to_owned(),
            }
        };
        let advice = "a stream is JSON Lines; `clean` reads other forms";
        Err(Error::input(STDIN, format!("{what} ({advice})")))
    }

    fn first_line(&self) -> &[u8] {
        let mut lines = self.bytes.split(|b| *b == b'\n').map(<[u8]>::trim_ascii);
        lines.find(|line| !line.is_empty()).unwrap_or_default()
    }

    fn lines_begin_objects(&self) -> bool {
        self.bytes.split(|b| *b == b'\n').any(|line| line.trim_ascii_start().starts_with(b"{\""))
    }
}
