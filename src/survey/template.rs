//! Templates: lines of which a part is stamped and a slot is filled anew each time ("SEE ALSO: ⟨…⟩").
//!
//! Takes the short lines of all articles, gives leads and tails that many of them share around different fillings, by
//! host and across hosts. Lines sorted word by word lie side by side where they share a lead, so that one walk over the
//! sorted lines meets every lead once; tails are leads of the reversed lines. Never decides: a template is evidence.
//!
//! Templates of a desk that lines of the crawl fit are counted on, however few lines these are.

use super::TitleUse;
use super::leads::{DEPTH, host_key, key};
use super::lesson::Lesson;
use super::lines::{Lines, Row, TOKENS};
use super::recent::{Fresh, Recalled};
use super::roll::Roll;
use super::stamps::{self, Earlier, Found};
use super::stories::number;
use crate::desk::mixed;
use crate::segment::{Token, fold};
use crate::spill::{Partitions, Scratch};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// Fewest stories (by host) or hosts (across hosts) that make a template.
const STORIES: u32 = 3;

/// Which end of the line is stamped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Side {
    /// The line begins with the stamped part.
    Lead,
    /// The line ends with it.
    Tail,
}

/// One template: a stamped part, and what was seen in its slot.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Template {
    /// Its name: a hash of the stamped words, the side and the host.
    pub key: u64,
    /// Which end is stamped.
    pub side: Side,
    /// The host, or `None` for one seen across hosts.
    pub host: Option<u32>,
    /// Stamped tokens.
    pub depth: u8,
    /// Stamped tokens at the other end that (nearly) all lines share as well.
    pub other: u8,
    /// Lines.
    pub lines: u32,
    /// Articles.
    pub articles: u32,
    /// Stories.
    pub stories: u32,
    /// Hosts.
    pub hosts: u32,
    /// Different fillings.
    pub fillings: u32,
    /// Lines of which the filling is a title of the corpus.
    pub titles: u32,
    /// Lines that end as a sentence does.
    pub sentences: u32,
    /// Lines with a delimiter right after the lead.
    pub delimited: u32,
    /// Most lines in one article.
    pub most: u32,
    /// First article with it.
    pub first: u32,
}

impl Template {
    /// A share of the template's lines, 0 to 1.
    #[must_use]
    pub fn share(&self, lines: u32) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "a share needs no more")]
        let share = lines as f32 / self.lines.max(1) as f32;
        share
    }

    /// Stories by host, hosts across hosts: how often the template was seen independently.
    #[must_use]
    pub fn support(&self) -> u32 {
        if self.host.is_some() { self.stories } else { self.hosts }
    }
}

/// All templates of a corpus.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Templates {
    /// By number of a host its key.
    hosts: Vec<u64>,
    index: FxHashMap<u64, u32>,
    all: Vec<Template>,
}

/// Lines that are put into a table at a time.
const PIECE: usize = 1 << 14;

impl Templates {
    /// Learns leads and tails from all short lines, in the order of articles. O(lines log lines).
    pub(super) fn learn(
        mut lines: Lines,
        roll: &Roll<'_>,
        titles: &FxHashMap<u64, TitleUse>,
        earlier: &Earlier,
        (scratch, lesson): (&Scratch, Option<&mut Lesson>),
    ) -> Self {
        let hosts: Vec<u64> = roll.listing.hosts.iter().map(|host| host_key(host)).collect();
        let (mut found, mut fresh) = (Vec::new(), Fresh::default());
        for side in [Side::Lead, Side::Tail] {
            if side == Side::Tail {
                lines.reverse();
            }
            let own = lines.rows.len();
            let recalled = Recalled::add(&mut lines, side, (roll, earlier), &hosts);
            let with_desk = recalled.roll(*roll);
            let kind = Kind { side, by_host: true, titles };
            let walk = Walk { lines: &lines, roll: &with_desk, hosts: &hosts, earlier, kind };
            found.extend(walk.all(scratch));
            lines.truncate(own);
            let kind = Kind { by_host: false, ..kind };
            found.extend(Walk { lines: &lines, roll, hosts: &hosts, earlier, kind }.all(scratch));
            if let Some(lesson) = &lesson {
                fresh.note(&lines, side, (roll, &hosts), lesson);
            }
        }
        found.par_sort_unstable_by_key(|f: &Found| f.template.key);
        found.dedup_by_key(|f| f.template.key);
        if let Some(lesson) = lesson {
            stamps::teach(&found, lesson);
            fresh.teach(lesson);
        }
        let all = stamps::with_past(found, earlier, roll.past, &hosts);
        let index = all.iter().enumerate().map(|(i, t)| (t.key, number(i))).collect();
        Self { hosts, index, all }
    }

