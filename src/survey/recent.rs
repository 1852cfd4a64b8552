//! Lines of a desk that were seen lately under the leads of the crawl's lines: too few to be a template until now.
//!
//! Takes the lines of the crawl, adds those of the desk behind them for a walk, and gives the desk the new ones. A line
//! is kept under its first word and under its first two, so that what begins with a common word is not crowded out.

use super::Listing;
use super::lesson::Lesson;
use super::lines::{Lines, Row};
use super::past::Past;
use super::roll::Roll;
use super::stamps::Earlier;
use super::stories::number;
use super::template::Side;
use crate::desk::{Line, Recent, Rows, mixed, tables};
use crate::segment::{Token, fold};
use rayon::prelude::*;

/// Rows a piece of work.
const PIECE: usize = 1 << 12;

/// The keys of a line, whose words begin with the end that may be stamped.
fn keys(side: Side, host: u64, line: &[Token]) -> [u64; 2] {
    [1, 2].map(|n| mixed(fold(host ^ (side as u64), &line[..n])))
}

/// The numbering of the crawl with the lines of the desk: each is an article of its own.
#[derive(Debug, Default)]
pub(super) struct Recalled {
    listing: Listing,
    story_of: Vec<u32>,
}

impl Recalled {
    /// Adds the lines of the desk to those of the crawl.
    pub(super) fn add(
        lines: &mut Lines,
        side: Side,
        (roll, earlier): (&Roll<'_>, &Earlier),
        host_keys: &[u64],
    ) -> Self {
        let Some(past) = roll.past else { return Self::default() };
        let mut all = Self { listing: roll.listing.clone(), story_of: roll.story_of.to_vec() };
        let mut stories = earlier.stories.clone();
        for line in recall(lines, side, (roll, host_keys), past) {
            let article = number(all.story_of.len());
            all.story_of.push(*stories.entry(line.story).or_insert(article));
            all.listing.host_of.push(past.host(line.host));
            all.listing.dates.push(line.day);
            lines.push(&line, article);
        }
        all
    }

    /// The numbering, or the crawl's own where there is no desk.
    pub(super) fn roll<'a>(&'a self, own: Roll<'a>) -> Roll<'a> {
        match own.past {
            Some(_) => Roll { listing: &self.listing, story_of: &self.story_of, ..own },
            None => own,
        }
    }
}

/// The lines of the desk, in order, each once.
fn recall(
    lines: &Lines,
    side: Side,
    (roll, host_keys): (&Roll<'_>, &[u64]),
    past: &Past<'_>,
) -> Vec<Line> {
    let of_row =
        |row: &Row| keys(side, host_keys[roll.place(row.article).0 as usize], lines.of(row));
    let of_piece = |rows: &[Row]| {
        let known = |key: &u64| past.desk.holds(tables::RECENT, *key);
        let mut keys: Vec<u64> = rows.iter().flat_map(of_row).filter(known).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    };
    let mut keys: Vec<u64> = lines.rows.par_chunks(PIECE).flat_map_iter(of_piece).collect();
    keys.par_sort_unstable();
    keys.dedup();
    let found = past.find(tables::RECENT, &keys);
    let mut all: Vec<Line> =
        found.into_iter().flat_map(|(_, r): (u64, Recent)| r.into_lines()).collect();
    all.par_sort_unstable();
    all.dedup();
    all
}

/// New lines by key, to be taught when both sides are known.
#[derive(Debug, Default)]
pub(super) struct Fresh {
    rows: Vec<(u64, Recent)>,
}

impl Fresh {
    /// Notes the lines of the crawl that are new to their hosts. O(lines log lines).
    pub(super) fn note(
        &mut self,
        lines: &Lines,
        side: Side,
        (roll, host_keys): (&Roll<'_>, &[u64]),
        lesson: &Lesson,
    ) {
        let is_new = |(_, row): &(u32, &Row)| row.news.here;
        let keyed = |(i, row): (u32, &Row)| {
            let host = host_keys[roll.place(row.article).0 as usize];
            keys(side, host, lines.of(row)).map(|key| (key, i))
        };
        let mut all: Vec<(u64, u32)> =
            (0..).zip(&lines.rows).filter(is_new).flat_map(keyed).collect();
        all.par_sort_unstable();
        let row = |(_, i): &(u64, u32)| {
            let row = &lines.rows[*i as usize];
            let (host, _) = roll.place(row.article);
            Line {
                article: lesson.number(row.article).unwrap_or_default(),
                tokens: lines.of(row).to_vec(),
                host: lesson.host(host),
                day: roll.day(row.article),
                story: lesson.story(row.article),
                lead: row.lead,
                sentence: row.sentence,
            }
        };
        let groups: Vec<&[(u64, u32)]> = all.chunk_by(|a, b| a.0 == b.0).collect();
        let recent = |group: &&[(u64, u32)]| {
            let last = group.len().saturating_sub(Recent::LAST);
            (group[0].0, Recent::new(group[last..].iter().map(row).collect()))
        };
        self.rows.par_extend(groups.par_iter().map(recent));
    }

    /// Adds them to a desk.
    pub(super) fn teach(mut self, lesson: &mut Lesson) {
        self.rows.par_sort_unstable_by_key(|row| row.0);
        let mut rows = Rows::new();
        for (key, recent) in &self.rows {
            rows.push(*key, recent);
        }
        lesson.rows(tables::RECENT, &rows);
    }
}
