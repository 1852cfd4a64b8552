//! How a block looks, apart from what it says.
//!
//! Takes nothing itself (the tokenizer fills it), gives the questions that later stages ask. Never looks at neighbours.

use serde::{Deserialize, Serialize};

/// How a block ends, closing quotes and brackets left aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[repr(u8)]
pub enum End {
    /// A letter, a digit or another sign.
    #[default]
    Open,
    /// A full stop or its like in any script.
    Stop,
    /// A question mark.
    Question,
    /// An exclamation mark.
    Exclamation,
    /// A colon.
    Colon,
    /// Three dots.
    Ellipsis,
    /// A comma, semicolon or dash.
    Comma,
}

impl End {
    /// All ends; the place is the number in storage.
    pub const ALL: [Self; 7] = [
        Self::Open,
        Self::Stop,
        Self::Question,
        Self::Exclamation,
        Self::Colon,
        Self::Ellipsis,
        Self::Comma,
    ];
}

/// Counts and marks of one block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Form {
    /// Letters and digits, in characters.
    pub letters: u32,
    /// Function words.
    pub stops: u16,
    /// Words that begin with a capital.
    pub capitals: u16,
    /// Words with a digit.
    pub numbers: u16,
    /// Tokens that are one character of a script without spaces.
    pub characters: u16,
    /// Tokens before the first delimiter (`:`, `|`, `»`, …) if it comes within the first eight (sixteen where they are
    /// single characters), else 0.
    pub lead: u8,
    /// How it ends.
    pub end: End,
    /// Marks, see the constants.
    pub marks: u16,
}

impl Form {
    /// No lower-case letter, at least three upper-case ones.
    pub const CAPS: u16 = 1;
    /// Begins with a quotation mark.
    pub const QUOTE: u16 = 1 << 1;
    /// Begins with a bullet, arrow, number sign or other mark of a list.
    pub const BULLET: u16 = 1 << 2;
    /// Begins with a lower-case letter.
    pub const LOWER: u16 = 1 << 3;
    /// Holds a web or mail address or a handle.
    pub const ADDRESS: u16 = 1 << 4;
    /// Holds ©, ® or ™.
    pub const COPYRIGHT: u16 = 1 << 5;
    /// Stands wholly in brackets.
    pub const BRACKETED: u16 = 1 << 6;
    /// Has a sentence end before its own end.
    pub const SENTENCES: u16 = 1 << 7;
    /// Holds `|`, `»`, `>` or another separator of links.
    pub const PIPES: u16 = 1 << 8;
    /// Holds a quotation mark anywhere.
    pub const QUOTED: u16 = 1 << 9;
    /// Holds markup or code: `{`, `}`, `</`, `=>`, `function(`.
    pub const CODE: u16 = 1 << 10;

    /// Whether a mark is set.
    #[must_use]
    pub fn has(&self, mark: u16) -> bool {
        self.marks & mark != 0
    }

    /// Whether most of the block is in a script without spaces.
    #[must_use]
    pub fn spaceless(&self, tokens: usize) -> bool {
        2 * usize::from(self.characters) > tokens
    }

    /// Words; five characters of a script without spaces count as three.
    #[must_use]
    pub fn words(&self, tokens: usize) -> usize {
        let characters = usize::from(self.characters).min(tokens);
        tokens - characters + characters * 3 / 5
    }

    /// Whether it ends as a sentence does.
    #[must_use]
    pub fn ends_sentence(&self) -> bool {
        matches!(self.end, End::Stop | End::Question | End::Exclamation)
    }

    /// Whether it reads as running text: at least ten words, a quarter of them function words; in scripts without
    /// spaces by length and sentence ends (Kohlschütter et al., 2010, use length and link density; links are gone here).
    #[must_use]
    pub fn is_prose(&self, tokens: usize) -> bool {
        let words = self.words(tokens);
        if self.spaceless(tokens) {
            return words >= 12 && (self.ends_sentence() || self.has(Self::SENTENCES));
        }
        words >= 10 && 4 * usize::from(self.stops) >= tokens
    }
}