    /// The templates that a line of `host` fits, with their numbers: leads and tails of up to eight tokens.
    pub fn of<'a>(
        &'a self,
        line: &[Token],
        host: u32,
    ) -> impl Iterator<Item = (u32, &'a Template)> + use<'a> {
        let mut found = Vec::new();
        if TOKENS.contains(&line.len()) && !self.all.is_empty() {
            let ends = DEPTH.min(line.len() - 1);
            let mut reversed: Vec<Token> = line[line.len() - ends..].to_vec();
            reversed.reverse();
            for host in [Some(self.host(host)), None] {
                for depth in 1..=ends {
                    found.extend(self.index.get(&key(Side::Lead, host, &line[..depth])));
                    found.extend(self.index.get(&key(Side::Tail, host, &reversed[..depth])));
                }
            }
        }
        found.into_iter().map(|number| (number, &self.all[number as usize]))
    }

    /// The template of `host` whose lead these words are.
    #[must_use]
    pub fn lead(&self, words: &[Token], host: u32) -> Option<&Template> {
        self.by_key(key(Side::Lead, Some(self.host(host)), words))
    }

    fn host(&self, number: u32) -> u64 {
        self.hosts.get(number as usize).copied().unwrap_or_default()
    }

    /// The template behind a number.
    #[must_use]
    pub fn get(&self, number: u32) -> &Template {
        &self.all[number as usize]
    }

    /// The template with this key.
    #[must_use]
    pub fn by_key(&self, key: u64) -> Option<&Template> {
        self.index.get(&key).map(|number| self.get(*number))
    }

    /// All templates, ascending by key.
    pub fn iter(&self) -> impl Iterator<Item = &Template> {
        self.all.iter()
    }

    /// Number of templates.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

/// What is looked for in one walk.
#[derive(Clone, Copy)]
struct Kind<'a> {
    side: Side,
    by_host: bool,
    titles: &'a FxHashMap<u64, TitleUse>,
}

struct Walk<'a> {
    lines: &'a Lines,
    roll: &'a Roll<'a>,
    hosts: &'a [u64],
    earlier: &'a Earlier,
    kind: Kind<'a>,
}

