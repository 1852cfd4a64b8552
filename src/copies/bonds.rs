//! What a person decided of articles: which are no copies of each other, and which one is kept.
//!
//! Takes the names of all articles and a [`Book`], gives answers about pairs of them. Compares no text. Without such
//! decisions it is empty and costs nothing.

use crate::decisions::{Action, Book, Decision, parse_name};
use crate::segment::Segmented;
use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

/// The name of an article, the same in every run: of its host and all its words, whatever is taken out of it.
#[must_use]
pub fn name(article: &Segmented, host: &str) -> u64 {
    let mut bytes = Vec::with_capacity(host.len() + 1 + 4 * article.tokens.len());
    bytes.extend_from_slice(host.as_bytes());
    bytes.push(0);
    article.tokens.iter().for_each(|token| bytes.extend_from_slice(&token.0.to_le_bytes()));
    xxh3_64(&bytes)
}

/// What was decided of the articles of a corpus.
#[derive(Debug, Clone, Default)]
pub struct Bonds {
    /// By article: decisions, and on which side of each it stands. Those on unlike sides are no copies.
    sides: FxHashMap<u32, Vec<(u32, Side)>>,
    preferred: FxHashSet<u32>,
    /// By article: the action of the first decision about it that is none of [`Action::Unsure`].
    actions: FxHashMap<u32, Action>,
    /// Articles that each decision met, by its number in the book.
    met: FxHashMap<u32, u32>,
}

/// A side of a decision: articles that may be copies of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// All that have this number.
    Group(u32),
    /// This article alone.
    Article(u32),
}

/// What a decision says of the articles of one name.
#[derive(Debug, Clone, Copy)]
struct Saying {
    decision: u32,
    action: Action,
    /// Where it parts them from others.
    side: Option<u32>,
    /// Whether equal articles of one host are parted too.
    each: bool,
    preferred: bool,
}

impl Bonds {
    /// What `book` says of articles with these names. O(articles) if it says anything of clusters.
    #[must_use]
    pub fn new(book: &Book, names: &[u64]) -> Self {
        let sayings = sayings(book);
        let mut bonds = Self::default();
        if sayings.is_empty() {
            return bonds;
        }
        let mut preferred: FxHashSet<u32> = FxHashSet::default();
        for (article, name) in (0..).zip(names) {
            for saying in sayings.get(name).into_iter().flatten() {
                bonds.add(article, saying);
                // Of equal articles of one host the first.
                if saying.preferred && preferred.insert(saying.decision) {
                    bonds.preferred.insert(article);
                }
            }
        }
        bonds
    }

    fn add(&mut self, article: u32, saying: &Saying) {
        *self.met.entry(saying.decision).or_default() += 1;
        if let Some(side) = saying.side {
            let side = if saying.each { Side::Article(article) } else { Side::Group(side) };
            self.sides.entry(article).or_default().push((saying.decision, side));
        }
        if saying.action != Action::Unsure {
            self.actions.entry(article).or_insert(saying.action);
        }
    }

    /// Whether two articles are no copies of each other.
    #[must_use]
    pub fn are_parted(&self, a: u32, b: u32) -> bool {
        let (Some(a), Some(b)) = (self.sides.get(&a), self.sides.get(&b)) else { return false };
        a.iter().any(|(decision, side)| b.iter().any(|(d, s)| d == decision && s != side))
    }

    /// Whether an article is kept, whatever others say.
    #[must_use]
    pub fn is_preferred(&self, article: u32) -> bool {
        self.preferred.contains(&article)
    }

    /// Whether anything is said of any article.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.met.is_empty()
    }

    /// What was decided of the cluster of an article.
    #[must_use]
    pub fn action(&self, article: u32) -> Option<Action> {
        self.actions.get(&article).copied()
    }

    /// How many articles a decision met, by its number in the book.
    #[must_use]
    pub fn met(&self, decision: u32) -> u32 {
        self.met.get(&decision).copied().unwrap_or(0)
    }
}

/// What is said of articles, by name.
fn sayings(book: &Book) -> FxHashMap<u64, Vec<Saying>> {
    let mut sayings: FxHashMap<u64, Vec<Saying>> = FxHashMap::default();
    let key = |name: &String| parse_name(name, "a").map(|name| name.1);
    for (number, (_, decision)) in (0..).zip(book.iter()) {
        let preferred = decision.article.as_ref().and_then(key);
        for (side, name, each) in sided(decision) {
            let saying = Saying {
                decision: number,
                action: decision.action,
                side: side.filter(|_| matches!(decision.action, Action::Apart | Action::Split)),
                each,
                preferred: decision.action == Action::Prefer && preferred == key(name),
            };
            if let Some(name) = key(name) {
                sayings.entry(name).or_default().push(saying);
            }
        }
    }
    sayings
}

/// The articles of a decision, each name once: its side, and whether its equals are parted too: those of a name that
/// stands there twice, or alone.
fn sided(decision: &Decision) -> impl Iterator<Item = (Option<u32>, &String, bool)> {
    let apart = decision.action == Action::Apart;
    let names = &decision.cluster;
    let mut own: Vec<&String> = names.iter().collect();
    own.sort_unstable();
    own.dedup();
    let alone = own.len() == 1;
    let own = (0..).zip(own).map(move |(i, name)| {
        let each = apart && (alone || names.iter().filter(|n| *n == name).count() > 1);
        (Some(if apart { i } else { 0 }), name, each)
    });
    own.chain(decision.from.iter().map(|name| (Some(1), name, false)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bonds(line: &str, names: &[u64]) -> Bonds {
        Bonds::new(&Book::parse(line).unwrap().0, names)
    }

    const A: &str = "\"a0000000000000001\"";
    const B: &str = "\"a0000000000000002\"";
    const C: &str = "\"a0000000000000003\"";

    #[test]
    fn articles_are_parted_from_the_other_side() {
        let apart = bonds(&format!(r#"{{"cluster":[{A},{B}],"action":"apart"}}"#), &[1, 2, 1, 3]);
        assert!(apart.are_parted(0, 1) && apart.are_parted(1, 2));
        assert!(!apart.are_parted(0, 2), "equal articles of one host are one");
        assert!(!apart.are_parted(0, 3) && !apart.is_preferred(0));
        let line = format!(r#"{{"cluster":[{A},{B}],"action":"split","from":[{C}]}}"#);
        let split = bonds(&line, &[1, 2, 3]);
        assert!(split.are_parted(0, 2) && split.are_parted(2, 1) && !split.are_parted(0, 1));
        assert_eq!((split.action(0), split.met(0)), (Some(Action::Split), 3));
    }

    #[test]
    fn equals_are_parted_if_nothing_else_can_be_meant() {
        let line = format!(r#"{{"cluster":[{A}],"action":"apart"}}"#);
        assert!(bonds(&line, &[1, 1]).are_parted(0, 1));
        let line = format!(r#"{{"cluster":[{A},{A},{B}],"action":"apart"}}"#);
        let twice = bonds(&line, &[1, 1, 2]);
        assert!(twice.are_parted(0, 1) && twice.are_parted(0, 2));
    }

    #[test]
    fn one_article_is_preferred() {
        let line = format!(r#"{{"cluster":[{A},{B}],"action":"prefer","article":{B}}}"#);
        let prefer = bonds(&line, &[2, 1, 2]);
        assert!(prefer.is_preferred(0) && !prefer.is_preferred(1) && !prefer.is_preferred(2));
        assert!(!prefer.are_parted(0, 1) && !prefer.is_empty());
        assert!(bonds("{\"text\":\"a\",\"action\":\"keep\"}", &[1]).is_empty());
    }
}
