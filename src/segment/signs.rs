//! What the signs between words mean, and how a line begins and ends.
//!
//! Takes a line and a place in it, gives marks of a [`Form`] and an [`End`]. Never looks at another line.

use super::folding::is_ignored;
use super::{End, Form};

/// One sign with the line around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sign<'a> {
    pub(super) mark: char,
    pub(super) before: &'a str,
    pub(super) after: &'a str,
    /// Tokens before it.
    pub(super) words: usize,
    /// How many of them are one character of a script without spaces.
    pub(super) characters: usize,
}

impl Sign<'_> {
    /// Whether it stands between the lead of its line and what the lead leads to.
    pub(super) fn delimits(self) -> bool {
        let longest = Form::longest_lead(2 * self.characters > self.words);
        (1..=longest).contains(&self.words) && self.divides()
    }

    /// Whether it can stand between a lead and what the lead leads to.
    pub(super) fn divides(self) -> bool {
        match self.mark {
            '：' | '﹕' | '︰' | '∶' | '៖' | '|' | '｜' | '│' | '→' | '←' | '▶' | '►' | '◀'
            | '◄' => true,
            '»' | '›' => !self.is_guillemet(),
            ':' => self.is_spaced() || self.is_before_caseless(),
            '-' | '>' | '–' | '—' => self.is_spaced(),
            '/' => self.is_spaced() && self.before.ends_with(' '),
            // 【関連記事】 and [속보] stand before a headline as a lead with a colon does.
            '】' | '〗' | '］' | '〕' | ']' => self.closes_first_bracket(),
            _ => false,
        }
    }

    /// Scripts without case often leave no space behind a colon. (`EU:ssa` is one word, and `10:30` one time.)
    fn is_before_caseless(self) -> bool {
        let next = self.after.chars().next().unwrap_or(' ');
        next.is_alphabetic() && !next.is_lowercase() && !next.is_uppercase()
    }

    /// Whether `»` is a mark of quotation: it closes « or stands close before a word, as in »this«.
    fn is_guillemet(self) -> bool {
        let last = self.before.rfind(['«', '‹', '»', '›']);
        let closes = last.is_some_and(|at| self.before[at..].starts_with(['«', '‹']));
        closes || self.before.ends_with(char::is_whitespace) && !self.is_spaced()
    }

    /// Whether it closes the bracket that the line begins with, and the line goes on.
    fn closes_first_bracket(self) -> bool {
        let mut before = self.before.trim_start_matches(is_ignored).chars();
        before.next().and_then(closing) == Some(self.mark)
            && !before.as_str().contains(self.mark)
            && !self.after.trim().is_empty()
    }

    /// Whether it is a quotation mark or bracket that belongs to what follows, if it stands apart from what comes before.
    pub(super) fn opens(self) -> bool {
        is_opening(self.mark) && (!matches!(self.mark, '»' | '›') || !self.is_spaced())
    }

    /// Whether nothing, white space or an opening sign stands before it.
    pub(super) fn is_apart(self) -> bool {
        let before = self.before.chars().rev().find(|c| !is_ignored(*c));
        before.is_none_or(|c| c.is_whitespace() || is_opening(c))
    }

    /// Whether it is part of an abbreviation in Hebrew, as in the word for "report".
    pub(super) fn is_gershayim(self) -> bool {
        matches!(self.mark, '"' | '״' | '”') && self.is_between_hebrew()
    }

    /// The marks that it gives its line, `known` being those that the line has by now.
    pub(super) fn marks(self, known: u16) -> u16 {
        match self.mark {
            '|' | '｜' | '│' | '→' | '·' | '•' | '▶' | '►' => Form::PIPES,
            '/' if self.before.ends_with(":/") => Form::ADDRESS,
            '»' | '›' if self.is_guillemet() => Form::QUOTED,
            '»' | '›' | '>' | '/' if self.words > 0 && self.is_between_spaces() => Form::PIPES,
            _ if self.is_gershayim() => 0,
            '"' | '＂' | '״' | '“' | '”' | '„' | '‟' | '«' | '‘' | '「' | '『' | '｢' | '〝'
            | '﹁' => Form::QUOTED,
            '@' if !self.is_spaced() => Form::ADDRESS,
            '.' if self.before.ends_with("www") && !self.is_spaced() => Form::ADDRESS,
            '©' | '®' | '™' => Form::COPYRIGHT,
            '{' | '}' => Form::CODE,
            '<' if self.after.starts_with('/') => Form::CODE,
            _ if known & Form::SENTENCES != 0 => 0,
            '.' | '!' | '?' if self.ends_sentence() => Form::SENTENCES,
            '.' | '!' | '?' | '．' => 0,
            sign if ends(sign) && !self.after.trim_start().is_empty() => Form::SENTENCES,
            _ => 0,
        }
    }

    /// Whether a space or the end follows; marks of direction have no width.
    fn is_spaced(self) -> bool {
        let next = self.after.chars().find(|c| !is_ignored(*c));
        next.is_none_or(char::is_whitespace)
    }

    fn is_between_hebrew(self) -> bool {
        let hebrew = |c: Option<char>| c.is_some_and(|c| matches!(c, '\u{5d0}'..='\u{5ea}'));
        hebrew(self.before.chars().next_back()) && hebrew(self.after.chars().next())
    }

    fn is_between_spaces(self) -> bool {
        self.before.ends_with(' ') && self.is_spaced()
    }

    /// Whether a full stop after a word of three letters or more comes before a new capital.
    fn ends_sentence(self) -> bool {
        let before = self.before.chars().rev();
        let word = before.skip_while(|c| is_closing(*c)).take(3);
        if word.filter(|c| c.is_alphanumeric()).count() < 3 {
            return false;
        }
        let after = self.after.trim_start_matches(is_closing);
        let next = after.trim_start().trim_start_matches(is_opening);
        after.len() > next.len() && next.chars().next().is_some_and(|c| !c.is_lowercase())
    }
}

