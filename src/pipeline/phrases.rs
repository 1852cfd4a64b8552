//! Numbers and relations as a sentence wants them.
//!
//! Takes plain values, gives words. Knows no rule.

use crate::report::model::Relation;

/// A relation with its article.
pub(super) fn name(relation: Relation) -> &'static str {
    match relation {
        Relation::Exact => "an exact",
        Relation::Near => "a near",
        Relation::Contained => "a contained",
        Relation::Version => "a changed",
    }
}

/// A share with two digits, never rounded up to a threshold.
pub(super) fn hundredths(share: f64) -> String {
    format!("{:.2}", (share * 100.0 + 1e-9).floor() / 100.0)
}

/// A share in percent, never rounded up to all.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0} %", (share * 100.0 + 1e-9).floor())
}

/// The sentence with a capital.
pub(super) fn capital(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
