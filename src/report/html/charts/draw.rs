//! Shapes of pictures: bars that lie, bars that stand, lines that mark.
//!
//! Takes amounts and words, gives shapes on a ground [`WIDTH`] wide. Knows nothing of what they stand for.

/// Width of every picture.
pub(super) const WIDTH: u64 = 420;
/// Height of a bar with its words above.
const LINE: u64 = 36;
/// Height of a bar.
const THICK: u64 = 10;
/// Height of the ground of standing bars, and where it begins.
const GROUND: u64 = 120;
const TOP: u64 = 34;
/// Room between standing bars.
const GAP: u64 = 3;

/// A shape; `class` is one of the style sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report::html) enum Shape {
    /// Upper left corner, width, height.
    Rect(&'static str, u64, u64, u64, u64),
    /// From, to.
    Line(&'static str, u64, u64, u64, u64),
    /// Where it stands and what it says.
    Text(&'static str, u64, u64, String),
}

/// A bar that lies: what is filled, and what is outlined behind it.
#[derive(Debug, Clone)]
pub(super) struct Bar {
    name: String,
    told: String,
    filled: u64,
    outlined: u64,
}

impl Bar {
    /// A bar with its name and what is said of it.
    pub(super) fn new(name: String, told: String, filled: u64, outlined: u64) -> Self {
        Self { name, told, filled, outlined }
    }
}

/// `part` of `longest` as a length of at most `most`; what is there can be seen.
fn length(part: u64, longest: u64, most: u64) -> u64 {
    if part == 0 {
        return 0;
    }
    let length = u128::from(part) * u128::from(most) / u128::from(longest.max(1));
    u64::try_from(length).map_or(most, |l| l.clamp(2, most))
}

/// Bars one below the other: the height of the picture, and its shapes.
pub(super) fn bars(bars: &[Bar]) -> (u64, Vec<Shape>) {
    let longest = bars.iter().map(|b| b.filled + b.outlined).max().unwrap_or(0);
    let mut shapes = Vec::new();
    for (i, bar) in (0..).zip(bars) {
        let y = i * LINE;
        shapes.push(Shape::Text("name", 0, y + 14, short(&bar.name)));
        shapes.push(Shape::Text("told", WIDTH, y + 14, bar.told.clone()));
        stacked(&mut shapes, (0, y + 20), bar, longest);
    }
    (LINE * bars.len() as u64, shapes)
}

fn stacked(shapes: &mut Vec<Shape>, (x, y): (u64, u64), bar: &Bar, longest: u64) {
    let filled = length(bar.filled, longest, WIDTH - 2);
    let outlined = length(bar.outlined, longest, WIDTH - 2 - filled);
    if filled > 0 {
        shapes.push(Shape::Rect("filled", x, y, filled, THICK));
    }
    if outlined > 0 {
        shapes.push(Shape::Rect("outlined", x + filled, y, outlined, THICK));
    }
}

/// A name that fits beside what is said.
fn short(name: &str) -> String {
    const MOST: usize = 28;
    match name.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &name[..at]),
        None => name.to_owned(),
    }
}

/// Standing bars over a share of 0 to 1, with thresholds marked: the height of the picture, and its shapes. Of a bar the
/// first number is filled, the second stands on it, outlined.
pub(super) fn histogram(bins: &[(u64, u64)], marks: &[(f64, String)]) -> (u64, Vec<Shape>) {
    let tallest = bins.iter().map(|(a, b)| a + b).max().unwrap_or(0);
    let step = WIDTH / bins.len().max(1) as u64;
    let bottom = TOP + GROUND;
    let mut shapes = vec![Shape::Line("axis", 0, bottom, WIDTH, bottom)];
    for (i, (filled, outlined)) in (0..).zip(bins) {
        let (x, width) = (i * step + 1, step - GAP);
        let low = length(*filled, tallest, GROUND);
        let high = length(*outlined, tallest, GROUND - low);
        if low > 0 {
            shapes.push(Shape::Rect("filled", x, bottom - low, width, low));
        }
        if high > 0 {
            shapes.push(Shape::Rect("outlined", x, bottom - low - high, width, high));
        }
    }
    for (i, (share, words)) in (0..).zip(marks) {
        let x = across(*share);
        let y = 12 + 16 * (i % 2);
        shapes.push(Shape::Line("mark", x, y + 4, x, bottom));
        let class = if x > WIDTH / 2 { "told" } else { "name" };
        shapes.push(Shape::Text(class, x, y, words.clone()));
    }
    for (share, class) in [(0.0, "name"), (0.5, "middle"), (1.0, "told")] {
        let words = format!("{:.0}\u{a0}%", share * 100.0);
        shapes.push(Shape::Text(class, across(share), bottom + 16, words));
    }
    (bottom + 22, shapes)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "at most WIDTH"
)]
fn across(share: f64) -> u64 {
    (share.clamp(0.0, 1.0) * WIDTH as f64).round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_can_be_seen() {
        assert_eq!([(0, 9), (1, 9000), (9, 9)].map(|(p, l)| length(p, l, 400)), [0, 2, 400]);
        let (height, shapes) = histogram(&[(0, 0), (5, 5)], &[(0.8, "near".into())]);
        let rects = shapes.iter().filter(|s| matches!(s, Shape::Rect(..))).count();
        assert_eq!((height, rects), (TOP + GROUND + 22, 2));
    }
}
