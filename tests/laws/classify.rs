//! Laws of `classify`: every cue of every language file works, and no text breaks the judgement.

use super::cases;
use super::corpus::{Corpus, Made, surveyed};
use super::segment::text;
use super::survey::near;
use copydesk::ArticleId;
use copydesk::classify::{
    Classifier, Cues, Forest, Judgement, Place, Rules, Scorecard, Verdicts, reason,
};
use copydesk::decisions::Book;
use copydesk::languages::{self, Language, Phrases};
use copydesk::report::model::Label;
use copydesk::segment::{Segmented, Segmenter};
use copydesk::survey::{Listing, Survey};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

fn segmenter(languages: &[Language]) -> Segmenter {
    Segmenter::new(languages.iter().flat_map(|l| l.stop.iter().map(String::as_str)))
}

fn kinds(language: &Language) -> [(Label, &Phrases); 5] {
    [
        (Label::Promo, &language.promo),
        (Label::Subscribe, &language.subscribe),
        (Label::Legal, &language.legal),
        (Label::Ui, &language.ui),
        (Label::About, &language.about),
    ]
}

/// Lines made of a cue, and the least place that it must be found at.
fn lines(phrases: &Phrases) -> Vec<(String, Place)> {
    let number = |s: &String| s.replace('#', "17");
    let mut lines = Vec::new();
    for lead in phrases.lead.iter().map(number) {
        let strict = lead.trim_end().ends_with([':', '：']);
        let place = if strict { Place::Delimited } else { Place::Lead };
        lines.push((format!("{lead} zyxwv utsrq ponml"), place));
        lines.push((lead, Place::Line));
    }
    lines.extend(phrases.line.iter().map(number).map(|l| (format!("* {l} »"), Place::Line)));
    let phrases = phrases.phrase.iter().map(number);
    lines.extend(phrases.map(|p| (format!("Zyxwv, “{p}” utsrq"), Place::Phrase)));
    lines
}

/// The lines of all language files in which their cue is not found.
fn lost(dress: impl Fn(&str) -> String) -> Vec<String> {
    let languages = languages::all().unwrap();
    let segmenter = segmenter(&languages);
    let mut lost = Vec::new();
    for language in &languages {
        // Alone, so that no cue of another language hides one that does not work.
        let cues = Cues::new(std::slice::from_ref(language), &segmenter);
        for (label, phrases) in kinds(language) {
            for (line, place) in lines(phrases) {
                let article = segmenter.segment(&dress(&line), None);
                let block = &article.blocks[0];
                let found = cues.of(block, article.tokens_of(block));
                if !found.iter().any(|c| c.label == label && c.place >= place) {
                    lost.push(format!("{}, {label:?}, {place:?}: {}", language.name, dress(&line)));
                }
            }
        }
    }
    lost
}

#[test]
fn every_cue_of_every_language_is_found_in_a_line_made_of_it() {
    let lost = lost(str::to_owned);
    assert!(lost.is_empty(), "{} cues cannot be found:\n{}", lost.len(), lost.join("\n"));
}

#[test]
fn every_cue_of_every_language_is_found_in_capitals() {
    let lost = lost(str::to_uppercase);
    assert!(lost.is_empty(), "{} cues cannot be found:\n{}", lost.len(), lost.join("\n"));
}

#[test]
fn no_cue_stands_twice_in_a_language() {
    for language in languages::all().unwrap() {
        for (label, phrases) in kinds(&language) {
            for list in [&phrases.lead, &phrases.line, &phrases.phrase] {
                let mut sorted = list.clone();
                sorted.sort();
                let twice: Vec<_> =
                    sorted.windows(2).filter(|w| w[0] == w[1]).map(|w| &w[0]).collect();
                assert!(twice.is_empty(), "{}, {label:?}: {twice:?}", language.name);
            }
        }
    }
}

fn classifier(segmenter: &Segmenter, languages: &[Language]) -> Classifier {
    Classifier {
        cues: Cues::new(languages, segmenter),
        articles: Forest::of_articles().unwrap(),
        pages: Forest::of_pages().unwrap(),
        scorecard: Scorecard::built_in().unwrap(),
        verdicts: Verdicts::new(&Rules::default(), &Book::default(), segmenter),
        cutoff: 0.0,
        cut_recurring: false,
    }
}

/// A small corpus on two hosts, from texts of any kind.
fn corpus(texts: &[(String, Option<String>)], segmenter: &Segmenter) -> (Vec<Segmented>, Survey) {
    let segment =
        |(text, title): &(String, Option<String>)| segmenter.segment(text, title.as_deref());
    let articles: Vec<Segmented> = texts.iter().map(segment).collect();
    let listing = Listing {
        hosts: vec!["a.example".into(), String::new()],
        host_of: (0..2).cycle().take(articles.len()).collect(),
        dates: vec![0; articles.len()],
    };
    let survey = Survey::of(articles.as_slice(), listing, near());
    (articles, survey)
}

fn judged(articles: &[Segmented], survey: &Survey, classifier: &Classifier) -> Vec<Vec<Judgement>> {
    let hosts = (0..2).cycle();
    articles
        .iter()
        .zip(hosts)
        .map(|(article, host)| classifier.judge(article, (0, host), survey))
        .collect()
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn no_text_breaks_the_judgement_and_it_is_the_same_twice(
        texts in vec((text(), option::of(text())), 1..8),
        stranger in text(),
        host in any::<u32>(),
    ) {
        let languages = languages::all().unwrap();
        let segmenter = segmenter(&languages);
        let classifier = classifier(&segmenter, &languages);
        let (articles, survey) = corpus(&texts, &segmenter);
        let one = judged(&articles, &survey, &classifier);
        for (article, judgements) in articles.iter().zip(&one) {
            prop_assert_eq!(article.blocks.len(), judgements.len());
            prop_assert!(judgements.iter().all(|j| j.points.is_finite()));
            prop_assert!(judgements.iter().all(|j| j.label.is_some() == (j.points >= 0.0)));
        }
        let (articles, survey) = corpus(&texts, &segmenter);
        prop_assert_eq!(one, judged(&articles, &survey, &classifier));
        // An article and a host that the survey never saw.
        let stranger = segmenter.segment(&stranger, None);
        let judgements = classifier.judge(&stranger, (u32::MAX, host), &survey);
        prop_assert_eq!(judgements.len(), stranger.blocks.len());
    }
}

#[test]
fn a_glance_decides_what_a_closer_look_would() {
    let corpus = Corpus::new(11).hosts(8).copies(0.3);
    let (made, segmenter): (Vec<Made>, _) = (corpus.made().take(300).collect(), corpus.segmenter());
    let (articles, listing) = surveyed(&made, &segmenter);
    let survey = Survey::of(articles.as_slice(), listing, near());
    let classifier = classifier(&segmenter, &languages::all().unwrap());
    let mut glances = 0;
    for (i, article) in (0..).zip(&articles) {
        let host = survey.host_of(ArticleId(i));
        let decided = classifier.decide(article, (i, host), &survey);
        for (quick, whole) in decided.iter().zip(classifier.judge(article, (i, host), &survey)) {
            assert_eq!((quick.label, &quick.parts), (whole.label, &whole.parts));
            assert!(quick.points >= whole.points);
            let said = |j: &Judgement| reason(j, host, &survey, &classifier);
            assert_eq!(said(quick), said(&whole));
            glances += u32::from(quick.observed.evidence.is_empty());
        }
    }
    assert!(glances > 300, "{glances}");
}
