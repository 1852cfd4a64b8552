//! What is known before a corpus is read, and what a run leaves for `explain`.
//!
//! Takes settings, rules and the language data, gives the tools of the stages, made once. The survey of a run is kept in
//! `OUT/report/survey.zst`, so that a judgement can be repeated and explained later.

use super::job::Job;
use crate::classify::{Classifier, Cues, Forest, Rules, Scorecard, Spot, Verdicts};
use crate::config::{Config, Recurring};
use crate::decisions::Book;
use crate::desk::{Desk, Terms};
use crate::error::{Error, Result};
use crate::languages;
use crate::lsh::Bands;
use crate::minhash::MinHash;
use crate::report::files;
use crate::segment::{Segmenter, Token};
use crate::survey::{NearConfig, Survey};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

/// How contents are signed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signing {
    pub(super) minhash: MinHash,
    pub(super) bands: Bands,
    pub(super) shingle: usize,
}

impl Signing {
    /// The band keys of a content with these shingles.
    pub(super) fn keys(&self, shingles: impl IntoIterator<Item = u64>) -> Vec<u32> {
        let signature = self.minhash.signature(shingles);
        (0..self.bands.bands).map(|band| self.bands.key(&signature, band)).collect()
    }
}

/// The tools of the stages.
#[derive(Debug)]
pub(super) struct Knowledge {
    pub(super) segmenter: Segmenter,
    pub(super) classifier: Classifier,
    /// Names of months and weekdays.
    pub(super) dates: FxHashSet<Token>,
    /// How near-equal blocks are found.
    pub(super) near: NearConfig,
    /// How contents are signed.
    pub(super) signing: Signing,
    /// What a person decided.
    pub(super) book: Book,
    /// What earlier crawls taught.
    pub(super) desk: Option<Desk>,
}

/// All that a desk and a run must have in common: seeds and parameters of everything that is hashed.
#[must_use]
pub fn terms(config: &Config) -> Terms {
    let (b, a) = (&config.blocks, &config.articles);
    let near = Bands::choose(b.num_perm, b.threshold, a.recall);
    let bands = Bands::choose(a.num_perm, a.version, a.recall);
    let term = |name: &str, value: String| (name.to_owned(), value);
    [
        term("blocks.shingle", b.shingle.to_string()),
        term("blocks.num-perm", b.num_perm.to_string()),
        term("blocks.seed", b.seed.to_string()),
        term("blocks.threshold", b.threshold.to_string()),
        term("blocks.bands", format!("{} × {}", near.bands, near.rows)),
        term("articles.shingle", a.shingle.to_string()),
        term("articles.num-perm", a.num_perm.to_string()),
        term("articles.seed", a.seed.to_string()),
        term("articles.bands", format!("{} × {}", bands.bands, bands.rows)),
        term("tokens", format!("{:08x}", Token::word(b"copydesk").0)),
    ]
    .into()
}

impl Knowledge {
    /// The tools for these settings, rules and decisions.
    ///
    /// # Errors
    /// [`Error::Config`] if a data file of the program is broken.
    pub(super) fn new(config: &Config, rules: &Rules, book: &Book) -> Result<Self> {
        let languages = languages::all()?;
        let segmenter =
            Segmenter::new(languages.iter().flat_map(|l| l.stop.iter().map(String::as_str)));
        let mut cues = Cues::new(&languages, &segmenter);
        cues.add(&rules.cues(), &segmenter);
        let segmenter = segmenter.with_cues(cues.openers(), cues.closers());
        let dates =
            languages.iter().flat_map(|l| &l.dates).flat_map(|d| segmenter.tokens(d)).collect();
        let classifier = Classifier {
            cues,
            articles: Forest::of_articles()?,
            pages: Forest::of_pages()?,
            scorecard: Scorecard::built_in()?,
            verdicts: Verdicts::new(rules, book, &segmenter),
            #[expect(clippy::cast_possible_truncation, reason = "points are small numbers")]
            cutoff: config.classify.cutoff as f32,
            cut_recurring: config.classify.recurring == Recurring::Remove,
        };
        let (b, a) = (&config.blocks, &config.articles);
        let near = NearConfig {
            shingle: b.shingle,
            minhash: MinHash::new(b.num_perm, b.seed),
            threshold: b.threshold,
            bands: Bands::choose(b.num_perm, b.threshold, a.recall),
        };
        let signing = Signing {
            minhash: MinHash::new(a.num_perm, a.seed),
            bands: Bands::choose(a.num_perm, a.version, a.recall),
            shingle: a.shingle,
        };
        Ok(Self { segmenter, classifier, dates, near, signing, book: book.clone(), desk: None })
    }
}

