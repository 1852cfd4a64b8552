//! What differs between two alike articles: if it is the figures, dates and names that stand in the same places, they
//! are two reports of a series (rate decisions, market closings, weather, results), and no copies.
//!
//! Takes the words of both, gives a [`Change`]. A place is told by the words before it: so it is the same in both
//! whatever was cut, added or moved elsewhere, and a copy in which words were edited keeps what stands in its places.

use crate::segment::{Block, Segmented, Token};
use crate::shingle::Overlap;

/// Words before a place that tell it.
const CONTEXT: usize = 2;

/// Places that must have changed for a series, and the share of all that both have: a correction changes few.
const CHANGED: (usize, f64) = (3, 0.6);
/// The same for reports that repeat long background.
const CHANGED_MUCH: (usize, f64) = (5, 0.3);
/// The same where the day of the report changed too, or both are known to be of different days on one host.
const CHANGED_BY_DAY: (usize, f64) = (2, 0.3);

/// Share of places that a correction changes at most.
const CORRECTED: f64 = 0.4;

/// What stands in the places of one article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Particulars {
    /// By context: the figures and dates there.
    figures: Vec<Slot>,
    /// The same of names.
    names: Vec<Slot>,
}

/// A context, what stands behind it, and the names of months and weekdays in that; each as one number.
type Slot = (u64, u64, u64);

/// Figures, dates or names that stand side by side.
#[derive(Debug, Clone, Copy, Default)]
struct Run {
    value: u64,
    days: u64,
    figures: bool,
    /// Words, and the last of them.
    words: usize,
    last: Token,
}

/// How many places of two articles changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Change {
    /// Places of figures and dates that both articles have.
    pub figures: usize,
    /// Those with others in them.
    pub changed_figures: usize,
    /// Places of names that both articles have.
    pub names: usize,
    /// Those with others in them.
    pub changed_names: usize,
    /// Whether the name of a month or weekday changed.
    pub day: bool,
}

impl Particulars {
    /// Of these blocks; `is_day` knows the names of months and weekdays. O(words log words).
    #[must_use]
    pub fn of(article: &Segmented, blocks: &[&Block], is_day: impl Fn(&Token) -> bool) -> Self {
        let mut found = Self::default();
        for block in blocks {
            let tokens = article.tokens_of(block);
            let spaceless = block.form.spaceless(tokens.len());
            found.add(tokens, spaceless, |i| article.is_capital(block, i), &is_day);
        }
        found.figures.sort_unstable();
        found.names.sort_unstable();
        found
    }

    fn add(
        &mut self,
        tokens: &[Token],
        spaceless: bool,
        is_capital: impl Fn(usize) -> bool,
        is_day: &impl Fn(&Token) -> bool,
    ) {
        let mut context = [Token::default(); CONTEXT];
        let mut run = Run::default();
        for (i, token) in tokens.iter().enumerate() {
            let day = is_day(token) && !token.is_number();
            let figure = day || token.is_number();
            if figure || i > 0 && is_capital(i) && !token.is_stop() {
                run.value = mix(run.value, *token);
                run.days = if day { mix(run.days, *token) } else { run.days };
                run.figures |= figure;
                run.words += 1;
                run.last = *token;
                continue;
            }
            if spaceless && run.words == 1 && run.days != 0 {
                // The character of a day alone is as often part of another word.
                push(&mut context, run.last);
            } else {
                self.close(context, run);
            }
            run = Run::default();
            push(&mut context, *token);
        }
        self.close(context, run);
    }

    fn close(&mut self, context: [Token; CONTEXT], run: Run) {
        if run.words > 0 {
            let place = context.iter().fold(1, |h, t| mix(h, *t));
            let slots = if run.figures { &mut self.figures } else { &mut self.names };
            slots.push((place, run.value, run.days));
        }
    }

    /// What changed from one to the other. O(places).
    #[must_use]
    pub fn change(&self, other: &Self) -> Change {
        let (figures, changed_figures, day) = compare(&self.figures, &other.figures);
        let (names, changed_names, _) = compare(&self.names, &other.names);
        Change { figures, changed_figures, names, changed_names, day }
    }
}

/// What is known of two articles beside their words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// They are of one host and different days: each day has its report.
    OneHost,
    /// They are of two hosts and one day: of one report, figures are corrected in the course of a day.
    OneDay,
    /// Neither, or nothing.
    Nothing,
}

impl Hint {
    /// By whether both are of one host, and the days between them; `None` for what is not known.
    #[must_use]
    pub fn of(same_host: Option<bool>, days: Option<u32>) -> Self {
        match (same_host, days) {
            (Some(true), Some(1..)) => Self::OneHost,
            (Some(false), Some(0)) => Self::OneDay,
            _ => Self::Nothing,
        }
    }
}

