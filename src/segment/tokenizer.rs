//! Lines into blocks.
//!
//! Takes text and what is known of words, gives [`Segmented`]. Two spellings of one word are one token, whatever
//! their case, their marks and their width.

use super::walk::{Sink, Walk};
use super::words::Lexicon;
use super::{Block, Segmented, Token, as_u32};
use memchr::memchr2;
use std::ops::Range;

/// Splits articles into blocks and tokens. Made once, shared by all threads.
#[derive(Debug, Clone, Default)]
pub struct Segmenter {
    lexicon: Lexicon,
}

impl Segmenter {
    /// A segmenter that marks `stops` (any case) as function words.
    pub fn new<'a>(stops: impl IntoIterator<Item = &'a str>) -> Self {
        let plain = Self::default();
        let stops = stops.into_iter().flat_map(|word| plain.tokens(word)).collect();
        Self { lexicon: Lexicon { stops, ..Lexicon::default() } }
    }

    /// The same segmenter, which also knows with which words cues begin, and with which words those end that lead to
    /// something: there lines get the seams that cuts may need.
    #[must_use]
    pub fn with_cues(
        mut self,
        openers: impl IntoIterator<Item = Token>,
        closers: impl IntoIterator<Item = Token>,
    ) -> Self {
        self.lexicon.openers = openers.into_iter().collect();
        self.lexicon.closers = closers.into_iter().collect();
        self
    }

    /// Blocks and tokens of an article. O(bytes); text beyond 2 GiB is not looked at.
    #[must_use]
    pub fn segment(&self, text: &str, title: Option<&str>) -> Segmented {
        let mut out = Segmented {
            blocks: Vec::with_capacity(text.len() / 160 + 1),
            tokens: Vec::with_capacity(text.len() / 5 + 1),
            capitals: Vec::with_capacity(text.len() / 160 + 1),
            ..Segmented::default()
        };
        self.segment_into(text, title, &mut out);
        out
    }

    /// [`Segmenter::segment`] into an article whose memory is used again.
    pub fn segment_into(&self, text: &str, title: Option<&str>, out: &mut Segmented) {
        out.clear();
        let mut scratch = String::new();
        let sink = &mut Sink { out, scratch: &mut scratch };
        let mut at = 0;
        while at < text.len() && at < u32::MAX as usize / 2 {
            let rest = &text.as_bytes()[at..];
            let len = memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
            self.block(text, at..at + len, sink);
            at += len + 1;
        }
        sink.out.title = as_u32(sink.out.tokens.len());
        if let Some(title) = title {
            self.title(title, sink.out);
        }
    }

    /// The tokens of a phrase.
    #[must_use]
    pub fn tokens(&self, phrase: &str) -> Vec<Token> {
        let mut out = Segmented::default();
        self.each_step(phrase, |_, _| (), &mut out);
        out.tokens
    }

    /// Where each token of a line stands in it, in bytes.
    #[must_use]
    pub fn spans(&self, line: &str) -> Vec<Range<usize>> {
        let mut spans = Vec::new();
        let each = |tokens, span| {
            if tokens > spans.len() {
                spans.push(span);
            }
        };
        self.each_step(line, each, &mut Segmented::default());
        spans
    }

    /// Walks over a line that is not part of an article: after every step tells how many tokens there are, and the bytes
    /// of the step.
    fn each_step(
        &self,
        line: &str,
        mut each: impl FnMut(usize, Range<usize>),
        out: &mut Segmented,
    ) {
        let sink = &mut Sink { out, scratch: &mut String::new() };
        let mut walk = Walk::new(&self.lexicon, (line, 0..line.len()), sink.out.tokens.len());
        while walk.at < line.len() {
            let start = walk.at;
            walk.step(sink);
            each(sink.out.tokens.len(), start..walk.at);
        }
    }

    /// The words of the title; its seams and capitals are not kept.
    fn title(&self, title: &str, out: &mut Segmented) {
        let (seams, capitals) = (out.seams.len(), out.capitals.len());
        let last = out.capitals.last().copied();
        self.each_step(title, |_, _| (), out);
        out.seams.truncate(seams);
        out.capitals.truncate(capitals);
        if let (Some(before), Some(now)) = (last, out.capitals.last_mut()) {
            *now = before;
        }
    }

    /// One line, if it is not blank.
    fn block(&self, text: &str, line: Range<usize>, sink: &mut Sink<'_>) {
        let span = trimmed(text, line);
        if span.is_empty() {
            return;
        }
        let (first, seams) = (sink.out.tokens.len(), sink.out.seams.len());
        let mut walk = Walk::new(&self.lexicon, (text, span.clone()), first);
        walk.run(sink);
        if walk.is_led() {
            // What a cue leads to may end at any word.
            sink.out.tokens.truncate(first);
            sink.out.seams.truncate(seams);
            walk = Walk::new(&self.lexicon, (text, span.clone()), first).with_every_seam();
            walk.run(sink);
        }
        let count = sink.out.tokens.len() - first;
        let fingerprint = match count {
            0 => xxhash_rust::xxh3::xxh3_64(&text.as_bytes()[span.clone()]),
            _ => walk.fingerprint(),
        };
        for seam in &mut sink.out.seams[seams..] {
            seam.byte += as_u32(span.start);
        }
        sink.out.blocks.push(Block {
            start: as_u32(span.start),
            end: as_u32(span.end),
            first: as_u32(first),
            count: as_u32(count),
            fingerprint,
            form: walk.finish(),
        });
    }
}

