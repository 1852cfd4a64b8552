//! Why one article of a finished run was cleaned as it was.
//!
//! Takes OUT and an id, gives the ledger of every block: the original is restored, and judged once more with the survey
//! that the run left. Writes nothing.

use super::job::{Evidence, ExplainedBlock, Explanation};
use super::knowledge::{self, Knowledge};
use super::learn::{Ids, segment};
use crate::article::Article;
use crate::classify::{Judgement, reason};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::read::{ReadConfig, Source, batches, parse};
use crate::report::model::Duplicate;
use crate::report::{read_duplicates, read_manifest};
use crate::segment::Block;
use crate::survey::Survey;
use crate::write::originals;
use std::path::Path;

/// Explains one article of the run in `out`.
///
/// # Errors
/// [`Error::Output`] if `out` is not a finished run; [`Error::Input`] if there is no such article, or the run kept
/// nothing to restore the originals from and they are not where they were.
pub fn explain(out: &Path, article: &str) -> Result<Explanation> {
    let manifest = read_manifest(out)?;
    let config: Config = serde_json::from_value(manifest.config)
        .map_err(|e| Error::output(out, format!("manifest.json: config: {e}")))?;
    let (rules, survey) = knowledge::load(out)?;
    let found = if manifest.command == "clean" && config.write.restore {
        find(originals(out)?, &config.read, article)?
    } else {
        let sources = manifest.inputs.iter().map(|input| {
            Source::new(Path::new(&input.path), input.path.clone(), (&input.relative).into())
        });
        find(sources, &config.read, article)?
    };
    let found =
        found.ok_or_else(|| Error::input(out, format!("no article has the id {article:?}")))?;
    let knowledge = Knowledge::new(&config, &rules)?;
    let blocks = blocks(&found, &knowledge, &survey);
    let cluster = cluster(out, article)?;
    Ok(Explanation {
        id: article.to_owned(),
        title: found.title,
        host: found.host,
        date: found.date,
        blocks,
        cluster,
    })
}

/// The article with this id, as the report names it.
fn find(
    sources: impl Iterator<Item = Result<Source>>,
    config: &ReadConfig,
    wanted: &str,
) -> Result<Option<Article>> {
    let mut ids = Ids::default();
    for source in sources {
        let source = [source?];
        for batch in batches(&source, config) {
            let batch = batch?;
            for raw in batch.records() {
                let Ok(record) = parse(&raw, &source[0], config) else { continue };
                if ids.add(&record.article.id) == wanted {
                    return Ok(Some(record.article));
                }
            }
        }
    }
    Ok(None)
}

fn blocks(article: &Article, knowledge: &Knowledge, survey: &Survey) -> Vec<ExplainedBlock> {
    let segmented = segment(&knowledge.segmenter, article);
    let name = article.host.as_deref().unwrap_or_default();
    let host = survey.listing.hosts.iter().position(|h| h == name);
    let host = super::number(host.unwrap_or(survey.listing.hosts.len()));
    let judged = knowledge.classifier.judge(&segmented, host, survey);
    let explain =
        |(block, j): (&Block, &Judgement)| explained(article, block, j, (host, survey, knowledge));
    segmented.blocks.iter().zip(&judged).map(explain).collect()
}

fn explained(
    article: &Article,
    block: &Block,
    judged: &Judgement,
    (host, survey, knowledge): (u32, &Survey, &Knowledge),
) -> ExplainedBlock {
    let card = &knowledge.classifier.scorecard;
    let start = Evidence {
        what: "to begin with".to_owned(),
        points: f64::from(card.bias + card.context_bias),
    };
    let seen = judged
        .observed
        .evidence
        .iter()
        .map(|e| Evidence { what: e.name(), points: f64::from(card.points(*e)) });
    let key = super::decide::key_of(judged, host, survey);
    ExplainedBlock {
        start: block.start as usize,
        end: block.end as usize,
        text: article.text[block.span()].to_owned(),
        removed: judged.label.is_some(),
        label: judged.label,
        score: f64::from(judged.points),
        reason: reason(judged, host, survey, card),
        block: key.map(super::uses::BlockKey::name),
        evidence: std::iter::once(start).chain(seen).collect(),
    }
}

/// The lines of `duplicates.jsonl` about the cluster of an article.
fn cluster(out: &Path, article: &str) -> Result<Vec<Duplicate>> {
    let rows: Vec<Duplicate> = read_duplicates(out)?.collect::<Result<_>>()?;
    let name = rows.iter().find(|row| row.id == article).map(|row| row.cluster.clone());
    Ok(rows.into_iter().filter(|row| Some(&row.cluster) == name.as_ref()).collect())
}
