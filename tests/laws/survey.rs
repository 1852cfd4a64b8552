//! Laws of `survey`: counts depend on what the corpus holds, not on its order; copies count once; what is stamped is
//! found.

use super::corpus::{Corpus, Dice, Kind, Made, Relation, surveyed};
use copydesk::ArticleId;
use copydesk::lsh::Bands;
use copydesk::minhash::MinHash;
use copydesk::segment::{Segmented, Segmenter, fold};
use copydesk::survey::{Counts, Listing, NearConfig, Side, Stand, Survey};
use std::collections::{BTreeMap, BTreeSet};

/// As the default settings have it.
pub(super) fn near() -> NearConfig {
    let bands = Bands::choose(64, 0.7, 0.95);
    NearConfig { shingle: 2, minhash: MinHash::new(64, 1), threshold: 0.7, bands }
}

fn survey(made: &[Made], segmenter: &Segmenter) -> (Vec<Segmented>, Survey) {
    let (articles, listing) = surveyed(made, segmenter);
    let survey = Survey::of(articles.as_slice(), listing, near());
    (articles, survey)
}

fn shuffled(made: &[Made], seed: u64) -> Vec<Made> {
    let mut dice = Dice::new(seed);
    let mut order: Vec<(u64, &Made)> = made.iter().map(|m| (dice.bits(), m)).collect();
    order.sort_by_key(|(key, _)| *key);
    order.into_iter().map(|(_, m)| m.clone()).collect()
}

/// The counts by key; the first article is a place in the order and left out.
fn by_key(counts: &Counts) -> BTreeMap<u64, Stand> {
    let numbers = (0..).take(counts.len());
    numbers.map(|n| (counts.key(n), Stand { first: 0, ..*counts.stand(n) })).collect()
}

/// The same, without what rests on stories.
fn without_stories(counts: &Counts) -> BTreeMap<u64, Stand> {
    by_key(counts).into_iter().map(|(k, s)| (k, Stand { stories: 0, ..s })).collect()
}

/// What is known of every host, by name.
fn host_stories(survey: &Survey) -> BTreeMap<&str, u32> {
    survey
        .listing
        .hosts
        .iter()
        .map(String::as_str)
        .zip(survey.host_stories.iter().copied())
        .collect()
}

fn pages(seed: u64, count: usize) -> (Vec<Made>, Segmenter) {
    let corpus = Corpus::new(seed).hosts(12).copies(0.4);
    (corpus.made().take(count).collect(), corpus.segmenter())
}

#[test]
fn counts_of_blocks_do_not_depend_on_the_order_of_articles() {
    let (made, segmenter) = pages(1, 500);
    let (_, one) = survey(&made, &segmenter);
    assert!(one.exact.len() > 100 && one.masked.len() > 20);
    for seed in 0..3 {
        let (_, other) = survey(&shuffled(&made, seed), &segmenter);
        assert_eq!(without_stories(&one.exact), without_stories(&other.exact));
        assert_eq!(without_stories(&one.masked), without_stories(&other.masked));
        let titles =
            |s: &Survey| s.titles.iter().map(|(k, t)| (*k, t.articles)).collect::<BTreeMap<_, _>>();
        assert_eq!(titles(&one), titles(&other));
    }
}

#[test]
fn stories_do_not_depend_on_the_order_of_articles() {
    let (made, segmenter) = pages(1, 500);
    let (_, one) = survey(&made, &segmenter);
    for seed in 0..3 {
        let (_, other) = survey(&shuffled(&made, seed), &segmenter);
        assert_eq!(host_stories(&one), host_stories(&other));
        assert_eq!(by_key(&one.exact), by_key(&other.exact));
        assert_eq!(by_key(&one.masked), by_key(&other.masked));
    }
}

/// Three versions of a text: the middle one is like both others, which are not like each other.
fn chain(words: usize, other: usize) -> [String; 3] {
    // No digits: figures are masked.
    let letter = |n: usize| char::from(b'a' + u8::try_from(n).unwrap());
    let word = |n: usize| format!("the word{}{}", letter(n / 26), letter(n % 26));
    let tongue: Vec<String> = (0..words + 2 * other).map(word).collect();
    let line = |from: usize| format!("{}.", tongue[from..from + words].join(" "));
    [line(0), line(other), line(2 * other)]
}

