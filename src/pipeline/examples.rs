//! Examples of recurring blocks, on disk: a large corpus has a million of them.
//!
//! Takes examples in the order of reading, gives those of each block in that order. Of an example eight bytes stay in
//! memory, and sixteen for where its texts lie.

use crate::error::Result;
use crate::report::model::Example;
use crate::spill::{Lists, ListsWriter, Scratch};

/// Collects examples.
#[derive(Debug)]
pub(super) struct ExamplesWriter {
    /// Id and text of each, one after the other.
    texts: ListsWriter<u8>,
    /// The block of each.
    blocks: Vec<u32>,
}

impl ExamplesWriter {
    /// A writer to a file of the scratch.
    ///
    /// # Errors
    /// [`crate::Error::Io`] at its folder if no file can be made there.
    pub(super) fn create(scratch: &Scratch) -> Result<Self> {
        Ok(Self { texts: ListsWriter::create(scratch)?, blocks: Vec::new() })
    }

    /// Adds an example of `block`, the number of a line of `blocks.jsonl`.
    ///
    /// # Errors
    /// [`crate::Error::Io`], such as a full disk.
    pub(super) fn push(&mut self, block: u32, example: &Example) -> Result<()> {
        self.blocks.push(block);
        self.texts.push(example.id.as_bytes())?;
        self.texts.push(example.text.as_bytes())
    }

    /// Ends writing. O(n log n).
    ///
    /// # Errors
    /// [`crate::Error::Io`], such as a full disk.
    pub(super) fn finish(self) -> Result<Examples> {
        let mut of: Vec<(u32, u32)> = self.blocks.into_iter().zip(0..).collect();
        of.sort_unstable();
        Ok(Examples { texts: self.texts.finish()?, of })
    }
}

/// All examples, by block.
#[derive(Debug)]
pub(super) struct Examples {
    texts: Lists<u8>,
    /// Blocks and their examples, ascending.
    of: Vec<(u32, u32)>,
}

impl Examples {
    /// The examples of a block.
    pub(super) fn of(&self, block: u32) -> Vec<Example> {
        let start = self.of.partition_point(|(of, _)| *of < block);
        let of_block = self.of[start..].iter().take_while(|(of, _)| *of == block);
        let text =
            |list: usize| String::from_utf8_lossy(&self.texts.get(list..list + 1)).into_owned();
        let example = |(_, i): &(u32, u32)| {
            let at = 2 * *i as usize;
            Example { id: text(at), text: text(at + 1) }
        };
        of_block.map(example).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_come_back_by_block_in_order() {
        let example = |id: &str| Example { id: id.into(), text: format!("the text of {id}") };
        let scratch = Scratch::new(&std::env::temp_dir(), None);
        let mut writer = ExamplesWriter::create(&scratch).unwrap();
        for (block, id) in [(7, "a"), (2, "b"), (7, ""), (2, "d")] {
            writer.push(block, &example(id)).unwrap();
        }
        let examples = writer.finish().unwrap();
        assert_eq!(examples.of(7), [example("a"), example("")]);
        assert_eq!(examples.of(2), [example("b"), example("d")]);
        assert_eq!(examples.of(3), []);
    }
}
