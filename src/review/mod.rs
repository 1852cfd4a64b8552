//! The report over loopback, and decisions kept as they are taken.
//!
//! Takes a finished OUT and a file of decisions, gives an address on this machine that serves the page and saves what
//! is decided there. Listens on 127.0.0.1 only, and answers nobody who does not know the address; never writes but to
//! the file of decisions.

mod answer;
mod body;
mod door;
mod foreign;
mod keeper;
mod reply;
mod serving;
mod stop;

use crate::error::{Error, Result};
use crate::report::read_manifest;
use answer::Desk;
use door::Door;
use keeper::Keeper;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
pub(crate) use stop::Stop;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

/// The name of the decisions in OUT, where no other file is named.
pub const DECISIONS: &str = "decisions.jsonl";

/// Threads for what would keep the others waiting: files, saving, comparing two articles.
const BLOCKING_THREADS: usize = 16;

/// A report that is ready to be served.
#[derive(Debug)]
pub struct Review {
    runtime: Runtime,
    listener: TcpListener,
    stop: Stop,
    desk: Arc<Desk>,
    replaced: usize,
}

/// What a review left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The file of decisions.
    pub file: PathBuf,
    /// Decisions in it; `None` if there is no such file, for nothing was decided.
    pub decisions: Option<usize>,
}

impl Review {
    /// Makes everything ready: reads the decisions, takes the port (0 for any that is free). Connections wait from here
    /// on.
    ///
    /// `decisions` is `out/decisions.jsonl` if not given; where there is no such file yet, a review begins with the
    /// decisions that the run obeyed.
    ///
    /// # Errors
    /// [`Error::Output`] if `out` is not a finished run with a page; [`Error::Config`] with the line if the decisions
    /// make no sense; [`Error::Io`] if the port is taken or nothing can be saved beside the decisions.
    pub fn open(out: &Path, decisions: Option<&Path>, port: u16) -> Result<Self> {
        read_manifest(out)?;
        let file = match decisions {
            Some(path) => keeper::followed(path),
            None => keeper::unlinked(out.join(DECISIONS))?,
        };
        let (keeper, replaced) = Keeper::open(&file, out)?;
        let out = fs::canonicalize(out).map_err(Error::io(out))?;
        let threads = Builder::new_current_thread()
            .enable_all()
            .max_blocking_threads(BLOCKING_THREADS)
            .build();
        let runtime = threads.map_err(Error::io("review"))?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let name = address.to_string();
        let listener = runtime.block_on(TcpListener::bind(address)).map_err(Error::io(&name))?;
        let port = listener.local_addr().map_err(Error::io(&name))?.port();
        let stop = runtime.block_on(async { Stop::listen() }).map_err(Error::io("signals"))?;
        let desk = Arc::new(Desk::new(out, keeper, Door::new(port)?));
        Ok(Self { runtime, listener, stop, desk, replaced })
    }

    /// Where the page is. Whoever knows it can decide; nobody can guess it.
    #[must_use]
    pub fn address(&self) -> String {
        self.desk.door.address()
    }

    /// Where decisions are saved.
    #[must_use]
    pub fn file(&self) -> &Path {
        self.desk.keeper.path()
    }

    /// How many decisions the file holds by now.
    #[must_use]
    pub fn decisions(&self) -> usize {
        self.desk.keeper.len()
    }

    /// Lines of the file that later ones about the same contradict; they go with the next save.
    #[must_use]
    pub fn replaced(&self) -> usize {
        self.replaced
    }

    /// Serves until the process is asked to stop (Ctrl-C, SIGTERM). What was acknowledged by then is on disk.
    ///
    /// # Errors
    /// None by now; a listener that fails for good would be one.
    pub fn serve(self) -> Result<Left> {
        let Self { runtime, listener, mut stop, desk, .. } = self;
        runtime.spawn(serving::serve(listener, Arc::clone(&desk)));
        runtime.block_on(stop.asked());
        let left = desk.keeper.close();
        runtime.shutdown_background();
        Ok(left)
    }
}
