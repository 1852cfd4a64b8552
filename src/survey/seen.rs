//! Where one key was seen: by articles that count, and by those that only say what was shown before.
//!
//! Takes the occurrences of a key, gives hosts, stories and articles, sorted.

use super::count::{Occurrence, article};
use super::roll::Roll;
use super::stories::number;

/// Where one key was seen.
#[derive(Default)]
pub(super) struct Seen {
    /// Host, story and article of those that count, ascending, each once.
    pub(super) counted: Vec<(u32, u32, u32)>,
    /// Host and story of those that do not: what they showed is no news.
    shown: Vec<(u32, u32)>,
    /// Stories of these, ascending.
    told: Vec<u32>,
    stories: Vec<u32>,
}

impl Seen {
    pub(super) fn see(&mut self, group: &[Occurrence], roll: &Roll<'_>) {
        self.counted.clear();
        self.shown.clear();
        for a in group.iter().map(article) {
            let (host, story) = roll.place(a);
            if roll.counts(a) {
                self.counted.push((host, story, a));
            } else {
                self.shown.push((host, story));
            }
        }
        self.counted.sort_unstable();
        self.counted.dedup();
        self.shown.sort_unstable();
        self.told.clear();
        self.told.extend(self.shown.iter().map(|shown| shown.1));
        self.told.sort_unstable();
    }

    /// Whether an article of the host that is not counted has shown the key in this story.
    pub(super) fn has_shown(&self, host: u32, story: u32) -> bool {
        self.shown.binary_search(&(host, story)).is_ok()
    }

    /// Whether any article that is not counted has.
    pub(super) fn has_told(&self, story: u32) -> bool {
        self.told.binary_search(&story).is_ok()
    }

    /// Stories in which the key is new.
    pub(super) fn stories(&mut self) -> u32 {
        let mut stories = std::mem::take(&mut self.stories);
        stories.clear();
        stories.extend(self.counted.iter().map(|s| s.1));
        stories.sort_unstable();
        stories.dedup();
        stories.retain(|story| !self.has_told(*story));
        self.stories = stories;
        number(self.stories.len())
    }
}
