//! Outlets: each with lines of its own around every story.
//!
//! Takes a story, gives the text of its page as scraped. Most print a line or three, a few whole menus.

use crate::corpus::Dice;
use crate::grammar::Voice;
use crate::story::{Story, Tongue, seed};

/// Outlets of one language that print a few lines around a story.
pub(crate) const PLAIN: usize = 12;
/// Outlets of one language that print menus above and below.
pub(crate) const HEAVY: usize = 4;

/// One outlet.
pub(crate) struct Outlet {
    /// Its host.
    pub(crate) host: String,
    above: Vec<String>,
    below: Vec<String>,
    also: &'static str,
    gap: &'static str,
    headed: bool,
}

impl Outlet {
    /// All outlets of a language, those with menus last.
    pub(crate) fn all(tongue: &Tongue) -> Vec<Self> {
        (0..PLAIN + HEAVY).map(|number| Self::new(tongue, number)).collect()
    }

    fn new(tongue: &Tongue, number: usize) -> Self {
        let grammar = &tongue.grammar;
        let mut voice = Voice::new(grammar, seed(&[tongue.code, "outlet"], number));
        voice.fix("brand@0", grammar.list("brand")[number]);
        let line = |voice: &mut Voice, key: &str| tongue.printed(&voice.say(key));
        let mut below = vec![line(&mut voice, "sub"), line(&mut voice, "foot")];
        let mut above = Vec::new();
        if number >= PLAIN {
            let count = voice.dice().between(8, 11);
            above = menu(&mut voice, tongue, count);
            let count = voice.dice().between(6, 9);
            below.extend(menu(&mut voice, tongue, count));
        } else if voice.dice().chance(0.5) {
            above.push(line(&mut voice, "nav"));
        }
        let dice = voice.dice();
        Self {
            host: format!("{}-{number:02}.example", tongue.code),
            also: *dice.pick::<&str>(grammar.list("also")),
            gap: *dice.pick::<&str>(&["\n", "\n\n"]),
            headed: dice.chance(0.25),
            above,
            below,
        }
    }

    /// The page with a story; `other` is the headline of another one, to which a line in its midst leads.
    pub(crate) fn page(
        &self,
        tongue: &Tongue,
        story: &Story,
        other: &str,
        dice: &mut Dice,
    ) -> String {
        let mut lines = self.above.clone();
        if self.headed {
            lines.push(tongue.printed(&story.title));
        }
        let middle = if dice.chance(0.6) { story.paragraphs.len() / 2 } else { usize::MAX };
        for (i, paragraph) in story.paragraphs.iter().enumerate() {
            if i == middle {
                lines.push(tongue.printed(&self.also.replace("{title}", other)));
            }
            lines.push(tongue.printed(paragraph));
        }
        lines.extend(self.below.iter().cloned());
        lines.join(self.gap)
    }

    /// What stands on a page of this outlet without any story.
    pub(crate) fn empty_page(&self) -> String {
        [&self.above[..], &self.below].concat().join(self.gap)
    }
}

fn menu(voice: &mut Voice, tongue: &Tongue, count: usize) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    while entries.len() < count {
        let entry = tongue.printed(&voice.say("nav"));
        if !entries.contains(&entry) {
            entries.push(entry);
        }
    }
    entries
}
