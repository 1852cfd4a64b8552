//! Templates: lines of which a part is stamped and a slot is filled anew each time ("SEE ALSO: ⟨…⟩").
//!
//! Takes the short lines of all articles, gives leads and tails that many of them share around different fillings, by
//! host and across hosts. Lines sorted word by word lie side by side where they share a lead, so that one walk over the
//! sorted lines meets every lead once; tails are leads of the reversed lines. Never decides: a template is evidence.

use super::stories::number;
use super::{Listing, TitleUse};
use crate::segment::{Segmented, Token, fold};
use crate::spill::{Partitions, Scratch};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// Lines of this many tokens can be fillings of a template.
const TOKENS: std::ops::RangeInclusive<usize> = 2..=32;
/// Longest lead or tail, in tokens.
pub(crate) const DEPTH: usize = 8;
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
    index: FxHashMap<u64, u32>,
    all: Vec<Template>,
}

/// Lines that are put into a table at a time.
const PIECE: usize = 1 << 14;

/// The short lines of some articles, tokens flat.
#[derive(Debug, Default)]
pub(super) struct Lines {
    tokens: Vec<Token>,
    rows: Vec<Row>,
}

#[derive(Debug, Clone, Copy)]
struct Row {
    start: usize,
    len: u8,
    lead: u8,
    sentence: bool,
    article: u32,
}

impl Lines {
    /// Takes in the lines of an article.
    pub(super) fn add(&mut self, number: u32, article: &Segmented) {
        for block in article.blocks.iter().filter(|b| TOKENS.contains(&(b.count as usize))) {
            self.rows.push(Row {
                start: self.tokens.len(),
                len: u8::try_from(block.count).unwrap_or(u8::MAX),
                lead: block.form.lead,
                sentence: block.form.ends_sentence(),
                article: number,
            });
            self.tokens.extend_from_slice(article.tokens_of(block));
        }
    }

    /// Puts the lines of later articles behind these.
    pub(super) fn append(&mut self, next: &Self) {
        let shift = self.tokens.len();
        self.tokens.extend_from_slice(&next.tokens);
        self.rows.extend(next.rows.iter().map(|row| Row { start: row.start + shift, ..*row }));
    }

    /// Turns every line round.
    fn reverse(&mut self) {
        for row in &self.rows {
            self.tokens[row.start..row.start + usize::from(row.len)].reverse();
        }
    }

    fn of(&self, row: &Row) -> &[Token] {
        &self.tokens[row.start..row.start + usize::from(row.len)]
    }
}

impl Templates {
    /// Learns leads and tails from all short lines, in the order of articles. O(lines log lines).
    pub(super) fn learn(
        mut lines: Lines,
        listing: &Listing,
        story_of: &[u32],
        titles: &FxHashMap<u64, TitleUse>,
        scratch: &Scratch,
    ) -> Self {
        let mut all = Vec::new();
        for side in [Side::Lead, Side::Tail] {
            if side == Side::Tail {
                lines.reverse();
            }
            for by_host in [true, false] {
                let kind = Kind { side, by_host, titles };
                all.extend(Walk { lines: &lines, listing, story_of, kind }.all(scratch));
            }
        }
        all.par_sort_unstable_by_key(|t: &Template| t.key);
        all.dedup_by_key(|t| t.key);
        let index = all.iter().enumerate().map(|(i, t)| (t.key, number(i))).collect();
        Self { index, all }
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
            for host in [Some(host), None] {
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
        self.by_key(key(Side::Lead, Some(host), words))
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

/// The name of a lead (or, reversed, of a tail).
fn key(side: Side, host: Option<u32>, stamped: &[Token]) -> u64 {
    let host = host.map_or(0, |h| u64::from(h) + 1);
    fold(0x7465_6d70 ^ host << 8 ^ (side as u64), stamped)
}

/// A number as one of which all bits count, one to one: the finaliser of `SplitMix64` (Steele, Lea, Flood, 2014).
fn mixed(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
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
    listing: &'a Listing,
    story_of: &'a [u32],
    kind: Kind<'a>,
}

impl Walk<'_> {
    /// All templates of the kind. A table has a row a line: host and first token, mixed up; the next two tokens; the
    /// number of the line.
    fn all(&self, scratch: &Scratch) -> Vec<Template> {
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
    fn slice(&self, keys: &[[u64; 3]]) -> Vec<Template> {
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
        self.listing.host_of[row.article as usize]
    }

    fn story(&self, row: &Row) -> u32 {
        self.story_of[row.article as usize]
    }

    /// Meets the lead of the first `depth` tokens of `rows` (all share it), then the longer leads below it.
    fn node(&self, rows: &[Row], depth: usize, found: &mut Vec<Template>) {
        if rows.len() < STORIES as usize {
            return;
        }
        let longer = &rows[rows.iter().take_while(|r| usize::from(r.len) == depth).count()..];
        let children = longer.chunk_by(|a, b| self.of(a)[depth] == self.of(b)[depth]);
        let branches = children.clone().count();
        if branches >= STORIES as usize {
            found.extend(self.evaluate(longer, depth));
        }
        if depth < DEPTH {
            children.for_each(|child| self.node(child, depth + 1, found));
        }
    }

    fn evaluate(&self, rows: &[Row], depth: usize) -> Option<Template> {
        let fillings = rows.chunk_by(|a, b| self.of(a) == self.of(b)).count();
        let mut places: Vec<(u32, u32, u32)> =
            rows.iter().map(|r| (self.host(r), self.story(r), r.article)).collect();
        places.sort_unstable();
        let most = places.chunk_by(|a, b| a.2 == b.2).map(<[_]>::len).max().unwrap_or(0);
        places.dedup();
        let stories = places.chunk_by(|a, b| a.1 == b.1).count();
        let hosts = places.chunk_by(|a, b| a.0 == b.0).count();
        let support = if self.kind.by_host { stories } else { hosts };
        if support < STORIES as usize || fillings < STORIES as usize {
            return None;
        }
        let count = |test: &dyn Fn(&Row) -> bool| rows.iter().filter(|r| test(r)).count();
        let stamped = &self.of(&rows[0])[..depth];
        let host = self.kind.by_host.then_some(self.host(&rows[0]));
        Some(Template {
            key: key(self.kind.side, host, stamped),
            side: self.kind.side,
            host,
            depth: u8::try_from(depth).unwrap_or(u8::MAX),
            other: self.other_end(rows, depth),
            lines: number(rows.len()),
            articles: number(places.len()),
            stories: number(stories),
            hosts: number(hosts),
            fillings: number(fillings),
            titles: number(count(&|r| self.is_title(&self.of(r)[depth..]))),
            sentences: number(count(&|r| r.sentence)),
            delimited: number(count(&|r| usize::from(r.lead) == depth)),
            most: number(most),
            first: rows.iter().map(|r| r.article).min().unwrap_or(0),
        })
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
