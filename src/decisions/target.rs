//! One decision: what it is about and what is to be done.
//!
//! Takes a line of `decisions.jsonl`, gives a [`Decision`] that makes sense, or says why it does not.

use super::parse_name;
use crate::report::model::Label;
use serde::{Deserialize, Serialize};

/// Kinds of names that blocks have.
const BLOCKS: &str = "bnmt";

/// What is to be done.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Take it out.
    Remove,
    /// Leave it in.
    Keep,
    /// Leave the first one in: the earliest by date, of these the first that is read. The others go.
    First,
    /// Remember that nobody knows.
    #[default]
    Unsure,
    /// A cluster is right as it is.
    Accept,
    /// No two of these articles are duplicates of each other.
    Apart,
    /// None of these articles is a duplicate of one of the others.
    Split,
    /// This article is kept, and the others are measured against it.
    Prefer,
}

impl Action {
    /// The action as it stands in the file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Remove => "remove",
            Self::Keep => "keep",
            Self::First => "first",
            Self::Unsure => "unsure",
            Self::Accept => "accept",
            Self::Apart => "apart",
            Self::Split => "split",
            Self::Prefer => "prefer",
        }
    }
}

/// One line of `decisions.jsonl`. Exactly one of `block`, `text`, `lead`, `group` and `cluster` says what it is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The name of a block or template in `blocks.jsonl`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub block: Option<String>,
    /// A whole line, compared word by word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// How lines begin that go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<String>,
    /// `host/label`: what would be taken out on this host as this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Names of articles, ascending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cluster: Vec<String>,
    /// What is to be done.
    pub action: Action,
    /// The hosts it holds for; none means all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<String>,
    /// What is done on other hosts: [`Action::Keep`], or as without the decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<Action>,
    /// What it is, where it is cut.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
    /// Of a group: whether what is doubtful is meant too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub doubtful: bool,
    /// The article that [`Action::Prefer`] means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// The articles that [`Action::Split`] holds `cluster` apart from, ascending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<String>,
    /// Names of equal blocks that stand for a nearly equal one, which may have another name in the next crawl.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same: Vec<String>,
    /// What it is about, for people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub excerpt: String,
    /// What the person had to say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Who decided.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// When, as RFC 3339.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub at: String,
}

/// What a decision is about. The order is the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A block or template, by name.
    Block(String),
    /// A line.
    Text(String),
    /// The beginning of lines.
    Lead(String),
    /// What is taken out on a host under a label.
    Group(String),
    /// Articles, ascending and joined by commas.
    Cluster(String),
}

impl Target {
    /// What a key names; `None` if it is no key.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        let (kind, meant) = key.split_once(':')?;
        let target = match kind {
            "block" => Self::Block,
            "text" => Self::Text,
            "lead" => Self::Lead,
            "group" => Self::Group,
            "cluster" => Self::Cluster,
            _ => return None,
        };
        Some(target(meant.to_owned()))
    }
}

impl std::fmt::Display for Target {
    /// The key of the decision: the kind, a colon, what is meant.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Block(name) => write!(f, "block:{name}"),
            Self::Text(text) => write!(f, "text:{text}"),
            Self::Lead(lead) => write!(f, "lead:{lead}"),
            Self::Group(group) => write!(f, "group:{group}"),
            Self::Cluster(articles) => write!(f, "cluster:{articles}"),
        }
    }
}

impl Decision {
    /// What it is about.
    ///
    /// # Errors
    /// What is wrong, in words: no target or several, a name that is none, an action that its target cannot have.
    pub fn target(&self) -> Result<Target, String> {
        let named = [&self.block, &self.text, &self.lead, &self.group];
        let named = named.iter().filter(|f| f.is_some()).count();
        if named + usize::from(!self.cluster.is_empty()) != 1 {
            return Err("wants one of block, text, lead, group and cluster".into());
        }
        let target = if let Some(name) = &self.block {
            Target::Block(name.clone())
        } else if let Some(text) = &self.text {
            Target::Text(text.clone())
        } else if let Some(lead) = &self.lead {
            Target::Lead(lead.clone())
        } else if let Some(group) = &self.group {
            Target::Group(group.clone())
        } else {
            let mut articles = [&self.cluster[..], &self.from[..]].concat();
            articles.sort_unstable();
            Target::Cluster(articles.join(","))
        };
        self.check(&target).map(|()| target)
    }

