//! Parts of lines that go while the line stays: a stamped head or tail, a link inside a paragraph.
//!
//! Takes a line that is kept and its candidates, gives the [`Part`]s that were weighed, each with its own ledger. A part
//! has no place on the page and no neighbours, so it is weighed by a scorecard of its own; that it is but a part speaks
//! against cutting.

use super::candidates::{Line, Span};
use super::evidence::{Evidence, Kind, bin, percent};
use super::looks::{cue_evidence, form};
use super::observe::{Observed, Observer, forgive};
use super::{Classifier, Judgement, Scale, label};
use crate::report::model::Label;
use crate::segment::{Block, Form, Seam, Token, fold};
use crate::survey::{Counts, STAMPED};

/// Evidence that a cue gives.
const CUES: [Kind; 7] = [
    Kind::CuePromo,
    Kind::CueSubscribe,
    Kind::CueLegal,
    Kind::CueUi,
    Kind::CueAbout,
    Kind::CueLength,
    Kind::CueSentence,
];
/// Fewest words of a paragraph that loses a part instead of going as a whole.
const REST: u32 = 10;

/// A part of a block and its judgement.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The part as if it were a line; its bytes are those that go, with the white space that would be one too many.
    pub block: Block,
    /// Whether it goes, and why.
    pub judged: Judgement,
}

/// A candidate under judgement.
struct Weighed {
    span: Span,
    part: Part,
    taken: bool,
}

impl Part {
    /// Whether a decision keeps what would go.
    fn is_kept(&self) -> bool {
        self.judged.label.is_none()
    }
}

/// The judgement of block `i` with those of its parts. A block of which every part goes, goes; one that would go for a
/// cue in a part of it alone loses the part only.
pub(super) fn divide(
    classifier: &Classifier,
    observer: &Observer<'_>,
    i: usize,
    judged: Judgement,
) -> Judgement {
    let block = &observer.article.blocks[i];
    let rest = rest(classifier, block, &judged);
    if judged.is_ruled() || judged.label.is_some() && rest.is_none() {
        return judged;
    }
    let Some(line) = Line::new(observer, block) else { return judged };
    let parts = parts(classifier, &line, i);
    let goes = |p: &&Part| !p.is_kept();
    let words: u32 = parts.iter().filter(goes).map(|p| p.block.count).sum();
    let all = line.block.count;
    match rest {
        _ if parts.is_empty() => judged,
        Some(rest) if is_paragraph(line.block, &parts) => Judgement { parts, ..rest },
        Some(_) => judged,
        None if words == all => {
            let weakest =
                parts.into_iter().min_by(|a, b| a.judged.points.total_cmp(&b.judged.points));
            weakest.map_or(judged, |part| part.judged)
        }
        None => Judgement { parts, ..judged },
    }
}

/// Whether what stays without these parts is a paragraph in its own right, and not what a link at its head leads to.
fn is_paragraph(block: &Block, parts: &[Part]) -> bool {
    let words: u32 = parts.iter().map(|p| p.block.count).sum();
    let led = |p: &Part| p.block.first == block.first && p.judged.taken_for() == Some(Label::Promo);
    3 * words <= block.count && block.count - words >= REST && !parts.iter().any(led)
}

/// The judgement of a block that goes, but for its cues, if it would stay without them.
fn rest(classifier: &Classifier, block: &Block, judged: &Judgement) -> Option<Judgement> {
    judged.label?;
    let o = &judged.observed;
    let told = block.form.is_prose(block.count as usize) && block.form.ends_sentence();
    if o.cues.is_empty() || !told {
        return None;
    }
    let stamped = o.host_stories >= STAMPED || o.near.is_some() || o.again || o.titled.is_some();
    // What ends an article is more often an appeal of several sentences.
    let last = o.evidence.iter().any(|e| e.kind == Kind::Position && e.bin >= 3);
    let mut observed = o.clone();
    observed.evidence.retain(|e| !CUES.contains(&e.kind));
    let points = classifier.points(judged.scale, &observed.evidence);
    let stays = points < classifier.cutoff && !stamped && !last;
    stays.then(|| Judgement { observed, points, label: None, ..judged.clone() })
}

/// The parts of a line that go, or would if a decision did not keep them, in order.
fn parts(classifier: &Classifier, line: &Line<'_>, i: usize) -> Vec<Part> {
    let mut spans = line.spans();
    if classifier.verdicts.has_texts() {
        let wanted = |s: &Span| classifier.verdicts.wants_text(fold(0, line.words(s)));
        spans.extend(line.sentences().filter(wanted));
    }
    if spans.is_empty() {
        return Vec::new();
    }
    spans.sort_unstable_by_key(|s| (s.from.word, s.to.word, s.guessed));
    spans.dedup_by_key(|s| (s.from.word, s.to.word));
    let mut weighed: Vec<Weighed> =
        spans.iter().map(|span| weigh(classifier, line, i, *span)).collect();
    choose(classifier, line, &mut weighed);
    weighed.into_iter().filter(|w| w.taken).map(|w| w.part).collect()
}

