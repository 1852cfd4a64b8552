//! The page before anybody touches it: quiet, narrow, on paper, and without JavaScript.

use crate::{browser, demo, page};

#[test]
fn opens_without_a_complaint_or_a_request() {
    let Some(browser) = browser() else { return };
    let desk = demo();
    let tab = browser.tab();
    tab.open(&page(&desk));
    tab.quiet();
    assert_eq!(tab.requests().len(), 1, "{:?}", tab.requests());
    assert_eq!(tab.count("h1"), 1);
}

#[test]
fn the_policy_blocks_what_is_injected() {
    let Some(browser) = browser() else { return };
    let desk = demo();
    let html = std::fs::read_to_string(page(&desk)).unwrap();
    let injected = "<script>window.injected = 1</script><img src=x onerror='window.injected = 1'>\
        <p id=styled style='color: red'>x</p></body>";
    desk.put("out/report/report.html", html.replace("</body>", injected));
    let tab = browser.tab();
    tab.open(&page(&desk));
    tab.frame();
    assert!(tab.is("window.injected === undefined"));
    assert!(!tab.complaints().is_empty(), "the policy says what it blocked");
}

#[test]
fn a_narrow_window_scrolls_one_way_only() {
    let Some(browser) = browser() else { return };
    let desk = demo();
    let tab = browser.tab();
    // 320 pixels are 1280 zoomed in to 400 %, and 640 are 200 %.
    for width in [320, 400, 640, 1280] {
        tab.window(width, 800);
        tab.open(&page(&desk));
        let wide = tab.eval("document.documentElement.scrollWidth");
        assert_eq!(wide, width, "{width} pixels wide");
    }
}

#[test]
fn without_javascript_the_page_is_read() {
    let Some(browser) = browser() else { return };
    let desk = demo();
    let tab = browser.tab();
    tab.without_scripts();
    tab.open(&page(&desk));
    tab.quiet();
    for section in ["look", "hosts", "clusters", "glossary"] {
        // What is not in sight is not laid out before somebody goes there.
        tab.eval(&format!("document.getElementById('{section}').scrollIntoView()"));
        tab.wait(&format!("document.getElementById('{section}').innerText"));
    }
    let whole = tab.eval("document.querySelector('main').textContent");
    assert!(whole.as_str().unwrap().contains("All rights reserved."));
}
