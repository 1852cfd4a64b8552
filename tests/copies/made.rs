//! The corpus: pairs of every relation, traps, and what is known of each article.
//!
//! Takes nothing, gives the same articles every time. `COPYDESK_COPIES=FOLDER` has them written for other uses.

use crate::corpus::Dice;
use crate::outlet::{HEAVY, Outlet, PLAIN};
use crate::relation::Relation;
use crate::story::{SPACE, Story, Tongue, seed};
use crate::{edit, traps};
use serde_json::{Value, json};

/// Pairs of every relation in every language.
const PAIRS: usize = 60;
/// Days over which stories come out.
const DAYS: usize = 600;
/// A story with fewer figures is none of which some are corrected.
const FIGURES: usize = 6;

/// One article, and what is known of it.
pub(crate) struct Made {
    /// Its id.
    pub(crate) id: String,
    /// The story that it tells; copies share it.
    pub(crate) story: String,
    /// The relation, or the kind of trap.
    pub(crate) relation: String,
    /// The code of its language.
    pub(crate) language: &'static str,
    /// Whether it must stay whatever happens.
    pub(crate) trap: bool,
    host: String,
    title: String,
    date: Option<String>,
    text: String,
}

impl Made {
    /// Its text, boilerplate and all.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The article as a line of JSON Lines.
    fn line(&self) -> String {
        let url = format!("https://{}/{}", self.host, self.id);
        let mut record = json!({
            "id": self.id, "host": self.host, "url": url, "title": self.title, "text": self.text,
        });
        if let Some(date) = &self.date {
            record["date"] = Value::from(date.as_str());
        }
        format!("{record}\n")
    }

    /// What is known of it as a line of JSON Lines.
    fn truth(&self) -> String {
        let expect = if self.trap { "trap" } else { "copy" };
        let truth = json!({
            "id": self.id, "story": self.story, "relation": self.relation,
            "language": self.language, "expect": expect,
        });
        format!("{truth}\n")
    }
}

/// What a page is made of besides its story.
pub(crate) struct Sheet<'a> {
    /// The name of the story.
    pub(crate) story: &'a str,
    /// The relation or kind of trap.
    pub(crate) relation: &'a str,
    /// What makes the id of the article.
    pub(crate) suffix: &'a str,
    /// The number of the outlet.
    pub(crate) outlet: usize,
    /// The day on which it comes out.
    pub(crate) day: Option<usize>,
}

/// All that comes out in one language.
pub(crate) struct Press<'a> {
    /// The language.
    pub(crate) tongue: &'a Tongue,
    /// Its outlets.
    pub(crate) outlets: Vec<Outlet>,
    /// Dice for all that belongs to no single story.
    pub(crate) dice: Dice,
    /// Whether what is printed now must stay.
    pub(crate) trap: bool,
    titles: Vec<String>,
    /// What has come out.
    pub(crate) made: Vec<Made>,
}

impl<'a> Press<'a> {
    fn new(tongue: &'a Tongue) -> Self {
        let titles = (0..40).map(|n| Story::new(tongue, seed(&[tongue.code, "lead"], n)).title);
        Self {
            tongue,
            outlets: Outlet::all(tongue),
            dice: Dice::new(seed(&[tongue.code, "press"], 0)),
            trap: false,
            titles: titles.collect(),
            made: Vec::new(),
        }
    }

    /// A story of its own for every name and number.
    pub(crate) fn story(&self, name: &str, number: usize) -> Story {
        Story::new(self.tongue, seed(&[self.tongue.code, name], number))
    }

    /// Prints a story on the page of an outlet.
    pub(crate) fn print(&mut self, sheet: &Sheet, story: &Story) {
        let other = self.dice.pick(&self.titles).clone();
        let outlet = &self.outlets[sheet.outlet];
        let text = outlet.page(self.tongue, story, &other, &mut self.dice);
        self.titles.push(story.title.clone());
        self.put(sheet, &story.title, text);
    }

