//! What a person should look at before anything else.
//!
//! Takes the numbers of a run, gives warnings, each with what it is about. Decides nothing.

use super::highlights::Highlights;
use super::summary::Numbers;
use crate::decisions::Target;
use crate::report::Met;
use crate::report::model::{About, HostRow, Records, Warning};

/// A host that loses more of its text than this is worth a look.
const MUCH: f64 = 0.3;
/// Fewest words that tell a story.
const STORY: u32 = 20;
/// Decisions that a warning names, and characters of each.
const NAMED: usize = 3;
const LONGEST: usize = 60;
const DECODED: &str = "records were not UTF-8; they are written as UTF-8";

/// The warnings of a stream: about what came in, then hosts.
pub(super) fn of_stream(records: &Records, hosts: &[HostRow]) -> Vec<Warning> {
    let told = [
        (records.rejected, "rejected", "records could not be used"),
        (records.decoded, "decoded", DECODED),
        (records.emptied, "emptied", "articles have nothing left"),
    ];
    let told = told.into_iter().filter(|(n, ..)| *n > 0);
    let told = told.map(|(n, kind, words)| warning(kind, format!("{n} {words}"), None));
    told.chain(hosts.iter().filter(|h| loses(h) > MUCH).map(of_host)).collect()
}

fn warning(kind: &str, message: String, about: Option<About>) -> Warning {
    Warning { kind: kind.to_owned(), message, about }
}

impl Numbers<'_> {
    /// All warnings: about the input, then articles, hosts and blocks.
    pub(super) fn warnings(&self, records: &Records, hosts: &[HostRow]) -> Vec<Warning> {
        let mut warnings = self.of_input(records);
        warnings.extend(self.of_articles(records));
        warnings.extend(hosts.iter().filter(|h| loses(h) > MUCH).map(of_host));
        warnings.extend(self.of_blocks());
        warnings.extend(self.of_decisions());
        warnings
    }

    fn of_decisions(&self) -> impl Iterator<Item = Warning> {
        let key = |met: &Met| met.decision.target().map_or(String::new(), |t| named_target(&t));
        let stale = || self.met.iter().filter(|met| met.met == 0);
        let stale = (self.decided.stale, first(stale().map(key)));
        let conflict = |met: &Met| {
            let other = met.conflict.as_ref()?;
            Some(if *other == met.decision.target().ok()?.to_string() {
                format!("{} (in two files; the later holds)", key(met))
            } else {
                format!("{} and {}", key(met), shortened(other))
            })
        };
        let conflicts = (self.decided.conflicts, first(self.met.iter().filter_map(conflict)));
        let told = [
            (stale, "decisions-stale", "decisions met nothing in this corpus"),
            (conflicts, "decisions-conflict", "decisions are contradicted, and keeping wins"),
        ];
        let told = told.into_iter().filter(|((n, _), ..)| *n > 0);
        told.map(|((n, named), kind, words)| warning(kind, format!("{n} {words}: {named}"), None))
    }

    fn of_input(&self, records: &Records) -> Vec<Warning> {
        let (rejected, repeated) = (records.rejected, self.learned.repeated_ids);
        let decoded = records.decoded;
        let told = [
            (rejected, "rejected", "records could not be used; see rejects.jsonl"),
            (
                repeated,
                "repeated-ids",
                "articles have an id that another one had before; the report calls them ID#2, ID#3 …",
            ),
            (decoded, "decoded", DECODED),
        ];
        let told = told.into_iter().filter(|(n, ..)| *n > 0);
        told.map(|(n, kind, words)| warning(kind, format!("{n} {words}"), None)).collect()
    }

    fn of_articles(&self, records: &Records) -> Vec<Warning> {
        let mut warnings = Vec::new();
        if records.emptied > 0 {
            let message = format!("nothing is left of {} articles", records.emptied);
            warnings.push(warning("emptied", message, None));
        }
        warnings.extend(self.storyless());
        warnings
    }

    /// Whether an article is nothing but widgets, links and notices: some of it goes, and what stays tells nothing.
    fn is_storyless(&self, article: u32) -> bool {
        let content = &self.decisions.contents[article as usize];
        content.words < STORY && self.decisions.cuts.any(article)
    }

    /// How many articles tell nothing, and the first of them.
    fn storyless(&self) -> Option<Warning> {
        let all = 0..super::number(self.learned.ids.len());
        let mut storyless = all.filter(|i| self.is_storyless(*i));
        let id = self.learned.ids.get(storyless.next()?).to_owned();
        let n = 1 + storyless.count();
        let words = "articles show no story, only what surrounds one; the first is";
        let message = format!("{n} {words} {id}");
        Some(warning("no-story", message, Some(About::Article(id))))
    }

    fn of_blocks(&self) -> Vec<Warning> {
        let Highlights { long, lasting, news, .. } = self.highlights;
        let told = [
            (long, "long-blocks", "recurring blocks that are removed are long; read them first"),
            (lasting, "blocks-span-years", "removed blocks were seen over more than two years"),
        ];
        let told = told.into_iter().filter(|(worth, ..)| worth.count > 0);
        let told = told.map(|(worth, kind, words)| {
            let about = worth.first.first().cloned().map(About::Block);
            warning(kind, format!("{} {words}", worth.count), about)
        });
        let many = news.first.iter().map(|(block, hosts)| {
            let message = format!("block {block} is removed from {hosts} hosts; is it news?");
            warning("block-on-many-hosts", message, Some(About::Block(block.clone())))
        });
        let mut warnings: Vec<Warning> = told.chain(many).collect();
        let more = news.count - news.first.len() as u64;
        if more > 0 {
            let message = format!("{more} more blocks are removed from many hosts");
            warnings.push(warning("block-on-many-hosts", message, None));
        }
        warnings
    }
}

/// The first few of these names, in one sentence.
fn first(names: impl Iterator<Item = String>) -> String {
    let mut names: Vec<String> = names.take(NAMED + 1).collect();
    let more = names.len() > NAMED;
    names.truncate(NAMED);
    format!("{}{}", names.join(", "), if more { ", …" } else { "" })
}

/// A target as a sentence names it.
fn named_target(target: &Target) -> String {
    shortened(&target.to_string())
}

/// The start of a key: lines and clusters are long.
fn shortened(key: &str) -> String {
    let short: String = key.chars().take(LONGEST).collect();
    if short.len() < key.len() { format!("{short}…") } else { short }
}

fn of_host(host: &HostRow) -> Warning {
    let percent = 100.0 * loses(host);
    let message = format!("{} loses {percent:.0} % of its text", named(&host.host));
    warning("host-loses-much", message, Some(About::Host(host.host.clone())))
}

#[expect(clippy::cast_precision_loss, reason = "a share needs no more")]
fn loses(host: &HostRow) -> f64 {
    if host.bytes == 0 { 0.0 } else { host.removed_bytes as f64 / host.bytes as f64 }
}

fn named(host: &str) -> &str {
    if host.is_empty() { "the corpus without hosts" } else { host }
}
