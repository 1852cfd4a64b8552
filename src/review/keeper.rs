//! The file of decisions while a review goes on.
//!
//! Takes changes, gives the file with them before it says that they are taken: each change is put into the file as it
//! stands by then, so that what an editor, a checkout or a second review wrote in between stays. A decision that
//! somebody else took about the very same is not overwritten unseen: the first try is refused, and says what was decided.

use super::Left;
use super::foreign::{self, Folder};
use crate::decisions::{Book, Clash, Decision};
use crate::error::{Error, Result};
use crate::report::files::{DECISIONS, FOLDER};
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use xxhash_rust::xxh3::xxh3_128;

/// One change: a decision, or the end of one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    /// The key of the decision.
    key: String,
    /// The decision; `None` takes it back.
    decision: Option<Decision>,
}

/// Why changes are not made; none of them is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// They make no sense.
    Senseless(String),
    /// Somebody else decided the same otherwise in the meantime. The next try is taken.
    Decided(String),
    /// They cannot be saved.
    Failed(String),
}

/// The file and what is known of it.
#[derive(Debug)]
pub(super) struct Keeper {
    path: PathBuf,
    known: Mutex<Known>,
}

#[derive(Debug)]
struct Known {
    /// The decisions, as last read or written.
    book: Book,
    /// The bytes of the file that they stand for, hashed; `None` for a file that is not there.
    bytes: Option<u128>,
    /// Whether the review is over.
    closed: bool,
}

impl Keeper {
    /// Reads the file at `path`; if there is none, begins with what the run in `out` obeyed. Gives how many lines
    /// contradict a later one.
    ///
    /// # Errors
    /// [`Error::Config`] with the line; [`Error::Io`] if it cannot be read, or nothing can be written beside it.
    pub(super) fn open(path: &Path, out: &Path) -> Result<(Self, usize)> {
        foreign::try_beside(path)?;
        let (known, clashes) = match foreign::read(path)? {
            Some(bytes) => Known::of(path, &bytes)?,
            None => (Known { book: obeyed(out)?, bytes: None, closed: false }, Vec::new()),
        };
        Ok((Self { path: path.to_owned(), known: Mutex::new(known) }, clashes.len()))
    }

    /// Where the file is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// How many decisions there are.
    pub(super) fn len(&self) -> usize {
        self.known().book.len()
    }

    /// The decisions as lines of the file, read anew.
    pub(super) fn shown(&self) -> std::result::Result<String, Refusal> {
        let mut known = self.known();
        known.follow(&self.path)?;
        Ok(known.book.to_jsonl())
    }

    /// Makes all of these changes, in order, and saves them. After an error the file is as it was.
    pub(super) fn change(&self, changes: Vec<Change>) -> std::result::Result<(), Refusal> {
        changes.iter().try_for_each(Change::check).map_err(Refusal::Senseless)?;
        let mut known = self.known();
        if known.closed {
            return Err(Refusal::Failed("the review is over".into()));
        }
        let folder = Folder::lock(&self.path);
        let ours = known.decided(&changes);
        known.follow(&self.path)?;
        known.contradicted(&changes, &ours).map_err(Refusal::Decided)?;
        let book = known.with(changes)?;
        let text = book.to_jsonl();
        folder.replace(&self.path, text.as_bytes())?;
        (known.book, known.bytes) = (book, Some(xxh3_128(text.as_bytes())));
        Ok(())
    }

    /// Waits for a save that is on its way, then takes no more.
    pub(super) fn close(&self) -> Left {
        let mut known = self.known();
        known.closed = true;
        Left { file: self.path.clone(), decisions: known.bytes.map(|_| known.book.len()) }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // What is known is replaced as a whole, after the file: a thread that panicked left no half of it.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Change {
    /// Whether the decision makes sense and is about what the key names.
    fn check(&self) -> std::result::Result<(), String> {
        let Some(decision) = &self.decision else { return Ok(()) };
        let key = decision.target()?.to_string();
        if key == self.key { Ok(()) } else { Err(format!("{}: the key is {key}", self.key)) }
    }
}

impl Known {
    /// What stands in a file.
    fn of(path: &Path, bytes: &[u8]) -> Result<(Self, Vec<Clash>)> {
        let odd = |why: String| Error::Config(format!("{}:{why}", path.display()));
        let text = std::str::from_utf8(bytes).map_err(|e| odd(format!(" {e}")))?;
        let (book, clashes) = Book::parse(text).map_err(|e| odd(e.to_string()))?;
        Ok((Self { book, bytes: Some(xxh3_128(bytes)), closed: false }, clashes))
    }

    /// Takes over what others wrote since. A file that is gone loses nothing: it comes back with the next save.
    fn follow(&mut self, path: &Path) -> std::result::Result<(), Refusal> {
        let Some(bytes) = foreign::read(path)? else { return Ok(()) };
        if self.bytes != Some(xxh3_128(&bytes)) {
            *self = Self::of(path, &bytes)?.0;
        }
        Ok(())
    }

    /// What is decided by now about what these change.
    fn decided(&self, changes: &[Change]) -> Vec<Option<Decision>> {
        changes.iter().map(|change| self.book.get(&change.key).cloned()).collect()
    }

    /// Whether, since it was decided `before`, somebody decided otherwise than these do.
    fn contradicted(
        &self,
        changes: &[Change],
        before: &[Option<Decision>],
    ) -> std::result::Result<(), String> {
        for (Change { key, decision }, before) in changes.iter().zip(before) {
            let now = self.book.get(key);
            if now != before.as_ref() && now != decision.as_ref() {
                let now = now.map_or("nothing", |decision| decision.action.name());
                return Err(format!("{key}: somebody else decided this since: {now}"));
            }
        }
        Ok(())
    }

    /// The decisions with these changes.
    fn with(&self, changes: Vec<Change>) -> std::result::Result<Book, Refusal> {
        let mut book = self.book.clone();
        for Change { key, decision } in changes {
            match decision {
                Some(decision) => drop(book.add(decision).map_err(Refusal::Senseless)?),
                None => drop(book.remove(&key)),
            }
        }
        Ok(book)
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Failed(error.to_string())
    }
}

/// The decisions that the run in `out` obeyed, as its report lists them; none in a report from before there were any.
fn obeyed(out: &Path) -> Result<Book> {
    let path = out.join(FOLDER).join(DECISIONS);
    let Some(bytes) = foreign::read(&path)? else { return Ok(Book::default()) };
    let odd = |why: String| Error::output(&path, why);
    let text = std::str::from_utf8(&bytes).map_err(|e| odd(e.to_string()))?;
    Book::parse(text).map(|(book, _)| book).map_err(|e| odd(e.to_string()))
}

/// The file behind a path that the user named: a link stays, and what it leads to is written.
pub(super) fn followed(path: &Path) -> PathBuf {
    let real = path.is_symlink().then(|| fs::canonicalize(path).ok());
    real.flatten().unwrap_or_else(|| path.to_owned())
}

/// The path, if no link stands there: OUT may come from somebody else, and a link in it lead anywhere.
///
/// # Errors
/// [`Error::Output`] if there is a link.
pub(super) fn unlinked(path: PathBuf) -> Result<PathBuf> {
    if path.is_symlink() {
        return Err(Error::output(path, "is a link; name the file that is meant with --decisions"));
    }
    Ok(path)
}
