//! `copydesk review`: the report in the browser, and decisions saved as they are taken.
//!
//! Takes the arguments, prints the address and serves until Ctrl-C. The one verb that uses the network, and only the
//! part of it that never leaves the machine.

use super::args::Review as Args;
use super::ending::Ending;
use super::terminal::{Terminal, tame};
use crate::review::{Left, Review};
use std::path::Path;
use std::thread;

/// Runs the verb.
pub(crate) fn run(args: &Args, terminal: Terminal) -> anyhow::Result<Ending> {
    let review = Review::open(&args.out, args.decisions.as_deref(), args.port)?;
    terminal.say(&greeting(&review));
    terminal.data(&format!("{}\n", review.address()))?;
    if args.open {
        let address = review.address();
        // A launcher may wait for the browser, and the browser for the page.
        thread::spawn(move || show(&address, terminal));
    }
    let left = review.serve()?;
    terminal.say(&farewell(&left));
    Ok(Ending::Done)
}

/// Opens the page in the browser.
fn show(address: &str, terminal: Terminal) {
    if open::that_detached(address).is_err() {
        terminal.say("copydesk: no browser could be started; open the address by hand");
    }
}

/// What is served and where decisions go.
fn greeting(review: &Review) -> String {
    let file = shown(review.file());
    let (known, replaced) = (review.decisions(), review.replaced());
    let mut lines =
        vec![format!("copydesk: {known} decided so far; saved to {file}; end with Ctrl-C")];
    if replaced > 0 {
        lines.push(format!(
            "copydesk: {file}: {replaced} contradict a later line about the same and go with the first save"
        ));
    }
    lines.join("\n")
}

/// What is left behind.
fn farewell(Left { file, decisions }: &Left) -> String {
    match decisions {
        Some(1) => format!("copydesk: 1 decision is in {}", shown(file)),
        Some(n) => format!("copydesk: {n} decisions are in {}", shown(file)),
        None => "copydesk: nothing was decided".to_owned(),
    }
}

/// A path, safe to show.
fn shown(path: &Path) -> String {
    tame(&path.display().to_string()).into_owned()
}
