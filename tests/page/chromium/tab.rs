//! One page in the browser.
//!
//! Takes addresses, keys, files and questions in JavaScript, gives answers as JSON, and what the page did meanwhile:
//! errors, requests, dialogs. Questions are asked past the page's own policy, which holds for the page alone.

use super::{Browser, keys, wire::Event};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Longest wait for something that a page does by itself.
const PATIENCE: Duration = Duration::from_secs(60);

/// A tab.
pub(crate) struct Tab<'a> {
    browser: &'a Browser,
    session: String,
    /// The memory of its own.
    context: String,
    /// The first event that belongs to it.
    first: usize,
}

/// Closes it without asking the page, which might want to stay.
impl Drop for Tab<'_> {
    fn drop(&mut self) {
        if let Ok(mut wire) = self.browser.wire.try_borrow_mut() {
            let context = json!({ "browserContextId": self.context });
            let _ = wire.call(None, "Target.disposeBrowserContext", &context);
        }
    }
}

impl<'a> Tab<'a> {
    pub(super) fn new(browser: &'a Browser, session: &str, context: &str) -> Self {
        let first = browser.wire.borrow().events.len();
        let (session, context) = (session.to_owned(), context.to_owned());
        let tab = Self { browser, session, context, first };
        for domain in ["Page", "Runtime", "Log", "Network", "DOM", "Accessibility"] {
            tab.call(&format!("{domain}.enable"), &json!({}));
        }
        tab
    }

    /// Calls a method of the protocol; what it refuses fails the test.
    pub(crate) fn call(&self, method: &str, params: &Value) -> Value {
        self.try_call(method, params).unwrap()
    }

    fn try_call(&self, method: &str, params: &Value) -> Result<Value, String> {
        self.browser.wire.borrow_mut().call(Some(&self.session), method, params)
    }

    /// Opens a file and waits until it is there.
    pub(crate) fn open(&self, file: &Path) {
        self.go(&format!("file://{}", file.display()));
    }

    /// Opens an address and waits until it is there.
    pub(crate) fn go(&self, address: &str) {
        let from = self.told();
        let answer = self.call("Page.navigate", &json!({ "url": address }));
        assert_eq!(answer.get("errorText"), None, "{address}");
        self.loaded(from);
    }

    /// Loads the page again.
    pub(crate) fn reload(&self) {
        let from = self.told();
        self.call("Page.reload", &json!({}));
        self.loaded(from);
    }

    fn loaded(&self, from: usize) {
        let here = |e: &Event| e.session == self.session && e.method == "Page.loadEventFired";
        assert!(self.browser.wire.borrow_mut().wait(from, here).is_some(), "the page never came");
    }

    fn told(&self) -> usize {
        self.browser.wire.borrow().events.len()
    }

    /// What an expression gives; promises are waited for.
    pub(crate) fn eval(&self, expression: &str) -> Value {
        let asked =
            json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut answer = self.call("Runtime.evaluate", &asked);
        let thrown = answer.get("exceptionDetails");
        assert!(thrown.is_none(), "{expression}: {}", answer["exceptionDetails"]);
        answer["result"]["value"].take()
    }

    /// Whether an expression is true.
    pub(crate) fn is(&self, expression: &str) -> bool {
        self.eval(&format!("!!({expression})")) == true
    }

