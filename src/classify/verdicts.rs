//! What the user's rules and decisions say of a block: looked up by its names, by how it begins, by host and label.
//!
//! Takes [`Rules`] and a [`Book`], gives a [`Ruling`] of the places that they are about. Where wishes contradict each
//! other, keeping wins: nothing is cut that someone asked to keep. A decision about the very line of the report that a
//! place belongs to goes before decisions about other names that it has, and those before decisions about groups. What is
//! only like the block that a decision is about is cut where the report shows it as that block: what nobody saw stays. So
//! does the headline of an article where others lead to it.

use super::Judgement;
use super::rules::Rules;
use super::wish::{Wanted, Wish};
use crate::decisions::{Action, Book, Name, Target, parse_group, parse_name};
use crate::report::model::Label;
use crate::segment::{Segmenter, Token, fold};
use crate::survey::Survey;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// A place in the corpus: article, first token in it, and how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Spot {
    /// Number of the article.
    pub article: u32,
    /// First token.
    pub first: u32,
    /// Tokens.
    pub count: u32,
}

/// What was said of one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// The wish that prevails; none where all are undecided.
    pub by: Option<u32>,
    /// All that hold here.
    pub held: Vec<u32>,
    /// One that wants the opposite and gives way.
    pub against: Option<u32>,
    /// What it would be cut as without.
    pub before: Option<Label>,
    /// Whether it stays, where one prevails.
    pub(super) keeps: bool,
}

/// A place, as it is looked up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Looked<'a> {
    /// The name by which the report calls it.
    pub(super) shown: Option<Name>,
    /// Whether the report shows it under that name.
    pub(super) seen: bool,
    /// Whether it is the headline of its own article, to which other articles may lead.
    pub(super) headline: bool,
    /// All names it goes by.
    pub(super) names: &'a [Name],
    pub(super) tokens: &'a [Token],
    pub(super) host: &'a str,
    pub(super) spot: Spot,
}

/// Rules and decisions, made ready for look-up.
#[derive(Debug, Clone, Default)]
pub struct Verdicts {
    wishes: Vec<Wish>,
    named: FxHashMap<Name, Vec<u32>>,
    leads: FxHashMap<Token, Vec<(Vec<Token>, u32)>>,
    groups: FxHashMap<Label, FxHashMap<String, u32>>,
    /// Names of nearly equal blocks, and of blocks that are equal to one of them.
    near: Vec<(u64, Vec<u64>, u32)>,
    /// Keys of lines that were decided: they are looked for in longer ones too.
    texts: FxHashSet<u64>,
    /// The place that stays, by wish.
    first: BTreeMap<u32, Spot>,
}

impl Verdicts {
    /// Makes rules and decisions ready. What needs a survey is missing until [`Verdicts::bind`].
    #[must_use]
    pub fn new(rules: &Rules, book: &Book, segmenter: &Segmenter) -> Self {
        let mut verdicts = Self::default();
        let kept = rules.keep.iter().map(|rule| Wish::of_rule(rule, Action::Keep));
        let removed = rules.remove.iter().map(|rule| Wish::of_rule(rule, Action::Remove));
        for wish in kept.chain(removed).flatten() {
            verdicts.add(wish, &[], segmenter);
        }
        for (number, (target, decision)) in (0..).zip(book.iter()) {
            let wish = Wish::of_decision(target, decision, number);
            verdicts.add(wish, &decision.same, segmenter);
        }
        verdicts
    }

    fn add(&mut self, wish: Wish, same: &[String], segmenter: &Segmenter) {
        let number = number(self.wishes.len());
        match &wish.target {
            Target::Block(name) => {
                let Some(name) = parse_name(name, "bnmt") else { return };
                self.named.entry(name).or_default().push(number);
                if name.0 == 'n' {
                    let same = same.iter().filter_map(|name| parse_name(name, "b"));
                    self.near.push((name.1, same.map(|name| name.1).collect(), number));
                }
            }
            Target::Text(text) => {
                let key = fold(0, &segmenter.tokens(text));
                self.named.entry(('b', key)).or_default().push(number);
                if wish.decision.is_some() {
                    self.texts.insert(key);
                }
            }
            Target::Lead(lead) => {
                let tokens = segmenter.tokens(lead);
                let Some(first) = tokens.first() else { return };
                self.leads.entry(*first).or_default().push((tokens, number));
            }
            Target::Group(group) => {
                let Some((host, label)) = parse_group(group) else { return };
                self.groups.entry(label).or_default().insert(host.to_owned(), number);
            }
            // Clusters are no blocks.
            Target::Cluster(_) => return,
        }
        self.wishes.push(wish);
    }

