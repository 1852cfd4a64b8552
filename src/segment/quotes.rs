//! Whether a place in a line stands inside quotation marks.
//!
//! Takes the signs of a line one by one. An apostrophe is no quotation mark, and neither is a single one that looks like
//! it. A quotation that nobody closes goes on to the end of the line.

use super::signs::Sign;

/// The quotation that is open, if any.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Quotes(Option<char>);

impl Quotes {
    /// Reads one sign.
    pub(super) fn read(&mut self, sign: Sign<'_>) {
        self.0 = match (self.0, sign.mark) {
            (open, _) if sign.is_gershayim() => open,
            (Some('„' | '‟'), '“') | (Some('»'), '«') => None,
            (Some(_), '"' | '＂' | '״' | '”' | '»' | '」' | '』' | '｣' | '〞' | '〟' | '﹂') => {
                None
            }
            (None, '"' | '＂' | '“' | '„' | '‟' | '«' | '「' | '『' | '｢' | '〝' | '﹁') => {
                Some(sign.mark)
            }
            // Where both marks look alike, or close elsewhere: an opening one stands apart from the word before.
            (None, '”' | '״') if sign.is_apart() => Some(sign.mark),
            (None, '»') if sign.is_apart() && sign.opens() => Some(sign.mark),
            (open, _) => open,
        };
    }

    /// Whether what follows is quoted.
    pub(super) fn are_open(self) -> bool {
        self.0.is_some()
    }
}
