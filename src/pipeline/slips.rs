//! Slips of what the page quotes, on disk: a large corpus has a million examples.
//!
//! Takes values with numbers in any order, gives those of each number in the order of coming. Of a slip sixteen bytes
//! stay in memory.

use crate::error::{Error, Result};
use crate::spill::{Lists, ListsWriter, Scratch};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Collects slips.
#[derive(Debug)]
pub(super) struct SlipsWriter {
    /// Each as JSON.
    texts: ListsWriter<u8>,
    numbers: Vec<u32>,
}

impl SlipsWriter {
    /// A writer to a file of the scratch.
    ///
    /// # Errors
    /// [`crate::Error::Io`] at its folder if no file can be made there.
    pub(super) fn create(scratch: &Scratch) -> Result<Self> {
        Ok(Self { texts: ListsWriter::create(scratch)?, numbers: Vec::new() })
    }

    /// Adds a value.
    ///
    /// # Errors
    /// [`crate::Error::Io`], such as a full disk.
    pub(super) fn push<T: Serialize>(&mut self, number: u32, value: &T) -> Result<()> {
        let bytes = serde_json::to_vec(value).map_err(|e| Error::Broken(e.to_string()))?;
        self.numbers.push(number);
        self.texts.push(&bytes)
    }

    /// Ends writing. O(n log n).
    ///
    /// # Errors
    /// [`crate::Error::Io`], such as a full disk.
    pub(super) fn finish(self) -> Result<Slips> {
        let mut of: Vec<(u32, u32)> = self.numbers.into_iter().zip(0..).collect();
        of.sort_unstable();
        Ok(Slips { texts: self.texts.finish()?, of })
    }
}

/// All slips, by number.
#[derive(Debug)]
pub(super) struct Slips {
    texts: Lists<u8>,
    /// Numbers and their slips, ascending.
    of: Vec<(u32, u32)>,
}

impl Slips {
    /// The values with this number. After a failure of the disk there may be none.
    pub(super) fn of<T: DeserializeOwned>(&self, number: u32) -> Vec<T> {
        let start = self.of.partition_point(|(of, _)| *of < number);
        let slips = self.of[start..].iter().take_while(|(of, _)| *of == number);
        let value = |(_, i): &(u32, u32)| {
            let i = *i as usize;
            serde_json::from_slice(&self.texts.get(i..i + 1)).ok()
        };
        slips.filter_map(value).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_come_back_by_number_in_order() {
        let scratch = Scratch::new(&std::env::temp_dir(), None);
        let mut writer = SlipsWriter::create(&scratch).unwrap();
        for (number, text) in [(7, "a"), (2, "b"), (7, ""), (2, "d")] {
            writer.push(number, &text).unwrap();
        }
        let slips = writer.finish().unwrap();
        assert_eq!(slips.of::<String>(7), ["a", ""]);
        assert_eq!(slips.of::<String>(2), ["b", "d"]);
        assert!(slips.of::<String>(3).is_empty());
    }
}
