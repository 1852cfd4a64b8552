//! Articles to bytes.
//!
//! Stub, so that the command line compiles; the real one takes its place. Never reads or writes.

use crate::error::{Error, Result};
use std::path::Path;

/// Puts the originals of a finished run back into `dest`.
///
/// # Errors
/// Always, in this stub.
pub fn restore(out: &Path, dest: &Path, force: bool) -> Result<()> {
    let _ = (dest, force);
    Err(Error::input(out, "cannot restore: writing is not connected"))
}
