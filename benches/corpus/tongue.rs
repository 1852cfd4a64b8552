//! Made-up languages: a vocabulary each, by frequency, and sentences out of it.
//!
//! Takes a script and dice, gives words, sentences, headlines. No word of a real text; only the commonest words of one
//! tongue are English, so that real stop lists find something.

use super::dice::Dice;

/// How a tongue is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Script {
    /// Latin, with English function words.
    English,
    /// Latin with accents, all words made up.
    Latin,
    /// Cyrillic.
    Cyrillic,
    /// Han characters without spaces.
    Han,
}

impl Script {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::English, Self::Latin, Self::Cyrillic, Self::Han];

    /// Whether words stand without spaces between them.
    pub(crate) fn spaceless(self) -> bool {
        self == Self::Han
    }

    fn syllables(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::English => (
                &["b", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "w", "st", "br"],
                &["a", "e", "i", "o", "u", "en", "or", "al", "ick", "ow"],
            ),
            Self::Latin => (
                &["v", "k", "r", "z", "j", "l", "n", "tr", "kl", "sz", "gn", "d", "m", "ç"],
                &["á", "e", "ö", "ù", "ia", "ei", "an", "ur", "ëm", "o"],
            ),
            Self::Cyrillic => (
                &["б", "в", "г", "д", "ж", "к", "л", "м", "н", "пр", "ст", "т", "ч", "з"],
                &["а", "е", "и", "о", "у", "ой", "ет", "ин", "ый", "ус"],
            ),
            Self::Han => (&[], &[]),
        }
    }
}

/// The commonest words of [`Script::English`].
const ENGLISH: [&str; 30] = [
    "the", "of", "to", "and", "in", "a", "for", "that", "on", "was", "with", "at", "by", "from",
    "is", "it", "as", "had", "after", "over", "their", "were", "not", "but", "who", "would",
    "than", "into", "more", "about",
];
/// How many of the commonest words count as function words.
const FUNCTION: usize = 30;
/// Words of a tongue.
const WORDS: usize = 6000;

/// One made-up language.
#[derive(Debug, Clone)]
pub(crate) struct Tongue {
    /// How it is written.
    pub(crate) script: Script,
    /// Its words, the commonest first.
    words: Vec<String>,
}

impl Tongue {
    /// A language of this script.
    pub(crate) fn new(script: Script, dice: &mut Dice) -> Self {
        let mut words: Vec<String> = match script {
            Script::English => ENGLISH.iter().map(ToString::to_string).collect(),
            _ => Vec::new(),
        };
        let mut seen: std::collections::BTreeSet<String> = words.iter().cloned().collect();
        while words.len() < WORDS {
            let length = 1 + words.len() / 100;
            let word = coin(script, length.min(4), dice);
            if seen.insert(word.clone()) {
                words.push(word);
            }
        }
        Self { script, words }
    }

    /// The commonest words.
    pub(crate) fn function_words(&self) -> impl Iterator<Item = &str> {
        self.words[..FUNCTION].iter().map(String::as_str)
    }

    /// Any word, common ones more often.
    pub(crate) fn word(&self, dice: &mut Dice) -> &str {
        &self.words[dice.rank(WORDS)]
    }

    /// A word that is not among the commonest.
    pub(crate) fn rare_word(&self, dice: &mut Dice) -> &str {
        &self.words[dice.between(FUNCTION * 10, WORDS - 1)]
    }

    /// A sentence of `low` to `high` words with its full stop.
    pub(crate) fn sentence(&self, low: usize, high: usize, dice: &mut Dice) -> String {
        let mut out = String::new();
        let count = dice.between(low, high);
        for i in 0..count {
            if i > 0 {
                out.push_str(self.between_words(dice));
            }
            match i {
                0 => out.push_str(&capital(self.word(dice))),
                _ if dice.chance(0.06) => out.push_str(&capital(self.rare_word(dice))),
                _ if dice.chance(0.02) => out.push_str(&dice.between(2, 2000).to_string()),
                _ => out.push_str(self.word(dice)),
            }
        }
        out.push_str(if self.script.spaceless() { "。" } else { "." });
        out
    }

    fn between_words(&self, dice: &mut Dice) -> &'static str {
        match (self.script.spaceless(), dice.chance(0.07)) {
            (true, true) => "，",
            (true, false) => "",
            (false, true) => ", ",
            (false, false) => " ",
        }
    }

    /// A paragraph of a few sentences.
    pub(crate) fn paragraph(&self, dice: &mut Dice) -> String {
        let sentences: Vec<String> =
            (0..dice.between(2, 4)).map(|_| self.sentence(8, 22, dice)).collect();
        sentences.join(self.gap())
    }

    /// A headline: no full stop.
    pub(crate) fn headline(&self, dice: &mut Dice) -> String {
        let words: Vec<String> = (0..dice.between(6, 11))
            .map(|i| match i {
                0 => capital(self.rare_word(dice)),
                _ if dice.chance(0.5) => self.rare_word(dice).to_owned(),
                _ => self.word(dice).to_owned(),
            })
            .collect();
        words.join(self.gap())
    }

    /// A name of two words.
    pub(crate) fn name(&self, dice: &mut Dice) -> String {
        let name: Vec<String> = (0..2).map(|_| capital(self.rare_word(dice))).collect();
        name.join(self.gap())
    }

    /// What stands between two words.
    pub(crate) fn gap(&self) -> &'static str {
        if self.script.spaceless() { "" } else { " " }
    }
}

/// The word with a capital, where its script has them.
pub(crate) fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn coin(script: Script, length: usize, dice: &mut Dice) -> String {
    if script.spaceless() {
        let count = length.min(2);
        return (0..count).map(|_| han(dice)).collect();
    }
    let (onsets, rimes) = script.syllables();
    (0..length).map(|_| [*dice.pick(onsets), *dice.pick(rimes)].concat()).collect()
}

/// One of three thousand Han characters.
fn han(dice: &mut Dice) -> char {
    u32::try_from(dice.below(3000))
        .ok()
        .and_then(|n| char::from_u32(0x4e00 + n * 5))
        .unwrap_or('一')
}
