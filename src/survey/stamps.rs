//! Templates between a crawl and its desk.
//!
//! Takes the templates of a crawl and those of the desk that its lines fit, gives their sums, and the rows that the desk
//! gets. Numbers of hosts are translated on the way.

use super::lesson::Lesson;
use super::past::Past;
use super::stories::number;
use super::template::{Side, Template};
use crate::desk::{Rows, Stamp, UNKNOWN, tables};
use rustc_hash::{FxHashMap, FxHashSet};

/// What a desk has of the crawl's templates and of its stories.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    /// Templates that lines of the crawl fit.
    pub(super) stamps: FxHashMap<u64, Stamp>,
    /// Host and story of what was shown before.
    pub(super) shown: FxHashSet<(u32, u32)>,
    /// Stories that were told before.
    pub(super) told: FxHashSet<u32>,
    /// The same by their numbers in the desk.
    pub(super) stories: FxHashMap<u32, u32>,
}

/// A template as the crawl shows it.
pub(super) struct Found {
    pub(super) template: Template,
    /// Its hosts, where a desk wants to know them.
    pub(super) hosts: Vec<u32>,
    /// Its latest date.
    pub(super) last: u32,
}

/// Lines that show what ends alike.
const ENOUGH: u32 = 3;

/// Adds the templates of the crawl to a desk.
pub(super) fn teach(found: &[Found], lesson: &mut Lesson) {
    let mut rows = Rows::new();
    for f in found {
        rows.push(f.template.key, &stamp(f, |host| lesson.host(host)));
    }
    lesson.rows(tables::TEMPLATES, &rows);
}

fn stamp(found: &Found, desk_host: impl Fn(u32) -> u32) -> Stamp {
    let t = &found.template;
    let mut hosts: Vec<u32> = found.hosts.iter().map(|host| desk_host(*host)).collect();
    hosts.sort_unstable();
    Stamp {
        tail: t.side == Side::Tail,
        local: t.host.is_some(),
        depth: t.depth,
        other: if t.lines < ENOUGH { UNKNOWN } else { t.other },
        lines: t.lines,
        articles: t.articles,
        stories: t.stories,
        fillings: t.fillings,
        titles: t.titles,
        sentences: t.sentences,
        delimited: t.delimited,
        most: t.most,
        hosts,
        last: found.last,
    }
}

/// The templates of the crawl with what the desk has of them, and those that only articles fit which it knows; ascending
/// by key.
pub(super) fn with_past(
    found: Vec<Found>,
    earlier: &Earlier,
    past: Option<&Past<'_>>,
    host_keys: &[u64],
) -> Vec<Template> {
    let Some(past) = past else { return found.into_iter().map(|f| f.template).collect() };
    let both = |f: &Found| match earlier.stamps.get(&f.template.key) {
        Some(stamp) => sum(f, stamp, past),
        None => f.template,
    };
    let alone =
        |(key, _): &(&u64, &Stamp)| found.binary_search_by_key(*key, |f| f.template.key).is_err();
    let others = earlier.stamps.iter().filter(alone);
    let mut all: Vec<Template> =
        found.iter().map(both).chain(others.map(|(key, stamp)| known(*key, stamp, past))).collect();
    all.retain(|t| t.host.is_none_or(|host| (host as usize) < host_keys.len()));
    all.sort_unstable_by_key(|t| t.key);
    all
}

fn sum(found: &Found, stamp: &Stamp, past: &Past<'_>) -> Template {
    let (t, known) = (found.template, known(found.template.key, stamp, past));
    let new = found
        .hosts
        .iter()
        .filter(|host| !stamp.hosts.iter().any(|of_desk| past.host(*of_desk) == **host));
    Template {
        other: if t.lines < ENOUGH { known.other } else { known.other.min(t.other) },
        lines: known.lines + t.lines,
        articles: known.articles + t.articles,
        stories: known.stories + t.stories,
        hosts: known.hosts + number(new.count()),
        fillings: known.fillings + t.fillings,
        titles: known.titles + t.titles,
        sentences: known.sentences + t.sentences,
        delimited: known.delimited + t.delimited,
        most: known.most.max(t.most),
        ..t
    }
}

/// A template of the desk in the numbers of the crawl.
fn known(key: u64, stamp: &Stamp, past: &Past<'_>) -> Template {
    let host = stamp.hosts.first().filter(|_| stamp.local).map(|host| past.host(*host));
    Template {
        key,
        side: if stamp.tail { Side::Tail } else { Side::Lead },
        host,
        depth: stamp.depth,
        other: if stamp.other == UNKNOWN { 0 } else { stamp.other },
        lines: stamp.lines,
        articles: stamp.articles,
        stories: stamp.stories,
        hosts: number(stamp.hosts.len()),
        fillings: stamp.fillings,
        titles: stamp.titles,
        sentences: stamp.sentences,
        delimited: stamp.delimited,
        most: stamp.most,
        first: 0,
    }
}
