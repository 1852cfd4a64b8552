//! The verbs and their arguments, as close to what is typed as clap allows.
//!
//! Takes the words of the command line, gives [`Cli`]. Never opens a file and decides nothing: `layer` makes settings
//! of the flags, one file a verb does the work.

use super::flags::{CorpusFlags, EngineFlags, FileFlags, InputFlags};
use super::stream::StreamFlags;
use super::values::AnnotationsChoice;
use super::{help, values};
use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use std::path::PathBuf;

/// Find what news sites stamp on their pages and the articles that are copies of each other, and clean both out.
///
/// copydesk reads scraped news (JSON Lines, JSON, plain text; compressed or not), takes stamped blocks out of the
/// articles, leaves duplicates out of the corpus, and writes a report from which a person can check every decision.
/// Nothing needs to be set for a first run.
#[derive(Debug, Parser)]
#[command(
    name = "copydesk",
    version,
    arg_required_else_help = true,
    subcommand_required = true,
    disable_help_subcommand = true,
    max_term_width = 100,
    after_help = help::TOP_SHORT,
    after_long_help = help::TOP
)]
pub(crate) struct Cli {
    /// What is to be done.
    #[command(subcommand)]
    pub(crate) verb: Verb,
    /// Say nothing but errors
    #[arg(long, short, global = true, help_heading = "Running", display_order = 100)]
    pub(crate) quiet: bool,
}

/// What is to be done.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Write the cleaned corpus and the report: the main job
    ///
    /// Writes to OUT: `cleaned/` (the input's own tree, formats and compression, with all other fields untouched),
    /// `report/` (open `report.html` first), `rejects.jsonl` if a record could not be read, and last `manifest.json`.
    #[command(after_long_help = help::CLEAN)]
    Clean(Corpus),
    /// Write the report only, nothing cleaned
    ///
    /// Finds and decides what `clean` would, and writes `report/` to OUT, but no cleaned corpus.
    #[command(after_long_help = help::SCAN)]
    Scan(Corpus),
    /// Clean JSON Lines from standard input to standard output
    ///
    /// With `--desk` lines pass through while they come, in batches, cleaned with what earlier crawls taught. Without, all of
    /// the input is read before the first line is written, for what is stamped shows only over many articles. Other
    /// fields pass through untouched; messages go to standard error.
    #[command(after_long_help = help::FILTER)]
    Filter(Filter),
    /// Add a crawl to a desk, so that later crawls are cleaned with what it showed
    ///
    /// A desk is a folder with an index of past crawls: their stamped lines, headlines and articles. It is made if
    /// missing, and only added to; a crawl that it knows already changes nothing. Nothing cleaned is written.
    #[command(after_long_help = help::LEARN)]
    Learn(Learn),
    /// Look after a desk: what it holds, and what is to be forgotten
    #[command(after_long_help = help::DESK, arg_required_else_help = true, disable_help_subcommand = true)]
    Desk(Desk),
    /// Serve the report to a browser on this machine, and save what is decided there
    ///
    /// Serves OUT/report/report.html on 127.0.0.1, at an address that nobody can guess, and prints the address. Every
    /// decision is saved the moment it is taken. Nothing is reachable from other machines, and nothing but the file of
    /// decisions is written. Ends with Ctrl-C.
    #[command(after_long_help = help::REVIEW)]
    Review(Review),
    /// Show why an article was cleaned as it was, or two articles side by side
    ///
    /// One article is shown block by block, with the reason and the evidence for each. Two are held against each other.
    /// A block or cluster is shown by its name in the report: where it stands, what is done with it, and why.
    #[command(after_long_help = help::EXPLAIN)]
    Explain(Explain),
    /// Give back the originals of a cleaned corpus, byte for byte
    #[command(after_long_help = help::RESTORE)]
    Restore(Restore),
    /// Print the completions of a shell
    #[command(after_long_help = help::COMPLETIONS)]
    Completions(Completions),
    /// Print the manual page, as roff
    #[command(after_long_help = help::MAN)]
    Man(Man),
}

/// Arguments of `clean` and `scan`.
#[derive(Debug, Args)]
pub(crate) struct Corpus {
    /// Files, folders (walked in name order), or - for standard input
    ///
    /// Formats and compression (gzip, zstd, bzip2, xz) are told by content, not by name. The input is never written to.
    #[arg(value_name = "INPUT", required_unless_present = "dump_config")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Folder to write to; made if missing, refused if not empty
    #[arg(
        short,
        long = "out",
        value_name = "OUT",
        required_unless_present_any = ["dump_config", "dry_run"]
    )]
    pub(crate) out: Option<PathBuf>,
    /// Write what was found beside the records too, for other tools, in this layout
    ///
    /// `dolma`: OUT/attributes/copydesk/ mirrors an input of JSON Lines (plain, gzip or zstd) file by file and row by row.
    /// Every row has the id of its record and two attributes of [start, end, score] in characters of the text:
    /// `copydesk__boilerplate`, what goes, with how likely it is boilerplate; and `copydesk__duplicate`, the whole text of a
    /// duplicate, with its similarity. Taking out the first gives the cleaned texts.
    #[arg(long, value_name = "LAYOUT", value_enum)]
    pub(crate) annotations: Option<AnnotationsChoice>,
    /// What the verbs over a corpus share.
    #[command(flatten)]
    pub(crate) flags: CorpusFlags,
}

/// Arguments of `filter`.
#[derive(Debug, Args)]
pub(crate) struct Filter {
    /// Folder to write the report to; without it none is written
    #[arg(long, value_name = "DIR")]
    pub(crate) report: Option<PathBuf>,
    /// How a stream is cut.
    #[command(flatten)]
    pub(crate) stream: StreamFlags,
    /// What the verbs over a corpus share.
    #[command(flatten)]
    pub(crate) flags: CorpusFlags,
}

