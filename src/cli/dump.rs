//! The settings in force as a TOML file that explains itself.
//!
//! Takes a [`Config`], gives TOML: every key with a comment, unset ones commented out, and the recall of the bands in
//! force. What comes out can be read back with `--config`. Never shows how a run is carried out (threads, memory): that
//! changes no result.

use super::recall::{self, Grain};
use crate::Error;
use crate::config::Config;
use crate::lsh::Passages;

/// What each key means, in the order of the file.
const KEYS: &[(&str, &str, &str)] = &[
    ("read", "text-field", "Field with the text; unset: found by name."),
    ("read", "title-field", "Field with the headline; unset: found by name."),
    ("read", "url-field", "Field with the address; unset: found by name."),
    ("read", "host-field", "Field with the host; unset: found by name, else from the address."),
    ("read", "date-field", "Field with the date of publication; unset: found by name."),
    ("read", "language-field", "Field with the language; unset: found by name."),
    (
        "read",
        "id-field",
        "Field with the id; unset: found by name, else from path and record number.",
    ),
    ("read", "host", "Host of all articles, for input that names none."),
    ("read", "preset", "Field names of a scraper, such as \"trafilatura\"."),
    ("read", "encoding", "Encoding of text that is not UTF-8; unset: guessed."),
    ("blocks", "shingle", "Words a shingle, 1 to 8."),
    ("blocks", "num-perm", "Values a signature, 16 to 1024."),
    ("blocks", "threshold", "Jaccard similarity from which two blocks are near-equal, 0.1 to 1."),
    ("blocks", "seed", "Seed of the signatures."),
    ("classify", "cutoff", "Points from which a block is removed, -20 to 20; higher removes less."),
    (
        "classify",
        "recurring",
        "Background paragraphs that come back in three stories of a host: \"keep\", \"remove\".",
    ),
    ("articles", "shingle", "Words a shingle, 1 to 8."),
    ("articles", "num-perm", "Values a signature, 16 to 1024."),
    (
        "articles",
        "version",
        "Jaccard similarity from which two articles tell the same story, 0.1 to 1.",
    ),
    (
        "articles",
        "near",
        "Jaccard similarity from which the lesser copy is a duplicate, `version` to 1.",
    ),
    (
        "articles",
        "contained",
        "Share of an article in the kept one that makes it a duplicate, 0.5 to 1.",
    ),
    ("articles", "recall", "Probability of finding a pair at `version`, 0.5 to 0.9999."),
    ("articles", "window", "Days that copies may lie apart; unset: any number."),
    (
        "articles",
        "keep",
        "Which copy is kept: \"earliest\", \"latest\", \"longest\", \"first\", { hosts = [\"…\"] }.",
    ),
    ("articles", "seed", "Seed of the signatures."),
    ("write", "boilerplate", "What is done with boilerplate: \"remove\", \"mark\" (report only)."),
    ("write", "duplicates", "What is done with duplicates: \"drop\", \"mark\" (report only)."),
    ("write", "restore", "Whether what `copydesk restore` needs is written."),
    ("write", "annotate", "Whether every cleaned record says in a field `copydesk` what was done."),
    (
        "write",
        "annotations",
        "Layout of what is written beside JSON Lines, row by row: \"dolma\"; unset: nothing.",
    ),
];

/// Similarities for which the recall is shown.
const SIMILARITIES: [f64; 9] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/// Shingles for which the recall of passages is shown.
const CUTS: [usize; 9] = [24, 36, 48, 72, 96, 144, 192, 288, 384];

/// One key of the file.
struct Setting {
    /// The table that it stands in.
    section: String,
    /// Its name.
    key: String,
    /// Its value as TOML; `None` where it is not set.
    value: Option<String>,
}

/// The whole file.
pub(crate) fn render(config: &Config) -> crate::Result<String> {
    let version = env!("CARGO_PKG_VERSION");
    let mut parts = vec![format!(
        "# The settings in force, by copydesk {version}. Read them back with --config FILE.toml\n"
    )];
    let settings = settings(config)?;
    for section in settings.chunk_by(|a, b| a.section == b.section) {
        parts.extend(section.first().map(|s| format!("\n[{}]\n", s.section)));
        parts.extend(section.iter().map(entry));
    }
    parts.push(curve(&recall::grains(config)));
    Ok(parts.concat())
}

