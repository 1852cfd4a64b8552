//! Two articles side by side, as people read them.
//!
//! Takes a [`PairExplanation`] and the width of the terminal, gives styled text: who they are, what they share, the
//! verdict, and their paragraphs in two columns. Signs say all that colours say. Decides nothing.

use super::columns::{Columns, Line, Run, painted, wrap};
use super::terminal::tame;
use crate::pipeline::{Aligned, AlignedKind, Amount, PairExplanation, PairSide, Passage};
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
    let lines: Vec<String> = lines.iter().map(|line| format!("  {}\n", painted(line))).collect();
    lines.concat()
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
            format!("{} copy of {kept}", row.relation.name())
        }
        None if row.representative => "kept, representative of its cluster".to_owned(),
        None => "kept, a version in its cluster".to_owned(),
    }
}

fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// What they share, and how far apart they are.
fn similarities(pair: &PairExplanation) -> Vec<(Style, String)> {
    let s = &pair.similarity;
    let jaccard = format!(
        "Jaccard {:.2} (one story from {:.2}, near copy from {:.2})",
        percent(s.jaccard) / 100.0,
        s.version,
        s.near
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
    let recurring = match (s.recurring, s.edited) {
        (true, _) => "; what differs are figures, dates or names",
        (false, true) => "; both tell the same throughout",
        (false, false) => "",
    };
    vec![(PLAIN, jaccard), (PLAIN, contained), (PLAIN, format!("{days}, {hosts}{recurring}"))]
}

/// Whole percents, never rounded up.
fn percent(share: f64) -> f64 {
    (share * 100.0 + 1e-9).floor()
}

/// What the signs mean, with how often each comes.
fn legend(rows: &[Aligned]) -> String {
    let names = [
        (AlignedKind::Same, "the same"),
        (AlignedKind::Alike, "alike"),
        (AlignedKind::OnlyA, "only in A"),
        (AlignedKind::OnlyB, "only in B"),
    ];
    let words = names.map(|(kind, name)| {
        let of = || rows.iter().filter(move |r| r.kind == kind);
        let (moved, again) = (of().filter(|r| r.moved).count(), of().filter(|r| r.again).count());
        let aside = match (moved, again) {
            (0, 0) => String::new(),
            (0, _) => format!(" ({again} again)"),
            _ => format!(" ({moved} moved)"),
        };
        format!("{} {} {name}{aside}", sign(kind), of().count())
    });
    format!("paragraphs: {}", words.join(", "))
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

/// The paragraphs; of a long run without news the first and the last.
fn rows(pair: &PairExplanation, columns: Columns) -> String {
    let runs = pair.rows.chunk_by(|x, y| {
        let same = x.kind == AlignedKind::Same && !x.moved && !y.moved;
        x.kind == y.kind && (same || x.again && y.again)
    });
    let mut parts = Vec::new();
    for run in runs {
        match run {
            [first, middle @ .., last] if run.len() >= RUN => {
                parts.extend([row(first, columns), left_out(middle, columns), row(last, columns)]);
            }
            _ => parts.extend(run.iter().map(|r| row(r, columns))),
        }
    }
    parts.join(&columns.row(" ", &[Line::new()], &[]))
}

/// What stands for the rest of a run.
fn left_out(rows: &[Aligned], columns: Columns) -> String {
    let line = |side: fn(&Aligned) -> Option<&Passage>| {
        let words: Vec<usize> = rows.iter().filter_map(side).map(|p| p.words).collect();
        let (paragraphs, all) =
            (count(words.len(), "paragraph"), count(words.iter().sum(), "word"));
        let again = if rows.iter().any(|r| r.again) { "again" } else { "the same" };
        let text = format!("… {paragraphs}, {all}, {again}");
        if words.is_empty() { Vec::new() } else { vec![vec![(ASIDE, text)]] }
    };
    let sign = rows.first().map_or(" ", |r| sign(r.kind));
    columns.row(sign, &line(|r| r.a.as_ref()), &line(|r| r.b.as_ref()))
}

/// One row, below what is odd about it.
fn row(row: &Aligned, columns: Columns) -> String {
    let side = |side: usize, passage: Option<&Passage>| -> Vec<Line> {
        let Some(passage) = passage else { return Vec::new() };
        let odd = match () {
            () if row.moved => format!("(moved: paragraph {} here)", passage.number),
            () if row.again => "(again; once in the other)".to_owned(),
            () => return cell(row.kind, side, passage, columns.each),
        };
        let odd = wrap(&[(ASIDE, odd)], columns.each);
        let kind = if row.again { AlignedKind::Same } else { row.kind };
        odd.into_iter().chain(cell(kind, side, passage, columns.each)).collect()
    };
    columns.row(sign(row.kind), &side(0, row.a.as_ref()), &side(1, row.b.as_ref()))
}

/// One paragraph of one side; what is the same in both is shortened.
fn cell(kind: AlignedKind, side: usize, passage: &Passage, width: usize) -> Vec<Line> {
    let run = |text: &str, differs: bool| -> Vec<Run> {
        let text = tame(text).into_owned();
        match (kind, differs) {
            (AlignedKind::Same, _) => vec![(ASIDE, text)],
            (AlignedKind::Alike, true) => {
                let [open, close] = MARKS[side].map(|mark| (ONLY[side], mark.to_owned()));
                vec![open, (ONLY[side], text), close]
            }
            (_, true) => vec![(ONLY[side], text)],
            (_, false) => vec![(PLAIN, text)],
        }
    };
    let runs: Vec<Run> = passage.text.iter().flat_map(|s| run(&s.text, s.differs)).collect();
    let mut lines = wrap(&runs, width);
    if kind == AlignedKind::Same && lines.len() > LINES {
        lines.truncate(LINES - 1);
        lines.push(vec![(ASIDE, format!("… ({})", count(passage.words, "word")))]);
    }
    lines
}
