//! The short lines of all articles: those that can be fillings of a template.
//!
//! Takes articles, gives lines as tokens, flat. Knows no template.

use crate::desk::Line;
use crate::segment::{Block, Segmented, Token};
use std::ops::RangeInclusive;

/// Lines of this many tokens can be fillings of a template.
pub(super) const TOKENS: RangeInclusive<usize> = 2..=32;

/// The short lines of some articles, tokens flat.
#[derive(Debug, Default)]
pub(super) struct Lines {
    tokens: Vec<Token>,
    pub(super) rows: Vec<Row>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    start: usize,
    pub(super) len: u8,
    pub(super) lead: u8,
    pub(super) sentence: bool,
    pub(super) news: News,
    pub(super) article: u32,
}

/// Whether a line is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct News {
    /// To its host.
    pub(super) here: bool,
    /// To all hosts.
    pub(super) anywhere: bool,
}

impl Lines {
    /// Takes in the lines of an article; `news` tells of each block whether it is new to a desk.
    pub(super) fn add(&mut self, number: u32, article: &Segmented, news: impl Fn(&Block) -> News) {
        for block in article.blocks.iter().filter(|b| TOKENS.contains(&(b.count as usize))) {
            self.rows.push(Row {
                start: self.tokens.len(),
                len: u8::try_from(block.count).unwrap_or(u8::MAX),
                lead: block.form.lead,
                sentence: block.form.ends_sentence(),
                news: news(block),
                article: number,
            });
            self.tokens.extend_from_slice(article.tokens_of(block));
        }
    }

    /// Takes in a line of a desk.
    pub(super) fn push(&mut self, line: &Line, article: u32) {
        self.rows.push(Row {
            start: self.tokens.len(),
            len: u8::try_from(line.tokens.len()).unwrap_or(u8::MAX),
            lead: line.lead,
            sentence: line.sentence,
            news: News { here: true, anywhere: true },
            article,
        });
        self.tokens.extend_from_slice(&line.tokens);
    }

    /// Leaves so many lines.
    pub(super) fn truncate(&mut self, lines: usize) {
        if let Some(first) = self.rows.get(lines) {
            self.tokens.truncate(first.start);
            self.rows.truncate(lines);
        }
    }

    /// Puts the lines of later articles behind these.
    pub(super) fn append(&mut self, next: &Self) {
        let shift = self.tokens.len();
        self.tokens.extend_from_slice(&next.tokens);
        self.rows.extend(next.rows.iter().map(|row| Row { start: row.start + shift, ..*row }));
    }

    /// Turns every line round.
    pub(super) fn reverse(&mut self) {
        for row in &self.rows {
            self.tokens[row.start..row.start + usize::from(row.len)].reverse();
        }
    }

    pub(super) fn of(&self, row: &Row) -> &[Token] {
        &self.tokens[row.start..row.start + usize::from(row.len)]
    }
}