/// The bytes of a line without the white space around it.
fn trimmed(text: &str, line: Range<usize>) -> Range<usize> {
    let whole = &text[line.clone()];
    let kept = whole.trim_start();
    let start = line.end - kept.len();
    start..start + kept.trim_end().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::{End, Form, Seam};

    fn words(line: &str) -> Vec<Token> {
        Segmenter::new([]).tokens(line)
    }

    #[test]
    fn spelling_of_quotes_case_and_width_makes_no_difference() {
        assert_eq!(words("“Don’t”, SHE said"), words("\"don't\" she Said"));
        assert_eq!(words("ｆｕｌｌ　ｗｉｄｔｈ"), words("full width"));
        assert_eq!(words("cafe\u{301} Über"), words("café über"));
        assert_eq!(words("co\u{ad}operate"), words("cooperate"));
    }

    #[test]
    fn figures_are_one_token_each() {
        assert_eq!(words("1,250.5 crowns").len(), 2);
        assert_eq!(words("at 10:30, 2019.").len(), 4);
        assert_eq!(words("17개의 댓글"), words("17 개의 댓글"));
    }

    #[test]
    fn scripts_without_spaces_give_characters() {
        assert_eq!(words("延伸阅读：新闻").len(), 6);
        assert_eq!(words("ข่าว").len(), 3);
        assert_eq!(words("경제 뉴스").len(), 2);
    }

    #[test]
    fn form_tells_leads_and_ends() {
        let form = |s: &str| Segmenter::new([]).segment(s, None).blocks[0].form;
        assert_eq!(form("READ:   Russia Allows Diplomacy").lead, 1);
        assert_eq!(form("SEE ALSO: x").lead, 2);
        assert_eq!(form("It was 10:30 when").lead, 0);
        assert_eq!(form("延伸阅读：新闻").lead, 4);
        assert_eq!(form("He said “no.”").end, End::Stop);
        assert!(form("ADVERTISEMENT").has(Form::CAPS));
        assert!(form("It rained again. Nobody came.").has(Form::SENTENCES));
        assert!(!form("The U.S. Senate met").has(Form::SENTENCES));
        assert!(form("(PHOTOS: a gala)").has(Form::BRACKETED));
    }

    #[test]
    fn blocks_are_trimmed_lines() {
        let s = Segmenter::new([]).segment("\n  One line \r\n\r\n***\nTwo\n", Some("The title"));
        let spans: Vec<_> = s.blocks.iter().map(Block::span).collect();
        assert_eq!(spans, [3..11, 16..19, 20..23]);
        assert_eq!(s.title().len(), 2);
    }

    /// What begins at each seam of a line.
    fn after(segmenter: &Segmenter, line: &str) -> Vec<(String, bool)> {
        let seams = segmenter.segment(line, None).seams;
        let word = |s: &Seam| line[s.byte as usize..].split(' ').next().unwrap_or("").to_owned();
        seams.iter().map(|s| (word(s), s.is_sentence())).collect()
    }

    #[test]
    fn sentences_begin_at_seams() {
        let plain = Segmenter::new(["the"]);
        let sentences = |line: &str| -> Vec<String> {
            after(&plain, line).into_iter().filter(|s| s.1).map(|s| s.0).collect()
        };
        assert_eq!(sentences("It rained. (Nobody came.) “So what?” she said."), ["(Nobody", "“So"]);
        assert_eq!(sentences("Sen. Wells met Mr. Oak on Jan. 4 at 5 p.m. sharp"), [""; 0]);
        assert_eq!(plain.segment("下雨了。没有人来。", None).seams[0].word, 3);
    }

    #[test]
    fn what_is_quoted_is_marked() {
        let seams =
            Segmenter::new([]).segment("He said: “It rained. Nobody came.” Then he left.", None);
        let told: Vec<bool> =
            seams.seams.iter().filter(|s| s.is_sentence()).map(|s| s.has(Seam::QUOTED)).collect();
        assert_eq!(told, [true, false]);
    }

    #[test]
    fn quotations_of_every_script_are_told_from_abbreviations_and_arrows() {
        let told = |line: &str| -> Vec<bool> {
            let seams = Segmenter::new([]).segment(line, None).seams;
            seams.iter().filter(|s| s.is_sentence()).map(|s| s.has(Seam::QUOTED)).collect()
        };
        let quoted = [true, false];
        assert_eq!(told("Er sagte: »Heute regnet Schnee. Niemand kam.« Dann ging er."), quoted);
        assert_eq!(told("Hon sade: ”Det regnade. Ingen kom.” Sedan gick hon."), quoted);
        assert_eq!(told("הוא אמר: ״ירד גשם. איש לא הגיע.״ ואז הלך."), quoted);
        assert_eq!(told("דו\"ח ודו״ח חדשים. איש לא הגיע. ואז הלך."), [false, false]);
        assert_eq!(told("Read more » Ferries were late. Nobody came."), [false]);
    }

    #[test]
    fn marks_without_width_and_shape_hide_no_seam() {
        let starts = |line: &str| -> Vec<(u32, bool)> {
            let seams = Segmenter::new([]).segment(line, None).seams;
            seams.iter().map(|s| (s.word, s.is_sentence())).collect()
        };
        assert_eq!(starts("وصلت السفينة.\u{200f} غادر الركاب"), [(2, true)]);
        assert_eq!(starts("وصلت السفينة. \u{200f}غادر الركاب"), [(2, true)]);
        // A question mark above a vowel, and a doubled sign before a small letter.
        assert_eq!(starts("Ի՞նչ եղավ այսօր։ Ոչինչ"), [(4, true)]);
        assert_eq!(starts("what now‼ said the captain"), []);
    }

    #[test]
    fn what_a_lead_of_any_script_leads_to_begins_at_a_seam() {
        let plain = Segmenter::new([]);
        let ends = |lead: &str, line: &str| {
            let last = plain.tokens(lead).pop();
            let cued = Segmenter::new([]).with_cues([], last);
            let seams = cued.segment(line, None).seams;
            seams
                .iter()
                .find(|s| s.has(Seam::DELIMITED))
                .map(|s| line[s.byte as usize..].to_owned())
        };
        for (lead, line, filling) in [
            ("関連記事", "【関連記事】新しい船", "新しい船"),
            ("関連記事", "船が着いた。関連記事：新しい船", "新しい船"),
            ("関連記事", "船が着いた。関連記事:新しい船", "新しい船"),
            ("อ่านเพิ่มเติม", "เรือมา อ่านเพิ่มเติม: เรือใหม่", "เรือใหม่"),
            ("اقرأ أيضا", "وصلت السفينة. اقرأ أيضا:\u{200f} سفن جديدة", "سفن جديدة"),
            ("read more", "It rained. Read more » Ferries late", "Ferries late"),
        ] {
            assert_eq!(ends(lead, line).as_deref(), Some(filling), "{line}");
        }
    }

    #[test]
    fn a_cue_with_a_delimiter_makes_every_place_a_seam() {
        let plain = Segmenter::new([]);
        let read = plain.tokens("read");
        let cued = Segmenter::new([]).with_cues(read.clone(), read);
        let line = "the mayor READ: ferries late said on Tuesday";
        assert_eq!(after(&cued, line).len(), 7);
        assert_eq!(after(&plain, line).len(), 2);
    }
}
