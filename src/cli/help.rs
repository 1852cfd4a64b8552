//! Examples that teach, for the long help and the manual pages.
//!
//! Gives texts. Every command in them can be typed as it stands, with other paths.

/// After `copydesk -h`.
pub(crate) const TOP_SHORT: &str = "\
Start with: copydesk clean articles/ -o out
More, with examples: copydesk --help, copydesk clean --help";

/// After `copydesk --help`.
pub(crate) const TOP: &str = "\
Examples:
  Clean a folder of scraped articles, then read the report:
    copydesk clean articles/ -o out
    xdg-open out/report/report.html

  See what would be found before anything is written:
    copydesk clean articles/ --dry-run

  As a stage of a pipeline:
    zstdcat crawl.jsonl.zst | copydesk filter | zstd > clean.jsonl.zst

  Every day with what the days before showed:
    copydesk clean today.jsonl -o out --desk desk
    copydesk learn today.jsonl --desk desk

  Ask why an article was cut, and take everything back:
    copydesk explain out articles.jsonl:42
    copydesk restore out originals

Exit codes:
  0  done (finding duplicates is success)
  1  failed
  2  wrong usage or configuration
  3  done, but records were rejected and --strict was given";

/// After `copydesk clean --help`.
pub(crate) const CLEAN: &str = "\
Examples:
  The common case; formats, fields and encodings are found:
    copydesk clean articles/ -o out

  Several inputs, one corpus; the text is in an unusual field:
    copydesk clean 2025/ 2026.jsonl.gz -o out --text-field story_text

  Keep the wire's own copy where there is one, else the longest:
    copydesk clean crawl/ -o out --keep apnews.com,reuters.com

  Only copies that differ in a few words, and leave the text alone:
    copydesk clean crawl/ -o out --near 0.95 --boilerplate mark

  On a machine that others use too:
    copydesk clean crawl/ -o out --threads 8 --tmp-dir /scratch

  Keep the settings of a run, change one, use them again:
    copydesk clean --dump-config --near 0.9 > settings.toml
    copydesk clean crawl/ -o out --config settings.toml

Finding duplicates is success. Records that cannot be read go to OUT/rejects.jsonl and the run goes
on; with --strict it then ends with 3. OUT/manifest.json is written last: without it a run did not
finish.";

/// After `copydesk scan --help`.
pub(crate) const SCAN: &str = "\
Examples:
  How much of this crawl is stamped, how much is copied?
    copydesk scan crawl/ -o out
    xdg-open out/report/report.html

  What stands in the report, for programs:
    jq .records out/report/summary.json
    jq -r 'select(.duplicate_of) | [.id, .duplicate_of] | @tsv' out/report/duplicates.jsonl";

/// After `copydesk filter --help`.
pub(crate) const FILTER: &str = "\
Examples:
  Between two stages:
    zcat crawl.jsonl.gz | copydesk filter | gzip > clean.jsonl.gz

  As they come, with what earlier crawls taught, and teaching what is new:
    tail -F crawl.jsonl | copydesk filter --desk news.desk --learn >> clean.jsonl

  Pass everything on, and say in a field what is stamped and what is a copy of which article:
    copydesk filter --desk news.desk --annotate --duplicates mark --boilerplate mark < day.jsonl

  With a report to look into later:
    copydesk filter --report out < crawl.jsonl > clean.jsonl

  In a job that must not lose records silently (ends with 3 if one was rejected):
    copydesk filter --strict --progress json < crawl.jsonl > clean.jsonl 2> progress.jsonl

A stream beside a desk ends well when its input does, or when nobody reads its output any more. Ctrl-C and SIGTERM end it
after the batch in hand: what was written is whole, what passed through is learnt, and the exit code
is 1. A second one ends it at once.";

/// After `copydesk learn --help`.
pub(crate) const LEARN: &str = "\
Examples:
  Clean every day's crawl with what all days before showed, then learn from it:
    copydesk clean 2026-03-01.jsonl.zst -o out/2026-03-01 --desk desk
    copydesk learn 2026-03-01.jsonl.zst --desk desk

  Begin with the crawls that are there, oldest first:
    for day in 2025-*.jsonl.zst; do copydesk learn \"$day\" --desk desk; done

  Keep what was decided in a report for all crawls to come:
    copydesk learn --rules out/decisions.jsonl --desk desk

