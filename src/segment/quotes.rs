//! Whether a place in a line stands inside quotation marks.
//!
//! Takes the signs of a line one by one. An apostrophe is no quotation mark, and neither is a single one that looks like
//! it. A quotation that nobody closes goes on to the end of the line.

/// The quotation that is open, if any.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Quotes(Option<char>);

impl Quotes {
    /// Reads one sign; `before` is the line up to it.
    pub(super) fn read(&mut self, sign: char, before: &str) {
        self.0 = match (self.0, sign) {
            (Some('„'), '“') | (Some(_), '"' | '”' | '»' | '」' | '』') => None,
            (None, '"' | '“' | '„' | '«' | '「' | '『') => Some(sign),
            // Where both marks look alike: an opening one stands apart from the word before.
            (None, '”') if before.is_empty() || before.ends_with(char::is_whitespace) => {
                Some(sign)
            }
            (open, _) => open,
        };
    }

    /// Whether what follows is quoted.
    pub(super) fn are_open(self) -> bool {
        self.0.is_some()
    }
}