    /// Waits until an expression is true.
    pub(crate) fn wait(&self, expression: &str) {
        let until = Instant::now() + PATIENCE;
        while !self.is(expression) {
            assert!(Instant::now() < until, "never true: {expression}; {:?}", self.complaints());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// How many elements a selector finds.
    pub(crate) fn count(&self, selector: &str) -> u64 {
        self.eval(&format!("document.querySelectorAll({}).length", json!(selector)))
            .as_u64()
            .unwrap()
    }

    /// The text of the first element that a selector finds, as it is seen; `""` if there is none.
    pub(crate) fn text(&self, selector: &str) -> String {
        let found = format!("document.querySelector({})?.innerText ?? ''", json!(selector));
        self.eval(&found).as_str().unwrap().to_owned()
    }

    /// Presses a key, `j` or `Shift+X` or `Enter`, and waits for the next frame.
    pub(crate) fn key(&self, stroke: &str) {
        for event in keys::stroke(stroke) {
            self.call("Input.dispatchKeyEvent", &event);
        }
        self.frame();
    }

    /// Presses keys, separated by spaces.
    pub(crate) fn keys(&self, strokes: &str) {
        strokes.split(' ').for_each(|stroke| self.key(stroke));
    }

    /// Writes into what has the focus.
    pub(crate) fn write(&self, text: &str) {
        self.call("Input.insertText", &json!({ "text": text }));
        self.frame();
    }

    /// Waits until what is due has been painted.
    pub(crate) fn frame(&self) {
        self.eval("new Promise(done => requestAnimationFrame(() => setTimeout(done)))");
    }

    /// Clicks the first element that a selector finds.
    pub(crate) fn click(&self, selector: &str) {
        self.eval(&format!("document.querySelector({}).click()", json!(selector)));
        self.frame();
    }

    /// Gives a file to the first file input that a selector finds.
    pub(crate) fn choose(&self, selector: &str, file: &Path) {
        let document = self.call("DOM.getDocument", &json!({ "depth": 0 }));
        let asked = json!({ "nodeId": document["root"]["nodeId"], "selector": selector });
        let found = self.call("DOM.querySelector", &asked);
        self.call("DOM.setFileInputFiles", &json!({ "files": [file], "nodeId": found["nodeId"] }));
    }

    /// The next file that the page saves after `act`.
    pub(crate) fn saved(&self, act: impl Fn(&Self)) -> (String, Vec<u8>) {
        let from = self.told();
        act(self);
        let mut wire = self.browser.wire.borrow_mut();
        let begun = wire.wait(from, |e| e.method == "Browser.downloadWillBegin").unwrap();
        let name = wire.events[begun].params["suggestedFilename"].as_str().unwrap().to_owned();
        let done =
            |e: &Event| e.method == "Browser.downloadProgress" && e.params["state"] == "completed";
        wire.wait(begun, done).unwrap();
        let path: PathBuf = self.browser.downloads().join(&name);
        let bytes = fs::read(&path).unwrap();
        fs::remove_file(path).unwrap();
        (name, bytes)
    }

    /// What was told of this page with this method.
    fn heard<T>(&self, method: &str, take: impl Fn(&Value) -> Option<T>) -> Vec<T> {
        let wire = self.browser.wire.borrow();
        let mine = wire.events.iter().skip(self.first).filter(|e| e.session == self.session);
        mine.filter(|e| e.method == method).filter_map(|e| take(&e.params)).collect()
    }

    /// Addresses that the page asked for, its own among them; `data:` and `blob:` go nowhere.
    pub(crate) fn requests(&self) -> Vec<String> {
        let all = self.heard("Network.requestWillBeSent", |p| {
            p["request"]["url"].as_str().map(str::to_owned)
        });
        all.into_iter()
            .filter(|url| !url.starts_with("data:") && !url.starts_with("blob:"))
            .collect()
    }

    /// Errors and warnings: of scripts, of the policy, of the network, of the console; and dialogs.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let bad = |kind: &Value| ["error", "warning", "assert"].iter().any(|k| kind == k);
        let mut all = self.heard("Runtime.exceptionThrown", |p| Some(p.to_string()));
        all.extend(
            self.heard("Runtime.consoleAPICalled", |p| bad(&p["type"]).then(|| p.to_string())),
        );
        all.extend(self.heard("Log.entryAdded", |p| {
            bad(&p["entry"]["level"]).then(|| p["entry"].to_string())
        }));
        all.extend(self.heard("Page.javascriptDialogOpening", |p| Some(p.to_string())));
        all
    }

    /// Fails if the page complained of anything, or asked for anything but itself.
    pub(crate) fn quiet(&self) {
        assert_eq!(self.complaints(), Vec::<String>::new());
        let own = self.eval("location.href.split('#')[0]");
        let foreign: Vec<_> = self.requests().into_iter().filter(|url| *url != own).collect();
        assert_eq!(foreign, Vec::<String>::new());
    }
}
