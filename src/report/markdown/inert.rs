//! Text on its way into Markdown.
//!
//! Takes text that nobody has vouched for, gives one line that shows it letter by letter: no marks, no HTML, no links.
//! Escaping is not enough where GitHub looks at the finished text (`@name`, `#1`, bare addresses); there an invisible
//! joiner stands in between.

use crate::report::html::scraped::line;

/// Keeps two characters from meaning something together.
const JOINER: char = '\u{2060}';

/// The text on one line, at most `most` characters of it.
pub(super) fn inert(text: &str, most: usize) -> String {
    let line = line(text, most);
    let words: Vec<&str> = line.split_whitespace().collect();
    let joined = words.join(" ");
    let mut shown = String::with_capacity(line.len());
    let mut chars = joined.chars().peekable();
    while let Some(c) = chars.next() {
        if is_mark(c) || begins_list(&shown, c, chars.peek()) {
            shown.push('\\');
        }
        shown.push(c);
        if matches!(c, '@' | '#') || c == ':' && chars.peek() == Some(&'/') || ends_with_www(&shown)
        {
            shown.push(JOINER);
        }
    }
    shown
}

/// What means something wherever it stands.
fn is_mark(c: char) -> bool {
    "\\`*_[]<>|~$&#".contains(c)
}

/// Whether this makes a list or a heading of what stands before it.
fn begins_list(before: &str, c: char, after: Option<&char>) -> bool {
    let ended = after.is_none_or(|c| *c == ' ');
    match c {
        '-' | '+' | '=' => before.is_empty(),
        '.' | ')' => ended && before.bytes().all(|b| b.is_ascii_digit()),
        _ => false,
    }
}

fn ends_with_www(text: &str) -> bool {
    text.len()
        .checked_sub(3)
        .and_then(|at| text.get(at..))
        .is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a reader of Markdown shows, if all that it obeys is backslashes.
    fn shown(markdown: &str) -> String {
        let mut shown = String::new();
        let mut chars = markdown.chars().filter(|c| *c != JOINER);
        while let Some(c) = chars.next() {
            shown.extend(if c == '\\' { chars.next() } else { Some(c) });
        }
        shown
    }

    #[test]
    fn nothing_becomes_a_mark() {
        for (text, markdown) in [
            ("<b>&amp;", "\\<b\\>\\&amp;"),
            ("[a](http://b)", "\\[a\\](http:\u{2060}//b)"),
            ("WWW.a.example", "WWW\u{2060}.a.example"),
            ("@everyone see #1", "@\u{2060}everyone see \\#\u{2060}1"),
            ("1. a|b\\|", "1\\. a\\|b\\\\\\|"),
            ("- a\n\n# b", "\\- a \\#\u{2060} b"),
            ("`*_~$", "\\`\\*\\_\\~\\$"),
            ("a\u{202e}b", "a\\[U+202E\\]b"),
        ] {
            assert_eq!(inert(text, 99), markdown);
        }
        assert_eq!(inert("abc", 2), "ab…");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_sign_is_escaped_and_every_letter_shown(text in "[-a1w.@#:/<>|`*_~$&\\\\ =+()\\[\\]]{0,24}|\\PC{0,40}") {
            let markdown = inert(&text, 99);
            let words: Vec<&str> = text.split_whitespace().collect();
            prop_assert_eq!(shown(&markdown), crate::report::html::scraped::visible(&words.join(" ")));
            let bare = markdown.replace("\\\\", "").replace('\\', "\u{0}");
            for (at, _) in bare.match_indices(['`', '*', '_', '[', ']', '<', '>', '|', '~', '$', '&']) {
                prop_assert_eq!(bare[..at].chars().next_back(), Some('\0'), "{}", markdown);
            }
        }
    }
}
