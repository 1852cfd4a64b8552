//! All settings of a run: one small struct a stage, composed above the stages.
//!
//! Takes what a user asked for (a TOML file, flags), gives a checked [`Config`]. What could be wrong is refused here,
//! so that the stages cannot fail. Never reads the environment.

use crate::error::{Error, Result};
use crate::read::ReadConfig;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The field that `write.annotate` adds to records.
pub const FIELD: &str = "copydesk";

/// The settings in force. `Default` is what a run without flags uses.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// How records become articles.
    pub read: ReadConfig,
    /// Near-equal blocks (grain 1).
    pub blocks: BlocksConfig,
    /// When a block counts as boilerplate.
    pub classify: ClassifyConfig,
    /// Near-equal articles (grain 2).
    pub articles: ArticlesConfig,
    /// What is written.
    pub write: WriteConfig,
}

/// Settings of the first grain: near-equal blocks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct BlocksConfig {
    /// Words a shingle, 1 to 8.
    pub shingle: usize,
    /// Values a signature, 16 to 1024.
    pub num_perm: usize,
    /// Jaccard similarity from which two blocks are near-equal, 0.1 to 1.
    pub threshold: f64,
    /// Seed of the signatures.
    pub seed: u64,
}

impl Default for BlocksConfig {
    fn default() -> Self {
        Self { shingle: 2, num_perm: 48, threshold: 0.7, seed: 1 }
    }
}

/// Settings of the second grain: near-equal articles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ArticlesConfig {
    /// Words a shingle, 1 to 8.
    pub shingle: usize,
    /// Values a signature, 16 to 1024.
    pub num_perm: usize,
    /// Jaccard similarity of content from which two articles tell the same story (reported as one cluster), 0.1 to 1.
    pub version: f64,
    /// Jaccard similarity of content from which the lesser copy is a duplicate, `version` to 1.
    pub near: f64,
    /// Share of an article's content that must stand in the kept one to make it a contained duplicate, 0.5 to 1.
    pub contained: f64,
    /// Probability with which a pair at the `version` threshold must become a candidate, 0.5 to 0.9999.
    pub recall: f64,
    /// Days that duplicates may lie apart; unset: any number.
    pub window: Option<u32>,
    /// Which copy is kept.
    pub keep: Keep,
    /// Seed of the signatures.
    pub seed: u64,
}

impl Default for ArticlesConfig {
    fn default() -> Self {
        Self {
            shingle: 3,
            num_perm: 128,
            version: 0.3,
            near: 0.5,
            contained: 0.9,
            recall: 0.95,
            window: None,
            keep: Keep::default(),
            seed: 1,
        }
    }
}

/// Which copy of an article is kept: `earliest`, `latest`, `longest`, `first`, or a list of hosts in order of preference.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Keep {
    /// The earliest date; undated last; of equals the one that stands for most others, then the longest. A later copy that says
    /// much more stays, and if all of the earlier stands in it, alone.
    #[default]
    Earliest,
    /// The latest date; undated last; of equals as `Earliest`. An earlier copy that says much more stays, and if all
    /// of the later stands in it, alone.
    Latest,
    /// The longest content; of equals the earliest date, then the first read.
    Longest,
    /// The first read.
    First,
    /// The first of these hosts that has a copy; else the longest.
    Hosts(Vec<String>),
}

/// Settings of the classification.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ClassifyConfig {
    /// Points that the ledger of a block must reach before it is removed; higher removes less. -20 to 20.
    pub cutoff: f64,
    /// What is done with passages of stories that come back in other stories of the host.
    pub recurring: Recurring,
}

impl Default for ClassifyConfig {
    fn default() -> Self {
        Self { cutoff: 0.0, recurring: Recurring::Keep }
    }
}

/// What is done with background paragraphs: prose that a host repeats from story to story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recurring {
    /// Reported, and left in the text.
    Keep,
    /// Taken out of every article.
    Remove,
}