/// The ledger of one candidate, but for its place in what stays of the line.
fn weigh(classifier: &Classifier, line: &Line<'_>, i: usize, span: Span) -> Weighed {
    let observer = line.observer;
    let block = as_block(line, &span);
    let tokens = line.words(&span);
    let mut o = Observed { cues: observer.cues.of(&block, tokens), ..Observed::default() };
    form(&block, tokens, observer.usual, &mut o.evidence);
    counts(observer, &block, &mut o);
    observer.templates(&block, tokens, &mut o);
    forgive(&mut o.evidence);
    // Which lines end alike says nothing of what ends inside one.
    o.evidence.retain(|e| e.kind != Kind::Frame);
    observer.own_title(&block, &mut o);
    observer.other_title(&block, tokens, &mut o);
    cue_evidence(&block, tokens, &mut o);
    observer.echo(&block, tokens, &mut o.evidence);
    if i + 1 == observer.article.blocks.len() && span.to.word == line.block.count {
        observer.position(i, &mut o.evidence);
    }
    let scale = Scale::Part;
    let points = classifier.points(scale, &o.evidence);
    let label = Some(label::of(&block, &o, observer.survey));
    let judged = Judgement { observed: o, scale, points, label, ruling: None, parts: Vec::new() };
    let judged = classifier.overrule(judged, false, &block, observer);
    Weighed { span, part: Part { block, judged }, taken: false }
}

/// Takes the strongest candidates first, none that reaches into one already taken; then, from both ends of the line, what
/// is next to a part that goes, for it stands at the edge of the line too. `weighed` ascends. O(n log n + words).
fn choose(classifier: &Classifier, line: &Line<'_>, weighed: &mut [Weighed]) {
    let all = line.block.count;
    let mut taken = vec![false; all as usize];
    for w in weighed.iter_mut() {
        let glued = glued(&w.span, 0, all);
        w.part.judged.points += classifier.scorecard.points(glued);
        w.part.judged.observed.evidence.push(glued);
    }
    let mut order: Vec<usize> = (0..weighed.len()).collect();
    let points = |i: &usize| weighed[*i].part.judged.points;
    order.sort_by(|a, b| points(b).total_cmp(&points(a)));
    for i in order {
        take(classifier, &mut weighed[i], &mut taken);
    }
    let (mut head, mut tail) = (0, all);
    for w in weighed.iter_mut().filter(|w| w.span.from.word > 0) {
        head = (head..all).find(|at| !taken[*at as usize]).unwrap_or(all);
        if w.span.from.word == head {
            move_to(classifier, w, (head, all));
            take(classifier, w, &mut taken);
        }
    }
    for w in weighed.iter_mut().rev() {
        tail = (0..tail).rfind(|at| !taken[*at as usize]).map_or(0, |at| at + 1);
        if w.span.to.word == tail && tail < all {
            move_to(classifier, w, (0, tail));
            take(classifier, w, &mut taken);
        }
    }
    for w in weighed.iter_mut().filter(|w| w.taken) {
        let (seen, judged) = (line.observer, w.part.judged.unruled());
        let judged = classifier.overrule(judged, true, &w.part.block, seen);
        w.part.judged = classifier.group(judged, seen);
        let words = w.span.from.word as usize..w.span.to.word as usize;
        taken[words].fill(!w.part.is_kept());
    }
    tail = (0..all).rfind(|at| !taken[*at as usize]).map_or(0, |at| at + 1);
    let goes = |w: &&mut Weighed| w.taken && !w.part.is_kept() && w.span.from.word == tail;
    if let Some(first) = weighed.iter_mut().find(goes) {
        first.part.block.start = first.span.from.before();
    }
}

/// Takes a candidate if it is strong enough and free. One that a decision keeps is taken too: it stays, and all else is as
/// if it went.
fn take(classifier: &Classifier, w: &mut Weighed, taken: &mut [bool]) {
    let judged = &w.part.judged;
    let ruled = judged.is_ruled() && judged.label.is_some();
    let goes = judged.points >= classifier.cutoff || ruled;
    let words = &mut taken[w.span.from.word as usize..w.span.to.word as usize];
    if goes && !words.contains(&true) {
        words.fill(true);
        w.taken = true;
    }
}

