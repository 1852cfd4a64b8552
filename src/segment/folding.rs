//! What a character is to a word, and the one spelling that all spellings of a word share.
//!
//! Takes characters, gives [`Traits`]; takes words, gives them in lower case and NFKC. Never looks beyond a word.

use std::iter::once;
use std::sync::LazyLock;
use unicode_normalization::char::{canonical_combining_class, compose, is_combining_mark};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// What a character is to a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Traits {
    /// As it is spelt in a token, unless [`Traits::DOUBT`].
    pub(super) folded: char,
    flags: u16,
}

/// Characters below this are looked up: all alphabets in use, punctuation and kana.
const LISTED: char = '\u{3100}';
/// So are those from here on, up to [`LAST_WIDE`]: signs and letters that are as wide as Han.
const WIDE: char = '\u{ff00}';
const LAST_WIDE: char = '\u{ffef}';

static TABLE: LazyLock<Table> = LazyLock::new(|| Table {
    listed: ('\0'..LISTED).map(Traits::new).collect(),
    wide: (WIDE..=LAST_WIDE).map(Traits::new).collect(),
});

/// The traits of the characters of which most texts are made.
#[derive(Debug)]
pub(super) struct Table {
    listed: Box<[Traits]>,
    wide: Box<[Traits]>,
}

impl Table {
    /// Made at the first call.
    pub(super) fn get() -> &'static Self {
        &TABLE
    }

    /// The traits of any character.
    #[inline]
    pub(super) fn of(&self, c: char) -> Traits {
        match self.listed.get(c as usize) {
            Some(traits) => *traits,
            None => self.beyond(c),
        }
    }

    fn beyond(&self, c: char) -> Traits {
        let wide = (c as usize).checked_sub(WIDE as usize).and_then(|at| self.wide.get(at));
        wide.map_or_else(|| Traits::beyond(c), |traits| *traits)
    }
}

impl Traits {
    /// Counts as a letter or digit; only these begin a word.
    pub(super) const LETTER: u16 = 1;
    /// Goes on with a word.
    pub(super) const WORD: u16 = 1 << 1;
    /// Is part of the spelling: tells words apart.
    pub(super) const SPELT: u16 = 1 << 2;
    pub(super) const LOWER: u16 = 1 << 3;
    pub(super) const UPPER: u16 = 1 << 4;
    pub(super) const NUMERIC: u16 = 1 << 5;
    pub(super) const HANGUL: u16 = 1 << 6;
    /// Words with it are spelt by [`spell`].
    pub(super) const DOUBT: u16 = 1 << 7;
    /// A combining mark that changes places with others; one in a word stands where it must.
    pub(super) const RANKED: u16 = 1 << 8;
    /// Can stand inside a word though it is a sign: `don't`, `1,250.5`.
    pub(super) const JOINT: u16 = 1 << 9;
    /// A word of its own.
    pub(super) const SPACELESS: u16 = 1 << 10;
    pub(super) const SPACE: u16 = 1 << 11;
    /// Spelt otherwise in a token, or not at all.
    pub(super) const CHANGED: u16 = 1 << 12;
    /// One with the character right before it, if these two make a third (vowel signs of India).
    pub(super) const COMPOSES: u16 = 1 << 13;

    fn new(c: char) -> Self {
        if is_spaceless(c) {
            return Self::spaceless(c);
        }
        let mark = is_combining_mark(c);
        let ignored = is_ignored(c);
        let joint = matches!(c, '\'' | '’' | 'ʼ' | '.' | ',');
        let word = !joint && (mark || ignored || c.is_alphanumeric());
        let mut lower = c.to_lowercase();
        let single = lower.len() == 1;
        let lower = lower.next().unwrap_or(c);
        let folded = plain_letter(lower);
        let ranked = canonical_combining_class(c) != 0;
        let (quick, single) = (is_nfkc_quick(once(lower)), single && lower != 'ß');
        let composes = single && !ranked && quick == IsNormalized::Maybe;
        let certain = single && quick == IsNormalized::Yes || composes;
        let flags = [
            (Self::LETTER, word && !mark && !ignored),
            (Self::WORD, word),
            (Self::SPELT, word && !ignored),
            (Self::LOWER, c.is_lowercase()),
            (Self::UPPER, c.is_uppercase()),
            (Self::NUMERIC, c.is_numeric()),
            (Self::HANGUL, is_hangul(c)),
            (Self::CHANGED, ignored || joint || folded != c || !certain),
            (Self::DOUBT, word && !certain),
            (Self::COMPOSES, composes),
            (Self::RANKED, ranked),
            (Self::JOINT, joint),
            (Self::SPACE, c.is_whitespace()),
        ];
        Self { folded, flags: flags.iter().filter(|f| f.1).map(|f| f.0).sum() }
    }

