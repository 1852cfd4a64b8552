//! What one block shows by itself: its form, its cues, what it says twice.
//!
//! Takes a block and its tokens, gives [`Evidence`]. Knows nothing of other blocks and of the corpus.

use super::cues::Place;
use super::evidence::{Evidence, Kind, bin, percent};
use super::observe::Observed;
use crate::report::model::Label;
use crate::segment::{Block, End, Form, Token};

/// How the block looks; `usual`: function words a hundred in its article, 0 where its language is not known.
pub(super) fn form(block: &Block, tokens: &[Token], usual: usize, out: &mut Vec<Evidence>) {
    let form = &block.form;
    let (n, words) = (tokens.len(), form.words(tokens.len()));
    let length = if form.ends_sentence() { Kind::LengthSentence } else { Kind::LengthOpen };
    out.push(Evidence::new(length, bin(words, &[1, 2, 4, 7, 11, 17, 31, 61])));
    if form.has(Form::CAPS) {
        out.push(Evidence::new(Kind::Capitals, 4));
    } else if n >= 3 && !form.ends_sentence() && !form.spaceless(n) {
        let share = percent(form.capitals.into(), n);
        out.push(Evidence::new(Kind::Capitals, bin(share, &[15, 40, 70])));
    }
    if words >= 4 && usual > 0 && !form.spaceless(n) {
        let share = percent(form.stops.into(), n) * 100 / usual;
        out.push(Evidence::new(Kind::Stops, bin(share, &[1, 33, 67, 100])));
    }
    let marks = [
        (Form::BRACKETED, Kind::Bracketed),
        (Form::PIPES, Kind::Pipes),
        (Form::ADDRESS, Kind::Address),
        (Form::COPYRIGHT, Kind::Copyright),
        (Form::CODE, Kind::Code),
        (Form::QUOTE, Kind::QuoteStart),
        (Form::QUOTED, Kind::Quoted),
        (Form::BULLET, Kind::Bullet),
        (Form::LOWER, Kind::LowerStart),
        (Form::SENTENCES, Kind::Sentences),
    ];
    out.extend(marks.iter().filter(|(mark, _)| form.has(*mark)).map(|(_, k)| Evidence::new(*k, 0)));
    let ends = [End::Question, End::Exclamation, End::Colon, End::Ellipsis, End::Comma];
    out.extend(ends.iter().position(|e| *e == form.end).map(|b| Evidence::new(Kind::Ends, b)));
    let numbers = percent(form.numbers.into(), n);
    if numbers >= 10 {
        let b = if numbers < 100 { bin(numbers, &[30]) } else { 2 + bin(n, &[2]) };
        out.push(Evidence::new(Kind::Numbers, b));
    }
}

/// Words of an opening that do not come twice by chance.
pub(super) const OPENING: usize = 7;

/// Whether two blocks go on together for nine tenths of the longer.
pub(super) fn mostly(a: &[Token], b: &[Token]) -> bool {
    let common = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    common * 10 >= a.len().max(b.len()) * 9
}

/// Whether four words in a row stand twice in a line, as in a widget that names its video above and below it.
pub(super) fn stutters(tokens: &[Token]) -> bool {
    const RUN: usize = 4;
    if !(2 * RUN..=80).contains(&tokens.len()) {
        return false;
    }
    let runs = || tokens.windows(RUN).enumerate();
    runs().any(|(i, a)| a[0] != a[1] && runs().skip(i + RUN).any(|(_, b)| a == b))
}

pub(super) fn cue_evidence(block: &Block, tokens: &[Token], o: &mut Observed) {
    if let Some(cue) = o.cues.first() {
        let words = if block.form.spaceless(tokens.len()) {
            (cue.tokens * 3).div_ceil(5)
        } else {
            cue.tokens
        };
        if words >= 3 {
            o.evidence.push(Evidence::new(Kind::CueLength, bin(words, &[5, 7])));
        }
    }
    let long = block.form.words(tokens.len()) > 25;
    for cue in &o.cues {
        let kind = match cue.label {
            Label::Promo => Kind::CuePromo,
            Label::Subscribe => Kind::CueSubscribe,
            Label::Legal => Kind::CueLegal,
            Label::Ui => Kind::CueUi,
            _ => Kind::CueAbout,
        };
        let place = match cue.place {
            Place::Phrase => 0,
            Place::Lead => 1,
            Place::Delimited => 2,
            Place::Line => 3,
        };
        let b = if long && place < 3 { place } else { place + 3 };
        o.evidence.push(Evidence::new(kind, b));
        if cue.label == Label::Promo && matches!(place, 1 | 2) && block.form.ends_sentence() {
            o.evidence.push(Evidence::new(Kind::CueSentence, place - 1));
        }
    }
}
