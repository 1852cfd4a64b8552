//! Styled text in two columns.
//!
//! Takes runs of text that is safe to show, each in a style, gives lines of two columns with a sign in the margin. Widths
//! are counted in columns of the terminal; a word that is too long, as in scripts without spaces, is broken anywhere.
//! Cuts nothing off.

use clap::builder::styling::Style;
use console::measure_text_width;

/// Columns of a mark: text that stays in one piece.
const MARK: usize = 2;

/// Text in one style.
pub(crate) type Run = (Style, String);
/// Runs that stand on one line.
pub(crate) type Line = Vec<Run>;

/// What stands between the columns.
const SEPARATOR: &str = " │ ";

/// Two columns and a margin of two.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Columns {
    /// Columns of the terminal that each takes.
    pub(crate) each: usize,
}

impl Columns {
    /// Two columns that fill this width.
    pub(crate) fn new(width: usize) -> Self {
        let taken = 2 + measure_text_width(SEPARATOR);
        Self { each: (width.saturating_sub(taken) / 2).max(10) }
    }

    /// All of the width, the margin left aside.
    pub(crate) fn all(self) -> usize {
        2 * self.each + measure_text_width(SEPARATOR)
    }

    /// A line across, which meets the separator.
    pub(crate) fn rule(self) -> String {
        format!("{}┼{}\n", "─".repeat(self.each + 3), "─".repeat(self.each + 1))
    }

    /// Lines of both columns beside each other, the sign before the first.
    pub(crate) fn row(self, sign: &str, left: &[Line], right: &[Line]) -> String {
        let lines = left.len().max(right.len());
        let line = |i: usize| {
            let sign = if i == 0 { sign } else { " " };
            let empty = Line::new();
            let (left, right) = (left.get(i).unwrap_or(&empty), right.get(i).unwrap_or(&empty));
            let used: usize = left.iter().map(|(_, text)| measure_text_width(text)).sum();
            let space = " ".repeat(self.each.saturating_sub(used));
            let text = format!("{sign} {}{space}{SEPARATOR}{}", painted(left), painted(right));
            text.trim_end().to_owned() + "\n"
        };
        (0..lines).map(line).collect()
    }
}

/// A line with its styles.
pub(crate) fn painted(line: &Line) -> String {
    let runs = line.iter().map(|(style, text)| format!("{style}{text}{style:#}"));
    runs.collect::<Vec<_>>().concat()
}

/// Runs broken into lines of at most `width` columns.
pub(crate) fn wrap(runs: &[Run], width: usize) -> Vec<Line> {
    let mut page = Page { width: width.max(2), lines: Vec::new(), line: Line::new(), used: 0 };
    for word in words(runs) {
        page.put(&word);
    }
    if !page.line.is_empty() {
        page.lines.push(page.line);
    }
    page.lines
}

/// The words of runs. A word may change its style.
fn words(runs: &[Run]) -> Vec<Line> {
    let mut words = vec![Line::new()];
    for (style, text) in runs {
        for (i, part) in text.split(char::is_whitespace).enumerate() {
            if i > 0 {
                words.push(Line::new());
            }
            if let Some(word) = words.last_mut().filter(|_| !part.is_empty()) {
                word.push((*style, part.to_owned()));
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Lines on their way.
struct Page {
    width: usize,
    lines: Vec<Line>,
    line: Line,
    used: usize,
}

impl Page {
    fn put(&mut self, word: &Line) {
        let wide: usize = word.iter().map(|(_, text)| measure_text_width(text)).sum();
        let space = usize::from(self.used > 0);
        if self.used + space + wide > self.width
            && (wide <= self.width || self.used + 1 >= self.width)
        {
            self.end();
        } else if space > 0 {
            let style = word.first().map_or(Style::new(), |(style, _)| *style);
            let same = self.line.last().is_some_and(|(last, _)| *last == style);
            self.add(if same { style } else { Style::new() }, " ", 1);
        }
        for (style, text) in word {
            self.pieces(*style, text);
        }
    }

    /// Adds a word, broken where the line is full; a mark is not broken.
    fn pieces(&mut self, style: Style, text: &str) {
        let mut rest = text;
        let wide = measure_text_width(text);
        if self.used > 0 && wide <= MARK && self.used + wide > self.width {
            self.end();
        }
        loop {
            let wide = measure_text_width(rest);
            if self.used + wide <= self.width {
                return self.add(style, rest, wide);
            }
            let cut = fitting(rest, self.width - self.used);
            let (head, tail) = rest.split_at(cut);
            self.add(style, head, measure_text_width(head));
            self.end();
            rest = tail;
        }
    }

    fn add(&mut self, style: Style, text: &str, wide: usize) {
        self.used += wide;
        match self.line.last_mut() {
            _ if text.is_empty() => {}
            Some((last, before)) if *last == style => before.push_str(text),
            _ => self.line.push((style, text.to_owned())),
        }
    }

    fn end(&mut self) {
        self.used = 0;
        self.lines.push(std::mem::take(&mut self.line));
    }
}

/// Bytes of the text that fit into so many columns; signs that take no column stay with the letter before.
fn fitting(text: &str, width: usize) -> usize {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        let wide = measure_text_width(c.encode_utf8(&mut [0; 4]));
        if used + wide > width {
            return at;
        }
        used += wide;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(runs: &[(bool, &str)], width: usize) -> Vec<String> {
        let style = |bold: bool| if bold { Style::new().bold() } else { Style::new() };
        let runs: Vec<Run> = runs.iter().map(|(b, t)| (style(*b), (*t).to_owned())).collect();
        let bare = |line: &Line| line.iter().map(|(_, text)| text.as_str()).collect();
        wrap(&runs, width).iter().map(bare).collect()
    }

    #[test]
    fn lines_break_between_words_and_words_may_change_style() {
        assert_eq!(
            lines(&[(false, "one two "), (true, "three"), (false, ", four")], 10),
            ["one two", "three,", "four"]
        );
        assert!(lines(&[(false, "  ")], 10).is_empty());
    }

    #[test]
    fn long_words_and_wide_letters_are_broken_and_nothing_is_lost() {
        for text in
            ["点击这里阅读更多今日新闻点击这里", "a-word-without-any-space-in-it", "กำลังเดินทาง"]
        {
            for width in [2, 5, 8] {
                let lines = lines(&[(false, text)], width);
                assert_eq!(lines.concat(), text);
                assert!(lines.iter().all(|l| measure_text_width(l) <= width), "{lines:?}");
            }
        }
    }

    #[test]
    fn columns_stand_under_each_other() {
        let columns = Columns::new(40);
        let cell = |text: &str| wrap(&[(Style::new(), text.to_owned())], columns.each);
        let text = columns.row("=", &cell("one two three four five six"), &cell("文字"));
        let at: Vec<_> = text.lines().map(|l| l.find('│')).collect();
        assert_eq!(at, [Some(20), Some(20)], "{text}");
    }
}
