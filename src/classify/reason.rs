//! Why a block goes or stays, in one sentence that a person understands.
//!
//! Takes a judgement and the survey, gives words. The strongest piece of evidence that says something speaks.

use super::cues::Place;
use super::evidence::{Evidence, Kind};
use super::observe::Observed;
use super::{Classifier, Judgement};
use crate::report::model::Label;
use crate::survey::{Counts, Survey};

/// The sentence for one block on `host`.
#[must_use]
pub fn reason(judged: &Judgement, host: u32, survey: &Survey, by: &Classifier) -> String {
    if let Some(wish) = judged.ruling.as_ref().and_then(|r| by.verdicts.wish(r.by?)) {
        return wish.words();
    }
    let o = &judged.observed;
    if judged.label.is_none() {
        return kept(o, host, survey);
    }
    if o.recurring && judged.points < by.cutoff {
        return recurring(o, host, survey);
    }
    let moves = by.moves(judged);
    let mut speaking: Vec<(f32, Evidence)> =
        moves.into_iter().zip(o.evidence.iter().copied()).filter(|(by, _)| *by > 0.0).collect();
    speaking.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut said: Vec<String> = Vec::new();
    for (_, evidence) in speaking {
        if let Some(words) = words(evidence.kind, o, host, survey)
            && !said.contains(&words)
        {
            said.push(words);
        }
        if said.len() == 2 {
            break;
        }
    }
    if said.is_empty() {
        let plain = "looks like a line of the page, not of the story".to_owned();
        said.push(fallback(o, host, survey).unwrap_or(plain));
    }
    said.extend(glued(o).map(str::to_owned));
    said.join("; ")
}

/// What can be said where the strongest evidence has no words: that which most people would name first.
fn fallback(o: &Observed, host: u32, survey: &Survey) -> Option<String> {
    let kinds = [
        Kind::OwnTitle,
        Kind::Again,
        Kind::BeginsAgain,
        Kind::CuePromo,
        Kind::CueSubscribe,
        Kind::CueLegal,
        Kind::CueUi,
        Kind::CueAbout,
        Kind::OtherTitle,
        Kind::HostLine,
        Kind::HostSentence,
        Kind::HostNear,
        Kind::Lead,
        Kind::SharedLead,
        Kind::Stutter,
        Kind::CueTail,
        Kind::Parallel,
        Kind::AfterProse,
        Kind::Core,
    ];
    let mut seen = kinds.iter().filter(|kind| o.evidence.iter().any(|e| e.kind == **kind));
    seen.find_map(|kind| words(*kind, o, host, survey))
}

/// Where in its line a part stands.
fn glued(o: &Observed) -> Option<&'static str> {
    let glued = o.evidence.iter().find(|e| e.kind == Kind::Glued)?;
    Some(match glued.bin {
        0 | 1 => "glued to the start of a paragraph",
        2 => "glued to the end of a paragraph",
        _ => "stands inside a paragraph",
    })
}

/// What is said of a passage that comes back, kept or not.
fn recurring(o: &Observed, host: u32, survey: &Survey) -> String {
    let nearly = near(o, host, survey).filter(|_| o.host_stories < 2);
    let words = nearly.unwrap_or_else(|| on_host(o, host, survey));
    format!("a recurring passage: {words}")
}

fn kept(o: &Observed, host: u32, survey: &Survey) -> String {
    if o.recurring {
        return format!("{}; reads as part of the story", recurring(o, host, survey));
    }
    if o.host_stories >= 2 {
        let words = on_host(o, host, survey);
        return format!("{words}, but reads as part of the story");
    }
    "nothing speaks strongly enough against it".into()
}

fn words(kind: Kind, o: &Observed, host: u32, survey: &Survey) -> Option<String> {
    match kind {
        Kind::HostLine | Kind::HostSentence | Kind::HostShare if o.host_stories >= 2 => {
            Some(on_host(o, host, survey))
        }
        Kind::Station => station(o, survey),
        Kind::OtherHosts => counted(o, survey).map(|(counts, n)| {
            let stand = counts.stand(n);
            format!("stands word for word in {} articles of {} hosts", stand.articles, stand.hosts)
        }),
        Kind::HostNear => near(o, host, survey),
        Kind::Lead
        | Kind::Frame
        | Kind::Tail
        | Kind::SharedLead
        | Kind::LeadTitles
        | Kind::LeadSentence => template(o, host, survey),
        Kind::CuePromo | Kind::CueSubscribe | Kind::CueLegal | Kind::CueUi | Kind::CueAbout => {
            cue(kind, o)
        }
        Kind::OtherTitle => Some("is the headline of another article".into()),
        Kind::OwnTitle => Some("is the article's own headline once more".into()),
        Kind::Again => Some("stands earlier in the same article".into()),
        Kind::Widget => Some("belongs to a widget: a headline, a cue, the headline again".into()),
        Kind::FollowsCue => Some("stands in the list below a cue".into()),
        Kind::Run => Some("stands in a run of short lines".into()),
        Kind::Stutter => Some("says the same words twice".into()),
        Kind::CueTail => Some("ends as a link or button does".into()),
        Kind::Parallel => Some("begins or ends as the line beside it does".into()),
        Kind::BeginsAgain => Some("begins as an earlier paragraph of the article does".into()),
        Kind::Core => outside(o).map(Into::into),
        Kind::Copyright => Some("carries a copyright sign".into()),
        Kind::Pipes => Some("is a row of links".into()),
        Kind::Code => Some("is markup or script".into()),
        Kind::Position => Some(place(o)?.into()),
        Kind::AfterProse => Some("stands after the end of the story".into()),
        Kind::BeforeProse => Some("stands before the story begins".into()),
        _ => None,
    }
}