impl Knowledge {
    /// The tools for a job, with what a desk knows; its decisions stand under those of the job.
    ///
    /// # Errors
    /// As [`Knowledge::new`]; [`Error::Input`] if what the desk holds are no decisions.
    pub(super) fn with_desk(job: &Job, desk: Option<Desk>) -> Result<Self> {
        let mut book = Book::default();
        if let Some(desk) = &desk {
            let wrong = |e: Error| Error::input("the decisions of the desk", e.to_string());
            book = Book::parse(desk.decisions()).map_err(wrong)?.0;
        }
        book.merge(job.book.clone());
        Ok(Self { desk, ..Self::new(&job.config, &job.rules, &book)? })
    }
}

/// First bytes of the file; the last one is its version.
const MAGIC: &[u8] = b"copydesk survey 4\n";

fn path(out: &Path) -> PathBuf {
    out.join(files::FOLDER).join(files::SURVEY)
}

/// What a run leaves for `explain`.
pub(super) struct Memory {
    pub(super) rules: Rules,
    pub(super) book: Book,
    /// The places that stay as the first, by wish.
    pub(super) first: BTreeMap<u32, Spot>,
    pub(super) survey: Survey,
}

/// Keeps the survey of a run, with the rules and decisions in force.
///
/// # Errors
/// [`Error::Io`] with the path.
pub(super) fn save(out: &Path, survey: &Survey, rules: &Rules, by: &Knowledge) -> Result<()> {
    let path = path(out);
    let (book, first) = (by.book.to_jsonl(), by.classifier.verdicts.first());
    let save = || -> std::io::Result<()> {
        let mut file = BufWriter::new(File::create(&path)?);
        file.write_all(MAGIC)?;
        let mut packed = zstd::Encoder::new(file, 1)?;
        postcard::to_io(&(rules, book, first, survey), &mut packed)
            .map_err(std::io::Error::other)?;
        packed.finish()?.flush()
    };
    save().map_err(Error::io(&path))
}

/// What the run in `out` left.
///
/// # Errors
/// [`Error::Io`] if there is nothing, [`Error::Input`] if it is damaged or of another version.
pub(super) fn load(out: &Path) -> Result<Memory> {
    let path = path(out);
    let mut bytes = Vec::new();
    let mut file = BufReader::new(File::open(&path).map_err(Error::io(&path))?);
    let mut magic = vec![0; MAGIC.len()];
    let read = std::io::Read::read_exact(&mut file, &mut magic);
    if read.is_err() || magic != MAGIC {
        return Err(Error::input(&path, "was written by another version of copydesk; run again"));
    }
    zstd::stream::copy_decode(file, &mut bytes).map_err(Error::io(&path))?;
    let damaged = |why: String| Error::input(&path, format!("is damaged: {why}"));
    let (rules, book, first, survey): (_, String, _, _) =
        postcard::from_bytes(&bytes).map_err(|e| damaged(e.to_string()))?;
    let (book, _) = Book::parse(&book).map_err(|e| damaged(e.to_string()))?;
    Ok(Memory { rules, book, first, survey })
}
