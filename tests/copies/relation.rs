//! The ways in which one article comes from another.
//!
//! Takes the story of the original, gives that of the copy. What must be found of each stands in `promises`.

use crate::corpus::Dice;
use crate::edit::{corrected, cut, edited, part, remarked};
use crate::story::{Story, Tongue};

/// How a copy comes from its original.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Relation {
    /// Word for word.
    Exact,
    /// This many words of a hundred edited.
    Near(u8),
    /// The first two thirds.
    CutLong,
    /// The first third.
    CutShort,
    /// The first three paragraphs.
    CutThree,
    /// Half as much again at the end.
    Extended,
    /// New paragraphs in front.
    NewLead,
    /// The paragraphs in another order.
    Reordered,
    /// All on one line.
    Merged,
    /// On a page with much around it.
    Heavy,
    /// Other quotation marks, dashes, spaces.
    Marks,
    /// One to three figures corrected.
    Digits,
    /// Another headline.
    Retitled,
}

impl Relation {
    /// All relations, in the order of the table.
    pub(crate) const ALL: [Self; 18] = [
        Self::Exact,
        Self::Retitled,
        Self::Heavy,
        Self::Marks,
        Self::Digits,
        Self::Merged,
        Self::Reordered,
        Self::Near(5),
        Self::Near(10),
        Self::Near(15),
        Self::Near(20),
        Self::Near(30),
        Self::Near(40),
        Self::CutLong,
        Self::CutShort,
        Self::CutThree,
        Self::Extended,
        Self::NewLead,
    ];

    /// Its name in the table and in ids.
    pub(crate) fn name(self) -> String {
        match self {
            Self::Near(percent) => format!("near-{percent:02}"),
            Self::CutLong => "cut-two-thirds".to_owned(),
            Self::CutShort => "cut-third".to_owned(),
            Self::CutThree => "cut-three-paragraphs".to_owned(),
            Self::NewLead => "new-lead".to_owned(),
            other => format!("{other:?}").to_lowercase(),
        }
    }

    /// What the copy says; `other` is a story of which nothing stands in `story`.
    pub(crate) fn apply(
        self,
        tongue: &Tongue,
        story: &Story,
        other: &Story,
        dice: &mut Dice,
    ) -> Story {
        let all = &story.paragraphs;
        let title = if self == Self::Retitled { &other.title } else { &story.title };
        let paragraphs = match self {
            Self::Exact | Self::Merged | Self::Heavy | Self::Retitled => all.clone(),
            Self::Near(percent) => {
                edited(all, f64::from(percent) / 100.0, &tongue.grammar.content, dice)
            }
            Self::CutLong => cut(all, 2.0 / 3.0, dice),
            Self::CutShort => cut(all, 1.0 / 3.0, dice),
            Self::CutThree => all.iter().take(3).cloned().collect(),
            Self::Extended => [&all[..], &half(story, other)].concat(),
            Self::NewLead => [&half(story, other)[..2], all].concat(),
            Self::Reordered => reordered(all, dice),
            Self::Marks => remarked(all, tongue.spaced, dice),
            Self::Digits => corrected(all, dice),
        };
        Story { title: title.clone(), paragraphs }
    }
}

/// Paragraphs of `other` that make half of the words of `story`.
fn half(story: &Story, other: &Story) -> Vec<String> {
    let wanted = part(story.words(), 0.5);
    let mut told = 0;
    let mut taken = Vec::new();
    for paragraph in &other.paragraphs {
        if told >= wanted && taken.len() >= 2 {
            break;
        }
        told += crate::story::words(paragraph);
        taken.push(paragraph.clone());
    }
    taken
}

/// The paragraphs in an order in which at least the first is another.
fn reordered(paragraphs: &[String], dice: &mut Dice) -> Vec<String> {
    let mut text = paragraphs.to_vec();
    for i in (1..text.len()).rev() {
        text.swap(i, dice.below(i + 1));
    }
    if text[0] == paragraphs[0] {
        text.rotate_left(1);
    }
    text
}
