//! Two articles side by side, as people read them.
//!
//! Takes a [`PairExplanation`] and the width of the terminal, gives styled text: who they are, what they share, the
//! verdict, and their paragraphs in two columns. Signs say all that colours say. Decides nothing.

use super::columns::{Columns, Line, Run, painted, wrap};
use super::terminal::tame;
use crate::pipeline::{Aligned, AlignedKind, Amount, PairExplanation, PairSide, Passage};
use crate::report::model::Relation;
use clap::builder::styling::{AnsiColor, Style};

/// Ids and the verdict.
const STRONG: Style = Style::new().bold();
/// What stands in both.
const ASIDE: Style = Style::new().dimmed();
/// What only the first says, and only the second.
const ONLY: [Style; 2] = [AnsiColor::Red.on_default(), AnsiColor::Green.on_default()];
/// What needs no style.
const PLAIN: Style = Style::new();
/// What stands around words that differ.
const MARKS: [[&str; 2]; 2] = [["[-", "-]"], ["{+", "+}"]];

/// Columns where the page has no edge, or one too near.
const WIDTH: usize = 100;
/// Fewest columns in which two texts can be read beside each other.
const NARROW: usize = 60;
/// Lines of a paragraph that is the same in both, and paragraphs of a run of such, that are shown.
const LINES: usize = 3;
const RUN: usize = 4;

/// Everything.
pub(crate) fn render(pair: &PairExplanation, width: Option<usize>) -> String {
    let columns = Columns::new(width.filter(|w| *w >= NARROW).unwrap_or(WIDTH));
    let mut page = head(pair, columns);
    page.push('\n');
    for (style, sentence) in similarities(pair) {
        page.push_str(&across(columns, style, &sentence));
    }
    page.push('\n');
    page.push_str(&across(columns, STRONG, &pair.verdict.why.join(" ")));
    page.push('\n');
    page.push_str(&across(columns, PLAIN, &legend(&pair.rows)));
    page.push_str(&columns.rule());
    page.push_str(&rows(pair, columns));
    page
}

/// A paragraph over both columns.
fn across(columns: Columns, style: Style, text: &str) -> String {
    let lines = wrap(&[(style, tame(text).into_owned())], columns.all());
    lines.iter().map(|line| format!("  {}\n", painted(line))).collect()
}

/// Who they are, field by field.
fn head(pair: &PairExplanation, columns: Columns) -> String {
    let (a, b) = (fields(&pair.a, "A", (&pair.b, "B")), fields(&pair.b, "B", (&pair.a, "A")));
    let fold = |(style, text): &Run| wrap(&[(*style, tame(text).into_owned())], columns.each);
    a.iter().zip(&b).map(|(a, b)| columns.row(" ", &fold(a), &fold(b))).collect()
}

/// What is said of one article, the same lines of each.
fn fields(side: &PairSide, name: &str, other: (&PairSide, &str)) -> Vec<Run> {
    let about: Vec<&str> = [&side.host, &side.date].into_iter().flatten().map(|s| &**s).collect();
    let mut fields = vec![
        (STRONG, format!("{name}  {}", side.id)),
        (PLAIN, about.join("  ")),
        (PLAIN, side.title.clone().unwrap_or_default()),
        (PLAIN, fate(side, other)),
        (ASIDE, format!("{} of {} words are compared", side.content.words, side.all.words)),
    ];
    let rest = [(side.removed, "removed as boilerplate"), (side.aside, "kept, but not compared")];
    let rest = rest.into_iter().map(|(Amount { blocks, words }, what)| {
        (ASIDE, format!("{}, {} {what}", count(blocks, "block"), count(words, "word")))
    });
    fields.extend(rest);
    fields
}

/// What became of an article.
fn fate(side: &PairSide, (other, name): (&PairSide, &str)) -> String {
    let Some(row) = &side.row else { return "kept, in no cluster".to_owned() };
    match &row.duplicate_of {
        Some(kept) => {
            let kept = if *kept == other.id { name } else { kept };
            format!("{} copy of {kept}", relation(row.relation))
        }
        None if row.representative => "kept, representative of its cluster".to_owned(),
        None => "kept, a version in its cluster".to_owned(),
    }
}

fn relation(relation: Relation) -> String {
    format!("{relation:?}").to_lowercase()
}

fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// What they share, and how far apart they are.
fn similarities(pair: &PairExplanation) -> Vec<(Style, String)> {
    let s = &pair.similarity;
    let jaccard = format!(
        "Jaccard {:.2} (one story from {:.2}, near copy from {:.2})",
        s.jaccard, s.version, s.near
    );
    let contained = format!(
        "{:.0} % of A stands in B, {:.0} % of B in A (contained copy from {:.0} %)",
        percent(s.a_in_b),
        percent(s.b_in_a),
        percent(s.contained)
    );
    let days = match s.days {
        None => "dates not both known".to_owned(),
        Some(0) => "the same day".to_owned(),
        Some(days) => format!("{} apart", count(days as usize, "day")),
    };
    let hosts = match s.same_host {
        None => "hosts not both known",
        Some(true) => "the same host",
        Some(false) => "different hosts",
    };
    let recurring = if s.recurring { "; what differs are figures and dates" } else { "" };
    vec![(PLAIN, jaccard), (PLAIN, contained), (PLAIN, format!("{days}, {hosts}{recurring}"))]
}

/// Whole percents, never rounded up.
fn percent(share: f64) -> f64 {
    (share * 100.0).floor()
}

/// What the signs mean, with how often each comes.
fn legend(rows: &[Aligned]) -> String {
    let of = |kind| rows.iter().filter(move |r| r.kind == kind);
    let names = [
        (AlignedKind::Same, "the same"),
        (AlignedKind::Alike, "alike"),
        (AlignedKind::OnlyA, "only in A"),
        (AlignedKind::OnlyB, "only in B"),
    ];
    let words = names.map(|(kind, name)| {
        let moved = of(kind).filter(|r| r.moved).count();
        let moved = if moved > 0 { format!(" ({moved} moved)") } else { String::new() };
        format!("{} {} {name}{moved}", sign(kind), of(kind).count())
    });
    format!("passages:  {}", words.join(",  "))
}

/// What stands in the margin.
fn sign(kind: AlignedKind) -> &'static str {
    match kind {
        AlignedKind::Same => "=",
        AlignedKind::Alike => "~",
        AlignedKind::OnlyA => "<",
        AlignedKind::OnlyB => ">",
    }
}

/// The paragraphs; of a long run that is the same in both the first and the last.
fn rows(pair: &PairExplanation, columns: Columns) -> String {
    let same = |r: &Aligned| r.kind == AlignedKind::Same && !r.moved;
    let runs = pair.rows.chunk_by(|x, y| same(x) && same(y));
    let mut parts = Vec::new();
    for run in runs {
        match run {
            [first, middle @ .., last] if run.len() >= RUN => {
                let words = middle.iter().flat_map(|r| &r.a).map(|p| p.words).sum();
                let left_out = format!(
                    "… {}, {}, the same",
                    count(middle.len(), "paragraph"),
                    count(words, "word")
                );
                let line = [vec![(ASIDE, left_out)]];
                parts.push(row(first, columns));
                parts.push(columns.row("=", &line, &line));
                parts.push(row(last, columns));
            }
            _ => parts.extend(run.iter().map(|r| row(r, columns))),
        }
    }
    parts.join(&columns.row(" ", &[Line::new()], &[]))
}

fn row(row: &Aligned, columns: Columns) -> String {
    let cell = |side: usize, passage: &Option<Passage>| {
        passage.as_ref().map(|p| cell(row.kind, side, p, columns.each)).unwrap_or_default()
    };
    let (left, right) = (cell(0, &row.a), cell(1, &row.b));
    let text = columns.row(sign(row.kind), &left, &right);
    let numbers = row.a.as_ref().zip(row.b.as_ref()).filter(|_| row.moved);
    let Some((a, b)) = numbers else { return text };
    let moved = |p: &Passage| vec![vec![(ASIDE, format!("(moved: paragraph {} here)", p.number))]];
    columns.row(sign(row.kind), &moved(a), &moved(b)) + &columns.row(" ", &left, &right)
}

/// One paragraph of one side; what is the same in both is shortened.
fn cell(kind: AlignedKind, side: usize, passage: &Passage, width: usize) -> Vec<Line> {
    let run = |text: &str, differs: bool| -> Run {
        let text = tame(text);
        match (kind, differs) {
            (AlignedKind::Same, _) => (ASIDE, text.into_owned()),
            (AlignedKind::Alike, true) => {
                (ONLY[side], format!("{}{text}{}", MARKS[side][0], MARKS[side][1]))
            }
            (_, true) => (ONLY[side], text.into_owned()),
            (_, false) => (PLAIN, text.into_owned()),
        }
    };
    let runs: Vec<Run> = passage.text.iter().map(|s| run(&s.text, s.differs)).collect();
    let mut lines = wrap(&runs, width);
    if kind == AlignedKind::Same && lines.len() > LINES {
        lines.truncate(LINES - 1);
        lines.push(vec![(ASIDE, format!("… ({} the same)", count(passage.words, "word")))]);
    }
    lines
}
