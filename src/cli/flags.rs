//! The flags that the verbs over a corpus share, in groups as the help shows them.
//!
//! Takes the words of the command line, gives plain structs in which an absent flag is `None`. Defaults are named here
//! in words only; their values stand in [`crate::config`]. Never decides which layer wins: `layer` does.

use super::size;
use super::values::{self, BoilerplateChoice, DuplicatesChoice, ProgressChoice, RecurringChoice};
use crate::config::{Annotations, Keep};
use crate::read::Preset;
use clap::Args;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// All flags of a verb over a corpus.
#[derive(Debug, Default, Args)]
pub(crate) struct CorpusFlags {
    /// What is taken out.
    #[command(flatten)]
    pub(crate) decide: DecideFlags,
    /// What is known before the first record.
    #[command(flatten)]
    pub(crate) desk: DeskFlags,
    /// How the work is carried out.
    #[command(flatten)]
    pub(crate) run: RunFlags,
    /// Where settings come from.
    #[command(flatten)]
    pub(crate) settings: SettingsFlags,
    /// How records become articles.
    #[command(flatten)]
    pub(crate) input: InputFlags,
}

/// The file of settings.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Settings")]
pub(crate) struct FileFlags {
    /// Read settings from a TOML file; flags overrule it
    ///
    /// `--dump-config` prints such a file. Keys that are not known are errors.
    #[arg(long, value_name = "FILE.toml")]
    pub(crate) config: Option<PathBuf>,
    /// Print the settings in force as TOML, and exit
    ///
    /// Every key with what it means, and how likely pairs of each similarity are to be found under these settings.
    /// Needs no INPUT and writes nothing.
    #[arg(long)]
    pub(crate) dump_config: bool,
}

/// Where settings come from.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Settings")]
pub(crate) struct SettingsFlags {
    /// The file of settings.
    #[command(flatten)]
    pub(crate) file: FileFlags,
    /// Read decisions, or your own cues and rules; may be given several times
    ///
    /// Decisions are JSON Lines (`decisions.jsonl`, as the report saves them), cues and rules TOML; which one a file holds
    /// is told by its content. Of two decisions about the same thing that of the later file holds, and the report says
    /// so. Where rules and decisions contradict each other, keeping wins.
    #[arg(long, value_name = "FILE")]
    pub(crate) rules: Vec<PathBuf>,
}

/// What is taken out.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "What is taken out")]
pub(crate) struct DecideFlags {
    /// Similarity from which an article is a near-duplicate [default: 0.5]
    ///
    /// Jaccard similarity of the content, without boilerplate, from 0.1 to 1 and not below `articles.version`
    /// (0.3 unless set in a config file). Higher drops fewer articles. Where an article tells the same as another throughout,
    /// half as many words again may have been edited.
    #[arg(long, value_name = "T", value_parser = values::similarity)]
    pub(crate) near: Option<f64>,
    /// Which copy is kept: earliest, latest, longest, first, or HOST,… [default: earliest]
    ///
    /// `earliest` or `latest` date, `longest` content, `first` read, or hosts by preference, separated by commas: the first of
    /// them that has a copy, else the longest. By date, an article that stands wholly in a longer one is its copy. Write a single host without a dot as `HOST,`.
    #[arg(long, value_name = "WHICH", value_parser = values::keep)]
    pub(crate) keep: Option<Keep>,
    /// Days that copies may lie apart [default: any number]
    ///
    /// Articles whose dates are further apart are no duplicates of each other, not even equal ones; an article without a
    /// date may be a copy of any. (Articles that are only versions of one story are never further apart than 30 days.)
    #[arg(long, value_name = "DAYS")]
    pub(crate) window: Option<u32>,
    /// What is done with duplicates [default: drop]
    #[arg(long, value_name = "WHAT", value_enum)]
    pub(crate) duplicates: Option<DuplicatesChoice>,
    /// What is done with boilerplate [default: remove]
    #[arg(long, value_name = "WHAT", value_enum)]
    pub(crate) boilerplate: Option<BoilerplateChoice>,
    /// What is done with background paragraphs that a host repeats from story to story [default: keep]
    #[arg(long, value_name = "WHAT", value_enum)]
    pub(crate) recurring: Option<RecurringChoice>,
    /// Add a field `copydesk` to every cleaned record: what was removed, and what it is a copy of
    ///
    /// `removed` is a list of {start, end, label, reason, block, text}, with byte offsets into the original text; articles
    /// with relatives have `cluster`, `duplicate_of`, `relation`, `jaccard` and `containment` too. All else of the record
    /// stays as it is; a field of that name is replaced. With `--duplicates mark` duplicates pass, and say of what.
    #[arg(long)]
    pub(crate) annotate: bool,
    /// What is written beside the records; a flag of `clean` and `scan` only.
    #[arg(skip)]
    pub(crate) annotations: Option<Annotations>,
}

