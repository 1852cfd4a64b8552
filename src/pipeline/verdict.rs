//! Why two articles are linked or not, in plain sentences.
//!
//! Takes what the run wrote about both, what they share and the thresholds, gives a [`Verdict`]. The only place that puts
//! the rules of copies into words; reads no text, and decides nothing: the rows of the run are what counts.

use super::phrases::{capital, hundredths, name, percent};
use crate::config::{ArticlesConfig, Duplicates};
use crate::copies::{MOSTLY, NEAR_WORDS, STORY, Thresholds};
use crate::report::model::{Duplicate, Relation};
use crate::shingle::Overlap;
use serde::{Deserialize, Serialize};

/// How two articles stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// One is a copy of the other.
    Copy,
    /// In one cluster; one or both are copies of a third.
    ThroughAnother,
    /// In one cluster, both kept.
    Versions,
    /// In different clusters.
    DifferentClusters,
    /// One of them or both are in no cluster.
    NotLinked,
}

/// What the run made of two articles, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// How they stand to each other.
    pub standing: Standing,
    /// Why, in one to three sentences that call the articles A and B.
    pub why: Vec<String>,
}

/// What the verdict rests on; A is left, B is right.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is the answer to a question of its own")]
pub(super) struct Facts<'a> {
    /// The lines of `duplicates.jsonl`.
    pub(super) rows: (Option<&'a Duplicate>, Option<&'a Duplicate>),
    /// The articles of the cluster of A: how many, and the representative.
    pub(super) cluster: (usize, &'a str),
    /// Words of content.
    pub(super) words: (u32, u32),
    /// What the contents share.
    pub(super) overlap: Overlap,
    /// Days between the dates, where both are known.
    pub(super) days: Option<u32>,
    /// Whether what differs are figures, dates and names.
    pub(super) recurring: bool,
    /// Whether both tell the same throughout, in words that were edited.
    pub(super) edited: bool,
    /// Whether B tells all that A tells, and A all that B tells.
    pub(super) told: (bool, bool),
    /// Whether figures, dates or names in the same places are others.
    pub(super) changed: bool,
    /// Whether the shorter, if the longer holds it, is a part of it.
    pub(super) part: bool,
    /// The settings of the run.
    pub(super) thresholds: &'a ArticlesConfig,
    /// What the run did with duplicates.
    pub(super) duplicates: Duplicates,
    /// Whether a person decided that they are no copies of each other.
    pub(super) parted: bool,
}

/// The verdict on two articles.
pub(super) fn verdict(facts: &Facts<'_>) -> Verdict {
    let (standing, mut why) = match facts.rows {
        (Some(a), Some(b)) if a.cluster != b.cluster => (
            Standing::DifferentClusters,
            vec![
                format!("Not linked: A is in cluster {}, B in cluster {}.", a.cluster, b.cluster),
                capital(&facts.apart()),
            ],
        ),
        (Some(a), Some(b)) => facts.together(a, b),
        (a, b) => {
            let alone = match (a, b) {
                (None, None) => "neither of them is in a cluster",
                (None, _) => "A is in no cluster",
                _ => "B is in no cluster",
            };
            let why = vec![format!("Not linked: {alone}."), capital(&facts.apart())];
            (Standing::NotLinked, why)
        }
    };
    if facts.parted {
        why.truncate(1);
        why.push("You decided that they are no copies of each other.".to_owned());
    }
    Verdict { standing, why }
}