/// Whether a sign ends sentences in any script.
fn ends(sign: char) -> bool {
    matches!(end(sign), End::Stop | End::Question | End::Exclamation)
}

/// How a line ends whose last sign this is.
pub(super) fn end(sign: char) -> End {
    match sign {
        '.' | '。' | '．' | '｡' | '﹒' | '।' | '॥' | '۔' | '։' | '׃' | '።' => {
            End::Stop
        }
        '။' | '។' | '៕' | '།' | '༎' => End::Stop,
        '?' | '？' | '﹖' | '؟' | '\u{37e}' | '՞' | '፧' | '⁇' | '⁉' => End::Question,
        '!' | '！' | '﹗' | '՜' | '‼' | '⁈' => End::Exclamation,
        ':' | '：' | '﹕' | '︰' | '∶' | '៖' | '፦' => End::Colon,
        ',' | ';' | '，' | '；' | '、' | '､' | '،' | '؛' | '၊' | '፣' | '፤' => {
            End::Comma
        }
        '–' | '—' | '-' => End::Comma,
        '…' | '⋯' | '‥' => End::Ellipsis,
        _ => End::Open,
    }
}

/// How a line ends, closing quotes and brackets left aside.
pub(super) fn end_of(line: &str) -> End {
    let line = line.trim_end_matches(|c: char| is_closing(c) || c.is_whitespace() || is_ignored(c));
    if line.ends_with("...") {
        return End::Ellipsis;
    }
    line.chars().next_back().map_or(End::Open, end)
}

/// The marks of a line that its first and last characters tell.
pub(super) fn frame_of(line: &str) -> u16 {
    let line = line.trim_matches(is_ignored);
    let Some(first) = line.chars().next() else { return 0 };
    let mut marks = 0;
    if first == '»' && line.contains('«') || is_quote(first) {
        marks |= Form::QUOTE;
    }
    if is_bullet(first) {
        marks |= Form::BULLET;
    }
    if closing(first).is_some_and(|last| line.ends_with(last)) {
        marks |= Form::BRACKETED;
    }
    marks
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '＂' | '“' | '”' | '„' | '‟' | '«' | '‹' | '‘' | '‚' | '\'' | '״')
        || matches!(c, '「' | '『' | '｢' | '〝' | '﹁')
}

fn is_bullet(c: char) -> bool {
    matches!(c, '*' | '•' | '·' | '-' | '–' | '—' | '»' | '>' | '›' | '→' | '▶' | '►' | '■')
        || matches!(c, '▪' | '●' | '#' | '+' | '×' | '☰' | '✓' | '◆' | '◇' | '□' | '○' | '◎')
        || matches!(c, '▲' | '△' | '▼' | '▽' | '★' | '☆' | '※' | '・' | '‧' | '∙' | '◦' | '‣')
        || matches!(c, '←' | '◀' | '◄' | '▷' | '▸' | '➤' | '➔' | '☞' | '👉' | '✔' | '❖' | '◼')
}

fn closing(bracket: char) -> Option<char> {
    match bracket {
        '(' => Some(')'),
        '[' => Some(']'),
        '（' => Some('）'),
        '【' => Some('】'),
        '〖' => Some('〗'),
        '［' => Some('］'),
        '〔' => Some('〕'),
        _ => None,
    }
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '＂' | '”' | '’' | '\'' | '»' | '«' | '›' | '‹' | '“' | '‘' | '״')
        || matches!(c, ')' | ']' | '）' | '］' | '】' | '〗' | '〕' | '」' | '』' | '｣' | '》')
}

pub(super) fn is_opening(c: char) -> bool {
    matches!(c, '"' | '＂' | '“' | '‘' | '\'' | '«' | '»' | '‹' | '›' | '„' | '‚' | '״')
        || matches!(c, '(' | '[' | '（' | '［' | '【' | '「' | '『' | '｢' | '《')
}
