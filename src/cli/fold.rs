//! Long sentences in a narrow window.
//!
//! Takes text that is safe to show, gives lines of at most a width, counted in columns, broken between words where
//! there are any. Cuts nothing off.

use comfy_table::{ContentArrangement, Table, presets};

/// The lines of `text` in `width` columns.
pub(crate) fn fold(text: &str, width: usize) -> Vec<String> {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(width.max(1)).unwrap_or(u16::MAX));
    table.add_row([text]);
    for column in table.column_iter_mut() {
        column.set_padding((0, 0));
    }
    table.lines().map(|line| line.trim_end().to_owned()).collect()
}

/// `text` folded under `lead`: the first line begins with it, the others with as many spaces.
pub(crate) fn hang(lead: &str, text: &str, width: usize) -> Vec<String> {
    let indent = console::measure_text_width(lead);
    let lines = fold(text, width.saturating_sub(indent).max(20));
    let margins = std::iter::once(lead.to_owned()).chain(std::iter::repeat(" ".repeat(indent)));
    margins.zip(lines).map(|(margin, line)| margin + &line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_hang() {
        let lines = hang("  - ", "one two three four five six seven", 24);
        assert_eq!(lines, ["  - one two three four", "    five six seven"]);
    }

    #[test]
    fn wide_letters_count_twice_and_nothing_is_lost() {
        let text = "点击这里阅读更多今日新闻点击这里阅读更多今日新闻";
        let lines = fold(text, 20);
        assert_eq!(lines.concat(), text);
        assert!(lines.iter().all(|l| console::measure_text_width(l) <= 20), "{lines:?}");
    }

    #[test]
    fn short_text_is_one_line() {
        assert_eq!(fold("short", 80), ["short"]);
        assert_eq!(hang("    ", "", 80).concat().trim(), "");
    }
}
