//! The survey of a crawl, from notes and articles, with or without a desk.
//!
//! Takes what was noted while articles were in hand, and what a desk knows, gives the [`Survey`]; the desk gets what is
//! new. Never changes an article.

use super::count::{Counts, Occurrence};
use super::guests::{self, Guests, Search};
use super::leads::host_key;
use super::lesson::Lesson;
use super::near::Near;
use super::past::{Along, Past};
use super::roll::Roll;
use super::stamps::Earlier;
use super::walk::{Ground, Probes, Walked};
use super::{
    Listing, NearConfig, STAMPED, Sieve, Sightings, Survey, Templates, TitleUse, count, kin, near,
    sentences, stories,
};
use crate::article::ArticleId;
use crate::desk::{Row as _, Rows, Table, Tally, tables};
use crate::spill::{Articles, Partitions};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// What is known before a crawl is surveyed, and what is to be learnt of it.
#[derive(Debug, Default)]
pub struct Known<'a> {
    /// What a desk knows.
    pub past: Option<&'a Past<'a>>,
    /// What the desk is to get. Wants `past`.
    pub lesson: Option<&'a mut Lesson>,
}

impl Survey {
    /// Surveys a corpus of which notes were taken. Needs each article once, in parallel, and some again; keeps counts
    /// of what repeats.
    pub fn learn(
        articles: &(impl Articles + ?Sized),
        sightings: Sightings,
        listing: Listing,
        near: NearConfig,
        mut known: Known<'_>,
    ) -> Self {
        let past = known.past;
        let host_keys: Vec<u64> = listing.hosts.iter().map(|host| host_key(host)).collect();
        let before = before(&sightings, past);
        let alone: Vec<u32> = (0..listing.host_of.len()).map(stories::number).collect();
        let roll = Roll { listing: &listing, story_of: &alone, past };
        let rough = Counts::of(&sightings.blocks, &roll, |keys| among(&before, keys));
        let ground = Ground {
            listing: &listing,
            rough: &rough,
            host_keys: &host_keys,
            near,
            past,
            before: &before,
        };
        let Walked { stories, blocks, lines, probes } = ground.walk(articles, &sightings.scratch);
        let story_of = stories::assign(articles, &listing, &rough, &stories);
        let (guests, leads) = past.map_or_else(Default::default, |past| {
            let leads = guests::leads(&stories, &sightings);
            let search = Search {
                articles,
                listing: &listing,
                rough: &rough,
                signed: &stories,
                past,
                host_keys: &host_keys,
            };
            (search.guests(&leads, &sightings), Some(leads))
        });
        drop((rough, stories, alone));
        let (numbered, story_of) = guests.numbering(&listing, &story_of);
        let roll = Roll { listing: &numbered, story_of: &story_of, past };
        if let Some(lesson) = known.lesson.as_deref_mut() {
            lesson.number_all(&roll, &guests.told(&roll));
        }
        let segmented = |number: u32| articles.get(ArticleId(number));
        let blocks = Near::new(blocks, near, &segmented);
        let counting = Counting { roll: &roll, sightings: &sightings, before: &before };
        let counted = counting.count(&blocks, &probes, known.lesson.as_deref_mut());
        drop(blocks);
        let earlier = earlier(&probes, &guests, &roll);
        let scratch = sightings.scratch.clone();
        let teach = (&scratch, known.lesson.as_deref_mut());
        let templates = Templates::learn(lines, &roll, &counted.titles, &earlier, teach);
        let hosts = Hosts::count(&roll, known.lesson.as_deref_mut());
        if let (Some(lesson), Some(leads)) = (known.lesson, leads) {
            lesson.refs(tables::STORIES, &leads);
        }
        drop(sightings);
        counted.survey(listing, story_of, templates, hosts)
    }
}

/// The lines of the crawl that the desk has, ascending.
fn before(sightings: &Sightings, past: Option<&Past<'_>>) -> Vec<(u64, Tally)> {
    let mut before = Vec::new();
    if let Some(past) = past {
        let find = |rows: &[Occurrence]| {
            let mut keys: Vec<u64> = rows.iter().map(|o| o[0]).collect();
            keys.dedup();
            past.find(tables::LINES, &keys)
        };
        sightings.blocks.each(find, |found| before.extend(found));
    }
    before
}

/// Those of ascending rows that have one of these keys, which ascend.
fn among(rows: &[(u64, Tally)], keys: &[u64]) -> Vec<(u64, Tally)> {
    let start = keys.first().map_or(0, |first| rows.partition_point(|row| row.0 < *first));
    let mut along = Along::new(&rows[start..]);
    keys.iter().filter_map(|key| Some((*key, along.at(*key)?.clone()))).collect()
}

