//! The warnings of the page, with links to what they are about.
//!
//! Takes the warnings of the run and the data of the page, gives finished strings. What stands in the page alone, such as
//! a block that spans years, is told here.

use super::entries::named;
use super::front::host_anchors;
use super::scraped::{anchor, line};
use crate::report::model::{About, Summary};
use crate::report::page::Index;
use rustc_hash::FxHashMap;

/// A warning as it is shown.
#[derive(Debug)]
pub(super) struct Warned {
    pub(super) message: String,
    /// Where it leads, and what stands there.
    pub(super) link: Option<(String, String)>,
}

/// All warnings of the run; those about one thing lead to it.
pub(super) fn warnings(s: &Summary, index: &Index) -> Vec<Warned> {
    let hosts = host_anchors(s);
    let warned = |w: &crate::report::model::Warning| Warned {
        message: line(&w.message, 1000),
        link: w.about.as_ref().and_then(|about| link(about, index, &hosts)),
    };
    s.warnings.iter().map(warned).collect()
}

fn link(about: &About, index: &Index, hosts: &FxHashMap<&str, String>) -> Option<(String, String)> {
    match about {
        About::Host(host) => Some((format!("#{}", hosts.get(host.as_str())?), named(host))),
        About::Block(block) => {
            let text = &index.blocks.iter().find(|b| b.id == *block)?.text;
            Some((format!("#block-{}", anchor(block)), line(text, 60)))
        }
        About::Article(_) => None,
    }
}