impl Walk<'_> {
    /// All templates of the kind. A table has a row a line: host and first token, mixed up; the next two tokens; the
    /// number of the line.
    fn all(&self, scratch: &Scratch) -> Vec<Found> {
        let table = Partitions::new(scratch, scratch.share(8));
        let pieces = self.lines.rows.par_chunks(PIECE).enumerate();
        pieces.for_each(|(piece, rows)| {
            let keys = rows.iter().zip(number(piece * PIECE)..);
            table.extend(&keys.map(|(row, i)| self.key(row, i)).collect::<Vec<_>>());
        });
        let mut all = Vec::new();
        table.each(|keys| self.slice(keys), |found| all.extend(found));
        all
    }

    fn key(&self, row: &Row, line: u32) -> [u64; 3] {
        let word = |token: Token| u64::from(token.0);
        let tokens = self.of(row);
        let host = if self.kind.by_host { u64::from(self.host(row)) } else { 0 };
        let third = tokens.get(2).map_or(0, |t| word(*t));
        [mixed(host << 32 | word(tokens[0])), word(tokens[1]) << 32 | third, u64::from(line)]
    }

    /// The templates of a sorted slice of the table.
    fn slice(&self, keys: &[[u64; 3]]) -> Vec<Found> {
        let row = |key: &[u64; 3]| self.lines.rows[usize::try_from(key[2]).unwrap_or(0)];
        let mut found = Vec::new();
        let mut rows: Vec<Row> = Vec::new();
        for group in keys.chunk_by(|a, b| a[0] == b[0]) {
            rows.clear();
            for alike in group.chunk_by(|a, b| a[1] == b[1]) {
                let before = rows.len();
                rows.extend(alike.iter().map(row));
                // Lines that begin with the same three words are in the order of reading so far.
                rows[before..].sort_by(|a, b| self.of(a).cmp(self.of(b)));
            }
            self.node(&rows, 1, &mut found);
        }
        found
    }

    fn of(&self, row: &Row) -> &[Token] {
        self.lines.of(row)
    }

    fn host(&self, row: &Row) -> u32 {
        self.roll.place(row.article).0
    }

    fn named(&self, stamped: &[Token], row: &Row) -> u64 {
        let host = self.kind.by_host.then(|| self.hosts[self.host(row) as usize]);
        key(self.kind.side, host, stamped)
    }

    /// Meets the lead of the first `depth` tokens of `rows` (all share it), then the longer leads below it.
    fn node(&self, rows: &[Row], depth: usize, found: &mut Vec<Found>) {
        if rows.len() < STORIES as usize && self.earlier.stamps.is_empty() {
            return;
        }
        let longer = &rows[rows.iter().take_while(|r| usize::from(r.len) == depth).count()..];
        let children = longer.chunk_by(|a, b| self.of(a)[depth] == self.of(b)[depth]);
        let known = || {
            let stamped = |row: &Row| self.named(&self.of(row)[..depth], row);
            longer.first().is_some_and(|row| self.earlier.stamps.contains_key(&stamped(row)))
        };
        let branches = children.clone().count();
        if branches >= STORIES as usize || !self.earlier.stamps.is_empty() && known() {
            found.extend(self.evaluate(longer, depth));
        }
        if depth < DEPTH {
            children.for_each(|child| self.node(child, depth + 1, found));
        }
    }

    fn evaluate(&self, all: &[Row], depth: usize) -> Option<Found> {
        let key = self.named(&self.of(&all[0])[..depth], &all[0]);
        let known = self.earlier.stamps.contains_key(&key);
        let own = || all.iter().filter(|row| self.roll.is_own(row.article));
        let first = own().map(|row| row.article).min()?;
        // What the desk has counted is not counted again.
        let of_crawl: Vec<Row> = if known { own().copied().collect() } else { Vec::new() };
        let rows = if known { &of_crawl } else { all };
        let mut places: Vec<(u32, u32, u32)> = rows.iter().map(|r| self.place(r)).collect();
        places.sort_unstable();
        let most = places.chunk_by(|a, b| a.2 == b.2).map(<[_]>::len).max().unwrap_or(0);
        places.dedup();
        let hosts: Vec<u32> =
            places.chunk_by(|a, b| a.0 == b.0).map(|of_one| of_one[0].0).collect();
        let (stories, fillings) = (self.stories(&places, known), self.fillings(rows, known));
        let support = if self.kind.by_host { stories } else { hosts.len() };
        let few = support < STORIES as usize || fillings < STORIES as usize;
        if few && !known {
            return None;
        }
        let count = |test: &dyn Fn(&Row) -> bool| number(rows.iter().filter(|r| test(r)).count());
        let template = Template {
            key,
            side: self.kind.side,
            host: self.kind.by_host.then(|| hosts[0]),
            depth: u8::try_from(depth).unwrap_or(u8::MAX),
            other: self.other_end(rows, depth),
            lines: number(rows.len()),
            articles: number(places.len()),
            stories: number(stories),
            hosts: number(hosts.len()),
            fillings: number(fillings),
            titles: count(&|r| self.is_title(&self.of(r)[depth..])),
            sentences: count(&|r| r.sentence),
            delimited: count(&|r| usize::from(r.lead) == depth),
            most: number(most),
            first,
        };
        let last = rows.iter().map(|r| self.roll.day(r.article)).max().unwrap_or(0);
        Some(Found { template, hosts, last })
    }

    fn place(&self, row: &Row) -> (u32, u32, u32) {
        let (host, story) = self.roll.place(row.article);
        (host, story, row.article)
    }

    /// Stories among these places, which ascend; of a known template but those that the desk has seen.
    fn stories(&self, places: &[(u32, u32, u32)], known: bool) -> usize {
        let earlier = self.earlier;
        let is_new = |p: &&[(u32, u32, u32)]| {
            let (host, story, _) = p[0];
            if !known {
                true
            } else if self.kind.by_host {
                !earlier.shown.contains(&(host, story))
            } else {
                !earlier.told.contains(&story)
            }
        };
        places.chunk_by(|a, b| a.1 == b.1).filter(is_new).count()
    }

    /// Different lines among these, which are sorted; of a known template but those that the desk has seen.
    fn fillings(&self, rows: &[Row], known: bool) -> usize {
        let is_new =
            |r: &Row| !known || if self.kind.by_host { r.news.here } else { r.news.anywhere };
        rows.chunk_by(|a, b| self.of(a) == self.of(b)).filter(|same| is_new(&same[0])).count()
    }

    /// Tokens at the other end that at least nine in ten lines share with the first.
    fn other_end(&self, rows: &[Row], depth: usize) -> u8 {
        let first = self.of(&rows[0]);
        let shared = |n: usize| {
            let same = |r: &&Row| {
                let line = self.of(r);
                line.len() > depth + n && line[line.len() - n..] == first[first.len() - n..]
            };
            10 * rows.iter().filter(same).count() >= 9 * rows.len()
        };
        let longest = first.len().saturating_sub(depth + 1).min(DEPTH);
        (1..=longest).take_while(|n| shared(*n)).last().map_or(0, |n| u8::try_from(n).unwrap_or(0))
    }

    fn is_title(&self, filling: &[Token]) -> bool {
        if self.kind.side == Side::Lead {
            return self.kind.titles.contains_key(&fold(0, filling));
        }
        let straight: Vec<Token> = filling.iter().rev().copied().collect();
        self.kind.titles.contains_key(&fold(0, &straight))
    }
}