/// What is known before the first record.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "What earlier crawls taught")]
pub(crate) struct DeskFlags {
    /// Clean with what `copydesk learn` taught this desk
    ///
    /// Lines that earlier crawls showed to be stamped are, and copies of their articles are duplicates. Decisions that the
    /// desk keeps hold; those of `--rules` go before them. The desk itself is only read.
    #[arg(long, value_name = "DIR")]
    pub(crate) desk: Option<PathBuf>,
}

/// How the engine works: what changes no byte of the result.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Running")]
pub(crate) struct EngineFlags {
    /// Worker threads, 1 or more [default: one a core]
    ///
    /// The result is the same, byte for byte, for any number.
    #[arg(long, value_name = "N", value_parser = values::threads)]
    pub(crate) threads: Option<NonZeroUsize>,
    /// Memory for the tables of a run, such as 512MiB or 2GB [default: half of the machine]
    ///
    /// A number with B, kB, MB, GB, TB (powers of 1000) or K, M, G, T, KiB, MiB, GiB, TiB (powers of 1024). Tables that
    /// would outgrow it go to temporary files; what cannot go there takes about 0.2 GB for each gigabyte of input. The
    /// result is the same, byte for byte, for any size.
    #[arg(long, value_name = "SIZE", value_parser = size::parse)]
    pub(crate) memory: Option<u64>,
    /// Folder for temporary files [default: the system's]
    #[arg(long, value_name = "DIR")]
    pub(crate) tmp_dir: Option<PathBuf>,
    /// How progress is shown on standard error [default: auto]
    #[arg(long, value_name = "HOW", value_enum, hide_default_value = true, default_value_t)]
    pub(crate) progress: ProgressChoice,
}

/// How the work is carried out.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Running")]
pub(crate) struct RunFlags {
    /// What the engine is given.
    #[command(flatten)]
    pub(crate) engine: EngineFlags,
    /// Write into an output folder that is not empty
    #[arg(long)]
    pub(crate) force: bool,
    /// Do all but write: say what would be done
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Exit with 3 if any record was rejected
    ///
    /// The run is finished and its output whole; without this flag rejected records are only counted and written to
    /// `rejects.jsonl`.
    #[arg(long)]
    pub(crate) strict: bool,
}

/// How records become articles.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Fields of the input (found by name unless given)")]
pub(crate) struct InputFlags {
    /// Field with the text [default: text, maintext, content, body, …]
    #[arg(long, value_name = "FIELD")]
    pub(crate) text_field: Option<String>,
    /// Field with the headline [default: title, headline]
    #[arg(long, value_name = "FIELD")]
    pub(crate) title_field: Option<String>,
    /// Field with the address [default: url, link, …]
    #[arg(long, value_name = "FIELD")]
    pub(crate) url_field: Option<String>,
    /// Field with the host [default: host, hostname, domain, …, else from the address]
    #[arg(long, value_name = "FIELD")]
    pub(crate) host_field: Option<String>,
    /// Field with the date of publication [default: date, timestamp, created, …]
    #[arg(long, value_name = "FIELD")]
    pub(crate) date_field: Option<String>,
    /// Field with the language [default: language]
    #[arg(long, value_name = "FIELD")]
    pub(crate) language_field: Option<String>,
    /// Field with the id [default: id, else made from path and record number]
    #[arg(long, value_name = "FIELD")]
    pub(crate) id_field: Option<String>,
    /// Host of all articles, for input that names none
    #[arg(long, value_name = "HOST")]
    pub(crate) host: Option<String>,
    /// Take the field names of a scraper or corpus [default: told by the fields that are there]
    ///
    /// news-please, newspaper4k, fundus, trafilatura, scrapy, datatrove, dolma, oscar or c4.
    #[arg(long, value_name = "NAME", value_parser = values::preset)]
    pub(crate) preset: Option<Preset>,
    /// Encoding of text that is not UTF-8, such as windows-1251 [default: guessed]
    #[arg(long, value_name = "NAME", value_parser = values::encoding)]
    pub(crate) encoding: Option<String>,
}
