//! The cleaned corpus: the mirror of the input under `OUT/cleaned`.
//!
//! Takes assembled batches in order, gives one file a source, in its own format and compression, and what restores the
//! originals. A source that was one article and is dropped has no file; every other source has one, even if it is empty.

use super::assemble::{Assembled, is_blank};
use super::gzip::Deflated;
use super::pack::Packer;
use super::patch::{PatchWriter, Script, Seal};
use super::whole::WholeFile;
use crate::error::{Error, Result};
use crate::read::{Packing, Source};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The folder of the cleaned corpus in OUT.
pub(super) const CLEANED: &str = "cleaned";

/// The folder of what restores the originals in OUT.
pub(super) const RESTORE: &str = "restore";

/// The folder of copied originals in [`RESTORE`].
pub(super) const ORIGINALS: &str = "originals";

/// The patch in [`RESTORE`].
pub(super) const PATCH: &str = "patch.zst";

/// One source that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its place under `OUT/cleaned`.
    pub relative: PathBuf,
    /// Bytes of the original on disk.
    pub bytes: u64,
    /// xxh3-128 of the original on disk.
    pub digest: u128,
}

/// Where the cleaned bytes go.
enum Sink<'a> {
    /// The folder, and the threads that may compress.
    Folder(PathBuf, usize),
    Stream(Box<dyn Write + Send + 'a>),
    Nowhere,
}

/// Writes the cleaned corpus, batch by batch.
pub struct CleanedWriter<'a> {
    sources: &'a [Source],
    sink: Sink<'a>,
    /// The folder of what restores, and the patch in it.
    restore: Option<(PathBuf, PatchWriter)>,
    file: Option<Packer>,
    /// The source in hand has records.
    seen: bool,
    /// One of them was kept.
    kept: bool,
    bytes: u64,
    written: Vec<Written>,
}

impl<'a> CleanedWriter<'a> {
    /// Writes under `out`, and what restores the originals too if `restore`; compresses on so many `threads`.
    ///
    /// # Errors
    /// [`Error::Io`] when the folders cannot be made.
    pub fn create(
        out: &Path,
        sources: &'a [Source],
        restore: bool,
        threads: usize,
    ) -> Result<Self> {
        let cleaned = out.join(CLEANED);
        fs::create_dir_all(&cleaned).map_err(Error::io(&cleaned))?;
        let mut writer = Self::over(sources, Sink::Folder(cleaned, threads));
        if restore {
            let folder = out.join(RESTORE);
            let patch = PatchWriter::create(&folder.join(PATCH))?;
            writer.restore = Some((folder, patch));
        }
        Ok(writer)
    }

    /// Writes all sources, one after the other and uncompressed, to `stream`.
    pub fn stream(stream: impl Write + Send + 'a, sources: &'a [Source]) -> Self {
        Self::over(sources, Sink::Stream(Box::new(stream)))
    }

    /// Writes nothing, and counts all the same.
    #[must_use]
    pub fn nowhere(sources: &'a [Source]) -> Self {
        Self::over(sources, Sink::Nowhere)
    }

    fn over(sources: &'a [Source], sink: Sink<'a>) -> Self {
        Self {
            sources,
            sink,
            restore: None,
            file: None,
            seen: false,
            kept: false,
            bytes: 0,
            written: Vec::new(),
        }
    }

    /// Adds a batch; they come in the order in which they were read.
    ///
    /// # Errors
    /// [`Error::Io`] with the path when something cannot be written: a full disk, or a broken pipe.
    pub fn append(&mut self, part: &Assembled) -> Result<()> {
        let source = self.sources.get(part.source).ok_or_else(|| no_such_source(part.source))?;
        if part.first {
            self.seen = false;
            self.kept = false;
            self.bytes = 0;
        }
        self.bytes += part.consumed;
        let lead = if self.kept { 0 } else { part.lead };
        self.seen |= part.seen;
        self.kept |= part.kept;
        // White space around records that are all gone goes with them.
        let gone = self.seen && !self.kept && is_blank(&part.tail);
        let tail = if gone { &[] } else { &part.tail[..] };
        self.write(source, part.packing, (&part.cleaned[lead..part.lead], None))?;
        self.write(source, part.packing, (&part.cleaned[part.lead..], part.deflated.as_ref()))?;
        self.write(source, part.packing, (tail, None))?;
        if part.last {
            self.end_file(source, part)?;
        }
        let tail_is_written = !tail.is_empty();
        self.note(source, part, lead, tail_is_written)
    }

