//! `desk info`, `compact`, `forget`, `export`, `import`, `verify`.

use crate::crawl::Crawls;
use serde_json::Value;

fn info(crawls: &Crawls) -> Value {
    let ended = crawls.place.run("desk info desk --json");
    assert_eq!(ended.code(0).text().lines().count(), 1);
    serde_json::from_str(ended.text()).unwrap()
}

#[test]
fn compact_changes_no_answer() {
    let crawls = Crawls::taught(20, 5);
    let (before, answers) = (crawls.export(), crawls.answers(4));
    assert!(crawls.volumes().len() > 1);
    crawls.place.run("desk compact desk").code(0);
    assert_eq!(crawls.volumes().len(), 1);
    assert!(crawls.export() == before);
    assert_eq!(crawls.answers(4), answers);
    crawls.place.run("desk compact desk").code(0);
    assert!(crawls.export() == before);
}

#[test]
fn many_crawls_are_few_volumes() {
    let crawls = Crawls::of(21, 30, 8);
    (0..30).for_each(|n| crawls.learn(n));
    assert!(crawls.volumes().len() <= 14, "{:?}", crawls.volumes());
    // Pages that are the very same once more count once.
    assert!((200..=240).contains(&info(&crawls)["articles"].as_u64().unwrap()));
}

#[test]
fn a_host_is_forgotten_with_all_that_it_said() {
    let crawls = Crawls::taught(22, 3);
    let line = std::fs::read_to_string(crawls.place.path("0.jsonl")).unwrap();
    let first: Value = serde_json::from_str(line.lines().next().unwrap()).unwrap();
    let host = first["host"].as_str().unwrap();
    assert!(String::from_utf8_lossy(&crawls.export()).contains(host));
    let (held, known) =
        (info(&crawls)["articles"].as_u64().unwrap(), info(&crawls)["hosts"].as_u64().unwrap());
    let ended = crawls.place.run(&format!("desk forget desk --host www.{}", host.to_uppercase()));
    assert!(ended.code(0).stderr.contains("forgotten"), "{}", ended.stderr);
    assert!(!String::from_utf8_lossy(&crawls.export()).contains(host));
    assert!(info(&crawls)["articles"].as_u64().unwrap() < held);
    assert_eq!(info(&crawls)["hosts"].as_u64().unwrap(), known - 1);
    let again = crawls.place.run(&format!("desk forget desk --host {host}"));
    assert!(again.code(0).stderr.contains("nothing"), "{}", again.stderr);
    crawls.clean(2, "");
    // What was forgotten is new.
    crawls.learn(0);
    assert!(String::from_utf8_lossy(&crawls.export()).contains(host));
}

#[test]
fn days_before_a_day_are_forgotten() {
    let crawls = Crawls::taught(23, 3);
    let first = info(&crawls)["days"]["first"].as_u64().unwrap();
    let last = info(&crawls)["days"]["last"].as_u64().unwrap();
    assert!(first < last);
    let day = format!("{}-{:02}-{:02}", last / 10_000, last / 100 % 100, last % 100);
    crawls.place.run(&format!("desk forget desk --before {day}")).code(0);
    assert_eq!(info(&crawls)["days"]["first"].as_u64().unwrap(), last);
    crawls.export();
    crawls.clean(2, "");
}

#[test]
fn what_was_forgotten_and_learnt_again_answers_as_before() {
    let crawls = Crawls::new(24, 2);
    crawls.learn(0);
    let answers = crawls.answers(1);
    crawls.place.run("desk forget desk --before 2999-01-01").code(0);
    assert_eq!(info(&crawls)["articles"], 0);
    crawls.learn(0);
    assert_eq!(crawls.answers(1), answers);
}

#[test]
fn an_export_is_a_desk_again() {
    let crawls = Crawls::taught(25, 4);
    crawls.place.put("t.jsonl", "{\"text\":\"Most read\",\"action\":\"keep\"}\n");
    crawls.place.run("learn --rules t.jsonl --desk desk").code(0);
    let (before, answers) = (crawls.export(), crawls.answers(3));
    let text = std::str::from_utf8(&before).unwrap();
    assert!(
        text.lines().all(|line| serde_json::from_str::<Value>(line).is_ok_and(|v| v.is_object()))
    );
    crawls.place.pipe("desk import copy", before.clone()).code(0);
    assert!(crawls.export_of("copy") == before);
    crawls.copy("copy", "desk");
    assert_eq!(crawls.answers(3), answers);
    crawls.learn(3);
}

#[test]
fn what_is_no_export_makes_no_desk() {
    let crawls = Crawls::taught(26, 2);
    let export = crawls.export();
    let lines: Vec<&[u8]> = export.split_inclusive(|b| *b == b'\n').collect();
    let mut broken = lines.clone();
    broken.insert(3, b"{\"oops\":1}\n");
    let cases: [(&str, Vec<u8>); 5] = [
        ("nothing", Vec::new()),
        ("articles", std::fs::read(crawls.place.path("0.jsonl")).unwrap()),
        ("a line that is none", broken.concat()),
        ("half of it", lines[..lines.len() / 2].concat()),
        ("half a line", export[..export.len() - 9].to_vec()),
    ];
    for (what, bytes) in cases {
        let ended = crawls.place.pipe("desk import copy", bytes);
        assert_eq!(ended.code, Some(1), "{what}: {}", ended.stderr);
        assert_eq!(ended.stderr.lines().count(), 1, "{what}: {}", ended.stderr);
        assert!(ended.stderr.starts_with("copydesk: <stdin>:"), "{what}: {}", ended.stderr);
        assert!(!crawls.place.path("copy/catalogue.json").exists(), "{what}");
    }
    crawls.place.pipe("desk import desk", export.clone()).failed("desk", &["is not empty"]);
    assert!(crawls.export() == export);
    crawls.place.pipe("desk import copy", export.clone()).code(0);
}

#[test]
fn a_pipe_that_is_closed_ends_an_export_in_silence() {
    let crawls = Crawls::taught(27, 2);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_copydesk"));
    program.current_dir(crawls.place.path("")).args(["desk", "export", "desk"]);
    let output = program.stdout(writer).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(output.stderr, b"");
}
