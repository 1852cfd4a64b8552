//! One wish of the user: a rule of a TOML file or a decision, in one form.
//!
//! Takes a [`Rule`] or a [`Decision`], gives what it wants of a place on a host. Knows no block.

use super::rules::Rule;
use crate::decisions::{Action, Decision, Target};
use crate::report::model::Label;

/// What is to be done somewhere, and who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// What it is about.
    pub target: Target,
    /// What is to be done.
    pub action: Action,
    /// Number of the decision in its book; none of a rule.
    pub decision: Option<u32>,
    /// What it is, where it is cut.
    pub(super) label: Option<Label>,
    /// Of a group: whether what is doubtful is meant too.
    pub(super) doubtful: bool,
    hosts: Vec<String>,
    keeps_elsewhere: bool,
    /// In parentheses: who decided, when, and the note.
    signed: String,
}

/// What a wish wants of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Keep,
    Remove,
    /// One of all places stays.
    First,
    /// Nobody knows yet.
    Open,
}

impl Wish {
    /// The wish of a rule; `None` if it is about nothing.
    pub(super) fn of_rule(rule: &Rule, action: Action) -> Option<Self> {
        Some(Self {
            target: rule.target()?,
            action,
            decision: None,
            label: rule.label,
            doubtful: false,
            hosts: rule.hosts.clone(),
            keeps_elsewhere: false,
            signed: String::new(),
        })
    }

    /// The wish of decision `number`.
    pub(super) fn of_decision(target: &Target, decision: &Decision, number: u32) -> Self {
        Self {
            target: target.clone(),
            action: decision.action,
            decision: Some(number),
            label: decision.label,
            doubtful: decision.doubtful,
            hosts: decision.hosts.clone(),
            keeps_elsewhere: decision.elsewhere.is_some(),
            signed: signed(decision),
        }
    }

    /// What it wants on a host; `None` where it says nothing.
    pub(super) fn on(&self, host: &str) -> Option<Wanted> {
        let here = self.hosts.is_empty() || self.hosts.iter().any(|h| h == host);
        match self.action {
            _ if !here => self.keeps_elsewhere.then_some(Wanted::Keep),
            Action::Keep => Some(Wanted::Keep),
            Action::Remove => Some(Wanted::Remove),
            Action::First => Some(Wanted::First),
            _ => Some(Wanted::Open),
        }
    }

    /// Whether only the first place on this host stays, among those of all hosts that it holds for.
    #[must_use]
    pub fn is_first_on(&self, host: &str) -> bool {
        self.on(host) == Some(Wanted::First)
    }

    /// The reason in words.
    pub(super) fn words(&self) -> String {
        match (self.decision, self.action) {
            (None, Action::Keep) => "a rule of yours keeps it".into(),
            (None, _) => "a rule of yours removes it".into(),
            (Some(_), action) => {
                format!("decided: {}{}{}", action.name(), self.places(), self.signed)
            }
        }
    }

    fn places(&self) -> String {
        match (self.hosts.is_empty(), self.keeps_elsewhere) {
            (true, _) => String::new(),
            (false, false) => format!(" on {}", self.hosts.join(", ")),
            (false, true) => format!(" on {} only", self.hosts.join(", ")),
        }
    }
}

/// Who decided when, and what there was to say: `" (by MK, 2026-03-01: a heading)"`; nothing if nothing is known.
fn signed(decision: &Decision) -> String {
    let by = (!decision.by.is_empty()).then(|| format!("by {}", decision.by));
    let day = decision.at.get(..10).map(str::to_owned);
    let who: Vec<String> = by.into_iter().chain(day).collect();
    let note = (!decision.note.is_empty()).then(|| decision.note.clone());
    let parts = [who.join(", "), note.unwrap_or_default()];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(": ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_says_who_decided() {
        let words = |line: &str| {
            let decision: Decision = serde_json::from_str(line).unwrap();
            Wish::of_decision(&decision.target().unwrap(), &decision, 0).words()
        };
        assert_eq!(words(r#"{"text":"a","action":"keep"}"#), "decided: keep");
        let whole = r#"{"text":"a","action":"remove","hosts":["x.example"],"elsewhere":"keep","note":"a heading",
            "by":"MK","at":"2026-11-22T10:00:00Z"}"#;
        assert_eq!(
            words(whole),
            "decided: remove on x.example only (by MK, 2026-11-22: a heading)"
        );
        assert_eq!(words(r#"{"text":"a","action":"keep","note":"why"}"#), "decided: keep (why)");
    }
}