/// Arguments of `learn`.
#[derive(Debug, Args)]
pub(crate) struct Learn {
    /// Files, folders (walked in name order), or - for standard input
    ///
    /// As for `clean`. May be missing where `--rules` gives decisions to keep.
    #[arg(value_name = "INPUT", required_unless_present_any = ["dump_config", "rules"])]
    pub(crate) inputs: Vec<PathBuf>,
    /// The desk to add to; made if missing
    #[arg(long, value_name = "DIR", required_unless_present = "dump_config")]
    pub(crate) desk: Option<PathBuf>,
    /// What the engine is given.
    #[command(flatten)]
    pub(crate) engine: EngineFlags,
    /// Exit with 3 if any record was rejected; all others are learnt
    #[arg(long, help_heading = "Running")]
    pub(crate) strict: bool,
    /// Keep these decisions; may be given several times
    ///
    /// JSON Lines, as the report saves them. Every run with the desk obeys them. One about what the desk has decided
    /// takes the place of that.
    #[arg(long, value_name = "FILE", help_heading = "Settings")]
    pub(crate) rules: Vec<PathBuf>,
    /// The file of settings.
    #[command(flatten)]
    pub(crate) settings: FileFlags,
    /// How records become articles.
    #[command(flatten)]
    pub(crate) input: InputFlags,
}

/// Arguments of `desk`.
#[derive(Debug, Args)]
pub(crate) struct Desk {
    /// What is to be done.
    #[command(subcommand)]
    pub(crate) task: DeskTask,
}

/// What is to be done with a desk.
#[derive(Debug, Subcommand)]
pub(crate) enum DeskTask {
    /// Show what a desk holds: articles, hosts, days, sizes, parameters, health
    Info {
        /// The desk
        #[arg(value_name = "DIR")]
        desk: PathBuf,
        /// Print one JSON object, for programs
        #[arg(long)]
        json: bool,
    },
    /// Put all volumes of a desk together into one
    ///
    /// Changes no answer. Volumes are put together by themselves as they grow in number; this does it at once.
    Compact {
        /// The desk
        #[arg(value_name = "DIR")]
        desk: PathBuf,
    },
    /// Forget articles, and what they alone had shown
    ///
    /// Counts, headlines, templates and copies of them go; decisions stay.
    #[command(group = clap::ArgGroup::new("what").required(true), after_long_help = help::DESK_FORGET)]
    Forget {
        /// The desk
        #[arg(value_name = "DIR")]
        desk: PathBuf,
        /// Forget articles of days before this one, written 2026-03-01
        #[arg(long, value_name = "DATE", group = "what", value_parser = values::day)]
        before: Option<u32>,
        /// Forget articles of this host; may be given several times
        #[arg(long, value_name = "HOST", group = "what", value_parser = values::one_host)]
        host: Vec<String>,
    },
    /// Print everything a desk holds, as JSON Lines
    #[command(after_long_help = help::DESK_EXPORT)]
    Export {
        /// The desk
        #[arg(value_name = "DIR")]
        desk: PathBuf,
    },
    /// Make a desk of what `export` printed, from standard input
    #[command(after_long_help = help::DESK_IMPORT)]
    Import {
        /// The desk to make: a folder that is missing or empty
        #[arg(value_name = "DIR")]
        desk: PathBuf,
    },
    /// Read all of a desk and check it: ends with 1 and the place of the first damage
    Verify {
        /// The desk
        #[arg(value_name = "DIR")]
        desk: PathBuf,
    },
}

/// Arguments of `review`.
#[derive(Debug, Args)]
pub(crate) struct Review {
    /// Folder that `clean` or `scan` wrote
    #[arg(value_name = "OUT")]
    pub(crate) out: PathBuf,
    /// File of decisions to go on with and to save to; made if missing [default: OUT/decisions.jsonl]
    #[arg(long, value_name = "FILE")]
    pub(crate) decisions: Option<PathBuf>,
    /// Port of 127.0.0.1 to serve on; 0 for any that is free
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) port: u16,
    /// Open the page in the browser
    #[arg(long)]
    pub(crate) open: bool,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// Folder that `clean` or `scan` wrote
    #[arg(value_name = "OUT")]
    pub(crate) out: PathBuf,
    /// Id of the article, or name of a block or cluster, as it stands in the report
    #[arg(value_name = "ARTICLE", required_unless_present = "all")]
    pub(crate) article: Option<String>,
    /// Id of another article, to hold both against each other
    #[arg(value_name = "OTHER", requires = "article", conflicts_with = "all")]
    pub(crate) other: Option<String>,
    /// Print one JSON object, for programs
    #[arg(long)]
    pub(crate) json: bool,
    /// Print one JSON object a line, for every article
    #[arg(long, conflicts_with = "article")]
    pub(crate) all: bool,
}

/// Arguments of `restore`.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// Folder that `clean` wrote
    #[arg(value_name = "OUT")]
    pub(crate) out: PathBuf,
    /// Folder to put the originals into; made if missing, refused if not empty
    #[arg(value_name = "DEST")]
    pub(crate) dest: PathBuf,
    /// Write into a DEST that is not empty
    #[arg(long)]
    pub(crate) force: bool,
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub(crate) shell: Shell,
}

/// Arguments of `man`.
#[derive(Debug, Args)]
pub(crate) struct Man {
    /// Print the page of this verb instead of the first page
    #[arg(value_name = "VERB")]
    pub(crate) verb: Option<String>,
}
