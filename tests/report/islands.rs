//! The data in the page: whole after unpacking, harmless before, and never larger than it may be.

use super::shown::{self, Held};
use super::{blocks, fixture, markup};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use copydesk::report::page::{BlockMore, ClusterMore, Index, Missing, Pair};
use copydesk::report::{Page, html};
use serde_json::{Value, json};
use std::io::Read;

const START: &str = "<script type=\"application/gzip+base64\" id=\"";

/// The islands of a page: ids and what they hold.
fn islands(page: &str) -> Vec<(String, Value)> {
    let island = |part: &str| {
        let (id, rest) = part.split_once("\">").unwrap();
        let (text, _) = rest.split_once("</script>").unwrap();
        let base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
        assert!(text.chars().all(base64), "{id} is inert");
        let bytes = STANDARD.decode(text).unwrap();
        let mut json = String::new();
        flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut json).unwrap();
        (id.to_owned(), serde_json::from_str(&json).unwrap())
    };
    page.split(START).skip(1).map(island).collect()
}

/// The page without its islands and the hashes of its policy.
pub(crate) fn without(page: &str) -> String {
    let mut parts = page.split(START);
    let mut bare = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        bare.push_str(part.split_once("</script>\n").unwrap().1);
    }
    let mut parts = bare.split("'sha256-");
    let mut still = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        still.push_str("'sha256-…");
        still.push_str(&part[part.find('\'').unwrap()..]);
    }
    still
}

fn rendered((index, more): &(Index, Held), most: Option<usize>) -> String {
    let summary = fixture::summary();
    let page = Page { summary: &summary, index, more };
    let mut bytes = Vec::new();
    match most {
        Some(most) => html::render_within(&page, most, &mut bytes).unwrap(),
        None => html::render(&page, &mut bytes).unwrap(),
    }
    String::from_utf8(bytes).unwrap()
}

fn held<'a>(islands: &'a [(String, Value)], id: &str) -> &'a Value {
    &islands.iter().find(|(name, _)| name == id).unwrap().1
}

#[test]
fn what_is_unpacked_is_what_was_packed() {
    let mut data = shown::data(&fixture::summary(), &blocks(), &fixture::clusters());
    data.0.sample.removed = fixture::HOSTILE.map(shown::sample).to_vec();
    data.0.missing = Missing { blocks: 3, blocks_bytes: 99, ..Missing::default() };
    let page = rendered(&data, None);
    markup::check(&page);
    let islands = islands(&page);
    assert_eq!(islands.len(), 3);
    assert_eq!(*held(&islands, "data-index"), json!(data.0));
    assert_eq!(*held(&islands, "data-blocks-0"), json!(data.1.blocks));
    assert_eq!(*held(&islands, "data-clusters-0"), json!(data.1.clusters));
    assert!(page.contains("99 removed bytes"), "what is missing is told");
}

/// Words that no packer knows, the same in every run.
fn words(n: usize, seed: &mut u64) -> String {
    let mut word = || {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        format!("{:x}", *seed >> 40)
    };
    (0..n).map(|_| word()).collect::<Vec<_>>().join(" ")
}

/// `n` blocks and `n` clusters, each different.
fn many(n: usize) -> (Index, Held) {
    let (mut index, held) =
        shown::data(&fixture::summary(), &fixture::blocks()[1..2], &fixture::clusters()[..1]);
    let (mut more, mut seed) = (Held::default(), 7);
    let (block, cluster) = (index.blocks.remove(0), index.clusters.remove(0));
    for i in 0..n {
        let mut block = block.clone();
        (block.id, block.text) = (format!("b{i:016x}"), words(20, &mut seed));
        index.blocks.push(block);
        let mut cluster = cluster.clone();
        (cluster.id, cluster.title) = (format!("c{i:016x}"), words(9, &mut seed));
        index.clusters.push(cluster);
        let mut examples = vec![held.blocks[0].examples[0].clone(); 3];
        for spot in &mut examples {
            (spot.before, spot.after) = (words(17, &mut seed), words(17, &mut seed));
        }
        more.blocks.push(BlockMore { text: None, same: Vec::new(), examples });
        let rows = (0..6).map(|_| json!(["<", words(30, &mut seed)])).collect();
        let pairs = vec![Pair { a: 0, b: 1, rows }];
        more.clusters.push(ClusterMore { pairs, ..held.clusters[0].clone() });
    }
    (index, more)
}

#[test]
fn the_page_is_never_too_large_and_says_what_it_lacks() {
    let data = many(1200);
    let whole = rendered(&data, None);
    assert_eq!(held(&islands(&whole), "data-index")["missing"], json!(Missing::default()));
    let least = islands(&rendered(&data, Some(0)));
    assert_eq!(least.len(), 1 + 5 + 19, "there is an island for every chunk");
    assert_eq!(held(&least, "data-index")["missing"]["contexts"], 1200);
    assert_eq!(held(&least, "data-index")["missing"]["pairs"], 1200);
    let half = rendered(&data, Some(1_200_000));
    let (page, data) = (without(&half).len(), half.len());
    assert!(data - page <= 1_200_000, "{data} bytes, {page} of them without data");
    let islands = islands(&half);
    let missing = &held(&islands, "data-index")["missing"];
    let bare = |kind: &str, of: &str| {
        let chunks = islands.iter().filter(|(id, _)| id.starts_with(kind));
        let entries = chunks.flat_map(|(_, chunk)| chunk.as_array().unwrap());
        1200 - entries.filter(|entry| entry[of] != json!([])).count()
    };
    assert_eq!(missing["contexts"], bare("data-blocks", "examples"));
    assert_eq!(missing["pairs"], bare("data-clusters", "pairs"));
    assert!(missing["pairs"].as_u64() > Some(0), "{missing}");
    assert!(half.contains("pairs of articles are not shown side by side"));
}
