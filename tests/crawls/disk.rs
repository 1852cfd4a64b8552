//! Disks that are full, and files that may not grow: a desk stays as it was.

#![cfg(unix)]

use crate::crawl::Crawls;
use crate::desk::{Ended, skipped};

/// The program behind a shell that does `first`.
fn behind(crawls: &Crawls, first: &str, words: &str) -> Ended {
    let line = format!("{first}; exec \"$0\" \"$@\"");
    let mut program = assert_cmd::Command::new("sh");
    program.current_dir(crawls.place.path(""));
    program.args(["-c", &line, env!("CARGO_BIN_EXE_copydesk")]);
    Ended::of(words, program.args(words.split_whitespace()))
}

#[test]
fn files_that_may_not_grow_leave_the_desk_as_it_was() {
    let crawls = Crawls::taught(40, 3);
    let before = crawls.export();
    crawls.copy("desk", "before");
    let mut met = 0;
    for words in [
        "learn 2.jsonl --desk desk --quiet",
        "desk compact desk",
        "desk forget desk --before 2999-01-01",
    ] {
        for limit in [0, 1, 2, 8, 64, 256, 512] {
            let first = format!("trap '' XFSZ; ulimit -f {limit} || exit 77");
            let ended = behind(&crawls, &first, words);
            let what = format!("{words}, ulimit -f {limit}: {}", ended.stderr);
            match ended.code {
                Some(77) => return skipped("no limit on files here"),
                Some(0) => crawls.copy("before", "desk"),
                code => {
                    assert_eq!(code, Some(1), "{what}");
                    assert_eq!(ended.stderr.lines().count(), 1, "{what}");
                    assert!(crawls.export() == before, "{what}");
                    met += 1;
                }
            }
        }
    }
    assert!(met >= 6, "the limits were met {met} times");
    crawls.learn(2);
}

#[test]
fn a_full_disk_leaves_the_desk_as_it_was() {
    let crawls = Crawls::taught(41, 3);
    let before = crawls.export();
    crawls.copy("desk", "copy");
    let size: usize = crate::desk::tree(&crawls.place.path("desk")).values().map(Vec::len).sum();
    // Room for the desk and a little more, but not for it and the crawl.
    for room in [8, 32, 96] {
        let kilobytes = size / 1024 + room;
        let script = format!(
            "mount -t tmpfs -o size={kilobytes}k none desk 2>/dev/null || exit 77; cp -r copy/. desk/ || exit 77; \
             \"$0\" learn 2.jsonl --desk desk --quiet; code=$?; rm -rf left; cp -r desk left; exit $code"
        );
        let mut program = std::process::Command::new("unshare");
        program.current_dir(crawls.place.path("")).args(["--mount", "sh", "-c", &script]);
        let output = match program.arg(env!("CARGO_BIN_EXE_copydesk")).output() {
            Ok(output)
                if output.status.code() != Some(77) && crawls.place.path("left").exists() =>
            {
                output
            }
            _ => return skipped("no file systems can be mounted here"),
        };
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!said.contains("internal:"), "{room}: {said}");
        if output.status.code() == Some(0) {
            assert!(room > 8, "the crawl found room in {room} kB");
            continue;
        }
        assert_eq!(output.status.code(), Some(1), "{room}: {said}");
        let told = said.starts_with("copydesk: desk") && said.contains("No space");
        assert!(told, "{room}: {said}");
        assert!(crawls.export_of("left") == before, "{room}");
    }
}