/// What the desk has of templates and stories of the crawl.
fn earlier(probes: &Probes, guests: &Guests, roll: &Roll<'_>) -> Earlier {
    let Some(past) = roll.past else { return Earlier::default() };
    let shown = guests.shown(roll);
    Earlier {
        stamps: past.find(tables::TEMPLATES, &probes.templates).into_iter().collect(),
        told: shown.iter().map(|shown| shown.1).collect(),
        stories: guests.stories(roll),
        shown,
    }
}

/// All that is counted by key.
struct Counted {
    exact: Counts,
    sentences: Counts,
    masked: Counts,
    near: Counts,
    near_key: FxHashMap<u64, u64>,
    titles: FxHashMap<u64, TitleUse>,
}

/// What counting goes by.
struct Counting<'a> {
    roll: &'a Roll<'a>,
    sightings: &'a Sightings,
    before: &'a [(u64, Tally)],
}

impl Counting<'_> {
    /// Counts everything, and teaches it, in the order of the desk's tables.
    fn count(
        &self,
        blocks: &Near<'_>,
        probes: &Probes,
        mut lesson: Option<&mut Lesson>,
    ) -> Counted {
        let (roll, sightings) = (self.roll, self.sightings);
        let exact = Counts::of(&sightings.blocks, roll, |keys| among(self.before, keys));
        self.teach(lesson.as_deref_mut(), (tables::LINES, &sightings.blocks));
        let (near_key, near) = self.near(blocks, &exact, lesson.as_deref_mut());
        let sentences = sentences::count(&sightings.sentences, roll);
        let masked = Counts::of(&sightings.figures, roll, |keys| self.find(tables::FIGURES, keys));
        let titles = self.titles(probes);
        if let Some(lesson) = lesson {
            lesson.tallies((tables::SENTENCES, &sightings.sentences), roll, sentences::is_glued);
            lesson.tallies((tables::FIGURES, &sightings.figures), roll, |_| true);
            lesson.tallies((tables::TITLES, &sightings.titles), roll, |_| true);
        }
        Counted { exact, sentences, masked, near, near_key, titles }
    }

    fn find(&self, table: Table<Tally>, keys: &[u64]) -> Vec<(u64, Tally)> {
        self.roll.past.map_or_else(Vec::new, |past| past.find(table, keys))
    }

    fn teach(&self, lesson: Option<&mut Lesson>, table: (Table<Tally>, &Partitions<Occurrence>)) {
        if let Some(lesson) = lesson {
            lesson.tallies(table, self.roll, |_| true);
        }
    }

    fn near(
        &self,
        blocks: &Near<'_>,
        exact: &Counts,
        lesson: Option<&mut Lesson>,
    ) -> (FxHashMap<u64, u64>, Counts) {
        let mut near_key = blocks.clusters(exact);
        let mut kindred =
            self.roll.past.map(|past| kin::join(&mut near_key, blocks, past)).unwrap_or_default();
        let (table, counted) = near::table(self.sightings, &near_key, self.roll);
        let joined = kindred.before();
        let counts = Counts::of(&table, self.roll, |roots| {
            let found: FxHashMap<u64, Tally> = self.find(tables::NEAR, roots).into_iter().collect();
            let before = |root: &u64| {
                let mut sum = found.get(root).cloned().unwrap_or_default();
                joined.get(root).into_iter().for_each(|t| sum.merge(t.clone()));
                (sum.articles() > 0).then_some((*root, sum))
            };
            roots.iter().filter_map(before).collect()
        });
        if let Some(lesson) = lesson {
            kindred.brought(&counted);
            kindred.teach(blocks, lesson);
            lesson.near(&table, self.roll, &kindred.before());
        }
        (near_key, counts)
    }

    fn titles(&self, probes: &Probes) -> FxHashMap<u64, TitleUse> {
        let mut titles = FxHashMap::default();
        let roll = self.roll;
        let counted = |rows: &[Occurrence]| -> Vec<(u64, TitleUse)> {
            let own = rows.chunk_by(|a, b| a[0] == b[0]);
            let own = own.filter(|group| roll.is_own(count::article(&group[0])));
            let uses = own.map(|group| {
                let articles = count::articles(group, roll, usize::MAX);
                (group[0][0], TitleUse { articles, first: count::article(&group[0]) })
            });
            uses.collect()
        };
        self.sightings.titles.each(counted, |uses| titles.extend(uses));
        for (key, tally) in self.find(tables::TITLES, &probes.titles) {
            let other = TitleUse { articles: 0, first: u32::MAX };
            titles.entry(key).or_insert(other).articles += tally.articles();
        }
        titles
    }
}

