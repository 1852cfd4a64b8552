//! A made-up news site: its name, and what it stamps on its pages.
//!
//! Takes a tongue and dice, gives a host with stamps (exact lines, and lines with a slot) and recurring reports. Knows
//! no article.

use super::Kind;
use super::dice::Dice;
use super::tongue::{Tongue, capital};

/// Where a slot stands in a stamp, or a figure in a report.
const SLOT: char = '\u{1}';

/// Where on the page a stamp stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Above the story.
    Top,
    /// Between its paragraphs.
    Middle,
    /// Below it.
    Bottom,
}

/// What goes into a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    Headline,
    Name,
    Time,
}

/// A line that an outlet puts on its pages.
#[derive(Debug, Clone)]
pub(crate) struct Stamp {
    text: String,
    slot: Option<Slot>,
    /// Where it stands.
    pub(crate) place: Place,
    /// Share of the outlet's pages with it.
    pub(crate) share: f64,
}

impl Stamp {
    fn new(number: usize, tongue: &Tongue, dice: &mut Dice) -> Self {
        let place = *dice.pick(&[Place::Top, Place::Middle, Place::Bottom, Place::Bottom]);
        let share = 0.3 + 0.7 * dice.unit();
        // The first two are of either kind, so that every outlet has both.
        let slotted = number == 1 || number > 1 && dice.chance(0.35);
        if !slotted {
            let text = match dice.below(3) {
                0 => tongue.headline(dice),
                1 => tongue.sentence(5, 14, dice),
                _ => tongue.paragraph(dice),
            };
            return Self { text, slot: None, place, share };
        }
        let slot = *dice.pick(&[Slot::Headline, Slot::Headline, Slot::Name, Slot::Time]);
        let text = match slot {
            Slot::Headline => {
                let colon = if tongue.script.spaceless() { "：" } else { ": " };
                format!("{}{colon}{SLOT}", tongue.rare_word(dice).to_uppercase())
            }
            Slot::Name => format!("{} {SLOT}", tongue.name(dice)),
            Slot::Time => {
                let lead = capital(tongue.rare_word(dice));
                format!("{lead} {SLOT} | {}", tongue.headline(dice))
            }
        };
        Self { text, slot: Some(slot), place, share }
    }

    /// The line as it stands on one page; `headline` is that of another story.
    pub(crate) fn fill(&self, headline: &str, tongue: &Tongue, dice: &mut Dice) -> String {
        let Some(slot) = self.slot else { return self.text.clone() };
        let filling = match slot {
            Slot::Headline => headline.to_owned(),
            Slot::Name => tongue.name(dice),
            Slot::Time => format!("{}:{:02}", dice.below(24), dice.below(60)),
        };
        self.text.replace(SLOT, &filling)
    }

    /// What a line made of it is.
    pub(crate) fn kind(&self) -> Kind {
        if self.slot.is_some() { Kind::Slotted } else { Kind::Stamped }
    }
}

/// A report that comes again and again with new figures.
#[derive(Debug, Clone)]
pub(crate) struct Series {
    title: String,
    paragraphs: Vec<String>,
    /// The first article of the series, once there is one.
    pub(crate) root: Option<usize>,
}

impl Series {
    fn new(tongue: &Tongue, dice: &mut Dice) -> Self {
        let figures = |text: String, dice: &mut Dice| -> String {
            let mut out = String::new();
            for unit in text.split_inclusive([' ', '，', '。']) {
                out.push_str(unit);
                if dice.chance(0.1) {
                    out.extend([SLOT.to_string().as_str(), tongue.gap()]);
                }
            }
            out.trim_end().to_owned()
        };
        let title = format!("{} {SLOT}", tongue.headline(dice));
        let paragraphs = (0..4).map(|_| figures(tongue.paragraph(dice), dice)).collect();
        Self { title, paragraphs, root: None }
    }

    /// Title and paragraphs of one more report.
    pub(crate) fn report(&self, dice: &mut Dice) -> (String, Vec<String>) {
        let mut fill = |text: &String| -> String {
            let parts: Vec<&str> = text.split(SLOT).collect();
            let mut out = parts[0].to_owned();
            for part in &parts[1..] {
                out.push_str(&dice.between(1, 9999).to_string());
                out.push_str(part);
            }
            out
        };
        (fill(&self.title), self.paragraphs.iter().map(fill).collect())
    }
}

/// One news site.
#[derive(Debug, Clone)]
pub(crate) struct Outlet {
    /// Its host name.
    pub(crate) host: String,
    /// Number of its tongue.
    pub(crate) tongue: usize,
    /// What it stamps on its pages.
    pub(crate) stamps: Vec<Stamp>,
    /// Its recurring reports.
    pub(crate) series: Vec<Series>,
    /// What stands between its lines.
    pub(crate) separator: &'static str,
}

impl Outlet {
    /// Outlet number `number`, in one of the tongues.
    pub(crate) fn new(number: usize, tongues: &[Tongue], dice: &mut Dice) -> Self {
        let tongue = number % tongues.len();
        let stamps = dice.between(3, 8);
        Self {
            host: format!("outlet{number}.example"),
            tongue,
            stamps: (0..stamps).map(|n| Stamp::new(n, &tongues[tongue], dice)).collect(),
            series: (0..2).map(|_| Series::new(&tongues[tongue], dice)).collect(),
            separator: ["\n\n", "\n\n", "\n"][dice.below(3)],
        }
    }
}
