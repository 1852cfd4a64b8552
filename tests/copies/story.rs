//! Stories as they are before any outlet prints them: a headline and paragraphs, with spaces between all words.
//!
//! Takes a language and a seed, gives a [`Story`]. Never repeats a paragraph; two stories have their own people,
//! places and things.

use crate::corpus::Dice;
use crate::grammar::{Grammar, Voice, capital};

/// A space that is printed even where the language has none.
pub(crate) const SPACE: char = '\u{1}';

/// A language of the corpus.
pub(crate) struct Tongue {
    /// Its code.
    pub(crate) code: &'static str,
    /// Whether it is written with spaces.
    pub(crate) spaced: bool,
    /// Its rules.
    pub(crate) grammar: Grammar,
}

impl Tongue {
    /// All languages.
    pub(crate) fn all() -> Vec<Self> {
        let tongue = |code, text| Self { code, spaced: code != "zh", grammar: Grammar::read(text) };
        vec![
            tongue("en", include_str!("tongues/en.txt")),
            tongue("es", include_str!("tongues/es.txt")),
            tongue("ru", include_str!("tongues/ru.txt")),
            tongue("zh", include_str!("tongues/zh.txt")),
            tongue("ar", include_str!("tongues/ar.txt")),
        ]
    }

    /// A line as it is printed.
    pub(crate) fn printed(&self, line: &str) -> String {
        if self.spaced {
            return line.to_owned();
        }
        line.replace(' ', "").replace(SPACE, " ")
    }
}

/// A story.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Story {
    /// The headline.
    pub(crate) title: String,
    /// The paragraphs.
    pub(crate) paragraphs: Vec<String>,
}

impl Story {
    /// The story of this seed: 6 to 14 paragraphs of 2 to 5 sentences, 250 to 700 words.
    pub(crate) fn new(tongue: &Tongue, seed: u64) -> Self {
        Self::of_words(tongue, seed, (250, 640))
    }

    /// A story of about so many words; short ones have shorter paragraphs.
    pub(crate) fn of_words(tongue: &Tongue, seed: u64, (low, high): (usize, usize)) -> Self {
        let mut voice = Voice::new(&tongue.grammar, seed);
        let title = headline(&mut voice);
        let wanted = voice.dice().between(low, high);
        // From 6 to 14 paragraphs of a length that comes near to what is wanted.
        let longest = if wanted < 320 { 2 } else { 5 };
        let mut paragraphs = Vec::new();
        let mut told = 0;
        while told < wanted && paragraphs.len() < 14 {
            let paragraph = paragraph(&mut voice, (2, longest), wanted - told);
            told += words(&paragraph);
            paragraphs.push(paragraph);
        }
        Self { title, paragraphs }
    }

    /// All its words.
    pub(crate) fn words(&self) -> usize {
        self.paragraphs.iter().map(|p| words(p)).sum()
    }
}

/// A paragraph of so many sentences, or fewer where that is enough words.
pub(crate) fn paragraph(voice: &mut Voice, (low, high): (usize, usize), room: usize) -> String {
    let count = voice.dice().between(low, high);
    let mut sentences: Vec<String> = Vec::new();
    let mut told = 0;
    while sentences.len() < count && (told < room || sentences.is_empty()) {
        let sentence = voice.sentence("s");
        told += words(&sentence);
        sentences.push(sentence);
    }
    sentences.join(" ")
}

/// A headline.
pub(crate) fn headline(voice: &mut Voice) -> String {
    capital(&voice.say("h"))
}

/// Words of a text with spaces.
pub(crate) fn words(text: &str) -> usize {
    text.split(' ').count()
}

/// The seed of one thing: of a language, a purpose and a number.
pub(crate) fn seed(parts: &[&str], number: usize) -> u64 {
    let bytes = parts.iter().flat_map(|p| p.bytes().chain([0]));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    Dice::new(hash ^ (number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)).bits()
}
