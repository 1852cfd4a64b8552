//! The user's own word: cues, and blocks that are always kept or always cut.
//!
//! Takes a TOML file, gives [`Rules`]; made into [`Verdicts`] they overrule the ledger. A rule may hold for some hosts
//! only. Where rules contradict each other, keeping wins: nothing is cut that someone asked to keep.

use crate::error::{Error, Result};
use crate::languages::{Language, Phrases};
use crate::report::model::Label;
use crate::segment::{Segmenter, Token, fold};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// A rules file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// More cues of links to other articles.
    pub promo: Phrases,
    /// More cues of subscriptions.
    pub subscribe: Phrases,
    /// More cues of legal notices.
    pub legal: Phrases,
    /// More cues of buttons and marks.
    pub ui: Phrases,
    /// More cues of standing text.
    pub about: Phrases,
    /// Blocks that stay.
    pub keep: Vec<Rule>,
    /// Blocks that go.
    pub remove: Vec<Rule>,
}

/// One decision: exactly one of `text`, `lead` and `block`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rule {
    /// A whole line, compared word by word.
    pub text: Option<String>,
    /// How lines begin that go on.
    pub lead: Option<String>,
    /// The name of a block or template in `blocks.jsonl`.
    pub block: Option<String>,
    /// The hosts it holds for; none means all.
    pub hosts: Vec<String>,
    /// What it is, where it is cut.
    pub label: Option<Label>,
}

impl Rules {
    /// The rules that a TOML text describes.
    ///
    /// # Errors
    /// [`Error::Config`] with line and cause: broken TOML, unknown keys, a rule that names no block or several.
    pub fn from_toml(text: &str) -> Result<Self> {
        let rules: Self = toml::from_str(text).map_err(|e| Error::Config(e.to_string()))?;
        for (kind, list) in [("keep", &rules.keep), ("remove", &rules.remove)] {
            for (i, rule) in list.iter().enumerate() {
                rule.check()
                    .map_err(|why| Error::Config(format!("[[{kind}]] number {}: {why}", i + 1)))?;
            }
        }
        Ok(rules)
    }

    /// The cues as one more language.
    #[must_use]
    pub fn cues(&self) -> Language {
        Language {
            name: "rules".into(),
            promo: self.promo.clone(),
            subscribe: self.subscribe.clone(),
            legal: self.legal.clone(),
            ui: self.ui.clone(),
            about: self.about.clone(),
            ..Language::default()
        }
    }
}

impl Rule {
    fn check(&self) -> std::result::Result<(), String> {
        let named = [&self.text, &self.lead, &self.block].iter().filter(|f| f.is_some()).count();
        if named != 1 {
            return Err("wants one of text, lead and block".into());
        }
        match &self.block {
            Some(name) if parse_block(name).is_none() => {
                Err(format!("{name:?} is no name of a block"))
            }
            _ => Ok(()),
        }
    }
}

/// A block by its name in the report: the letter of its kind (`b` equal, `n` nearly equal, `m` equal but for figures,
/// `t` template) and its key.
pub type Named = (char, u64);

/// The block behind a name: a letter and 16 hexadecimal digits.
fn parse_block(name: &str) -> Option<Named> {
    let kind = name.chars().next().filter(|kind| "bnmt".contains(*kind))?;
    let digits = name.get(1..).filter(|d| d.len() == 16)?;
    Some((kind, u64::from_str_radix(digits, 16).ok()?))
}

/// What a rule says of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It stays.
    Keep,
    /// It goes.
    Remove(Option<Label>),
}

/// [`Rules`] made ready for look-up.
#[derive(Debug, Clone, Default)]
pub struct Verdicts {
    whole: FxHashMap<Named, Vec<(Verdict, Vec<String>)>>,
    leads: Vec<(Vec<Token>, Verdict, Vec<String>)>,
}

impl Verdicts {
    /// Makes rules ready.
    #[must_use]
    pub fn new(rules: &Rules, segmenter: &Segmenter) -> Self {
        let mut verdicts = Self::default();
        for rule in &rules.keep {
            verdicts.add(rule, Verdict::Keep, segmenter);
        }
        for rule in &rules.remove {
            verdicts.add(rule, Verdict::Remove(rule.label), segmenter);
        }
        verdicts
    }

    fn add(&mut self, rule: &Rule, verdict: Verdict, segmenter: &Segmenter) {
        let hosts = rule.hosts.clone();
        if let Some(lead) = &rule.lead {
            self.leads.push((segmenter.tokens(lead), verdict, hosts));
            return;
        }
        let by_text = rule.text.as_ref().map(|text| ('b', fold(0, &segmenter.tokens(text))));
        if let Some(key) = by_text.or_else(|| rule.block.as_deref().and_then(parse_block)) {
            self.whole.entry(key).or_default().push((verdict, hosts));
        }
    }

    /// Whether there is no rule about blocks.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.leads.is_empty()
    }

    /// What the rules say of a block of `host` that goes by these names; the first that fits, keeping before cutting.
    #[must_use]
    pub fn of(&self, names: &[Named], tokens: &[Token], host: &str) -> Option<&Verdict> {
        let holds = |hosts: &[String]| hosts.is_empty() || hosts.iter().any(|h| h == host);
        let whole = names.iter().filter_map(|name| self.whole.get(name)).flatten();
        let whole = whole.filter(|(_, hosts)| holds(hosts)).map(|(verdict, _)| verdict);
        let leads = self.leads.iter().filter(|(lead, _, hosts)| {
            tokens.len() > lead.len() && tokens.starts_with(lead) && holds(hosts)
        });
        let mut all = whole.chain(leads.map(|(_, verdict, _)| verdict));
        let first = all.next()?;
        if *first == Verdict::Keep {
            Some(first)
        } else {
            all.find(|v| **v == Verdict::Keep).or(Some(first))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_holds_on_its_hosts_and_keeping_wins() {
        let text = "[[remove]]\ntext = 'What next?'\n[[remove]]\nlead = 'From the quay'\nlabel = 'promo'\n\
                    [[keep]]\ntext = 'what next'\nhosts = ['a.example']\n";
        let segmenter = Segmenter::new([]);
        let verdicts = Verdicts::new(&Rules::from_toml(text).unwrap(), &segmenter);
        let of = |line: &str, host| {
            let tokens = segmenter.tokens(line);
            verdicts.of(&[('b', fold(0, &tokens))], &tokens, host).cloned()
        };
        assert_eq!(of("WHAT NEXT", "a.example"), Some(Verdict::Keep));
        assert_eq!(of("What next?", "b.example"), Some(Verdict::Remove(None)));
        assert_eq!(
            of("From the quay: ferries", "b.example"),
            Some(Verdict::Remove(Some(Label::Promo)))
        );
        assert_eq!(of("From the quay", "b.example"), None);
    }

    #[test]
    fn a_rule_that_names_nothing_is_refused_with_its_place() {
        let error = Rules::from_toml("[[keep]]\nhosts = ['x']\n").unwrap_err().to_string();
        assert!(error.contains("[[keep]] number 1"), "{error}");
    }
}