    fn check(&self, target: &Target) -> Result<(), String> {
        use Action::{Accept, Apart, First, Keep, Prefer, Remove, Split, Unsure};
        let (may, kind): (&[Action], &str) = match target {
            Target::Block(_) | Target::Text(_) | Target::Lead(_) => {
                (&[Remove, Keep, First, Unsure], "a block")
            }
            Target::Group(_) => (&[Remove, Keep, Unsure], "a group"),
            Target::Cluster(_) => (&[Accept, Apart, Split, Prefer, Unsure], "a cluster"),
        };
        if !may.contains(&self.action) {
            return Err(format!("action {} is not for {kind}", self.action.name()));
        }
        if self.elsewhere.is_some_and(|action| action != Keep) {
            return Err("elsewhere can only be keep".into());
        }
        self.check_names(target)
    }

    fn check_names(&self, target: &Target) -> Result<(), String> {
        let wrong = |names: &[String], kinds: &str| {
            names.iter().find(|name| parse_name(name, kinds).is_none()).cloned()
        };
        let block = self.block.as_slice();
        if let Some(name) = wrong(block, BLOCKS).or_else(|| wrong(&self.same, "b")) {
            return Err(format!("{name:?} is no name of a block"));
        }
        let articles = [&self.cluster[..], &self.from[..], self.article.as_slice()].concat();
        if let Some(name) = wrong(&articles, "a") {
            return Err(format!("{name:?} is no name of an article"));
        }
        if let Target::Group(group) = target {
            parse_group(group).ok_or_else(|| format!("{group:?} is no host and label"))?;
        }
        match self.action {
            Action::Split if self.from.is_empty() => Err("split wants from".into()),
            Action::Prefer if !self.article.iter().all(|a| self.cluster.contains(a)) => {
                Err("article is not in cluster".into())
            }
            Action::Prefer if self.article.is_none() => Err("prefer wants article".into()),
            _ => Ok(()),
        }
    }
}

/// Host and label of `host/label`; the host may be empty.
#[must_use]
pub fn parse_group(group: &str) -> Option<(&str, Label)> {
    let (host, label) = group.rsplit_once('/')?;
    Some((host, Label::ALL.into_iter().find(|l| l.name() == label)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(line: &str) -> Result<Target, String> {
        serde_json::from_str::<Decision>(line).map_err(|e| e.to_string())?.target()
    }

    #[test]
    fn a_decision_names_what_it_is_about() {
        let a = "a0000000000000001";
        let b = "a0000000000000002";
        for (line, key) in [
            (r#"{"block":"b00000000000000ff","action":"first"}"#.into(), "block:b00000000000000ff"),
            (r#"{"lead":"read more","action":"remove"}"#.into(), "lead:read more"),
            (r#"{"group":"/promo","action":"keep"}"#.into(), "group:/promo"),
            (
                format!(r#"{{"cluster":["{b}"],"from":["{a}"],"action":"split"}}"#),
                "cluster:a0000000000000001,a0000000000000002",
            ),
        ] {
            let target = target(&line).unwrap();
            assert_eq!(target.to_string(), key);
            assert_eq!(Target::of_key(key), Some(target));
        }
    }

    #[test]
    fn what_makes_no_sense_is_said() {
        for (line, part) in [
            (r#"{"action":"keep"}"#, "wants one of"),
            (r#"{"block":"b1","action":"keep"}"#, "no name of a block"),
            (r#"{"text":"a","lead":"b","action":"keep"}"#, "wants one of"),
            (r#"{"text":"a","action":"apart"}"#, "not for a block"),
            (r#"{"group":"promo","action":"keep"}"#, "no host and label"),
            (r#"{"group":"a/rubbish","action":"keep"}"#, "no host and label"),
            (r#"{"cluster":["a1"],"action":"accept"}"#, "no name of an article"),
            (r#"{"cluster":["a0000000000000001"],"action":"split"}"#, "wants from"),
            (r#"{"cluster":["a0000000000000001"],"action":"prefer"}"#, "wants article"),
            (r#"{"text":"a","action":"remove","elsewhere":"remove"}"#, "only be keep"),
            (r#"{"text":"a","action":"burn"}"#, "unknown variant"),
            (r#"{"text":"a","action":"keep","hots":[]}"#, "unknown field"),
        ] {
            let why = target(line).unwrap_err();
            assert!(why.contains(part), "{line}: {why}");
        }
    }
}
