//! The names of blocks: by which the report shows them, and by which the user may call them.
//!
//! Takes what was observed, gives names by content. Decides nothing.

use super::observe::Observed;
use crate::decisions::Name;
use crate::segment::{Block, Segmented, masked};
use crate::survey::{Counts, MASKED, Survey};

/// Stories from which a block that stays is worth a line in the report.
const SHOWN: u32 = 3;

/// Whether a block of this name is worth a line in the report, though it stays.
pub(super) fn recurs((kind, key): Name, survey: &Survey) -> bool {
    let stories = |counts: &Counts| counts.number(key).map_or(0, |n| counts.stand(n).stories);
    match kind {
        'b' => stories(&survey.exact) >= SHOWN,
        'n' => stories(&survey.near) >= SHOWN,
        'm' => stories(&survey.masked) >= SHOWN,
        _ => false,
    }
}

impl Observed {
    /// The names by which the user may call the block, or the part of one. O(words) where it has figures.
    pub(super) fn names(&self, block: &Block, article: &Segmented, survey: &Survey) -> Vec<Name> {
        let mut names = vec![('b', block.fingerprint)];
        names.extend(survey.near_key.get(&block.fingerprint).map(|near| ('n', *near)));
        if block.form.numbers > 0 {
            names.push(('m', masked(MASKED, article.tokens_of(block))));
        }
        names.extend(self.template.map(|t| ('t', survey.templates.get(t).key)));
        names
    }

    /// The name by which the report calls the block on a host, if it repeats: that under which most articles have it. Of
    /// a template only where `goes`.
    pub(super) fn name(&self, goes: bool, host: u32, survey: &Survey) -> Option<Name> {
        let sentence = self.sentence.map(|n| (&survey.sentences, n));
        let exact = sentence.or_else(|| self.exact.map(|n| (&survey.exact, n)));
        let exact = exact.map(|(all, n)| (all.stand(n).articles, ('b', all.key(n))));
        let near = self.near.map(|n| {
            let counts = if self.masked { &survey.masked } else { &survey.near };
            let kind = if self.masked { 'm' } else { 'n' };
            (counts.on_host(n, host).articles, (kind, counts.key(n)))
        });
        let repeated = match (exact, near) {
            (Some(e), Some(n)) => Some(if n.0 > e.0 { n.1 } else { e.1 }),
            (e, n) => e.or(n).map(|x| x.1),
        };
        let template = || self.template.map(|t| ('t', survey.templates.get(t).key));
        repeated.or_else(|| if goes { template() } else { None })
    }
}
