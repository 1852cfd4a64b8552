//! What `learn` adds, and what changes nothing.

use crate::crawl::Crawls;
use crate::desk::{assert_same, tree};

#[test]
fn learning_a_crawl_twice_changes_nothing() {
    let crawls = Crawls::taught(1, 3);
    let (before, answers) = (crawls.export(), crawls.answers(2));
    crawls.learn(0);
    crawls.learn(1);
    assert!(crawls.export() == before, "a crawl that is known was learnt again");
    assert_eq!(crawls.answers(2), answers);
}

#[test]
fn the_form_of_a_crawl_does_not_make_it_new() {
    let crawls = Crawls::new(2, 1);
    crawls.learn(0);
    let before = crawls.export();
    let lines = std::fs::read(crawls.place.path("0.jsonl")).unwrap();
    crawls.place.put("again.jsonl.zst", zstd::encode_all(&lines[..], 1).unwrap());
    crawls.place.run("learn again.jsonl.zst --desk desk").code(0);
    crawls.place.pipe("learn - --desk desk", lines).code(0);
    assert!(crawls.export() == before);
}

#[test]
fn the_number_of_threads_changes_no_byte_of_what_is_learnt() {
    let crawls = Crawls::new(3, 2);
    for (threads, desk) in [(1, "one"), (4, "four")] {
        for crawl in 0..2 {
            let words = format!("learn {crawl}.jsonl --desk {desk} --threads {threads} --quiet");
            crawls.place.run(&words).code(0);
        }
    }
    assert!(crawls.export_of("one") == crawls.export_of("four"));
}

#[test]
fn records_that_cannot_be_read_are_counted_and_all_others_learnt() {
    let crawls = Crawls::new(4, 1);
    let lines = std::fs::read_to_string(crawls.place.path("0.jsonl")).unwrap();
    crawls.place.put("odd.jsonl", format!("{lines}oops\n"));
    crawls.learn(0);
    let ended = crawls.place.run("learn odd.jsonl --desk odd --strict");
    assert!(ended.code(3).stderr.contains("1 rejected"), "{}", ended.stderr);
    assert!(crawls.export_of("odd") == crawls.export());
}

#[test]
fn cleaning_with_a_desk_only_reads_it() {
    let crawls = Crawls::taught(5, 2);
    let before = tree(&crawls.place.path("desk"));
    crawls.clean(1, "");
    crawls.place.run("scan 1.jsonl -o report --desk desk").code(0);
    crawls.place.run("clean 1.jsonl --dry-run --desk desk").code(0);
    crawls.place.run("desk info desk").code(0);
    assert_same(&tree(&crawls.place.path("desk")), &before);
}

#[test]
fn the_last_line_for_programs_says_what_was_learnt() {
    let crawls = Crawls::new(6, 1);
    let ended = crawls.place.run("learn 0.jsonl --desk desk --progress json");
    let last: serde_json::Value =
        serde_json::from_str(ended.code(0).stderr.lines().last().unwrap()).unwrap();
    let told = &last["summary"];
    assert_eq!((&told["command"], &told["learned"]), (&"learn".into(), &80.into()), "{last}");
    assert_eq!((&told["known"], &told["rejected"]), (&0.into(), &0.into()), "{last}");
}
