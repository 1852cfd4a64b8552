//! Scraped text on its way into the page.
//!
//! Takes text that nobody has vouched for, gives plain strings for the templates to escape: cut to a readable length,
//! with the characters that would hide or reorder it made visible. Never makes HTML.

use super::words;

/// What stands for the slot of a template.
pub(super) const SLOT: &str = "⟨…⟩";
/// Characters of a text that are shown at once.
const HEAD: usize = 480;
/// A cut that saves less than this is not made.
const SLACK: usize = 120;
/// Characters of a text that the page holds at most.
const WHOLE: usize = 4000;

/// A text as the page shows it: its head, and more of it to unfold where it is long.
#[derive(Debug)]
pub(super) struct Shown {
    /// What is read at once.
    pub(super) head: Vec<Part>,
    /// What unfolds, where `head` is not all.
    pub(super) whole: Option<Whole>,
}

/// The long form of a text.
#[derive(Debug)]
pub(super) struct Whole {
    /// How much of it this is, and where the rest stands.
    pub(super) title: String,
    /// The text.
    pub(super) parts: Vec<Part>,
}

/// A stretch of a text.
#[derive(Debug)]
pub(super) struct Part {
    /// Whether it stands for a slot.
    pub(super) slot: bool,
    /// What is written.
    pub(super) text: String,
}

impl Shown {
    /// A text as found; `file` has all of it.
    pub(super) fn plain(text: &str, file: &str) -> Self {
        Self::of(text, file, |t| vec![Part { slot: false, text: visible(t) }])
    }

    /// The text of a template with its slots.
    pub(super) fn template(text: &str, file: &str) -> Self {
        Self::of(text, file, slots)
    }

    fn of(text: &str, file: &str, parts: fn(&str) -> Vec<Part>) -> Self {
        let all = text.chars().count();
        if all <= HEAD + SLACK {
            return Self { head: parts(text), whole: None };
        }
        let title = if all <= WHOLE {
            format!("All {} characters", words::count(all as u64))
        } else {
            let (shown, all) = (words::count(WHOLE as u64), words::count(all as u64));
            format!("The first {shown} of {all} characters; all of them are in {file}")
        };
        let head = parts(&format!("{}…", whole_words(first(text, HEAD))));
        Self { head, whole: Some(Whole { title, parts: parts(first(text, WHOLE)) }) }
    }
}

/// The first `most` characters.
fn first(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(at, _)| &text[..at])
}

/// The text without the word that a cut left half.
fn whole_words(cut: &str) -> &str {
    match cut.rfind(char::is_whitespace) {
        Some(at) if cut.len() - at <= 40 => &cut[..at],
        _ => cut,
    }
}

/// A name, a headline, a line: cut without more to unfold.
pub(in crate::report) fn line(text: &str, most: usize) -> String {
    let head = first(text, most);
    let mut line = visible(head);
    if head.len() < text.len() {
        line.push('…');
    }
    line
}

fn slots(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    for (i, stretch) in text.split(SLOT).enumerate() {
        if i > 0 {
            parts.push(Part { slot: true, text: SLOT.into() });
        }
        if !stretch.is_empty() {
            parts.push(Part { slot: false, text: visible(stretch) });
        }
    }
    parts
}

/// The text with control characters and overrides of the reading direction as visible signs. Line breaks and tabs stay,
/// and so do the marks that honest right-to-left text needs.
pub(in crate::report) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => shown.push(c),
            '\0'..='\u{1f}' => shown.extend(char::from_u32(0x2400 + c as u32)),
            '\u{7f}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                shown.extend(format!("[U+{:04X}]", c as u32).chars());
            }
            _ => shown.push(c),
        }
    }
    shown
}

/// A language code that may stand in a `lang` attribute.
pub(super) fn language(code: Option<&str>) -> Option<String> {
    let code = code?.replace('_', "-");
    let sound = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let first = code.split('-').next().unwrap_or_default();
    let known = (2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic());
    (known && code.len() <= 35 && code.split('-').all(sound)).then_some(code)
}

/// A name that may stand in an `id` attribute.
pub(super) fn anchor(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).take(64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_or_reorders_is_made_visible() {
        assert_eq!(visible("a\u{202e}b\0c\u{7f}\r\nd\te"), "a[U+202E]b␀c[U+007F]␍\nd\te");
        assert_eq!(visible("\u{200f}مرحبا"), "\u{200f}مرحبا");
    }

    #[test]
    fn long_texts_are_cut_and_say_so() {
        let shown = Shown::plain(&"é".repeat(10_000), "blocks.jsonl");
        assert_eq!(shown.head[0].text.chars().count(), HEAD + 1);
        let whole = shown.whole.unwrap();
        assert_eq!(whole.parts[0].text.chars().count(), WHOLE);
        let want = "The first 4,000 of 10,000 characters; all of them are in blocks.jsonl";
        assert_eq!(whole.title, want);
        assert!(Shown::plain(&"é".repeat(HEAD + SLACK), "").whole.is_none());
    }

    #[test]
    fn slots_are_parts() {
        let parts = slots("Read: ⟨…⟩ now ⟨…⟩");
        let seen: Vec<_> = parts.iter().map(|p| (p.slot, p.text.as_str())).collect();
        assert_eq!(seen, [(false, "Read: "), (true, SLOT), (false, " now "), (true, SLOT)]);
    }

    #[test]
    fn only_sound_codes_become_languages() {
        let of = ["de", "zh_Hans", "\" onload=x", "english", "", "de--x"];
        let known = of.map(|c| language(Some(c)));
        assert_eq!(known, [Some("de".into()), Some("zh-Hans".into()), None, None, None, None]);
    }
}
