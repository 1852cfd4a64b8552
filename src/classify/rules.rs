//! The user's own word: cues, and blocks that are always kept or always cut.
//!
//! Takes TOML files, gives [`Rules`]; `verdicts` makes them ready for look-up. A rule may hold for some hosts only.

use crate::decisions::{Target, parse_name};
use crate::error::{Error, Result};
use crate::languages::{Language, Phrases};
use crate::report::model::Label;
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
    /// [`Error::Config`] as `LINE: why`: broken TOML, unknown keys, a rule that names no block or several.
    pub fn from_toml(text: &str) -> Result<Self> {
        let rules: Self = toml::from_str(text).map_err(|e| {
            let before = e.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            Error::Config(format!("{}: {}", before.matches('\n').count() + 1, e.message()))
        })?;
        for (kind, list) in [("keep", &rules.keep), ("remove", &rules.remove)] {
            for (i, rule) in list.iter().enumerate() {
                rule.check().map_err(|why| Error::Config(placed(text, kind, i, &why)))?;
            }
        }
        Ok(rules)
    }

    /// Adds those of another file.
    pub fn extend(&mut self, other: Self) {
        let Self { promo, subscribe, legal, ui, about, keep, remove } = other;
        self.promo.extend(promo);
        self.subscribe.extend(subscribe);
        self.legal.extend(legal);
        self.ui.extend(ui);
        self.about.extend(about);
        self.keep.extend(keep);
        self.remove.extend(remove);
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
    /// What it is about.
    pub(super) fn target(&self) -> Option<Target> {
        let block = self.block.clone().map(Target::Block);
        let text = self.text.clone().map(Target::Text);
        block.or(text).or_else(|| self.lead.clone().map(Target::Lead))
    }

    fn check(&self) -> std::result::Result<(), String> {
        let named = [&self.text, &self.lead, &self.block].iter().filter(|f| f.is_some()).count();
        if named != 1 {
            return Err("wants one of text, lead and block".into());
        }
        match &self.block {
            Some(name) if parse_name(name, "bnmt").is_none() => {
                Err(format!("{name:?} is no name of a block"))
            }
            _ => Ok(()),
        }
    }
}

/// What is wrong with rule `i` of a kind, with its line where it has a heading of its own.
fn placed(text: &str, kind: &str, i: usize, why: &str) -> String {
    let heading = format!("[[{kind}]]");
    let headings =
        (1..).zip(text.lines()).filter(|(_, line)| line.trim_start().starts_with(&heading));
    let line = headings.map(|(n, _)| format!("{n}: ")).nth(i).unwrap_or_default();
    format!("{line}{heading} number {}: {why}", i + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_that_names_nothing_is_refused_with_its_place() {
        let error = Rules::from_toml("\n[[keep]]\nhosts = ['x']\n").unwrap_err().to_string();
        assert!(error.starts_with("2: [[keep]] number 1: wants"), "{error}");
        let error = Rules::from_toml("[ui]\nlign = ['x']\n").unwrap_err().to_string();
        assert!(error.starts_with("2: unknown field"), "{error}");
    }

    #[test]
    fn rules_of_two_files_add_up() {
        let mut rules = Rules::from_toml("[ui]\nline = ['a']\n[[keep]]\ntext = 'b'\n").unwrap();
        rules.extend(Rules::from_toml("[ui]\nline = ['c']\n[[keep]]\ntext = 'd'\n").unwrap());
        assert_eq!(rules.ui.line, ["a", "c"]);
        assert_eq!(rules.keep.len(), 2);
    }
}