    /// Vowel signs and punctuation of these scripts are no words.
    fn spaceless(c: char) -> Self {
        let folded = match c {
            // Thai and Lao "am" falls apart into a mark and this letter.
            'ำ' => 'า',
            'ຳ' => 'າ',
            _ => once(c).nfkc().next().filter(|_| once(c).nfkc().count() == 1).unwrap_or(c),
        };
        let word = c.is_alphanumeric() && !is_combining_mark(folded);
        let flags =
            [(Self::SPACELESS, word), (Self::NUMERIC, c.is_numeric() && !c.is_alphabetic())];
        Self { folded, flags: flags.iter().filter(|f| f.1).map(|f| f.0).sum() }
    }

    /// The two great blocks beyond the table are alike within.
    fn beyond(c: char) -> Self {
        match c {
            '\u{4e00}'..='\u{9fff}' => Self { folded: c, flags: Self::SPACELESS },
            '\u{ac00}'..='\u{d7a3}' => {
                Self { folded: c, flags: Self::LETTER | Self::WORD | Self::SPELT | Self::HANGUL }
            }
            _ => Self::new(c),
        }
    }

    /// Whether one of these flags is set.
    #[inline]
    pub(super) fn has(self, flags: u16) -> bool {
        self.flags & flags != 0
    }

    /// All flags.
    #[inline]
    pub(super) fn flags(self) -> u16 {
        self.flags
    }
}

/// Puts the spelling of a word into `out`: what its capitals, its marks and its width have in common.
pub(super) fn spell(word: &str, table: &Table, out: &mut String) {
    let spelt = word.chars().filter(|c| table.of(*c).has(Traits::SPELT));
    out.clear();
    for c in spelt.flat_map(char::to_lowercase).nfkc().flat_map(char::to_lowercase) {
        match c {
            'ß' => out.push_str("ss"),
            // The lower case of a Turkish İ.
            '\u{307}' if out.ends_with('i') => {}
            _ => out.push(plain_letter(c)),
        }
    }
}

/// The letter that stands for all that keyboards and habits write for it.
fn plain_letter(c: char) -> char {
    match c {
        'ς' => 'σ',
        'ı' => 'i',
        // Arabic: alif with and without hamza, yeh and kaf of Arabic, Persian and Urdu keyboards, two shapes of heh.
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ی' => 'ي',
        'ک' => 'ك',
        'ہ' => 'ه',
        _ => c,
    }
}

/// Whether a character that [`Traits::COMPOSES`] is one with what stands right before it.
#[inline(never)]
pub(super) fn is_one(before: &str, c: char) -> bool {
    before.chars().next_back().is_some_and(|last| compose(last, c).is_some())
}

/// The kana that a kana and the voicing mark behind it are together.
pub(super) fn voiced(kana: char, mark: Option<char>) -> Option<char> {
    match (kana, mark?) {
        ('\u{3040}'..='\u{30ff}', '\u{3099}' | 'ﾞ') => compose(kana, '\u{3099}'),
        ('\u{3040}'..='\u{30ff}', '\u{309a}' | 'ﾟ') => compose(kana, '\u{309a}'),
        _ => None,
    }
}

/// Characters without a shape of their own, and marks that one writer sets and another leaves out (the vowels of Arabic
/// and Hebrew): they split no word and tell no word apart.
pub(super) fn is_ignored(c: char) -> bool {
    let shapeless = matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}');
    let arabic = matches!(c, '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{652}' | '\u{670}'
        | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e8}' | '\u{6ea}'..='\u{6ed}');
    let hebrew = matches!(
        c,
        '\u{591}'
            ..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}'
    );
    shapeless || arabic || hebrew
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7af}' | '\u{ffa0}'..='\u{ffdc}')
}

/// Scripts that put no space between words: Han, kana, Thai, Lao, Tibetan, Burmese, Khmer.
fn is_spaceless(c: char) -> bool {
    matches!(c as u32,
        0x0e00..=0x0fff | 0x1000..=0x109f | 0x1780..=0x17ff | 0xa9e0..=0xa9ff | 0xaa60..=0xaa7f | 0x3005..=0x3007 | 0x3040..=0x30ff
        | 0x31f0..=0x31ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0xff66..=0xff9f
        | 0x20000..=0x3ffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_without_doubt_is_spelt_as_the_table_says() {
        let (table, mut out) = (Table::get(), String::new());
        for c in '\0'..='\u{2ffff}' {
            let traits = table.of(c);
            if traits.has(Traits::SPELT) && !traits.has(Traits::DOUBT) {
                spell(&c.to_string(), table, &mut out);
                assert_eq!(out, traits.folded.to_string(), "{c:?}");
                assert_eq!(traits.has(Traits::CHANGED), traits.folded != c, "{c:?}");
            }
        }
    }

    #[test]
    fn great_blocks_are_alike_within() {
        for c in ('\u{4e00}'..='\u{9fff}').chain('\u{ac00}'..='\u{d7a3}') {
            assert_eq!(Traits::beyond(c), Traits::new(c), "{c:?}");
        }
    }

    #[test]
    fn voicing_is_part_of_the_kana() {
        assert_eq!(voiced('カ', Some('ﾞ')), Some('ガ'));
        assert_eq!(voiced('は', Some('\u{309a}')), Some('ぱ'));
        assert_eq!(voiced('ん', Some('ﾞ')), None);
    }
}