fn outside(o: &Observed) -> Option<&'static str> {
    let core = o.evidence.iter().find(|e| e.kind == Kind::Core)?;
    match core.bin {
        0..=4 => Some("stands before the story's run of paragraphs"),
        6..=10 => Some("stands behind the story's run of paragraphs"),
        _ => None,
    }
}

fn station(o: &Observed, survey: &Survey) -> Option<String> {
    let (counts, number) = counted(o, survey)?;
    let stand = counts.stand(number);
    let (head, foot, all) = (stand.head, stand.foot, stand.occurrences);
    match (head * 5 > all * 4, foot * 5 > all * 4) {
        (true, _) => Some(format!("{} among the first lines", often(head, all))),
        (_, true) => Some(format!("{} among the last lines", often(foot, all))),
        _ => None,
    }
}

/// The counts of a block, or of a part, and its number there.
fn counted<'a>(o: &Observed, survey: &'a Survey) -> Option<(&'a Counts, u32)> {
    let sentence = o.sentence.map(|n| (&survey.sentences, n));
    sentence.or_else(|| o.exact.map(|n| (&survey.exact, n)))
}

fn often(times: u32, all: u32) -> &'static str {
    if times == all { "always" } else { "nearly always" }
}

fn place(o: &Observed) -> Option<&'static str> {
    let position = o.evidence.iter().find(|e| e.kind == Kind::Position)?;
    [
        "is the first line",
        "is the second line",
        "",
        "",
        "is the last line but one",
        "is the last line",
    ]
    .get(usize::from(position.bin))
    .copied()
    .filter(|words| !words.is_empty())
}

fn on_host(o: &Observed, host: u32, survey: &Survey) -> String {
    let articles = counted(o, survey).map_or(1, |(counts, n)| counts.on_host(n, host).articles);
    let all = survey.host_articles.get(host as usize).copied().unwrap_or(articles);
    format!("on {articles} of {all} articles of {}", name(host, survey))
}

fn name(host: u32, survey: &Survey) -> &str {
    match survey.host_name(host) {
        "" => "this corpus",
        host => host,
    }
}

fn near(o: &Observed, host: u32, survey: &Survey) -> Option<String> {
    let counts = if o.masked { &survey.masked } else { &survey.near };
    let stories = counts.on_host(o.near?, host).articles;
    let how = if o.masked { "with other figures" } else { "nearly word for word" };
    Some(format!("{how} in {stories} articles of {}", name(host, survey)))
}

fn template(o: &Observed, host: u32, survey: &Survey) -> Option<String> {
    let t = survey.templates.get(o.template?);
    let place =
        if t.host.is_some() { name(host, survey).to_owned() } else { format!("{} hosts", t.hosts) };
    let titles = match t.titles {
        0 => String::new(),
        1 => ", one of them another article's headline".into(),
        n => format!(", {n} of them other articles' headlines"),
    };
    Some(format!("the same wording with {} different fillings on {place}{titles}", t.fillings))
}

fn cue(kind: Kind, o: &Observed) -> Option<String> {
    let label = match kind {
        Kind::CuePromo => Label::Promo,
        Kind::CueSubscribe => Label::Subscribe,
        Kind::CueLegal => Label::Legal,
        Kind::CueUi => Label::Ui,
        _ => Label::About,
    };
    let cue = o.cues.iter().find(|c| c.label == label)?;
    let what = match label {
        Label::Promo => "a link to other articles",
        Label::Subscribe => "an appeal to readers",
        Label::Legal => "a legal notice",
        Label::Ui => "a button or mark of the page",
        _ => "standing text about the outlet",
    };
    Some(match cue.place {
        Place::Line => format!("is {what} by its wording"),
        Place::Lead | Place::Delimited => format!("begins as {what} does"),
        Place::Phrase => format!("has the wording of {what}"),
    })
}
