//! `copydesk restore`: the originals, byte for byte.
//!
//! Takes the arguments, calls the library, says where the originals are. Never touches the cleaned corpus.

use super::args::Restore;
use super::ending::Ending;
use super::terminal::{Terminal, tame};
use crate::write;

/// Runs the verb.
pub(crate) fn run(args: &Restore, terminal: Terminal) -> anyhow::Result<Ending> {
    let _count = write::restore(&args.out, &args.dest, args.force)?;
    let dest = args.dest.display().to_string();
    terminal.say(&format!("copydesk: {}: the originals are here", tame(&dest)));
    Ok(Ending::Done)
}
