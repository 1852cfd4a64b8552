//! A real browser without a window: Chromium, as the machine has it.
//!
//! Takes pages, gives what a person would see of them and what the browser says about them. Every browser has a profile
//! of its own that goes with it, and asks nothing of the network by itself. Used by the tests and the bench of the page.

#![allow(dead_code, reason = "tests and bench use their own parts of it")]

mod keys;
mod looks;
mod tab;
mod wire;

pub(crate) use tab::Tab;

use serde_json::{Value, json};
use std::cell::RefCell;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use tempfile::TempDir;
use wire::Wire;

/// Where systems put it.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const WORDS: [&str; 13] = [
    "--headless",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--window-size=1280,900",
];

/// A running browser; ends when dropped.
pub(crate) struct Browser {
    wire: RefCell<Wire>,
    profile: TempDir,
}

impl Browser {
    /// Starts the browser that `CHROMIUM` names, or else the first that is installed.
    ///
    /// # Errors
    /// Why there is none.
    pub(crate) fn start() -> Result<Self, String> {
        let program = program().ok_or("no Chromium: install it, or name it in CHROMIUM")?;
        let profile = tempfile::tempdir().unwrap();
        // The sandbox refuses root, and containers often refuse the sandbox.
        let root = fs::metadata(profile.path()).unwrap().uid() == 0;
        let first = (!root).then(|| Self::try_start(&program, &profile, false).ok()).flatten();
        let wire = match first {
            Some(wire) => wire,
            None => Self::try_start(&program, &profile, true)?,
        };
        Ok(Self { wire: RefCell::new(wire), profile })
    }

    fn try_start(program: &OsString, profile: &TempDir, bare: bool) -> Result<Wire, String> {
        let mut words: Vec<String> = WORDS.iter().map(|w| (*w).to_owned()).collect();
        words.extend(bare.then(|| "--no-sandbox".to_owned()));
        words.push(format!("--user-data-dir={}", profile.path().join("profile").display()));
        let mut wire = Wire::start(program, &words);
        let answer = wire.call(None, "Browser.getVersion", &json!({}));
        answer.map(|_| wire).map_err(|e| format!("{} does not start: {e}", program.display()))
    }

    /// A new tab, empty, with a memory of its own.
    pub(crate) fn tab(&self) -> Tab<'_> {
        let context = self.call("Target.createBrowserContext", &json!({}));
        let context = &context["browserContextId"];
        let page = json!({ "url": "about:blank", "browserContextId": context });
        let target = self.call("Target.createTarget", &page);
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let session = self.call("Target.attachToTarget", &attach);
        let downloads = json!({
            "behavior": "allow", "browserContextId": context, "eventsEnabled": true,
            "downloadPath": self.downloads(),
        });
        self.call("Browser.setDownloadBehavior", &downloads);
        Tab::new(self, session["sessionId"].as_str().unwrap(), context.as_str().unwrap())
    }

    /// Where files go that pages save.
    fn downloads(&self) -> &Path {
        self.profile.path()
    }

    fn call(&self, method: &str, params: &Value) -> Value {
        self.wire.borrow_mut().call(None, method, params).unwrap()
    }
}

fn program() -> Option<OsString> {
    if let Some(named) = env::var_os("CHROMIUM") {
        return Path::new(&named).exists().then_some(named);
    }
    let folders: Vec<_> = env::split_paths(&env::var_os("PATH")?).collect();
    let all = NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    all.into_iter().find(|path| path.exists()).map(Into::into)
}