/// All settings, those that have a comment in its order, then those that have none.
fn settings(config: &Config) -> crate::Result<Vec<Setting>> {
    let broken = |e: &dyn std::error::Error| Error::Broken(format!("settings: {e}"));
    // JSON knows all keys, also the unset ones; TOML knows how values are written.
    let keys = serde_json::to_value(config).map_err(|e| broken(&e))?;
    let values = toml::Table::try_from(config).map_err(|e| broken(&e))?;
    let mut settings = Vec::new();
    for (section, table) in keys.as_object().into_iter().flatten() {
        for key in table.as_object().into_iter().flat_map(serde_json::Map::keys) {
            let value = values.get(section).and_then(|t| t.get(key)).map(ToString::to_string);
            settings.push(Setting { section: section.clone(), key: key.clone(), value });
        }
    }
    settings.sort_by_key(|s| (rank(&s.section, None), rank(&s.section, Some(&s.key))));
    Ok(settings)
}

/// Where a section, or a key in it, stands in [`KEYS`]; unknown ones last.
fn rank(section: &str, key: Option<&str>) -> usize {
    let found = |&(s, k, _): &(&str, &str, &str)| s == section && key.is_none_or(|key| key == k);
    KEYS.iter().position(found).unwrap_or(KEYS.len())
}

/// One key with its comment.
fn entry(setting: &Setting) -> String {
    let Setting { section, key, value } = setting;
    let comment = KEYS.iter().find(|(s, k, _)| s == section && k == key);
    let comment = comment.map(|(_, _, text)| format!("# {text}\n")).unwrap_or_default();
    match value {
        Some(value) => format!("{comment}{key} = {value}\n"),
        None => format!("{comment}# {key} = \"\"\n"),
    }
}

/// How likely a pair of each similarity is to be found, as comments.
fn curve(grains: &[Grain]) -> String {
    let similarities = SIMILARITIES.map(|s| format!("{s:>6.1}")).concat();
    let rows: Vec<_> = grains.iter().map(row).collect();
    let cut = CUTS.map(|words| format!("{words:>6}")).concat();
    let found = CUTS.map(|words| format!("{:>6.1}", 100.0 * Passages::recall(words))).concat();
    format!(
        "\n# Recall: of the pairs with this Jaccard similarity, so many percent are found. Bands x rows are chosen from\n\
         # num-perm, threshold (of articles: version) and recall.\n\
         # {:<18}{similarities}\n{}\
         # Of the articles that stand, but for a tenth of their shingles, in one at least twice as long, so many percent\n\
         # are found by shared passages, by their number of shingles.\n\
         # {:<18}{cut}\n\
         # {:<18}{found}\n",
        "bands x rows",
        rows.concat(),
        "shingles",
        "articles contained"
    )
}

/// The recall of one grain.
fn row(Grain { name, threshold, bands }: &Grain) -> String {
    let percent = |similarity: f64| 100.0 * bands.probability(similarity);
    let values = SIMILARITIES.map(|s| format!("{:>6.1}", percent(s))).concat();
    let label = format!("{name} {} x {}", bands.bands, bands.rows);
    format!("# {label:<18}{values}   ({threshold}: {:.1})\n", percent(*threshold))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Keep;

    #[test]
    fn every_key_has_a_comment_and_every_comment_a_key() {
        let settings = settings(&Config::default()).unwrap();
        let found: Vec<_> = settings.iter().map(|s| (s.section.as_str(), s.key.as_str())).collect();
        let told: Vec<_> = KEYS.iter().map(|&(s, k, _)| (s, k)).collect();
        assert_eq!(found, told);
    }

    #[test]
    fn the_file_reads_back() {
        let mut config = Config::default();
        assert_eq!(Config::from_toml(&render(&config).unwrap()).unwrap(), config);
        config.articles.keep = Keep::Hosts(vec!["a.example".to_owned(), "b".to_owned()]);
        config.read.text_field = Some("a \"quoted\" name".to_owned());
        config.read.preset = crate::cli::values::preset("trafilatura").ok();
        config.classify.cutoff = 1.0;
        assert_eq!(Config::from_toml(&render(&config).unwrap()).unwrap(), config);
    }

    #[test]
    fn the_curve_meets_the_recall_that_was_asked_for() {
        for grain in recall::grains(&Config::default()) {
            assert!(grain.bands.probability(grain.threshold) >= 0.95, "{grain:?}");
        }
    }
}