/// Surveys articles of one host made of these texts.
fn survey_of(texts: &[&String]) -> Survey {
    let segmenter = Segmenter::new(["the"]);
    let articles: Vec<Segmented> = texts.iter().map(|t| segmenter.segment(t, None)).collect();
    let listing = Listing {
        hosts: vec![String::new()],
        host_of: vec![0; texts.len()],
        dates: vec![0; texts.len()],
    };
    Survey::of(articles.as_slice(), listing, near())
}

#[test]
fn a_chain_of_versions_is_the_same_stories_in_any_order() {
    let [a, b, c] = &chain(60, 16);
    let stories = |order: &[&String]| survey_of(order).host_stories[0];
    assert_eq!(stories(&[a, c]), 2, "the ends are not one story");
    assert_eq!(stories(&[a, b]), 1, "neighbours are");
    assert_eq!(stories(&[a, b, c]), stories(&[b, a, c]));
}

#[test]
fn a_chain_of_near_lines_is_the_same_cluster_in_any_order() {
    let [a, b, c] = &chain(20, 3);
    let clustered = |order: &[&String]| survey_of(order).near_key.len();
    assert_eq!(clustered(&[a, c]), 0, "the ends are not near");
    assert_eq!(clustered(&[a, b]), 2, "neighbours are");
    assert_eq!(clustered(&[a, b, c]), clustered(&[b, a, c]));
}

#[test]
fn near_counts_do_not_depend_on_the_order_of_articles() {
    let (made, segmenter) = pages(1, 500);
    let (_, one) = survey(&made, &segmenter);
    assert!(one.near.len() > 20);
    let groups = |survey: &Survey| {
        let mut groups: BTreeMap<u64, BTreeSet<u64>> = BTreeMap::new();
        for (print, key) in survey.near_key.iter().collect::<BTreeMap<_, _>>() {
            groups.entry(*key).or_default().insert(*print);
        }
        groups.into_values().collect::<BTreeSet<_>>()
    };
    for seed in 0..3 {
        let (_, other) = survey(&shuffled(&made, seed), &segmenter);
        let (one, other) = (groups(&one), groups(&other));
        let moved: Vec<_> = one.symmetric_difference(&other).collect();
        assert!(moved.is_empty(), "{} of {} clusters differ: {moved:?}", moved.len(), one.len());
    }
}

#[test]
fn a_survey_is_the_same_twice() {
    let (made, segmenter) = pages(2, 300);
    assert_eq!(survey(&made, &segmenter).1, survey(&made, &segmenter).1);
}

#[test]
fn copies_of_a_story_count_once() {
    let (made, segmenter) = pages(3, 500);
    let (_, survey) = survey(&made, &segmenter);
    let copies = made.iter().zip(&survey.story_of).enumerate();
    let of = |relation: Relation| copies.clone().filter(move |(_, (m, _))| m.relation == relation);
    for relation in [Relation::Twin, Relation::Exact, Relation::Report] {
        assert!(of(relation).count() >= 20);
        for (i, (m, story)) in of(relation) {
            let root = survey.story_of[m.root];
            assert_eq!(*story, root, "{relation:?}: article {i} is no story of {}", m.root);
        }
    }
    let together = of(Relation::Near).filter(|(_, (m, story))| **story == survey.story_of[m.root]);
    let share = 100 * together.count() / of(Relation::Near).count();
    assert!(share >= 95, "{share} % of the edited copies are found");
}

#[test]
fn different_stories_stay_apart() {
    let (made, segmenter) = pages(4, 500);
    let (_, survey) = survey(&made, &segmenter);
    for (i, (m, story)) in made.iter().zip(&survey.story_of).enumerate() {
        assert_eq!(made[*story as usize].root, m.root, "article {i} went to story {story}");
    }
}

#[test]
fn a_line_stamped_on_every_article_of_a_host_is_counted_so() {
    let stamp = "Follow the harbour bulletin for ferry news every morning";
    let (mut made, segmenter) = pages(5, 300);
    for m in made.iter_mut().filter(|m| m.host == "outlet0.example") {
        m.text = format!("{}\n\n{}", m.text, stamp.to_uppercase());
    }
    let (_, survey) = survey(&made, &segmenter);
    let number = survey.exact.number(fold(0, &segmenter.tokens(stamp))).unwrap();
    let host = survey.listing.hosts.iter().position(|h| h == "outlet0.example").unwrap();
    let host = u32::try_from(host).unwrap();
    let of_host = survey.listing.host_of.iter().filter(|h| **h == host).count();
    let (stand, local) = (survey.exact.stand(number), survey.exact.on_host(number, host));
    assert!(of_host >= 50);
    assert_eq!(
        (stand.articles as usize, stand.hosts, stand.occurrences as usize),
        (of_host, 1, of_host)
    );
    assert_eq!(local.articles, stand.articles);
    assert_eq!(local.stories, survey.host_stories[host as usize]);
}