    /// Finds nearly equal blocks again whose cluster has another name in this survey.
    pub fn bind(&mut self, survey: &Survey) {
        for (key, same, number) in std::mem::take(&mut self.near) {
            for block in same.into_iter().chain([key]) {
                let near = survey.near_key.get(&block).map(|near| ('n', *near));
                let wishes = self.named.entry(near.unwrap_or(('b', block))).or_default();
                if !wishes.contains(&number) {
                    wishes.push(number);
                }
            }
        }
    }

    /// Whether nothing is said about blocks.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.wishes.is_empty()
    }

    /// Whether there are wishes of which only the first place stays.
    #[must_use]
    pub fn wants_first(&self) -> bool {
        self.wishes.iter().any(|wish| wish.action == Action::First)
    }

    /// Says which places stay as the first; until then none does.
    pub fn set_first(&mut self, first: BTreeMap<u32, Spot>) {
        self.first = first;
    }

    /// The places that stay as the first, by wish.
    #[must_use]
    pub fn first(&self) -> &BTreeMap<u32, Spot> {
        &self.first
    }

    /// A wish by its number.
    #[must_use]
    pub fn wish(&self, number: u32) -> Option<&Wish> {
        self.wishes.get(number as usize)
    }

    /// Whether a part of a line is wanted as if it were a line.
    pub(super) fn wants_text(&self, key: u64) -> bool {
        self.texts.contains(&key)
    }

    /// Whether any line is wanted where it stands in longer ones too.
    pub(super) fn has_texts(&self) -> bool {
        !self.texts.is_empty()
    }

    /// What was decided of a block, where a decision prevails; rules are no decisions.
    #[must_use]
    pub fn decided(&self, judged: &Judgement) -> Option<Action> {
        let wish = self.wish(judged.ruling.as_ref()?.by?)?;
        wish.decision.map(|_| wish.action)
    }

    /// Whether anything is said of a block, on whatever host.
    pub(super) fn concern(&self, names: &[Name], tokens: &[Token]) -> bool {
        names.iter().any(|name| self.named.contains_key(name))
            || self.leading(tokens).next().is_some()
    }

    fn leading<'a>(&'a self, tokens: &'a [Token]) -> impl Iterator<Item = u32> + 'a {
        let leads = tokens.first().and_then(|first| self.leads.get(first)).into_iter().flatten();
        let fits = |lead: &[Token]| tokens.len() > lead.len() && tokens.starts_with(lead);
        leads.filter(move |(lead, _)| fits(lead)).map(|(_, number)| *number)
    }

    /// What is said of a place.
    pub(super) fn of(&self, place: &Looked<'_>) -> Option<Ruling> {
        let named = |name: &Name| {
            let like = place.headline || "nt".contains(name.0);
            let like = like && !(place.seen && Some(*name) == place.shown);
            let wishes = self.named.get(name).into_iter().flatten().copied();
            wishes.filter(move |number| !like || self.is_safe(*number, place))
        };
        let wanted = |number: u32| Some((number, self.wanted(number, place)?));
        let is_named = |number: u32| {
            let wish = &self.wishes[number as usize];
            wish.decision.is_some() && matches!(wish.target, Target::Block(_))
        };
        let shown: Vec<u32> = place.shown.iter().flat_map(named).collect();
        // What was decided of this line of the report was decided with these places in sight.
        let governed =
            shown.iter().filter_map(|n| wanted(*n)).any(|(n, w)| is_named(n) && w != Wanted::Open);
        let others = place.names.iter().filter(|name| Some(**name) != place.shown).flat_map(named);
        let others =
            others.chain(self.leading(place.tokens)).filter(|n| !(governed && is_named(*n)));
        let mut held: Vec<(u32, Wanted)> = Vec::new();
        for (number, wanted) in shown.iter().copied().chain(others).filter_map(wanted) {
            if held.iter().all(|(n, _)| *n != number) {
                held.push((number, wanted));
            }
        }
        settled(&held)
    }

    /// Whether a wish may be followed where a place is only like the block that it is about.
    fn is_safe(&self, number: u32, place: &Looked<'_>) -> bool {
        let wish = &self.wishes[number as usize];
        wish.decision.is_none() || wish.on(place.host) == Some(Wanted::Keep)
    }

    fn wanted(&self, number: u32, place: &Looked<'_>) -> Option<Wanted> {
        let wanted = self.wishes[number as usize].on(place.host)?;
        let stays = || self.first.get(&number) == Some(&place.spot);
        Some(match wanted {
            Wanted::First if stays() => Wanted::Keep,
            Wanted::First => Wanted::Remove,
            wanted => wanted,
        })
    }

    /// What is said of all that goes on a host under a label; `sure` tells whether this is sure to be boilerplate.
    pub(super) fn of_group(&self, host: &str, label: Label, sure: bool) -> Option<Ruling> {
        let number = *self.groups.get(&label)?.get(host)?;
        let wish = &self.wishes[number as usize];
        let held = [(number, wish.on(host)?)];
        (sure || wish.doubtful).then(|| settled(&held))?
    }
}