/// Settings of the output.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct WriteConfig {
    /// Whether boilerplate is removed from the cleaned articles, or only reported.
    pub boilerplate: Boilerplate,
    /// Whether duplicates are dropped from the cleaned articles, or only reported.
    pub duplicates: Duplicates,
    /// Whether what `restore` needs is written.
    pub restore: bool,
    /// Whether every cleaned record says in a field `copydesk` what was removed and what it is a copy of.
    pub annotate: bool,
    /// In which layout what was found is written beside the records, row by row; unset: not at all.
    pub annotations: Option<Annotations>,
}

impl Default for WriteConfig {
    fn default() -> Self {
        let (boilerplate, duplicates) = (Boilerplate::Remove, Duplicates::Drop);
        Self { boilerplate, duplicates, restore: true, annotate: false, annotations: None }
    }
}

/// Layouts of what is said of records beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Annotations {
    /// Attribute files of dolma: JSON Lines, spans in characters.
    Dolma,
}

/// What is done with boilerplate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Boilerplate {
    /// Taken out of the cleaned text.
    Remove,
    /// Reported, and left in the text.
    Mark,
}

/// What is done with duplicates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Duplicates {
    /// Left out of the cleaned corpus.
    Drop,
    /// Reported, and left in.
    Mark,
}

/// How a run is carried out; nothing here changes a byte of the result.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RunConfig {
    /// Worker threads; `None` is one a core.
    pub threads: Option<usize>,
    /// Bytes of memory to stay within; `None` is half of the machine.
    pub memory: Option<u64>,
    /// Folder for temporary files; `None` is the system's.
    pub tmp_dir: Option<PathBuf>,
}

impl Config {
    /// The settings that a TOML text asks for, over the defaults.
    ///
    /// # Errors
    /// [`Error::Config`] with line and cause for unknown keys, wrong types and values out of range.
    pub fn from_toml(text: &str) -> Result<Self> {
        let config = Self::parse_toml("line", text)?;
        config.validate()?;
        Ok(config)
    }

    /// As [`Config::from_toml`], from the file named `place`, before other layers are laid over it: ranges are not
    /// checked yet.
    ///
    /// # Errors
    /// [`Error::Config`] as `place:line: cause` for unknown keys and wrong types.
    pub fn parse_toml(place: &str, text: &str) -> Result<Self> {
        toml::from_str(text).map_err(|e| {
            let before = e.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            Error::Config(format!("{place}:{line}: {}", e.message()))
        })
    }

    /// Refuses what no stage could work with.
    ///
    /// # Errors
    /// [`Error::Config`] naming the key, its value and the range.
    pub fn validate(&self) -> Result<()> {
        self.read.validate()?;
        let (b, a) = (&self.blocks, &self.articles);
        within("blocks.shingle", b.shingle, 1, 8)?;
        within("blocks.num-perm", b.num_perm, 16, 1024)?;
        within("blocks.threshold", b.threshold, 0.1, 1.0)?;
        within("articles.shingle", a.shingle, 1, 8)?;
        within("articles.num-perm", a.num_perm, 16, 1024)?;
        within("articles.version", a.version, 0.1, 1.0)?;
        within("articles.near", a.near, a.version, 1.0)?;
        within("articles.contained", a.contained, 0.5, 1.0)?;
        within("articles.recall", a.recall, 0.5, 0.9999)?;
        within("classify.cutoff", self.classify.cutoff, -20.0, 20.0)?;
        let text = self.read.text_field.as_deref().and_then(|field| field.split('.').next());
        if self.write.annotate && text == Some(FIELD) {
            let cause = "write.annotate would replace the field `copydesk`, which holds the text";
            return Err(Error::Config(cause.to_owned()));
        }
        Ok(())
    }
}

/// Refuses a value outside `low..=high` (and NaN).
fn within<T: PartialOrd + Copy + std::fmt::Display>(
    key: &str,
    value: T,
    low: T,
    high: T,
) -> Result<()> {
    if value >= low && value <= high {
        return Ok(());
    }
    Err(Error::Config(format!("{key} = {value} is out of range: {low} to {high}")))
}
