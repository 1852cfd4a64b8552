//! Stories that have something in common and are stories of their own all the same.
//!
//! Takes a press, prints families with a common background, round-ups and the stories in them, interviews with the
//! same questions, stories in one dress, and updates.

use crate::edit::{edited, part};
use crate::grammar::Voice;
use crate::made::{Press, Sheet};
use crate::outlet::PLAIN;
use crate::story::{Story, paragraph, seed, words};

/// How many of each kind.
const TIMES: usize = 4;
/// Stories in a round-up.
const ROUND: usize = 10;

/// The story with a background of half its own words: a third of the article.
fn with_background(story: &Story, background: &str) -> Story {
    let wanted = words(background) * 2;
    let mut told = 0;
    let mut paragraphs = Vec::new();
    for paragraph in &story.paragraphs {
        if told >= wanted {
            break;
        }
        told += words(paragraph);
        paragraphs.push(paragraph.clone());
    }
    paragraphs.insert(paragraphs.len().min(3), background.to_owned());
    Story { title: story.title.clone(), paragraphs }
}

/// Prints families of `size` stories that share one paragraph, on `hosts` hosts.
fn family(press: &mut Press, relation: &str, size: usize, hosts: usize) {
    for number in 0..TIMES {
        let grammar = &press.tongue.grammar;
        let mut voice = Voice::new(grammar, seed(&[press.tongue.code, relation, "same"], number));
        let background = paragraph(&mut voice, (5, 6), usize::MAX);
        let (outlet, day) = (press.dice.below(PLAIN), press.dice.below(500));
        for member in 0..size {
            let story = press.story(relation, number * size + member);
            let label = format!("{}-trap-{relation}-{number:02}-{member}", press.tongue.code);
            let sheet = Sheet {
                story: &label,
                relation,
                suffix: "a",
                outlet: (outlet + member % hosts) % PLAIN,
                day: Some(day + 2 * member),
            };
            press.print(&sheet, &with_background(&story, &background));
        }
    }
}

/// Two stories on two hosts with one background paragraph.
pub(crate) fn background_of_two(press: &mut Press) {
    family(press, "background-pair", 2, 2);
}

/// Six stories on three hosts with one background paragraph.
pub(crate) fn background_of_six(press: &mut Press) {
    family(press, "background-family", 6, 3);
}

/// Ten stories and a page that quotes their headlines and first paragraphs, or the `whole`; it comes out `after` them or
/// before.
fn round_up(
    press: &mut Press,
    relation: &str,
    number: usize,
    size: (usize, usize),
    (after, whole): (bool, bool),
) {
    let code = press.tongue.code;
    let label = format!("{code}-trap-{relation}-{number:02}");
    let day = 20 + press.dice.below(500);
    let mut all =
        Story { title: press.story(relation, 900 + number).title, paragraphs: Vec::new() };
    for member in 0..ROUND {
        let key = seed(&[code, relation], number * ROUND + member);
        let story = Story::of_words(press.tongue, key, size);
        all.paragraphs.push(story.title.clone());
        let told = if whole { story.paragraphs.len() } else { 1 };
        all.paragraphs.extend(story.paragraphs[..told].iter().cloned());
        let (suffix, outlet) = (member.to_string(), press.dice.below(PLAIN));
        let day = Some(day + press.dice.below(3));
        let sheet = Sheet { story: &label, relation, suffix: &suffix, outlet, day };
        press.print(&sheet, &story);
    }
    let (outlet, day) = (press.dice.below(PLAIN), if after { day + 4 } else { day - 1 });
    let sheet = Sheet { story: &label, relation, suffix: "all", outlet, day: Some(day) };
    press.print(&sheet, &all);
}

/// Pages with the headline and the first paragraph of ten stories, before and after those.
pub(crate) fn round_ups_of_leads(press: &mut Press) {
    for number in 0..TIMES {
        round_up(press, "leads-before", number, (250, 640), (false, false));
        round_up(press, "leads-after", number, (250, 640), (true, false));
    }
}

/// Pages with ten short stories as a whole, before those come out alone.
pub(crate) fn round_ups_of_stories(press: &mut Press) {
    for number in 0..TIMES {
        round_up(press, "stories-before", number, (60, 78), (false, true));
    }
}

/// Different stories of one outlet with whole menus around each.
pub(crate) fn same_dress(press: &mut Press) {
    for member in 0..8 {
        let label = format!("{}-trap-same-dress-{member:02}", press.tongue.code);
        // Short ones, so that the menus are a good part of the page.
        let key = seed(&[press.tongue.code, "same-dress"], member);
        let story = Story::of_words(press.tongue, key, (90, 160));
        let day = Some(press.dice.below(500));
        let sheet =
            Sheet { story: &label, relation: "same-dress", suffix: "a", outlet: PLAIN, day };
        press.print(&sheet, &story);
    }
}

/// Two interviews with the same questions and other answers.
pub(crate) fn interviews(press: &mut Press) {
    for number in 0..TIMES {
        let (code, grammar) = (press.tongue.code, &press.tongue.grammar);
        let mut asked = Voice::new(grammar, seed(&[code, "questions"], number));
        let patterns = grammar.list("question");
        let questions: Vec<String> = patterns.iter().map(|q| asked.fill(q)).collect();
        let (outlet, day) = (press.dice.below(PLAIN), press.dice.below(500));
        for member in 0..2 {
            let mut voice = Voice::new(grammar, seed(&[code, "answers"], 2 * number + member));
            let answer = |question: &String| [question.clone(), paragraph(&mut voice, (2, 4), 70)];
            let paragraphs: Vec<String> = questions.iter().flat_map(answer).collect();
            let title = press.story("interview", 2 * number + member).title;
            let label = format!("{code}-trap-interview-{number:02}-{member}");
            let day = Some(day + 10 * member);
            let sheet = Sheet { story: &label, relation: "interview", suffix: "a", outlet, day };
            press.print(&sheet, &Story { title, paragraphs });
        }
    }
}

/// A story and its later version: much longer, and with some words rewritten.
pub(crate) fn updates(press: &mut Press) {
    for number in 0..3 * TIMES {
        let (story, more) = (press.story("update", number), press.story("update-more", number));
        let label = format!("{}-trap-update-{number:02}", press.tongue.code);
        let (outlet, day) = (press.dice.below(PLAIN), press.dice.below(500));
        let sheet = |suffix, day| Sheet {
            story: &label,
            relation: "update",
            suffix,
            outlet,
            day: Some(day),
        };
        press.print(&sheet("a", day), &story);
        let content = &press.tongue.grammar.content;
        let figures = crate::edit::renewed(&story.paragraphs, &mut press.dice);
        let mut paragraphs = edited(&figures, 0.03, content, &mut press.dice);
        let wanted = part(story.words(), 0.6);
        let mut told = 0;
        for paragraph in
            more.paragraphs.iter().chain(&press.story("update-rest", number).paragraphs)
        {
            if told >= wanted {
                break;
            }
            told += words(paragraph);
            paragraphs.push(paragraph.clone());
        }
        press.print(&sheet("b", day + 1), &Story { title: story.title.clone(), paragraphs });
    }
}
