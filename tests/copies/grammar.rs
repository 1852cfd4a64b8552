//! A language as rules that are filled anew each time: `key = alternative | alternative`.
//!
//! Takes the text of a file in `tongues`, gives a [`Grammar`], and of it a [`Voice`] for each story. Where a language
//! writes without spaces, its rules still have them: they part the words for editing, and go at the very end.

use crate::corpus::Dice;
use std::collections::BTreeMap;

/// Lists from which a story takes few things: it has its own people and places.
const FEW: [&str; 3] = ["first", "last", "place"];
/// How many it takes.
const FEW_TAKEN: usize = 4;
/// A list of at least this many words is one of content words; a story knows a part of each.
const LONG: usize = 50;
/// The part, as a divisor.
const PART: usize = 3;

/// The rules of one language.
pub(crate) struct Grammar {
    rules: BTreeMap<&'static str, Vec<&'static str>>,
    /// All words that carry meaning.
    pub(crate) content: Vec<&'static str>,
}

impl Grammar {
    /// Reads a file of rules.
    pub(crate) fn read(text: &'static str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let rule = |line: &'static str| {
            let (key, alternatives) = line.split_once(" = ").unwrap();
            (key, alternatives.split(" | ").collect::<Vec<_>>())
        };
        let rules: BTreeMap<_, _> = lines.map(rule).collect();
        let long = rules.iter().filter(|(key, list)| !FEW.contains(key) && is_long(list));
        let content = long.flat_map(|(_, list)| list.iter().copied()).collect();
        Self { rules, content }
    }

    /// The alternatives of a rule.
    pub(crate) fn list(&self, key: &str) -> &[&'static str] {
        &self.rules[key]
    }
}

fn is_long(list: &[&str]) -> bool {
    list.len() >= LONG && !list.iter().any(|s| s.contains('{'))
}

/// How one story, or one outlet, fills the rules.
pub(crate) struct Voice<'a> {
    grammar: &'a Grammar,
    dice: Dice,
    known: BTreeMap<String, Vec<&'static str>>,
    fixed: BTreeMap<String, String>,
}

impl<'a> Voice<'a> {
    /// A voice of its own for every seed.
    pub(crate) fn new(grammar: &'a Grammar, seed: u64) -> Self {
        Self { grammar, dice: Dice::new(seed), known: BTreeMap::new(), fixed: BTreeMap::new() }
    }

    /// The dice of this voice.
    pub(crate) fn dice(&mut self) -> &mut Dice {
        &mut self.dice
    }

    /// Sets what stands for `{name}` from now on.
    pub(crate) fn fix(&mut self, name: &str, value: &str) {
        self.fixed.insert(name.to_owned(), value.to_owned());
    }

    /// One filling of a rule.
    pub(crate) fn say(&mut self, key: &str) -> String {
        let pattern = self.word(key);
        self.fill(pattern)
    }

    /// A filling of a rule that begins as a sentence does.
    pub(crate) fn sentence(&mut self, key: &str) -> String {
        capital(&self.say(key))
    }

    /// A pattern with all its slots filled.
    pub(crate) fn fill(&mut self, pattern: &str) -> String {
        let mut filled = String::new();
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once('{') {
            let (slot, after) = after.split_once('}').unwrap();
            filled.push_str(before);
            filled.push_str(&self.slot(slot));
            rest = after;
        }
        filled + rest
    }

    fn slot(&mut self, slot: &str) -> String {
        if let Some(value) = self.fixed.get(slot) {
            return value.clone();
        }
        if slot == "bar" {
            return "|".to_owned();
        }
        if let Some(range) = slot.strip_prefix('#') {
            let (low, high) = range.split_once('-').unwrap();
            return self.dice.between(low.parse().unwrap(), high.parse().unwrap()).to_string();
        }
        let Some((key, _)) = slot.split_once('@') else { return self.say(slot) };
        let value = self.say(key);
        self.fix(slot, &value);
        value
    }

    fn word(&mut self, key: &str) -> &'static str {
        let list = self.grammar.list(key);
        let taken = match (FEW.contains(&key), is_long(list)) {
            (true, _) => FEW_TAKEN,
            (false, true) => list.len() / PART,
            (false, false) => return self.dice.pick::<&str>(list),
        };
        if !self.known.contains_key(key) {
            let words = (0..taken).map(|_| *self.dice.pick::<&str>(list)).collect();
            self.known.insert(key.to_owned(), words);
        }
        self.dice.pick::<&str>(&self.known[key])
    }
}

/// The text with its first letter as a capital, opening marks passed over.
pub(crate) fn capital(text: &str) -> String {
    let at = text.find(|c: char| c.is_alphanumeric()).unwrap_or(0);
    let mut letters = text[at..].chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    [&text[..at], &first, letters.as_str()].concat()
}
