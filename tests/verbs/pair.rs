//! `explain` of two articles: every way in which they can stand to each other, for people and for programs.

use crate::desk::{Desk, good, prose, record};
use copydesk::pipeline::{Aligned, AlignedKind, PairExplanation, Standing};
use copydesk::report::model::Relation;

/// One article with a host and a date.
fn article(id: &str, host: &str, date: &str, text: &str) -> String {
    record(&[("id", id), ("host", host), ("date", date), ("text", text)])
}

/// Made-up prose whose words no other number has.
fn story(number: u8) -> String {
    let own = char::from(b'a' + number);
    let word = |word: &str| match word.len() {
        0..5 => word.to_owned(),
        _ => format!("{own}{own}{word}"),
    };
    let lines = prose(number.into());
    let line = |line: &str| line.split(' ').map(word).collect::<Vec<_>>().join(" ");
    lines.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// A cleaned corpus of these articles amid unrelated ones.
fn cleaned(articles: &[String], flags: &str) -> Desk {
    let desk = Desk::with(&[("a.jsonl", (good(8) + &articles.concat()).as_bytes())]);
    desk.clean(flags);
    desk
}

/// What `--json` says of two articles.
fn json(desk: &Desk, ids: &str) -> PairExplanation {
    let ended = desk.run(&format!("explain out {ids} --json"));
    assert_eq!(ended.code(0).text().lines().count(), 1);
    serde_json::from_str(ended.text()).unwrap()
}

/// What people read of two articles, the lines joined.
fn page(desk: &Desk, ids: &str) -> String {
    let ended = desk.run(&format!("explain out {ids}"));
    let text = ended.code(0).text().to_owned();
    assert!(!text.contains('\u{1b}'), "no colour in a pipe: {text}");
    let wide = text.lines().find(|line| console::measure_text_width(line) > 100);
    assert_eq!(wide, None);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The rows as signs.
fn signs(pair: &PairExplanation) -> String {
    let sign = |row: &Aligned| match row.kind {
        AlignedKind::Same if row.moved => 'm',
        AlignedKind::Same => '=',
        AlignedKind::Alike => '~',
        AlignedKind::OnlyA => '<',
        AlignedKind::OnlyB => '>',
    };
    pair.rows.iter().map(sign).collect()
}

#[test]
fn a_near_copy_shows_the_words_that_differ() {
    let text = [story(0), story(1)].join("\n\n");
    let changed = text.replacen("The ", "On Friday the ", 1);
    let desk = cleaned(
        &[
            article("one", "a.example", "2025-02-27", &text),
            article("two", "b.example", "2025-03-01", &changed),
        ],
        "",
    );
    let pair = json(&desk, "two one");
    assert_eq!((pair.verdict.standing, &*signs(&pair)), (Standing::Copy, "~====="));
    assert_eq!((pair.similarity.days, pair.similarity.same_host), (Some(2), Some(false)));
    assert!(pair.similarity.jaccard > 0.9 && pair.similarity.jaccard < 1.0);
    let (a, b) = (pair.a.row.unwrap(), pair.b.row.unwrap());
    assert_eq!((a.duplicate_of.as_deref(), a.relation), (Some("one"), Relation::Near));
    assert!(b.representative && b.cluster == a.cluster);
    let text = page(&desk, "two one");
    assert!(text.contains("~ [-On Friday-] "), "{text}");
    assert!(text.contains("A is dropped as a near copy of B: Jaccard 0.9"), "{text}");
    assert!(text.contains("… 3 paragraphs, "), "{text}");
}

#[test]
fn a_contained_copy_says_what_the_other_has_more() {
    let short = [story(0), story(1)].join("\n\n");
    let long = [story(0), story(2), story(1), story(3)].join("\n\n");
    let desk = cleaned(
        &[
            article("long", "a.example", "2025-02-27", &long),
            article("short", "b.example", "2025-02-28", &short),
        ],
        "--duplicates mark",
    );
    let pair = json(&desk, "long short");
    assert_eq!((pair.verdict.standing, &*signs(&pair)), (Standing::Copy, "===<<<===<<<"));
    assert!(pair.similarity.b_in_a > 0.99 && pair.similarity.a_in_b < 0.6);
    let text = page(&desk, "long short");
    assert!(
        text.contains("B is marked as a contained copy of A: 100 % of it stands in A"),
        "{text}"
    );
    assert!(text.contains("= 6 the same, ~ 0 alike, < 6 only in A, > 0 only in B"), "{text}");
}

#[test]
fn versions_are_both_kept() {
    let first = [story(0), story(1)].join("\n\n");
    let second = [story(0), story(2)].join("\n\n");
    let desk = cleaned(
        &[
            article("first", "a.example", "2025-02-27", &first),
            article("second", "a.example", "2025-02-27", &second),
        ],
        "",
    );
    let pair = json(&desk, "first second");
    assert_eq!((pair.verdict.standing, &*signs(&pair)), (Standing::Versions, "===<<<>>>"));
    let text = page(&desk, "first second");
    assert!(text.contains("the same day, the same host"), "{text}");
    assert!(text.contains("both are kept: Jaccard 0.3"), "{text}");
}

#[test]
fn recurring_reports_are_told_from_copies() {
    let report = |day: &str, points: u32, level: u32| {
        format!(
            "On {day} the index of the exchange fell {points} points to {level}, and the copper miller led the losers of \
             the session with a drop of {points} crowns.\n\nTraders on the floor said on {day} that volumes were thin at \
             {level} contracts, and that the council of the exchange would look at the rules of the closing auction again."
        )
    };
    let desk = cleaned(
        &[
            article("mon", "a.example", "2025-02-24", &report("Monday", 12, 3411)),
            article("tue", "a.example", "2025-02-25", &report("Tuesday", 31, 3380)),
        ],
        "",
    );
    let pair = json(&desk, "mon tue");
    assert_eq!((pair.verdict.standing, pair.similarity.recurring), (Standing::Versions, true));
    assert_eq!(signs(&pair), "~~");
    let text = page(&desk, "mon tue");
    assert!(text.contains("reports of one series, and both are kept"), "{text}");
    assert!(text.contains("[-Monday-]") && text.contains("{+Tuesday+}"), "{text}");
}

#[test]
fn unrelated_articles_are_not_linked() {
    let one = |id: &str, n: u8| record(&[("id", id), ("text", &story(n))]);
    let desk = cleaned(&[one("one", 0), one("two", 1)], "");
    let pair = json(&desk, "one two");
    assert_eq!((pair.verdict.standing, pair.similarity.days), (Standing::NotLinked, None));
    assert!(pair.a.row.is_none() && pair.similarity.jaccard < 0.1);
    let text = page(&desk, "one two");
    assert!(text.contains("Not linked: neither of them is in a cluster."), "{text}");
    assert!(text.contains("is below 0.30, and neither holds 90 % of the other."), "{text}");
    assert!(
        text.contains("kept, in no cluster") && text.contains("dates not both known"),
        "{text}"
    );
}

#[test]
fn two_copies_of_a_third_say_so() {
    let copy = |id: &str, date: &str| article(id, "b.example", date, &story(0));
    let desk = cleaned(
        &[copy("one", "2025-01-01"), copy("two", "2025-01-02"), copy("three", "2025-01-03")],
        "",
    );
    assert_eq!(json(&desk, "two three").verdict.standing, Standing::ThroughAnother);
    let text = page(&desk, "two three");
    assert!(text.contains("Both are dropped as copies of one: A is exact, B is exact."), "{text}");
}

#[test]
fn a_paragraph_that_was_moved_joined_or_repeated_is_found() {
    let [one, two] = [story(0), story(1)];
    let p: Vec<&str> = one.lines().chain(two.lines()).filter(|l| !l.is_empty()).collect();
    let moved = [p[5], p[0], p[1], p[2], p[3], p[4]].join("\n\n");
    let joined = [&[p[0], p[1], p[2]].join(" "), p[3], p[4], p[5]].join("\n\n");
    let desk = cleaned(
        &[
            article("plain", "a.example", "2025-01-01", &p.join("\n\n")),
            article("moved", "b.example", "2025-01-02", &moved),
            article("joined", "c.example", "2025-01-03", &joined),
            article("twice", "d.example", "2025-01-04", &[&*p.join("\n\n"), p[0]].join("\n\n")),
        ],
        "",
    );
    assert_eq!(signs(&json(&desk, "plain moved")), "=====m");
    assert!(page(&desk, "plain moved").contains("(moved: paragraph 6 here)"));
    assert_eq!(signs(&json(&desk, "plain joined")), "======");
    let twice = json(&desk, "plain twice");
    assert_eq!((&*signs(&twice), twice.rows[6].again), ("======>", true));
}

#[test]
fn what_was_taken_out_is_counted_and_not_compared() {
    const STAMP: &str = "Subscribe to our newsletter for free";
    let stamped = |n: u64| {
        let text = format!("{}\n\n{STAMP}", prose(n));
        article(&format!("s{n}"), "a.example", "2025-01-01", &text)
    };
    let desk = cleaned(&(100..112).map(stamped).collect::<Vec<_>>(), "");
    let pair = json(&desk, "s100 s101");
    assert_eq!((pair.a.removed.blocks, pair.a.removed.words), (1, 6));
    assert_eq!((pair.a.content.blocks, pair.a.all.blocks), (3, 4));
    let text = page(&desk, "s100 s101");
    assert!(text.contains("1 block, 6 words removed as boilerplate"), "{text}");
    assert!(!text.contains(STAMP), "{text}");
}

#[test]
fn all_scripts_stand_in_columns() {
    let chinese =
        "议会周二投票决定关闭港口的旧桥两年，商店老板们对此表示强烈抗议，市长说没有别的办法。";
    let hebrew = "מועצת העיר הצביעה ביום שלישי בעד סגירת הגשר הישן לשנתיים, למרות מחאת בעלי החנויות ברחוב הראשי.";
    let second = chinese.replace("周二", "星期三上午");
    let desk = cleaned(
        &[
            article("zh", "a.example", "2025-01-01", &format!("{chinese}\n\n{hebrew}")),
            article("zh2", "b.example", "2025-01-02", &format!("{second}\n\n{hebrew}\u{1b}[31m")),
        ],
        "",
    );
    page(&desk, "zh zh2");
    let ended = desk.run("explain out zh zh2");
    let text = ended.text();
    assert!(text.contains("[-二-]") || text.contains("[-周二-]"), "{text}");
    let rows = text.lines().filter(|line| line.contains(" │"));
    let columns = rows.map(|l| console::measure_text_width(l.split('│').next().unwrap()));
    assert!(columns.collect::<std::collections::BTreeSet<_>>().len() == 1, "{text}");
}

#[test]
fn wrong_ids_are_named() {
    let desk = cleaned(&[], "");
    desk.run("explain out a1 nobody").failed("out", &["no article has the id", "nobody"]);
    desk.run("explain out nobody a1").failed("out", &["no article has the id", "nobody"]);
    desk.run("explain out a1 a1").failed("out", &["a1", "is named twice"]);
    desk.run("explain out a1 a2 --all").code(2);
}
