//! Which kind of boilerplate a cut block is.
//!
//! Takes what was observed, gives a [`Label`]. Decides nothing about cutting.

use super::evidence::Kind;
use super::observe::Observed;
use crate::report::model::Label;
use crate::segment::{Block, Form};
use crate::survey::Survey;

/// The label of a block that is cut: its cue's, else what it leads to, else how it looks.
pub(super) fn of(block: &Block, o: &Observed, survey: &Survey) -> Label {
    let seen = |kind: Kind| o.evidence.iter().any(|e| e.kind == kind);
    if seen(Kind::OwnTitle) && o.again {
        return Label::Duphead;
    }
    if let Some(cue) = o.cues.first() {
        return cue.label;
    }
    let words = block.form.words(block.count as usize);
    let short = words <= 3 && o.titled.is_none() && o.template.is_none() && !o.again;
    if short && seen(Kind::Run) {
        return Label::Ui;
    }
    let fills = o.template.map(|t| survey.templates.get(t)).is_some_and(|t| t.titles > 0);
    if o.titled.is_some() || fills || seen(Kind::Widget) || seen(Kind::FollowsCue) {
        return Label::Promo;
    }
    if o.again && o.host_stories < 3 {
        return Label::Duphead;
    }
    if block.form.has(Form::COPYRIGHT) {
        return Label::Legal;
    }
    if block.form.has(Form::ADDRESS) {
        return Label::Subscribe;
    }
    if o.template.is_some() && o.host_stories < 3 {
        return Label::Promo;
    }
    if words <= 3 || block.form.has(Form::CODE) {
        return Label::Ui;
    }
    Label::Repeat
}