/// Articles and stories by host.
struct Hosts {
    articles: Vec<u32>,
    stories: Vec<u32>,
}

impl Hosts {
    fn count(roll: &Roll<'_>, lesson: Option<&mut Lesson>) -> Self {
        let hosts = roll.listing.hosts.len();
        let (mut articles, mut stories) = (vec![0; hosts], vec![0; hosts]);
        let mut places: Vec<(u32, u32, bool)> = (0..stories::number(roll.story_of.len()))
            .map(|a| (roll.place(a), roll.counts(a)))
            .map(|((host, story), counts)| (host, story, counts))
            .collect();
        places.par_sort_unstable();
        for same in places.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let Some(sum) = articles.get_mut(same[0].0 as usize) else { continue };
            *sum += stories::number(same.iter().filter(|place| place.2).count());
            // Those that do not count come first: then the desk knows the story.
            stories[same[0].0 as usize] += u32::from(same[0].2);
        }
        let mut all = Self { articles, stories };
        all.add_past(roll);
        if let Some(lesson) = lesson {
            lesson.hosts(roll);
        }
        all
    }

    fn add_past(&mut self, roll: &Roll<'_>) {
        let Some(past) = roll.past else { return };
        let mut keys: Vec<(u64, usize)> =
            roll.listing.hosts.iter().map(|host| host_key(host)).zip(0..).collect();
        keys.sort_unstable();
        let wanted: Vec<u64> = keys.iter().map(|key| key.0).collect();
        for (key, tally) in past.find(tables::HOSTS, &wanted) {
            if let Ok(at) = keys.binary_search_by_key(&key, |key| key.0) {
                let host = keys[at].1;
                self.articles[host] += tally.articles();
                self.stories[host] += tally.counts().iter().map(|c| c.local).sum::<u32>();
            }
        }
    }
}

impl Counted {
    fn survey(
        self,
        listing: Listing,
        mut story_of: Vec<u32>,
        templates: Templates,
        hosts: Hosts,
    ) -> Survey {
        story_of.truncate(listing.host_of.len());
        Survey {
            listing,
            host_articles: hosts.articles,
            host_stories: hosts.stories,
            story_of,
            stamped: Sieve::of(&self.exact, STAMPED),
            exact: self.exact,
            sentences: self.sentences,
            masked: self.masked,
            near: self.near,
            near_key: self.near_key,
            templates,
            titles: self.titles,
        }
    }
}

impl Lesson {
    /// Adds counts of nearly equal blocks, with what was counted of them before.
    fn near(
        &mut self,
        table: &Partitions<Occurrence>,
        roll: &Roll<'_>,
        before: &FxHashMap<u64, Tally>,
    ) {
        let tally = |rows: &[Occurrence]| {
            let mut made: Vec<(u64, Tally)> = Vec::new();
            for group in rows.chunk_by(|a, b| a[0] == b[0]) {
                let root = group[0][0];
                let earlier = before.get(&root).cloned();
                let sum = match (self.tally(group, roll), earlier) {
                    (Some(mut now), Some(earlier)) => {
                        now.merge(earlier);
                        Some(now)
                    }
                    (now, earlier) => now.or(earlier),
                };
                made.extend(sum.map(|sum| (root, sum)));
            }
            made
        };
        let mut rows = Rows::new();
        table.each(tally, |made| made.iter().for_each(|(root, sum)| rows.push(*root, sum)));
        self.rows(tables::NEAR, &rows);
    }

    /// Adds articles and stories of every host.
    fn hosts(&mut self, roll: &Roll<'_>) {
        let mut of_host: FxHashMap<u32, Vec<Occurrence>> = FxHashMap::default();
        for a in 0..stories::number(roll.story_of.len()) {
            of_host.entry(roll.place(a).0).or_default().push(count::occurrence(0, a, count::BODY));
        }
        let keys = roll.listing.hosts.iter().zip(0..);
        let mut tallies: Vec<(u64, Tally)> = keys
            .filter_map(|(name, host)| {
                Some((host_key(name), self.tally(of_host.get(&host)?, roll)?))
            })
            .collect();
        tallies.sort_unstable_by_key(|t| t.0);
        let mut rows = Rows::new();
        for (key, tally) in &tallies {
            rows.push(*key, tally);
        }
        self.rows(tables::HOSTS, &rows);
    }
}
