//! Whether sources are JSON Lines that files of attributes can stand beside.
//!
//! Takes sources, gives the first that is not, with the reason. Reads the first block of each and nothing more.

use super::config::ReadConfig;
use super::discover::Source;
use super::input::Input;
use super::splitter::Splitter;
use super::unpack::Packing;
use crate::error::{Error, Result};

/// Refuses sources that are not JSON Lines, plain or in gzip or zstd: only they can be mirrored row by row.
///
/// # Errors
/// [`Error::Input`] for the first such source; [`Error::Io`] when one cannot be read.
pub fn lined(sources: &[Source], config: &ReadConfig) -> Result<()> {
    for source in sources {
        let input = Input::open(source, config.encoding())?;
        let reason = match input.packing() {
            Packing::Bzip2 | Packing::Xz => "is compressed with neither gzip nor zstd",
            _ if Splitter::of(&input).is_lined(&input) => continue,
            _ => "is not JSON Lines",
        };
        let reason = format!("{reason}; annotations go row by row beside JSON Lines only");
        return Err(Error::input(&source.label, reason));
    }
    Ok(())
}
