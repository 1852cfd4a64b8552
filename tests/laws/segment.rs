//! Laws of `segment`: blocks cover the text, fingerprints are blind to dress, and no text can break the walk.

use super::cases;
use copydesk::segment::{Segmented, Segmenter, fold};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

fn segment(text: &str) -> Segmented {
    Segmenter::new(["the", "of", "и"]).segment(text, Some(text))
}

/// What breaks tokenizers: line ends of all kinds, marks, joiners, scripts with and without spaces.
const PIECES: &str = "\n \r\n \r \t \u{a0} \u{3000} \u{2028} \u{85} ' ’ . , ... … : ： » | - — \u{301} \u{ad} \
    \u{200b} \u{200d} \u{feff} \u{640} © @ www. :// { </ a Z the ß İ ﬁ Ω ς ж И 新 聞 カ ｶ ﾞ ข่า ။ 한 م ٣ ² Ⅷ 1 \
    1,250.5 10:30 \u{10ffff} \u{0} 😀 👩\u{200d}👧 \u{1f1e6}";

/// Text made of such pieces and of anything else.
pub(super) fn text() -> impl Strategy<Value = String> {
    let pieces: Vec<&str> = PIECES.split(' ').chain([" "]).collect();
    let piece = prop_oneof![
        4 => select(pieces).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
        1 => any::<char>().prop_map(String::from),
    ];
    vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// Words of letters that have one capital each, and figures.
fn words() -> impl Strategy<Value = Vec<String>> {
    let word = prop_oneof![
        "[a-z]{1,9}",
        "[a-zàâçéèêëïôöüñø]{2,9}",
        "[а-яё]{1,9}",
        "[αβγδεζηθικλμνξοπρστυφχψω]{1,8}",
        "[0-9]{1,4}",
    ];
    vec(word, 1..25)
}

/// The same words in another dress.
fn dressed(words: &[String], dress: &[(u8, u8)]) -> String {
    let gaps =
        [" ", "  ", ", ", " — ", "\t", ". ", "! ", " “", "” ", "\u{a0}", " (", ") ", " / ", "; "];
    let mut out = String::new();
    for (i, word) in words.iter().enumerate() {
        let (case, gap) = dress[i % dress.len()];
        if i > 0 {
            out.push_str(gaps[usize::from(gap) % gaps.len()]);
        }
        match case % 3 {
            0 => out.push_str(word),
            1 => out.push_str(&word.to_uppercase()),
            _ => out.extend(
                word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)),
            ),
        }
    }
    out
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn blocks_cover_all_text_and_never_overlap(text in text()) {
        let segmented = segment(&text);
        let mut at = 0;
        for block in &segmented.blocks {
            let span = block.span();
            prop_assert!(at <= span.start && span.start < span.end && span.end <= text.len());
            prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
            prop_assert!(text[at..span.start].trim().is_empty(), "not covered: {:?}", &text[at..span.start]);
            let line = &text[span.clone()];
            prop_assert_eq!(line.trim(), line);
            prop_assert!(!line.contains(['\n', '\r']));
            at = span.end;
        }
        prop_assert!(text[at..].trim().is_empty(), "not covered: {:?}", &text[at..]);
    }

    #[test]
    fn seams_stand_between_words(text in text()) {
        let read = Segmenter::new([]).tokens("z");
        let segmented = Segmenter::new(["the"]).with_cues(read.clone(), read).segment(&text, None);
        let seams = segmented.blocks.iter().flat_map(|b| segmented.seams_of(b));
        prop_assert_eq!(seams.count(), segmented.seams.len(), "every seam is in a block");
        for block in &segmented.blocks {
            let seams = segmented.seams_of(block);
            prop_assert!(seams.is_sorted_by(|a, b| a.byte < b.byte && a.word < b.word));
            for seam in seams {
                let (before, byte) = (seam.before() as usize, seam.byte as usize);
                prop_assert!((1..block.count).contains(&seam.word));
                prop_assert!(block.span().contains(&before) && text.is_char_boundary(byte));
                prop_assert!(text[before..byte].trim().is_empty());
                // The words on both sides are the same when they are read apart.
                let left = Segmenter::new(["the"]).tokens(&text[block.start as usize..before]);
                let words = segmented.tokens_of(block);
                prop_assert_eq!(left.as_slice(), &words[..seam.word as usize]);
                let right = Segmenter::new(["the"]).tokens(&text[byte..block.end as usize]);
                prop_assert_eq!(right.as_slice(), &words[seam.word as usize..]);
            }
        }
    }

    #[test]
    fn what_is_taken_out_was_never_there(text in text(), cut in any::<(u32, u32)>()) {
        let mut segmented = segment(&text);
        let whole = segmented.clone();
        let Some(block) = whole.blocks.iter().find(|b| b.count > 1) else { return Ok(()) };
        let (first, count) = (block.first + cut.0 % block.count, cut.1 % block.count);
        let end = (first + count).min(block.first + block.count);
        let part = first as usize..end as usize;
        segmented.take_out(std::slice::from_ref(&part));
        prop_assert_eq!(segmented.title(), whole.title());
        for (old, new) in whole.blocks.iter().zip(&segmented.blocks) {
            if old == block {
                prop_assert_eq!(new.count, old.count - (end - first));
            } else {
                prop_assert_eq!(segmented.tokens_of(new), whole.tokens_of(old));
            }
        }
    }

    #[test]
    fn tokens_lie_block_after_block_with_the_title_last(text in text(), title in text()) {
        let segmented = Segmenter::new([]).segment(&text, Some(&title));
        let mut next = 0;
        for block in &segmented.blocks {
            prop_assert_eq!(block.first, next);
            next += block.count;
        }
        prop_assert_eq!(segmented.title, next);
        prop_assert_eq!(segmented.title(), Segmenter::new([]).tokens(&title));
    }

    #[test]
    fn a_block_is_what_its_line_is_alone(text in text()) {
        let segmented = segment(&text);
        for block in &segmented.blocks {
            let alone = segment(&text[block.span()]);
            prop_assert_eq!(alone.blocks.len(), 1);
            prop_assert_eq!(alone.blocks[0].fingerprint, block.fingerprint);
            prop_assert_eq!(alone.blocks[0].form, block.form);
            prop_assert_eq!(alone.tokens_of(&alone.blocks[0]), segmented.tokens_of(block));
        }
    }

    #[test]
    fn no_bytes_break_the_walk(bytes in vec(any::<u8>(), 0..400)) {
        let text = String::from_utf8_lossy(&bytes);
        let segmented = segment(&text);
        prop_assert!(segmented.tokens.len() <= 2 * text.chars().count());
    }

    #[test]
    fn both_roads_lead_to_the_same_words(line in "[A-Za-z0-9 ,:“”()/-]{0,90}|([A-Za-z]{1,20}[ ,:] ?){0,15}") {
        // A mark without width in every word: none of them takes the road of plain letters.
        let letters = |pair: (&str, &str)| {
            let is = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
            (is(pair.0.chars().next_back()), is(pair.1.chars().next()))
        };
        let marked: String = line.char_indices().flat_map(|(at, c)| {
            let (before, after) = (letters(line.split_at(at)), letters(line.split_at(at + c.len_utf8())));
            let begins = !before.0 && after == (true, true);
            [Some(c), begins.then_some('\u{2060}')].into_iter().flatten()
        }).collect();
        let (plain, other) = (segment(&line), segment(&marked));
        prop_assert_eq!(&plain.tokens, &other.tokens);
        prop_assert_eq!(&plain.capitals, &other.capitals);
        let form = |s: &Segmented| s.blocks.iter().map(|b| (b.fingerprint, b.form)).collect::<Vec<_>>();
        prop_assert_eq!(form(&plain), form(&other));
        let seams = |s: &Segmented| s.seams.iter().map(|s| (s.word, s.space, s.marks)).collect::<Vec<_>>();
        prop_assert_eq!(seams(&plain), seams(&other));
    }

    #[test]
    fn memory_that_is_used_again_says_nothing(old in text(), new in text()) {
        let segmenter = Segmenter::new(["the"]);
        let mut again = segmenter.segment(&old, Some(&new));
        segmenter.segment_into(&new, Some(&old), &mut again);
        prop_assert_eq!(again, segmenter.segment(&new, Some(&old)));
    }

    #[test]
    fn fingerprints_ignore_case_punctuation_and_spacing(
        words in words(),
        one in vec(any::<(u8, u8)>(), 1..9),
        other in vec(any::<(u8, u8)>(), 1..9),
    ) {
        let (a, b) = (dressed(&words, &one), dressed(&words, &other));
        let (left, right) = (segment(&a), segment(&b));
        prop_assert_eq!(left.blocks[0].fingerprint, right.blocks[0].fingerprint, "{:?} {:?}", a, b);
        prop_assert_eq!(left.tokens.len(), 2 * words.len());
    }

    #[test]
    fn other_words_have_other_fingerprints(a in words(), b in words()) {
        let segmenter = Segmenter::new([]);
        let print = |words: &[String]| fold(0, &segmenter.tokens(&words.join(" ")));
        prop_assert_eq!(a == b, print(&a) == print(&b));
    }
}