    /// Ends the corpus.
    ///
    /// # Errors
    /// [`Error::Io`] when the end cannot be written; [`Error::Broken`] when a source did not come to its end.
    pub fn finish(mut self) -> Result<Vec<Written>> {
        if let Sink::Stream(stream) = &mut self.sink {
            stream.flush().map_err(Error::io(STDOUT))?;
        }
        if let Some((_, patch)) = self.restore.take() {
            patch.finish()?;
        }
        if self.written.len() != self.sources.len() {
            let (written, all) = (self.written.len(), self.sources.len());
            return Err(Error::Broken(format!("{written} of {all} sources were written")));
        }
        Ok(self.written)
    }

    fn write(
        &mut self,
        source: &Source,
        packing: Packing,
        (bytes, deflated): (&[u8], Option<&Deflated>),
    ) -> Result<()> {
        match &mut self.sink {
            _ if bytes.is_empty() => Ok(()),
            Sink::Nowhere => Ok(()),
            Sink::Stream(stream) => stream.write_all(bytes).map_err(Error::io(STDOUT)),
            Sink::Folder(folder, threads) => {
                let file = opened(&mut self.file, (folder, *threads), source, packing)?;
                file.write_part(bytes, deflated)
            }
        }
    }

    /// Gives the file of the source in hand its name.
    fn end_file(&mut self, source: &Source, part: &Assembled) -> Result<()> {
        match &self.sink {
            Sink::Folder(folder, threads) if !part.single => {
                opened(&mut self.file, (folder, *threads), source, part.packing)?;
            }
            _ => {}
        }
        self.file.take().map_or(Ok(()), Packer::finish)
    }

    /// Notes what undoes the batch, and at the end of a source what it was.
    fn note(&mut self, source: &Source, part: &Assembled, lead: usize, tail: bool) -> Result<()> {
        let (last, verbatim) = (part.last, part.verbatim);
        let seal = Seal { bytes: self.bytes, digest: part.digest.unwrap_or_default() };
        if let Some((_, patch)) = self.restore.as_mut().filter(|_| verbatim) {
            push_scripts(patch, source, part, lead, tail)?;
            if last {
                patch.end(seal)?;
            }
        } else if let Some((folder, patch)) = self.restore.as_mut().filter(|_| last) {
            copy(source, &folder.join(ORIGINALS).join(&source.relative))?;
            patch.copied(&source.relative, seal)?;
        }
        if last {
            let relative = source.relative.clone();
            self.written.push(Written { relative, bytes: seal.bytes, digest: seal.digest });
        }
        Ok(())
    }
}

/// What messages call a stream.
const STDOUT: &str = "<stdout>";

/// The file of `source`, begun if it was not.
fn opened<'f>(
    file: &'f mut Option<Packer>,
    (folder, threads): (&Path, usize),
    source: &Source,
    packing: Packing,
) -> Result<&'f mut Packer> {
    let packer = match file.take() {
        Some(packer) => packer,
        None => Packer::new(WholeFile::create(&folder.join(&source.relative))?, packing, threads)?,
    };
    Ok(file.insert(packer))
}

/// Adds the scripts of one batch to the patch, now that it is known what of it was written.
fn push_scripts(
    patch: &mut PatchWriter,
    source: &Source,
    part: &Assembled,
    lead: usize,
    tail: bool,
) -> Result<()> {
    let Some([before, after]) = &part.scripts else {
        return Err(Error::Broken("a batch came without what undoes it".to_owned()));
    };
    if part.first {
        patch.begin(&source.relative)?;
    }
    let (mut between, mut end) = (Script::default(), Script::default());
    between.insert(&part.cleaned[..lead]);
    between.copy(part.lead - lead);
    if tail {
        end.copy(part.tail.len());
    } else {
        end.insert(&part.tail);
    }
    [before, &between.seal(), after, &end.seal()]
        .into_iter()
        .try_for_each(|script| patch.push(script))
}

/// A plain copy of an original, for what cannot be made again byte for byte.
fn copy(source: &Source, place: &Path) -> Result<()> {
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder).map_err(Error::io(folder))?;
    }
    let mut file = File::create(place).map_err(Error::io(place))?;
    io::copy(&mut source.open()?, &mut file).map(drop).map_err(Error::io(place))
}

fn no_such_source(index: usize) -> Error {
    Error::Broken(format!("a batch of source {index}, which is none"))
}