    /// Puts out a text as it is.
    pub(crate) fn put(&mut self, sheet: &Sheet, title: &str, text: String) {
        self.made.push(Made {
            id: format!("{}-{}", sheet.story, sheet.suffix),
            story: sheet.story.to_owned(),
            relation: sheet.relation.to_owned(),
            language: self.tongue.code,
            trap: self.trap,
            host: self.outlets[sheet.outlet].host.clone(),
            title: self.tongue.printed(title),
            date: sheet.day.map(date),
            text,
        });
    }

    /// An original and its copy on another host.
    fn pair(&mut self, relation: Relation, number: usize) {
        let name = relation.name();
        let mut tries = (0..).map(|n| self.story(&name, number + n * PAIRS));
        let story = tries.find(|s| edit::figures(&s.paragraphs) >= FIGURES).unwrap();
        let other = self.story("other", seed_number(relation) * PAIRS + number);
        let copy = relation.apply(self.tongue, &story, &other, &mut self.dice);
        let label = format!("{}-{name}-{number:03}", self.tongue.code);
        let first = self.dice.below(PLAIN);
        let second = match relation {
            Relation::Heavy => PLAIN + self.dice.below(HEAVY),
            _ => (first + 1 + self.dice.below(PLAIN - 1)) % PLAIN,
        };
        let day = self.dice.below(DAYS);
        let sheet =
            |suffix, outlet, day| Sheet { story: &label, relation: &name, suffix, outlet, day };
        self.print(&sheet("a", first, Some(day)), &story);
        let later = self.later(day);
        let copy = if relation == Relation::Merged { self.merged(&copy) } else { copy };
        self.print(&sheet("b", second, later), &copy);
    }

    /// The day of a copy: soon after, sometimes weeks after, now and then unknown.
    fn later(&mut self, day: usize) -> Option<usize> {
        match self.dice.below(50) {
            0 => None,
            1..5 => Some(day + self.dice.between(10, 60)),
            _ => Some(day + self.dice.below(5)),
        }
    }

    /// All paragraphs as one, with spaces between them even where the language has none.
    fn merged(&self, story: &Story) -> Story {
        let space = if self.tongue.spaced { ' ' } else { SPACE };
        let line = story.paragraphs.join(&space.to_string());
        Story { title: story.title.clone(), paragraphs: vec![line] }
    }
}

fn seed_number(relation: Relation) -> usize {
    Relation::ALL.iter().position(|r| *r == relation).unwrap()
}

/// `YYYY-MM-DD` of a day in months of 28 days.
fn date(day: usize) -> String {
    format!("{}-{:02}-{:02}", 2023 + day / 336, day / 28 % 12 + 1, day % 28 + 1)
}

/// The whole corpus, in no order.
pub(crate) fn corpus() -> Vec<Made> {
    let mut made = Vec::new();
    for tongue in Tongue::all() {
        let mut press = Press::new(&tongue);
        for relation in Relation::ALL {
            (0..PAIRS).for_each(|number| press.pair(relation, number));
        }
        press.trap = true;
        traps::all(&mut press);
        made.extend(press.made);
    }
    let mut dice = Dice::new(17);
    for i in (1..made.len()).rev() {
        made.swap(i, dice.below(i + 1));
    }
    made
}

/// The corpus as JSON Lines.
pub(crate) fn lines(made: &[Made]) -> String {
    made.iter().map(Made::line).collect()
}

/// `COPYDESK_COPIES=FOLDER cargo test --test copies -- --ignored write` puts `corpus.jsonl` and `gold.jsonl` there.
#[test]
#[ignore = "writes files"]
fn write() {
    let folder = std::env::var_os("COPYDESK_COPIES").expect("COPYDESK_COPIES names a folder");
    let folder = std::path::Path::new(&folder);
    std::fs::create_dir_all(folder).unwrap();
    let made = corpus();
    let truths: String = made.iter().map(Made::truth).collect();
    std::fs::write(folder.join("corpus.jsonl"), lines(&made)).unwrap();
    std::fs::write(folder.join("gold.jsonl"), truths).unwrap();
}
