//! The page for those who want it otherwise: forced colours, no motion, paper.
//!
//! Takes what a reader's system asks for, gives what the page makes of it. What a colour says, a sign says too.

use crate::live::{opened, ready, small};
use crate::{browser, demo, page};
use serde_json::json;

#[test]
fn in_forced_colours_signs_and_outlines_say_what_colours_said() {
    let Some(browser) = browser() else { return };
    let tab = opened(&browser, &small());
    tab.prefer(&[("forced-colors", "active")]);
    assert!(tab.is("matchMedia('(forced-colors: active)').matches"));
    tab.keys("g b Enter j r k u");
    let marks = tab.eval(
        "[...document.querySelectorAll('#block-list .row.block .mark')].slice(0, 3).map(m => m.innerText)",
    );
    assert_eq!(marks, json!(["−", "=", "?"]));
    let outline = "getComputedStyle(document.querySelector('#block-list .at')).outlineStyle";
    assert_eq!(tab.eval(outline), "solid");
    tab.keys("g d .");
    let fences = tab.eval(
        "[...document.querySelectorAll('.diff del, .diff ins')].every(e => /^(\\[-[^]*-\\]|\\{\\+[^]*\\+\\})$/.test(e.innerText.trim()))",
    );
    assert_eq!(fences, true, "what differs stands between signs");
    assert!(tab.count(".diff del") > 0 && tab.count(".diff ins") > 0);
}

#[test]
fn nothing_moves_for_those_who_want_no_motion() {
    let Some(browser) = browser() else { return };
    let tab = opened(&browser, &small());
    tab.prefer(&[("prefers-reduced-motion", "reduce")]);
    tab.keys("g b Enter j r g d j . ?");
    let moving = tab.eval(
        "[...document.querySelectorAll('*')].filter(e => {
            const s = getComputedStyle(e);
            return s.scrollBehavior !== 'auto' || /[1-9]/.test(s.transitionDuration + s.animationDuration);
        }).map(e => e.outerHTML.slice(0, 80))",
    );
    assert_eq!(moving, json!([]));
    assert_eq!(tab.eval("document.getAnimations().length"), 0);
}

#[test]
fn on_paper_the_lists_stand_whole() {
    let Some(browser) = browser() else { return };
    let desk = demo();
    let tab = browser.tab();
    tab.open(&page(&desk));
    ready(&tab);
    assert_eq!(tab.count("[data-static]"), 0);
    tab.paper(true);
    tab.eval("dispatchEvent(new Event('beforeprint'))");
    for list in ["#blocks .entry", "#clusters .entry table"] {
        assert!(tab.count(list) > 0, "{list}");
        let seen = format!("document.querySelector('{list}').getClientRects().length");
        assert!(tab.is(&seen), "{list} is not seen");
    }
    for desk in ["#blocks-desk", "#clusters-desk", "#desk-bar", "#sample"] {
        assert_eq!(
            tab.eval(&format!("document.querySelector('{desk}').getClientRects().length")),
            0,
            "{desk}"
        );
    }
    tab.eval("dispatchEvent(new Event('afterprint'))");
    tab.paper(false);
    assert_eq!(tab.count("[data-static]"), 0, "on the screen the live lists are back alone");
}
