//! Why the articles of a finished run were cleaned as they were.
//!
//! Takes OUT and an id, or asks for all; gives the ledger of every block: the original is restored, and judged once more
//! with the survey that the run left. Writes nothing.

use super::ids::Naming;
use super::job::{Evidence, ExplainedBlock, Explanation};
use super::knowledge::{self, Knowledge, Memory};
use super::learn::segment;
use crate::article::Article;
use crate::classify::{Judgement, reason};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::read::{Source, batches, parse};
use crate::report::model::Duplicate;
use crate::report::{Manifest, read_duplicates, read_manifest};
use crate::segment::{Block, Segmented};
use crate::survey::Survey;
use crate::write::originals;
use rustc_hash::FxHashMap;
use std::path::Path;

/// Explains one article of the run in `out`.
///
/// # Errors
/// [`Error::Output`] if `out` is not a finished run; [`Error::Input`] if there is no such article, or the run kept
/// nothing to restore the originals from and they are not where they were.
pub fn explain(out: &Path, article: &str) -> Result<Explanation> {
    let mut found = None;
    walk(out, |(number, id), original, run| {
        found = (id == article).then(|| run.explanation((number, id), original));
        Ok::<_, Error>(found.is_none())
    })?;
    found.ok_or_else(|| Error::input(out, format!("no article has the id {article:?}")))
}

/// Explains every article of the run in `out`, one at a time, in the order of reading.
///
/// # Errors
/// As [`explain`], and whatever `each` gives.
pub fn explain_all<E: From<Error>>(
    out: &Path,
    mut each: impl FnMut(&Explanation) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    walk(out, |of, original, run| each(&run.explanation(of, original)).map(|()| true))
}

/// What a run left behind.
pub(super) struct Run {
    /// The settings that were in force.
    pub(super) config: Config,
    pub(super) knowledge: Knowledge,
    pub(super) survey: Survey,
    /// The lines of `duplicates.jsonl` by cluster, and the cluster of every article in one.
    clusters: FxHashMap<String, Vec<Duplicate>>,
    cluster_of: FxHashMap<String, String>,
}

/// Shows `visit` every original with its number and the id that the report gives it, for as long as it wants more.
pub(super) fn walk<E: From<Error>>(
    out: &Path,
    mut visit: impl FnMut((u32, &str), Article, &Run) -> std::result::Result<bool, E>,
) -> std::result::Result<(), E> {
    let manifest = read_manifest(out)?;
    let config: Config = serde_json::from_value(manifest.config.clone())
        .map_err(|e| Error::output(out, format!("manifest.json: config: {e}")))?;
    let run = Run::load(out, config)?;
    let (mut ids, mut number) = (Naming::default(), 0);
    for source in sources(out, &manifest, &run.config)? {
        let source = [source?];
        for batch in batches(&source, &run.config.read) {
            let batch = batch?;
            for raw in batch.records() {
                let Ok(record) = parse(&raw, &source[0], &run.config.read) else { continue };
                if !visit((number, ids.add(&record.article.id)), record.article, &run)? {
                    return Ok(());
                }
                number += 1;
            }
        }
    }
    Ok(())
}

/// The originals: restored where the run kept what that needs, else from where they were.
fn sources<'a>(
    out: &Path,
    manifest: &'a Manifest,
    config: &Config,
) -> Result<Box<dyn Iterator<Item = Result<Source>> + 'a>> {
    if manifest.command == "clean" && config.write.restore {
        return Ok(Box::new(originals(out)?));
    }
    Ok(Box::new(manifest.inputs.iter().map(|input| {
        Source::new(Path::new(&input.path), input.path.clone(), (&input.relative).into())
    })))
}

impl Run {
    fn load(out: &Path, config: Config) -> Result<Self> {
        let Memory { rules, book, first, survey } = knowledge::load(out)?;
        let mut knowledge = Knowledge::new(&config, &rules, &book)?;
        knowledge.classifier.verdicts.bind(&survey);
        knowledge.classifier.verdicts.set_first(first);
        let mut run = Self {
            knowledge,
            config,
            survey,
            clusters: FxHashMap::default(),
            cluster_of: FxHashMap::default(),
        };
        for row in read_duplicates(out)? {
            let row = row?;
            run.cluster_of.insert(row.id.clone(), row.cluster.clone());
            run.clusters.entry(row.cluster.clone()).or_default().push(row);
        }
        Ok(run)
    }

    /// The line of `duplicates.jsonl` about an article.
    pub(super) fn row(&self, id: &str) -> Option<&Duplicate> {
        let cluster = self.clusters.get(self.cluster_of.get(id)?)?;
        cluster.iter().find(|row| row.id == id)
    }

    /// How many articles are in the cluster of this one, and which represents them.
    pub(super) fn cluster(&self, id: &str) -> (usize, &str) {
        let rows = self.cluster_of.get(id).and_then(|name| self.clusters.get(name));
        let rows = rows.map(Vec::as_slice).unwrap_or_default();
        (rows.len(), rows.iter().find(|row| row.representative).map_or("", |row| &row.id))
    }

    /// Article `number` as the run judged it, with the number of its host.
    pub(super) fn judge(&self, number: u32, article: &Article) -> (Segmented, Vec<Judgement>, u32) {
        let mut segmented = Segmented::default();
        segment(&self.knowledge.segmenter, article, &mut segmented);
        let name = article.host.as_deref().unwrap_or_default();
        let hosts = &self.survey.listing.hosts;
        let host = super::number(hosts.iter().position(|h| h == name).unwrap_or(hosts.len()));
        let judged = self.knowledge.classifier.judge(&segmented, (number, host), &self.survey);
        (segmented, judged, host)
    }

    fn explanation(&self, (number, id): (u32, &str), article: Article) -> Explanation {
        let cluster = self.cluster_of.get(id).and_then(|name| self.clusters.get(name));
        Explanation {
            blocks: self.blocks(number, &article),
            cluster: cluster.cloned().unwrap_or_default(),
            id: id.to_owned(),
            title: article.title,
            host: article.host,
            date: article.date,
        }
    }

    fn blocks(&self, number: u32, article: &Article) -> Vec<ExplainedBlock> {
        let (segmented, judged, host) = self.judge(number, article);
        let explain = |(block, j): (&Block, &Judgement)| {
            explained(article, block, j, (host, &self.survey, &self.knowledge))
        };
        segmented.blocks.iter().zip(&judged).map(explain).collect()
    }
}

fn explained(
    article: &Article,
    block: &Block,
    judged: &Judgement,
    (host, survey, knowledge): (u32, &Survey, &Knowledge),
) -> ExplainedBlock {
    let classifier = &knowledge.classifier;
    let ledger = classifier.ledger(judged);
    let evidence =
        ledger.iter().map(|entry| Evidence { what: entry.name(), points: round(entry.points) });
    let key = judged.name(host, survey).map(super::uses::BlockKey::of);
    ExplainedBlock {
        start: block.start as usize,
        end: block.end as usize,
        text: article.text[block.span()].to_owned(),
        removed: judged.label.is_some(),
        label: judged.label,
        score: round(judged.points),
        reason: reason(judged, host, survey, classifier),
        block: key.map(super::uses::BlockKey::name),
        evidence: evidence.collect(),
        parts: judged
            .parts
            .iter()
            .map(|p| explained(article, &p.block, &p.judged, (host, survey, knowledge)))
            .collect(),
    }
}

/// Three decimals: what a person reads.
fn round(points: f32) -> f64 {
    (f64::from(points) * 1000.0).round() / 1000.0
}