/// Keeping before removing.
fn settled(held: &[(u32, Wanted)]) -> Option<Ruling> {
    let first = |wanted| held.iter().find(|(_, w)| *w == wanted).map(|(number, _)| *number);
    let (kept, removed) = (first(Wanted::Keep), first(Wanted::Remove));
    let ruling = Ruling {
        by: kept.or(removed),
        held: held.iter().map(|(number, _)| *number).collect(),
        against: removed.filter(|_| kept.is_some()),
        before: None,
        keeps: kept.is_some(),
    };
    (!held.is_empty()).then_some(ruling)
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ruling(toml: &str, jsonl: &str, line: &str, host: &str) -> Option<(String, bool, bool)> {
        let segmenter = Segmenter::new([]);
        let (book, _) = Book::parse(jsonl).unwrap();
        let verdicts = Verdicts::new(&Rules::from_toml(toml).unwrap(), &book, &segmenter);
        let tokens = segmenter.tokens(line);
        let name = ('b', fold(0, &tokens));
        let spot = Spot { article: 0, first: 0, count: number(tokens.len()) };
        let names = [name];
        let looked = Looked {
            shown: Some(name),
            seen: true,
            headline: false,
            names: &names,
            tokens: &tokens,
            host,
            spot,
        };
        let ruling = verdicts.of(&looked)?;
        let key = verdicts.wish(ruling.by?)?.target.to_string();
        Some((key, ruling.keeps, ruling.against.is_some()))
    }

    #[test]
    fn a_rule_holds_on_its_hosts_and_keeping_wins() {
        let rules = "[[remove]]\ntext = 'What next?'\n[[remove]]\nlead = 'From the quay'\n\
                     [[keep]]\ntext = 'what next'\nhosts = ['a.example']\n";
        let of = |line: &str, host| ruling(rules, "", line, host);
        assert_eq!(of("WHAT NEXT", "a.example"), Some(("text:what next".into(), true, true)));
        assert_eq!(of("What next?", "b.example"), Some(("text:What next?".into(), false, false)));
        let lead = Some(("lead:From the quay".into(), false, false));
        assert_eq!(of("From the quay: ferries", "b.example"), lead);
        assert_eq!(of("From the quay", "b.example"), None);
    }

    #[test]
    fn decisions_hold_on_their_hosts_and_keep_elsewhere_if_told() {
        let book =
            r#"{"text":"What next?","action":"remove","hosts":["a.example"],"elsewhere":"keep"}"#;
        let of = |host| ruling("", book, "What next?", host).map(|r| r.1);
        assert_eq!((of("a.example"), of("b.example")), (Some(false), Some(true)));
        let open = r#"{"text":"What next?","action":"unsure"}"#;
        assert_eq!(ruling("", open, "What next?", "a.example"), None);
        let kept = ruling("[[keep]]\ntext = 'What next'\n", book, "What next?", "a.example");
        assert_eq!(kept, Some(("text:What next".into(), true, true)), "a rule counts as much");
    }
}