#[test]
fn capitals_are_the_same_words_in_every_script() {
    let segmenter = Segmenter::new([]);
    let words = "порт ПОРТ, écoutez ÉCOUTEZ, δρόμος ΔΡΌΜΟΣ, schließen SCHLIESSEN, için İÇİN, tıklayın TIKLAYIN";
    let other = |pair: &&str| {
        let (lower, upper) = pair.split_once(' ').unwrap();
        segmenter.tokens(lower) != segmenter.tokens(upper)
    };
    let told_apart: Vec<&str> = words.split(", ").filter(other).collect();
    assert!(told_apart.is_empty(), "one word, two tokens: {told_apart:?}");
}

#[test]
fn full_stops_of_every_script_are_no_words() {
    let segmenter = Segmenter::new([]);
    let stops = "Han 。, Devanagari ।, Arabic ۔, Burmese ။, Khmer ។, Tibetan །";
    let is_word = |pair: &&str| !segmenter.tokens(pair.split_once(' ').unwrap().1).is_empty();
    let wrong: Vec<&str> = stops.split(", ").filter(is_word).collect();
    assert!(wrong.is_empty(), "full stops that became words: {wrong:?}");
}

#[test]
fn widths_of_kana_make_no_difference() {
    let segmenter = Segmenter::new([]);
    assert_eq!(segmenter.tokens("ﾆｭｰｽ"), segmenter.tokens("ニュース"));
}
