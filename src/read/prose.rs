//! Plain text to an article.
//!
//! Takes the whole text of a file, gives its headline, if the first line reads as one. The text itself stays as it is.

/// Longest headline, in characters.
const LONGEST: usize = 200;

/// Ends of a line that no headline has.
const NO_END: [char; 8] = ['.', '。', '．', '।', ',', ';', ':', '،'];

/// The first line that holds anything, if it is short, does not end as a sentence does, and what follows it is a blank
/// line, a line at least twice as long, or the same line again.
pub(super) fn headline(text: &str) -> Option<&str> {
    let mut lines = text.trim_start().lines();
    let first = lines.next()?.trim_end();
    let length = first.chars().take(LONGEST + 1).count();
    let ends_a_sentence = first.ends_with(NO_END) && !first.ends_with("...");
    if first.is_empty() || length > LONGEST || ends_a_sentence {
        return None;
    }
    let next = lines.next()?.trim();
    let stands_alone = if next.is_empty() {
        lines.any(|line| !line.trim().is_empty())
    } else {
        next == first || next.chars().count() >= 2 * length
    };
    stands_alone.then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_first_line_that_stands_alone_is_the_headline() {
        assert_eq!(headline("\n  Rain falls \r\n\r\nIt rained."), Some("Rain falls"));
        assert_eq!(headline("Rain falls\nIt rained all day in the town."), Some("Rain falls"));
        assert_eq!(headline("Rain falls\nRain falls\n\nIt rained."), Some("Rain falls"));
        assert_eq!(headline("Will it rain?\n\nYes."), Some("Will it rain?"));
    }

    #[test]
    fn other_first_lines_are_text() {
        for text in [
            "",
            "  \n",
            "Rain falls",
            "Rain falls\n\n",
            "It rained.\n\nMore.",
            "One line\nand the next",
        ] {
            assert_eq!(headline(text), None, "{text:?}");
        }
        assert_eq!(headline(&format!("{}\n\nMore.", "x".repeat(201))), None);
    }
}
