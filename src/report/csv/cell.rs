//! Text on its way into a cell.
//!
//! Takes text that nobody has vouched for, gives text that a spreadsheet shows and does not obey. A cell that begins with
//! `=`, `+`, `-` or `@` is a formula to it, and a formula can send what stands in other cells away, or start programs.
//! Scraped text is anybody's, so such a cell gets an apostrophe before it. What hides the sign does not save it: white
//! space, quotation marks and invisible characters are looked through, and full-width forms count, for some programs
//! fold them. Where the decimal sign is a comma, the file may be read with `;` between cells, so a cell can begin behind
//! one as well.

use crate::report::html::scraped::visible;

/// Most that a cell holds, in UTF-16 units: what is longer Excel cuts without a word.
const LONGEST: usize = 32_767;
/// What a cut text ends with.
const CUT: char = '…';
/// What keeps a formula from being one.
const GUARD: char = '\'';

/// The text on one line, guarded, with what hides or reorders it made visible, and not too long.
pub(super) fn safe(text: &str) -> String {
    let mut cell = Cell { text: String::with_capacity(text.len()), units: 0, beginning: Some(0) };
    for c in visible(text).chars() {
        cell.put(if is_break(c) { ' ' } else { c });
        if cell.units > LONGEST {
            return cell.cut();
        }
    }
    cell.text
}

/// A cell in the making.
struct Cell {
    text: String,
    /// Its length in UTF-16.
    units: usize,
    /// Where a cell could begin, if nothing stands behind that yet.
    beginning: Option<usize>,
}

impl Cell {
    fn put(&mut self, c: char) {
        if let Some(beginning) = self.beginning.filter(|_| is_sign(c)) {
            self.text.insert(beginning, GUARD);
            self.units += 1;
        }
        self.text.push(c);
        self.units += c.len_utf16();
        self.beginning = match c {
            ';' | '；' => Some(self.text.len()),
            _ => self.beginning.filter(|_| is_seen_through(c)),
        };
    }

    fn cut(mut self) -> String {
        while self.units >= LONGEST {
            self.units -= self.text.pop().map_or(self.units, char::len_utf16);
        }
        self.text.push(CUT);
        self.text
    }
}

/// What begins a formula, in all widths.
fn is_sign(c: char) -> bool {
    "=+-@＝＋－＠﹦﹢﹣﹫".contains(c)
}

/// What may stand before the sign of a formula and not save it.
fn is_seen_through(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '"' | '\'' | '＂' | '＇' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{feff}'
        )
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{2400}'..='\u{241f}')
}

/// What begins a new line or column.
fn is_break(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Whether a spreadsheet might take it for a formula.
    fn is_formula(cell: &str) -> bool {
        let shown = cell.trim_start_matches(|c| is_seen_through(c) && c != GUARD);
        shown.starts_with(is_sign)
    }

    #[test]
    fn formulas_are_text() {
        for (text, cell) in [
            ("=HYPERLINK(\"http://a\";\"b\")", "'=HYPERLINK(\"http://a\";\"b\")"),
            ("+1", "'+1"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "' =1"),
            ("\r\n =1", "'␍  =1"),
            ("＝1", "'＝1"),
            (" \" '=1", "' \" '=1"),
            ("\u{feff}\u{200b}=1", "'\u{feff}\u{200b}=1"),
            ("a;=1; -b", "a;'=1;' -b"),
            ("a\n=1", "a =1"),
            ("1-2=3 a@b", "1-2=3 a@b"),
            ("", ""),
            ("a\u{202e}b", "a[U+202E]b"),
        ] {
            assert_eq!(safe(text), cell, "{text:?}");
        }
    }

    #[test]
    fn long_text_is_cut_with_a_sign() {
        let units = |text: &str| text.encode_utf16().count();
        assert_eq!(safe(&"a".repeat(LONGEST)), "a".repeat(LONGEST));
        for text in ["a", "é", "𝄞", "=", ";=", "\0"] {
            let cell = safe(&text.repeat(LONGEST + 1));
            assert!((LONGEST - 1..=LONGEST).contains(&units(&cell)), "{text}: {}", units(&cell));
            assert!(cell.ends_with(CUT) && !is_formula(&cell));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_cell_begins_as_a_formula(text in "[=+@;\"' \t\r\na＝\u{200b}-]{0,12}|\\PC{0,40}") {
            let cell = safe(&text);
            prop_assert!(cell.split([';', '；']).all(|part| !is_formula(part)), "{cell:?}");
            prop_assert!(!cell.contains(is_break));
            prop_assert!(cell.len() >= text.len() || text.contains(is_break));
        }
    }
}