impl Change {
    /// Whether articles that share this much may be of one series: of one that says much more, new figures are an update.
    #[must_use]
    pub fn is_likely(overlap: &Overlap) -> bool {
        2 * overlap.left.max(overlap.right) <= 3 * overlap.left.min(overlap.right)
    }

    /// Whether more figures, dates or names are others than one correction makes.
    #[must_use]
    pub fn is_notable(&self) -> bool {
        let is = |changed: usize, all: usize| changed > 1 && part(changed, all) >= CORRECTED;
        is(self.changed_figures, self.figures) || is(self.changed_names, self.names)
    }

    /// Whether two articles with these changes are reports of a series. What a correction leaves alone, a new report
    /// changes: most of its figures, or a good part of them and the day.
    #[must_use]
    pub fn is_recurring(&self, hint: Hint) -> bool {
        let figures = |(least, share): (usize, f64)| {
            self.changed_figures >= least && part(self.changed_figures, self.figures) >= share
        };
        let (least, share) = CHANGED;
        let names = self.changed_names >= least && part(self.changed_names, self.names) >= share;
        let most = names || figures(CHANGED);
        let by_day = self.day || hint == Hint::OneHost;
        most || hint != Hint::OneDay && (figures(CHANGED_MUCH) || by_day && figures(CHANGED_BY_DAY))
    }
}

#[expect(clippy::cast_precision_loss, reason = "articles have few places")]
fn part(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn push(context: &mut [Token; CONTEXT], token: Token) {
    context.rotate_left(1);
    context[CONTEXT - 1] = token;
}

fn mix(h: u64, token: Token) -> u64 {
    (h.rotate_left(25) ^ u64::from(token.0)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Places in both, those that changed, and whether one of these names a day.
fn compare(a: &[Slot], b: &[Slot]) -> (usize, usize, bool) {
    let (mut all, mut changed, mut day) = (0, 0, false);
    let mut rest = b;
    for place in a.chunk_by(|x, y| x.0 == y.0) {
        let start = rest.partition_point(|slot| slot.0 < place[0].0);
        let here = &rest[start..];
        let end = here.partition_point(|slot| slot.0 == place[0].0);
        let (here, after) = here.split_at(end);
        rest = after;
        let (left, right) = (without(place, here), without(here, place));
        let lost = left.len().min(right.len());
        all += place.len().min(here.len());
        changed += lost;
        // The names alone: a day of the month that was corrected is no other report.
        let named = |slots: &[Slot]| slots.iter().map(|s| s.2).filter(|day| *day != 0).min();
        day |= named(&left).zip(named(&right)).is_some_and(|(x, y)| x != y);
    }
    (all, changed, day)
}

/// The slots of one place that the other has not, both ascending.
fn without(a: &[Slot], b: &[Slot]) -> Vec<Slot> {
    let mut rest = b.iter().peekable();
    let mut left = Vec::new();
    for slot in a {
        while rest.next_if(|other| *other < slot).is_some() {}
        if rest.next_if(|other| *other == slot).is_none() {
            left.push(*slot);
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::Segmenter;

    const MONDAY: &str = "On Monday the index of leading shares fell 12 points to 3,411, and the bank added 4.5 billion";

    fn change(a: &str, b: &str) -> Change {
        let segmenter = Segmenter::new(["the", "of", "and", "to", "on"]);
        let days = segmenter.tokens("monday tuesday");
        let of = |text: &str| {
            let article = segmenter.segment(text, None);
            Particulars::of(&article, &article.blocks.iter().collect::<Vec<_>>(), |t| {
                days.contains(t)
            })
        };
        of(a).change(&of(b))
    }

    fn recurring(a: &str, b: &str) -> bool {
        change(a, b).is_recurring(Hint::Nothing)
    }

    #[test]
    fn new_figures_make_a_new_report() {
        let tuesday = "On Tuesday the index of leading shares fell 31 points to 3,380, and the bank added 6 billion";
        assert!(recurring(MONDAY, tuesday));
        assert_eq!(change(MONDAY, tuesday).figures, 4);
        assert_eq!(change(MONDAY, tuesday).changed_figures, 4);
    }

    #[test]
    fn new_words_a_cut_and_a_correction_do_not() {
        assert!(!recurring(
            MONDAY,
            "On Monday the index of leading shares dropped 12 points to 3,411, and the lender added 4.5 billion"
        ));
        assert!(!recurring(MONDAY, "On Monday the index of leading shares fell"));
        assert!(!recurring(
            MONDAY,
            "On Monday the index of leading shares fell 12 points to 3,419, and the bank added 4.5 billion"
        ));
    }

    #[test]
    fn few_figures_tell_together_with_the_day() {
        let (a, b) = (
            "the rate stays at 4 percent of the sum until 2030 for all who hold 7 shares",
            "the rate stays at 5 percent of the sum until 2031 for all who hold 7 shares",
        );
        assert!(!change(a, b).is_recurring(Hint::Nothing));
        assert!(change(a, b).is_recurring(Hint::OneHost));
    }
}