impl Facts<'_> {
    /// Two articles of one cluster.
    fn together(&self, a: &Duplicate, b: &Duplicate) -> (Standing, Vec<String>) {
        let both = format!("Both are in cluster {} of {} articles.", a.cluster, self.cluster.0);
        let is_of = |x: &Duplicate, y: &Duplicate| x.duplicate_of.as_ref() == Some(&y.id);
        let (standing, mut why) = match (is_of(a, b), is_of(b, a)) {
            (true, _) => (Standing::Copy, vec![self.copy(("A", "B"), a.relation)]),
            (_, true) => (Standing::Copy, vec![self.copy(("B", "A"), b.relation)]),
            _ if a.kept && b.kept => (Standing::Versions, self.versions(a, b)),
            _ => (Standing::ThroughAnother, self.through(a, b)),
        };
        why.insert(0, both);
        (standing, why)
    }

    /// Why `names.0` is a copy of `names.1`.
    fn copy(&self, names: (&str, &str), relation: Relation) -> String {
        let (copy, kept) = names;
        let (jaccard, t) = (hundredths(self.overlap.jaccard()), self.thresholds);
        let why = match relation {
            Relation::Exact => "their contents are equal word for word".to_owned(),
            Relation::Contained => {
                let held = if copy == "A" { self.overlap } else { self.turned() }.containment();
                format!(
                    "{} of it stands in {kept}, which says more; {} would do",
                    percent(held),
                    percent(t.contained)
                )
            }
            _ if self.overlap.jaccard() >= t.near => {
                format!("Jaccard {jaccard}, at least {:.2}", t.near)
            }
            _ if self.edited => format!(
                "Jaccard {jaccard} is below {:.2}, but all of either stands in the other, in edited words",
                t.near
            ),
            _ => format!("Jaccard {jaccard}"),
        };
        format!("{copy} is {} {} copy of {kept}: {why}.", self.fate(), name(relation))
    }

    /// Why two kept articles are in one cluster, and why both are kept.
    fn versions(&self, a: &Duplicate, b: &Duplicate) -> Vec<String> {
        let (share, t) = (self.overlap.jaccard(), self.thresholds);
        let jaccard = hundredths(share);
        let edited = share >= Thresholds::edited(t.near, t.shingle).max(t.version) && self.edited;
        let close = share >= t.near || self.overlap.overlap() >= t.contained || edited;
        let one = format!("They are versions of one story, and both are kept: Jaccard {jaccard}");
        match () {
            () if self.recurring && close => vec![
                "They are reports of one series, and both are kept: what differs are figures, dates or names."
                    .to_owned(),
            ],
            () if close => vec![format!("{one} would do for a copy, but {}.", self.kept())],
            () if share >= t.version => vec![format!(
                "{one} is at least {:.2}, one story, but below {:.2}, a copy.",
                t.version, t.near
            )],
            () => vec![
                format!(
                    "Jaccard {jaccard} is below {:.2}, but {}.",
                    t.version,
                    self.linked_by(a, b)
                ),
                "They are versions of one story, and both are kept.".to_owned(),
            ],
        }
    }

    /// What links two articles that share little.
    fn linked_by(&self, a: &Duplicate, b: &Duplicate) -> String {
        if self.edited {
            return "all of either stands in the other, in edited words".to_owned();
        }
        if self.overlap.overlap() >= MOSTLY {
            let held = percent(self.overlap.overlap());
            return format!("{held} of the shorter stands in the longer");
        }
        self.others(a, b)
    }

    /// Why neither of two close articles was dropped for the other.
    fn kept(&self) -> String {
        if let Some((days, window)) = self.window() {
            return format!("they lie {days} days apart, and --window is {window}");
        }
        let t = self.thresholds;
        let held = self.overlap.overlap() >= t.contained && self.overlap.jaccard() < t.near;
        if held && !self.part {
            return "the shorter is quoted in the longer, and not at its head".to_owned();
        }
        let Overlap { left, right, .. } = self.overlap;
        let longer = if left > right { "A" } else { "B" };
        if 5 * left.max(right) > 6 * left.min(right) {
            return format!(
                "{longer} says over a fifth more, and what adds to a story is not dropped"
            );
        }
        if !self.told.0 || !self.told.1 {
            let newer = if self.told.0 { "B" } else { "A" };
            return format!("{newer} has passages of its own, and these would be lost");
        }
        if self.changed {
            return "figures, dates or names in the same places are others".to_owned();
        }
        "the pair was not among the candidates".to_owned()
    }

    /// The days between the articles and the window that these are too many for.
    fn window(&self) -> Option<(u32, u32)> {
        self.days.zip(self.thresholds.window).filter(|(days, window)| days > window)
    }

    /// How two articles that share little came into one cluster.
    fn others(&self, a: &Duplicate, b: &Duplicate) -> String {
        let joined = "clusters are joined by averages";
        if a.representative || b.representative {
            return format!("{joined}: other articles stand between the two");
        }
        format!(
            "{joined}: to the representative {} A has {:.2} and B {:.2}",
            self.cluster.1, a.jaccard, b.jaccard
        )
    }

    /// Two articles of one cluster of which one or both are copies of a third.
    fn through(&self, a: &Duplicate, b: &Duplicate) -> Vec<String> {
        let fate = self.fate();
        let of = |name: &str, row: &Duplicate| {
            let relation = super::phrases::name(row.relation);
            let kept = row.duplicate_of.as_ref();
            kept.map(|kept| format!("{name} is {fate} {relation} copy of {kept}"))
        };
        let copies = match (&a.duplicate_of, &b.duplicate_of) {
            (Some(x), Some(y)) if x == y => {
                let [a, b] = [a, b].map(|row| format!("{:?}", row.relation).to_lowercase());
                format!("Both are {fate} copies of {x}: A is {a}, B is {b}.")
            }
            _ => {
                let each: Vec<String> = [of("A", a), of("B", b)].into_iter().flatten().collect();
                format!("{}.", each.join(", and "))
            }
        };
        let jaccard = hundredths(self.overlap.jaccard());
        vec![copies, format!("Between the two of them Jaccard is {jaccard}.")]
    }

    /// Why two articles are not in one cluster.
    fn apart(&self) -> String {
        let (share, t) = (self.overlap.jaccard(), self.thresholds);
        let jaccard = hundredths(share);
        let held = self.overlap.overlap();
        let short = self.words.0.min(self.words.1);
        match () {
            () if short < NEAR_WORDS => format!(
                "with {short} words of content {} too short to be compared: {NEAR_WORDS} are needed.",
                if self.words.0 <= self.words.1 { "A is" } else { "B is" }
            ),
            () if self.window().is_some() => {
                let (days, window) = self.window().unwrap_or_default();
                format!("they lie {days} days apart, and --window is {window}.")
            }
            () if share >= t.version && self.days > Some(STORY) => format!(
                "Jaccard {jaccard} is at least {:.2}, but they lie {} days apart; after {STORY} what is shared is \
                 background, unless all is shared.",
                t.version,
                self.days.unwrap_or_default()
            ),
            () if share >= t.version => format!(
                "Jaccard {jaccard} is at least {:.2}, enough for one story; but averaged over their clusters it is \
                 too little, or the pair was not among the candidates (recall is set to {}).",
                t.version,
                percent(t.recall)
            ),
            () if held >= t.contained => format!(
                "{} of the shorter stands in the longer, but {}.",
                percent(held),
                if self.part {
                    "that is a round-up which holds other stories too, or the pair was not among the candidates"
                } else {
                    "not at its head: it is quoted there"
                }
            ),
            () => format!(
                "Jaccard {jaccard} is below {:.2}, and neither holds {} of the other.",
                t.version,
                percent(t.contained)
            ),
        }
    }

    /// What happens to a copy.
    fn fate(&self) -> &'static str {
        match self.duplicates {
            Duplicates::Drop => "dropped as",
            Duplicates::Mark => "marked as",
        }
    }

    /// The overlap seen from B.
    fn turned(&self) -> Overlap {
        let o = self.overlap;
        Overlap { left: o.right, right: o.left, ..o }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str, cluster: &str, duplicate_of: Option<&str>, relation: Relation) -> Duplicate {
        Duplicate {
            id: id.to_owned(),
            cluster: cluster.to_owned(),
            representative: id == "r",
            kept: duplicate_of.is_none(),
            duplicate_of: duplicate_of.map(ToOwned::to_owned),
            relation,
            jaccard: 0.5,
            containment: 0.5,
            recurring: false,
            article: String::new(),
            decided: false,
            earlier: None,
        }
    }

    /// The standing and the sentences for what two articles of so many shingles share.
    fn told(
        rows: (Option<&Duplicate>, Option<&Duplicate>),
        (left, right, shared): (usize, usize, usize),
    ) -> (Standing, String) {
        let verdict = verdict(&Facts {
            rows,
            cluster: (9, "r"),
            words: (200, 200),
            overlap: Overlap { left, right, shared },
            days: Some(3),
            recurring: false,
            edited: false,
            part: false,
            told: (true, true),
            changed: false,
            thresholds: &ArticlesConfig::default(),
            duplicates: Duplicates::Drop,
            parted: false,
        });
        (verdict.standing, verdict.why.join(" "))
    }

    #[test]
    fn within_a_cluster() {
        let (x, y) =
            (row("x", "c1", None, Relation::Version), row("y", "c1", None, Relation::Version));
        let says = |shares, standing, words: &str| {
            let (found, why) = told((Some(&x), Some(&y)), shares);
            assert!(found == standing && why.contains(words), "{found:?}: {why}");
        };
        let versions = Standing::Versions;
        says((100, 100, 57), versions, "Jaccard 0.39 is at least 0.30, one story, but below 0.50");
        says((100, 160, 95), versions, "B says over a fifth more");
        says((100, 100, 20), versions, "to the representative r A has 0.50 and B 0.50");
        let copy = row("z", "c1", Some("x"), Relation::Contained);
        let (standing, why) = told((Some(&copy), Some(&x)), (100, 200, 93));
        assert_eq!(standing, Standing::Copy);
        assert!(why.contains("A is dropped as a contained copy of B: 93 % of it"), "{why}");
        let (standing, why) = told((Some(&copy), Some(&y)), (100, 100, 20));
        assert_eq!(standing, Standing::ThroughAnother);
        assert!(why.contains("A is dropped as a contained copy of x."), "{why}");
    }

    #[test]
    fn not_in_one_cluster() {
        let (x, y) = (row("x", "c1", None, Relation::Exact), row("y", "c2", None, Relation::Exact));
        let says = |rows, shares, standing, words: &str| {
            let (found, why) = told(rows, shares);
            assert!(found == standing && why.contains(words), "{found:?}: {why}");
        };
        let apart = (Some(&x), Some(&y));
        says(
            apart,
            (100, 100, 5),
            Standing::DifferentClusters,
            "A is in cluster c1, B in cluster c2.",
        );
        let alone = (Some(&x), None);
        let none = Standing::NotLinked;
        says(
            alone,
            (100, 100, 5),
            none,
            "Not linked: B is in no cluster. Jaccard 0.02 is below 0.30, and neither",
        );
        says(
            alone,
            (100, 900, 95),
            none,
            "95 % of the shorter stands in the longer, but not at its head",
        );
        says(alone, (100, 100, 80), none, "not among the candidates");
    }
}