/// Sees a candidate that is not taken in another place: what stays of the line now goes from `head` to `tail`.
fn move_to(classifier: &Classifier, w: &mut Weighed, (head, tail): (u32, u32)) {
    if w.taken {
        return;
    }
    let judged = &mut w.part.judged;
    let glued = glued(&w.span, head, tail);
    if let Some(before) = judged.observed.evidence.last_mut() {
        let card = &classifier.scorecard;
        judged.points += card.points(glued) - card.points(*before);
        *before = glued;
    }
}

fn glued(span: &Span, head: u32, tail: u32) -> Evidence {
    let place = match span {
        _ if span.guessed => 5,
        _ if span.from.word <= head => usize::from(span.to.is_sentence()),
        _ if span.to.word >= tail => 2,
        _ => 3 + usize::from(span.to.is_sentence()),
    };
    Evidence::new(Kind::Glued, place)
}

/// The part as a line.
fn as_block(line: &Line<'_>, span: &Span) -> Block {
    let (from, to) = (span.from.word, span.to.word);
    let tokens = line.words(span);
    Block {
        start: span.from.byte,
        end: span.to.byte,
        first: line.block.first + from,
        count: to - from,
        fingerprint: fold(0, tokens),
        form: form_of(line, span, tokens),
    }
}

/// How the part looks, as far as tokens and seams tell.
fn form_of(line: &Line<'_>, span: &Span, tokens: &[Token]) -> Form {
    let whole = &line.block.form;
    let (from, to) = (span.from.word, span.to.word);
    let inner = || line.inner.iter().filter(|s| (from + 1..to).contains(&s.word));
    let seams = || inner().chain([&span.from]);
    let count = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    let spaceless = whole.spaceless(line.tokens.len());
    let longest = Form::longest_lead(spaceless);
    let lead = inner().find(|s| s.has(Seam::DELIMITED)).map(|s| (s.word - from) as usize);
    let bracketed = span.from.has(Seam::OPEN) && (span.to.has(Seam::CLOSE) || span.to.marks == 0);
    let marks = [
        (Form::QUOTE, span.from.has(Seam::QUOTE)),
        (Form::BRACKETED, bracketed),
        (Form::SENTENCES, inner().any(Seam::is_sentence)),
    ];
    Form {
        stops: count(tokens.iter().filter(|t| t.is_stop()).count()),
        capitals: count(seams().filter(|s| s.has(Seam::CAPITAL)).count()),
        numbers: count(tokens.iter().filter(|t| t.is_number()).count()),
        characters: if spaceless { count(tokens.len()) } else { 0 },
        lead: lead.filter(|n| *n <= longest).and_then(|n| u8::try_from(n).ok()).unwrap_or(0),
        end: if span.to.word == line.block.count { whole.end } else { span.to.end() },
        marks: marks.iter().filter(|(_, set)| *set).map(|(mark, _)| mark).sum(),
        ..Form::default()
    }
}

/// Where the very words stand, at the edges of lines or alone.
fn counts(observer: &Observer<'_>, block: &Block, o: &mut Observed) {
    let (survey, host) = (observer.survey, observer.host);
    let stories = |counts: &Counts, n: u32| counts.on_host(n, host).stories;
    o.exact = survey.exact.number(block.fingerprint);
    let alone = o.exact.map_or(1, |n| stories(&survey.exact, n).max(1));
    o.sentence = survey.sentences.number(block.fingerprint);
    let glued = o.sentence.map_or(0, |n| stories(&survey.sentences, n));
    o.host_stories = alone.max(glued);
    let sentence = block.form.ends_sentence();
    let kind = if sentence { Kind::HostSentence } else { Kind::HostLine };
    o.evidence.push(Evidence::new(kind, bin(o.host_stories, &[2, 3, 4, 6, 10, 20, 50])));
    let host_size = survey.host_stories.get(host as usize).copied().unwrap_or(1);
    o.evidence.push(Evidence::new(Kind::HostSize, bin(host_size, &[2, 6, 21, 101])));
    if o.host_stories >= 2 && host_size >= 8 {
        let share = percent(o.host_stories as usize, host_size as usize);
        o.evidence.push(Evidence::new(Kind::HostShare, bin(share, &[2, 10, 30])));
    }
    let stand = o.sentence.map(|n| survey.sentences.stand(n));
    if let Some(stand) = stand.filter(|_| o.host_stories >= STAMPED) {
        let most = stand.occurrences * 4 / 5;
        let place = if stand.head > most { 0 } else { 2 - usize::from(stand.foot > most) };
        o.evidence.push(Evidence::new(Kind::Station, place + if sentence { 3 } else { 0 }));
    }
}
