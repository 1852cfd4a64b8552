//! What can go wrong at the edges of the program: reading, writing, settings.
//!
//! Takes causes, gives one type. The pure stages in the middle cannot fail and never name it.

use std::io;
use std::path::{Path, PathBuf};

/// An error that ends a run. Messages are lower-case fragments with the place first.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read, written or made.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The input cannot be used at all.
    #[error("{}: {reason}", path.display())]
    Input {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong and what to do, in words.
        reason: String,
    },
    /// A setting is out of range, unknown, or contradicts another.
    #[error("{0}")]
    Config(String),
    /// The output folder cannot be used.
    #[error("{}: {reason}", path.display())]
    Output {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong and what to do, in words.
        reason: String,
    },
    /// The program broke one of its own promises; nothing it wrote is to be trusted.
    #[error("internal: {0}; this is a defect of copydesk, please report it")]
    Broken(String),
}

impl Error {
    /// An [`Error::Io`] at `path`, for `map_err`.
    pub fn io(path: impl AsRef<Path>) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { path: path.as_ref().to_path_buf(), source }
    }

    /// An [`Error::Input`] at `path`.
    pub fn input(path: impl AsRef<Path>, reason: impl Into<String>) -> Self {
        Self::Input { path: path.as_ref().to_path_buf(), reason: reason.into() }
    }

    /// An [`Error::Output`] at `path`.
    pub fn output(path: impl AsRef<Path>, reason: impl Into<String>) -> Self {
        Self::Output { path: path.as_ref().to_path_buf(), reason: reason.into() }
    }
}

/// What the edges of the library give back.
pub type Result<T> = std::result::Result<T, Error>;

/// What is wrong, without the line number, for where the place names it.
pub(crate) fn in_line(cause: &serde_json::Error) -> String {
    let text = cause.to_string();
    let tail = format!(" at line {} column {}", cause.line(), cause.column());
    match text.strip_suffix(&tail) {
        Some(reason) => format!("{reason} (column {})", cause.column()),
        None => text,
    }
}
