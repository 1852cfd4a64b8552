//! Blocks → labels: what a careful editor would cut, how sure that is, and why.
//!
//! Takes a segmented article and the survey, gives a [`Judgement`] of every block: a ledger of evidence whose points add
//! up. Reads one article at a time; never touches its text.

mod candidates;
mod context;
mod cues;
mod echo;
mod evidence;
mod forest;
mod label;
mod lanes;
mod layout;
mod ledger;
mod looks;
mod observe;
mod parts;
mod reason;
mod rules;
mod scorecard;
mod wordings;

pub use cues::{Cue, Cues, Place};
pub use evidence::{Evidence, Kind};
pub use forest::Forest;
pub use ledger::{Entry, Scale};
pub use observe::Observed;
pub use parts::Part;
pub use reason::reason;
pub use rules::{Named, Rule, Rules, Verdict, Verdicts};
pub use scorecard::Scorecard;

use observe::{Look, Observer};

use crate::report::model::Label;
use crate::segment::{Block, Segmented};
use crate::survey::Survey;

/// Words from which a block is worth a glance; shorter ones are often told by what takes a closer look.
const PARAGRAPH: u32 = 33;

/// How likely boilerplate must be so that nobody need look at it: the share of such removals that are right.
pub const SURE: f32 = 0.9;

/// All that judging needs beside the article: made once, shared by all threads.
#[derive(Debug, Clone)]
pub struct Classifier {
    /// Wordings that show what a line is.
    pub cues: Cues,
    /// What evidence is worth together for a line of an article.
    pub articles: Forest,
    /// The same for a line of a whole page.
    pub pages: Forest,
    /// What evidence is worth for a part of a line.
    pub scorecard: Scorecard,
    /// The user's own decisions.
    pub verdicts: Verdicts,
    /// Points from which a block is cut.
    pub cutoff: f32,
    /// Whether passages of stories that come back in other stories are cut.
    pub cut_recurring: bool,
}

/// The judgement of one block.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// What was seen.
    pub observed: Observed,
    /// What it was weighed as.
    pub scale: Scale,
    /// The sum of the ledger; the block is cut from [`Classifier::cutoff`] on.
    pub points: f32,
    /// What it is, if it is cut.
    pub label: Option<Label>,
    /// What a rule of the user said, in words, where one decided.
    pub rule: Option<String>,
    /// Parts of the block that were judged by themselves, in order; none of a block that is cut.
    pub parts: Vec<Part>,
}

impl Classifier {
    /// Judges every block of an article of `host`, in order.
    #[must_use]
    pub fn judge(&self, article: &Segmented, host: u32, survey: &Survey) -> Vec<Judgement> {
        let seen = Observer::new(article, host, survey, &self.cues);
        let judge = |i| parts::divide(self, &seen, i, self.closely(&seen, i));
        (0..article.blocks.len()).map(judge).collect()
    }

    /// The same labels, parts and reasons as [`Classifier::judge`] gives; but a paragraph that clearly stays is looked at
    /// no further, and has no evidence and the most points that it could have.
    #[must_use]
    pub fn decide(&self, article: &Segmented, host: u32, survey: &Survey) -> Vec<Judgement> {
        let seen = Observer::new(article, host, survey, &self.cues);
        let judge = |i| {
            let judged = self.at_a_glance(&seen, i).unwrap_or_else(|| self.closely(&seen, i));
            parts::divide(self, &seen, i, judged)
        };
        (0..article.blocks.len()).map(judge).collect()
    }

    /// How likely a block is boilerplate, 0 to 1, by what was seen of it; rules of the user do not count. Of a paragraph
    /// that was looked at no further it is the most that it could be.
    #[must_use]
    pub fn confidence(&self, judged: &Judgement) -> f32 {
        1.0 / (1.0 + (self.cutoff - judged.points).exp())
    }

    fn closely(&self, seen: &Observer<'_>, i: usize) -> Judgement {
        let block = &seen.article.blocks[i];
        let (scale, observed) = (seen.scale, seen.block(i, Look::Close));
        let points = self.points(scale, &observed.evidence);
        let label = (points >= self.cutoff).then(|| label::of(block, &observed, seen.survey));
        let label = label.or((observed.recurring && self.cut_recurring).then_some(Label::Repeat));
        let judged = Judgement { observed, scale, points, label, rule: None, parts: Vec::new() };
        self.overrule(judged, (block, seen.article), (seen.host, seen.survey))
    }

    /// The judgement of a paragraph that stays whatever a closer look would show.
    fn at_a_glance(&self, seen: &Observer<'_>, i: usize) -> Option<Judgement> {
        let block = &seen.article.blocks[i];
        if block.count < PARAGRAPH || !self.verdicts.is_empty() {
            return None;
        }
        let mut observed = seen.block(i, Look::Glance);
        let evidence = std::mem::take(&mut observed.evidence);
        let scale = seen.scale;
        let forest = if scale == Scale::Page { &self.pages } else { &self.articles };
        let points = forest.glance(&evidence, &Look::DEAR);
        seen.reuse(evidence);
        let points = points?;
        let stays = points < self.cutoff && !(observed.recurring && self.cut_recurring);
        let judged = Judgement { observed, scale, points, label: None, rule: None, parts: vec![] };
        stays.then_some(judged)
    }

    fn overrule(
        &self,
        judged: Judgement,
        (block, article): (&Block, &Segmented),
        (host, survey): (u32, &Survey),
    ) -> Judgement {
        if self.verdicts.is_empty() {
            return judged;
        }
        let names = judged.observed.names(block, survey);
        match self.verdicts.of(&names, article.tokens_of(block), survey.host_name(host)) {
            None => judged,
            Some(Verdict::Keep) => {
                Judgement { label: None, rule: Some("a rule of yours keeps it".into()), ..judged }
            }
            Some(Verdict::Remove(label)) => {
                let label = label.or(judged.label).unwrap_or(Label::Repeat);
                Judgement {
                    label: Some(label),
                    rule: Some("a rule of yours removes it".into()),
                    ..judged
                }
            }
        }
    }
}
