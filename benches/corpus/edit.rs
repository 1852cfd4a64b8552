//! What editors do to wire copy: words changed, dropped and put in at a stated rate.
//!
//! Takes a paragraph, gives it edited. Never touches where it begins or ends.

use super::dice::Dice;
use super::tongue::Tongue;

/// The paragraph with a share of its words (characters, in a script without spaces) edited.
pub(crate) fn edited(paragraph: &str, rate: f64, tongue: &Tongue, dice: &mut Dice) -> String {
    let mut out = String::with_capacity(paragraph.len());
    for unit in units(paragraph, tongue.script.spaceless()) {
        if !dice.chance(rate) {
            out.push_str(unit);
            continue;
        }
        let (word, after) = unit.split_at(unit.trim_end().len());
        match dice.below(3) {
            0 => {}
            1 => out.extend([tongue.word(dice), after]),
            _ => out.extend([word, tongue.gap(), tongue.word(dice), after]),
        }
    }
    out
}

/// Words with the space behind them, or characters.
fn units(paragraph: &str, spaceless: bool) -> Vec<&str> {
    if spaceless {
        paragraph.split_inclusive(|_| true).collect()
    } else {
        paragraph.split_inclusive(' ').collect()
    }
}
