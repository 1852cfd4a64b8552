//! What a desk is taught of a crawl, beside the counts of the survey: the articles, and what finds them again.
//!
//! Takes what was found, fills the [`Lesson`]. Adds nothing of articles that the desk knows.

use super::decide::Decisions;
use super::guests::Leads;
use super::kinship::Kinship;
use super::known::identity;
use super::learn::Learned;
use super::ordered::in_order;
use crate::article::ArticleId;
use crate::desk::{About, Origin, Packed, Record, tables};
use crate::error::{Error, Result};
use crate::segment::Segmented;
use crate::spill::{Articles as _, Partitions};
use crate::survey::Lesson;
use std::ops::Range;

/// Articles a piece of work.
const PIECE: usize = 128;

/// What is known of the articles of a crawl.
pub(super) struct Taught<'a> {
    pub(super) learned: &'a Learned,
    pub(super) decisions: &'a Decisions,
    pub(super) kinship: &'a Kinship,
}

impl Taught<'_> {
    /// Adds the articles, and what finds those again that were kept.
    ///
    /// # Errors
    /// [`crate::Error::Io`] if the spill cannot be read.
    pub(super) fn teach(&self, leads: &Leads, lesson: &mut Lesson) -> Result<()> {
        lesson.refs(tables::COPIES, &self.kept(leads));
        let identities = Partitions::new(self.learned.spill.scratch(), usize::MAX);
        let all = 0..super::number(self.learned.ids.len());
        let rows = all.map(|i| [identity(self.learned, i), u64::from(i)]);
        identities.extend(&rows.collect::<Vec<_>>());
        lesson.refs(tables::IDENTITIES, &identities);
        self.records(lesson)
    }

    /// The leads of articles that are no copies.
    fn kept(&self, leads: &Leads) -> Leads {
        let scratch = self.learned.spill.scratch();
        let kept = Partitions::new(scratch, scratch.share(16));
        let article = |row: &[u64; 2]| u32::try_from(row[1] & u64::from(u32::MAX)).unwrap_or(0);
        let is_kept = |row: &&[u64; 2]| !self.kinship.is_duplicate(article(row));
        leads.each(
            |rows| kept.extend(&rows.iter().filter(is_kept).copied().collect::<Vec<_>>()),
            |()| (),
        );
        kept
    }

    fn records(&self, lesson: &mut Lesson) -> Result<()> {
        let n = self.learned.ids.len();
        let pieces = (0..n).step_by(PIECE).map(|start| Ok(start..(start + PIECE).min(n)));
        let hosts: Vec<u32> =
            (0..self.learned.listing.hosts.len()).map(|i| lesson.host(super::number(i))).collect();
        let numbers: Vec<(Option<u32>, u32)> =
            (0..super::number(n)).map(|i| (lesson.number(i), lesson.story(i))).collect();
        let work = |piece: Range<usize>| {
            let mut article = Segmented::default();
            let new = piece.filter(|i| numbers[*i].0.is_some());
            let record = |i: usize| {
                let mut bytes = Vec::new();
                self.learned.spill.load(ArticleId(super::number(i)), &mut article);
                let about = self.about(i, &hosts, &numbers);
                Record::encode(&about, &article, &mut bytes);
                (Origin { host: about.host, day: about.day }, bytes)
            };
            let records: Vec<(Origin, Vec<u8>)> = new.map(record).collect();
            Packed::new(&records).map_err(Error::io("the desk"))
        };
        in_order(pieces, work, |packed: Packed| {
            lesson.records(&packed);
            Ok(())
        })?;
        self.learned.spill.check()
    }

    fn about(&self, i: usize, hosts: &[u32], numbers: &[(Option<u32>, u32)]) -> About {
        let (learned, number) = (self.learned, super::number(i));
        let copied = self.kinship.places[i].and_then(|place| place.duplicate_of);
        let in_desk = |kept: u32| match self.kinship.guest(kept) {
            Some(guest) => Some(guest.number),
            None => numbers.get(kept as usize).and_then(|number| number.0),
        };
        let cuts = self.decisions.cuts.of(number);
        About {
            id: learned.ids.get(number).to_owned(),
            host: hosts[learned.listing.host_of[i] as usize],
            day: learned.listing.dates[i],
            name: learned.names[i],
            story: numbers[i].1,
            // A copy of what the desk knows by another name is a copy all the same.
            copy_of: copied.map(|kept| in_desk(kept).unwrap_or(u32::MAX)),
            cuts: cuts.iter().map(|cut| (cut.block, cut.part.0, cut.part.1)).collect(),
        }
    }
}