A desk that does not know a crawl is as it was, or knows all of it: a run that is killed leaves nothing
behind. Articles are told by host, date and text, so learning one twice changes nothing. One process
writes to a desk at a time, others may read it meanwhile. Settings that change what is compared
(`shingle`, `num-perm`, `seed`, `threshold`, `version`, `recall`) must be those the desk was made with.";

/// After `copydesk desk --help`.
pub(crate) const DESK: &str = "\
Examples:
  What does the desk know, how large is it, and is it whole?
    copydesk desk info desk
    copydesk desk verify desk

  Keep two years of it:
    copydesk desk forget desk --before 2024-03-01

  A copy in plain text:
    copydesk desk export desk | zstd > desk.jsonl.zst";

/// After `copydesk desk forget --help`.
pub(crate) const DESK_FORGET: &str = "\
Examples:
  Keep two years:
    copydesk desk forget desk --before 2024-03-01

  A host that is not crawled any more:
    copydesk desk forget desk --host example.com

Articles without a date go with their host only.";

/// After `copydesk desk export --help`.
pub(crate) const DESK_EXPORT: &str = "\
Examples:
  For safety, or to look into:
    copydesk desk export desk | zstd > desk.jsonl.zst

  On another machine:
    copydesk desk export desk | ssh crawler copydesk desk import desk";

/// After `copydesk desk import --help`.
pub(crate) const DESK_IMPORT: &str = "\
Examples:
  Back from a copy:
    zstdcat desk.jsonl.zst | copydesk desk import desk";

/// After `copydesk review --help`.
pub(crate) const REVIEW: &str = "\
Examples:
  Look at the report and decide; then clean once more, as decided:
    copydesk review out --open
    copydesk clean articles/ -o out2 --rules out/decisions.jsonl

  Decisions under version control, for every crawl:
    copydesk review out --decisions desk/decisions.jsonl

  On another machine, with the browser on this one (the port must be the same on both):
    ssh -L 8040:127.0.0.1:8040 crawler copydesk review out --port 8040

The address holds a random token: whoever knows it can decide. With --open it stands on the command
line of the browser, where other users of the machine can read it; open it by hand if they must not.

The file may be edited meanwhile, by hand or by a second review: what is decided goes into the file
as it stands by then. Where somebody else decided the very same, the page says so before anything is
overwritten.";

/// After `copydesk explain --help`.
pub(crate) const EXPLAIN: &str = "\
In the margin, `−` stands before a removed block; kept blocks have none. Below each block that was
weighed stand its label, its points, the reason, and the evidence that gave the points.

Two articles stand side by side: what they share, why they are linked or not, and their content
paragraph by paragraph. In the margin, `=` is the same in both, `~` is alike, with [-words of the
first-] and {+words of the second+} marked, `<` and `>` stand in one of them only.

Examples:
  An article by the id that the report shows:
    copydesk explain out articles.jsonl:42

  Is one a copy of the other, and what differs?
    copydesk explain out articles.jsonl:42 articles.jsonl:77 | less

  How alike they are, for programs:
    copydesk explain out articles.jsonl:42 articles.jsonl:77 --json | jq .similarity

  What is this block, and is it decided?
    copydesk explain out tdc907409bbb44453

  The blocks that were removed, with their reasons, for programs:
    copydesk explain out articles.jsonl:42 --json | jq '.blocks[] | select(.removed)'";

/// After `copydesk restore --help`.
pub(crate) const RESTORE: &str = "\
Examples:
  Put the originals into a new folder, and compare:
    copydesk restore out originals
    diff -r articles originals";

/// After `copydesk completions --help`.
pub(crate) const COMPLETIONS: &str = "\
Examples:
  For this session of bash:
    source <(copydesk completions bash)

  For good, in fish:
    copydesk completions fish > ~/.config/fish/completions/copydesk.fish";

/// After `copydesk man --help`.
pub(crate) const MAN: &str = "\
Examples:
  Read the page of a verb:
    copydesk man clean | man -l -

  Install the first page:
    copydesk man > ~/.local/share/man/man1/copydesk.1";
