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
mod names;
mod observe;
mod parts;
mod reason;
mod rules;
mod scorecard;
mod verdicts;
mod wish;
mod wordings;

pub use cues::{Cue, Cues, Place};
pub use evidence::{Evidence, Kind};
pub use forest::Forest;
pub use ledger::{Entry, Scale};
pub use observe::Observed;
pub use parts::Part;
pub use reason::reason;
pub use rules::{Rule, Rules};
pub use scorecard::Scorecard;
pub use verdicts::{Ruling, Spot, Verdicts};
pub use wish::Wish;

use observe::{Look, Observer};
use verdicts::Looked;

use crate::decisions::Name;
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
    /// What the user's rules and decisions say of it, where they say something.
    pub ruling: Option<Box<Ruling>>,
    /// Parts of the block that go by themselves, or would if a decision did not keep them, in order; none of a block that
    /// is cut.
    pub parts: Vec<Part>,
}

impl Judgement {
    /// Whether a rule or decision of the user prevails.
    #[must_use]
    pub fn is_ruled(&self) -> bool {
        self.ruling.as_ref().is_some_and(|ruling| ruling.by.is_some())
    }

    /// What it is taken for; of what the user keeps, what it would be.
    #[must_use]
    pub fn taken_for(&self) -> Option<Label> {
        self.label.or_else(|| self.ruling.as_ref()?.before)
    }

    /// The name by which the report calls the block: of the tables of the survey that know it, the one that shows it most
    /// often on the host; a template only of what is cut, or would be.
    #[must_use]
    pub fn name(&self, host: u32, survey: &Survey) -> Option<Name> {
        self.observed.name(self.taken_for().is_some(), host, survey)
    }

    /// Whether the report has a line about the block: it goes, the user says something of it, or it comes back in story
    /// after story.
    #[must_use]
    pub fn is_shown(&self, name: Name, survey: &Survey) -> bool {
        self.label.is_some() || self.ruling.is_some() || names::recurs(name, survey)
    }

    /// As it was before the user said anything of it.
    fn unruled(&self) -> Self {
        Self { label: self.taken_for(), ruling: None, ..self.clone() }
    }

    /// As it is with what the user said of it.
    fn ruled(self, ruling: Ruling, label: Option<Label>) -> Self {
        let ruling = Ruling { before: self.label, ..ruling };
        let label = match ruling.by {
            None => self.label,
            Some(_) if ruling.keeps => None,
            Some(_) => label.or(self.label).or(Some(Label::Repeat)),
        };
        Self { label, ruling: Some(Box::new(ruling)), ..self }
    }
}

impl Classifier {
    /// Judges every block of article `number` of a host, in order.
    #[must_use]
    pub fn judge(&self, article: &Segmented, of: (u32, u32), survey: &Survey) -> Vec<Judgement> {
        let seen = Observer::new(article, of, survey, &self.cues);
        let judge = |i| self.divide(&seen, i, self.closely(&seen, i));
        (0..article.blocks.len()).map(judge).collect()
    }

    /// The same labels, parts and reasons as [`Classifier::judge`] gives; but a paragraph that clearly stays is looked at
    /// no further, and has no evidence and the most points that it could have.
    #[must_use]
    pub fn decide(&self, article: &Segmented, of: (u32, u32), survey: &Survey) -> Vec<Judgement> {
        let seen = Observer::new(article, of, survey, &self.cues);
        let judge = |i| {
            let judged = self.at_a_glance(&seen, i).unwrap_or_else(|| self.closely(&seen, i));
            self.divide(&seen, i, judged)
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
        let judged = Judgement { observed, scale, points, label, ruling: None, parts: Vec::new() };
        let shows = judged.label.is_some() || shows(&judged, seen);
        self.overrule(judged, shows, block, seen)
    }

    /// The judgement of a paragraph that stays whatever a closer look would show.
    fn at_a_glance(&self, seen: &Observer<'_>, i: usize) -> Option<Judgement> {
        let block = &seen.article.blocks[i];
        if block.count < PARAGRAPH {
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
        if !stays || self.is_concerned(&observed, block, seen) {
            return None;
        }
        Some(Judgement { observed, scale, points, label: None, ruling: None, parts: vec![] })
    }

    /// Whether the user says anything of a block.
    fn is_concerned(&self, observed: &Observed, block: &Block, seen: &Observer<'_>) -> bool {
        if self.verdicts.is_empty() {
            return false;
        }
        let names = observed.names(block, seen.article, seen.survey);
        self.verdicts.concern(&names, seen.article.tokens_of(block))
    }

    /// The judgement of a block or part with what the user says of it by name; `shows` tells whether the report has a
    /// line that it belongs to.
    fn overrule(
        &self,
        judged: Judgement,
        shows: bool,
        block: &Block,
        seen: &Observer<'_>,
    ) -> Judgement {
        if !self.is_concerned(&judged.observed, block, seen) {
            return judged;
        }
        let survey = seen.survey;
        let name = judged.name(seen.host, survey);
        let ruling = self.verdicts.of(&Looked {
            shown: name,
            seen: shows,
            headline: block.fingerprint == seen.own_title && !judged.observed.again,
            names: &judged.observed.names(block, seen.article, survey),
            tokens: seen.article.tokens_of(block),
            host: survey.host_name(seen.host),
            spot: Spot { article: seen.number, first: block.first, count: block.count },
        });
        let Some(ruling) = ruling else { return judged };
        let label = ruling.by.and_then(|by| self.verdicts.wish(by)?.label);
        judged.ruled(ruling, label)
    }

    /// The judgement with that of the parts of the block, and what the user says of all that goes.
    fn divide(&self, seen: &Observer<'_>, i: usize, judged: Judgement) -> Judgement {
        self.group(parts::divide(self, seen, i, judged), seen)
    }

    /// The judgement of what goes, with what the user says of its kind on the host.
    fn group(&self, judged: Judgement, seen: &Observer<'_>) -> Judgement {
        if self.verdicts.is_empty() {
            return judged;
        }
        let host = seen.survey.host_name(seen.host);
        let sure = self.confidence(&judged) >= SURE;
        let label = judged.label.filter(|_| !judged.is_ruled());
        let Some(ruling) = label.and_then(|label| self.verdicts.of_group(host, label, sure)) else {
            return judged;
        };
        let mut held = judged.ruling.as_ref().map_or_else(Vec::new, |before| before.held.clone());
        held.extend(&ruling.held);
        judged.ruled(Ruling { held, ..ruling }, label)
    }
}

/// Whether the report has a line about a block even if it stays.
fn shows(judged: &Judgement, seen: &Observer<'_>) -> bool {
    judged.name(seen.host, seen.survey).is_some_and(|name| names::recurs(name, seen.survey))
}