#[test]
fn counts_are_those_of_a_plain_table() {
    let (made, segmenter) = pages(6, 300);
    let (articles, survey) = survey(&made, &segmenter);
    let mut table: BTreeMap<u64, (BTreeSet<usize>, BTreeSet<&str>, u32)> = BTreeMap::new();
    for (i, article) in articles.iter().enumerate() {
        for block in &article.blocks {
            let row = table.entry(block.fingerprint).or_default();
            row.0.insert(i);
            row.1.insert(&made[i].host);
            row.2 += 1;
        }
    }
    table.retain(|_, row| row.0.len() > 1);
    let counted: BTreeMap<u64, (usize, usize, u32)> = by_key(&survey.exact)
        .into_iter()
        .map(|(k, s)| (k, (s.articles as usize, s.hosts as usize, s.occurrences)))
        .collect();
    let wanted = table.into_iter().map(|(k, r)| (k, (r.0.len(), r.1.len(), r.2))).collect();
    assert_eq!(counted, wanted);
}

/// Ten articles of one host with a lead around fillings that differ from their first word on.
fn led(lead: &str) -> (Survey, Segmenter) {
    let segmenter = Corpus::new(7).segmenter();
    let pages = Corpus::new(7).hosts(1).copies(0.0).made().take(10);
    let page = |(i, m): (usize, Made)| {
        let line = format!("{lead} {}{} opens in autumn", "qwertzuiop".chars().nth(i).unwrap(), i);
        Made { text: format!("{}\n{line}\n", m.text), ..m }
    };
    let made: Vec<Made> = pages.enumerate().map(page).collect();
    (survey(&made, &segmenter).1, segmenter)
}

#[test]
fn a_lead_with_different_fillings_is_found() {
    for lead in [
        "ALSO SEEN:",
        "From the quay »",
        "Eight words lead into this one headline here",
        "延伸阅读：",
    ] {
        let (survey, segmenter) = led(lead);
        let depth = segmenter.tokens(lead).len();
        let line = segmenter.tokens(&format!("{lead} a filling never seen before"));
        let found = survey.templates.of(&line, 0).find(|(_, t)| {
            t.side == Side::Lead && t.host == Some(0) && usize::from(t.depth) == depth
        });
        let (_, template) = found.unwrap_or_else(|| panic_at(lead));
        assert_eq!((template.lines, template.articles, template.stories), (10, 10, 10), "{lead}");
        assert_eq!((template.fillings, template.hosts, template.most), (10, 1, 1), "{lead}");
        assert_eq!(template.other, 3, "{lead}: all fillings end alike");
    }
}

#[expect(clippy::panic, reason = "a test says what broke")]
fn panic_at<T>(lead: &str) -> T {
    panic!("no template for the lead {lead}")
}

#[test]
fn slots_of_the_generator_are_found() {
    let (made, segmenter) = pages(8, 600);
    let (articles, survey) = survey(&made, &segmenter);
    let (mut slotted, mut found) = (0, 0);
    for (i, m) in made.iter().enumerate() {
        let host = survey.host_of(ArticleId(u32::try_from(i).unwrap()));
        for (block, kind) in articles[i].blocks.iter().zip(&m.lines) {
            if *kind == Kind::Slotted {
                slotted += 1;
                let tokens = articles[i].tokens_of(block);
                found += usize::from(survey.templates.of(tokens, host).next().is_some());
            }
        }
    }
    assert!(slotted >= 300 && 100 * found >= 95 * slotted, "{found} of {slotted}");
}

#[test]
fn a_survey_of_nothing_is_empty() {
    let none: [Segmented; 0] = [];
    let survey = Survey::of(&none[..], Listing::default(), near());
    assert!(survey.exact.is_empty() && survey.templates.is_empty() && survey.story_of.is_empty());
}
