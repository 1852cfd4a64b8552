//! How much of a block the rest of its article says too.
//!
//! Takes the words of an article, gives the [`Evidence`] of one block of it. Function words and figures are no echo of
//! anything.

use super::evidence::{Evidence, Kind, bin, percent};
use crate::segment::{Block, Segmented, Token};

/// Fewest content words of a block that could be echoed.
const LEAST: usize = 3;
/// Most words of a line that is asked for echoes; a longer one is taken to have them.
const LONGEST: usize = 60;
/// Marks a word of the title.
const TITLED: u32 = 1 << 31;

/// A word and its marks.
type Place = (Token, u32);

/// The content words of an article: how often each stands in the text, and whether in the title.
#[derive(Debug)]
pub(super) struct Words {
    /// Open addressing, at most half full; a free place has no marks and no count.
    places: Vec<Place>,
}

impl Words {
    /// The words of an article. O(words).
    pub(super) fn of(article: &Segmented) -> Self {
        let content =
            || article.tokens[..article.title as usize].iter().filter(|t| is_content(**t));
        let most = content().count() + article.title().len();
        let mut words = Self { places: vec![Place::default(); (2 * most + 1).next_power_of_two()] };
        for token in content() {
            let place = words.place(*token);
            words.places[place] = (*token, words.places[place].1 + 1);
        }
        for token in article.title().iter().filter(|t| !t.is_stop()) {
            let place = words.place(*token);
            words.places[place] = (*token, words.places[place].1 | TITLED);
        }
        words
    }

    /// The place of a word, or the free one where it would stand.
    fn place(&self, token: Token) -> usize {
        let mask = self.places.len() - 1;
        // Words are hashes; their lowest bits are flags.
        let mut at = token.0 as usize >> 2 & mask;
        while self.places[at].1 != 0 && self.places[at].0 != token {
            at = (at + 1) & mask;
        }
        at
    }

    /// How much of the block's content words the rest of the article and its title use as well.
    pub(super) fn echo(&self, block: &Block, tokens: &[Token], out: &mut Vec<Evidence>) {
        let mut content: Vec<Token> = tokens.iter().filter(|t| is_content(**t)).copied().collect();
        content.sort_unstable();
        let runs = || content.chunk_by(|a, b| a == b);
        let distinct = runs().count();
        if distinct < LEAST {
            return;
        }
        let marks = |run: &&[Token]| self.places[self.place(run[0])].1;
        let elsewhere = |run: &&[Token]| (marks(run) & !TITLED) as usize > run.len();
        let asked = tokens.len() <= LONGEST;
        let count = if asked { runs().filter(elsewhere).count() } else { distinct };
        let kind = if block.form.ends_sentence() { Kind::EchoSentence } else { Kind::Echo };
        out.push(Evidence::new(kind, bin(percent(count, distinct), &[1, 25, 50, 75])));
        let titled = runs().filter(|run| marks(run) & TITLED != 0).count();
        if titled > 0 {
            out.push(Evidence::new(Kind::EchoTitle, bin(percent(titled, distinct), &[30, 60])));
        }
    }
}

fn is_content(token: Token) -> bool {
    !token.is_stop() && !token.is_number()
}
