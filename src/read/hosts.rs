//! Host names: what is one, and which one an address or a folder gives.
//!
//! Takes text from fields, addresses and paths, gives host names in lower case without `www.`. Never asks the network.

use std::borrow::Cow;
use std::path::{Component, Path};
use url::Url;

/// Endings of file and folder names that look like the last label of a host name.
const ENDINGS: [&str; 30] = [
    "bak", "bz", "bz2", "corpus", "crawl", "csv", "data", "dir", "final", "gz", "html", "json",
    "jsonl", "lst", "ndjson", "new", "news", "old", "orig", "out", "parquet", "tar", "tmp", "tsv",
    "txt", "warc", "wet", "xml", "xz", "zst",
];

/// The host name in `text`, if it is one: at least two labels, the last of them no number.
#[must_use]
pub(super) fn host_name(text: &str) -> Option<String> {
    let lower = text.trim().trim_end_matches('.').to_lowercase();
    let host = lower.strip_prefix("www.").unwrap_or(&lower);
    let (_, last) = host.rsplit_once('.')?;
    let labels_hold = host.len() <= 253 && host.split('.').all(is_label);
    let named = last.chars().count() >= 2 && last.chars().any(char::is_alphabetic);
    (labels_hold && named).then(|| host.to_owned())
}

/// Whether `label` can stand between the dots of a host name (letters of any script: such names exist).
fn is_label(label: &str) -> bool {
    !label.is_empty()
        && label.len() <= 63
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

/// The host of an absolute http or https address.
#[must_use]
pub(super) fn host_of_url(address: &str) -> Option<String> {
    let address = address.trim();
    let rest = scheme_stripped(address)?;
    let end = rest.bytes().position(|b| matches!(b, b'/' | b'?' | b'#')).unwrap_or(rest.len());
    let authority = &rest[..end];
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'-';
    if authority.is_empty() {
        return None;
    }
    let host: Cow<'_, str> = if authority.bytes().all(plain) {
        Cow::Borrowed(authority)
    } else {
        Cow::Owned(Url::parse(address).ok()?.host_str()?.to_owned())
    };
    let host = host.trim_end_matches('.');
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then(|| host.to_owned())
}

/// What follows `http://` or `https://`, in any case.
fn scheme_stripped(address: &str) -> Option<&str> {
    ["https://", "http://"].into_iter().find_map(|scheme| {
        let head = address.get(..scheme.len())?;
        head.eq_ignore_ascii_case(scheme).then(|| &address[scheme.len()..])
    })
}

/// The innermost folder of `file` that is named like a host.
#[must_use]
pub(super) fn host_of_folder(file: &Path) -> Option<String> {
    let folders = file.parent()?.components().rev();
    folders.into_iter().find_map(|part| match part {
        Component::Normal(name) => host_of_name(name.to_str()?),
        _ => None,
    })
}

/// The host that a folder is named after; `data.old` is none.
#[must_use]
pub(super) fn host_of_name(name: &str) -> Option<String> {
    let host = host_name(name)?;
    let (_, last) = host.rsplit_once('.')?;
    let ending = ENDINGS.contains(&last) || !last.chars().all(char::is_alphabetic);
    (!ending || last.starts_with("xn--")).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_lower_case_without_www() {
        assert_eq!(host_name("WWW.Example.COM").as_deref(), Some("example.com"));
        assert_eq!(host_name("münchen.example").as_deref(), Some("münchen.example"));
        for none in ["", "example", "New York Times", "1.2", "a..b", "-a.example", "v1.2.3"] {
            assert_eq!(host_name(none), None, "{none:?}");
        }
    }

    #[test]
    fn hosts_come_out_of_addresses() {
        let host = |url| host_of_url(url);
        assert_eq!(host("https://www.example.com/a?b#c").as_deref(), Some("example.com"));
        assert_eq!(host("HTTP://User@News.Example:8080/").as_deref(), Some("news.example"));
        assert_eq!(host("https://bücher.example").as_deref(), Some("xn--bcher-kva.example"));
        for none in ["", "example.com/a", "ftp://example.com", "http://", "https:///a"] {
            assert_eq!(host(none), None, "{none:?}");
        }
    }

    #[test]
    fn folders_name_hosts() {
        let host = |path: &str| host_of_folder(Path::new(path));
        assert_eq!(
            host("harbourpost.example/2024/001.txt").as_deref(),
            Some("harbourpost.example")
        );
        assert_eq!(host("001.example"), None);
        assert_eq!(host("crawl.2024/data.old/001.txt"), None);
    }
}
