//! The names of leads and tails.
//!
//! Takes words and hosts, gives keys that are the same in every crawl. Counts nothing.

use super::lines::TOKENS;
use super::template::Side;
use crate::segment::{Token, fold};
use xxhash_rust::xxh3::xxh3_64;

/// Longest lead or tail, in tokens.
pub(crate) const DEPTH: usize = 8;

/// The key of a host: a hash of its name, so that templates have the same name in every crawl.
pub(super) fn host_key(name: &str) -> u64 {
    xxh3_64(name.as_bytes())
}

/// The name of a lead (or, reversed, of a tail).
pub(super) fn key(side: Side, host: Option<u64>, stamped: &[Token]) -> u64 {
    let host = host.map_or(0, |key| key | 1);
    fold(0x7465_6d70 ^ host << 8 ^ (side as u64), stamped)
}

/// Hands out the keys of all templates that a line of this host might fit.
pub(super) fn probe(line: &[Token], host: u64, mut each: impl FnMut(u64)) {
    if TOKENS.contains(&line.len()) {
        let ends = DEPTH.min(line.len() - 1);
        let mut reversed = line[line.len() - ends..].to_vec();
        reversed.reverse();
        for host in [Some(host), None] {
            for depth in 1..=ends {
                each(key(Side::Lead, host, &line[..depth]));
                each(key(Side::Tail, host, &reversed[..depth]));
            }
        }
    }
}
